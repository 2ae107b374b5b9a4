//! The report of a comparison, as text for a terminal and as JSON.
//!
//! Added and removed words are enclosed in markers, because colour alone must not carry meaning
//! (WCAG 1.4.1).

use super::super::terminal::count;
use super::texts::Texts;
use crate::diagnostic::printable;
use crate::history::redline::{
    Changes, ComparedPassage, Counts, Direction, Edit, FileChange, HeadingChange, HostChange,
    KindChange, ListChange, Moved, MovedWhat, Obligation, PassageChange, Piece, PieceKind, Place,
    Presence, RuleChange, RuleDirection, RuleLevel, RuleState, Section, TermChange, compare,
    compare_rules,
};
use crate::words::Kind;
use serde::Serialize;
use std::fmt::Write as _;

/// The changes between two texts.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::commands) struct Report<'a> {
    format: u32,
    before: &'a str,
    after: &'a str,
    counts: Counts,
    file_changes: Vec<FileChange>,
    obligations: Vec<Obligation>,
    links: Vec<HostChange>,
    moves: Vec<Moved>,
    lists: Vec<ListChange>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<Vec<KindChange>>,
    edits: Vec<Edit>,
    passages: Vec<ComparedPassage>,
    sections: Vec<Section>,
    #[serde(skip)]
    is_empty: bool,
}

const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";
const BOLD: &str = "\u{1b}[1m";
const FAINT: &str = "\u{1b}[2m";
const PLAIN: &str = "\u{1b}[0m";

impl<'a> Report<'a> {
    pub(super) fn new(before: &'a str, after: &'a str, texts: Texts, all: bool) -> Self {
        let changes = compare(&texts.before, &texts.after, &texts.vocabulary);
        let rules = texts
            .rules
            .map(|(before, after, labels)| compare_rules(&before, &after, &labels, &changes));
        let has_rules = rules.as_ref().is_some_and(|rules| !rules.is_empty());
        let report = Self::of(before, after, changes, all);
        Self {
            is_empty: report.is_empty && !has_rules,
            file_changes: texts.file_changes,
            rules,
            ..report
        }
    }

    /// The changes from a text to another, neither of which has rules.
    pub(in crate::commands) fn of(
        before: &'a str,
        after: &'a str,
        changes: Changes,
        all: bool,
    ) -> Self {
        let is_empty = changes.is_empty();
        let edits = changes.edits();
        let Changes {
            counts,
            obligations,
            links,
            moves,
            lists,
            mut passages,
            sections,
            sentences: _,
        } = changes;
        if !all {
            passages.retain(|passage| !is_same(passage.change));
        }
        Self {
            format: 1,
            before,
            after,
            counts,
            file_changes: Vec::new(),
            obligations,
            links,
            moves,
            lists,
            rules: None,
            edits,
            passages,
            sections,
            is_empty,
        }
    }

    /// Whether neither a word nor a link nor a rule changed.
    pub(super) fn is_empty(&self) -> bool {
        self.is_empty
    }

    pub(super) fn json(&self) -> String {
        serde_json::to_string_pretty(self).expect("changes are plain data")
    }

    pub(in crate::commands) fn text(&self) -> String {
        let mut out = String::new();
        self.summary(&mut out);
        if !self.obligations.is_empty() {
            let _ = writeln!(out, "\n{BOLD}Changes of obligation{PLAIN}");
            for obligation in &self.obligations {
                write_obligation(&mut out, obligation);
            }
        }
        for kind in self.rules.iter().flatten() {
            write_kind(&mut out, kind);
        }
        self.moves(&mut out);
        self.links(&mut out);
        self.lists(&mut out);
        if !self.passages.is_empty() {
            let _ = writeln!(out, "\n{BOLD}All changes{PLAIN}");
            self.passages(&mut out);
        }
        self.sections(&mut out);
        out
    }

    fn summary(&self, out: &mut String) {
        let Counts {
            edits,
            words_inserted,
            words_deleted,
            links,
            moved,
            markup_only,
            ..
        } = self.counts;
        let (before, after) = (printable(self.before), printable(self.after));
        let _ = writeln!(out, "{BOLD}{before} -> {after}{PLAIN}");
        if self.is_empty {
            let _ = writeln!(out, "no word and no link changed");
        } else if edits > 0 {
            let _ = writeln!(
                out,
                "{}: {} removed, {} added",
                count(edits, "reworded place"),
                count(words_deleted, "word"),
                count(words_inserted, "word"),
            );
        }
        if links > 0 {
            let _ = writeln!(out, "{}", count(links, "changed link"));
        }
        if moved > 0 {
            let _ = writeln!(out, "{}", count(moved, "moved passage"));
        }
        let _ = writeln!(out, "markup only: {markup_only}");
        for change in &self.file_changes {
            let _ = writeln!(
                out,
                "formatting of the whole file: {}",
                match change {
                    FileChange::LineEnds => "line ends",
                    FileChange::ByteOrderMark => "byte order mark",
                    FileChange::FrontMatter => "front matter",
                    FileChange::LastLineEnd => "end of the last line",
                }
            );
        }
    }

    fn moves(&self, out: &mut String) {
        if !self.moves.is_empty() {
            let _ = writeln!(out, "\n{BOLD}Moved{PLAIN}\n");
        }
        for moved in &self.moves {
            let (before, after) = (place(&moved.before), place(&moved.after));
            let text = excerpt(&moved.text);
            let _ = match moved.what {
                MovedWhat::Section => writeln!(
                    out,
                    "  section {text} ({}): was after {before}, is now after {after}",
                    count(moved.passages, "passage")
                ),
                MovedWhat::Passage | MovedWhat::Sentence if before == after => {
                    writeln!(out, "  {text}: within {after}")
                }
                MovedWhat::Passage | MovedWhat::Sentence => {
                    writeln!(out, "  {text}: from {before} to {after}")
                }
            };
        }
    }

    fn links(&self, out: &mut String) {
        if !self.links.is_empty() {
            let _ = writeln!(out, "\n{BOLD}Changed link targets{PLAIN}\n");
        }
        for host in &self.links {
            let hosts = match (&host.before, &host.after) {
                (Some(before), Some(after)) if before == after => format!("on {before}"),
                (Some(before), Some(after)) => format!("{before} -> {after}"),
                (Some(before), None) => format!("{before} removed"),
                (None, Some(after)) => format!("{after} added"),
                (None, None) => continue,
            };
            let _ = writeln!(
                out,
                "  {}: {}",
                printable(&hosts),
                count(host.links, "link")
            );
        }
    }

    fn lists(&self, out: &mut String) {
        if !self.lists.is_empty() {
            let _ = writeln!(out, "\n{BOLD}Numbers and depth of lists{PLAIN}\n");
        }
        for list in &self.lists {
            let mut changes = Vec::new();
            if let (Some(before), Some(after)) = (list.before.number, list.after.number)
                && before != after
            {
                changes.push(format!("number {before} -> {after}"));
            }
            if list.before.depth != list.after.depth {
                let (before, after) = (list.before.depth, list.after.depth);
                changes.push(format!("level {before} -> {after}"));
            }
            let more = match list.items {
                0 | 1 => String::new(),
                items => format!(", and {} after it", count(items - 1, "item")),
            };
            let _ = writeln!(
                out,
                "  {}: {}{more}",
                excerpt(&list.text),
                changes.join(", ")
            );
        }
    }

    fn passages(&self, out: &mut String) {
        let mut section = None;
        let mut last = None;
        for passage in &self.passages {
            let place = passage
                .after
                .first()
                .filter(|_| passage.change != PassageChange::MovedAway);
            let here = place
                .or(passage.before.first())
                .map_or("", |place| place.section.as_str());
            // A moved section is reported once, at its heading.
            if passage.is_shown_at_its_heading() {
                last = Some(passage.number);
                continue;
            }
            let skipped = last.is_some_and(|last| passage.number > last + 1);
            if section != Some(here) {
                let _ = writeln!(
                    out,
                    "\n{BOLD}{}{PLAIN}",
                    if here.is_empty() {
                        "(before any heading)".to_owned()
                    } else {
                        printable(here)
                    }
                );
            } else if skipped {
                let _ = writeln!(out, "  {FAINT}...{PLAIN}");
            }
            section = Some(here);
            last = Some(passage.number);
            write_passage(out, passage);
        }
    }

    /// Sections whose anchors now lead elsewhere.
    fn sections(&self, out: &mut String) {
        let changed: Vec<&Section> = self
            .sections
            .iter()
            .filter(|section| section.change != HeadingChange::Kept)
            .collect();
        if changed.is_empty() {
            return;
        }
        let _ = writeln!(out, "\n{BOLD}Headings{PLAIN}");
        for section in changed {
            let change = match section.change {
                HeadingChange::Kept => "kept",
                HeadingChange::Moved => "moved",
                HeadingChange::Renamed => "renamed",
                HeadingChange::Level => "at another level",
                HeadingChange::Demoted => "is no longer a heading",
                HeadingChange::Merged => "removed; its text is under another heading",
                HeadingChange::Gone => "gone",
            };
            let renamed = section.renamed.as_deref();
            let renamed = renamed
                .map(|text| format!(" to `{text}`"))
                .unwrap_or_default();
            let target = section
                .target
                .as_deref()
                .map(|target| format!(" -> #{target}"))
                .unwrap_or_default();
            let _ = writeln!(
                out,
                "  {}: {change}{} (#{}{})",
                printable(&section.title),
                printable(&renamed),
                printable(&section.anchor),
                printable(&target)
            );
        }
    }
}

fn is_same(change: PassageChange) -> bool {
    match change {
        PassageChange::Unchanged | PassageChange::MarkupOnly => true,
        PassageChange::Reworded
        | PassageChange::Inserted
        | PassageChange::Deleted
        | PassageChange::MovedHere
        | PassageChange::MovedAway => false,
    }
}

fn write_obligation(out: &mut String, obligation: &Obligation) {
    let rewritten = obligation.rewritten.then(|| "passage rewritten".to_owned());
    let terms = obligation.terms.iter().map(term);
    let terms: Vec<String> = rewritten.into_iter().chain(terms).collect();
    let place = obligation.after.as_ref().or(obligation.before.as_ref());
    let section = place.map_or("", |place| place.section.as_str());
    let _ = writeln!(
        out,
        "\n  {BOLD}{}{PLAIN}  {FAINT}{}{PLAIN}",
        terms.join("; "),
        printable(section)
    );
    let stays = obligation.before.is_some() && obligation.after.is_some();
    for (side, sign, colour, sentence) in [
        (Presence::Deleted, '-', RED, &obligation.before),
        (Presence::Inserted, '+', GREEN, &obligation.after),
    ] {
        let Some(sentence) = sentence else { continue };
        if let Some(lead_in) = &sentence.lead_in {
            let _ = writeln!(out, "    {FAINT}{}{PLAIN}", printable(lead_in));
        }
        if !stays {
            let _ = writeln!(out, "  {colour}{sign} {}{PLAIN}", printable(&sentence.text));
            continue;
        }
        let _ = write!(out, "  {colour}{sign}{PLAIN} ");
        let pieces = obligation.pieces.iter();
        let mut line = String::new();
        for piece in pieces.filter(|piece| piece.state == Presence::Same || piece.state == side) {
            if obligation.rewritten && !piece.marked {
                line.push_str(match piece.what {
                    PieceKind::Break => "\n   ",
                    PieceKind::Cell => " |",
                    PieceKind::Words | PieceKind::Link => "",
                });
                line.push_str(&printable(&piece.text));
                continue;
            }
            // Between two unchanged words, the other text has a third one, so the space would be
            // printed twice.
            if line.ends_with(' ') && piece.text.starts_with([' ', '.', ',', ';', ':', ')']) {
                line.pop();
            }
            write_piece(&mut line, piece);
        }
        out.push_str(&line);
        out.push('\n');
    }
    if obligation.others > 0 {
        let others = count(obligation.others, "other sentence");
        let _ = writeln!(out, "    also in {others}");
    }
    if obligation.leads > 0 {
        let _ = writeln!(out, "    leads in {}", count(obligation.leads, "item"));
    }
}

fn term(term: &TermChange) -> String {
    let turn = match term.direction {
        Some(Direction::Stricter) => " (stricter)",
        Some(Direction::Looser) => " (looser)",
        None => "",
    };
    let changed = match (&term.before, &term.after) {
        (Some(before), Some(after)) => format!("{before} -> {after}"),
        (Some(before), None) => format!("{before} removed"),
        (None, Some(after)) => format!("{after} added"),
        (None, None) => String::new(),
    };
    printable(&changed) + turn
}

fn write_kind(out: &mut String, kind: &KindChange) {
    let whole = match kind.whole {
        Some(RuleDirection::Added) => ": this kind of request is new",
        Some(RuleDirection::Removed) => ": this kind of request was removed",
        _ => "",
    };
    let _ = writeln!(
        out,
        "\n{BOLD}Rules: {}{PLAIN}{whole}",
        printable(&kind.title)
    );
    for rule in &kind.rules {
        write_rule(out, rule);
    }
}

fn write_rule(out: &mut String, rule: &RuleChange) {
    let changes: Vec<&str> = rule
        .directions
        .iter()
        .map(|change| match change {
            RuleDirection::Added => "added",
            RuleDirection::Removed => "removed",
            RuleDirection::Stricter => "stricter",
            RuleDirection::Looser => "looser",
            RuleDirection::Moved => "moved",
            RuleDirection::Reworded => "reworded",
        })
        .collect();
    let _ = writeln!(out, "  {}: {}", changes.join(", "), printable(&rule.title));
    let lead_in =
        |state: &Option<RuleState>| state.as_ref().and_then(|state| state.lead_in.clone());
    let other_lead_in = lead_in(&rule.before) != lead_in(&rule.after);
    let mut state = |sign: &str, colour: &str, state: &Option<RuleState>| {
        if let Some(state) = state {
            let level = match state.level {
                RuleLevel::May => "may",
                RuleLevel::Should => "should",
                RuleLevel::Must => "must",
                RuleLevel::Gate => "gate",
            };
            // If only the lead-in changed, the two sentences are equal; print the lead-ins instead.
            let lead_in = match &state.lead_in {
                Some(lead_in) if other_lead_in => format!("{} ", printable(lead_in)),
                Some(_) | None => String::new(),
            };
            let _ = writeln!(
                out,
                "    {colour}{sign} {level}, {}: {lead_in}{}{PLAIN}",
                printable(&state.section),
                printable(&state.quote)
            );
        }
    };
    state("-", RED, &rule.before);
    state("+", GREEN, &rule.after);
}

fn write_passage(out: &mut String, passage: &ComparedPassage) {
    let bullet = match passage.kind {
        Kind::Heading(level) => "#".repeat(usize::from(level)) + " ",
        Kind::Item => "* ".to_owned(),
        Kind::Row => "| ".to_owned(),
        Kind::Summary | Kind::Bold | Kind::Paragraph | Kind::Code => String::new(),
    };
    let from = |places: &[crate::history::redline::Place]| {
        places
            .first()
            .map(|place| printable(&place.section))
            .unwrap_or_default()
    };
    let note = match passage.change {
        PassageChange::Unchanged
        | PassageChange::Reworded
        | PassageChange::Inserted
        | PassageChange::Deleted => String::new(),
        PassageChange::MarkupOnly => "(markup only) ".to_owned(),
        PassageChange::MovedHere => format!("(moved here from `{}`) ", from(&passage.before)),
        PassageChange::MovedAway => format!("(moved to `{}`) ", from(&passage.after)),
    };
    let _ = write!(out, "  {bullet}{FAINT}{note}{PLAIN}");
    if passage.change == PassageChange::MovedAway {
        let text: String = passage
            .pieces
            .iter()
            .map(|piece| piece.text.as_str())
            .collect();
        let short: String = text.chars().take(60).collect();
        let rest = if short.len() < text.len() { "..." } else { "" };
        let _ = writeln!(out, "{}{rest}", printable(&short));
        return;
    }
    for piece in &passage.pieces {
        write_piece(out, piece);
    }
    out.push('\n');
}

fn write_piece(out: &mut String, piece: &Piece) {
    let text = match piece.what {
        PieceKind::Words => printable(&piece.text),
        PieceKind::Link if piece.state == Presence::Same => return,
        PieceKind::Link => format!("(-> {})", printable(&piece.text)),
        PieceKind::Cell => " | ".to_owned(),
        PieceKind::Break if piece.state == Presence::Same => " ".to_owned(),
        PieceKind::Break => "\u{b6}".to_owned(),
    };
    if piece.moved.is_some() {
        let sign = if piece.state == Presence::Deleted {
            "moved away"
        } else {
            "moved here"
        };
        let _ = write!(
            out,
            "{FAINT}[{sign}:{PLAIN} {}{FAINT}]{PLAIN} ",
            text.trim()
        );
        return;
    }
    let _ = match piece.state {
        Presence::Same => write!(out, "{text}"),
        Presence::Deleted => write!(out, "{RED}[-{text}-]{PLAIN}"),
        Presence::Inserted => write!(out, "{GREEN}{{+{text}+}}{PLAIN}"),
    };
}

/// Formats the heading of a place.
fn place(place: &Place) -> String {
    if place.section.is_empty() {
        "the beginning".to_owned()
    } else {
        format!("`{}`", printable(&place.section))
    }
}

/// Truncates a text to its first words.
fn excerpt(text: &str) -> String {
    const LENGTH: usize = 60;
    let cut: String = text.chars().take(LENGTH).collect();
    let rest = if cut.len() < text.len() { "..." } else { "" };
    format!("`{}{rest}`", printable(cut.trim_end()))
}
