//! The headings of a text as a tree.

use super::Section;

/// A heading and its subheadings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The text of the heading.
    pub title: String,
    /// The fragment of the heading's address, without `#`.
    pub anchor: String,
    /// Its level, 1 to 6.
    pub level: u8,
    /// The headings below it.
    pub children: Vec<Entry>,
}

pub(super) fn of(sections: &[Section]) -> Vec<Entry> {
    let mut open: Vec<Entry> = Vec::new();
    let mut done = Vec::new();
    for section in sections.iter().filter(|section| section.level > 0) {
        close(&mut open, &mut done, section.level);
        open.push(Entry {
            title: section.title.clone(),
            anchor: section.anchor.clone(),
            level: section.level,
            children: Vec::new(),
        });
    }
    close(&mut open, &mut done, 0);
    done
}

/// Closes every open entry at `level` or deeper.
fn close(open: &mut Vec<Entry>, done: &mut Vec<Entry>, level: u8) {
    while let Some(entry) = open.pop_if(|entry| entry.level >= level) {
        open.last_mut()
            .map_or(&mut *done, |parent| &mut parent.children)
            .push(entry);
    }
}
