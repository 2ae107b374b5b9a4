//! URL paths of pages, as written by authors.

use std::fmt;

/// The URL path of a page in canonical form: `/privacy/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageAddress(String);

/// Why a text is not the address of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAddress {
    /// It does not begin with `/`.
    #[error("does not begin with `/`")]
    Relative,
    /// It does not end with `/`.
    #[error("does not end with `/`")]
    File,
    /// It has an empty or hidden part, `.`, or `..`.
    #[error("has an empty or relative segment")]
    Part,
    /// It has a character that a URL would have to encode, or that has a special meaning.
    #[error("has a character other than lower-case letters, digits, `-`, `_` and `.`")]
    Character,
    /// A part exceeds the length limit of common file systems.
    #[error("has a segment of more than 200 bytes")]
    Long,
}

impl PageAddress {
    /// Parses an address.
    ///
    /// # Errors
    ///
    /// If it is not in canonical form, or leaves the site.
    pub fn parse(address: &str) -> Result<Self, NotAnAddress> {
        let inner = address.strip_prefix('/').ok_or(NotAnAddress::Relative)?;
        if inner.is_empty() {
            return Ok(Self("/".to_owned()));
        }
        let inner = inner.strip_suffix('/').ok_or(NotAnAddress::File)?;
        for part in inner.split('/') {
            // Hosts do not serve hidden files. This also excludes `..`.
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
