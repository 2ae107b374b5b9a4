//! The keys that may sign, for `release --sign` and `build --sign`.

use crate::diagnostic::{Diagnostic, Place};
use crate::release::SIGNERS;
use crate::signature::Namespace;
use std::fs;
use std::path::{Path, PathBuf};

/// The file with the keys that may sign. Nobody could check a signature without it.
///
/// # Errors
///
/// If it does not exist. The error has the line that a key needs, for the person who `mailbox` names.
pub(super) fn signers_for(key: &Path, site: &Path, mailbox: &str) -> Result<PathBuf, Diagnostic> {
    let path = site.join("content").join(SIGNERS);
    if path.is_file() {
        return Ok(path);
    }
    let namespaces = [Namespace::Releases, Namespace::Site].map(Namespace::name);
    let public = public_key(key).unwrap_or_else(|| "ssh-ed25519 AAAA...".to_owned());
    let error = Diagnostic::error(format!(
        "there is no `content/{SIGNERS}`, so the signature could not be checked"
    ));
    let line = format!("{mailbox} namespaces=\"{}\" {public}", namespaces.join(","));
    Err(error
        .at(Place::file(format!("content/{SIGNERS}")))
        .help(format!(
            "write it, with one line for each key that may sign (ssh-keygen(1), ALLOWED SIGNERS):\n{line}"
        )))
}

/// The type and the bytes of a public key: that of `key`, or `key` itself.
fn public_key(key: &Path) -> Option<String> {
    let mut name = key.as_os_str().to_owned();
    name.push(".pub");
    let text = fs::read_to_string(name)
        .or_else(|_| fs::read_to_string(key))
        .ok()?;
    let mut parts = text.split_whitespace();
    let (kind, bytes) = (parts.next()?, parts.next()?);
    let is_public = bytes.starts_with("AAAA");
    is_public.then(|| format!("{kind} {bytes}"))
}
