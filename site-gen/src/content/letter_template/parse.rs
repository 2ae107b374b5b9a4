//! Parses a letter template line by line, in linear time, with a stack of limited depth for open
//! instructions.

use super::instruction::{self, Instruction, bracketed};
use super::{
    Block, Branch, Cell, Footnote, Line, PlacedName, Purpose, Role, Table, TextBlock, When,
};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use request_builder::letter::Entries;
use request_builder::rules::{Condition, ConditionError};
use std::ops::Range;

/// The maximum nesting depth of instructions.
const MAX_DEPTH: usize = 16;

/// The maximum number of branches of an `[if …]`.
const MAX_BRANCHES: usize = 32;

/// The maximum length of a condition in bytes. Every paragraph below it stores a copy.
const MAX_CONDITION_LENGTH: usize = 1_000;

/// The maximum number of footnotes on a line.
const MAX_FOOTNOTES: usize = 8;

/// The message and help for table rows without a delimiter row.
const MISSING_DELIMITER_ROW: (&str, &str) = (
    "the table has no line between its header and its row",
    "write a header row, below it `|---|---|`, and below that the row that is repeated for each entry",
);

/// The help for an instruction in the middle of a line.
const OWN_LINE_HELP: &str = "move it to a line of its own";

/// HTML that a letter or label would show.
const TAGS: [&str; 9] = [
    "<a ", "<br>", "<br/>", "<br />", "<b>", "<i>", "<p>", "<strong>", "<em>",
];
/// Characters as HTML writes them.
const CHARACTERS: [&str; 5] = ["&amp;", "&nbsp;", "&lt;", "&gt;", "&quot;"];

/// The first mark of other Markdown in a text, and what to do about it: letters and labels are plain text.
/// Asterisks not around words, as in a card number, are literal.
pub(crate) fn markup(text: &str) -> Option<(usize, &'static str, &'static str)> {
    let bold = text.match_indices("**").find(|(at, mark)| {
        let rest = &text[at + mark.len()..];
        let end = rest.find("**").unwrap_or_default();
        let words = &rest[..end];
        !words.is_empty() && !words.starts_with([' ', '*']) && !words.ends_with([' ', '*'])
    });
    let link = text.match_indices("](").find(|(at, mark)| {
        let rest = &text[at + mark.len()..];
        ["http", "mailto:", "/", "#", "www."]
            .iter()
            .any(|start| rest.starts_with(start))
    });
    let comment = text
        .find("<!--")
        .map(|at| (at, "<!--", "remove the comment"));
    let bold = bold.map(|(at, _)| (at, "**", "remove it: there is no bold type here"));
    let link = link.map(|(at, _)| {
        (
            at,
            "](",
            "write the address itself: there are no links here",
        )
    });
    let first = |marks: &[&'static str], help: &'static str| {
        let mut found = marks
            .iter()
            .filter_map(|mark| Some((text.find(mark)?, *mark, help)));
        found.next()
    };
    let html = first(&TAGS, "remove it: there is no HTML here");
    let character = first(
        &CHARACTERS,
        "write the character itself: there is no HTML here",
    );
    comment.or(bold).or(link).or(html).or(character)
}

/// Parses a range of a file into blocks.
pub(super) fn blocks(
    source: &Source,
    text: Range<usize>,
    purpose: Purpose,
    found: &mut Diagnostics,
) -> Vec<Block> {
    let mut reader = TemplateParser {
        source,
        purpose,
        found,
        open: None,
        frames: Vec::new(),
        blocks: Vec::new(),
    };
    let mut start = text.start;
    for line in source.text()[text].split_inclusive('\n') {
        let words = line.trim();
        let at = start + (line.len() - line.trim_start().len());
        reader.line(words, at);
        start += line.len();
    }
    reader.end()
}

struct TemplateParser<'s> {
    source: &'s Source,
    purpose: Purpose,
    found: &'s mut Diagnostics,
    /// The block that the next line may continue.
    open: Option<OpenInstruction>,
    /// The open instructions, outermost first.
    frames: Vec<Frame>,
    /// The finished blocks outside any instruction.
    blocks: Vec<Block>,
}

enum OpenInstruction {
    Lines(TextBlock),
    /// A style instruction without lines so far.
    Style {
        role: Role,
        span: Range<usize>,
        footnotes: Vec<Footnote>,
    },
    Table(Vec<TableRow>),
}

/// A row of a table.
struct TableRow {
    /// The cells, as written.
    cells: Vec<Range<usize>>,
    span: Range<usize>,
    footnotes: Vec<Footnote>,
}

/// An open instruction and its content so far.
struct Frame {
    holder: Holder,
    span: Range<usize>,
    blocks: Vec<Block>,
}

enum Holder {
    If {
        branches: Vec<Branch>,
        /// The condition of the current branch; `None` for `[else]`.
        when: Option<When>,
    },
    ForEach {
        group: PlacedName,
        entries: Entries,
        footnotes: Vec<Footnote>,
    },
    CoverSheet,
    BlankLetters,
    /// An invalid instruction, whose content is discarded.
    Invalid,
}

impl Holder {
    fn name(&self) -> &'static str {
        match self {
            Self::If { .. } => "if …",
            Self::ForEach { .. } => "for each …",
            Self::CoverSheet => "cover sheet",
            Self::BlankLetters => "blank letters",
            Self::Invalid => "…",
        }
    }
}

impl TemplateParser<'_> {
    fn place(&self, span: Range<usize>) -> Place {
        Place::new(self.source, span)
    }

    fn error(&mut self, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        let place = self.place(span);
        self.found
            .push(Diagnostic::error(message).at(place).help(help));
    }

    fn line(&mut self, words: &str, at: usize) {
        if words.is_empty() {
            self.close();
        } else if words.starts_with("//") {
            // A comment is skipped and does not even end a block.
        } else if words.starts_with('[') && !words.starts_with("[^") && self.brackets(words, at) {
            // It was an instruction.
        } else if let Some(OpenInstruction::Style { .. }) = self.open {
            self.words(words, at);
        } else if words.starts_with('|') && !self.is_set() {
            self.row(words, at);
        } else {
            self.words(words, at);
        }
    }

    /// Whether an instruction sets the style of the following lines, so their own marks are
    /// ignored.
    fn is_set(&self) -> bool {
        match &self.open {
            Some(OpenInstruction::Style { .. }) => true,
            Some(OpenInstruction::Lines(lines)) => matches!(
                lines.role,
                Role::Fact | Role::Address | Role::Date | Role::Signature | Role::Enclosure
            ),
            Some(OpenInstruction::Table(_)) | None => false,
        }
    }

    /// Parses a line that begins with a bracket. Returns whether it was, or was meant as, an
    /// instruction.
    fn brackets(&mut self, words: &str, at: usize) -> bool {
        let Some(inner) = bracketed(words) else {
            if instruction::is_like_one(&words[1..]) {
                self.error(
                    at..at + words.len(),
                    "the bracket of an instruction is not closed",
                    "write `]` at its end",
                );
                return true;
            }
            return false;
        };
        let (own, rest) = words.split_at(inner.end + 1);
        let (rest, footnotes) = self.footnotes(rest, at + own.len());
        let text = words[inner.clone()].trim();
        let inner_at =
            at + inner.start + (words[inner.clone()].len() - words[inner].trim_start().len());
        let span = at..at + own.len();
        let read = Instruction::read(text);
        if !rest.trim().is_empty() {
            if read.is_some() {
                self.error(
                    span,
                    format!("`{own}` is on a line with other text"),
                    OWN_LINE_HELP,
                );
            }
            return read.is_some();
        }
        self.close();
        match read {
            Some(read) => self.instruction(read, inner_at + text.len(), span, footnotes),
            None => self.unknown(text, span),
        }
        true
    }

    /// Reports an unknown instruction. If it was probably meant to open a block, opens one, so that
    /// its `[end]` is not reported too.
    fn unknown(&mut self, text: &str, span: Range<usize>) {
        let short: String = text.chars().take(60).collect();
        let error = Diagnostic::unknown("instruction", format!("[{short}]"));
        let error = error.at(self.place(span.clone()));
        let meant = instruction::suggestion(text);
        let error = error.did_you_mean(
            meant.map(|meant| format!("[{meant}]")),
            format!("the instructions are {}", instruction::known()),
        );
        self.found.push(match meant {
            Some(_) => error,
            None => error.help("to print words in brackets, put other text on the same line"),
        });
        if matches!(meant, Some("if …" | "for each …" | "blank letters")) {
            self.frames.push(Frame {
                holder: Holder::Invalid,
                span,
                blocks: Vec::new(),
            });
        }
    }

    /// Parses an instruction. Its arguments end at `end`.
    fn instruction(
        &mut self,
        read: Instruction<'_>,
        end: usize,
        span: Range<usize>,
        footnotes: Vec<Footnote>,
    ) {
        if !self.is_allowed(read, &span, &footnotes) {
            return;
        }
        match read {
            Instruction::If(condition) => {
                let when = Some(self.when(condition, end));
                let branches = Vec::new();
                self.open(Holder::If { branches, when }, span);
            }
            Instruction::ElseIf(condition) => {
                let when = self.when(condition, end);
                self.branch(Some(when), span);
            }
            Instruction::Else => self.branch(None, span),
            Instruction::End => self.end_of_frame(span),
            Instruction::ForEach(each) => self.for_each(each, end, span, footnotes),
            Instruction::BlankLetters => self.open(Holder::BlankLetters, span),
            Instruction::CoverSheet => self.open(Holder::CoverSheet, span),
            Instruction::PageBreak => self.page_break(span, footnotes),
            Instruction::Insert(partial) => self.insert(partial, end, span),
            Instruction::Set(role) => {
                self.open = Some(OpenInstruction::Style {
                    role,
                    span,
                    footnotes,
                });
            }
        }
    }

    /// Whether an instruction is allowed in this text. Also reports a footnote that it cannot have.
    fn is_allowed(
        &mut self,
        read: Instruction<'_>,
        span: &Range<usize>,
        footnotes: &[Footnote],
    ) -> bool {
        let of_mail = matches!(
            read,
            Instruction::If(_) | Instruction::ElseIf(_) | Instruction::Else | Instruction::End
        );
        if self.purpose == Purpose::Mail && !of_mail {
            self.error(
                span.clone(),
                "this instruction is for letters, not for the covering email",
                "the covering email can have `[if …]`, `[else if …]`, `[else]` and `[end]`",
            );
            return false;
        }
        let takes_footnotes = matches!(
            read,
            Instruction::Set(_) | Instruction::ForEach(_) | Instruction::PageBreak
        );
        if let (false, Some(footnote)) = (takes_footnotes, footnotes.first()) {
            self.error(
                footnote.rule.span.clone(),
                "a footnote follows an instruction that is not a paragraph",
                "move it to the end of the paragraph that answers the rule",
            );
        }
        true
    }

    /// `[for each account, if several]`. What is after `for each` ends at `end`.
    fn for_each(&mut self, each: &str, end: usize, span: Range<usize>, footnotes: Vec<Footnote>) {
        let (name, entries) = match each.split_once(',') {
            Some((name, rest)) => match rest.trim() {
                "if one" => (name, Entries::One),
                "if several" => (name, Entries::Several),
                _ => (each, Entries::Any),
            },
            None => (each, Entries::Any),
        };
        let group = PlacedName {
            name: name.to_owned(),
            span: end - each.len()..end - each.len() + name.len(),
        };
        if !is_name(&group.name) {
            self.error(
                span.clone(),
                "`[for each …]` needs the name of one group",
                "write its name, as in `[for each account]` or `[for each account, if several]`",
            );
        }
        let holder = Holder::ForEach {
            group,
            entries,
            footnotes,
        };
        self.open(holder, span);
    }

    /// `[insert server]`. The name ends at `end`.
    fn insert(&mut self, partial: &str, end: usize, span: Range<usize>) {
        let name = PlacedName {
            name: partial.to_owned(),
            span: end - partial.len()..end,
        };
        if is_name(&name.name) {
            self.push(Block::Insert(name));
        } else {
            self.error(
                span,
                "`[insert …]` needs the name of one file",
                "write it without `.md`, as in `[insert server]`",
            );
        }
    }

    /// Parses a condition that ends at `end`. An invalid one is reported and counts as true.
    fn when(&mut self, text: &str, end: usize) -> When {
        let start = end - text.len();
        let span = start..end;
        if text.len() > MAX_CONDITION_LENGTH {
            self.error(
                span.clone(),
                format!("the condition is too long (limit {MAX_CONDITION_LENGTH} bytes)"),
                "shorten it, or nest one `[if …]` in another",
            );
        } else {
            match Condition::parse_in_letter(text) {
                Ok(condition) => return When { condition, span },
                Err(ConditionError { at, kind }) => {
                    self.error(
                        start + at.start..start + at.end,
                        kind.to_string(),
                        kind.help(),
                    );
                }
            }
        }
        When {
            condition: Condition::All(Vec::new()),
            span,
        }
    }

    fn open(&mut self, holder: Holder, span: Range<usize>) {
        let is_in = |frame: &&Frame| {
            matches!(
                (&frame.holder, &holder),
                (Holder::ForEach { .. }, Holder::ForEach { .. })
                    | (Holder::CoverSheet, Holder::CoverSheet)
                    | (Holder::BlankLetters, Holder::BlankLetters)
            )
        };
        let mut holder_kept = true;
        if let Some(outer) = self.frames.iter().find(is_in) {
            let (name, place) = (outer.holder.name(), self.place(outer.span.clone()));
            let error = Diagnostic::error(format!("`[{name}]` is inside another one"))
                .at(self.place(span.clone()))
                .with_related(place.with_note("the outer one"))
                .help("end the outer one before it");
            self.found.push(error);
            holder_kept = false;
        } else if self.frames.len() == MAX_DEPTH {
            self.error(
                span.clone(),
                format!("instructions are nested too deeply (limit {MAX_DEPTH})"),
                "move some of them to a text of their own, and `[insert …]` it",
            );
        }
        holder_kept &= self.frames.len() < MAX_DEPTH;
        self.frames.push(Frame {
            holder: if holder_kept { holder } else { Holder::Invalid },
            span,
            blocks: Vec::new(),
        });
    }

    /// A branch: `[else if …]`, or `[else]` without a condition.
    fn branch(&mut self, when: Option<When>, span: Range<usize>) {
        let name = if when.is_some() {
            "else if …"
        } else {
            "else"
        };
        let Some(frame) = self.frames.last_mut() else {
            return self.error(
                span,
                format!("`[{name}]` is outside any `[if …]`"),
                "write `[if …]` above it, or remove it",
            );
        };
        let opened = frame.span.clone();
        match &mut frame.holder {
            Holder::If {
                branches,
                when: current,
            } => {
                let Some(condition) = current.take() else {
                    let error = Diagnostic::error(format!(
                        "`[{name}]` comes after the `[else]` of its `[if …]`"
                    ))
                    .at(self.place(span))
                    .with_related(self.place(opened).with_note("the `[if …]`"))
                    .help("move it before the `[else]`, or end the `[if …]` above it");
                    self.found.push(error);
                    return;
                };
                branches.push(Branch {
                    when: Some(condition),
                    blocks: std::mem::take(&mut frame.blocks),
                });
                let is_too_many = branches.len() == MAX_BRANCHES;
                *current = when;
                if is_too_many {
                    frame.holder = Holder::Invalid;
                    self.error(
                        span,
                        format!("an `[if …]` has too many branches (limit {MAX_BRANCHES})"),
                        "end it, and start another",
                    );
                }
            }
            Holder::Invalid => {}
            Holder::ForEach { .. } | Holder::CoverSheet | Holder::BlankLetters => {
                let held_by = frame.holder.name();
                let error = Diagnostic::error(format!("`[{name}]` is in `[{held_by}]`"))
                    .at(self.place(span))
                    .with_related(self.place(opened).with_note("this is not ended yet"))
                    .help(ending(held_by));
                self.found.push(error);
            }
        }
    }

    /// `[end]`.
    fn end_of_frame(&mut self, span: Range<usize>) {
        // An unclosed cover sheet ends with the block that contains it.
        while let Some(frame) = self
            .frames
            .pop_if(|frame| matches!(frame.holder, Holder::CoverSheet))
        {
            let error = Diagnostic::error("`[end]` is in the cover sheet")
                .at(self.place(span.clone()))
                .with_related(self.place(frame.span).with_note("the cover sheet"))
                .help("end the cover sheet with `[page break]` above it");
            self.found.push(error);
        }
        match self.frames.pop() {
            Some(frame) => self.finish(frame),
            None => self.error(
                span,
                "`[end]` ends nothing",
                "remove it, or write `[if …]`, `[for each …]` or `[blank letters]` above it",
            ),
        }
    }

    fn finish(&mut self, frame: Frame) {
        let blocks = frame.blocks;
        match frame.holder {
            Holder::If { mut branches, when } => {
                branches.push(Branch { when, blocks });
                self.push(Block::If(branches));
            }
            Holder::ForEach {
                group,
                entries,
                footnotes,
            } => self.push(Block::ForEach {
                group,
                entries,
                footnotes,
                blocks,
            }),
            Holder::BlankLetters => self.push(Block::BlankLetters(blocks)),
            Holder::CoverSheet => self.push(Block::CoverSheet {
                blocks,
                page_break: frame.span,
                footnotes: Vec::new(),
            }),
            Holder::Invalid => {}
        }
    }

    fn page_break(&mut self, span: Range<usize>, footnotes: Vec<Footnote>) {
        let is_cover = |frame: &Frame| matches!(frame.holder, Holder::CoverSheet);
        if let Some(frame) = self.frames.pop_if(|frame| is_cover(frame)) {
            self.push(Block::CoverSheet {
                blocks: frame.blocks,
                page_break: span,
                footnotes,
            });
        } else if let (true, Some(inner)) = (self.frames.iter().any(is_cover), self.frames.last()) {
            let error = Diagnostic::error(format!(
                "`[page break]` ends the cover sheet, and is in `[{}]`",
                inner.holder.name()
            ))
            .at(self.place(span))
            .with_related(
                self.place(inner.span.clone())
                    .with_note("this is not ended yet"),
            )
            .help("write its `[end]` above the `[page break]`");
            self.found.push(error);
        } else {
            self.push(Block::PageBreak { span, footnotes });
        }
    }

    fn push(&mut self, block: Block) {
        match self.frames.last_mut() {
            Some(frame) => frame.blocks.push(block),
            None => self.blocks.push(block),
        }
    }

    fn words(&mut self, words: &str, at: usize) {
        let (text, footnotes) = self.footnotes(words, at);
        let whole = text.trim_end();
        let is_set = self.is_set();
        let (text, is_optional) = match whole.strip_prefix("? ") {
            Some(rest) => (rest.trim_start(), true),
            None => (whole, false),
        };
        let (text, role) = match self.mark(text).filter(|_| !is_set) {
            Some((length, role)) => (text[length..].trim_start(), Some(role)),
            None => (text, None),
        };
        // Only leading marks are removed.
        let start = at + (whole.len() - text.len());
        let span = start..start + text.len();
        if !is_set {
            self.check_marks(role, is_optional, text, &span);
        }
        self.check_words(text, start, OWN_LINE_HELP);
        if text.is_empty() {
            return self.lone_footnote(footnotes, at..at + words.len());
        }
        let is_fact = match &self.open {
            Some(OpenInstruction::Style { role, .. }) => *role == Role::Fact,
            Some(OpenInstruction::Lines(lines)) => is_set && lines.role == Role::Fact,
            Some(OpenInstruction::Table(_)) | None => false,
        };
        if is_fact && !text.contains(": ") {
            self.error(
                span.clone(),
                "a line below `[facts]` has no label",
                "write `Label: ` and then its text, or add an empty line above it",
            );
        }
        let line = Line {
            text: text.to_owned(),
            span,
            is_optional,
            footnotes,
        };
        self.add_line(role, line);
    }

    /// The mark at the start of a line: its length and style.
    fn mark(&self, text: &str) -> Option<(usize, Role)> {
        let is_mail = self.purpose == Purpose::Mail;
        if text.starts_with("# ") {
            Some((2, Role::Title))
        } else if text.starts_with("## ") {
            Some((3, Role::Heading))
        } else if is_mail {
            text.starts_with("- ").then_some((2, Role::Attachment))
        } else {
            number(text).map(|length| (length, Role::Item))
        }
    }

    /// Adds a line to the open block, or starts a new one.
    fn add_line(&mut self, role: Option<Role>, line: Line) {
        match (role, self.open.take()) {
            (
                None,
                Some(OpenInstruction::Style {
                    role, footnotes, ..
                }),
            ) => {
                self.open = Some(OpenInstruction::Lines(TextBlock {
                    role,
                    lines: vec![line],
                    footnotes,
                }));
            }
            (None, Some(OpenInstruction::Lines(mut lines))) => {
                lines.lines.push(line);
                self.open = Some(OpenInstruction::Lines(lines));
            }
            (role, open) => {
                self.open = open;
                self.close();
                let role = role.unwrap_or(Role::Text);
                self.open = Some(OpenInstruction::Lines(TextBlock {
                    role,
                    lines: vec![line],
                    footnotes: Vec::new(),
                }));
                // A heading is always a single line.
                if matches!(role, Role::Title | Role::Heading) {
                    self.close();
                }
            }
        }
    }

    /// Attaches a line of footnotes to the line above it.
    fn lone_footnote(&mut self, footnotes: Vec<Footnote>, span: Range<usize>) {
        if let Some(OpenInstruction::Lines(lines)) = &mut self.open
            && let Some(line) = lines.lines.last_mut()
            && !footnotes.is_empty()
        {
            line.footnotes.extend(footnotes);
            line.footnotes.truncate(MAX_FOOTNOTES);
            return;
        }
        if !footnotes.is_empty() {
            self.error(
                span,
                "a footnote belongs to no paragraph",
                "move it to the end of the paragraph that answers the rule",
            );
        }
    }

    /// Reports marks at the start of a line that have no meaning here.
    fn check_marks(
        &mut self,
        role: Option<Role>,
        is_optional: bool,
        text: &str,
        span: &Range<usize>,
    ) {
        let is_mail = self.purpose == Purpose::Mail;
        if is_mail && is_optional {
            self.error(
                span.clone(),
                "a line of the covering email is marked with `?`",
                "remove the `?`: such a line is left out anyway when an answer is missing",
            );
        }
        if is_mail && role == Some(Role::Heading) {
            self.error(
                span.clone(),
                "the covering email has no headings",
                "write `# ` for its subject, or plain text",
            );
        }
        if text.starts_with("###") {
            self.error(
                span.clone(),
                "letters have headings of one size",
                "write `## `",
            );
        } else if matches!(text, "#" | "##") {
            self.error(
                span.clone(),
                "the heading is empty",
                "write some text, or remove it",
            );
        }
    }

    /// Reports syntax inside text that would be printed in the letter.
    fn check_words(&mut self, text: &str, start: usize, help: &str) {
        if let Some((at, mark, help)) = markup(text) {
            let span = start + at..start + at + mark.len();
            let message = format!("`{mark}` would be printed in the letter");
            self.error(span, message, help);
        }
        for (at, _) in text.match_indices('[') {
            let rest = &text[at + 1..];
            let at = start + at;
            if rest.starts_with('^') {
                self.error(
                    at..at + 2,
                    "there is no footnote of this form here",
                    "write `[^rule]` at the end of the paragraph, with the name of a rule",
                );
            } else if instruction::is_like_one(rest) {
                self.error(
                    at..at + 1 + rest.find(']').map_or(0, |end| end + 1),
                    "an instruction is in the middle of text",
                    help,
                );
            }
        }
    }

    /// Splits off the footnotes at the end of a text.
    fn footnotes<'l>(&mut self, text: &'l str, at: usize) -> (&'l str, Vec<Footnote>) {
        let mut rest = text;
        let mut footnotes = Vec::new();
        while let Some((before, footnote)) = last_footnote(rest, at) {
            rest = before;
            footnotes.push(footnote);
        }
        footnotes.reverse();
        if let Some(footnote) = footnotes.get(MAX_FOOTNOTES) {
            let span = footnote.rule.span.clone();
            self.error(
                span,
                format!("a line has more than {MAX_FOOTNOTES} footnotes"),
                "keep those of the rules that it answers",
            );
            footnotes.truncate(MAX_FOOTNOTES);
        }
        (rest, footnotes)
    }

    fn row(&mut self, words: &str, at: usize) {
        let (text, footnotes) = self.footnotes(words, at);
        let text = text.trim_end();
        let row = TableRow {
            cells: cells(text, at),
            span: at..at + text.len(),
            footnotes,
        };
        if let Some(OpenInstruction::Table(rows)) = &mut self.open {
            rows.push(row);
            return;
        }
        self.close();
        self.open = Some(OpenInstruction::Table(vec![row]));
    }

    fn table(&mut self, rows: Vec<TableRow>) {
        let span =
            rows.first().map_or(0, |row| row.span.start)..rows.last().map_or(0, |row| row.span.end);
        if self.purpose == Purpose::Mail {
            return self.error(span, "the covering email has no tables", "write it as text");
        }
        let written = |span: &Range<usize>| self.source.text()[span.clone()].trim();
        let is_line = |row: &TableRow| {
            row.cells.iter().all(|cell| {
                let cell = written(cell);
                cell.contains('-') && cell.chars().all(|mark| matches!(mark, '-' | ':'))
            })
        };
        let [head, line, body] = &rows[..] else {
            let (message, help) = match &rows[..] {
                [_, line] if is_line(line) => (
                    "the table has a header and no row",
                    "write one row below the `|---|`: it is repeated for each entry",
                ),
                [_, line, ..] if is_line(line) => (
                    "the table has more than one row",
                    "write one row: it is repeated for each entry",
                ),
                _ => MISSING_DELIMITER_ROW,
            };
            return self.error(span, message, help);
        };
        if !is_line(line) {
            let (message, help) = MISSING_DELIMITER_ROW;
            return self.error(span, message, help);
        }
        if let Some(odd) = [line, body]
            .into_iter()
            .find(|row| row.cells.len() != head.cells.len())
        {
            let (cells, heads) = (odd.cells.len(), head.cells.len());
            let plural = if cells == 1 { "cell" } else { "cells" };
            let message = format!("the row has {cells} {plural}, but the header has {heads}");
            let error = Diagnostic::error(message)
                .at(self.place(odd.span.clone()))
                .with_related(self.place(head.span.clone()).with_note("the head"))
                .help("give each row the same number; in text, write a `|` as `\\|`");
            self.found.push(error);
            return;
        }
        let heads = head
            .cells
            .iter()
            .map(|cell| unescaped(written(cell)))
            .collect();
        let cells = body.cells.clone();
        let mut footnotes: Vec<Footnote> = Vec::new();
        for row in rows {
            footnotes.extend(row.footnotes);
        }
        footnotes.truncate(MAX_FOOTNOTES);
        let cells = cells.into_iter().map(|cell| self.cell(cell)).collect();
        self.push(Block::Table(Table {
            span,
            head: heads,
            cells,
            footnotes,
        }));
    }

    fn cell(&mut self, span: Range<usize>) -> Cell {
        let source = self.source;
        let (mut text, mut start) = trimmed(&source.text()[span.clone()], span.start);
        let mut is_optional = false;
        if let Some(rest) = text.strip_prefix('?')
            && (rest.is_empty() || rest.starts_with(' '))
        {
            (text, start) = trimmed(rest, start + 1);
            is_optional = true;
        }
        let mut instead = None;
        if let Some(at) = text.find("[if ")
            && text.ends_with(']')
        {
            instead = self.instead(&text[at..], start + at);
            text = text[..at].trim_end();
        }
        let help = "write `[if …: words]` at the end of the cell, with the words to print instead";
        self.check_words(text, start, help);
        Cell {
            text: unescaped(text),
            span: start..start + text.len(),
            is_optional,
            instead,
        }
    }

    /// `[if condition: words]`.
    fn instead(&mut self, text: &str, at: usize) -> Option<(When, Line)> {
        let inner = text.strip_prefix("[if ")?.strip_suffix(']')?;
        let start = at + "[if ".len();
        let Some(colon) = colon(inner) else {
            self.error(
                at..at + text.len(),
                "a cell has no words to print instead",
                "write them after a colon, as in `[if username-unknown is yes: not known to us]`",
            );
            return None;
        };
        let (condition, condition_at) = trimmed(&inner[..colon], start);
        let when = self.when(&unescaped(condition), condition_at + condition.len());
        let (words, words_at) = trimmed(&inner[colon + 1..], start + colon + 1);
        self.check_words(
            words,
            words_at,
            "remove it: only words can be printed instead",
        );
        let line = Line {
            text: unescaped(words),
            span: words_at..words_at + words.len(),
            is_optional: false,
            footnotes: Vec::new(),
        };
        Some((when, line))
    }

    /// Closes the open block.
    fn close(&mut self) {
        match self.open.take() {
            None => {}
            Some(OpenInstruction::Lines(lines)) => self.push(Block::Text(lines)),
            Some(OpenInstruction::Table(rows)) => self.table(rows),
            Some(OpenInstruction::Style { span, .. }) => self.error(
                span,
                "this instruction has no lines below it",
                "write its lines right below it, without a blank line between",
            ),
        }
    }

    /// Closes everything.
    fn end(mut self) -> Vec<Block> {
        self.close();
        while let Some(frame) = self.frames.pop() {
            let name = frame.holder.name();
            if !matches!(frame.holder, Holder::Invalid) {
                let message = format!("`[{name}]` is not ended");
                self.error(frame.span.clone(), message, ending(name));
            }
            self.finish(frame);
        }
        self.blocks
    }
}

fn ending(name: &str) -> &'static str {
    if name == "cover sheet" {
        "write `[page break]` where the cover sheet ends"
    } else {
        "write `[end]` where it ends"
    }
}

/// Whether a text is a valid name of a rule or file.
fn is_name(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.chars().all(fits)
}

/// The length of an item's number, up to its text.
fn number(text: &str) -> Option<usize> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    // Three or more digits are a year or an amount.
    let is_number = (1..=2).contains(&digits) && text[digits..].starts_with(". ");
    is_number.then_some(digits + 2)
}

/// The last footnote of a text and the text before it.
fn last_footnote(text: &str, at: usize) -> Option<(&str, Footnote)> {
    let end = text.trim_end().strip_suffix(']')?;
    let start = end.rfind('[')?;
    let name = end[start + 1..].strip_prefix('^')?;
    let (name, is_optional) = match name.strip_suffix('?') {
        Some(name) => (name, true),
        None => (name, false),
    };
    let name_at = at + start + 2;
    let footnote = Footnote {
        rule: PlacedName {
            name: name.to_owned(),
            span: name_at..name_at + name.len(),
        },
        is_optional,
    };
    is_name(name).then_some((&text[..start], footnote))
}

/// The cells of a row, as they are written.
fn cells(row: &str, at: usize) -> Vec<Range<usize>> {
    let inner = row.strip_prefix('|').unwrap_or(row);
    let start = row.len() - inner.len();
    let mut cells = Vec::new();
    let mut begin = start;
    let mut is_escaped = false;
    for (index, character) in inner.char_indices() {
        if character == '|' && !is_escaped {
            cells.push(at + begin..at + start + index);
            begin = start + index + 1;
        }
        is_escaped = character == '\\' && !is_escaped;
    }
    if begin < row.len() {
        cells.push(at + begin..at + row.len());
    }
    cells
}

fn unescaped(text: &str) -> String {
    text.replace("\\|", "|")
}

fn trimmed(text: &str, at: usize) -> (&str, usize) {
    let start = at + (text.len() - text.trim_start().len());
    (text.trim(), start)
}

/// The colon after a condition, ignoring quoted text.
fn colon(text: &str) -> Option<usize> {
    let mut is_quoted = false;
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => is_quoted = !is_quoted,
            '\\' if is_quoted => {
                characters.next();
            }
            ':' if !is_quoted => return Some(at),
            _ => {}
        }
    }
    None
}
