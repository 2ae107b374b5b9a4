//! Reads a Markdown file of any origin for comparison. Nothing is rejected, since nothing is
//! published.

use crate::diagnostic::Source;
use crate::markdown::{Document, FrontMatter, Settings};
use serde::Serialize;

/// A file to compare.
#[derive(Debug)]
pub struct Markdown {
    /// The text of the file as a tree.
    pub document: Document,
    form: FileFormat,
}

/// Properties of the file that readers do not see, but a line-based `diff` would show.
#[derive(Debug, PartialEq, Eq)]
struct FileFormat {
    line_ends: (bool, bool, bool),
    byte_order_mark: bool,
    front_matter: String,
    last_line_ends: bool,
}

/// A change that affects the file as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileChange {
    /// Line ends: LF, CRLF or CR.
    LineEnds,
    /// A byte order mark was added or removed.
    ByteOrderMark,
    /// The YAML or TOML front matter was added, removed or changed.
    FrontMatter,
    /// The final line end was added or removed.
    LastLineEnd,
}

impl Markdown {
    /// Parses a file. `name` is shown in messages.
    pub fn read(name: &str, text: &str) -> Self {
        let (without_mark, byte_order_mark) = match text.strip_prefix('\u{feff}') {
            Some(rest) => (rest, true),
            None => (text, false),
        };
        let crlf = without_mark.matches("\r\n").count();
        let line_ends = (
            without_mark.matches('\n').count() > crlf,
            crlf > 0,
            without_mark.matches('\r').count() > crlf,
        );
        let plain = without_mark.replace("\r\n", "\n").replace('\r', "\n");
        let start = FrontMatter::of(&plain).map_or(0, |front| front.range.end);
        let form = FileFormat {
            line_ends,
            byte_order_mark,
            front_matter: plain[..start].to_owned(),
            last_line_ends: plain.ends_with('\n'),
        };
        let settings = Settings {
            address: "/".to_owned(),
            raw_html: true,
            ..Settings::default()
        };
        let end = plain.len();
        let source = Source::new(name, plain);
        // Diagnostics about pages do not matter here.
        let (document, _) = Document::read_part(&source, start..end, &settings);
        Self { document, form }
    }

    /// The changes to the file as a whole.
    pub fn file_changes(&self, after: &Self) -> Vec<FileChange> {
        let (one, other) = (&self.form, &after.form);
        let all = [
            (one.line_ends != other.line_ends, FileChange::LineEnds),
            (
                one.byte_order_mark != other.byte_order_mark,
                FileChange::ByteOrderMark,
            ),
            (
                one.front_matter != other.front_matter,
                FileChange::FrontMatter,
            ),
            (
                one.last_line_ends != other.last_line_ends,
                FileChange::LastLineEnd,
            ),
        ];
        all.into_iter()
            .filter(|(changed, _)| *changed)
            .map(|(_, change)| change)
            .collect()
    }
}
