//! Reads the attachments of an email, in either format, within limits that hold for all of them
//! together.

use super::{PdfReader, PdfText, Reading, Unreadable, read_file};

/// The maximum nesting depth of attached messages.
const MAX_DEPTH: usize = 3;
/// The maximum number of attachments, those of attached messages included. In a compound file many
/// attachments can have the same content, so its size limits neither their number nor the time.
const MAX_ATTACHMENTS: usize = 40;

/// Where a file is within others, and what is read there.
pub(super) struct Nesting<'r> {
    read_pdf: PdfReader<'r>,
    /// Whether a PDF took all the time or memory that one may take.
    is_spent: bool,
    depth: usize,
    attachments_left: usize,
}

impl<'r> Nesting<'r> {
    pub(super) fn new(read_pdf: PdfReader<'r>) -> Self {
        Self {
            read_pdf,
            is_spent: false,
            depth: 0,
            attachments_left: MAX_ATTACHMENTS,
        }
    }

    /// Reads a PDF. Each may take seconds, so after one that takes too much no other is read.
    pub(super) fn pdf(&mut self, bytes: &[u8]) -> Result<PdfText, Unreadable> {
        if self.is_spent {
            return Err(Unreadable::TooCostly);
        }
        let read = (self.read_pdf)(bytes);
        self.is_spent = read == Err(Unreadable::TooCostly);
        read
    }

    /// Whether what is read is part of another file.
    pub(super) fn is_within_a_file(&self) -> bool {
        self.depth > 0
    }

    /// Reads the content of an attachment.
    pub(super) fn read(&mut self, name: &str, bytes: &[u8]) -> Result<Reading, Unreadable> {
        self.inside(|nesting| read_file(name, bytes, nesting))
    }

    /// Reads an attachment, unless it is one too many or nested too deep.
    pub(super) fn inside<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Unreadable>,
    ) -> Result<T, Unreadable> {
        if self.depth == MAX_DEPTH || self.attachments_left == 0 {
            return Err(Unreadable::TooMany);
        }
        self.attachments_left -= 1;
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }
}

/// Adds what was read of an attachment to a message. `Ok(None)` stands for an attached message, which
/// was added part by part.
pub(super) fn add(
    reading: &mut Reading,
    name: String,
    attachment: Result<Option<Reading>, Unreadable>,
) {
    match attachment {
        Ok(Some(inner)) => {
            let has_text = !inner.text.trim().is_empty();
            if has_text {
                reading.text.push_str("\n\n");
            }
            reading.add(inner);
            if has_text {
                reading.attached.push(name);
            }
        }
        Ok(None) => {}
        Err(why) => reading.leave_out(name, why),
    }
}
