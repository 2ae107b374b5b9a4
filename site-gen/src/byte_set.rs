//! Which bytes a text has.

/// The bytes of a text. Looking through a text once for all of them is several times faster than
/// searching it for each.
pub(crate) struct ByteSet([bool; 256]);

impl ByteSet {
    pub(crate) fn of(text: &str) -> Self {
        let mut has = [false; 256];
        for byte in text.bytes() {
            has[usize::from(byte)] = true;
        }
        Self(has)
    }

    pub(crate) fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte)]
    }

    /// Whether the text has one of some bytes.
    pub(crate) fn has_any(&self, bytes: &[u8]) -> bool {
        bytes.iter().any(|byte| self.has(*byte))
    }
}
