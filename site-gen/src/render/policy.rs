//! What a browser may do with the pages: as little as they need.
//!
//! Each page carries its policy itself, since the simplest hosts send no headers. `_headers` says
//! it again for hosts that do, with what a page cannot say (`frame-ancestors` and its like).

/// What a page runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scripts {
    /// Nothing: it is a text.
    None,
    /// The request builder's program and nothing else.
    Builder,
}

/// A page's content security policy.
pub(super) fn of_page(scripts: Scripts) -> String {
    // wasm inside a script needs `wasm-unsafe-eval`; it allows no JavaScript to be evaluated.
    let scripts = match scripts {
        Scripts::None => "'none'",
        Scripts::Builder => "'self' 'wasm-unsafe-eval'",
    };
    format!(
        "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self'; \
         connect-src 'none'; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'"
    )
}

/// The file `_headers`, in the form that static hosts share.
///
/// Where two rules fit an address, hosts send both values, and a browser obeys both policies. So
/// there is one rule for all, as wide as its widest page; each page's own policy narrows it.
pub(super) fn headers(widest: Scripts, base_path: &str) -> String {
    let policy = of_page(widest);
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
        assert!(of_page(Scripts::None).contains("script-src 'none'"));
        for scripts in [Scripts::None, Scripts::Builder] {
            let policy = of_page(scripts);
            assert!(
                policy.starts_with("default-src 'none'") && policy.contains("connect-src 'none'")
            );
            assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
        }
    }
}
