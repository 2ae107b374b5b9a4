//! `theme.toml` of a site's theme: settings that need no template.

use super::{Spans, table};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The settings of a theme.
#[derive(Clone, Debug, Default)]
pub struct ThemeSettings {
    /// The links in the header of every page. Empty for the default's.
    pub navigation: Vec<NavigationEntry>,
    /// The links in the footer of every page, instead of the site's pages.
    pub footer: Vec<NavigationEntry>,
    /// An image in the header, instead of the site's title.
    pub logo: Option<Logo>,
    /// Colours of the light scheme.
    pub light: BTreeMap<Token, Colour>,
    /// Colours of the dark scheme.
    pub dark: BTreeMap<Token, Colour>,
}

/// A link in the header or footer.
#[derive(Clone, Debug)]
pub struct NavigationEntry {
    /// Its text in the language of the guidelines.
    pub label: String,
    /// Its text in other languages.
    pub labels: BTreeMap<String, String>,
    /// The target: `/versions/`, or an external URL.
    pub address: String,
    /// The place of the target in the file.
    pub place: Place,
}

impl NavigationEntry {
    /// Whether it leads out of the site.
    pub fn is_external(&self) -> bool {
        !self.address.starts_with('/')
    }
}

/// An image instead of the site's title.
#[derive(Clone, Debug)]
pub struct Logo {
    /// Its path below `assets/`.
    pub file: String,
    /// What the picture says, for those who do not see it.
    pub alt: String,
    /// The place of its name in the file.
    pub place: Place,
}

/// A colour, such as `#1d4870` or `#123`.
#[derive(Clone, Debug)]
pub struct Colour {
    /// As it was written.
    pub text: String,
    /// Where.
    pub place: Place,
}

/// A colour of the style sheets: `accent` is `var(--accent)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Token {
    /// Page background.
    Paper,
    /// Background of raised areas: boxes, tables.
    Raised,
    /// Background of form fields.
    Field,
    /// Text.
    Ink,
    /// Secondary text.
    InkSoft,
    /// Thin lines.
    Line,
    /// Borders of form fields.
    LineStrong,
    /// Links and buttons.
    Accent,
    /// Links and buttons under the pointer.
    AccentStrong,
    /// Text on a button.
    OnAccent,
    /// Background of marked text.
    Marked,
    /// Focus ring.
    Focus,
}

impl Token {
    /// The name of its CSS custom property, without `--`.
    pub fn property(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Raised => "raised",
            Self::Field => "field",
            Self::Ink => "ink",
            Self::InkSoft => "ink-soft",
            Self::Line => "line",
            Self::LineStrong => "line-strong",
            Self::Accent => "accent",
            Self::AccentStrong => "accent-strong",
            Self::OnAccent => "on-accent",
            Self::Marked => "marked",
            Self::Focus => "focus",
        }
    }
}

/// The file as it is written.
#[derive(Deserialize, JsonSchema)]
#[schemars(title = "theme.toml")]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawThemeSettings {
    /// The links in the header of every page. Default: those of the default theme.
    #[serde(default)]
    navigation: Vec<WrittenEntry>,
    /// The links in the footer of every page. Default: the list of pages.
    #[serde(default)]
    footer: Vec<WrittenEntry>,
    /// An image instead of the site's title.
    logo: Option<WrittenLogo>,
    /// The colours.
    #[serde(default)]
    colours: WrittenColours,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenEntry {
    /// Its text.
    label: String,
    /// The target: `/versions/`, or `https://www.example.org/`.
    address: String,
    /// Its text in other languages, by tag.
    #[serde(default)]
    labels: BTreeMap<String, String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenLogo {
    /// The name of a file below `assets/` of the theme.
    file: String,
    /// Alternative text, usually the company's name.
    alt: String,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct WrittenColours {
    /// Light scheme.
    light: Palette,
    /// Dark scheme.
    dark: Palette,
}

/// Colours, such as `#1d4870`.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Palette {
    /// Page background.
    paper: Option<String>,
    /// Background of raised areas: boxes, tables.
    raised: Option<String>,
    /// Background of form fields.
    field: Option<String>,
    /// Text.
    ink: Option<String>,
    /// Secondary text.
    ink_soft: Option<String>,
    /// Thin lines.
    line: Option<String>,
    /// Borders of form fields.
    line_strong: Option<String>,
    /// Links and buttons.
    accent: Option<String>,
    /// Links and buttons under the pointer.
    accent_strong: Option<String>,
    /// Text on a button.
    on_accent: Option<String>,
    /// Background of marked text.
    marked: Option<String>,
    /// Focus ring.
    focus: Option<String>,
}

impl Palette {
    fn colours(self) -> impl Iterator<Item = (Token, String)> {
        let colours = [
            (Token::Paper, self.paper),
            (Token::Raised, self.raised),
            (Token::Field, self.field),
            (Token::Ink, self.ink),
            (Token::InkSoft, self.ink_soft),
            (Token::Line, self.line),
            (Token::LineStrong, self.line_strong),
            (Token::Accent, self.accent),
            (Token::AccentStrong, self.accent_strong),
            (Token::OnAccent, self.on_accent),
            (Token::Marked, self.marked),
            (Token::Focus, self.focus),
        ];
        let said = colours.into_iter();
        said.filter_map(|(token, colour)| Some((token, colour?)))
    }
}

/// Parses `theme.toml`.
///
/// # Errors
///
/// All errors of the file.
pub fn theme_settings(source: &Source) -> Result<ThemeSettings, Diagnostics> {
    let mut found = Diagnostics::new();
    let whole = 0..source.text().len();
    let examples = [
        ("navigation.label", "\"Guidelines\""),
        ("navigation.address", "\"/\""),
        ("footer.label", "\"Privacy\""),
        ("footer.address", "\"/privacy/\""),
        ("logo.file", "\"logo.svg\""),
        ("logo.alt", "\"Example\""),
    ];
    let Some((written, spans)) =
        table::read_with::<RawThemeSettings>(source, whole, &examples, &mut found)
    else {
        return Err(found);
    };
    let mut checks = SettingsCheck {
        source,
        spans: &spans,
        found: &mut found,
    };
    let settings = ThemeSettings {
        navigation: checks.links("navigation", written.navigation),
        footer: checks.links("footer", written.footer),
        logo: written.logo.map(|logo| checks.logo(logo)),
        light: checks.colours("light", written.colours.light),
        dark: checks.colours("dark", written.colours.dark),
    };
    if found.has_errors() {
        return Err(found);
    }
    Ok(settings)
}

/// Checks the values of the file, and gives each its place in it.
struct SettingsCheck<'a> {
    source: &'a Source,
    spans: &'a Spans,
    found: &'a mut Diagnostics,
}

impl SettingsCheck<'_> {
    fn at(&self, path: &str) -> Place {
        Place::new(self.source, self.spans.get(path))
    }

    fn links(&mut self, list: &str, written: Vec<WrittenEntry>) -> Vec<NavigationEntry> {
        let written = written.into_iter().enumerate();
        let links = written.map(|(index, entry)| self.link(&format!("{list}[{index}]"), entry));
        links.collect()
    }

    fn link(&mut self, path: &str, written: WrittenEntry) -> NavigationEntry {
        let place = self.at(&format!("{path}.address"));
        if written.label.trim().is_empty() {
            let nameless = Diagnostic::error("the link has no label");
            let label = self.at(&format!("{path}.label"));
            self.found.push(nameless.at(label));
        }
        if !is_address(&written.address) {
            let error = Diagnostic::error(format!("`{}` is not an address", written.address));
            self.found.push(error.at(place.clone()).help(
                "write a page of this site as `/versions/`, another one with `https://`, a mailbox with `mailto:`",
            ));
        }
        NavigationEntry {
            label: written.label,
            labels: written.labels,
            address: written.address,
            place,
        }
    }

    fn logo(&mut self, written: WrittenLogo) -> Logo {
        if written.alt.trim().is_empty() {
            let nameless = Diagnostic::error("the logo needs alternative text");
            let nameless = nameless.at(self.at("logo.alt"));
            let help = "describe it: `alt = \"Example\"` (WCAG 1.1.1)";
            self.found.push(nameless.help(help));
        }
        Logo {
            file: written.file,
            alt: written.alt,
            place: self.at("logo.file"),
        }
    }

    fn colours(&mut self, scheme: &str, written: Palette) -> BTreeMap<Token, Colour> {
        let colours = written.colours().map(|(token, text)| {
            let place = self.at(&format!("colours.{scheme}.{}", token.property()));
            if !is_colour(&text) {
                let error = Diagnostic::error(format!("`{text}` is not a colour"));
                let error = error.at(place.clone());
                self.found.push(error.help("write it as `#1d4870`"));
            }
            (token, Colour { text, place })
        });
        colours.collect()
    }
}

fn is_address(address: &str) -> bool {
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"\"'<>\\".contains(c);
    let starts = ["https://", "http://", "mailto:"];
    let is_elsewhere = starts.iter().any(|start| {
        address
            .strip_prefix(start)
            .is_some_and(|rest| !rest.is_empty())
    });
    let is_here = address.starts_with('/') && !address.starts_with("//");
    (is_elsewhere || is_here) && address.chars().all(plain)
}

/// Whether a colour is `#1d4870` or `#123`, a form whose contrast can be computed.
fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 6) && digits.chars().all(|c| c.is_ascii_hexdigit())
    })
}
