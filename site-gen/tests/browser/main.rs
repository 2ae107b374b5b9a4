//! What only a real browser can prove: the built site, served with its own headers, used as an
//! officer uses it. Needs Debian's `chromium` and `chromium-driver`; `.ci/run` installs them.

mod browser;
mod checker;
mod officer;
mod pages;
mod requests;
mod site;
