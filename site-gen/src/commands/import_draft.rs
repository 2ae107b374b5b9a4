//! `site-gen import FILE --next`: a text becomes the draft of the next version.

use super::import::{Import, comparison, converted, document, read_file, title_of, write};
use crate::content::{self, VersionId};
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus, Place};
use crate::import::{Origin, report};
use std::path::Path;

/// The newest version that has a day.
pub(super) struct Newest {
    pub(super) id: String,
    pub(super) has_clauses: bool,
    title: Option<String>,
}

pub(super) fn newest(site: &Path) -> Option<Newest> {
    let (content, _) = content::read_with_next(site);
    let content = content?;
    let versions = content.versions.iter();
    let version = versions
        .filter(|version| version.id != VersionId::Next)
        .max_by_key(|version| version.id)?;
    let id = version.id.to_string();
    let clauses = site
        .join("content/guidelines")
        .join(&id)
        .join("clauses.toml");
    Some(Newest {
        has_clauses: clauses.exists(),
        title: document(version.text.text()).title,
        id,
    })
}

impl Import {
    /// Writes the draft, and returns the report. Like the import of a history, it fails if words
    /// differ or are lost, although the draft is there to be compared.
    pub(super) fn draft(&self, file: &Path) -> Result<(String, ExitStatus), Diagnostics> {
        let bytes = read_file(file)?;
        let folder = self.site.join("content/guidelines/next");
        if folder.exists() {
            return Err(Diagnostic::error("there is a draft already")
                .at(Place::file("content/guidelines/next/"))
                .help("release it, or remove that folder")
                .into());
        }
        let Some(before) = newest(&self.site) else {
            return Err(Diagnostic::error("this site has no version, or cannot be read")
                .help("begin it with the text: `site-gen init DIR --from FILE`; or see `site-gen check`")
                .into());
        };
        let name = file.to_string_lossy();
        let title = self.title.clone().or(before.title);
        let origin = Origin {
            base: self.base.clone(),
            title: title.or_else(|| title_of(&name)),
            replacements: self.replacements.clone(),
        };
        let converted = converted(&name, &bytes, &origin)?;
        let (mut out, is_same) = comparison(&name, &converted);
        let exit = if is_same {
            ExitStatus::Success
        } else {
            ExitStatus::Content
        };
        out += &report([("the text", &converted.notes)].into_iter());
        if self.dry_run {
            return Ok((out + "nothing was written\n", exit));
        }
        write(&folder.join("guidelines.md"), &converted.text)?;
        out += "wrote the draft `content/guidelines/next/`, which is not released\n";
        if before.has_clauses {
            let clauses = format!(
                "# The sentences that rules cite are those of this version. What differs goes below: see\n# `site-gen check --drafts`.\nfrom = \"{}\"\n",
                before.id
            );
            write(&folder.join("clauses.toml"), &clauses)?;
        }
        out += "what changed: `site-gen diff`; what to say about it: `site-gen check --drafts`\n";
        Ok((out, exit))
    }
}
