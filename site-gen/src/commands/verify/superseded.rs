//! Finds copies of texts that are not in force.

use super::fault::Fault;
use super::files::SiteFiles;
use super::released::Released;
use crate::content::encoding::decoded;
use crate::host_files;
use crate::markdown::normalized;
use crate::release::Locked;
use request_builder::text::is_invisible;
use std::collections::BTreeMap;

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

    /// Reports copies of superseded texts outside of `versions/` and of pages.
    pub(super) fn copies(&self, released: &Released<'_>) -> Vec<Fault> {
        let digests = superseded_digests(released);
        let paths = released.files.paths();
        let outside = paths.filter(|path| !path.starts_with("versions/"));
        let copies = outside.filter_map(|path| {
            let what = if let Some(text) = self.within_file(released.files, path) {
                format!("contains {text}, which is not in force")
            } else {
                let name = digests.get(released.files.digest_of(path)?)?;
                format!("is a copy of `{name}` of a version that is not in force")
            };
            Some(Fault::changed(path, what))
        });
        copies.collect()
    }
}

/// The digests of the texts and rules that are not in force, each with the name of its file.
fn superseded_digests<'a>(released: &Released<'a>) -> BTreeMap<&'a str, &'a str> {
    let versions = || released.lock.versions.iter();
    let others = versions().flat_map(|version| {
        let current = usize::from(released.is_in_force(version));
        version.editions.iter().rev().skip(current)
    });
    let files = others.flat_map(|edition| &edition.files);
    let files = files.map(|file| (file.digest.as_str(), file.name.as_str()));
    let rules = versions().flat_map(|version| &version.rules);
    let rules = rules.map(|rules| (rules.digest.as_str(), "requests.json"));
    let mut digests: BTreeMap<&str, &str> = files.chain(rules).collect();
    if let Some(in_force) = released.in_force {
        let files = in_force.latest().into_iter().flat_map(|it| &it.files);
        let rules = in_force.rules.last().map(|it| &it.digest);
        for digest in files.map(|it| &it.digest).chain(rules) {
            digests.remove(digest.as_str());
        }
    }
    digests
}

/// The words of a text, as they are compared where nobody checks how they are written.
fn folded(text: &str) -> String {
    let seen = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .collect::<String>();
    normalized(&seen).to_lowercase()
}
