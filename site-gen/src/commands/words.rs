//! `site-gen words`: lists what remains to be translated.

use super::site_folder::SiteFolder;
use super::terminal;
use super::today::Today;
use super::toml_tables::{Table, tables};
use crate::content::request::LabelsFile;
use crate::content::{self, nearest};
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus};
use crate::library;
use crate::quoted::quoted;
use crate::render::Theme;
use crate::site::{Needed, Site, item_of, needed};
use clap::Args;
use std::collections::BTreeMap;
use std::path::Path;

/// Print all untranslated texts, ready to be translated
///
/// Prints two parts: the first belongs into `content/request/labels/<language>.toml`, the second
/// into the theme's `text/<language>.ftl`. Translate the text between the quotes. Prints nothing if
/// everything is translated.
#[derive(Debug, Args)]
pub(super) struct WordsCommand {
    /// The language tag, as in `languages` in `site.toml`
    #[arg(value_name = "LANGUAGE")]
    language: String,
    #[command(flatten)]
    site: SiteFolder,
    #[command(flatten)]
    today: Today,
}

impl WordsCommand {
    pub(super) fn run(self) -> ExitStatus {
        let (site, theme, mut found) = self.site.resolved(self.today);
        let (Some(site), Some(theme)) = (site, theme) else {
            terminal::report(&found);
            return found.exit();
        };
        let sources = sources(self.site.path());
        match missing(&site, &theme, &sources, &self.language) {
            Ok(text) => terminal::print(&text),
            Err(more) => {
                found.extend(more);
                terminal::report(&found);
                found.exit()
            }
        }
    }
}

fn missing(
    site: &Site,
    theme: &Theme,
    sources: &[LabelsFile],
    language: &str,
) -> Result<String, Diagnostics> {
    let languages = &site.config.languages;
    if !languages.iter().any(|known| known == language) {
        if language == site.config.language {
            let error = Diagnostic::error(format!(
                "`{language}` is the language of the guidelines, from which the others are translated"
            ));
            let theme = &site.config.theme;
            let help = format!(
                "its texts are in `themes/{theme}/text/{language}.ftl` (the pages) and `content/request/labels/{language}.toml` (the form): change them there"
            );
            return Err(error.with_exit_status(ExitStatus::Usage).help(help).into());
        }
        let error = Diagnostic::error(format!("`{language}` is not a language of this site"));
        let help = match nearest(language, languages.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add `languages = [\"{language}\"]` to `site.toml`"),
        };
        return Err(error.with_exit_status(ExitStatus::Usage).help(help).into());
    }
    let mut text = of_rules(site, sources, language);
    let interface = theme.untranslated(&site.config.language, language)?;
    if !interface.is_empty() {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("# text/{language}.ftl\n\n{interface}"));
    }
    Ok(text)
}

/// The files with the labels in the language of the guidelines: the library's and the site's.
fn sources(site: &Path) -> Vec<LabelsFile> {
    // Errors in these files were reported when the site was resolved.
    let mut found = Diagnostics::new();
    let Some(content) = content::read(site).0 else {
        return Vec::new();
    };
    let language = &content.config.language;
    let own = content.request.into_iter().flat_map(|request| {
        let files = request.layer.labels.get(language).cloned();
        files.unwrap_or_default()
    });
    let library = library::file(language, "labels.toml");
    let library = library.and_then(|source| LabelsFile::parse(source, &mut found));
    library.into_iter().chain(own).collect()
}

/// The untranslated labels of the version in force as TOML, in the order and with the comments of
/// their files.
fn of_rules(site: &Site, sources: &[LabelsFile], language: &str) -> String {
    let Some(version) = site.in_force() else {
        return String::new();
    };
    let Some((rulebook, own)) = version.rulebook.as_ref().zip(version.labels.get(language)) else {
        return String::new();
    };
    let first = version.own_labels().unwrap_or_default();
    // Use the text as written, with `{organisation.name}`, which is filled in later.
    let mut originals = BTreeMap::new();
    for file in sources {
        file.value.each(&mut |text| {
            let key = format!("{}.{}.{}", text.table, text.id, text.key);
            originals.insert(key, text.text.to_owned());
        });
    }
    let mut missing: Vec<(String, &str)> = Vec::new();
    for Needed { key, .. } in needed(&rulebook.rules) {
        let Some(original) = first.find(&[&key]) else {
            continue;
        };
        let is_translated = own.find(&[&key]).is_some_and(|label| {
            label != original || !own.untranslated.iter().any(|other| other == label)
        });
        if let (false, Some(original)) = (is_translated, originals.get(&key)) {
            missing.push((key, original));
        }
    }
    let tables: Vec<Table<'_>> = sources
        .iter()
        .flat_map(|file| tables(file.source.text()))
        .collect();
    let place = |thing: &str| tables.iter().position(|table| table.id == thing);
    missing.sort_by_key(|(key, _)| place(item_of(key)));
    let mut text = String::new();
    let mut before = "";
    for (key, original) in &missing {
        let thing = item_of(key);
        if before != thing {
            text.push('\n');
            let comments = tables.iter().filter(|table| table.id == thing);
            for line in comments.flat_map(Table::comment) {
                text.push_str(&format!("{line}\n"));
            }
            text.push_str(&format!("[{thing}]\n"));
            before = thing;
        }
        let rest = key[thing.len()..].trim_start_matches('.');
        text.push_str(&format!("{rest} = {}\n", quoted(original)));
    }
    if text.is_empty() {
        return text;
    }
    format!("# labels/{language}.toml\n{text}")
}
