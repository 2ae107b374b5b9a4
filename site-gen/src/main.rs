//! The program's entry point; see [`site_gen::commands`].

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(site_gen::commands::run(std::env::args_os()).code())
}
