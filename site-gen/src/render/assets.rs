//! Style sheets, scripts and icons, with a content hash in the name, so that browsers can cache
//! them forever, and a digest with which a page checks its scripts.

use super::theme::{Theme, css};
use crate::digest::digest;
use base64::prelude::{BASE64_STANDARD, Engine};
use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha384};
use std::collections::BTreeMap;

/// The request page's program; see `build.rs`.
const REQUEST_BUILDER: &str = include_str!(concat!(env!("OUT_DIR"), "/request-builder.js"));
/// The letter check's program.
const LETTER_CHECKER: &str = include_str!(concat!(env!("OUT_DIR"), "/letter-checker.js"));

/// A file below `assets/`.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Asset {
    /// Its path: `assets/site-1a2b3c4d5e6f.css`.
    path: String,
    /// Its digest for `integrity`: `sha384-…`. For scripts only: Chromium blocks a style sheet with
    /// it on a page that was opened from disk.
    integrity: String,
    #[serde(skip)]
    content: Vec<u8>,
}

/// The script of the page that says which text applied on a day.
const ON_SCRIPT: &str = "on.js";

/// All assets, by the names that templates use: `site.css`.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub(super) struct Assets(BTreeMap<String, Asset>);

impl Assets {
    /// The theme's assets, and the request builder's programs if the site needs them.
    pub(super) fn new(
        theme: &Theme,
        with_builder: bool,
        with_checker: bool,
        with_history: bool,
    ) -> Self {
        let mut assets = BTreeMap::new();
        let mut add = |name: String, content: Vec<u8>| {
            assets.insert(name.clone(), Asset::new(&name, content));
        };
        // Style sheets refer to other files, so add them last.
        for (name, content) in theme.assets() {
            if name != ON_SCRIPT || with_history {
                add(name.to_owned(), content.to_owned());
            }
        }
        for (name, content) in theme.styles() {
            let used = match name.as_str() {
                "request.css" => with_builder,
                "check.css" => with_checker,
                _ => true,
            };
            if used {
                let style = std::str::from_utf8(&content).map(|style| {
                    let style = with_addresses(style, |name| assets.get(name).map(Asset::file));
                    without_comments(&style)
                });
                let content = style.map_or_else(|_| content.clone(), String::into_bytes);
                assets.insert(name.clone(), Asset::new(&name, content));
            }
        }
        let mut add = |name: String, content: Vec<u8>| {
            assets.insert(name.clone(), Asset::new(&name, content));
        };
        if with_builder {
            add(
                "request-builder.js".to_owned(),
                REQUEST_BUILDER.as_bytes().to_owned(),
            );
        }
        if with_checker {
            add(
                "letter-checker.js".to_owned(),
                LETTER_CHECKER.as_bytes().to_owned(),
            );
        }
        Self(assets)
    }

    /// Inlines the images of a style sheet.
    pub(super) fn with_images(&self, style: &str) -> String {
        with_addresses(style, |file| {
            let (name, asset) = self.0.iter().find(|(_, asset)| asset.file() == file)?;
            Some(data_address(name, &asset.content))
        })
    }

    /// The content of an asset.
    pub(super) fn content(&self, name: &str) -> Option<&[u8]> {
        self.0.get(name).map(|asset| asset.content.as_slice())
    }

    /// The names and URL paths of all assets.
    pub(super) fn addresses(&self) -> impl Iterator<Item = (&str, String)> {
        let assets = self.0.iter();
        assets.map(|(name, asset)| (name.as_str(), format!("/{}", asset.path)))
    }
}

/// Replaces the URLs in a style sheet for which `address` returns another.
fn with_addresses(style: &str, address: impl Fn(&str) -> Option<String>) -> String {
    let mut text = String::with_capacity(style.len());
    let mut done = 0;
    for url in css::scan(style).urls {
        if let Some(address) = address(css::asset_name(&url.target)) {
            let fragment = url.target.find('#').map_or("", |at| &url.target[at..]);
            text.push_str(&style[done..url.range.start]);
            text.push_str(&format!("url(\"{address}{fragment}\")"));
            done = url.range.end;
        }
    }
    text.push_str(&style[done..]);
    text
}

/// A `data:` URL of an image.
pub(super) fn data_address(name: &str, content: &[u8]) -> String {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let kind = match ending.to_ascii_lowercase().as_str() {
        "svg" => "svg+xml",
        "jpg" | "jpeg" => "jpeg",
        "gif" => "gif",
        "webp" => "webp",
        "avif" => "avif",
        _ => "png",
    };
    format!("data:image/{kind};base64,{}", base64(content))
}

impl Asset {
    /// The file name, to which style sheets in the same folder refer.
    fn file(&self) -> String {
        let file = self.path.rsplit('/').next();
        file.unwrap_or_default().to_owned()
    }

    fn new(name: &str, content: Vec<u8>) -> Self {
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
        let digest = digest(&content);
        let short = &digest[..12];
        Self {
            path: format!("assets/{stem}-{short}.{extension}"),
            integrity: integrity(&content),
            content,
        }
    }
}

/// Removes comment lines and indentation from a style sheet, which saves 1.7 KB of the compressed
/// request page. A comment is removed only if it begins and ends with its lines, so that a string
/// is never mistaken for one.
fn without_comments(style: &str) -> String {
    let mut kept = String::with_capacity(style.len());
    let mut in_comment = false;
    for line in style.lines() {
        let line = line.trim();
        let begins = in_comment || line.starts_with("/*");
        in_comment = begins && !line.contains("*/");
        if line.is_empty() || begins && (in_comment || line.ends_with("*/")) {
            continue;
        }
        kept.push_str(line);
        kept.push('\n');
    }
    kept
}

/// The value of `integrity` for a file.
pub(crate) fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", base64(&Sha384::digest(content)))
}

/// Base64, for `integrity`, policies and `data:` URLs.
pub(super) fn base64(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_sheet_is_sent_without_its_comments() {
        let style = "/* Why,\n   in two lines. */\n@layer a {\n  /* one */\n  p { margin: 0; } /* stays */\n\n  q { content: \"/* x */\"; }\n  /* a */ b { top: 0; }\n}\n";
        assert_eq!(
            without_comments(style),
            "@layer a {\np { margin: 0; } /* stays */\nq { content: \"/* x */\"; }\n/* a */ b { top: 0; }\n}\n"
        );
    }

    #[test]
    fn another_content_has_another_name() {
        let [one, other] = [b"a", b"b"].map(|content| Asset::new("site.css", content.to_vec()));
        assert_ne!(one.path, other.path);
        assert_eq!(one.path, "assets/site-ca978112ca1b.css");
        assert!(one.integrity.starts_with("sha384-") && one.integrity.len() == 7 + 64);
    }

    #[test]
    fn the_program_inside_can_do_nothing_that_the_policy_forbids() {
        for word in [
            "fetch(",
            "eval(",
            "innerHTML",
            "XMLHttpRequest",
            "import.meta",
            "\nimport ",
        ] {
            assert!(!REQUEST_BUILDER.contains(word), "{word}");
            assert!(!LETTER_CHECKER.contains(word), "{word}");
        }
    }

    #[test]
    fn the_program_can_be_inlined_in_a_page() {
        for word in ["</", "<!--", "\r"] {
            assert!(!REQUEST_BUILDER.contains(word), "{word}");
        }
    }
}
