//! Reads Markdown into a text that rules can quote, anchors that findings link to, and HTML that is
//! safe to publish.
//!
//! The *text as read* is what a reader sees: markup removed, links replaced by their words,
//! entities and escapes decoded, white space collapsed ([`normalized`]). Quotes and anchors are based
//! on it, so re-wrapping a file or changing `*` to `-` changes neither.

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
mod normalized;
mod raw_html;
mod reader;
mod sentence;
mod table;
mod table_of_contents;

#[cfg(test)]
mod tests;

pub(crate) use address::nfc;
pub use anchors::Alias;
pub(crate) use anchors::{is_accepted_tag, is_free_id};
pub(crate) use comments::without_comments;
pub use frame::Frame;
pub(crate) use front_matter::FrontMatter;
pub(crate) use invisible::{
    deceptive, falsifying, is_hidden_letter, is_private_use, mixed as two_scripts_in,
};
pub use link::{Link, Target};
pub(crate) use link::{
    as_browsers_read, is_mailbox, leaves_site, link_meant, percent_decoded, plain_address,
    resolve_path, scheme, shows_another_address, without_ignored,
};
pub use normalized::normalized;
pub(crate) use reader::{OPTIONS, falsifies, invisible_in, is_of_flag, two_scripts};
pub(crate) use sentence::{has_own_number, joins_words, sentences};
pub use table_of_contents::Entry;

use crate::diagnostic::{Diagnostics, Place, Source};
use crate::digest::digest;
use crate::html::{NodeId, Options, Tree};
use html::Html;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::mem;
use std::ops::Range;
use std::sync::Arc;

/// A Markdown text as a tree of sections, blocks and sentences.
#[derive(Debug)]
pub struct Document {
    /// The Markdown, to which all spans refer.
    pub source: Source,
    /// The text of its first heading of level 1.
    pub title: Option<String>,
    /// Its sections, each up to the next heading, in order. Text before the first heading is a
    /// section without title and anchor.
    pub sections: Vec<Section>,
    /// Everything with an anchor of its own, in order.
    pub blocks: Vec<Block>,
    /// Its lists, in the order of their starts.
    pub lists: Vec<List>,
    /// Its links, in order.
    pub links: Vec<Link>,
    /// Additional anchors of its headings and blocks.
    pub aliases: Vec<Alias>,
    html: Html,
    /// How to read its tree again, if it was forgotten.
    read_again: Option<Box<Settings>>,
}

/// How to read a text.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The path of the page, such as `/versions/2020-01-31/`, to which links are relative.
    pub address: String,
    /// Whether raw HTML is published unescaped.
    pub raw_html: bool,
    /// The Markdown files that its links may name.
    pub files: LinkTargets,
}

/// The Markdown files of pages without a version. A link may name the file of a page, as in
/// `rules.md#labels`, so that the same link works on a code host, where readers see the files.
#[derive(Clone, Debug, Default)]
pub struct LinkTargets {
    /// The path of the text's own file below `pages/`: `/tour.md`.
    pub own: String,
    /// The address of each page, by the path of its file.
    pub addresses: Arc<BTreeMap<String, String>>,
}

/// A heading, with the text up to the next heading of any level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The text of the heading.
    pub title: String,
    /// Its level, 1 to 6; 0 for text before the first heading.
    pub level: u8,
    /// Its anchor. Anchors contain no underscore, so that a theme can use ids of its own.
    pub anchor: String,
    /// The place of the heading in the source.
    pub span: Range<usize>,
    /// The index of the section that contains it. `None` for a section of the first level.
    pub parent: Option<usize>,
    /// Its blocks, as a range of indices.
    pub blocks: Range<usize>,
}

/// A block of text with an anchor, to which findings link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its anchor: the section's anchor, a dot, and its first few words.
    pub address: String,
    /// What it is in the text: a heading, a paragraph, a list item or a row.
    pub kind: BlockKind,
    /// The text as displayed.
    pub text: String,
    /// Its sentences, in order. Together they are the whole text.
    pub sentences: Vec<Sentence>,
    /// Its place in the source.
    pub span: Range<usize>,
    /// The index of its section.
    pub section: usize,
    /// The index of the innermost list that contains it.
    pub list: Option<usize>,
    /// Its contexts, outermost first, without the item that it is itself.
    pub frames: Vec<Frame>,
    /// For a table row, the ends of its cells in its text.
    pub cells: Vec<usize>,
    /// Whether it is the head of a table.
    pub is_head: bool,
}

/// What a block is in Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph, also in a quotation or call-out.
    Paragraph,
    /// The text of a list item, without nested lists.
    Item,
    /// A row of a table, cells separated.
    Row,
    /// Preformatted text.
    Code,
    /// Raw HTML.
    Html,
}

/// A sentence of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its byte range in the text of the block.
    pub range: Range<usize>,
    /// Its byte range in the source.
    pub span: Range<usize>,
}

/// The numbering and depth of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The block directly before it, which determines its force: "Requests should:".
    pub lead_in: Option<usize>,
    /// The index of its section.
    pub section: usize,
}

impl Document {
    /// Reads a text and returns it with all diagnostics.
    pub fn read(source: &Source, settings: &Settings) -> (Self, Diagnostics) {
        Self::read_part(source, 0..source.text().len(), settings)
    }

    /// Reads a text up to the end of its first block, without diagnostics, for its title and first
    /// paragraph.
    pub(crate) fn beginning(source: &Source) -> Self {
        reader::beginning(source)
    }

    /// Reads the Markdown part of a file.
    pub fn read_part(
        source: &Source,
        part: Range<usize>,
        settings: &Settings,
    ) -> (Self, Diagnostics) {
        reader::read(source, part, settings)
    }

    /// The text as HTML. `root` is the relative path from the page to the root of the site:
    /// `"../../"`, or empty for a page at the root.
    pub fn html(&self, root: &str) -> String {
        let options = Options {
            root,
            ..Options::default()
        };
        self.tree().serialize(&options, false)
    }

    /// The text as HTML, without its title.
    pub fn html_without_title(&self, root: &str) -> String {
        let options = Options {
            root,
            ..Options::default()
        };
        self.html_on_page(&options)
    }

    /// The text as HTML for a page, without its title.
    pub(crate) fn html_on_page(&self, options: &Options<'_>) -> String {
        self.tree().serialize(options, true)
    }

    /// The HTML tree without the title, for callers that add nodes to it, and the nodes of the
    /// headings with their anchors.
    pub(crate) fn tree_without_title(&self) -> (Tree, Vec<(String, NodeId)>) {
        let Html {
            mut tree,
            title,
            headings,
        } = self.tree().into_owned();
        if let Some(title) = title {
            tree.detach(title);
        }
        (tree, headings)
    }

    fn tree(&self) -> Cow<'_, Html> {
        match &self.read_again {
            Some(settings) => Cow::Owned(Self::read(&self.source, settings).0.html),
            None => Cow::Borrowed(&self.html),
        }
    }

    /// Forgets the tree of a whole file, which takes half of its memory, and the room that its blocks
    /// could grow into. A page that needs the tree reads the file again, which costs less than to keep
    /// the trees of all versions.
    pub(crate) fn forget_tree(&mut self, settings: Settings) {
        self.html = Html::default();
        self.read_again = Some(Box::new(settings));
        self.blocks.shrink_to_fit();
        for block in &mut self.blocks {
            block.text.shrink_to_fit();
            block.sentences.shrink_to_fit();
        }
    }

    /// Makes its HTML, without its title, and forgets the tree, which takes half of its memory.
    pub(crate) fn take_html(&mut self, root: &str) -> String {
        let mut html = self.html_without_title(root);
        html.shrink_to_fit();
        self.html = Html::default();
        html
    }

    /// Forgets the words of its blocks. Their anchors stay, like its headings and links.
    pub(crate) fn forget_words(&mut self) {
        let anchors = mem::take(&mut self.blocks).into_iter().map(|block| Alias {
            name: block.address,
            of: String::new(),
        });
        self.aliases = anchors.chain(mem::take(&mut self.aliases)).collect();
        self.lists = Vec::new();
        for section in &mut self.sections {
            section.blocks = 0..0;
        }
    }

    /// The headings as a tree.
    pub fn table_of_contents(&self) -> Vec<Entry> {
        table_of_contents::of(&self.sections)
    }

    /// The plain text, with one paragraph for each heading or block.
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

    /// The blocks of a section, without its subsections.
    pub fn blocks_of(&self, section: &Section) -> &[Block] {
        &self.blocks[section.blocks.clone()]
    }

    /// The block with an anchor.
    pub fn block(&self, address: &str) -> Option<&Block> {
        self.blocks.iter().find(|block| block.address == address)
    }

    /// All anchors of the text.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        let headings = self.sections.iter().map(|section| section.anchor.as_str());
        let blocks = self.blocks.iter().map(|block| block.address.as_str());
        let aliases = self.aliases.iter().map(|alias| alias.name.as_str());
        headings
            .chain(blocks)
            .filter(|anchor| !anchor.is_empty())
            .chain(aliases)
    }

    /// The heading that another program's anchor refers to.
    pub(crate) fn heading_meant(&self, anchor: &str) -> Option<&Section> {
        let titles = self.sections.iter().map(|section| section.title.as_str());
        let titles = anchors::Titles::new(titles);
        titles.suggestion(anchor).map(|at| &self.sections[at])
    }

    /// A place in the source.
    pub fn place(&self, span: &Range<usize>) -> Place {
        Place::new(&self.source, span.clone())
    }
}

impl Block {
    /// The text of a sentence.
    pub fn sentence(&self, index: usize) -> &str {
        &self.text[self.sentences[index].range.clone()]
    }

    /// SHA-256 of its text in UTF-8 without a line end, in hexadecimal: what `printf %s 'the text'
    /// | sha256sum` prints.
    pub fn digest(&self) -> String {
        digest(&self.text)
    }
}
