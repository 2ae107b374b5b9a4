//! Checks the signature of the lock while the files are read, since `ssh-keygen` reads them too.

use crate::diagnostic::{Diagnostic, Name, Place, Source};
use crate::release::{Releases, SIGNERS};
use crate::signature::{Namespace, SignatureError, Signed};
use std::path::Path;

const SIGN: &str = "sign it: `site-gen release --sign KEY`";

/// Checks the signature. If `ssh-keygen` is missing, that is a warning: a site can be built
/// without it, and `verify` does not accept what was not checked.
pub(super) fn fault(site: &Path, lock: Option<&Source>, releases: &Releases) -> Option<Diagnostic> {
    let at = |diagnostic: Diagnostic, name: &str| diagnostic.at(Place::file(name.to_owned()));
    let Some(signature) = &releases.signature else {
        let signers = releases.signers.as_ref()?;
        lock.filter(|_| Namespace::Releases.is_expected(signers.text()))?;
        let warning = Diagnostic::warning(
            Name::UnsignedLock,
            format!("`releases.lock` is not signed, and `{SIGNERS}` has a key for that"),
        );
        return Some(at(warning, "content/releases.lock").help(SIGN));
    };
    let missing = match (lock, &releases.signers) {
        (Some(lock), Some(signers)) => {
            let signed = Signed {
                message: lock.text().as_bytes(),
                name: lock.name(),
                namespace: Namespace::Releases,
                signature: &site.join(signature.name()),
                signers: &site.join(signers.name()),
            };
            let error = match signed.signer() {
                Ok(_) => return None,
                Err(SignatureError::Program(error)) => {
                    let warning = format!(
                        "the signature is not checked: `ssh-keygen` cannot be run: {error}"
                    );
                    return Some(
                        at(
                            Diagnostic::warning(Name::UncheckedSignature, warning),
                            signature.name(),
                        )
                        .help("install OpenSSH: `apt install openssh-client` on Debian"),
                    );
                }
                Err(error) => error,
            };
            return Some(
                at(error.into(), signature.name())
                    .help("to sign the current lock: `site-gen release --sign KEY`"),
            );
        }
        (None, _) => "releases.lock",
        (Some(_), None) => SIGNERS,
    };
    let error = Diagnostic::error(format!(
        "there is a signature, but `content/{missing}` is missing"
    ));
    Some(
        at(error, signature.name())
            .help("restore it from your backups or from version control, or delete the signature"),
    )
}
