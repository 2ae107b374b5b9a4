//! Addresses of pages, as authors write them.

use std::fmt;

/// The address of a page: `/privacy/`. It names one folder inside the site, in one way only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageAddress(String);

/// Why something is not the address of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAddress {
    /// It does not start at the root of the site.
    #[error("does not begin with `/`")]
    Relative,
    /// It does not name a folder.
    #[error("does not end with `/`")]
    File,
    /// It has an empty part, `.`, `..`, or a hidden one.
    #[error("has a part that leads elsewhere or nowhere")]
    Part,
    /// It has a character that would have to be encoded, or means something else.
    #[error("has a character other than small letters, digits, `-`, `_` and `.`")]
    Character,
    /// A part is longer than file systems allow.
    #[error("has a part of more than 200 bytes")]
    Long,
}

impl PageAddress {
    /// Reads an address.
    ///
    /// # Errors
    ///
    /// If it is not written as every address is, or leaves the site.
    pub fn parse(address: &str) -> Result<Self, NotAnAddress> {
        let inner = address.strip_prefix('/').ok_or(NotAnAddress::Relative)?;
        if inner.is_empty() {
            return Ok(Self("/".to_owned()));
        }
        let inner = inner.strip_suffix('/').ok_or(NotAnAddress::File)?;
        for part in inner.split('/') {
            // A hidden file is not served, and `..` is one.
            if part.is_empty() || part.starts_with('.') {
                return Err(NotAnAddress::Part);
            }
            let known = |c: char| {
                (c.is_alphanumeric() && !c.is_uppercase()) || matches!(c, '-' | '_' | '.')
            };
            if !part.chars().all(known) {
                return Err(NotAnAddress::Character);
            }
            if part.len() > 200 {
                return Err(NotAnAddress::Long);
            }
        }
        Ok(Self(address.to_owned()))
    }

    /// The address as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PageAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::PageAddress;

    #[test]
    fn an_address_names_one_folder_in_one_way() {
        for address in [
            "/",
            "/privacy/",
            "/a/b-2/c_d/",
            "/datenschutz-für-alle/",
            "/v1.2/",
        ] {
            assert!(PageAddress::parse(address).is_ok(), "{address}");
        }
        for address in [
            "",
            "x",
            "privacy/",
            "/privacy",
            "//evil/",
            "/a//b/",
            "/../x/",
            "/a/../b/",
            "/./",
            "/.git/",
            "/a\\b/",
            "/a?b/",
            "/a#b/",
            "/a%2e/",
            "/A/",
            "/a b/",
            "/a\u{0}/",
            "/a:b/",
            "/\u{202e}/",
        ] {
            assert!(PageAddress::parse(address).is_err(), "{address:?}");
        }
        assert!(PageAddress::parse(&format!("/{}/", "x".repeat(201))).is_err());
    }
}
