//! What only a real browser can prove: the built site, served with its own headers, used as an
//! officer uses it, in Chromium and in Firefox. Needs Debian's `chromium`, `chromium-driver` and
//! `firefox-esr`, and geckodriver; `.ci/run` installs them.

/// Makes each of these a test, once in either engine.
macro_rules! in_both_engines {
    ($($name:ident),+ $(,)?) => {
        mod chromium {
            $(#[tokio::test]
            async fn $name() {
                super::$name(crate::browser::Engine::Chromium).await;
            })+
        }
        mod firefox {
            $(#[tokio::test]
            async fn $name() {
                super::$name(crate::browser::Engine::Firefox).await;
            })+
        }
    };
}

mod barriers;
mod browser;
mod checker;
mod circumstances;
mod drafts;
mod heard;
mod keyboard;
mod languages;
mod officer;
mod one_file;
mod pages;
mod requests;
mod site;
mod speed;
mod taking;
mod versions;
mod way;
