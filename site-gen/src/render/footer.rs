//! Which pages the footer of every page lists, unless the theme says which.

use crate::site::Site;

/// How many pages the footer lists at most, unless `theme.toml` says which.
pub(super) const MAX_LISTED: usize = 30;

/// The addresses of the pages directly below the root, in the language of the guidelines.
pub(super) fn listable(site: &Site) -> impl Iterator<Item = &str> {
    let originals = site.pages.iter().filter(|page| page.language.is_none());
    let addresses = originals.map(|page| page.address.as_str());
    addresses.filter(|address| address.matches('/').count() == 2)
}
