//! Splits a text into passages for comparison: headings, paragraphs, items and rows, each with its
//! words.

use super::dialect::without_signs;
use super::html;
use super::kind::Kind;
use super::pages::{Page, Pages};
use super::token::{Class, Keys, Token, tokens_of_cells};
use crate::markdown::{Block, BlockKind, Document, Frame, FrontMatter, Link, sentences};
use std::collections::HashMap;
use std::ops::Range;

/// A passage of a text.
#[derive(Debug)]
pub(crate) struct Passage {
    pub(crate) kind: Kind,
    /// The text as read.
    pub(crate) text: String,
    pub(crate) tokens: Vec<Token>,
    /// The targets of its links.
    pub(crate) targets: Vec<String>,
    /// Its anchor in the page.
    pub(crate) address: String,
    /// The index of the heading above it, or its own.
    pub(crate) heading: Option<usize>,
    /// Whether it is the head of a table.
    pub(crate) is_head: bool,
    /// Equal for passages from equal sources, to detect changes of markup only.
    pub(crate) source_key: u32,
    /// Its sentences. A table row is one sentence.
    pub(crate) sentences: Vec<Range<usize>>,
    /// The key of each sentence, equal for equal words, and its weight, sorted by key.
    pub(crate) sentence_keys: Vec<(u32, u32)>,
    /// If it is a list item, the index of the list's lead-in.
    pub(crate) lead_in: Option<usize>,
    /// If it is a list item, its depth and visible number.
    pub(crate) item: Option<ItemPlace>,
    /// The number of items of which it is the lead-in.
    pub(crate) leads: usize,
    /// Equal for passages with the same words.
    pub(crate) key: u32,
    /// Its weight among other passages.
    pub(crate) weight: u32,
}

impl Passage {
    /// Whether it is an item of a list or a row of a table.
    pub(crate) fn is_listed(&self) -> bool {
        self.item.is_some() || self.kind == Kind::Row
    }
}

/// The place of an item in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ItemPlace {
    /// 1 for an item of an outermost list.
    pub(crate) depth: usize,
    /// Its number, if the list is numbered.
    pub(crate) number: Option<u64>,
}

/// The source of a passage.
#[derive(Clone, Copy)]
struct Written {
    /// Equal for equal sources; 0 in a text that is not compared.
    key: u32,
    has_notes: bool,
}

/// A whole text, split into passages.
#[derive(Debug, Default)]
pub(crate) struct Text {
    pub(crate) passages: Vec<Passage>,
}

/// Keys for the words and passages of both texts.
#[derive(Default)]
pub(crate) struct Shared {
    words: Keys,
    passages: Keys,
    sources: Keys,
}

impl Shared {
    /// The key of a passage, equal for equal words.
    fn passage_key(&mut self, tokens: &[Token]) -> u32 {
        let mut key = String::new();
        for token in tokens {
            key.extend(char::from_u32(token.key + 0x1_0000).or(Some('\u{1}')));
            if token.key > 0xf_0000 {
                key.push_str(&token.key.to_string());
            }
        }
        self.passages.of(&key)
    }

    /// The key and weight of each sentence.
    fn sentence_keys(&mut self, tokens: &[Token], sentences: &[Range<usize>]) -> Vec<(u32, u32)> {
        let keys = sentences.iter().map(|sentence| {
            let from = tokens.partition_point(|token| token.range.start < sentence.start);
            let to = tokens.partition_point(|token| token.range.start < sentence.end);
            let words = tokens[from..to].iter().filter(|token| token.is_text());
            let mut key = String::from("\u{3}");
            let mut weight = 0;
            for word in words {
                key.push_str(&word.key.to_string());
                key.push(' ');
                weight += word.weight();
            }
            (self.passages.of(&key), weight)
        });
        let mut keys: Vec<(u32, u32)> = keys.collect();
        keys.sort_unstable();
        keys
    }
}

/// The sentences of a passage. A table row is one sentence.
fn sentences_of(kind: Kind, text: &str, cells: &[usize]) -> Vec<Range<usize>> {
    match kind {
        Kind::Row => std::iter::once(0..text.len()).collect(),
        Kind::Heading(_)
        | Kind::Summary
        | Kind::Bold
        | Kind::Paragraph
        | Kind::Item
        | Kind::Code => sentences(text, cells),
    }
}

impl Text {
    pub(crate) fn of(pages: &Pages<'_>, shared: &mut Shared) -> Self {
        Self::read(pages, Some(shared))
    }

    /// A text that is searched and not compared with another: without keys, sentences and source,
    /// which are most of the work.
    pub(super) fn for_search(pages: &Pages<'_>) -> Self {
        Self::read(pages, None)
    }

    fn read(pages: &Pages<'_>, shared: Option<&mut Shared>) -> Self {
        let mut reading = PassageReader {
            text: Self::default(),
            heading: None,
            of_blocks: HashMap::new(),
            lists: HashMap::new(),
            shared,
        };
        for page in &pages.pages {
            reading.page(page, &Links::of(pages, page.document));
        }
        reading.text
    }

    /// The text of the heading above a passage.
    pub(crate) fn heading(&self, passage: usize) -> &str {
        let heading = self.passages[passage].heading;
        heading.map_or("", |heading| self.passages[heading].text.as_str())
    }
}

/// The source of a passage.
#[derive(Default)]
struct RawPassage<'a> {
    kind: Kind,
    text: &'a str,
    /// The ends of the links' words, with the targets.
    links: Vec<(usize, String)>,
    cells: &'a [usize],
    leads: usize,
    lead_in: Option<usize>,
    item: Option<ItemPlace>,
    /// Whether it is the head of a table.
    is_head: bool,
}

struct PassageReader<'a> {
    text: Text,
    heading: Option<usize>,
    /// The passages of this page's blocks.
    of_blocks: HashMap<usize, usize>,
    /// For each list of the page, the number of its first item and the count of items so far.
    lists: HashMap<usize, (Option<u64>, u64)>,
    /// `None` for a text that is not compared.
    shared: Option<&'a mut Shared>,
}

impl PassageReader<'_> {
    fn page(&mut self, page: &Page<'_>, links: &Links<'_>) {
        let document = page.document;
        self.heading = None;
        self.of_blocks.clear();
        self.lists.clear();
        self.title_of_front_matter(document);
        for (index, section) in document.sections.iter().enumerate() {
            if section.level > 0 {
                let part = RawPassage {
                    kind: Kind::Heading(section.level),
                    text: &section.title,
                    links: links.of_heading(index),
                    ..RawPassage::default()
                };
                let place = page.place(&section.anchor);
                let written = self.written(source(document, &section.span));
                self.push(part, &place, written);
            }
            for block in section.blocks.clone() {
                self.block(page, block, links.of_block(block));
            }
        }
    }

    /// Adds the title of the front matter as a heading, as a site does, unless the text repeats it.
    fn title_of_front_matter(&mut self, document: &Document) {
        let front = FrontMatter::of(document.source.text());
        let Some(title) = front.and_then(|front| front.title) else {
            return;
        };
        if document.title.is_none() {
            let part = RawPassage {
                kind: Kind::Heading(1),
                text: &title,
                ..RawPassage::default()
            };
            let written = self.written(&title);
            self.push(part, "", written);
        }
    }

    fn block(&mut self, page: &Page<'_>, index: usize, links: Vec<(usize, String)>) {
        let document = page.document;
        let block = &document.blocks[index];
        let written = source(document, &block.span);
        let links = with_html_links(links, block, written);
        let place = page.place(&block.address);
        let leads = led_by(document, index);
        let list = document.blocks[index].list;
        let lead_in = list.and_then(|list| document.lists[list].lead_in);
        let lead_in = lead_in.and_then(|block| self.of_blocks.get(&block).copied());
        let item = self.item_place(document, index);
        let before = self.text.passages.len();
        if block.kind == BlockKind::Html {
            let parts = html::parts(written);
            let written = self.written(written);
            for part in parts {
                let part = RawPassage {
                    kind: part.kind,
                    text: &part.text,
                    links: part.links,
                    cells: &part.cells,
                    leads,
                    ..RawPassage::default()
                };
                self.push(part, &place, written);
            }
            self.remember(index, before);
            return;
        }
        let kind = match block.kind {
            BlockKind::Paragraph if is_bold(written) => Kind::Bold,
            BlockKind::Paragraph | BlockKind::Html => Kind::Paragraph,
            BlockKind::Item => Kind::Item,
            BlockKind::Row => Kind::Row,
            BlockKind::Code => Kind::Code,
        };
        let part = RawPassage {
            kind,
            text: &block.text,
            links,
            cells: &block.cells,
            leads,
            lead_in,
            item,
            is_head: block.is_head,
        };
        let written = self.written(written);
        self.push(part, &place, written);
        self.remember(index, before);
    }

    /// Records the passage of a block, the last one if there are several. A block without words has
    /// none, so that it cannot separate a lead-in from its list.
    fn remember(&mut self, block: usize, before: usize) {
        let now = self.text.passages.len();
        if now > before {
            self.of_blocks.insert(block, now - 1);
        }
    }

    /// What the source of a block says of its passages. A table in HTML has one for each row, so it is
    /// read once.
    fn written(&mut self, source: &str) -> Written {
        let shared = self.shared.as_mut();
        Written {
            key: shared.map_or(0, |shared| shared.sources.of(source)),
            has_notes: source.contains("[^"),
        }
    }

    fn push(&mut self, part: RawPassage<'_>, address: &str, written: Written) {
        let text = match part.kind {
            Kind::Code => part.text.into(),
            Kind::Heading(_)
            | Kind::Summary
            | Kind::Bold
            | Kind::Paragraph
            | Kind::Item
            | Kind::Row => without_signs(part.text),
        };
        let text = text.as_ref();
        // If syntax was removed, offsets in the text changed.
        let same = text == part.text;
        let cells = if same { part.cells } else { &[] };
        let links = if same {
            part.links
        } else {
            moved(part.links, part.text, text)
        };
        let words = self.shared.as_mut().map(|shared| &mut shared.words);
        let mut passage_tokens = tokens_of_cells(text, cells, written.has_notes, words);
        if passage_tokens.is_empty() {
            return;
        }
        let targets = self.add_targets(&mut passage_tokens, links, text);
        self.add_cells(&mut passage_tokens, cells);
        let index = self.text.passages.len();
        if part.kind.is_heading() {
            self.heading = Some(index);
        }
        let (key, sentences, sentence_keys) = match &mut self.shared {
            Some(shared) => {
                let sentences = sentences_of(part.kind, text, cells);
                let sentence_keys = shared.sentence_keys(&passage_tokens, &sentences);
                let key = shared.passage_key(&passage_tokens);
                (key, sentences, sentence_keys)
            }
            None => (0, Vec::new(), Vec::new()),
        };
        self.text.passages.push(Passage {
            kind: part.kind,
            sentences,
            sentence_keys,
            lead_in: part.lead_in,
            item: part.item,
            text: text.to_owned(),
            weight: passage_tokens.iter().map(Token::weight).sum(),
            tokens: passage_tokens,
            targets,
            address: address.to_owned(),
            heading: self.heading,
            is_head: part.is_head,
            source_key: written.key,
            leads: part.leads,
            key,
        });
    }

    /// The depth of an item, and its number if the list is numbered: the first number plus the
    /// count of items before it.
    fn item_place(&mut self, document: &Document, index: usize) -> Option<ItemPlace> {
        let block = &document.blocks[index];
        let list = block.list.filter(|_| block.kind == BlockKind::Item)?;
        let around = block.frames.iter();
        let depth = 1 + around.filter(|frame| **frame == Frame::Item).count();
        let first = || (written_number(document, block), 0);
        let (first, count) = self.lists.entry(list).or_insert_with(first);
        let number = first.map(|first| first.saturating_add(*count));
        *count += 1;
        Some(ItemPlace { depth, number })
    }

    /// The key of a word, equal for equal words; 0 in a text that is not compared.
    fn word_key(&mut self, word: &str) -> u32 {
        let shared = self.shared.as_mut();
        shared.map_or(0, |shared| shared.words.of(word))
    }

    /// Inserts each link's target after its words, unless the words are the target.
    fn add_targets(
        &mut self,
        tokens: &mut Vec<Token>,
        links: Vec<(usize, String)>,
        text: &str,
    ) -> Vec<String> {
        let mut targets = Vec::new();
        let mut added = Vec::new();
        for (end, target) in links {
            let at = tokens.partition_point(|token| token.range.start < end);
            let leads_where_it_reads = tokens[..at].iter().rev().take(4).any(|token| {
                let from = token.range.start;
                end.checked_sub(from)
                    .and_then(|_| text.get(from..end))
                    .is_some_and(|words| reads_as(words, &target))
            });
            if leads_where_it_reads {
                continue;
            }
            let key = self.word_key(&format!("\u{2192}{target}"));
            let token = Token {
                range: end..end,
                key,
                class: Class::Target(targets.len()),
            };
            added.push((at, token));
            targets.push(target);
        }
        insert_all(tokens, added);
        targets
    }

    fn add_cells(&mut self, tokens: &mut Vec<Token>, cells: &[usize]) {
        let Some((_, inner)) = cells.split_last() else {
            return;
        };
        let key = self.word_key("\u{2}cell");
        let added = inner.iter().map(|end| {
            let at = tokens.partition_point(|token| {
                token.range.start < *end || (token.range.end <= *end && !token.is_text())
            });
            let token = Token {
                range: *end..*end,
                key,
                class: Class::Cell,
            };
            (at, token)
        });
        let added = added.collect();
        insert_all(tokens, added);
    }
}

/// Inserts tokens before those at their indices, all at once: one by one, each would move all that
/// follow.
fn insert_all(tokens: &mut Vec<Token>, mut added: Vec<(usize, Token)>) {
    if added.is_empty() {
        return;
    }
    added.sort_by_key(|(at, _)| *at);
    let mut all = Vec::with_capacity(tokens.len() + added.len());
    let mut added = added.into_iter().peekable();
    for (at, token) in std::mem::take(tokens).into_iter().enumerate() {
        while let Some((_, new)) = added.next_if(|(before, _)| *before <= at) {
            all.push(new);
        }
        all.push(token);
    }
    all.extend(added.map(|(_, new)| new));
    *tokens = all;
}

/// The links of a text, sorted by position.
struct Links<'a> {
    pages: &'a Pages<'a>,
    document: &'a Document,
    headings: Vec<Vec<usize>>,
    blocks: Vec<Vec<usize>>,
}

impl<'a> Links<'a> {
    fn of(pages: &'a Pages<'a>, document: &'a Document) -> Self {
        let mut links = Self {
            pages,
            document,
            headings: vec![Vec::new(); document.sections.len()],
            blocks: vec![Vec::new(); document.blocks.len()],
        };
        for (index, link) in document.links.iter().enumerate() {
            let begins = link.span.start;
            let section = document
                .sections
                .partition_point(|section| section.span.start <= begins);
            let section = section.checked_sub(1).filter(|section| {
                let section = &document.sections[*section];
                section.level > 0 && begins < section.span.end
            });
            let block = document
                .blocks
                .partition_point(|block| block.span.start <= begins);
            if let Some(section) = section {
                links.headings[section].push(index);
            } else if let Some(block) = block.checked_sub(1) {
                links.blocks[block].push(index);
            }
        }
        links
    }

    fn of_heading(&self, section: usize) -> Vec<(usize, String)> {
        self.shown(&self.headings[section])
    }

    fn of_block(&self, block: usize) -> Vec<(usize, String)> {
        self.shown(&self.blocks[block])
    }

    fn shown(&self, links: &[usize]) -> Vec<(usize, String)> {
        let shown = |link: &Link| (link.words.end, self.pages.address_of(&link.target));
        links
            .iter()
            .map(|link| shown(&self.document.links[*link]))
            .collect()
    }
}

/// Whether a link's words are its target: `legal@a.example` for `mailto:legal@a.example`,
/// `a.example` for `https://a.example/`.
fn reads_as(words: &str, target: &str) -> bool {
    let plain = |address: &str| {
        let address = address.trim().to_lowercase();
        let address = address
            .strip_prefix("mailto:")
            .unwrap_or(&address)
            .to_owned();
        let address = address.strip_prefix("tel:").unwrap_or(&address).to_owned();
        let rest = address
            .strip_prefix("https://")
            .or_else(|| address.strip_prefix("http://"));
        rest.unwrap_or(&address).trim_end_matches('/').to_owned()
    };
    plain(words) == plain(target)
}

/// Adds the links written as HTML in a Markdown paragraph.
fn with_html_links(
    mut links: Vec<(usize, String)>,
    block: &Block,
    written: &str,
) -> Vec<(usize, String)> {
    if !written.contains("<a ") {
        return links;
    }
    let mut from = 0;
    for (words, target) in html::links(written) {
        let at = block.text[from..]
            .find(words.as_str())
            .filter(|_| !words.is_empty());
        if let Some(at) = at {
            from += at + words.len();
            links.push((from, target));
        }
    }
    links.sort();
    links
}

/// Moves the ends of links to the same words after syntax was removed from the text.
fn moved(links: Vec<(usize, String)>, before: &str, after: &str) -> Vec<(usize, String)> {
    let place = |end: usize| {
        let word = before.get(..end)?.rsplit(' ').next()?;
        let seen = before.get(..end)?.matches(word).count();
        let (at, found) = after.match_indices(word).take(seen).last()?;
        Some(at + found.len())
    };
    links
        .into_iter()
        .map(|(end, target)| (place(end).unwrap_or(after.len()), target))
        .collect()
}

/// The number of items in the lists of which a block is the lead-in.
fn led_by(document: &Document, block: usize) -> usize {
    let next = document.blocks.get(block + 1).and_then(|next| next.list);
    let Some(list) = next.filter(|list| document.lists[*list].lead_in == Some(block)) else {
        return 0;
    };
    document.blocks[block + 1..]
        .iter()
        .take_while(|next| next.list.is_some_and(|found| found >= list))
        .filter(|next| next.kind == BlockKind::Item && next.list == Some(list))
        .count()
}

/// The number of an item, as written.
fn written_number(document: &Document, item: &Block) -> Option<u64> {
    let source = document.source.text();
    let line = source
        .get(..item.span.start)?
        .rfind('\n')
        .map_or(0, |at| at + 1);
    // The item may begin at its number or after it.
    let line = source.get(line..)?.lines().next()?;
    let line = line.trim_start_matches([' ', '\t', '>']);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let ends = line[digits..].starts_with(['.', ')']);
    line[..digits].parse().ok().filter(|_| ends)
}

/// Whether a paragraph serves as a heading: it consists of bold words.
fn is_bold(written: &str) -> bool {
    let written = written.trim().trim_start_matches(['>', ' ']);
    let written = written.trim_end_matches(['\\', ' ', '\n']);
    ["**", "__", "***"].iter().any(|sign| {
        let inside = written
            .strip_prefix(sign)
            .and_then(|rest| rest.trim_end_matches(':').strip_suffix(sign));
        inside.is_some_and(|inside| {
            !inside.is_empty()
                && inside.len() < 100
                && !inside.ends_with('.')
                && !inside.contains("**")
                && !inside.contains("__")
                && !inside.contains('\n')
        })
    })
}

fn source<'a>(document: &'a Document, span: &Range<usize>) -> &'a str {
    document
        .source
        .text()
        .get(span.clone())
        .unwrap_or_default()
        .trim()
}
