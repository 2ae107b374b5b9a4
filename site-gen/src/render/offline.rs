//! The request page as a single file that works without a network: the same templates, with all
//! resources inlined.

use super::assets::{Assets, base64, data_address};
use super::policy::Policy;
use super::theme::Theme;
use crate::digest::digest;
use crate::html::Options;
use crate::markdown::Document;
use request_builder::letter::{self, export};
use request_builder::rulebook::Rulebook;
use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The prefix of ids in the text, so that they do not collide with the form's.
const TEXT: &str = "text_";

/// The inlined styles, program and icon, which are the same in every language.
#[derive(Serialize, JsonSchema)]
pub(super) struct Inline {
    styles: String,
    script: String,
    /// The `data:` URL of the icon; empty if the theme has none.
    icon: String,
    /// The `data:` URL of the logo.
    logo: String,
    /// The content security policy: only this program and these styles.
    #[serde(skip)]
    policy: Policy,
}

impl Inline {
    pub(super) fn new(assets: &Assets, theme: &Theme) -> Self {
        let text = |name: &str| {
            let content = assets.content(name).unwrap_or_default();
            // Normalize line ends as a browser does before it computes a digest.
            String::from_utf8_lossy(content)
                .replace("\r\n", "\n")
                .replace('\r', "\n")
        };
        let own = theme.own_sheets();
        let sheets = ["site.css", "request.css"].into_iter();
        let sheets = sheets.chain(own.iter().map(String::as_str)).map(text);
        let styles = assets.with_images(&sheets.collect::<Vec<_>>().join("\n"));
        let image = |name: &str| {
            let content = assets.content(name);
            content.map_or_else(String::new, |content| data_address(name, content))
        };
        let logo = theme.settings.logo.as_ref();
        // Escaping these slashes does not change a style sheet, and prevents its content from
        // ending the element. The program contains none; see `assets`.
        let styles = styles.replace("</", "<\\/");
        let script = text("request-builder.js");
        let source = |text: &str| format!("'sha256-{}'", base64(&Sha256::digest(text)));
        Self {
            policy: Policy::of_one_file(&source(&script), &source(&styles)),
            styles,
            script,
            icon: image("favicon.svg"),
            logo: logo.map_or_else(String::new, |logo| image(&logo.file)),
        }
    }

    pub(super) fn policy(&self) -> &Policy {
        &self.policy
    }
}

/// The inlined content of other files.
#[derive(Serialize, JsonSchema)]
pub(super) struct OneFile<'a> {
    #[serde(flatten)]
    inline: &'a Inline,
    /// The permanent link to the request page.
    home: String,
    /// A blank letter for each kind of request.
    blank: Vec<Blank<'a>>,
    /// The anchor of the text's title.
    anchor: String,
    /// The text of the guidelines, as HTML.
    text: String,
}

/// A blank letter that can be read, copied and printed without scripts.
#[derive(Serialize, JsonSchema)]
struct Blank<'a> {
    /// The kind of request.
    id: &'a str,
    /// The whole letter as plain text.
    text: String,
}

impl<'a> OneFile<'a> {
    /// The content of the file of the request page at `address`.
    pub(super) fn new(
        inline: &'a Inline,
        rulebook: &'a Rulebook,
        document: &Document,
        base_url: &str,
        address: &str,
    ) -> Self {
        let blank = rulebook.rules.kinds.iter().filter_map(|kind| {
            let letter = letter::blank(rulebook, &kind.id)?;
            let text = export::text(&letter);
            Some(Blank {
                id: kind.id.as_str(),
                text,
            })
        });
        let anchor = super::text_page::title_anchor(document).unwrap_or("guidelines");
        // The text next to the form: its ids must not collide, and its links must not navigate away
        // from unsaved work.
        let options = Options {
            root: base_url,
            id_prefix: TEXT,
            new_tab: true,
            without: None,
        };
        Self {
            inline,
            home: format!("{base_url}{}", address.trim_start_matches('/')),
            blank: blank.collect(),
            anchor: format!("{TEXT}{anchor}"),
            text: document.html_on_page(&options),
        }
    }
}

/// The size and fingerprint of the file, so that a download can be verified.
#[derive(Serialize, JsonSchema)]
pub(super) struct Offer {
    /// The path relative to the root of the site: `request/offline.html`.
    path: String,
    /// The suggested file name.
    name: String,
    /// Its size in kilobytes.
    kilobytes: usize,
    /// Its fingerprint (SHA-256), in hexadecimal.
    fingerprint: String,
}

impl Offer {
    pub(super) fn new(address: &str, version: &str, content: &str) -> Self {
        Self {
            path: address.trim_start_matches('/').to_owned(),
            name: format!("request-{version}.html"),
            kilobytes: content.len().div_ceil(1000),
            fingerprint: digest(content),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Offer;

    #[test]
    fn a_file_is_offered_with_what_sha256sum_prints() {
        let offer = Offer::new("/request/offline.html", "2020-01-31", "hello\n");
        assert_eq!(
            offer.fingerprint,
            "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"
        );
        assert_eq!(
            (offer.path.as_str(), offer.kilobytes),
            ("request/offline.html", 1)
        );
    }
}
