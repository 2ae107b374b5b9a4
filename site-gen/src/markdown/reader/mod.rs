//! Converts the parser's events into a [`Document`] in one pass, with a stack of open elements.

mod given;
mod html_in_text;
mod look;
mod size;

pub(crate) use look::{falsifies, invisible_in};

use super::Frame;
use super::address::{Addresses, first_words, slug};
use super::dialect::MEANT;
use super::enumeration::{self, Mark};
use super::front_matter::FrontMatter;
use super::html::{Builder, Html, fragment, href};
use super::invisible::Watch;
use super::link::{self, Link, Target};
use super::normalized::Normalizer;
use super::raw_html::RawHtml;
use super::sentence::sentences;
use super::{Block, BlockKind, Document, List, Section, Sentence, Settings};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use crate::html::{Element, Node, NodeId, Tokenizer, Value};
use pulldown_cmark::{
    Alignment, BlockQuoteKind, BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType,
    Options, Parser, Tag, TagEnd,
};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The anchor prefix of blocks before the first heading.
const NO_HEADING: &str = "start";

pub(super) fn read(
    source: &Source,
    part: Range<usize>,
    settings: &Settings,
) -> (Document, Diagnostics) {
    let mut found = Diagnostics::new();
    found.extend(look::turning(source, part.clone()));
    let front = FrontMatter::of(&source.text()[part.clone()]).filter(|_| part.start == 0);
    let base = front.as_ref().map_or(part.start, |front| front.range.end);
    let mut text = Cow::Borrowed(&source.text()[base..part.end]);
    if let Some(error) = size::too_much(source, base..part.end, OPTIONS) {
        found.push(error);
        text = Cow::Borrowed("");
    }
    // An unclosed fence turns the rest of the text into code. Report it once and read the text
    // again without it, to find the other errors.
    for _ in 0..FENCES {
        let (reader, open_fences) = Reader::over(&text, base, source, settings);
        if open_fences.is_empty() {
            let (mut document, more) = reader.finish();
            found.extend(more);
            if let Some(front) = front {
                found.push(refuse_front_matter(source, &front, &mut document));
            }
            return (document, found);
        }
        let mut without = text.into_owned();
        for fence in open_fences {
            found.push(open_fence(source, base + fence.start..base + fence.end));
            let blank = " ".repeat(fence.len());
            without.replace_range(fence, &blank);
        }
        text = Cow::Owned(without);
    }
    let (document, more) = Reader::over(&text, base, source, settings).0.finish();
    found.extend(more);
    (document, found)
}

/// No strikethrough: struck-out words mean the opposite, but would compare as equal. `~~` stays in the
/// text, so a rule that quotes the sentence no longer matches.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_GFM);

/// How often a text is read again without unclosed fences.
const FENCES: usize = 3;

fn open_fence(source: &Source, span: Range<usize>) -> Diagnostic {
    let fence = source.text()[span.clone()].trim();
    let marks = fence.len() - fence.trim_start_matches(['`', '~']).len();
    Diagnostic::error("unclosed code block: everything after this line would be code")
        .at(Place::new(source, span.clone()))
        .help(format!(
            "write {} on a line of its own where the code ends, or remove this line",
            &fence[..marks]
        ))
}

/// Reports front matter. Its title becomes the text's if it has no other.
fn refuse_front_matter(
    source: &Source,
    front: &FrontMatter,
    document: &mut Document,
) -> Diagnostic {
    let title = front.title.as_ref().filter(|_| document.title.is_none());
    let mut error =
        Diagnostic::error("the guidelines begin with front matter, which would be published")
            .at(Place::new(source, 0..3));
    let out = match front.lines {
        2 => "delete lines 1 and 2".to_owned(),
        last => format!("delete lines 1 to {last}"),
    };
    error = match title {
        Some(title) => error.help(format!(
            "{out} and write the title in their place:\n# {title}"
        )),
        None => error.help(format!(
            "{out}: the version's date is the name of its folder, its title the first heading"
        )),
    };
    if front.redirects {
        error = error.help(
            "they have old addresses of the text: redirect those to the site's address on your host",
        );
    }
    if let Some(title) = title {
        document.title = Some(title.clone());
    }
    error
}

impl<'a> Reader<'a> {
    /// Reads a text that begins at offset `base` of its file, and returns the unclosed fences.
    fn over(
        text: &str,
        base: usize,
        source: &Source,
        settings: &'a Settings,
    ) -> (Self, Vec<Range<usize>>) {
        let undefined = RefCell::new(Vec::new());
        let mut open_fences = Vec::new();
        let mut code: Vec<Range<usize>> = Vec::new();
        let note_undefined = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
            undefined
                .borrow_mut()
                .push((link.reference.to_string(), link.span, link.link_type));
            None
        };
        let parser = Parser::new_with_broken_link_callback(text, OPTIONS, Some(note_undefined));
        let defined: HashMap<String, (String, usize)> = parser
            .reference_definitions()
            .iter()
            .map(|(label, it)| (link::label(label), (it.dest.to_string(), it.span.start)))
            .collect();
        let mut reader = Reader::new(source, settings);
        for (event, span) in parser.into_offset_iter() {
            if let Event::Start(Tag::CodeBlock(kind)) = &event {
                code.push(span.clone());
                if matches!(kind, CodeBlockKind::Fenced(_)) {
                    open_fences.extend(open_fence_of(text, &span));
                }
            }
            reader.event(event, base + span.start..base + span.end);
        }
        for (again, label) in link::defined_again(text, &code, &defined) {
            reader.defined_again(&label, base + again.start..base + again.end);
        }
        for (reference, span, link_type) in undefined.take().into_iter().take(UNDEFINED) {
            reader.undefined(&reference, base + span.start..base + span.end, link_type);
        }
        (reader, open_fences)
    }
}

/// How many references without an address are looked at. A text of nothing else has hundreds of
/// thousands.
const UNDEFINED: usize = 2_000;

/// The first line of a code block that is never closed.
fn open_fence_of(text: &str, span: &Range<usize>) -> Option<Range<usize>> {
    let code = text[span.clone()].trim_end();
    let first = code.lines().next().unwrap_or_default();
    let mark = first.chars().next()?;
    let length = first.len() - first.trim_start_matches(mark).len();
    let last = code.lines().skip(1).last().unwrap_or_default();
    let last = last.trim_start_matches([' ', '>', '\t']);
    let is_closed = last.len() >= length && last.chars().all(|c| c == mark);
    (!is_closed).then(|| span.start..span.start + first.len())
}

struct Reader<'a> {
    settings: &'a Settings,
    found: Diagnostics,
    document: Document,
    html: Builder,
    addresses: Addresses,
    open: Option<Open>,
    containers: Vec<Container>,
    table: Option<Table>,
    footnotes: Footnotes,
    links: Vec<OpenLink>,
    /// The current HTML block.
    html_block: HtmlBlock,
    /// The authors' anchors, and those that wait for the next block.
    aliases: Vec<ExplicitAnchor>,
    waiting: Vec<Waiting>,
    /// For each section, where its heading holds additional anchors.
    heading_places: Vec<NodeId>,
    /// The number of open tags by name that defined an anchor.
    anchor_tags: HashMap<String, usize>,
    /// The end of the searched lines, and the ids found last.
    searched_to: usize,
    braces: Range<usize>,
    /// Allowed raw HTML: the tokenizer of the current block, what it hides, and where the hidden
    /// part began.
    tokenizer: Option<Tokenizer>,
    raw: RawHtml,
    hidden_from: Range<usize>,
    /// The end of the line in which each message on an invisible character was given last.
    invisible_reported: HashMap<String, usize>,
    /// The links of raw HTML that are open.
    raw_links: Vec<OpenLink>,
}

/// A heading or block that is being read.
struct Open {
    what: What,
    reading: Normalizer,
    span: Range<usize>,
    /// Its element; for an HTML block, the placeholder before it.
    node: NodeId,
    /// For a table row, the ends of its cells.
    cells: Vec<usize>,
    /// Its words without code and escapes, by source line, to search for markup of other programs.
    plain: String,
    watch: Watch,
    /// The indices of the anchors assigned to it.
    aliases: Vec<usize>,
    /// The marks at the start of its lines, each with a placeholder for a line break before it.
    marks: Vec<(Mark, NodeId)>,
    at_line_start: bool,
}

/// An anchor set by an author.
struct ExplicitAnchor {
    name: String,
    span: Range<usize>,
    /// The placeholder for its element; without one, it is in the heading that it belongs to.
    place: Option<NodeId>,
    /// The element of raw HTML that already has the id.
    written_on: Option<NodeId>,
    /// The primary anchor of its heading or block.
    of: String,
}

/// An anchor that waits for the next heading or block.
struct Waiting {
    name: String,
    span: Range<usize>,
    /// The element of raw HTML that already has the id.
    written_on: Option<NodeId>,
}

#[derive(Default)]
struct HtmlBlock {
    /// The visible part that is not an anchor, and the place of its first word; empty before one.
    rest: String,
    rest_at: Range<usize>,
    /// Whether a comment is open.
    in_comment: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Heading(u8),
    Block(BlockKind),
}

/// A container of blocks.
#[derive(Default)]
struct Container {
    /// The block that would be the lead-in of a list that follows now.
    lead_in: Option<usize>,
    list: Option<usize>,
    /// For an item, its element, until its first words are read.
    item: Option<NodeId>,
    /// The context it adds to its sentences.
    frame: Option<Frame>,
    /// For a list, whether it is numbered, and each item's element with its number and place.
    is_numbered: bool,
    items: Vec<(NodeId, u64, Range<usize>)>,
}

/// Reports a link that shows another address than its own.
fn deceives(words: &str, target: Target) -> Diagnostic {
    let address = match target {
        Target::Outside(address) | Target::Page { address, .. } => address,
        Target::Here(anchor) => format!("#{anchor}"),
    };
    Diagnostic::error(format!("a link shows `{words}`, but points to `{address}`"))
        .help("make it point to what it shows, or change its text")
}

/// A link whose words are being read.
struct OpenLink {
    /// The start of its words in the current text.
    words_from: usize,
    /// `None` if the link was rejected.
    target: Option<Target>,
    span: Range<usize>,
}

struct Table {
    alignments: Vec<Alignment>,
    cell: usize,
    in_head: bool,
}

#[derive(Default)]
struct Footnotes {
    numbers: HashMap<String, usize>,
    referred: HashSet<usize>,
    /// The number of each note, its element, and the placeholder for the link back.
    defined: Vec<(usize, NodeId, NodeId)>,
}

impl Footnotes {
    /// The number of a label. Labels are matched as the parser does: by Unicode case folding and
    /// with white space collapsed (`CommonMark` 0.31, 6.3).
    fn number(&mut self, label: &str) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(link::label(label)).or_insert(next)
    }
}

impl<'a> Reader<'a> {
    fn new(source: &Source, settings: &'a Settings) -> Self {
        let document = Document {
            source: source.clone(),
            title: None,
            sections: Vec::new(),
            blocks: Vec::new(),
            lists: Vec::new(),
            links: Vec::new(),
            html: Html::default(),
            aliases: Vec::new(),
        };
        Self {
            settings,
            found: Diagnostics::new(),
            document,
            html: Builder::default(),
            addresses: Addresses::default(),
            open: None,
            containers: vec![Container::default()],
            table: None,
            footnotes: Footnotes::default(),
            links: Vec::new(),
            html_block: HtmlBlock::default(),
            aliases: Vec::new(),
            waiting: Vec::new(),
            heading_places: Vec::new(),
            anchor_tags: HashMap::new(),
            searched_to: 0,
            braces: 0..0,
            tokenizer: None,
            raw: RawHtml::default(),
            hidden_from: 0..0,
            invisible_reported: HashMap::new(),
            raw_links: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, &span),
            // Mathematics is not enabled; if it were, its source would be text.
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(&text, span);
            }
            Event::Code(code) => {
                self.inline(&span);
                self.html.leaf(Element::new("code"), &code);
                self.plain(MEANT);
                self.read(&code, span);
            }
            Event::Html(html) => self.block_html(&html, span),
            Event::InlineHtml(html) => self.inline_html(&html, span),
            Event::FootnoteReference(label) => self.footnote_reference(&label, &span),
            Event::SoftBreak => {
                self.inline(&span);
                self.plain('\n');
                self.read(" ", span);
                self.html.line_end();
                if let Some(open) = &mut self.open {
                    open.at_line_start = true;
                }
            }
            Event::HardBreak => self.line_break(span),
            Event::Rule => {
                self.break_off();
                self.html.leaf(Element::new("hr"), "");
                self.html.line_end();
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Range<usize>) {
        match tag {
            Tag::Paragraph => self.start_paragraph(span),
            Tag::Heading { level, .. } => {
                self.break_off();
                let level = level_of(level);
                self.begin(What::Heading(level), span);
            }
            Tag::BlockQuote(kind) => {
                self.break_off();
                let quote = Element::new("blockquote");
                let class = kind.map(|kind| match kind {
                    BlockQuoteKind::Note => "callout note",
                    BlockQuoteKind::Tip => "callout tip",
                    BlockQuoteKind::Important => "callout important",
                    BlockQuoteKind::Warning => "callout warning",
                    BlockQuoteKind::Caution => "callout caution",
                });
                self.html.open(match class {
                    Some(class) => quote.with("class", class),
                    None => quote,
                });
                self.html.line_end();
                // A call-out is part of the text; a quotation may be another text.
                self.enter(kind.is_none().then_some(Frame::Quotation));
            }
            Tag::CodeBlock(kind) => {
                self.break_off();
                self.begin(What::Block(BlockKind::Code), span);
                let language = match kind {
                    CodeBlockKind::Fenced(info) => slug(info.split(' ').next().unwrap_or_default()),
                    CodeBlockKind::Indented => String::new(),
                };
                let code = Element::new("code");
                self.html.open(match language.as_str() {
                    "" => code,
                    language => code.with("class", format!("language-{language}")),
                });
            }
            Tag::HtmlBlock => {
                // A comment between a lead-in and its list does not separate them.
                let lead_in = self.container().lead_in;
                self.break_off();
                self.container().lead_in = lead_in;
                self.html_block = HtmlBlock::default();
                self.begin(What::Block(BlockKind::Html), span);
            }
            Tag::List(start) => self.start_list(start, &span),
            Tag::Item => {
                let item = self.html.open(Element::new("li"));
                let list = self.container().list;
                if self.container().is_numbered
                    && let Some(number) = enumeration::number(self.source_from(span.start))
                {
                    let end = self.nearby_line_end(span.start).min(span.end);
                    self.container().items.push((item, number, span.start..end));
                }
                self.enter(Some(Frame::Item));
                let container = self.container();
                (container.list, container.item) = (list, Some(item));
            }
            Tag::FootnoteDefinition(label) => {
                self.break_off();
                let number = self.footnotes.number(&label);
                let note = Element::new("div").with("class", "footnote");
                let note = self.html.open(note);
                self.html.line_end();
                let back = self.html.place();
                self.html.line_end();
                let is_second = (self.footnotes.defined.iter()).any(|(other, ..)| *other == number);
                if is_second {
                    self.found.push(
                        Diagnostic::warning(format!("the footnote `[^{label}]` is defined twice"))
                            .at(Place::new(
                                &self.document.source,
                                span.start..self.nearby_line_end(span.start),
                            ))
                            .help("give one of them another name, and use that name in its references"),
                    );
                }
                self.footnotes.defined.push((number, note, back));
                self.enter(Some(Frame::Footnote));
            }
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => self.start_row(true, span),
            Tag::TableRow => self.start_row(false, span),
            Tag::TableCell => self.start_cell(&span),
            Tag::Emphasis => self.inline_element("em", &span),
            Tag::Strong => self.inline_element("strong", &span),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => self.start_link(link_type, &dest_url, span),
            Tag::Image { dest_url, .. } => self.image(&dest_url, &span),
            Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, span: &Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::TableRow => {
                self.finish_text();
            }
            TagEnd::HtmlBlock => {
                self.finish_html_block();
                self.finish_text();
            }
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.leave();
                self.html.close();
                self.html.line_end();
            }
            TagEnd::List(_) => {
                let Container { lead_in, items, .. } = self.leave();
                self.number_as_written(&items);
                // A list directly after a list is a continuation, even with different bullets.
                self.container().lead_in = lead_in;
                self.html.close();
                self.html.line_end();
            }
            TagEnd::Table => {
                let in_body = self.table.take().is_some_and(|table| !table.in_head);
                if in_body {
                    self.html.close();
                    self.html.line_end();
                }
                // Close the table and the element around it.
                self.html.close();
                self.html.close();
                self.html.line_end();
            }
            TagEnd::TableHead => {
                self.finish_text();
                self.html.close();
                self.html.line_end();
            }
            TagEnd::TableCell => {
                if let Some(open) = &mut self.open {
                    open.reading.end_sentence(span.end);
                    open.cells.push(open.reading.text().len());
                }
                self.html.close();
            }
            TagEnd::Emphasis | TagEnd::Strong => {
                self.html.close();
            }
            TagEnd::Link => self.end_link(),
            TagEnd::Image
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn start_paragraph(&mut self, span: Range<usize>) {
        self.finish_text();
        let first_of_item = self.container().item.is_some();
        let kind = if first_of_item {
            BlockKind::Item
        } else {
            BlockKind::Paragraph
        };
        self.begin(What::Block(kind), span);
    }

    /// Begins a block. Its anchor is determined at its end.
    fn begin(&mut self, what: What, span: Range<usize>) {
        let node = match what {
            What::Heading(level) => {
                self.html.open(Node::Fragment);
                self.html.open(Element::new("div").with("class", "heading"));
                self.html.open(Element::new(heading_name(level)))
            }
            What::Block(BlockKind::Paragraph) => self.html.open(Element::new("p")),
            What::Block(BlockKind::Row) => self.html.open(Element::new("tr")),
            What::Block(BlockKind::Code) => self.html.open(Element::new("pre")),
            What::Block(BlockKind::Item) => {
                let item = self.container().item.take();
                item.unwrap_or_else(|| self.html.place())
            }
            What::Block(BlockKind::Html) => self.html.place(),
        };
        self.tokenizer = None;
        self.open = Some(Open {
            what,
            reading: Normalizer::default(),
            span,
            node,
            cells: Vec::new(),
            plain: String::new(),
            watch: Watch::default(),
            aliases: Vec::new(),
            marks: Vec::new(),
            at_line_start: true,
        });
        match what {
            // A row contains only cells; raw HTML is not a visible block.
            What::Block(BlockKind::Row | BlockKind::Html) => {}
            What::Block(_) | What::Heading(_) => self.give_waiting(),
        }
    }

    fn line_break(&mut self, span: Range<usize>) {
        self.inline(&span);
        self.plain('\n');
        self.read(" ", span);
        self.html.leaf(Element::new("br"), "");
        self.html.line_end();
    }

    /// The source from an offset on.
    fn source_from(&self, at: usize) -> &str {
        self.document.source.text().get(at..).unwrap_or_default()
    }

    /// The end of the line at an offset.
    fn line_end(&self, at: usize) -> usize {
        let rest = self.source_from(at);
        at + rest.find('\n').unwrap_or(rest.len())
    }

    /// The same, within a limited distance, since a line may contain many elements.
    fn nearby_line_end(&self, at: usize) -> usize {
        let text = self.document.source.text();
        let near = text.floor_char_boundary((at + 200).min(text.len()));
        let rest = text.get(at..near).unwrap_or_default();
        at + rest.find('\n').unwrap_or(rest.len())
    }

    fn plain(&mut self, c: char) {
        if let Some(open) = &mut self.open {
            open.plain.push(c);
        }
    }

    /// Begins a block if none is open: the words of an item need no paragraph.
    fn inline(&mut self, span: &Range<usize>) {
        if let Some(open) = &mut self.open {
            open.span.end = open.span.end.max(span.end);
            return;
        }
        self.start_paragraph(span.clone());
    }

    fn inline_element(&mut self, name: &'static str, span: &Range<usize>) {
        self.inline(span);
        self.html.open(Element::new(name));
    }

    fn text(&mut self, text: &str, span: Range<usize>) {
        self.inline(&span);
        let is_code = self.is_in(BlockKind::Code);
        let (text, span) = if is_code {
            (text, span)
        } else {
            self.search_braces(&span);
            self.without_braces(text, span)
        };
        if text.is_empty() {
            return;
        }
        if !is_code {
            self.note_plain(text, &span);
        }
        self.html.text(text);
        self.read(text, span);
    }

    fn is_in(&self, kind: BlockKind) -> bool {
        (self.open.as_ref()).is_some_and(|open| open.what == What::Block(kind))
    }

    fn read(&mut self, text: &str, span: Range<usize>) {
        self.look_at_characters(text, &span);
        if !self.raw.hides() {
            self.push_read(text, span);
        }
    }

    fn push_read(&mut self, text: &str, span: Range<usize>) {
        if let Some(open) = &mut self.open {
            open.reading.push(text, span);
        }
    }

    /// Ends the current block, if any, and determines its anchor.
    fn finish_text(&mut self) {
        let Some(open) = self.open.take() else { return };
        match open.what {
            What::Heading(level) => self.finish_heading(level, open),
            What::Block(kind) => self.finish_block(kind, open),
        }
    }

    fn finish_heading(&mut self, level: u8, open: Open) {
        self.lint_words(&open, None);
        let title = open.reading.finish().text;
        if title.is_empty() {
            let place = Place::new(&self.document.source, open.span.clone());
            self.found.push(
                Diagnostic::warning("a heading is empty")
                    .at(place)
                    .help("write its text, or remove it"),
            );
        }
        let anchor = match slug(&title).as_str() {
            "" => "section".to_owned(),
            slug => slug.to_owned(),
        };
        let anchor = self.addresses.unique(anchor);
        for alias in &open.aliases {
            if let Some(alias) = self.aliases.get_mut(*alias) {
                alias.of.clone_from(&anchor);
            }
        }
        if let Some(heading) = self.html.element(open.node) {
            heading.push("id", Value::Text(anchor.clone().into()));
        }
        let inside = self.html.place();
        self.html.close();
        let permalink = Element::new("a")
            .with("class", "permalink")
            .with("href", format!("#{}", fragment(&anchor)))
            .with("aria-label", format!("# {title}"));
        self.html.leaf(permalink, "#");
        self.html.close();
        self.html.line_end();
        let heading = self.html.close();
        self.check_heading(level, &title, &open.span);
        let is_title = level == 1 && self.document.title.is_none();
        if is_title {
            self.document.html.title = heading;
            self.document.title = Some(title.clone());
        }
        self.document
            .html
            .headings
            .extend(heading.map(|node| (anchor.clone(), node)));
        // The page shows the title in its header, so its additional anchors are placed after it.
        let after = if is_title { self.html.place() } else { inside };
        self.note_heading(after);
        let sections = &mut self.document.sections;
        let parent = match sections.last() {
            Some(last) if last.level < level && last.level > 0 => Some(sections.len() - 1),
            Some(last) => {
                let mut above = last.parent;
                while let Some(index) = above.filter(|index| sections[*index].level >= level) {
                    above = sections[index].parent;
                }
                above
            }
            None => None,
        };
        let start = self.document.blocks.len();
        let blocks = start..start;
        sections.push(Section {
            title,
            level,
            anchor,
            span: open.span,
            parent,
            blocks,
        });
    }

    fn check_heading(&mut self, level: u8, title: &str, span: &Range<usize>) {
        let above = self
            .document
            .sections
            .last()
            .map_or(0, |section| section.level);
        let place = Place::new(&self.document.source, span.clone());
        if level == 1 && self.document.title.is_some() {
            self.found.push(
                Diagnostic::warning(format!("`{title}` is a second title"))
                    .at(place)
                    .help("begin it with `##`: a text has one heading of the first level"),
            );
        } else if level > above + 1 && above > 0 {
            let missing = "#".repeat(usize::from(above) + 1);
            self.found.push(
                Diagnostic::warning(format!("the heading `{title}` skips a level"))
                    .at(place)
                    .help(format!(
                        "begin it with `{missing}`: screen-reader users navigate by heading level"
                    )),
            );
        }
    }

    fn finish_block(&mut self, kind: BlockKind, open: Open) {
        let empty = open.reading.is_empty();
        if empty
            && !open.aliases.is_empty()
            && matches!(
                kind,
                BlockKind::Paragraph | BlockKind::Item | BlockKind::Html
            )
        {
            self.hand_on(kind, &open);
            return;
        }
        self.lint_words(&open, Some(kind));
        self.break_lines(&open);
        let aliases = open.aliases;
        let address = if empty {
            None
        } else {
            Some(self.add_block(kind, open.reading, open.span, open.cells))
        };
        for alias in aliases {
            if let (Some(alias), Some(address)) = (self.aliases.get_mut(alias), &address) {
                alias.of.clone_from(address);
            }
        }
        if kind == BlockKind::Html {
            if let Some(address) = address {
                self.html
                    .fill(open.node, Element::new("span").with("id", address));
            }
            return;
        }
        if let Some(element) = self.html.element(open.node) {
            if let Some(address) = address {
                element.push("id", Value::Text(address.into()));
            }
            if kind == BlockKind::Code {
                element.push("tabindex", Value::Text("0".into()));
            }
        }
        match kind {
            // The item continues after its own text.
            BlockKind::Item | BlockKind::Html => {}
            BlockKind::Paragraph | BlockKind::Row => {
                self.html.close();
            }
            BlockKind::Code => {
                self.html.close();
                self.html.close();
            }
        }
        self.html.line_end();
    }

    fn add_block(
        &mut self,
        kind: BlockKind,
        reading: Normalizer,
        span: Range<usize>,
        cells: Vec<usize>,
    ) -> String {
        let read = reading.finish();
        let sentences: Vec<Sentence> = sentences(&read.text, &read.breaks)
            .into_iter()
            .map(|range| Sentence {
                span: read.source_of(&range),
                range,
            })
            .collect();
        if self.document.sections.is_empty() {
            self.document.sections.push(Section {
                title: String::new(),
                level: 0,
                anchor: String::new(),
                span: span.clone(),
                parent: None,
                blocks: 0..0,
            });
        }
        let index = self.document.blocks.len();
        let section = self.document.sections.len() - 1;
        let anchor = match self.document.sections[section].anchor.as_str() {
            "" => NO_HEADING,
            anchor => anchor,
        };
        let words = match first_words(&read.text).as_str() {
            "" => "text".to_owned(),
            words => words.to_owned(),
        };
        let address = self.addresses.unique(format!("{anchor}.{words}"));
        let list = self
            .containers
            .iter()
            .rev()
            .find_map(|container| container.list);
        let mut frames: Vec<Frame> = self
            .containers
            .iter()
            .filter_map(|container| container.frame)
            .collect();
        match kind {
            // The text of an item is not in the context of its own item.
            BlockKind::Item => {
                frames.pop();
            }
            BlockKind::Code => frames.push(Frame::Code),
            BlockKind::Paragraph | BlockKind::Row | BlockKind::Html => {}
        }
        self.document.sections[section].blocks.end = index + 1;
        self.document.blocks.push(Block {
            address: address.clone(),
            kind,
            text: read.text,
            sentences,
            span,
            section,
            list,
            frames,
            cells,
        });
        self.container().lead_in = match kind {
            BlockKind::Paragraph | BlockKind::Item => Some(index),
            BlockKind::Row | BlockKind::Code | BlockKind::Html => None,
        };
        address
    }

    fn container(&mut self) -> &mut Container {
        if self.containers.is_empty() {
            self.containers.push(Container::default());
        }
        let last = self.containers.len() - 1;
        &mut self.containers[last]
    }

    fn enter(&mut self, frame: Option<Frame>) {
        self.containers.push(Container {
            frame,
            ..Container::default()
        });
    }

    fn leave(&mut self) -> Container {
        self.finish_text();
        self.open_item();
        self.containers.pop().unwrap_or_default()
    }

    /// Records that an item does not begin with text.
    fn open_item(&mut self) {
        self.container().item = None;
    }

    /// Begins something that is not text: ends the current block, which then cannot be a lead-in.
    fn break_off(&mut self) {
        self.finish_text();
        self.open_item();
        self.container().lead_in = None;
    }

    fn start_list(&mut self, start: Option<u64>, span: &Range<usize>) {
        self.finish_text();
        let lead_in = self.container().lead_in;
        self.break_off();
        // Set before its first item is read, since a section without blocks may not exist yet.
        let section = self.document.sections.len().saturating_sub(1);
        self.document.lists.push(List { lead_in, section });
        self.containers.push(Container {
            lead_in,
            list: Some(self.document.lists.len() - 1),
            is_numbered: start.is_some(),
            ..Container::default()
        });
        // `1)` is shown as written.
        let is_bracketed =
            start.is_some() && enumeration::is_bracketed(self.source_from(span.start));
        let mut list = Element::new(if start.is_some() { "ol" } else { "ul" });
        if let Some(start) = start.filter(|start| *start != 1) {
            list.push("start", Value::Text(start.to_string().into()));
        }
        if is_bracketed {
            list.push("class", Value::Text("bracketed".into()));
        }
        self.html.open(list);
        self.html.line_end();
    }

    fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.break_off();
        self.table = Some(Table {
            alignments,
            cell: 0,
            in_head: true,
        });
        let heading = self.document.sections.last();
        let heading = heading.map(|section| section.anchor.clone());
        let group = Element::new("div").with("class", "table");
        // WCAG 2.1.1: keyboard users must be able to scroll it, so it is focusable and has a name. Not
        // a landmark, since two tables of a section would be landmarks with one name.
        self.html
            .open(match heading.filter(|anchor| !anchor.is_empty()) {
                Some(anchor) => group
                    .with("role", "group")
                    .with("tabindex", "0")
                    .with("aria-labelledby", anchor),
                None => group.with("tabindex", "0"),
            });
        self.html.open(Element::new("table"));
        self.html.line_end();
    }

    fn start_row(&mut self, in_head: bool, span: Range<usize>) {
        let first_of_body = match &mut self.table {
            Some(table) => {
                table.cell = 0;
                std::mem::replace(&mut table.in_head, in_head) && !in_head
            }
            None => false,
        };
        if in_head || first_of_body {
            self.html
                .open(Element::new(if in_head { "thead" } else { "tbody" }));
            self.html.line_end();
        }
        self.lint_cells(&span);
        self.begin(What::Block(BlockKind::Row), span);
    }

    fn start_cell(&mut self, span: &Range<usize>) {
        let Some(table) = &mut self.table else { return };
        // No `style` attribute, because the pages' content security policy forbids it.
        let align = match table.alignments.get(table.cell) {
            Some(Alignment::Left) => Some("left"),
            Some(Alignment::Center) => Some("center"),
            Some(Alignment::Right) => Some("right"),
            Some(Alignment::None) | None => None,
        };
        table.cell += 1;
        let in_head = table.in_head;
        if let Some(open) = &mut self.open {
            open.span.end = open.span.end.max(span.end);
        }
        let cell = if in_head {
            Element::new("th").with("scope", "col")
        } else {
            Element::new("td")
        };
        self.html.open(match align {
            Some(align) => cell.with("class", align),
            None => cell,
        });
        self.give_waiting();
    }

    fn start_link(&mut self, link_type: LinkType, destination: &str, span: Range<usize>) {
        self.inline(&span);
        let destination = if link_type == LinkType::Email {
            format!("mailto:{destination}")
        } else {
            let named = self.settings.files.address_in(destination);
            named.unwrap_or_else(|| destination.to_owned())
        };
        let target = match link::target(&destination, &self.settings.address) {
            Ok(target) => target,
            Err(refused) => {
                let place = Place::new(&self.document.source, span.clone());
                self.found.push(
                    Diagnostic::error(refused.message)
                        .at(place)
                        .help(refused.help),
                );
                self.open_link(None, span);
                return;
            }
        };
        let place = |anchor: &str| format!("#{}", fragment(anchor));
        let mut link = Element::new("a");
        link.push(
            "href",
            match &target {
                Target::Outside(address) => Value::Text(href(address).into()),
                Target::Page { address, anchor } => {
                    let anchor = anchor.as_deref().map(place).unwrap_or_default();
                    Value::Page(href(address) + &anchor)
                }
                Target::Here(anchor) => Value::Text(place(anchor).into()),
            },
        );
        self.html.open(link);
        self.document.links.push(Link {
            target: target.clone(),
            span: span.clone(),
            // Known at the end of the link.
            words: 0..0,
        });
        self.open_link(Some(target), span);
    }

    fn open_link(&mut self, target: Option<Target>, span: Range<usize>) {
        let words_from = self
            .open
            .as_ref()
            .map_or(0, |open| open.reading.text().len());
        self.links.push(OpenLink {
            words_from,
            target,
            span,
        });
    }

    fn end_link(&mut self) {
        let Some(OpenLink {
            words_from,
            target: Some(target),
            span,
        }) = self.links.pop()
        else {
            return;
        };
        let node = self.html.close();
        let text = self.open.as_ref().map_or("", |open| open.reading.text());
        let words_to = text.len();
        let words = text.get(words_from..).unwrap_or_default().trim();
        if let Some(node) = node.filter(|_| link::reads_as_its_address(words, &target)) {
            self.html.add_class(node, "url");
        }
        // Links do not nest (CommonMark 0.31, 6.3), so the last one opened is the one that ends.
        if let Some(link) = self.document.links.last_mut() {
            link.words = words_from..words_to;
        }
        let deceives = (!link::keeps_its_word(words, &target)).then(|| deceives(words, target));
        self.found
            .extend(deceives.map(|error| error.at(Place::new(&self.document.source, span))));
    }

    /// A link of raw HTML begins. Its words are checked like those of any other.
    fn open_raw_link(&mut self, destination: &str, span: Range<usize>) {
        let reading = self.open.as_ref();
        self.raw_links.push(OpenLink {
            words_from: reading.map_or(0, |open| open.reading.text().len()),
            target: link::target(destination, &self.settings.address).ok(),
            span,
        });
    }

    fn end_raw_link(&mut self) {
        let Some(link) = self.raw_links.pop() else {
            return;
        };
        let text = self.open.as_ref().map_or("", |open| open.reading.text());
        let words = text.get(link.words_from..).unwrap_or_default().trim();
        let target = link
            .target
            .filter(|target| !link::keeps_its_word(words, target));
        let deceives = target.map(|target| deceives(words, target));
        let place = Place::new(&self.document.source, link.span);
        self.found.extend(deceives.map(|error| error.at(place)));
    }

    fn image(&mut self, destination: &str, span: &Range<usize>) {
        self.inline(span);
        let place = Place::new(&self.document.source, span.clone());
        self.found.push(
            Diagnostic::error(format!("the image `{destination}` cannot be published"))
                .at(place)
                .help(
                    "describe it in words: pages are text only, and load nothing from other hosts",
                ),
        );
    }

    fn footnote_reference(&mut self, label: &str, span: &Range<usize>) {
        self.inline(span);
        let number = self.footnotes.number(label);
        // The footnote's number is part of the text: a note can limit a sentence, so a rule that
        // quotes the sentence must notice.
        self.read(&format!("[{number}]"), span.clone());
        let mut link = Element::new("a").with("href", format!("#fn:{number}"));
        if self.footnotes.referred.insert(number) {
            link.push("id", Value::Text(format!("fnref:{number}").into()));
        }
        self.html.open(Element::new("sup"));
        self.html.leaf(link, &number.to_string());
        self.html.close();
    }

    fn undefined(&mut self, reference: &str, span: Range<usize>, link_type: LinkType) {
        if reference.starts_with('^') {
            return;
        }
        let place = Place::new(&self.document.source, span);
        if let Some(link) = link::suggestion(self.source_from(place_end(&place))) {
            let error = Diagnostic::error(format!("`[{reference}]` is not a link: {}", link.why));
            self.found.push(
                error
                    .at(place)
                    .help(format!("write `[{reference}]({})`", link.address)),
            );
            return;
        }
        let brackets = match link_type {
            LinkType::ShortcutUnknown | LinkType::Shortcut => "write `\\[` if no link is meant",
            _ => "write `\\[` if no link is meant, or give its address in brackets after it",
        };
        self.found.push(
            Diagnostic::warning(format!("the link `[{reference}]` has no address"))
                .at(place)
                .help(format!(
                    "write `[{reference}]: https://...` on a line of its own"
                ))
                .help(brackets),
        );
    }

    /// Links each footnote back to the place that refers to it, if there is one.
    fn finish_footnotes(&mut self) {
        let mut seen = HashSet::new();
        for (number, note, back) in std::mem::take(&mut self.footnotes.defined) {
            if seen.insert(number)
                && let Some(note) = self.html.element(note)
            {
                note.push("id", Value::Text(format!("fn:{number}").into()));
            }
            let shown = number.to_string();
            if self.footnotes.referred.contains(&number) {
                let link = Element::new("a")
                    .with("class", "footnote-back")
                    .with("href", format!("#fnref:{number}"));
                let link = self.html.fill(back, link);
                self.html.fill_text(link, &shown);
            } else {
                self.html.fill_text(back, &shown);
            }
        }
    }

    fn finish(mut self) -> (Document, Diagnostics) {
        self.finish_text();
        // Anchors at the very end belong to the last heading.
        for Waiting {
            name,
            span,
            written_on,
        } in std::mem::take(&mut self.waiting)
        {
            let place = Some(self.html.place());
            let of = self.document.sections.last();
            let of = of.map_or(String::new(), |section| section.anchor.clone());
            self.aliases.push(ExplicitAnchor {
                name,
                span,
                place,
                written_on,
                of,
            });
        }
        self.finish_footnotes();
        self.settle_aliases();
        if let Some(begun) = self.raw.unfinished() {
            let place = Place::new(&self.document.source, self.hidden_from.clone());
            self.found.push(hides_the_rest(&begun).at(place));
        }
        self.document.html.tree = self.html.finish();
        // A site keeps all its texts in memory.
        self.document.blocks.shrink_to_fit();
        (self.document, self.found)
    }
}

/// The element name of a heading.
fn heading_name(level: u8) -> &'static str {
    match level {
        1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}

fn place_end(place: &Place) -> usize {
    place.span.as_ref().map_or(0, |span| span.end)
}

fn hides_the_rest(begun: &str) -> Diagnostic {
    Diagnostic::error(format!(
        "`{begun}` is not closed, so everything after it is hidden"
    ))
    .help("close it at the end of the hidden text")
}

fn level_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
