//! The text and the form that `init` writes as a sample, as long as nobody has edited or released them.

use super::form_file::{KINDS, form_file};
use super::site_file::Particulars;
use super::starter;
use crate::content;
use crate::diagnostic::{Diagnostic, ExitStatus};
use std::fs;
use std::path::{Path, PathBuf};

/// The folder beside `content/` to which the sample is moved. Somebody may have added to it.
const ASIDE: &str = "sample";

/// The sample of a site.
pub(crate) struct Sample {
    site: PathBuf,
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
            site: site.to_owned(),
            version: folder,
            request,
        })
    }

    /// Whether a folder is that of its version.
    pub(crate) fn text_is_in(&self, folder: &Path) -> bool {
        self.version == folder
    }

    /// Moves it out of `content/`. Returns what to say about it.
    pub(crate) fn set_aside(&self) -> Result<String, Diagnostic> {
        let aside = self.site.join(ASIDE);
        if aside.exists() {
            let message = format!("`{}` exists already", aside.display());
            let error = Diagnostic::error(message).with_exit_status(ExitStatus::Files);
            return Err(
                error.help("the sample of `init` would be moved there: rename or remove it")
            );
        }
        for (from, to) in self.moves() {
            if let Some(parent) = to.parent() {
                fs::create_dir_all(parent)
                    .map_err(|error| Diagnostic::files("create", parent, error))?;
            }
            if let Err(error) = fs::rename(&from, &to) {
                self.put_back();
                return Err(Diagnostic::files("move", &from, error));
            }
        }
        let mut report = format!(
            "moved the sample text of `init` to `{}`: remove it if you do not need it\n",
            aside.display()
        );
        if self.request.is_some() {
            report += "its form is there too, because its rules cite sentences of the sample; `site-gen init --from FILE` in another folder proposes rules for the newest text\n";
        }
        Ok(report)
    }

    /// Moves it back.
    pub(crate) fn put_back(&self) {
        for (from, to) in self.moves() {
            if let Some(parent) = from.parent() {
                let _ = fs::create_dir_all(parent);
            }
            let _ = fs::rename(to, from);
        }
        let aside = self.site.join(ASIDE);
        let _ = fs::remove_dir(aside.join("guidelines"));
        let _ = fs::remove_dir(aside);
    }

    /// Each folder, and where it is moved.
    fn moves(&self) -> Vec<(PathBuf, PathBuf)> {
        let content = self.site.join("content");
        let folders = [Some(&self.version), self.request.as_ref()];
        let folders = folders.into_iter().flatten();
        let moves = folders.filter_map(|from| {
            let inside = from.strip_prefix(&content).ok()?;
            Some((from.clone(), self.site.join(ASIDE).join(inside)))
        });
        moves.collect()
    }
}
