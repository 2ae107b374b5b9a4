//! `site-gen schema`.

use super::terminal;
use crate::content;
use crate::diagnostic::Exit;
use clap::Args;

/// Print the JSON Schema of `requests.toml`
///
/// An editor that knows it completes names and marks mistakes as they are typed.
#[derive(Debug, Args)]
pub(super) struct Schema {}

impl Schema {
    #[expect(clippy::unused_self, reason = "every command runs the same way")]
    pub(super) fn run(self) -> Exit {
        let json =
            serde_json::to_string_pretty(&content::schema()).expect("a schema is plain data");
        terminal::print(&format!("{json}\n"))
    }
}
