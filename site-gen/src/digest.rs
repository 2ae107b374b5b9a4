//! What a file or a text is recognised by.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// SHA-256 in hexadecimal: what `sha256sum` prints. Of a text, that of its bytes in UTF-8.
pub(crate) fn digest(content: impl AsRef<[u8]>) -> String {
    Sha256::digest(content)
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}
