//! `site-gen read-pdf`, which `site-gen review` calls; see [`crate::pdf`].

use super::terminal;
use crate::diagnostic::ExitStatus;
use crate::pdf;
use clap::Args;

/// Read the text of a PDF from standard input (used by `review`)
#[derive(Debug, Args)]
#[command(name = pdf::COMMAND, hide = true)]
pub(super) struct ReadPdf {}

impl ReadPdf {
    #[expect(clippy::unused_self, reason = "as every command")]
    pub(super) fn run(self) -> ExitStatus {
        terminal::print(&pdf::answer_parent())
    }
}
