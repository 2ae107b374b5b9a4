//! Styles, scripts and icons under names that change with their content, so that a browser may
//! keep them for ever, and with a digest that it checks them against (Subresource Integrity).

use super::style_sheet::packed;
use super::theme::Theme;
use crate::digest::digest;
use serde::Serialize;
use sha2::{Digest, Sha384};
use std::collections::BTreeMap;

/// The program of the request page: see `build.rs`.
const REQUEST_BUILDER: &str = include_str!(concat!(env!("OUT_DIR"), "/request-builder.js"));
/// The program of the page that checks letters.
const LETTER_CHECKER: &str = include_str!(concat!(env!("OUT_DIR"), "/letter-checker.js"));

/// One file below `assets/`.
#[derive(Debug, Serialize)]
pub(super) struct Asset {
    /// Where it is: `assets/site-1a2b3c4d5e6f.css`.
    path: String,
    /// What a page says of it: `sha384-…`.
    integrity: String,
    #[serde(skip)]
    content: Vec<u8>,
}

/// All of them, by the name that templates call them by: `site.css`.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct Assets(BTreeMap<String, Asset>);

impl Assets {
    /// What the theme has, and the request builder's program if the site has a use for it.
    pub(super) fn new(theme: &Theme, with_builder: bool, with_checker: bool) -> Self {
        let mut assets = BTreeMap::new();
        let mut add = |name: String, content: Vec<u8>| {
            assets.insert(name.clone(), Asset::new(&name, content));
        };
        for (name, content) in theme.styles() {
            let used = match name.as_str() {
                "request.css" => with_builder,
                "check.css" => with_checker,
                _ => true,
            };
            if used {
                let packed = std::str::from_utf8(&content).map(packed);
                add(
                    name,
                    packed.map_or_else(|_| content.clone(), String::into_bytes),
                );
            }
        }
        for (name, content) in theme.assets() {
            add(name.to_owned(), content.to_owned());
        }
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

    /// What is in the one of a name.
    pub(super) fn content(&self, name: &str) -> Option<&[u8]> {
        self.0.get(name).map(|asset| asset.content.as_slice())
    }

    /// The name of each, and its address.
    pub(super) fn addresses(&self) -> impl Iterator<Item = (&str, String)> {
        let assets = self.0.iter();
        assets.map(|(name, asset)| (name.as_str(), format!("/{}", asset.path)))
    }
}

impl Asset {
    fn new(name: &str, content: Vec<u8>) -> Self {
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
        let digest = digest(&content);
        let short = &digest[..12];
        Self {
            path: format!("assets/{stem}-{short}.{extension}"),
            integrity: format!("sha384-{}", base64(&Sha384::digest(&content))),
            content,
        }
    }
}

/// RFC 4648, the alphabet that `integrity` and policies want.
pub(super) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk
            .iter()
            .fold(0_usize, |group, byte| group << 8 | usize::from(*byte))
            << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = ALPHABET[group >> (18 - 6 * place) & 63];
            text.push(if place <= chunk.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        let vectors =
            ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(|text| base64(text.as_bytes()));
        assert_eq!(
            vectors,
            [
                "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"
            ]
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
    fn the_program_can_stand_in_a_page() {
        for word in ["</", "<!--", "\r"] {
            assert!(!REQUEST_BUILDER.contains(word), "{word}");
        }
    }
}
