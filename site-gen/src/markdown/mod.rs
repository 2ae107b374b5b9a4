//! Markdown in; out come a text that rules can quote, addresses that findings can point at, and
//! HTML that is safe to publish.
//!
//! The *text as read* is what a reader sees: markup resolved, links as their words, entities and
//! escapes decoded, white space folded ([`as_read`]). Quotes are compared with it, and addresses
//! are made from it, so re-wrapping a file or changing `*` to `-` changes neither.

mod address;
mod anchors;
mod comments;
mod dialect;
mod enumeration;
mod frame;
mod front_matter;
mod html;
mod invisible;
mod link;
mod raw_html;
mod reader;
mod reading;
mod sentence;
mod table;
mod table_of_contents;

#[cfg(test)]
mod tests;

pub(crate) use address::nfc;
pub use anchors::Alias;
pub(crate) use comments::without_comments;
pub use frame::Frame;
pub(crate) use front_matter::FrontMatter;
pub(crate) use invisible::{is_hidden_letter, turns};
pub use link::{Link, Target};
pub use reading::as_read;
pub(crate) use sentence::sentences;
pub use table_of_contents::Entry;

use crate::diagnostic::{Diagnostics, Place, Source};
use crate::digest::digest;
use crate::html::{NodeId, Options, Tree};
use html::Html;

use std::ops::Range;

/// One text: what it says, piece by piece, and how it looks.
#[derive(Debug)]
pub struct Document {
    /// The file that it was read from.
    pub source: Source,
    /// The words of its first heading of the first level.
    pub title: Option<String>,
    /// Its sections, each from one heading to the next, in order. Text before the first heading
    /// is a section without title and anchor.
    pub sections: Vec<Section>,
    /// Everything that has an address of its own, in order.
    pub blocks: Vec<Block>,
    /// Its lists, in the order in which they begin.
    pub lists: Vec<List>,
    /// Its links, in order.
    pub links: Vec<Link>,
    /// Addresses of its headings and blocks besides their own.
    pub aliases: Vec<Alias>,
    html: Html,
}

/// What to make of a text.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where the text will stand, such as `/versions/2020-01-31/`: relative links start there.
    pub address: String,
    /// Whether HTML in the text is let through as it stands.
    pub raw_html: bool,
}

/// A heading, and what stands under it up to the next heading of any level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading as it reads.
    pub title: String,
    /// Its level, 1 to 6; 0 for text before the first heading.
    pub level: u8,
    /// The heading's address in the page. No address has an underscore in it, so that a theme can
    /// have ids of its own.
    pub anchor: String,
    /// Where the heading stands in the source.
    pub span: Range<usize>,
    /// The section that this one is part of.
    pub parent: Option<usize>,
    /// Its blocks.
    pub blocks: Range<usize>,
}

/// A piece of text with an address: what a finding points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its address in the page: the section's anchor, a dot, and its first few words.
    pub address: String,
    /// What it is.
    pub kind: BlockKind,
    /// Its text as it reads.
    pub text: String,
    /// Its sentences, in order; together they are the whole text.
    pub sentences: Vec<Sentence>,
    /// Where it stands in the source.
    pub span: Range<usize>,
    /// The section that it stands in.
    pub section: usize,
    /// The innermost list that it is part of.
    pub list: Option<usize>,
    /// What it stands in, from the outside, besides the item that it is itself.
    pub frames: Vec<Frame>,
    /// In a row of a table: where in its text each of its cells ends.
    pub cells: Vec<usize>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph, in a quotation or call-out too.
    Paragraph,
    /// What an item of a list says, without the lists inside of it.
    Item,
    /// A row of a table.
    Row,
    /// Text that is set as it stands.
    Code,
    /// What a piece of HTML says.
    Html,
}

/// A sentence of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its bytes in the text of the block.
    pub range: Range<usize>,
    /// Its bytes in the source.
    pub span: Range<usize>,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The block directly before it, which gives it its force: "Requests should:".
    pub lead_in: Option<usize>,
    /// The section that it stands in.
    pub section: usize,
}

impl Document {
    /// Reads a text.
    pub fn read(source: &Source, settings: &Settings) -> (Self, Diagnostics) {
        Self::read_part(source, 0..source.text().len(), settings)
    }

    /// Reads the part of a file that is Markdown.
    pub fn read_part(
        source: &Source,
        part: Range<usize>,
        settings: &Settings,
    ) -> (Self, Diagnostics) {
        reader::read(source, part, settings)
    }

    /// The text as HTML. `root` leads from the page to the root of the site: `"../../"`, or
    /// nothing for a page that is there already.
    pub fn html(&self, root: &str) -> String {
        let options = Options {
            root,
            ..Options::default()
        };
        self.html.serialize(&options, false)
    }

    /// The same without the heading that is the title.
    pub fn html_without_title(&self, root: &str) -> String {
        let options = Options {
            root,
            ..Options::default()
        };
        self.html_on_page(&options)
    }

    /// The text without its title, as the page that it is on needs it.
    pub(crate) fn html_on_page(&self, options: &Options<'_>) -> String {
        self.html.serialize(options, true)
    }

    /// The tree of the text without its title, for those who add to it before it is written.
    pub(crate) fn tree_without_title(&self) -> Tree {
        let mut tree = self.html.tree.clone();
        if let Some(title) = self.html.title {
            tree.detach(title);
        }
        tree
    }

    /// The addresses of the headings, each with its node in the tree.
    pub(crate) fn heading_nodes(&self) -> impl Iterator<Item = (&str, NodeId)> {
        let headings = self.html.headings.iter();
        headings.map(|(anchor, node)| (anchor.as_str(), *node))
    }

    /// Its headings as a tree.
    pub fn table_of_contents(&self) -> Vec<Entry> {
        table_of_contents::of(&self.sections)
    }

    /// What it says, a heading or a block a paragraph.
    pub fn plain_text(&self) -> String {
        let mut paragraphs = Vec::new();
        for section in &self.sections {
            paragraphs.extend((!section.title.is_empty()).then_some(section.title.as_str()));
            paragraphs.extend(
                self.blocks_of(section)
                    .iter()
                    .map(|block| block.text.as_str()),
            );
        }
        paragraphs.join("\n\n")
    }

    /// The blocks of a section, without those of the sections under it.
    pub fn blocks_of(&self, section: &Section) -> &[Block] {
        &self.blocks[section.blocks.clone()]
    }

    /// The block at an address.
    pub fn block(&self, address: &str) -> Option<&Block> {
        self.blocks.iter().find(|block| block.address == address)
    }

    /// Everything that a link to this text can end in.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        let headings = self.sections.iter().map(|section| section.anchor.as_str());
        let blocks = self.blocks.iter().map(|block| block.address.as_str());
        let aliases = self.aliases.iter().map(|alias| alias.name.as_str());
        headings
            .chain(blocks)
            .filter(|anchor| !anchor.is_empty())
            .chain(aliases)
    }

    /// The heading that an address of another program means.
    pub(crate) fn heading_meant(&self, anchor: &str) -> Option<&Section> {
        let titles = self.sections.iter().map(|section| section.title.as_str());
        let titles = anchors::Titles::new(titles);
        titles.meant(anchor).map(|at| &self.sections[at])
    }

    /// A place in the text's file.
    pub fn place(&self, span: &Range<usize>) -> Place {
        Place::new(&self.source, span.clone())
    }
}

impl Block {
    /// What a sentence of it says.
    pub fn sentence(&self, index: usize) -> &str {
        &self.text[self.sentences[index].range.clone()]
    }

    /// SHA-256 of its text as it reads, in UTF-8 and without a line end, in hexadecimal: what
    /// `printf %s 'the text' | sha256sum` prints.
    pub fn digest(&self) -> String {
        digest(&self.text)
    }
}
