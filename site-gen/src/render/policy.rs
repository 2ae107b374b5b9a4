//! Content security policies, as strict as possible.
//!
//! Each page contains its policy in a `meta` element, because some hosts cannot send headers.
//! `_headers` repeats it for hosts that can, with directives that `meta` does not support (such as
//! `frame-ancestors`).

use std::collections::BTreeSet;
use std::fmt;

/// The allowed sources of scripts, styles and images. Everything else is forbidden on all pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Policy {
    scripts: Vec<String>,
    styles: Vec<String>,
    images: Vec<String>,
}

/// Images in a page itself.
const DATA: &str = "data:";
/// Allows WebAssembly to be compiled, but no JavaScript to be evaluated.
const WASM: &str = "'wasm-unsafe-eval'";
/// Files of the site.
const SITE: &str = "'self'";

impl Policy {
    /// For a page with only text.
    pub(super) fn of_text() -> Self {
        Self::new(&[], &[SITE], &[SITE])
    }

    /// The same, with scripts of the site.
    pub(super) fn with_scripts(mut self) -> Self {
        self.scripts.push(SITE.to_owned());
        self
    }

    /// For a page with the request builder's program.
    pub(super) fn of_builder() -> Self {
        Self::new(&[SITE, WASM], &[SITE], &[SITE])
    }

    /// For the single-file request page, which identifies its program and styles by digest.
    pub(super) fn of_one_file(script: &str, styles: &str) -> Self {
        Self::new(&[script, WASM], &[styles], &[DATA])
    }

    /// Reads a policy as [`Display`](fmt::Display) writes it. `None` for any other, and for one that
    /// allows more than a build does: another host, or a program or style in the page without its digest.
    fn read(text: &str) -> Option<Self> {
        let sources = |name: &str| {
            let directive = text.split("; ").find_map(|it| it.strip_prefix(name))?;
            let sources = directive.split_whitespace().filter(|it| *it != "'none'");
            Some(sources.map(str::to_owned).collect::<Vec<_>>())
        };
        let policy = Self {
            scripts: sources("script-src ")?,
            styles: sources("style-src ")?,
            images: sources("img-src ")?,
        };
        let is_digest = |source: &str| source.starts_with("'sha256-");
        let is_of_program = |source: &String| source == SITE || is_digest(source);
        let is_strict = (policy.scripts.iter()).all(|it| is_of_program(it) || it == WASM)
            && policy.styles.iter().all(is_of_program)
            && policy.images.iter().all(|it| it == SITE || it == DATA);
        Some(policy).filter(|policy| is_strict && policy.to_string() == text)
    }

    fn new(scripts: &[&str], styles: &[&str], images: &[&str]) -> Self {
        let owned = |sources: &[&str]| sources.iter().map(|&source| source.to_owned()).collect();
        Self {
            scripts: owned(scripts),
            styles: owned(styles),
            images: owned(images),
        }
    }

    /// Adds everything that another policy allows.
    pub(super) fn allow_all_of(&mut self, other: &Self) {
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

/// Formats the value of the header.
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

/// What the header says in addition to the policy of a page.
const FRAMES: &str = "; frame-ancestors 'none'";

/// The file `_headers`, in the format that static hosts share.
///
/// If two rules match a URL, hosts send both values, and browsers enforce both policies. So there
/// is a single rule with the union of all policies, which each page's own policy narrows.
pub(super) fn headers(policy: &Policy, base_path: &str) -> String {
    // The promise to use HTTPS binds the whole host, which a site in a folder does not own.
    let transport = if base_path == "/" {
        "  Strict-Transport-Security: max-age=63072000\n"
    } else {
        ""
    };
    let everything = format!(
        "/*
  Content-Security-Policy: {policy}{FRAMES}
  Cross-Origin-Opener-Policy: same-origin
  Cross-Origin-Resource-Policy: same-origin
  Permissions-Policy: {PERMISSIONS}
  Referrer-Policy: no-referrer
{transport}  X-Content-Type-Options: nosniff
  X-Frame-Options: DENY
"
    );
    // Some hosts match the URL with the site's folder, some without it.
    let prefixes = if base_path == "/" {
        vec!["/"]
    } else {
        vec!["/", base_path]
    };
    prefixes.iter().fold(everything, |headers, prefix| {
        headers + &of_some_files(prefix)
    })
}

/// Whether a build writes this policy into a page.
pub(crate) fn is_page_policy(policy: &str) -> bool {
    Policy::read(policy).is_some()
}

/// Whether a build writes this file `_headers`, for some folder of the host, if its pages have these
/// policies: it allows what one of them does, and nothing else.
pub(crate) fn is_headers_file(text: &str, of_pages: &BTreeSet<String>) -> bool {
    let value = |line: &str| {
        let policy = line.strip_prefix("  Content-Security-Policy: ")?;
        policy.strip_suffix(FRAMES).map(str::to_owned)
    };
    let policy = text.lines().find_map(value);
    let mut folders = text.lines().filter_map(|it| it.strip_suffix("feed.atom"));
    // The last is that of the site.
    let (Some(policy), Some(folder)) = (policy, folders.next_back()) else {
        return false;
    };
    let mut all = Policy::new(&[], &[], &[]);
    for policy in of_pages.iter().filter_map(|it| Policy::read(it)) {
        all.allow_all_of(&policy);
    }
    Policy::read(&policy).is_some_and(|policy| {
        let mut both = all.clone();
        both.allow_all_of(&policy);
        both == all && headers(&policy, folder) == text
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

/// Disables everything except copying to the clipboard. Browsers warn about unknown names, so only
/// common ones are listed.
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
        widest.allow_all_of(&file);
        for policy in [Policy::of_text(), Policy::of_builder(), file, widest] {
            let policy = policy.to_string();
            assert!(
                policy.starts_with("default-src 'none'") && policy.contains("connect-src 'none'")
            );
            assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
        }
    }

    #[test]
    fn no_wider_policy_and_no_other_header_is_that_of_a_build() {
        let mut widest = Policy::of_builder();
        widest.allow_all_of(&Policy::of_one_file("'sha256-a'", "'sha256-b'"));
        for policy in [&Policy::of_text(), &Policy::of_builder(), &widest] {
            let policy = policy.to_string();
            assert!(is_page_policy(&policy));
            for other in [
                policy.replace("script-src ", "script-src 'unsafe-inline' "),
                policy.replace("img-src ", "img-src https://evil.example "),
                policy.replace("form-action 'none'", "form-action *"),
                policy.replace("connect-src 'none'; ", ""),
                format!("{policy}; report-uri https://evil.example"),
            ] {
                assert!(!is_page_policy(&other), "{other}");
            }
        }
        for folder in ["/", "/law/"] {
            let headers = headers(&widest, folder);
            let pages = BTreeSet::from([Policy::of_text().to_string(), widest.to_string()]);
            assert!(is_headers_file(&headers, &pages));
            let texts = BTreeSet::from([Policy::of_text().to_string()]);
            assert!(!is_headers_file(&headers, &texts));
            for other in [
                format!("{headers}  Refresh: 0; url=https://evil.example\n"),
                headers.replace("/*\n", "/*\nRefresh: 0; url=https://evil.example\n"),
                headers.replace("charset=utf-8", "charset=iso-2022-jp"),
                headers.replace("DENY", "SAMEORIGIN"),
                headers.replace("default-src 'none'", "default-src *"),
            ] {
                assert!(!is_headers_file(&other, &pages), "{other}");
            }
        }
    }

    #[test]
    fn the_policy_of_all_pages_lets_through_what_each_does_and_says_it_once() {
        let file = Policy::of_one_file("'sha256-a'", "'sha256-b'");
        let mut widest = Policy::of_builder();
        widest.allow_all_of(&file);
        widest.allow_all_of(&file);
        assert!(widest.to_string().contains(
            "script-src 'self' 'wasm-unsafe-eval' 'sha256-a'; style-src 'self' 'sha256-b'; \
             img-src 'self' data:;"
        ));
    }
}
