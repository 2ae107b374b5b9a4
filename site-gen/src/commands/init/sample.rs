//! The text and the form that `init` writes as a sample, as long as nobody has edited or released them.

use super::site_file::Particulars;
use super::{KINDS, form_file, starter};
use crate::content;
use crate::diagnostic::Diagnostic;
use std::fs;
use std::path::{Path, PathBuf};

/// The sample of a site.
pub(crate) struct Sample {
    /// The folder of its version.
    version: PathBuf,
    /// The folder of its form, if the site has one.
    request: Option<PathBuf>,
}

impl Sample {
    /// Finds the sample, if it is all that the site has.
    pub(crate) fn find(site: &Path) -> Option<Self> {
        let content = site.join("content");
        if content.join("releases.lock").exists() || content.join("releases").exists() {
            return None;
        }
        let (read, _) = content::read_with_next(site);
        let read = read?;
        let [version] = &read.versions[..] else {
            return None;
        };
        let organisation = &read.config.organisation;
        let particulars = Particulars {
            name: organisation.name.clone(),
            legal_name: organisation.legal_name.clone(),
            mailbox: organisation.mailbox.clone(),
            language: read.config.language.clone(),
            ..Particulars::default()
        };
        let has = |path: &Path, text: &str| fs::read_to_string(path).is_ok_and(|it| it == text);
        let folder = content.join("guidelines").join(version.id.to_string());
        if !has(&folder.join("guidelines.md"), &starter::text(&particulars)) {
            return None;
        }
        let request = content.join("request");
        let request = request.exists().then_some(request);
        if let Some(request) = &request {
            let labels = format!("labels/{}.toml", particulars.language);
            let own = [("rules.toml", starter::RULES), (&labels, starter::LABELS)];
            let form = fs::read_to_string(request.join("form.toml")).ok()?;
            let kinds = KINDS
                .iter()
                .filter(|kind| form.contains(&format!("\"{kind}\"")));
            let kinds: Vec<String> = kinds.map(|kind| (*kind).to_owned()).collect();
            let is_own = |(name, sample): &(&str, &str)| {
                let path = request.join(name);
                !path.exists() || has(&path, starter::file(&particulars, sample).text())
            };
            if form != form_file(&kinds)
                || !own.iter().all(is_own)
                || request.join("letters").exists()
            {
                return None;
            }
        }
        Some(Self {
            version: folder,
            request,
        })
    }

    /// Whether a folder is that of its version.
    pub(crate) fn text_is_in(&self, folder: &Path) -> bool {
        self.version == folder
    }

    /// Removes it. Returns what to say about it.
    pub(crate) fn remove(&self) -> Result<String, Diagnostic> {
        super::remove(&self.version)?;
        let mut report = format!(
            "removed the sample text of `init`, `{}`\n",
            self.version.display()
        );
        if let Some(request) = &self.request {
            super::remove(request)?;
            report += "removed the form of that sample: its rules cite sentences of the sample; `site-gen init --from FILE` in another folder proposes rules for the newest text\n";
        }
        Ok(report)
    }
}
