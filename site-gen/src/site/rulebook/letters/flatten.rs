//! Flattens a letter template into the paragraphs from which the builder composes the letter:
//! expands partials, combines nested conditions, and removes parts of a library text that depend on
//! inactive questions and rules.

use crate::content::letter_template::{
    Block, Branch, Cell, Footnote, Layer, LetterTemplate, Line, PlacedName, Reference, Role, Table,
    TextBlock, When, as_rule, questions_shown,
};
use crate::content::{Located, nearest};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::site::simplify::{Active, Simplified, simplify, simplify_leaves};
use request_builder::letter::{Column, Entries, Instead, MailPart, MailRole, Paragraph, Style};
use request_builder::rules::{Condition, GroupId, KindId, QuestionId, RuleId};
use std::collections::BTreeMap;
use std::ops::Range;

/// Texts that letters insert, by file name: `server` for `letters/server.md`.
pub(super) type Partials<'t> = BTreeMap<&'t str, &'t LetterTemplate>;

/// The maximum nesting depth of inserted texts.
const DEPTH: usize = 8;

/// The maximum number of insertions per letter. Texts that insert each other twice would otherwise
/// grow exponentially.
const INSERTED: usize = 100;

/// The maximum length in bytes of the combined conditions of a paragraph, since every paragraph
/// stores them.
const CONDITIONS: usize = 4_000;

impl LetterTemplate {
    /// Every question that the text shows or a condition uses.
    pub(super) fn questions(&self) -> Vec<Located<QuestionId>> {
        let shown = self.placeholders().into_iter();
        let shown = shown
            .filter(|name| {
                questions_shown(&format!("{{{}}}", name.value))
                    .next()
                    .is_some()
            })
            .map(|name| Located {
                value: QuestionId::from(name.value),
                place: name.place,
            });
        let asked = self.conditions().into_iter().flat_map(|condition| {
            let questions: Vec<QuestionId> =
                condition.value.questions().into_iter().cloned().collect();
            let place = condition.place;
            questions.into_iter().map(move |value| Located {
                value,
                place: place.clone(),
            })
        });
        shown.chain(asked).collect()
    }

    /// Every condition of the text, without tests for active rules. A condition that tests nothing
    /// else is left out.
    pub(super) fn conditions(&self) -> Vec<Located<Condition>> {
        let mut all = Vec::new();
        self.visit(&mut |part| {
            if let Reference::When(when) = part {
                let mut leaf = |leaf: &Condition| match as_rule(leaf) {
                    Some(_) => Simplified::Always,
                    None => Simplified::When(leaf.clone()),
                };
                let simplified = simplify_leaves(&when.condition, &mut leaf);
                if let Simplified::When(condition) = simplified {
                    all.push(self.placed(condition, when.span.clone()));
                }
            }
        });
        all
    }

    /// The paragraphs of one kind's letter.
    pub(super) fn paragraphs(
        &self,
        kind: &KindId,
        partials: &Partials<'_>,
        active: &Active<'_>,
    ) -> (Vec<Located<Paragraph>>, Diagnostics) {
        let mut flattener = Flattener::new(Some(kind), partials, active);
        flattener.template(self);
        let (made, found) = flattener.end();
        let paragraphs = made
            .into_iter()
            .map(|made| made.map(UnassignedParagraph::paragraph));
        (paragraphs.collect(), found)
    }

    /// The parts of the covering email, for one kind of request or all kinds.
    pub(super) fn mail_parts(
        &self,
        kind: Option<&KindId>,
        active: &Active<'_>,
    ) -> (Vec<Located<MailPart>>, Diagnostics) {
        let partials = Partials::new();
        let mut flattener = Flattener::new(kind, &partials, active);
        flattener.template(self);
        let (made, found) = flattener.end();
        let parts = made
            .into_iter()
            .map(|made| made.map(UnassignedParagraph::mail_part));
        (parts.collect(), found)
    }
}

impl<T> Located<T> {
    fn map<U>(self, make: impl FnOnce(T) -> U) -> Located<U> {
        Located {
            value: make(self.value),
            place: self.place,
        }
    }
}

/// A paragraph, before it is assigned to the letter or the covering email.
struct UnassignedParagraph {
    role: MailRole,
    paragraph: Paragraph,
}

impl UnassignedParagraph {
    fn paragraph(self) -> Paragraph {
        self.paragraph
    }

    fn mail_part(self) -> MailPart {
        MailPart {
            part: self.role,
            kinds: self.paragraph.kinds,
            when: self.paragraph.when,
            text: self.paragraph.text,
            rule: self.paragraph.rule,
        }
    }
}

struct Flattener<'t> {
    kind: Option<&'t KindId>,
    partials: &'t Partials<'t>,
    active: &'t Active<'t>,
    found: Diagnostics,
    made: Vec<Located<UnassignedParagraph>>,
    /// The partials being expanded, outermost first.
    inserting: Vec<&'t str>,
    inserted: usize,
    heading: HeadingState,
}

/// Whether the last heading has content.
#[derive(Clone, Copy, PartialEq, Eq)]
enum HeadingState {
    /// No heading is open, or it has content.
    HasContent,
    /// The heading has no content yet.
    Empty,
    /// The heading has no content, because some was removed.
    Emptied,
}

/// The context of a block.
#[derive(Clone)]
struct BlockContext<'t> {
    template: &'t LetterTemplate,
    /// The conditions that must hold.
    when: Vec<Condition>,
    /// Their combined length as written.
    length: usize,
    group: Option<&'t PlacedName>,
    entries: Entries,
    rule: Option<&'t Footnote>,
    is_blank_only: bool,
    is_cover: bool,
}

impl<'t> Flattener<'t> {
    fn new(kind: Option<&'t KindId>, partials: &'t Partials<'t>, active: &'t Active<'t>) -> Self {
        Self {
            kind,
            partials,
            active,
            found: Diagnostics::new(),
            made: Vec::new(),
            inserting: Vec::new(),
            inserted: 0,
            heading: HeadingState::HasContent,
        }
    }

    fn template(&mut self, template: &'t LetterTemplate) {
        let scope = BlockContext {
            template,
            when: Vec::new(),
            length: 0,
            group: None,
            entries: Entries::Any,
            rule: None,
            is_blank_only: false,
            is_cover: false,
        };
        self.blocks(&template.blocks, &scope);
    }

    fn end(mut self) -> (Vec<Located<UnassignedParagraph>>, Diagnostics) {
        self.remove_empty_heading();
        (self.made, self.found)
    }

    fn blocks(&mut self, blocks: &'t [Block], scope: &BlockContext<'t>) {
        for block in blocks {
            match block {
                Block::Text(lines) => self.lines(lines, scope),
                Block::Table(table) => self.table(table, scope),
                Block::PageBreak { span, footnotes } => self.page_break(span, footnotes, scope),
                Block::CoverSheet {
                    blocks,
                    page_break,
                    footnotes,
                } => {
                    let cover = BlockContext {
                        is_cover: true,
                        ..scope.clone()
                    };
                    self.blocks(blocks, &cover);
                    self.page_break(page_break, footnotes, scope);
                }
                Block::If(branches) => self.branches(branches, scope),
                Block::ForEach {
                    group,
                    entries,
                    footnotes,
                    blocks,
                } => self.for_each((group, *entries), footnotes, blocks, scope),
                Block::BlankLetters(blocks) => {
                    let blank = BlockContext {
                        is_blank_only: true,
                        ..scope.clone()
                    };
                    self.blocks(blocks, &blank);
                }
                Block::Insert(name) => self.insert(name, scope),
            }
        }
    }

    fn branches(&mut self, branches: &'t [Branch], scope: &BlockContext<'t>) {
        let mut scope = scope.clone();
        for branch in branches {
            let Some(when) = &branch.when else {
                return self.branch(branch, &scope);
            };
            scope.length += when.span.len();
            if scope.length > CONDITIONS {
                let error = Diagnostic::error(format!(
                    "the conditions around this are too long (limit {CONDITIONS} bytes)"
                ))
                .at(Place::new(&scope.template.source, when.span.clone()))
                .help("use fewer nested `[if …]`");
                return self.found.push(error);
            }
            match self.simplified(&when.condition, scope.template.layer) {
                // The other branches can never apply.
                Simplified::Always => return self.branch(branch, &scope),
                Simplified::Never => self.leave_out(),
                Simplified::When(condition) => {
                    let mut inner = scope.clone();
                    inner.when.push(condition.clone());
                    self.branch(branch, &inner);
                    if let Simplified::When(contrary) = Simplified::When(condition).negated() {
                        scope.when.push(contrary);
                    }
                }
            }
        }
    }

    fn branch(&mut self, branch: &'t Branch, scope: &BlockContext<'t>) {
        let before = self.made.len();
        self.blocks(&branch.blocks, scope);
        // Text below this branch's headings does not belong to another branch's heading.
        if self.made.len() > before {
            self.remove_empty_heading();
        }
    }

    /// Simplifies a condition with the known kind of request and the active rules and, for a
    /// library text, the active questions.
    fn simplified(&self, condition: &Condition, layer: Layer) -> Simplified {
        let known = |holds: bool| {
            if holds {
                Simplified::Always
            } else {
                Simplified::Never
            }
        };
        let mut leaf = |leaf: &Condition| match (leaf, self.kind, as_rule(leaf)) {
            (_, _, Some(rule)) => known((self.active.rule)(rule)),
            (Condition::Kind(kinds), Some(kind), None) => known(kinds.contains(kind)),
            _ if layer == Layer::Library => simplify(leaf, self.active),
            _ => Simplified::When(leaf.clone()),
        };
        simplify_leaves(condition, &mut leaf)
    }

    fn for_each(
        &mut self,
        (group, entries): (&'t PlacedName, Entries),
        footnotes: &'t [Footnote],
        blocks: &'t [Block],
        scope: &BlockContext<'t>,
    ) {
        if scope.group.is_some() {
            let error = Diagnostic::error("`[for each …]` is inside another one")
                .at(Place::new(&scope.template.source, group.span.clone()))
                .help("insert this text outside of the other `[for each …]`");
            return self.found.push(error);
        }
        let is_library = scope.template.layer == Layer::Library;
        if is_library && !(self.active.group)(&group.name)
            || self.answers_only_inactive_rules(footnotes, scope)
        {
            return self.leave_out();
        }
        let inner = BlockContext {
            group: Some(group),
            entries,
            rule: self.first(footnotes).or(scope.rule),
            ..scope.clone()
        };
        self.blocks(blocks, &inner);
    }

    fn insert(&mut self, name: &'t PlacedName, scope: &BlockContext<'t>) {
        let place = Place::new(&scope.template.source, name.span.clone());
        let Some((own_name, partial)) = self.partials.get_key_value(name.name.as_str()) else {
            let error = Diagnostic::unknown("text", &name.name).at(place);
            let near = nearest(&name.name, self.partials.keys().copied());
            self.found.push(error.did_you_mean(
                near,
                format!("create `letters/{}.md`, or remove this", name.name),
            ));
            return;
        };
        self.inserted += 1;
        let problem = if self.inserting.contains(own_name) {
            Some((
                "this text inserts itself".to_owned(),
                "remove one of the `[insert …]`",
            ))
        } else if self.inserting.len() == DEPTH {
            Some((
                format!("texts insert each other too deeply (limit {DEPTH})"),
                "merge some of them",
            ))
        } else if self.inserted > INSERTED {
            Some((
                format!("the letter inserts too many texts (limit {INSERTED})"),
                "merge some of them",
            ))
        } else {
            None
        };
        if let Some((message, help)) = problem {
            // Report the limit once; further insertions are skipped.
            if self.inserted <= INSERTED + 1 {
                self.found
                    .push(Diagnostic::error(message).at(place).help(help));
            }
            return;
        }
        self.inserting.push(own_name);
        let inner = BlockContext {
            template: partial,
            ..scope.clone()
        };
        self.blocks(&partial.blocks, &inner);
        self.inserting.pop();
    }

    fn page_break(
        &mut self,
        span: &Range<usize>,
        footnotes: &'t [Footnote],
        scope: &BlockContext<'t>,
    ) {
        if self.answers_only_inactive_rules(footnotes, scope) {
            return self.leave_out();
        }
        let paragraph = self.paragraph(Style::PageBreak, self.first(footnotes), scope);
        self.make(MailRole::Text, paragraph, span.clone(), scope);
    }

    fn lines(&mut self, block: &'t TextBlock, scope: &BlockContext<'t>) {
        if self.answers_only_inactive_rules(&block.footnotes, scope) {
            return self.leave_out();
        }
        let (style, role) = match block.role {
            Role::Title if scope.is_cover => (Style::CoverTitle, MailRole::Text),
            Role::Title => (Style::Subject, MailRole::Subject),
            Role::Heading => (Style::Heading, MailRole::Text),
            Role::Text if scope.is_cover => (Style::Cover, MailRole::Text),
            Role::Text => (Style::Text, MailRole::Text),
            Role::Item => (Style::Item, MailRole::Text),
            Role::Fact => (Style::Fact, MailRole::Text),
            Role::Address => (Style::Address, MailRole::Text),
            Role::Date => (Style::Date, MailRole::Text),
            Role::Signature => (Style::Signature, MailRole::Text),
            Role::Enclosure => (Style::Enclosure, MailRole::Text),
            Role::Attachment => (Style::Text, MailRole::Attachment),
        };
        let lines = &block.lines[..];
        let groups: Vec<&[Line]> = match style {
            // On a cover sheet, among facts and among enclosures, each line is a paragraph.
            Style::Cover | Style::Fact | Style::Enclosure => lines.chunks(1).collect(),
            Style::Text => lines.chunk_by(|_, next| !next.is_optional).collect(),
            Style::CoverTitle
            | Style::PageBreak
            | Style::Address
            | Style::Date
            | Style::Subject
            | Style::Heading
            | Style::Item
            | Style::Table
            | Style::Signature => vec![lines],
        };
        for group in groups {
            self.group(style, role, group, block, scope);
        }
    }

    /// The lines of one paragraph.
    fn group(
        &mut self,
        style: Style,
        role: MailRole,
        lines: &'t [Line],
        block: &'t TextBlock,
        scope: &BlockContext<'t>,
    ) {
        let own = lines.iter().flat_map(|line| &line.footnotes);
        if self.answers_only_inactive_rules(own.clone(), scope) {
            return self.leave_out();
        }
        // In an item, optional lines are separate texts.
        let mut texts = match style {
            Style::Item => lines.chunk_by(|_, next| !next.is_optional).collect(),
            _ => vec![lines],
        }
        .into_iter();
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
            return;
        };
        // In these styles, each line is optional on its own and keeps its mark.
        let says_so = !matches!(style, Style::Address | Style::Signature);
        let is_optional = first.is_optional && says_so;
        let Some(text) = texts
            .next()
            .and_then(|lines| self.text(lines, (is_optional, !says_so), scope))
        else {
            return self.leave_out();
        };
        let more = texts
            .filter_map(|lines| self.text(lines, (true, false), scope))
            .collect();
        let rule = self.first(own).or(self.first(&block.footnotes));
        let mut paragraph = self.paragraph(style, rule, scope);
        paragraph.optional = is_optional;
        paragraph.text = text;
        paragraph.more = more;
        self.make(role, paragraph, first.span.start..last.span.end, scope);
    }

    /// Joins lines into one text, without lines of a library text that show nothing. Returns `None`
    /// if no line is left. In some styles, optional lines keep their mark.
    fn text(
        &self,
        lines: &[Line],
        (is_one, keeps_marks): (bool, bool),
        scope: &BlockContext<'_>,
    ) -> Option<String> {
        let mut text = String::new();
        for line in lines {
            if self.shows_inactive_answer(&line.text, scope) {
                if is_one {
                    return None;
                }
                continue;
            }
            if !text.is_empty() {
                text.push('\n');
            }
            if line.is_optional && keeps_marks {
                text.push_str("? ");
            }
            text.push_str(&line.text);
        }
        (!text.is_empty()).then_some(text)
    }

    fn table(&mut self, table: &'t Table, scope: &BlockContext<'t>) {
        if scope.group.is_none() {
            let error = Diagnostic::error("a table is outside any `[for each …]`")
                .at(Place::new(&scope.template.source, table.span.clone()))
                .help("write `[for each …]` above it, with the group that it has rows for, and `[end]` below it");
            return self.found.push(error);
        }
        if self.answers_only_inactive_rules(&table.footnotes, scope) {
            return self.leave_out();
        }
        let columns = table.head.iter().zip(&table.cells);
        let columns: Vec<Column> = columns
            .filter_map(|(head, cell)| self.column(head, cell, scope))
            .collect();
        if columns.is_empty() {
            return self.leave_out();
        }
        let mut paragraph = self.paragraph(Style::Table, self.first(&table.footnotes), scope);
        paragraph.columns = columns;
        self.make(MailRole::Text, paragraph, table.span.clone(), scope);
    }

    fn column(&self, head: &str, cell: &Cell, scope: &BlockContext<'_>) -> Option<Column> {
        let column = |text: &str, instead| Column {
            head: head.to_owned(),
            text: text.to_owned(),
            optional: cell.is_optional,
            instead,
        };
        let is_shown = !self.shows_inactive_answer(&cell.text, scope);
        let instead = cell
            .instead
            .as_ref()
            .filter(|(_, words)| !self.shows_inactive_answer(&words.text, scope));
        let simplified = |when: &When| self.simplified(&when.condition, scope.template.layer);
        match instead.map(|(when, words)| (simplified(when), words)) {
            Some((Simplified::Always, words)) => Some(column(&words.text, None)),
            Some((Simplified::When(when), words)) if is_shown => {
                let text = words.text.clone();
                Some(column(&cell.text, Some(Instead { when, text })))
            }
            Some(_) | None => is_shown.then(|| column(&cell.text, None)),
        }
    }

    /// Whether a library text shows the answer to an inactive question.
    fn shows_inactive_answer(&self, text: &str, scope: &BlockContext<'_>) -> bool {
        scope.template.layer == Layer::Library
            && questions_shown(text).any(|question| !(self.active.question)(question))
    }

    /// Whether a library text answers only inactive rules.
    fn answers_only_inactive_rules(
        &self,
        footnotes: impl IntoIterator<Item = &'t Footnote> + Clone,
        scope: &BlockContext<'_>,
    ) -> bool {
        let hangs = footnotes
            .clone()
            .into_iter()
            .any(|footnote| !footnote.is_optional);
        scope.template.layer == Layer::Library
            && hangs
            && !footnotes
                .into_iter()
                .any(|footnote| self.is_there(footnote))
    }

    fn is_there(&self, footnote: &Footnote) -> bool {
        (self.active.rule)(&footnote.rule.name)
    }

    /// The first active rule. A rule that a site's own text names without `?` is returned even if
    /// it is inactive, so that the error is reported.
    fn first(
        &self,
        footnotes: impl IntoIterator<Item = &'t Footnote> + Clone,
    ) -> Option<&'t Footnote> {
        let first = footnotes
            .clone()
            .into_iter()
            .find(|footnote| self.is_there(footnote));
        first.or_else(|| footnotes.into_iter().find(|footnote| !footnote.is_optional))
    }

    fn paragraph(
        &self,
        style: Style,
        rule: Option<&Footnote>,
        scope: &BlockContext<'_>,
    ) -> Paragraph {
        let rule = rule.or(scope.rule);
        let when = &scope.when;
        Paragraph {
            style,
            kinds: self.kind.into_iter().cloned().collect(),
            when: (!when.is_empty()).then(|| Condition::all(when.iter().cloned())),
            blank_only: scope.is_blank_only,
            for_each: scope.group.map(|group| GroupId::from(group.name.as_str())),
            entries: scope.entries,
            optional: false,
            text: String::new(),
            more: Vec::new(),
            columns: Vec::new(),
            rule: rule.map(|rule| RuleId::from(rule.rule.name.as_str())),
        }
    }

    fn make(
        &mut self,
        role: MailRole,
        paragraph: Paragraph,
        span: Range<usize>,
        scope: &BlockContext<'_>,
    ) {
        match paragraph.style {
            Style::Heading => {
                self.remove_empty_heading();
                self.heading = HeadingState::Empty;
            }
            Style::Text | Style::Fact | Style::Item | Style::Table | Style::Enclosure => {
                self.heading = HeadingState::HasContent;
            }
            // These styles do not follow a heading.
            Style::CoverTitle
            | Style::Cover
            | Style::PageBreak
            | Style::Address
            | Style::Date
            | Style::Subject
            | Style::Signature => self.remove_empty_heading(),
        }
        self.made.push(Located {
            value: UnassignedParagraph { role, paragraph },
            place: Place::new(&scope.template.source, span),
        });
    }

    /// Records that content was removed, which may leave the heading above it empty.
    fn leave_out(&mut self) {
        if self.heading == HeadingState::Empty {
            self.heading = HeadingState::Emptied;
        }
    }

    /// Removes the last heading if all its content was removed.
    fn remove_empty_heading(&mut self) {
        if self.heading == HeadingState::Emptied {
            self.made.pop();
        }
        self.heading = HeadingState::HasContent;
    }
}
