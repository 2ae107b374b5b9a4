//! SSH signatures, made and checked by OpenSSH's `ssh-keygen`. Keys may be files, in an agent or in a
//! security key, and anybody can check a signature without this program.

use crate::diagnostic::{Diagnostic, ExitStatus, Place};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The ending of a signature's file, as `ssh-keygen` names it.
pub(crate) const ENDING: &str = ".sig";

/// The purpose of a signature. One made for one purpose is refused for the other, and a line of
/// `allowed_signers` may limit its key to one: `namespaces="clausebound-site"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Namespace {
    /// `releases.lock`: what was released.
    Releases,
    /// `SHA256SUMS`: every file of a built site.
    Site,
}

impl Namespace {
    /// The name that `ssh-keygen -n` takes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Releases => "clausebound-releases",
            Self::Site => "clausebound-site",
        }
    }

    /// Whether `allowed_signers` has a key for this purpose, so that a signature must be there. A
    /// line without `namespaces` is for every purpose (ssh-keygen(1), ALLOWED SIGNERS).
    pub fn is_expected(self, allowed_signers: &str) -> bool {
        lines_of_keys(allowed_signers).any(|(line, _)| {
            let Some((_, rest)) = line.split_once("namespaces=\"") else {
                return true;
            };
            let mut names = rest.split('"').next().unwrap_or_default().split(',');
            names.any(|name| name == self.name() || name.contains(['*', '?']))
        })
    }
}

/// Finds a key that is on two lines of `allowed_signers`. `ssh-keygen` names the first of them, so the
/// name of who signed, and for what, would depend on the order of the lines.
fn key_on_two_lines(allowed_signers: &str) -> Option<(usize, usize)> {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for (line, at) in allowed_signers.lines().map(str::trim).zip(1..) {
        // After its type, a key begins with the length of its type: `AAAA`.
        let key = line
            .split_whitespace()
            .find(|word| word.starts_with("AAAA"));
        let Some(key) = key.filter(|_| !line.starts_with('#')) else {
            continue;
        };
        if let Some(first) = known.insert(key, at) {
            return Some((first, at));
        }
    }
    None
}

/// The lines of `allowed_signers` that are not comments, with their numbers.
fn lines_of_keys(allowed_signers: &str) -> impl Iterator<Item = (&str, usize)> {
    let lines = allowed_signers.lines().map(str::trim).zip(1..);
    lines.filter(|(line, _)| !line.is_empty() && !line.starts_with('#'))
}

/// Finds a line of `allowed_signers` without a name or a key, such as that of a public key alone.
/// `ssh-keygen` passes over it.
fn line_without_signer(allowed_signers: &str) -> Option<usize> {
    let fault = lines_of_keys(allowed_signers).find(|(line, _)| {
        let mut words = line.split_whitespace();
        // A name and the type of the key come before it.
        let key = words.position(|word| word.starts_with("AAAA"));
        key.is_none_or(|at| at < 2)
    });
    fault.map(|(_, at)| at)
}

/// What is wrong with the list of keys in a file.
pub(crate) fn fault_in_keys(allowed_signers: &str, signers: &Path) -> Option<SignatureError> {
    let signers = signers.to_owned();
    if lines_of_keys(allowed_signers).next().is_none() {
        return Some(SignatureError::EmptyList { signers });
    }
    let line = line_without_signer(allowed_signers)?;
    Some(SignatureError::NoSigner { signers, line })
}

/// Why there is no valid signature.
#[derive(Debug, thiserror::Error)]
pub enum SignatureError {
    /// `ssh-keygen` cannot be run.
    #[error("`ssh-keygen`, which makes and checks signatures, cannot be run: {0}")]
    Program(io::Error),
    /// There is no such key.
    #[error("the key `{}` cannot be read: {error}", key.display())]
    NoKey {
        /// The file.
        key: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// Nothing was signed.
    #[error("`ssh-keygen` did not sign with the key `{}`", .0.display())]
    NotSigned(PathBuf),
    /// The signature is damaged, or of other bytes, or for another purpose.
    #[error("this is not the signature of {of}: {why}")]
    OtherContent {
        /// The expected content, as named in messages.
        of: String,
        /// The words of `ssh-keygen`.
        why: String,
    },
    /// The signature, and so perhaps what was signed, has the line ends of Windows, which `ssh-keygen` does not read.
    #[error("the signature of {of} has Windows line ends, so it cannot be checked")]
    WindowsLineEnds {
        /// What was signed.
        of: String,
    },
    /// A valid signature by a key that was not named.
    #[error("{of} is signed with a key that is not in `{}`: {why}", signers.display())]
    UnknownKey {
        /// What was signed.
        of: String,
        /// The file with the keys.
        signers: PathBuf,
        /// The words of `ssh-keygen`, with the fingerprint of the key.
        why: String,
    },
    /// The list of keys has none.
    #[error("`{}` has no key", signers.display())]
    EmptyList {
        /// The file.
        signers: PathBuf,
    },
    /// A line of the list does not say who may sign.
    #[error("line {line} of `{}` does not name a signer with a key", signers.display())]
    NoSigner {
        /// The file with the keys.
        signers: PathBuf,
        /// The line.
        line: usize,
    },
    /// A key is on two lines of the list.
    #[error("the same key is on lines {first} and {second} of `{}`", signers.display())]
    KeyTwice {
        /// The file with the keys.
        signers: PathBuf,
        /// The first line.
        first: usize,
        /// The line of the second one, counted from 1.
        second: usize,
    },
    /// A valid signature by a key that may not sign this, or not any more.
    #[error("{signer} may not sign {of}: {why}")]
    NotAllowed {
        /// Who signed.
        signer: String,
        /// What was signed.
        of: String,
        /// The words of `ssh-keygen`.
        why: String,
    },
}

impl SignatureError {
    fn help(&self) -> &'static str {
        match self {
            Self::Program(_) => {
                "install OpenSSH 8.2 or later: `apt install openssh-client` on Debian, \"OpenSSH Client\" among the optional features of Windows"
            }
            Self::NoKey { .. } => "give the file of your key: `--sign ~/.ssh/id_ed25519`",
            Self::NotSigned(_) => {
                "`ssh-keygen` asks for the passphrase on the terminal; where there is none, run `ssh-add KEY` first. Give a private key that nobody else may read, or a public key whose private key is in your SSH agent: `--sign ~/.ssh/id_ed25519`"
            }
            Self::WindowsLineEnds { .. } => {
                "version control or a transfer changed the line ends: write `content/releases.lock* -text` into `.gitattributes`, and restore both files"
            }
            Self::OtherContent { .. } => {
                "one of the two was changed after signing: restore both from version control, or ask the person who signs; if the change is intended, sign again"
            }
            Self::UnknownKey { .. } => {
                "ask the person who signs whether this is their key; add it to the list only if they confirm its fingerprint"
            }
            Self::EmptyList { .. } | Self::NoSigner { .. } => {
                "write who signs, then the public key: `legal@example.org namespaces=\"clausebound-releases\" ssh-ed25519 AAAA…`"
            }
            Self::KeyTwice { .. } => {
                "remove one of the two: who signed would depend on the order of the lines; one line can have several `namespaces`"
            }
            Self::NotAllowed { .. } => {
                "sign with another key, or change `namespaces`, `valid-after` or `valid-before` in its line"
            }
        }
    }
}

impl From<SignatureError> for Diagnostic {
    fn from(error: SignatureError) -> Self {
        let exit = match error {
            SignatureError::Program(_)
            | SignatureError::NoKey { .. }
            | SignatureError::NotSigned(_) => ExitStatus::Files,
            _ => ExitStatus::Content,
        };
        Self::error(error.to_string())
            .with_exit_status(exit)
            .help(error.help())
    }
}

/// Signs with a key: a private key, or a public one whose private key an SSH agent has. `ssh-keygen`
/// asks for a passphrase on the terminal. Returns the signature's file.
///
/// # Errors
///
/// If `ssh-keygen` cannot be run or refuses.
pub fn sign(message: &[u8], namespace: Namespace, key: &Path) -> Result<String, SignatureError> {
    if let Err(error) = fs::read(key) {
        let key = key.to_owned();
        return Err(SignatureError::NoKey { key, error });
    }
    let mut command = Command::new("ssh-keygen");
    command.args(["-q", "-Y", "sign", "-n", namespace.name(), "-f"]);
    // It tells users on standard error to touch their security key.
    let out = run(command.arg(key).stderr(Stdio::inherit()), message)?;
    let signature = String::from_utf8(out.stdout).unwrap_or_default();
    if out.status.success() && signature.starts_with("-----BEGIN SSH SIGNATURE-----") {
        Ok(signature)
    } else {
        Err(SignatureError::NotSigned(key.to_owned()))
    }
}

/// A signature to check. Both files are read by `ssh-keygen`.
#[derive(Clone, Copy, Debug)]
pub struct Signed<'a> {
    /// What was signed.
    pub message: &'a [u8],
    /// Its name in messages.
    pub name: &'a str,
    /// The purpose of the signature.
    pub namespace: Namespace,
    /// The file with the signature.
    pub signature: &'a Path,
    /// The file with the keys that may sign, in the format of `allowed_signers`.
    pub signers: &'a Path,
}

impl Signed<'_> {
    /// Checks the signature. Returns who signed, as the list of keys names them.
    ///
    /// # Errors
    ///
    /// If it is not a signature of the message, for this purpose, by one of the keys, or if
    /// `ssh-keygen` cannot be run.
    pub fn signer(&self) -> Result<String, SignatureError> {
        let of = format!("`{}`", self.name);
        let keys = fs::read_to_string(self.signers).unwrap_or_default();
        if let Some(error) = fault_in_keys(&keys, self.signers) {
            return Err(error);
        }
        if let Some((first, second)) = key_on_two_lines(&keys) {
            let signers = self.signers.to_owned();
            return Err(SignatureError::KeyTwice {
                signers,
                first,
                second,
            });
        }
        let content = self.keygen("check-novalidate", &[])?;
        if !content.status.success() {
            if fs::read(self.signature).is_ok_and(|it| it.contains(&b'\r')) {
                return Err(SignatureError::WindowsLineEnds { of });
            }
            let why = words(&content);
            return Err(SignatureError::OtherContent { of, why });
        }
        let found = self.keygen(
            "find-principals",
            &["-f".as_ref(), self.signers.as_os_str()],
        )?;
        let names = String::from_utf8_lossy(&found.stdout).into_owned();
        let Some(signer) = names.lines().next().filter(|_| found.status.success()) else {
            let why = words(&found);
            // It says of the key's own line that its time is over, or has not come.
            if why.contains("verify time") {
                let signer = format!("a key of `{}`", self.signers.display());
                return Err(SignatureError::NotAllowed { signer, of, why });
            }
            let why = words(&content);
            let signers = self.signers.to_owned();
            return Err(SignatureError::UnknownKey { of, signers, why });
        };
        let signer = signer.to_owned();
        let signers = self.signers.as_os_str();
        let options = ["-f".as_ref(), signers, "-I".as_ref(), signer.as_ref()];
        let verified = self.keygen("verify", &options)?;
        if verified.status.success() {
            return Ok(signer);
        }
        let why = words(&verified);
        Err(SignatureError::NotAllowed { signer, of, why })
    }

    fn keygen(&self, what: &str, options: &[&std::ffi::OsStr]) -> Result<Output, SignatureError> {
        let mut command = Command::new("ssh-keygen");
        command.args(["-Y", what, "-n", self.namespace.name(), "-s"]);
        command.arg(self.signature).args(options);
        run(command.stderr(Stdio::piped()), self.message)
    }

    /// [`Signed::signer`], with the place of the signature in the error.
    ///
    /// # Errors
    ///
    /// As [`Signed::signer`].
    pub fn check(&self) -> Result<String, Diagnostic> {
        let place = Place::file(self.signature.display().to_string());
        self.signer()
            .map_err(|error| Diagnostic::from(error).at(place))
    }
}

fn run(command: &mut Command, message: &[u8]) -> Result<Output, SignatureError> {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().map_err(SignatureError::Program)?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that ends before it has read everything gives the reason in its exit status.
        let _ = stdin.write_all(message);
    }
    child.wait_with_output().map_err(SignatureError::Program)
}

/// The message of `ssh-keygen`, in one line.
fn words(out: &Output) -> String {
    let said = [out.stderr.as_slice(), &out.stdout].concat();
    let said = String::from_utf8_lossy(&said).replace(['\r', '\n'], " ");
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Namespace, key_on_two_lines, line_without_signer};

    #[test]
    fn a_line_that_names_no_signer_is_found() {
        for (lines, found) in [
            (
                "a ssh-ed25519 AAAA1 c\r\n\n# x\nb namespaces=\"x\" ssh-rsa AAAA2\n",
                None,
            ),
            ("ssh-ed25519 AAAA1 c\n", Some(1)),
            (
                "a ssh-ed25519 AAAA1\n  sk-ssh-ed25519@openssh.com AAAA2",
                Some(2),
            ),
            ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl", Some(1)),
            ("a ssh-ed25519\n", Some(1)),
        ] {
            assert_eq!(line_without_signer(lines), found, "{lines}");
        }
    }

    #[test]
    fn a_key_on_two_lines_is_found() {
        for (lines, found) in [
            ("a ssh-ed25519 AAAA1 c\nb ssh-ed25519 AAAA2\n", None),
            ("a ssh-ed25519 AAAA1\n# b ssh-ed25519 AAAA1\n", None),
            (
                "a ssh-ed25519 AAAA1\n\nb namespaces=\"x\" ssh-ed25519 AAAA1 c",
                Some((1, 3)),
            ),
            (
                "a cert-authority ssh-rsa AAAA1\r\n  a,b ssh-rsa AAAA1",
                Some((1, 2)),
            ),
        ] {
            assert_eq!(key_on_two_lines(lines), found, "{lines}");
        }
    }

    #[test]
    fn the_list_of_keys_says_what_must_be_signed() {
        let expected = |line: &str| {
            [Namespace::Releases, Namespace::Site].map(|namespace| namespace.is_expected(line))
        };
        for (line, both) in [
            ("legal@x.example ssh-ed25519 AAAA", [true, true]),
            (
                "legal@x.example namespaces=\"clausebound-releases\" ssh-ed25519 AAAA",
                [true, false],
            ),
            (
                "web@x.example namespaces=\"git,clausebound-site\",valid-after=\"20260101\" ssh-ed25519 AAAA",
                [false, true],
            ),
            (
                "x namespaces=\"clausebound-*\" ssh-ed25519 AAAA",
                [true, true],
            ),
            ("git namespaces=\"git\" ssh-ed25519 AAAA", [false, false]),
            ("# legal@x.example ssh-ed25519 AAAA\n\n", [false, false]),
        ] {
            assert_eq!(expected(line), both, "{line}");
        }
    }
}
