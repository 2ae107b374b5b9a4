//! `site-gen completions` and `site-gen man`: made from the definitions of the arguments.

use super::{Cli, terminal};
use crate::diagnostic::{Diagnostic, ExitStatus};
use clap::{Args, CommandFactory as _};
use clap_complete::Shell;
use std::fs;
use std::path::PathBuf;

/// Print a completion script for a shell
///
/// For Bash: `site-gen completions bash > ~/.local/share/bash-completion/completions/site-gen`.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self) -> ExitStatus {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "site-gen", &mut script);
        terminal::print(&String::from_utf8_lossy(&script))
    }
}

/// Write the manual as man pages
///
/// Writes one page for each command: `site-gen man ~/.local/share/man/man1`.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// The folder, which is created if it is missing
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl Man {
    pub(super) fn run(self) -> ExitStatus {
        let written = fs::create_dir_all(&self.folder)
            .and_then(|()| clap_mangen::generate_to(Cli::command(), &self.folder));
        match written {
            Ok(()) => terminal::summary(&format!(
                "wrote the man pages to `{}`: read them with `man -l {}`\n",
                self.folder.display(),
                self.folder.join("site-gen.1").display()
            )),
            Err(error) => {
                let error = Diagnostic::files("write the man pages to", &self.folder, error);
                terminal::report(&error.into());
                ExitStatus::Files
            }
        }
    }
}
