//! `theme.toml` of a site's theme: what changes in its look without a template of its own.

use super::table;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a theme says of itself.
#[derive(Clone, Debug, Default)]
pub struct ThemeSettings {
    /// The list in the head of every page, in the place of the default's. Empty for the default's.
    pub navigation: Vec<NavigationEntry>,
    /// The list at the foot of every page, in the place of the site's pages.
    pub footer: Vec<NavigationEntry>,
    /// What stands in the place of the site's title in the head of every page.
    pub logo: Option<Logo>,
    /// Colours by day.
    pub light: BTreeMap<Token, Colour>,
    /// Colours for those whose screen is dark.
    pub dark: BTreeMap<Token, Colour>,
}

/// One link of a list of links.
#[derive(Clone, Debug)]
pub struct NavigationEntry {
    /// What it says in the language of the guidelines.
    pub label: String,
    /// What it says in other languages.
    pub labels: BTreeMap<String, String>,
    /// Where it leads: `/versions/`, or an address elsewhere.
    pub address: String,
    /// Where the address is written.
    pub place: Place,
}

impl NavigationEntry {
    /// Whether it leads out of the site.
    pub fn is_external(&self) -> bool {
        !self.address.starts_with('/')
    }
}

/// An image in the place of the site's title.
#[derive(Clone, Debug)]
pub struct Logo {
    /// The name of the file below `assets/`.
    pub file: String,
    /// What it says, for those who do not see it.
    pub alt: String,
    /// Where the file is named.
    pub place: Place,
}

/// A colour, as `#1d4870` or `#123`.
#[derive(Clone, Debug)]
pub struct Colour {
    /// As it was written.
    pub text: String,
    /// Where.
    pub place: Place,
}

/// A colour that the style sheets know by name: `accent` is `var(--accent)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Token {
    /// The page.
    Paper,
    /// What is raised from it: boxes, tables.
    Raised,
    /// Fields of forms.
    Field,
    /// Text.
    Ink,
    /// Text of less weight.
    InkSoft,
    /// Thin lines.
    Line,
    /// Lines around fields.
    LineStrong,
    /// Links and buttons.
    Accent,
    /// The same under the pointer.
    AccentStrong,
    /// Text on a button.
    OnAccent,
    /// Marked passages.
    Marked,
    /// The ring around what has the focus.
    Focus,
}

impl Token {
    /// The custom property of the style sheets, without `--`.
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
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Written {
    /// The links in the head of every page, in the place of the default's list.
    #[serde(default)]
    navigation: Vec<WrittenEntry>,
    /// The links at the foot of every page, in the place of the list of pages.
    #[serde(default)]
    footer: Vec<WrittenEntry>,
    /// An image in the place of the site's title.
    logo: Option<WrittenLogo>,
    /// The colours.
    #[serde(default)]
    colours: WrittenColours,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenEntry {
    /// What the link says.
    label: String,
    /// Where it leads: `/versions/`, or `https://www.example.org/`.
    address: String,
    /// What it says in other languages, by their tags.
    #[serde(default)]
    labels: BTreeMap<String, String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenLogo {
    /// The name of a file below `assets/` of the theme.
    file: String,
    /// What it says, for those who do not see it: as a rule the company's name.
    alt: String,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct WrittenColours {
    /// By day.
    light: Palette,
    /// On dark screens.
    dark: Palette,
}

/// Colours as `#1d4870`.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Palette {
    /// The page.
    paper: Option<String>,
    /// What is raised from it: boxes, tables.
    raised: Option<String>,
    /// Fields of forms.
    field: Option<String>,
    /// Text.
    ink: Option<String>,
    /// Text of less weight.
    ink_soft: Option<String>,
    /// Thin lines.
    line: Option<String>,
    /// Lines around fields.
    line_strong: Option<String>,
    /// Links and buttons.
    accent: Option<String>,
    /// The same under the pointer.
    accent_strong: Option<String>,
    /// Text on a button.
    on_accent: Option<String>,
    /// Marked passages.
    marked: Option<String>,
    /// The ring around what has the focus.
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

/// Reads `theme.toml`.
///
/// # Errors
///
/// When something in it is not as it should be.
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
    let Some((written, spans)) = table::read_with::<Written>(source, whole, &examples, &mut found)
    else {
        return Err(found);
    };
    let at = |path: &str| Place::new(source, spans.get(path));
    let entries = |list: &str, written: Vec<WrittenEntry>, found: &mut Diagnostics| {
        let entries = written.into_iter().enumerate().map(|(index, entry)| {
            let place = at(&format!("{list}[{index}].address"));
            if entry.label.trim().is_empty() {
                let nameless = Diagnostic::error("a link without words leads nobody anywhere");
                found.push(nameless.at(at(&format!("{list}[{index}].label"))));
            }
            if !is_address(&entry.address) {
                let error = Diagnostic::error(format!("`{}` is not an address", entry.address));
                found.push(error.at(place.clone()).help(
                    "write a page of this site as `/versions/`, another one with `https://`, a mailbox with `mailto:`",
                ));
            }
            NavigationEntry {
                label: entry.label,
                labels: entry.labels,
                address: entry.address,
                place,
            }
        });
        entries.collect()
    };
    let navigation = entries("navigation", written.navigation, &mut found);
    let footer = entries("footer", written.footer, &mut found);
    let logo = written.logo.map(|logo| {
        if logo.alt.trim().is_empty() {
            let nameless = Diagnostic::error("the logo leads home, so it needs words");
            let nameless = nameless.at(at("logo.alt"));
            found.push(nameless.help("write what it says: `alt = \"Example\"` (WCAG 1.1.1)"));
        }
        Logo {
            file: logo.file,
            alt: logo.alt,
            place: at("logo.file"),
        }
    });
    let colours = |scheme: &str, written: Palette, found: &mut Diagnostics| {
        let colours = written.colours().map(|(token, text)| {
            let place = at(&format!("colours.{scheme}.{}", token.property()));
            if !is_colour(&text) {
                let error = Diagnostic::error(format!("`{text}` is not a colour"));
                found.push(error.at(place.clone()).help("write it as `#1d4870`"));
            }
            (token, Colour { text, place })
        });
        colours.collect()
    };
    let light = colours("light", written.colours.light, &mut found);
    let dark = colours("dark", written.colours.dark, &mut found);
    if found.has_errors() {
        return Err(found);
    }
    Ok(ThemeSettings {
        navigation,
        footer,
        logo,
        light,
        dark,
    })
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

/// `#1d4870` or `#123`: what has a contrast that can be computed.
fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 6) && digits.chars().all(|c| c.is_ascii_hexdigit())
    })
}
