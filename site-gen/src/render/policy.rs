//! What a browser may do with the pages: as little as they need.
//!
//! Each page carries its policy itself, since the simplest hosts send no headers. `_headers` says
//! it again for hosts that do, with what a page cannot say (`frame-ancestors` and its like).

use std::fmt;

/// What a page's scripts, styles and images may come from. Everything else is forbidden to all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Policy {
    scripts: Vec<String>,
    styles: Vec<String>,
    images: Vec<String>,
}

/// What lets wasm inside a script compile; it allows no JavaScript to be evaluated.
const WASM: &str = "'wasm-unsafe-eval'";
/// Files of the site.
const SITE: &str = "'self'";

impl Policy {
    /// Of a page that is a text and runs nothing.
    pub(super) fn of_text() -> Self {
        Self::new(&[], &[SITE], &[SITE])
    }

    /// Of the page with the request builder's program.
    pub(super) fn of_builder() -> Self {
        Self::new(&[SITE, WASM], &[SITE], &[SITE])
    }

    /// Of the request page as one file, which knows its program and its styles by their digests.
    pub(super) fn of_one_file(script: &str, styles: &str) -> Self {
        Self::new(&[script, WASM], &[styles], &["data:"])
    }

    fn new(scripts: &[&str], styles: &[&str], images: &[&str]) -> Self {
        let owned = |sources: &[&str]| sources.iter().map(|&source| source.to_owned()).collect();
        Self {
            scripts: owned(scripts),
            styles: owned(styles),
            images: owned(images),
        }
    }

    /// Lets through what another one does as well.
    pub(super) fn widen(&mut self, other: &Self) {
        let widen = |sources: &mut Vec<String>, more: &[String]| {
            for source in more {
                if !sources.contains(source) {
                    sources.push(source.clone());
                }
            }
        };
        widen(&mut self.scripts, &other.scripts);
        widen(&mut self.styles, &other.styles);
        widen(&mut self.images, &other.images);
    }
}

/// As a browser reads it.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sources = |sources: &[String]| match sources {
            [] => "'none'".to_owned(),
            some => some.join(" "),
        };
        write!(
            f,
            "default-src 'none'; script-src {}; style-src {}; img-src {}; \
             connect-src 'none'; base-uri 'none'; form-action 'none'; \
             require-trusted-types-for 'script'; trusted-types 'none'",
            sources(&self.scripts),
            sources(&self.styles),
            sources(&self.images)
        )
    }
}

/// The file `_headers`, in the form that static hosts share.
///
/// Where two rules fit an address, hosts send both values, and a browser obeys both policies. So
/// there is one rule for all, as wide as its widest page; each page's own policy narrows it.
pub(super) fn headers(policy: &Policy, base_path: &str) -> String {
    let everything = format!(
        "/*
  Content-Security-Policy: {policy}; frame-ancestors 'none'
  Cross-Origin-Opener-Policy: same-origin
  Cross-Origin-Resource-Policy: same-origin
  Permissions-Policy: {PERMISSIONS}
  Referrer-Policy: no-referrer
  Strict-Transport-Security: max-age=63072000
  X-Content-Type-Options: nosniff
  X-Frame-Options: DENY
"
    );
    // A host may see the address with the folder that the site stands in, or without it.
    let prefixes = if base_path == "/" {
        vec!["/"]
    } else {
        vec!["/", base_path]
    };
    prefixes.iter().fold(everything, |headers, prefix| {
        headers + &of_some_files(prefix)
    })
}

fn of_some_files(prefix: &str) -> String {
    format!(
        "
{prefix}assets/*
  Cache-Control: public, max-age=31536000, immutable

{prefix}feed.atom
  Content-Type: application/atom+xml; charset=utf-8

{prefix}versions/*/guidelines.md
  Content-Type: text/markdown; charset=utf-8
"
    )
}

/// Everything off but copying a letter. A browser complains about names that it does not know, so
/// these are ones that all have.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), \
    clipboard-write=(self), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), \
    gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), \
    xr-spatial-tracking=()";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_runs_nothing_and_no_page_connects_anywhere() {
        assert!(Policy::of_text().to_string().contains("script-src 'none'"));
        let file = Policy::of_one_file("'sha256-a'", "'sha256-b'");
        let mut widest = Policy::of_builder();
        widest.widen(&file);
        for policy in [Policy::of_text(), Policy::of_builder(), file, widest] {
            let policy = policy.to_string();
            assert!(
                policy.starts_with("default-src 'none'") && policy.contains("connect-src 'none'")
            );
            assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
        }
    }

    #[test]
    fn the_policy_of_all_pages_lets_through_what_each_does_and_says_it_once() {
        let file = Policy::of_one_file("'sha256-a'", "'sha256-b'");
        let mut widest = Policy::of_builder();
        widest.widen(&file);
        widest.widen(&file);
        assert!(widest.to_string().contains(
            "script-src 'self' 'wasm-unsafe-eval' 'sha256-a'; style-src 'self' 'sha256-b'; \
             img-src 'self' data:;"
        ));
    }
}
