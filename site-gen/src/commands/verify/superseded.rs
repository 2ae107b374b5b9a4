//! Finds copies of texts that are not in force.

use super::files::{Fault, SiteFiles};
use super::released::Released;
use crate::content::encoding::decoded;
use crate::host_files;
use crate::markdown::normalized;
use crate::release::Locked;
use request_builder::text::is_invisible;

/// The words of released texts, as pages show them and in their sources.
#[derive(Default)]
pub(super) struct Superseded {
    /// Those of the texts in force.
    current: Vec<String>,
    /// Those of all other texts, each with the name of the text.
    superseded: Vec<(String, String)>,
}

impl Superseded {
    /// Remembers the words of a text.
    pub(super) fn remember(
        &mut self,
        released: &Released<'_>,
        version: &Locked,
        is_latest: bool,
        words: &str,
    ) {
        let words = folded(words);
        let date = &version.date;
        if words.is_empty() {
            return;
        }
        if !is_latest {
            let text = format!("an earlier text of {date}");
            self.superseded.push((words, text));
        } else if released.is_in_force(version) {
            self.current.push(words);
        } else {
            self.superseded.push((words, format!("the text of {date}")));
        }
    }

    /// Leaves out what is also the text in force, after all texts are known.
    pub(super) fn complete(&mut self) {
        let current = &self.current;
        self.superseded.retain(|(text, _)| !current.contains(text));
    }

    /// The superseded text that these words contain. A text in force may contain one too.
    pub(super) fn within(&self, words: &str) -> Option<&str> {
        if self.superseded.is_empty() {
            return None;
        }
        let mut words = folded(words);
        for text in &self.current {
            words = words.replace(text, "");
        }
        let mut superseded = self.superseded.iter();
        let (_, text) = superseded.find(|(text, _)| words.contains(text))?;
        Some(text)
    }

    /// The superseded text in a file that is not a page.
    fn within_file(&self, files: &SiteFiles, path: &str) -> Option<&str> {
        if host_files::is_page(path) {
            return None;
        }
        let content = files.content(path).ok()?;
        // Browsers show UTF-16 as well.
        let text = decoded(&content).map_or_else(
            || String::from_utf8_lossy(&content).into_owned(),
            |(text, _)| text,
        );
        self.within(&text)
    }

    /// Reports copies of superseded texts and rules outside of `versions/` and of pages.
    pub(super) fn copies(&self, files: &SiteFiles) -> Vec<Fault> {
        let paths = files.paths();
        let outside = paths.filter(|path| !path.starts_with("versions/"));
        let copies = outside.filter_map(|path| {
            let text = self.within_file(files, path)?;
            Some(Fault::changed(
                path,
                format!("contains {text}, which is not in force"),
            ))
        });
        copies.collect()
    }
}

/// The words of a text, as they are compared where nobody checks how they are written.
fn folded(text: &str) -> String {
    let seen = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .collect::<String>();
    normalized(&seen).to_lowercase()
}
