//! The command line, one file per command. The doc comments of the arguments are the manual that
//! `site-gen help build` prints.

mod build;
mod check;
mod completions;
mod dev;
mod diff;
mod history;
mod host;
mod import;
mod import_draft;
mod init;
mod library;
mod newest_version;
mod read_pdf;
mod release;
mod review;
mod schema;
mod serve;
mod signing;
mod site_folder;
mod terminal;
mod theme;
mod today;
mod toml_tables;
mod verify;
mod words;
mod write;

use crate::diagnostic::ExitStatus;
use clap::{Parser, Subcommand};
use std::ffi::OsString;

/// Renders a company's guidelines for law enforcement, version by version, into a static site with
/// a request builder in it.
///
/// The exit status is 0 on success, 1 if the content has errors, 2 if the command line is invalid,
/// 3 if a file could not be read or written.
#[derive(Debug, Parser)]
#[command(name = "site-gen", version, disable_help_subcommand = false)]
struct Cli {
    #[command(flatten)]
    verbosity: terminal::Verbosity,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Build),
    Check(check::Check),
    Completions(completions::Completions),
    Dev(dev::Dev),
    Diff(diff::Diff),
    History(history::HistoryCommand),
    Host(host::HostCommand),
    Import(import::Import),
    Init(init::Init),
    Library(library::LibraryCommand),
    Man(completions::Man),
    ReadPdf(read_pdf::ReadPdf),
    Release(release::Release),
    Serve(serve::Serve),
    Review(review::ReviewCommand),
    Schema(schema::Schema),
    Theme(theme::ThemeCommand),
    Verify(verify::Verify),
    Words(words::WordsCommand),
}

/// Parses the arguments, runs the command and returns its exit status.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitStatus {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return terminal::usage(&error),
    };
    cli.verbosity.apply();
    match cli.command {
        Command::Build(build) => build.run(),
        Command::Check(check) => check.run(),
        Command::Completions(completions) => completions.run(),
        Command::Dev(dev) => dev.run(),
        Command::Diff(diff) => diff.run(),
        Command::History(history) => history.run(),
        Command::Host(host) => host.run(),
        Command::Import(import) => import.run(),
        Command::Init(init) => init.run(),
        Command::Library(library) => library.run(),
        Command::Man(man) => man.run(),
        Command::ReadPdf(read) => read.run(),
        Command::Release(release) => release.run(),
        Command::Serve(serve) => serve.run(),
        Command::Review(review) => review.run(),
        Command::Schema(schema) => schema.run(),
        Command::Theme(theme) => theme.run(),
        Command::Verify(verify) => verify.run(),
        Command::Words(words) => words.run(),
    }
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_fit_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_every_argument_is_explained() {
        for command in Cli::command().get_subcommands() {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for argument in command.get_arguments() {
                assert!(
                    argument.get_help().is_some(),
                    "{} {}",
                    command.get_name(),
                    argument.get_id()
                );
            }
        }
    }
}
