//! Checks the signatures of the lock and of the list of files.

use super::super::site_folder::SiteFolder;
use super::Verify;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::file_path::{SUMS, SUMS_SIGNATURE};
use crate::release::SIGNERS;
use crate::signature::{self, Namespace, Signed};
use crate::site::SignedFile;
use std::fs;
use std::path::{Path, PathBuf};

impl Verify {
    /// Checks both signatures, and says who signed. Both must be there if there are keys for them: anyone who
    /// changes a site can delete a signature as well.
    ///
    /// # Errors
    ///
    /// If the keys cannot be used. What is wrong with a signature is found.
    pub(super) fn signatures(&self, found: &mut Diagnostics) -> Result<String, Diagnostic> {
        let content = self.content.as_deref().map(SiteFolder::content_of);
        let in_content = content.map(|content| content.join(SIGNERS));
        let in_content = in_content.filter(|path| path.is_file());
        let Some(signers) = self.signers.as_deref().or(in_content.as_deref()) else {
            return Ok(self.without_keys(found).to_owned());
        };
        let keys = fs::read_to_string(signers)
            .map_err(|error| Diagnostic::files("read", signers, error))?;
        if let Some(error) = signature::fault_in_keys(&keys, signers) {
            return Err(error.into());
        }
        let both = [Namespace::Releases, Namespace::Site];
        if self.signers.is_some() && !both.iter().any(|namespace| namespace.is_expected(&keys)) {
            let message = format!(
                "no key in `{}` may sign releases or sites",
                signers.display()
            );
            return Err(Diagnostic::error(message).help(
                "a line says what its key is for: `namespaces=\"clausebound-releases,clausebound-site\"`",
            ));
        }
        let in_content = in_content.as_ref();
        let in_content = in_content.map(|path| path.with_file_name("releases.lock"));
        let lock = self.lock.clone().or(in_content);
        let lock = lock.map(|lock| (lock, Namespace::Releases));
        let sums = self.dist.join(SUMS);
        let mut report = String::new();
        for (path, namespace) in lock.into_iter().chain([(sums, Namespace::Site)]) {
            match signer(&path, namespace, signers, &keys) {
                Ok(Some(signer)) => {
                    let name = path.file_name().unwrap_or_default().display();
                    report += &format!("{name} is signed by {signer}\n");
                }
                Ok(None) => {}
                Err(error) => found.push(error),
            }
        }
        Ok(report)
    }

    /// What to say about a site if there are no keys.
    fn without_keys(&self, found: &mut Diagnostics) -> &'static str {
        let is_signed = self.dist.join(SUMS_SIGNATURE).exists()
            || self.dist.join(SignedFile::Signature.path()).exists();
        match &self.content {
            _ if !is_signed => "",
            None => "the site is signed; `--signers` checks the signatures\n",
            Some(content) => {
                let sums = format!("{}{}", self.dist.join(SUMS).display(), signature::ENDING);
                found.push(
                    Diagnostic::error("the site is signed, but its content names no keys")
                        .at(Place::file(sums))
                        .help("no build signs a site without keys: the signature was added by hand")
                        .help(format!("or restore `{SIGNERS}` in `{}`", content.display())),
                );
                ""
            }
        }
    }
}

/// Who signed a file. `None` if it has no signature and needs none.
fn signer(
    path: &Path,
    namespace: Namespace,
    signers: &Path,
    keys: &str,
) -> Result<Option<String>, Diagnostic> {
    let name = path.display().to_string();
    let mut signature = path.as_os_str().to_owned();
    signature.push(signature::ENDING);
    let signature = PathBuf::from(signature);
    // `ssh-keygen` would follow a link, and wait for a pipe forever.
    let Ok(true) = fs::symlink_metadata(&signature).map(|it| it.is_file()) else {
        if !namespace.is_expected(keys) {
            return Ok(None);
        }
        let error = format!(
            "`{name}` is not signed, and `{}` has a key for that",
            signers.display()
        );
        let made_by = match namespace {
            Namespace::Releases => {
                "take it from where the lock is from, or from `/.well-known/clausebound/`: `releases.lock.sig`; `site-gen release --sign KEY` makes it"
            }
            Namespace::Site => {
                "the signature was removed, or the site was built without `site-gen build --sign KEY`"
            }
        };
        return Err(Diagnostic::error(error)
            .at(Place::file(signature.display().to_string()))
            .help(made_by));
    };
    let message = fs::read(path).map_err(|error| Diagnostic::files("read", path, error))?;
    let signed = Signed {
        message: &message,
        name: &name,
        namespace,
        signature: &signature,
        signers,
    };
    signed.check().map(Some)
}
