//! `site-gen import FILE --next`: a text becomes the draft of the next version.

use super::import::{Import, comparison, converted, document, read_file, title_of, write};
use super::newest_version::newest;
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus, Place};
use crate::import::{Origin, report};
use std::path::Path;

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
        let title = self.title.clone().or_else(|| document(&before.text).title);
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
