//! `site-gen words`: what there is to translate.

use super::site_folder::SiteFolder;
use super::terminal;
use super::today::Today;
use crate::diagnostic::{Diagnostic, Diagnostics, Exit};
use crate::quoted::quoted;
use crate::render::Theme;
use crate::site::Site;
use clap::Args;
use request_builder::form::TextAt;

/// Print what has no words in a language yet, ready to be translated
///
/// Two parts come out: the first is for `requests.<language>.toml` beside the rules of the version
/// in force, the second for the theme's `text/<language>.ftl`. Translate what stands between the
/// quotes, and put it there. Nothing comes out when nothing is missing.
#[derive(Debug, Args)]
pub(super) struct WordsCommand {
    /// The language, as `languages` in `site.toml` has it
    #[arg(value_name = "LANGUAGE")]
    language: String,
    #[command(flatten)]
    site: SiteFolder,
    #[command(flatten)]
    today: Today,
}

impl WordsCommand {
    pub(super) fn run(self) -> Exit {
        let (site, theme, mut found) = self.site.resolved(self.today);
        let (Some(site), Some(theme)) = (site, theme) else {
            terminal::tell(&found);
            return found.exit();
        };
        match missing(&site, &theme, &self.language) {
            Ok(text) => terminal::print(&text),
            Err(more) => {
                found.extend(more);
                terminal::tell(&found);
                found.exit()
            }
        }
    }
}

fn missing(site: &Site, theme: &Theme, language: &str) -> Result<String, Diagnostics> {
    let languages = &site.config.languages;
    if !languages.iter().any(|known| known == language) {
        let error = Diagnostic::error(format!("`{language}` is no language of this site"));
        let help = format!("write `languages = [\"{language}\"]` into `site.toml`");
        return Err(error.exiting(Exit::Usage).help(help).into());
    }
    let mut text = of_rules(site, language);
    let interface = theme.untranslated(language)?;
    if !interface.is_empty() {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("# text/{language}.ftl\n\n"));
    }
    for (name, words) in interface {
        text.push_str(&format!("{name} = {words}\n"));
    }
    Ok(text)
}

/// What is missing of the rules of the version in force, as TOML.
fn of_rules(site: &Site, language: &str) -> String {
    let Some(version) = site.in_force() else {
        return String::new();
    };
    let Some(rulebook) = &version.rulebook else {
        return String::new();
    };
    let known = version.words.get(language);
    let mut own = known.into_iter().flat_map(|words| &words.0);
    let mut lines = Lines::default();
    rulebook.form.clone().each_text(&mut |at, text| {
        lines.add(at, own.next().and_then(|own| own.as_deref()), text);
    });
    lines.end_list();
    if lines.text.is_empty() {
        return String::new();
    }
    let made_for = match known {
        Some(_) => String::new(),
        None => format!("\nmade-for = {}\n", rulebook.form.revision),
    };
    format!("# requests.{language}.toml\n{made_for}{}", lines.text)
}

#[derive(Default)]
struct Lines {
    text: String,
    /// The thing that lines are being written for.
    thing: String,
    /// The key of the list that is being gathered, its entries, and whether any is missing. A list
    /// is written whole, since its entries have no names.
    list: Option<(String, String, Vec<String>, bool)>,
}

impl Lines {
    fn add(&mut self, at: TextAt<'_>, own: Option<&str>, text: &str) {
        let thing = format!("{}.{}", at.table, at.id);
        if at.index.is_some() {
            let is_missing = own.is_none();
            let entry = quoted(own.unwrap_or(text));
            let fits = |list: &&mut (String, String, Vec<String>, bool)| {
                list.0 == thing && list.1 == at.key
            };
            if let Some(list) = self.list.as_mut().filter(fits) {
                list.2.push(entry);
                list.3 |= is_missing;
                return;
            }
            self.end_list();
            self.list = Some((thing, at.key.to_owned(), vec![entry], is_missing));
            return;
        }
        self.end_list();
        if own.is_none() {
            let option = at.option.map(|(_, option)| format!("options.{option}."));
            let key = format!("{}{}", option.unwrap_or_default(), at.key);
            self.line(&thing, &key, &quoted(text));
        }
    }

    fn end_list(&mut self) {
        if let Some((thing, key, entries, true)) = self.list.take() {
            self.line(&thing, &key, &format!("[{}]", entries.join(", ")));
        }
    }

    fn line(&mut self, thing: &str, key: &str, value: &str) {
        if self.thing != thing {
            self.text.push_str(&format!("\n[{thing}]\n"));
            thing.clone_into(&mut self.thing);
        }
        self.text.push_str(&format!("{key} = {value}\n"));
    }
}
