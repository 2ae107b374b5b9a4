//! What only a real browser can prove: the built site, served with its own headers, used as an
//! officer uses it, in Chromium and in Firefox. Needs Debian's `chromium`, `chromium-driver` and
//! `firefox-esr`, and geckodriver; `.ci/run` installs them.

/// Makes each of these a test in one engine. Where that is not installed, the test is skipped.
macro_rules! in_engine {
    ($module:ident, $engine:ident, $($name:ident),+ $(,)?) => {
        mod $module {
            $(#[test]
            fn $name() {
                use crate::browser::{Engine, in_browser};
                in_browser(Engine::$engine, super::$name(Engine::$engine));
            })+
        }
    };
}

/// Makes each of these a test, once in either engine.
macro_rules! in_both_engines {
    ($($name:ident),+ $(,)?) => {
        in_engine! { chromium, Chromium, $($name),+ }
        in_engine! { firefox, Firefox, $($name),+ }
    };
}

mod accessibility;
mod browser;
mod checker;
mod degraded;
mod dev;
mod drafts;
mod effort;
mod exports;
mod keyboard;
mod languages;
mod navigation;
mod officer;
mod one_file;
mod pages;
mod requests;
mod screen_reader;
mod site;
mod speed;
mod versions;
