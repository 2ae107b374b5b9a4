//! Each rule to the sentence that it quotes.

use super::text::{self, Match, Named};
use super::{Quoting, quoting};
use crate::content::{Requests, nearest};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::markdown::{BlockKind, Document, as_read};
use crate::quoted::quoted;
use crate::redline::{comparable, marked};
use request_builder::answers::mentions;
use request_builder::form::{Frame, RuleId};
use request_builder::rulebook::ClauseAddress;
use std::collections::{BTreeMap, BTreeSet};

/// A sentence less like a quote than this is no sentence that somebody reworded.
const LIKE: f64 = 0.6;
/// Nor is one in another section that is less like it than this.
const MOVED_LIKE: f64 = 0.75;

/// What the rules stand on.
#[derive(Default)]
pub(super) struct Bound {
    /// Where the sentence of each rule stands.
    pub(super) addresses: BTreeMap<RuleId, ClauseAddress>,
    /// Sentences that something rests on, or was shown to have rested on before they changed, as
    /// block and sentence.
    pub(super) answered: BTreeSet<(usize, usize)>,
    /// The rules that rest on a sentence, as messages call them.
    pub(super) rules: BTreeMap<(usize, usize), Vec<String>>,
    /// Sections that something names.
    pub(super) sections: BTreeSet<usize>,
}

impl Bound {
    fn answer(&mut self, found: &Match) {
        self.answered.extend(
            found
                .sentences
                .clone()
                .map(|sentence| (found.block, sentence)),
        );
    }
}

pub(super) fn bind(requests: &Requests, document: &Document, found: &mut Diagnostics) -> Bound {
    let mut binder = Binder {
        requests,
        document,
        found,
        bound: Bound::default(),
    };
    for quoting in quoting(&requests.form) {
        binder.one(&quoting);
    }
    binder.bound
}

/// Why a rule has nothing to stand on, and the sentence that was meant.
type Unfounded = (Diagnostic, Option<Match>);

struct Binder<'a> {
    requests: &'a Requests,
    document: &'a Document,
    found: &'a mut Diagnostics,
    bound: Bound,
}

impl Binder<'_> {
    fn one(&mut self, quoting: &Quoting<'_>) {
        let quote = as_read(quoting.clause.quote);
        if quote.is_empty() {
            let error = Diagnostic::error(format!("{} quotes nothing", quoting.name));
            self.complain(
                error.help("quote the whole sentence that it stands on"),
                quoting,
                "quote",
            );
            return;
        }
        let Some(section) = self.section(quoting) else {
            return;
        };
        self.bound.sections.insert(section);
        let blocks = self.document.sections[section].blocks.clone();
        let matches = text::matches(self.document, blocks, &quote);
        if matches.is_empty() {
            self.not_found(quoting, section, &quote);
            return;
        }
        // The same sentence may stand in two lists; the basis says which is meant.
        let judged: Vec<_> = matches
            .iter()
            .map(|found| {
                self.frames(quoting, found)?;
                self.basis(quoting, section, found)
            })
            .collect();
        let mut ambiguous = None;
        let mut holds = matches
            .iter()
            .zip(&judged)
            .filter_map(|(found, judged)| match judged {
                Ok(basis) => Some((found, basis)),
                Err(_) => None,
            });
        if let Some((first, basis)) = holds.next() {
            let other = holds.clone().find(|(found, _)| found.block != first.block);
            if let (Some((other, _)), Some(_)) = (other, quoting.id) {
                ambiguous = Some(self.ambiguous(quoting, first, other));
            }
            let address = ClauseAddress(self.document.blocks[first.block].address.clone());
            if let Some(id) = quoting.id {
                self.bound.addresses.insert(id.clone(), address);
            }
            for (found, basis) in std::iter::once((first, basis)).chain(holds) {
                self.bound.answer(found);
                for sentence in found.sentences.clone() {
                    let rules = self.bound.rules.entry((found.block, sentence)).or_default();
                    rules.push(quoting.name.clone());
                }
                if let Some(basis) = basis {
                    self.bound.answer(basis);
                }
            }
            self.found.extend(ambiguous);
            return;
        }
        for found in &matches {
            self.bound.answer(found);
        }
        let first = judged.into_iter().find_map(Result::err);
        if let Some((error, near)) = first {
            self.found.push(error);
            if let Some(near) = near {
                self.bound.answer(&near);
            }
        }
    }

    /// A letter and the page point at the sentence of a rule: there must be one.
    fn ambiguous(&self, quoting: &Quoting<'_>, first: &Match, other: &Match) -> Diagnostic {
        Diagnostic::error(format!(
            "{} quotes a sentence that stands twice in its section, so it has no address of its own",
            quoting.name
        ))
        .at(self.place(quoting, "quote"))
        .beside(self.shown(first, "it stands here"))
        .beside(self.shown(other, "and here"))
        .help("reword one of the two sentences")
        .help("or give one of them a heading of its own, and name the other's section, as `Parent > Child` if need be")
    }

    /// The section that a rule names.
    fn section(&mut self, quoting: &Quoting<'_>) -> Option<usize> {
        let name = quoting.clause.section;
        let error = match text::section(self.document, name) {
            Named::One(section) => return Some(section),
            Named::Several(paths) => Diagnostic::error(format!(
                "{} names the section `{name}`, and there are {} of that name",
                quoting.name,
                paths.len()
            ))
            .help(format!(
                "name the heading above it too: `{}`",
                paths.join("`, or `")
            )),
            Named::None => {
                let error = Diagnostic::error(format!(
                    "{} names the section `{name}`, which is not in the text",
                    quoting.name
                ));
                let titles = self
                    .document
                    .sections
                    .iter()
                    .map(|section| section.title.as_str());
                let quote = as_read(quoting.clause.quote);
                match (nearest(name, titles), self.elsewhere(&quote, None)) {
                    (_, Some((found, section))) => {
                        self.bound.answer(&found);
                        error
                            .beside(self.shown(&found, "the sentence stands here"))
                            .help(format!("write:\n{}", line("section", &section)))
                    }
                    (near, None) => match (self.near_anywhere(&quote), near) {
                        (Some((found, section)), _) => {
                            self.bound.answer(&found);
                            error
                                .beside(self.shown(&found, "the nearest sentence"))
                                .help(self.what_changed(&quote, &found))
                                .help(self.move_there(&found, &section))
                        }
                        (None, Some(near)) => error.help(format!("did you mean `{near}`?")),
                        (None, None) => {
                            error.help("a section is named by its heading, as it reads")
                        }
                    },
                }
            }
        };
        self.complain(error, quoting, "section");
        // What the rule rests on may be there all the same; that it asks for something is no news.
        let all = 0..self.document.blocks.len();
        for quote in [Some(quoting.clause.quote), quoting.clause.basis]
            .into_iter()
            .flatten()
        {
            for found in text::matches(self.document, all.clone(), &as_read(quote)) {
                self.bound.answer(&found);
            }
        }
        None
    }

    /// What a sentence stands in may say that it does not hold: a quotation, a note, an item that
    /// begins with other words.
    fn frames(&self, quoting: &Quoting<'_>, found: &Match) -> Result<(), Unfounded> {
        let frames = &self.document.blocks[found.block].frames;
        let quote = as_read(quoting.clause.quote);
        let known = self.requests.form.text.iter().flat_map(|text| &text.framed);
        let expected: &[Frame] = known
            .into_iter()
            .find(|framed| as_read(&framed.quote) == quote)
            .map_or(&[], |framed| &framed.frames);
        if frames == expected {
            return Ok(());
        }
        let names = |frames: &[Frame]| match frames {
            [] => "in running text".to_owned(),
            frames => {
                let names: Vec<_> = frames.iter().map(|frame| frame.name()).collect();
                format!("in a {}", names.join(" and there in a "))
            }
        };
        let error = Diagnostic::error(format!(
            "{} quotes a sentence that stands {}, not {}",
            quoting.name,
            names(frames),
            names(expected),
        ))
        .at(self.place(quoting, "quote"))
        .beside(self.shown(found, "it stands here"));
        let error = if frames.is_empty() {
            error.help("take its `[[text.framed]]` entry out")
        } else {
            let list: Vec<_> = frames.iter().map(|frame| quoted(frame.name())).collect();
            error.help(format!(
                "if it holds there as well, write into `{}`:\n[[text.framed]]\nquote = {}\nframes = [{}]",
                self.requests.source.name(),
                quoted(&quote),
                list.join(", ")
            ))
        };
        Err((error, None))
    }

    /// The lead-in on which a rule rests besides its own sentence, if all is well with it; else
    /// what is wrong, and the sentence that was meant.
    fn basis(
        &self,
        quoting: &Quoting<'_>,
        section: usize,
        found: &Match,
    ) -> Result<Option<Match>, Unfounded> {
        let list = self.document.blocks[found.block].list;
        let lead_in = list.map(|list| self.document.lists[list].lead_in);
        let basis = quoting.clause.basis.map(as_read);
        match (basis, lead_in) {
            (None, Some(Some(lead_in))) => self.without_basis(quoting, lead_in).map(|()| None),
            (None, Some(None) | None) => Ok(None),
            (Some(basis), Some(Some(lead_in))) => {
                let all = text::matches(self.document, lead_in..lead_in + 1, &basis);
                let end = self.document.blocks[lead_in].sentences.len();
                let at_the_end = all.into_iter().find(|found| found.sentences.end == end);
                at_the_end
                    .map(Some)
                    .ok_or_else(|| self.wrong_basis(quoting, lead_in, &basis))
            }
            (Some(basis), Some(None)) => {
                let error = Diagnostic::error(format!(
                    "{} has a basis, and its list has no lead-in directly before it",
                    quoting.name
                ))
                .beside(self.shown(found, "the sentence stands in this list"))
                .help("put the lead-in directly before the list, or take out `basis`");
                let near = self.near(section, &basis);
                Err((error.at(self.place(quoting, "basis")), near))
            }
            (Some(basis), None) => {
                let blocks = self.document.sections[section].blocks.start..found.block + 1;
                let before = text::matches(self.document, blocks, &basis)
                    .into_iter()
                    .find(|basis| {
                        let between = basis.block + 1..found.block;
                        // Nothing may come between a lead-in and what it leads in, but the rows
                        // of a table before this one.
                        let adjoins = self.document.blocks.get(between).is_none_or(|blocks| {
                            blocks.iter().all(|block| block.kind == BlockKind::Row)
                        });
                        let is_before = basis.block < found.block
                            || basis.sentences.end <= found.sentences.start;
                        adjoins && is_before
                    });
                before.map(Some).ok_or_else(|| {
                    let error = Diagnostic::error(format!(
                        "{} has a basis that does not stand before its sentence",
                        quoting.name
                    ))
                    .beside(self.shown(found, "the sentence"))
                    .help("quote the whole sentence that gives this one its force, from the same section, or take out `basis`");
                    (error.at(self.place(quoting, "basis")), self.near(section, &basis))
                })
            }
        }
    }

    /// A rule may leave out a lead-in only if that asks for nothing.
    fn without_basis(&self, quoting: &Quoting<'_>, lead_in: usize) -> Result<(), Unfounded> {
        let block = &self.document.blocks[lead_in];
        let words = self
            .requests
            .form
            .obligation_words
            .iter()
            .map(String::as_str);
        // An entry that says why a sentence needs no rule has no basis to name.
        if quoting.id.is_none() {
            return Ok(());
        }
        let asks = mentions(&block.text, words);
        let label = match asks {
            Some(word) => format!("the lead-in, with `{word}`"),
            None if self.is_known(lead_in) => return Ok(()),
            None => "the lead-in, which the rules do not know".to_owned(),
        };
        let all = Match {
            block: lead_in,
            sentences: 0..block.sentences.len(),
        };
        let last = Match {
            block: lead_in,
            sentences: block.sentences.len().saturating_sub(1)..block.sentences.len(),
        };
        let error = Diagnostic::error(format!(
            "{} rests on an item of a list and does not name the lead-in that gives it its force",
            quoting.name
        ))
        .at(self.place(quoting, "quote"))
        .beside(self.shown(&all, &label))
        .help(format!("add:\n{}", line("basis", last.text(self.document))));
        let error = match asks {
            Some(_) => error,
            None => error.help("or, if it asks for nothing and the rule stands by itself, list it in `sentences` under `[text]`"),
        };
        Err((error, Some(last)))
    }

    /// Whether the last sentence of a lead-in that asks for nothing reads as the rules know it.
    fn is_known(&self, lead_in: usize) -> bool {
        let form = &self.requests.form;
        let block = &self.document.blocks[lead_in];
        let known = form.text.as_ref().and_then(|text| text.sentences.as_ref());
        let (Some(known), Some(last)) = (known, block.sentences.len().checked_sub(1)) else {
            return true;
        };
        let last = comparable(block.sentence(last));
        let quotes = form.clauses().map(|(_, clause)| clause.quote);
        quotes
            .chain(known.iter().map(String::as_str))
            .any(|known| comparable(&as_read(known)) == last)
    }

    fn wrong_basis(&self, quoting: &Quoting<'_>, lead_in: usize, basis: &str) -> Unfounded {
        let count = self.document.blocks[lead_in].sentences.len();
        let all = Match {
            block: lead_in,
            sentences: 0..count,
        };
        let last = Match {
            block: lead_in,
            sentences: count.saturating_sub(1)..count,
        };
        let error = Diagnostic::error(format!(
            "{} has a basis that is not the lead-in of its list",
            quoting.name
        ))
        .at(self.place(quoting, "basis"))
        .beside(self.shown(&all, "the lead-in"));
        let meant = strsim::sorensen_dice(basis, last.text(self.document)) >= LIKE;
        let error = error.help(self.what_changed(basis, &last));
        let error = error.help(format!(
            "if the rule still has the force that the lead-in gives it, write:\n{}",
            line("basis", last.text(self.document))
        ));
        (error, meant.then_some(all))
    }

    /// Says what became of a sentence that is not in its section.
    fn not_found(&mut self, quoting: &Quoting<'_>, section: usize, quote: &str) {
        let (error, near) = self.missing(quoting, section, quote);
        self.found.push(error);
        if let Some(near) = near {
            self.bound.answer(&near);
        }
        // The lead-in was not looked at, so nothing can be said of it.
        if let Some(basis) = quoting.clause.basis
            && let Some(basis) = self.near(section, &as_read(basis))
        {
            self.bound.answer(&basis);
        }
    }

    /// The likeliest reason why a quote is not in its section, and the sentence that was meant.
    fn missing(&self, quoting: &Quoting<'_>, section: usize, quote: &str) -> Unfounded {
        let name = &quoting.name;
        let place = self.place(quoting, "quote");
        let not_there = format!("not under `{}`", text::name(self.document, section));
        let blocks = self.document.sections[section].blocks.clone();
        if let Some((found, other)) = self.elsewhere(quote, Some(section)) {
            let error = Diagnostic::error(format!(
                "{name} quotes a sentence that is in another section"
            ))
            .at(place.saying(not_there))
            .beside(self.shown(&found, "it stands here"))
            .help(format!(
                "if the rule still holds there, write:\n{}",
                line("section", &other)
            ));
            return (error, Some(found));
        }
        if let Some(found) = text::inside(self.document, blocks, quote) {
            let error =
                Diagnostic::error(format!("{name} quotes only a part of what the text says"))
                    .at(place)
                    .beside(self.shown(&found, "the sentence goes on"))
                    .help(self.what_changed(quote, &found))
                    .help(format!(
                        "if the rule still says what the whole asks for, write:\n{}",
                        line("quote", found.text(self.document))
                    ));
            return (error, Some(found));
        }
        let error = Diagnostic::error(format!(
            "{name} quotes a sentence that is not in its section"
        ))
        .at(place.saying(not_there));
        if let Some(found) = self.near(section, quote) {
            let error = error
                .beside(self.shown(&found, "the nearest sentence there"))
                .help(self.what_changed(quote, &found))
                .help(format!(
                    "if the rule still says what this sentence asks for, write:\n{}",
                    line("quote", found.text(self.document))
                ));
            return (error, Some(found));
        }
        if let Some((found, other)) = self.near_anywhere(quote) {
            let error = error
                .beside(self.shown(&found, "the nearest sentence, in another section"))
                .help(self.what_changed(quote, &found))
                .help(self.move_there(&found, &other));
            return (error, Some(found));
        }
        let help = "if the sentence is gone, take the rule out; if it was reworded, quote it as it reads now";
        (error.help(help), None)
    }

    /// The words of a quote held against those of a sentence.
    fn what_changed(&self, quote: &str, found: &Match) -> String {
        format!("what changed: {}", marked(quote, found.text(self.document)))
    }

    fn move_there(&self, found: &Match, section: &str) -> String {
        format!(
            "if the rule still says what this sentence asks for, write:\n{}\n{}",
            line("section", section),
            line("quote", found.text(self.document))
        )
    }

    /// The sentence of the whole text that is most like a quote, and the name of its section.
    fn near_anywhere(&self, quote: &str) -> Option<(Match, String)> {
        let all = 0..self.document.blocks.len();
        let (found, like) = text::nearest(self.document, all, quote)?;
        let section = self.document.blocks[found.block].section;
        (like >= MOVED_LIKE).then(|| (found, text::name(self.document, section)))
    }

    /// Where else a quote stands as whole sentences, and the name of that section.
    fn elsewhere(&self, quote: &str, not_in: Option<usize>) -> Option<(Match, String)> {
        let all = 0..self.document.blocks.len();
        let matches = text::matches(self.document, all, quote).into_iter();
        matches
            .map(|found| (self.document.blocks[found.block].section, found))
            .find(|(section, _)| Some(*section) != not_in)
            .map(|(section, found)| (found, text::name(self.document, section)))
    }

    fn near(&self, section: usize, quote: &str) -> Option<Match> {
        let blocks = self.document.sections[section].blocks.clone();
        let near = text::nearest(self.document, blocks, quote);
        near.filter(|(_, like)| *like >= LIKE)
            .map(|(found, _)| found)
    }

    fn complain(&mut self, error: Diagnostic, quoting: &Quoting<'_>, key: &str) {
        let place = self.place(quoting, key);
        self.found.push(error.at(place));
    }

    fn place(&self, quoting: &Quoting<'_>, key: &str) -> Place {
        self.requests.place(&format!("{}.{key}", quoting.path))
    }

    fn shown(&self, found: &Match, label: &str) -> Place {
        self.document
            .place(&found.span(self.document))
            .saying(label)
    }
}

/// A line of `requests.toml`, to be pasted.
pub(super) fn line(key: &str, text: &str) -> String {
    format!("{key} = {}", quoted(text))
}
