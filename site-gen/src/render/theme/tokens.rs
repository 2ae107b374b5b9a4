//! The colours of a theme: the style sheet for `theme.toml`, and the contrast check.

use super::Theme;
use crate::content::{Colour, ThemeSettings, Token};
use crate::diagnostic::{Diagnostic, Diagnostics, Name};
use std::collections::BTreeMap;

/// The style sheet with the default theme's colours.
const TOKENS: &str = "styles/site/tokens.css";

/// Pairs of colours that need contrast, the text first (WCAG 1.4.3).
const READ_TOGETHER: [(Token, Token); 6] = [
    (Token::Ink, Token::Paper),
    (Token::Ink, Token::Raised),
    (Token::InkSoft, Token::Paper),
    (Token::Accent, Token::Paper),
    (Token::AccentStrong, Token::Paper),
    (Token::OnAccent, Token::Accent),
];

/// The minimum contrast of text.
const ENOUGH: f64 = 4.5;

#[derive(Clone, Copy)]
enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    const ALL: [Self; 2] = [Self::Light, Self::Dark];

    fn of(self, settings: &ThemeSettings) -> &BTreeMap<Token, Colour> {
        match self {
            Self::Light => &settings.light,
            Self::Dark => &settings.dark,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Light => "in the light scheme",
            Self::Dark => "in the dark scheme",
        }
    }
}

/// A colour that the site's theme sets. The colour under the pointer defaults to that of links.
fn own(colours: &BTreeMap<Token, Colour>, token: Token) -> Option<&Colour> {
    let of_links = || {
        colours
            .get(&Token::Accent)
            .filter(|_| token == Token::AccentStrong)
    };
    colours.get(&token).or_else(of_links)
}

/// The theme's colours as rules that follow the default's. Empty if it sets none.
pub(super) fn style(settings: &ThemeSettings) -> String {
    let rules = |scheme: Scheme| {
        let colours = scheme.of(settings);
        let mut rules: Vec<String> = Vec::new();
        for token in colours.keys().copied().chain([Token::AccentStrong]) {
            if let Some(colour) = own(colours, token) {
                let rule = format!("--{}: {};\n", token.property(), colour.text);
                if !rules.contains(&rule) {
                    rules.push(rule);
                }
            }
        }
        rules.concat()
    };
    let (light, dark) = (rules(Scheme::Light), rules(Scheme::Dark));
    let mut style = String::new();
    if !light.is_empty() {
        style.push_str(&format!("@layer tokens {{\n:root {{\n{light}}}\n}}\n"));
        // Colours of the light scheme must not affect the dark one.
        let default = default_dark(&settings.light, &settings.dark);
        style.push_str(&dark_scheme(&default));
    }
    style.push_str(&dark_scheme(&dark));
    style
}

fn dark_scheme(rules: &str) -> String {
    if rules.is_empty() {
        return String::new();
    }
    format!(
        "@layer tokens {{\n@media (prefers-color-scheme: dark) {{\n:root {{\n{rules}}}\n}}\n}}\n"
    )
}

/// The default's dark colours for tokens that a theme sets only in the light scheme.
fn default_dark(light: &BTreeMap<Token, Colour>, dark: &BTreeMap<Token, Colour>) -> String {
    let text = super::DEFAULT
        .get_file(TOKENS)
        .and_then(|file| file.contents_utf8())
        .unwrap_or_default();
    let lost = light.keys().copied().chain([Token::AccentStrong]);
    let mut lost: Vec<Token> = lost
        .filter(|token| own(light, *token).is_some() && own(dark, *token).is_none())
        .collect();
    lost.sort_unstable();
    lost.dedup();
    let rules = lost.into_iter().filter_map(|token| {
        let colour = value(text, token, Scheme::Dark)?;
        Some(format!("--{}: {colour};\n", token.property()))
    });
    rules.collect()
}

/// The page's background colour in the light and the dark scheme.
pub(super) fn paper(theme: &Theme) -> [String; 2] {
    Scheme::ALL.map(|scheme| colour(theme, scheme, Token::Paper).unwrap_or_default())
}

/// The effective colour of a token.
fn colour(theme: &Theme, scheme: Scheme, token: Token) -> Option<String> {
    let said = own(scheme.of(&theme.settings), token).map(|colour| colour.text.clone());
    said.or_else(|| {
        let file = theme.file(TOKENS)?;
        value(std::str::from_utf8(&file.content).ok()?, token, scheme)
    })
}

/// The value of a token in a style sheet, if its contrast can be computed.
fn value(style: &str, token: Token, scheme: Scheme) -> Option<String> {
    let (light, dark) = style.split_once("prefers-color-scheme: dark")?;
    let part = match scheme {
        Scheme::Light => light,
        Scheme::Dark => dark,
    };
    let property = format!("--{}:", token.property());
    let (_, rest) = part.split_once(&property)?;
    let (value, _) = rest.split_once(';')?;
    Some(value.trim().to_owned()).filter(|value| value.starts_with('#'))
}

/// Reports colours with insufficient contrast.
pub(super) fn check(theme: &Theme, found: &mut Diagnostics) {
    for scheme in Scheme::ALL {
        let set = scheme.of(&theme.settings);
        for (text, ground) in READ_TOGETHER {
            let Some(at) = own(set, text).or_else(|| own(set, ground)) else {
                continue;
            };
            let colours = [text, ground].map(|token| colour(theme, scheme, token));
            let [Some(one), Some(other)] = &colours else {
                continue;
            };
            let (Some(one), Some(other)) = (luminance(one), luminance(other)) else {
                continue;
            };
            let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
            if contrast < ENOUGH {
                let message = format!(
                    "`{}` on `{}` has a contrast of {contrast:.1} : 1 {}; text needs {ENOUGH} : 1 (WCAG 1.4.3)",
                    text.property(),
                    ground.property(),
                    scheme.words(),
                );
                let warning = Diagnostic::warning(Name::LowContrast, message).at(at.place.clone());
                found.push(warning.help("choose a darker or a lighter colour for one of them"));
            }
        }
    }
}

/// The relative luminance of `#1d4870` or `#123` (WCAG 2).
fn luminance(colour: &str) -> Option<f64> {
    let digits = colour.strip_prefix('#')?;
    let digits: Vec<u32> = digits
        .chars()
        .map(|c| c.to_digit(16))
        .collect::<Option<_>>()?;
    let channels: Vec<u32> = match digits.len() {
        3 => digits.iter().map(|digit| digit * 17).collect(),
        6 => digits
            .chunks(2)
            .map(|pair| pair[0] * 16 + pair[1])
            .collect(),
        _ => return None,
    };
    let linear = |channel: u32| {
        let part = f64::from(channel) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    Some(0.2126 * linear(channels[0]) + 0.7152 * linear(channels[1]) + 0.0722 * linear(channels[2]))
}

#[cfg(test)]
mod tests {
    use super::luminance;

    #[test]
    fn black_and_white_are_as_far_apart_as_colours_can_be() {
        let of = |colour| luminance(colour).expect("a colour");
        assert!((of("#fff") - 1.0).abs() < 1e-9);
        assert!(of("#000000").abs() < 1e-9);
        assert!((of("#777777") - 0.1845).abs() < 1e-3);
        assert_eq!(luminance("#12"), None);
        assert_eq!(luminance("red"), None);
    }
}
