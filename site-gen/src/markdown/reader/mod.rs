//! Converts the parser's events into a [`Document`] in one pass, with a stack of open elements.

mod blocks;
mod containers;
mod explicit_anchors;
mod fences;
mod footnotes;
mod headings;
mod html_in_text;
mod links;
mod lints;
mod size;
mod tables;

pub(crate) use lints::{falsifies, invisible_in, is_of_flag, two_scripts};

use super::address::{Addresses, slug};
use super::dialect::LITERAL;
use super::enumeration::Mark;
use super::front_matter::FrontMatter;
use super::html::{Builder, Html};
use super::invisible::InvisibleSearch;
use super::link;
use super::normalized::Normalizer;
use super::raw_html::RawHtml;
use super::{BlockKind, Document, Frame, Settings};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use crate::html::{Element, Node, NodeId, Tokenizer};
use containers::Container;
use fences::{FENCES, open_fence, open_fence_of};
use footnotes::Footnotes;
use headings::{heading_name, level_of};
use links::OpenLink;
use pulldown_cmark::{
    BlockQuoteKind, BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd,
};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use tables::Table;

pub(super) fn read(
    source: &Source,
    part: Range<usize>,
    settings: &Settings,
) -> (Document, Diagnostics) {
    let mut found = Diagnostics::new();
    found.extend(lints::turning(source, part.clone()));
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
        let (reader, open_fences) = Reader::over(&text, base, source, settings, |_| false);
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
    let (reader, _) = Reader::over(&text, base, source, settings, |_| false);
    let (document, more) = reader.finish();
    found.extend(more);
    (document, found)
}

/// Reads a text up to the end of its first block.
pub(super) fn beginning(source: &Source) -> Document {
    let settings = Settings::default();
    let has_block = |document: &Document| !document.blocks.is_empty();
    let (reader, _) = Reader::over(source.text(), 0, source, &settings, has_block);
    let (document, _) = reader.finish();
    match document.blocks.first() {
        // Perhaps only because its fence is not closed.
        Some(first) if first.kind == BlockKind::Code => {
            read(source, 0..source.text().len(), &settings).0
        }
        Some(_) | None => document,
    }
}

/// No strikethrough: struck-out words mean the opposite, but would compare as equal. `~~` stays in the
/// text, so a rule that quotes the sentence no longer matches.
pub(crate) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_GFM);

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
    /// Reads a text that begins at offset `base` of its file, until it has enough of it, and returns the
    /// unclosed fences.
    fn over(
        text: &str,
        base: usize,
        source: &Source,
        settings: &'a Settings,
        is_enough: impl Fn(&Document) -> bool,
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
            if is_enough(&reader.document) {
                break;
            }
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
    pending_anchors: Vec<PendingAnchor>,
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
    what: OpenKind,
    reading: Normalizer,
    span: Range<usize>,
    /// Its element; for an HTML block, the placeholder before it.
    node: NodeId,
    /// For a table row, the ends of its cells.
    cells: Vec<usize>,
    /// Its words without code and escapes, by source line, to search for markup of other programs.
    plain: String,
    watch: InvisibleSearch,
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
struct PendingAnchor {
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
enum OpenKind {
    Heading(u8),
    Block(BlockKind),
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
            read_again: None,
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
            pending_anchors: Vec::new(),
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
                self.plain(LITERAL);
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
                self.begin(OpenKind::Heading(level), span);
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
                if matches!(kind, CodeBlockKind::Indented) {
                    self.check_indentation(span.clone());
                }
                self.break_off();
                self.begin(OpenKind::Block(BlockKind::Code), span);
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
                self.begin(OpenKind::Block(BlockKind::Html), span);
            }
            Tag::List(start) => self.start_list(start, &span),
            Tag::Item => self.start_item(&span),
            Tag::FootnoteDefinition(label) => self.start_footnote(&label, &span),
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
            TagEnd::Table => self.end_table(),
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
        self.begin(OpenKind::Block(kind), span);
    }

    /// Begins a block. Its anchor is determined at its end.
    fn begin(&mut self, what: OpenKind, span: Range<usize>) {
        let node = match what {
            OpenKind::Heading(level) => {
                self.html.open(Node::Fragment);
                self.html.open(Element::new("div").with("class", "heading"));
                self.html.open(Element::new(heading_name(level)))
            }
            OpenKind::Block(BlockKind::Paragraph) => self.html.open(Element::new("p")),
            OpenKind::Block(BlockKind::Row) => self.html.open(Element::new("tr")),
            OpenKind::Block(BlockKind::Code) => self.html.open(Element::new("pre")),
            OpenKind::Block(BlockKind::Item) => {
                let item = self.container().item.take();
                item.unwrap_or_else(|| self.html.place())
            }
            OpenKind::Block(BlockKind::Html) => self.html.place(),
        };
        self.tokenizer = None;
        self.open = Some(Open {
            what,
            reading: Normalizer::default(),
            span,
            node,
            cells: Vec::new(),
            plain: String::new(),
            watch: InvisibleSearch::default(),
            aliases: Vec::new(),
            marks: Vec::new(),
            at_line_start: true,
        });
        match what {
            // A row contains only cells; raw HTML is not a visible block.
            OpenKind::Block(BlockKind::Row | BlockKind::Html) => {}
            OpenKind::Block(_) | OpenKind::Heading(_) => self.attach_pending_anchors(),
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
        (self.open.as_ref()).is_some_and(|open| open.what == OpenKind::Block(kind))
    }

    fn read(&mut self, text: &str, span: Range<usize>) {
        self.check_characters(text, &span);
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
            OpenKind::Heading(level) => self.finish_heading(level, open),
            OpenKind::Block(kind) => self.finish_block(kind, open),
        }
    }

    fn finish(mut self) -> (Document, Diagnostics) {
        self.finish_text();
        // Anchors at the very end belong to the last heading.
        for PendingAnchor {
            name,
            span,
            written_on,
        } in std::mem::take(&mut self.pending_anchors)
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
        self.place_explicit_anchors();
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

fn hides_the_rest(begun: &str) -> Diagnostic {
    Diagnostic::error(format!(
        "`{begun}` is not closed, so everything after it is hidden"
    ))
    .help("close it at the end of the hidden text")
}
