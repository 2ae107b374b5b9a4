//! What is wrong with a file of a built site.

use std::fmt::Display;

/// What to do about most faults.
const CHANGED: &str =
    "the site was changed, or its theme has templates that only `--content` can prove";

/// A fault of a file: its path, what is wrong, and what to do.
pub(super) struct Fault {
    pub(super) path: String,
    pub(super) message: String,
    pub(super) help: String,
}

impl Fault {
    /// `what` follows the path in the message.
    pub(super) fn new(path: &str, what: impl Display, help: impl Into<String>) -> Self {
        Self::with_message(path, format!("`{path}` {what}"), help)
    }

    pub(super) fn with_message(path: &str, message: String, help: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            message,
            help: help.into(),
        }
    }

    /// A fault of something that a theme can change, too.
    pub(super) fn changed(path: &str, what: impl Display) -> Self {
        Self::new(path, what, CHANGED)
    }

    /// A fault of something that another release of this program makes otherwise.
    pub(super) fn of_release(path: &str, what: impl Display, kind: &str) -> Self {
        let help = format!(
            "if the site was made by another release of site-gen, verify it with that one; otherwise the {kind} was changed"
        );
        Self::new(path, what, help)
    }
}
