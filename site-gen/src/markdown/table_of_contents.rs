//! The headings of a text as a tree.

use super::Section;

/// A heading and those under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The heading as it reads.
    pub title: String,
    /// Its address in the page.
    pub anchor: String,
    /// Its level, 1 to 6.
    pub level: u8,
    /// The headings under it.
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

/// Closes every open entry that is not above `level`.
fn close(open: &mut Vec<Entry>, done: &mut Vec<Entry>, level: u8) {
    while let Some(entry) = open.pop_if(|entry| entry.level >= level) {
        open.last_mut()
            .map_or(&mut *done, |parent| &mut parent.children)
            .push(entry);
    }
}
