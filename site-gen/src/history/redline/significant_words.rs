//! Prepares the sentences of one text for the list of obligations: their significant words and
//! terms, whether they oblige anybody, and how they are shown.

use super::model::Sentence as Shown;
use super::sentence::{Sentence, Sentences, tokens_of};
use super::token_run::TokenRun;
use crate::words::passage::{Passage, Text};
use crate::words::terms::{Term, terms};
use crate::words::token::{Class, Token, is_numbered_name, is_quotation_mark};
use crate::words::vocabulary::{Force, Vocabulary, WordId, lowercase};
use crate::words::{Kind, TermType};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

/// A term and its position among the significant words of its sentences.
pub(super) struct PlacedTerm {
    pub(super) term: Term,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// The significant words of consecutive sentences.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each of them is asked for by itself"
)]
pub(super) struct SignificantWords<'a> {
    pub(super) text: &'a Text,
    pub(super) tokens: Vec<Token>,
    /// For each word, the index of its passage.
    pub(super) passages: Vec<usize>,
    pub(super) terms: Vec<PlacedTerm>,
    /// The email addresses that its links point to.
    pub(super) mail: Vec<String>,
    /// The forms that its links point to.
    pub(super) forms: Vec<String>,
    /// Whether they create an obligation, by themselves or by their lead-in.
    pub(super) strong: bool,
    /// Whether their lead-in says that something must or should be so.
    pub(super) bound_by_lead_in: bool,
    pub(super) heading: bool,
    /// Whether they state the date of the text.
    pub(super) stamped: bool,
    /// Whether they mention who signs.
    pub(super) signs: bool,
    /// Whether they say what somebody did.
    past: bool,
}

impl SignificantWords<'_> {
    pub(super) fn has_negation(&self) -> bool {
        let taken_back = |term: &Term| term.force == Some(Force::Negated);
        let way_out = |term: &Term| term.term_type == TermType::Exception;
        let any = |fits: &dyn Fn(&Term) -> bool| self.terms.iter().any(|term| fits(&term.term));
        any(&taken_back) && !any(&way_out)
    }

    pub(super) fn word(&self, at: usize) -> &str {
        &self.text.passages[self.passages[at]].text[self.tokens[at].range.clone()]
    }

    /// Whether a word may be a name: it has a capital, and is not a word of every sentence.
    pub(super) fn is_name(&self, at: usize, vocabulary: &Vocabulary) -> bool {
        let word = self.word(at);
        (word.starts_with(char::is_uppercase) || is_numbered_name(word))
            && !vocabulary.everywhere.contains(&lowercase(word))
            && !vocabulary.reworded.dropped.contains(&lowercase(word))
    }

    /// Whether it only says what was, in numbers.
    pub(super) fn is_report(&self) -> bool {
        let obliges = |term: &PlacedTerm| {
            matches!(
                term.term.term_type,
                TermType::Modal
                    | TermType::Exception
                    | TermType::Promise
                    | TermType::Instruction
                    | TermType::Email
                    | TermType::Postal
                    | TermType::Telephone
                    | TermType::Right
            )
        };
        self.past && !self.terms.iter().any(obliges)
    }

    /// Whether it promises something without a modal verb.
    pub(super) fn promises(&self) -> bool {
        let promise = |term: &PlacedTerm| term.term.term_type == TermType::Promise;
        self.terms.iter().any(promise)
    }

    /// Whether one of several is enough.
    pub(super) fn has_or(&self) -> bool {
        let or = |term: &PlacedTerm| {
            term.term.term_type == TermType::Joining && term.term.rank == Some(1)
        };
        self.terms.iter().any(or)
    }

    /// Whether some of its words are a name in parentheses: `(the “Terms”)`.
    pub(super) fn is_alias(&self, range: &Range<usize>) -> bool {
        let (Some(first), Some(last)) = (range.clone().next(), range.clone().next_back()) else {
            return false;
        };
        if self.passages[first] != self.passages[last] {
            return false;
        }
        let text = &self.text.passages[self.passages[first]].text;
        let (from, to) = (self.tokens[first].range.start, self.tokens[last].range.end);
        let quote = |c: char| is_quotation_mark(c.encode_utf8(&mut [0; 4]));
        let after = &text[to..];
        let closed = after.trim_start_matches(quote);
        // The article before it is no significant word.
        let opened = |rest: &str| rest.rfind('(').is_some_and(|at| rest.len() - at <= ARTICLE);
        closed.len() < after.len()
            && closed.starts_with(')')
            && opened(&text[..from])
            && !text[from..to].contains(['(', ')'])
    }

    /// Whether it requires something.
    pub(super) fn asks(&self) -> bool {
        let must = |term: &PlacedTerm| term.term.force == Some(Force::Must);
        self.terms.iter().any(must)
    }

    /// The required level of legal process or signatory; the lowest of several alternatives.
    pub(super) fn rank(&self, term_type: TermType) -> Option<u8> {
        let all = self
            .terms
            .iter()
            .filter(|term| term.term.term_type == term_type);
        let ranks: Vec<u8> = all.filter_map(|term| term.term.rank).collect();
        if self.has_or() {
            ranks.iter().min().copied()
        } else {
            ranks.iter().max().copied()
        }
    }

    /// The changed words that no changed term contains, from the first to the last, unless all of
    /// them are insignificant.
    pub(super) fn uncovered(
        &self,
        range: Range<usize>,
        covered: &[bool],
        quiet: &HashSet<String>,
    ) -> Option<String> {
        let mut parts: Vec<(usize, Range<usize>)> = Vec::new();
        let mut counts = false;
        let mut last = None;
        for at in range.filter(|at| !covered[*at]) {
            let (token, passage) = (&self.tokens[at], self.passages[at]);
            let text = &self.text.passages[passage].text[token.range.clone()];
            let said = !text.is_empty() && !quiet.contains(&lowercase(text));
            counts |= token.class != Class::Mark || said;
            match parts.last_mut() {
                Some((known, bytes)) if *known == passage && last == Some(at.wrapping_sub(1)) => {
                    bytes.end = token.range.end;
                }
                _ => parts.push((passage, token.range.clone())),
            }
            last = Some(at);
        }
        let texts = parts.into_iter().map(|(passage, bytes)| {
            let text = &self.text.passages[passage].text;
            text[bytes].to_owned()
        });
        counts.then(|| texts.collect::<Vec<_>>().join(" … "))
    }
}

/// The length of an opening parenthesis, an article and a quotation mark, at most.
const ARTICLE: usize = "(the \u{201c}".len();

/// Sentences with fewer significant words are answers.
const SHORT: usize = 3;
/// The maximum number of significant words of a label.
const LABEL: usize = 3;

pub(super) struct Side<'a> {
    pub(super) text: &'a Text,
    sentences: &'a Sentences,
    vocabulary: &'a Vocabulary,
    terms: HashMap<usize, Vec<Term>>,
    texts: Option<Rc<HashMap<String, usize>>>,
    /// Whether the items below a lead-in, or else below a heading, have their force from it.
    forces: HashMap<(Option<usize>, Option<usize>), bool>,
    /// The texts of its headings.
    headings: HashSet<&'a str>,
}

impl<'a> Side<'a> {
    pub(super) fn of(text: &'a Text, sentences: &'a Sentences, vocabulary: &'a Vocabulary) -> Self {
        Self {
            text,
            sentences,
            vocabulary,
            terms: HashMap::new(),
            texts: None,
            forces: HashMap::new(),
            headings: (text.passages.iter())
                .filter(|passage| passage.kind.is_heading())
                .map(|passage| passage.text.as_str())
                .collect(),
        }
    }

    /// Every sentence of the text, in lower case, and how often it is there.
    pub(super) fn texts(&mut self) -> Rc<HashMap<String, usize>> {
        let text = self.text;
        let all = || {
            let passages = text.passages.iter();
            let all = passages.flat_map(|passage| {
                let sentences = passage.sentences.iter();
                sentences.map(|sentence| folded(&passage.text[sentence.clone()]))
            });
            let mut counted: HashMap<String, usize> = HashMap::new();
            for sentence in all {
                *counted.entry(sentence).or_default() += 1;
            }
            Rc::new(counted)
        };
        self.texts.get_or_insert_with(all).clone()
    }

    fn terms(&mut self, passage: usize, tokens: &Range<usize>) -> Vec<Term> {
        let (text, vocabulary) = (self.text, self.vocabulary);
        let all = self
            .terms
            .entry(passage)
            .or_insert_with(|| terms(&text.passages[passage], vocabulary));
        // They are in the order of the text.
        let from = all.partition_point(|term| term.tokens.start < tokens.start);
        let inside = all[from..].iter();
        let inside = inside.take_while(|term| term.tokens.start < tokens.end);
        inside.cloned().collect()
    }

    /// Whether a list item has its force from its lead-in. Of many items below one, it is read once.
    fn inherits(&mut self, passage: usize) -> bool {
        let there = &self.text.passages[passage];
        let list = (there.lead_in, there.heading.filter(|_| there.is_listed()));
        if let Some(known) = self.forces.get(&list) {
            return *known;
        }
        let found = self.reads_force(passage);
        self.forces.insert(list, found);
        found
    }

    fn reads_force(&mut self, passage: usize) -> bool {
        let there = &self.text.passages[passage];
        let Some(lead_in) = self.lead_in(passage) else {
            // A list may be directly below its heading: `What a request contains`.
            let Some(heading) = there.heading.filter(|_| there.is_listed()) else {
                return false;
            };
            let all = 0..self.text.passages[heading].tokens.len();
            let strong = self.terms(heading, &all).iter().any(|term| term.strong);
            return strong || self.leads_in(heading, &all);
        };
        let last = self.text.passages[lead_in]
            .sentences
            .len()
            .saturating_sub(1);
        let tokens = tokens_of(&self.text.passages[lead_in], last);
        // `For more information, please see:` only points to other texts.
        let ids = self.word_ids(&self.text.passages[lead_in], &tokens);
        if self.vocabulary.empty.at(&ids).is_some() {
            return false;
        }
        let strong = self.terms(lead_in, &tokens).iter().any(|term| term.strong);
        strong || self.leads_in(lead_in, &tokens) || self.inherits(lead_in)
    }

    /// Whether a sentence of a list item has its force from the lead-in.
    fn is_of_lead_in(&mut self, sentence: &Sentence) -> bool {
        !self.explains(sentence.passage, sentence.number, &sentence.tokens)
            && self.inherits(sentence.passage)
    }

    /// Whether a later sentence of a list item, without a term of its own, only explains the first one.
    fn explains(&mut self, passage: usize, number: usize, tokens: &Range<usize>) -> bool {
        let weak = &self.vocabulary.weak_limits;
        number > 0 && {
            let terms = self.terms(passage, tokens);
            !terms.iter().any(|term| says_something(term, weak))
        }
    }

    /// Whether the lead-in of a list item says that something must or should be so, and not that it
    /// may.
    fn is_bound_by_lead_in(&mut self, sentence: &Sentence) -> bool {
        let Some(lead_in) = self.lead_in(sentence.passage) else {
            return false;
        };
        let there = &self.text.passages[lead_in];
        let tokens = tokens_of(there, there.sentences.len().saturating_sub(1));
        let forces: Vec<Force> = (self.terms(lead_in, &tokens).iter())
            .filter_map(|term| term.force)
            .collect();
        let binds = |force: &Force| matches!(force, Force::Must | Force::Should);
        !forces.is_empty() && forces.iter().all(binds)
    }

    /// Whether a sentence is the label of a list item, as `Newsletters.` before what is said of them.
    fn is_label(&mut self, sentence: &Sentence) -> bool {
        let weak = &self.vocabulary.weak_limits;
        let there = &self.text.passages[sentence.passage];
        if sentence.number > 0 || sentence.core.len() > LABEL || there.sentences.len() < 2 {
            return false;
        }
        let own = self.terms(sentence.passage, &sentence.tokens);
        let rest = self.terms(sentence.passage, &(sentence.tokens.end..there.tokens.len()));
        let bare = |term: &Term| !says_something(term, weak) || term.term_type == TermType::Process;
        own.iter().all(bare) && rest.iter().any(|term| says_something(term, weak))
    }

    /// Whether a sentence asks something: what is done is in the answer to it.
    fn is_question(&self, sentence: &Sentence) -> bool {
        sentence.text(self.text).ends_with('?')
    }

    /// The lead-in of the list that a passage is an item of. A paragraph before a list does not
    /// introduce it if it ends with a full stop and does not mention it.
    fn lead_in(&self, passage: usize) -> Option<usize> {
        let lead_in = self.text.passages[passage].lead_in?;
        self.introduces(lead_in).then_some(lead_in)
    }

    fn introduces(&self, passage: usize) -> bool {
        let there = &self.text.passages[passage];
        let ends = |mark: char| matches!(mark, '.' | '!' | '?');
        let last = there.sentences.len().saturating_sub(1);
        there.kind.is_heading()
            || !there.text.trim_end().ends_with(ends)
            || self.leads_in(passage, &tokens_of(there, last))
    }

    /// Whether a text says that what follows it matters.
    fn leads_in(&self, passage: usize, tokens: &Range<usize>) -> bool {
        let passage = &self.text.passages[passage];
        let words = self.word_ids(passage, tokens);
        self.vocabulary.lead_ins.is_in(&words)
    }

    /// The numbers in the vocabulary of the words in a range of tokens.
    fn word_ids(&self, passage: &Passage, tokens: &Range<usize>) -> Vec<WordId> {
        let words = passage.tokens[tokens.clone()].iter();
        words
            .filter(|token| token.is_text())
            .map(|token| self.vocabulary.word(&passage.text[token.range.clone()]))
            .collect()
    }

    /// Whether they state the date of the text: `Last updated`, `Version 3, effective`.
    fn is_of_text(&self, passage: &Passage, tokens: &Range<usize>, ids: &[WordId]) -> bool {
        let mut text = passage.tokens[tokens.clone()].iter();
        let first = text.find(|token| token.is_text());
        let first = first.map(|token| lowercase(&passage.text[token.range.clone()]));
        let versions = &self.vocabulary.version_of_text;
        let is_version = first.is_some_and(|word| versions.contains(&word));
        let stamps = &self.vocabulary.stamps;
        stamps.at(ids).is_some() || is_version && stamps.is_in(ids)
    }

    /// Whether the company did something, in these words: `we produced`.
    fn says_what_was(&self, passage: &Passage, tokens: &Range<usize>, ids: &[WordId]) -> bool {
        let text = passage.tokens[tokens.clone()].iter();
        let words: Vec<&Token> = text.filter(|token| token.is_text()).collect();
        let subjects = &self.vocabulary.promises.subjects;
        (0..ids.len()).any(|at| {
            let verb = subjects.at(&ids[at..]).map(|(length, ())| at + length);
            let verb = verb.and_then(|verb| words.get(verb));
            verb.is_some_and(|verb| {
                let word = lowercase(&passage.text[verb.range.clone()]);
                self.vocabulary.reworded.is_past(&word)
            })
        })
    }

    /// Whether an item names a company: one of those that a text is for.
    fn is_for_others(&self, sentence: &Sentence) -> bool {
        let passage = &self.text.passages[sentence.passage];
        if !passage.is_listed() {
            return false;
        }
        let forms = &self.vocabulary.companies.forms;
        let mut tokens = passage.tokens[sentence.tokens.clone()].iter();
        tokens.any(|token| forms.contains(&passage.text[token.range.clone()]))
    }

    /// Whether the text of a link ends with the name of a form: `our request form`.
    fn is_called_form(&self, passage: &Passage, link: &Term) -> bool {
        let mut before = passage.tokens[..link.tokens.start].iter().rev();
        let last = before.find(|token| token.class == Class::Word);
        let last = last.map(|token| lowercase(&passage.text[token.range.clone()]));
        last.is_some_and(|word| self.vocabulary.forms.contains(&word))
    }

    /// Whether it is a heading, an item of a table of contents, or the first row of a table that has
    /// others.
    fn is_heading(&self, passage: usize) -> bool {
        let below = self.text.passages.get(passage + 1);
        let is_above_row = below.is_some_and(|below| below.kind == Kind::Row && !below.is_head);
        let passage = &self.text.passages[passage];
        match passage.kind {
            Kind::Heading(_) | Kind::Summary | Kind::Bold => true,
            Kind::Item => {
                !passage.targets.is_empty() && self.headings.contains(passage.text.as_str())
            }
            Kind::Row => passage.is_head && is_above_row,
            Kind::Paragraph | Kind::Code => false,
        }
    }

    /// The significant words and terms of a range of sentences.
    pub(super) fn significant_words(&mut self, sentences: Range<usize>) -> SignificantWords<'a> {
        let mut significant_words = SignificantWords {
            text: self.text,
            tokens: Vec::new(),
            passages: Vec::new(),
            terms: Vec::new(),
            mail: Vec::new(),
            forms: Vec::new(),
            strong: false,
            bound_by_lead_in: false,
            heading: true,
            stamped: false,
            signs: false,
            past: false,
        };
        let all = self.sentences;
        for sentence in &all.all[sentences] {
            self.add_sentence(&mut significant_words, sentence);
        }
        if significant_words.stamped {
            self.drop_version_numbers(&mut significant_words);
        }
        significant_words
    }

    fn add_sentence(&mut self, words: &mut SignificantWords<'a>, sentence: &Sentence) {
        let offset = words.tokens.len();
        let passage = &self.text.passages[sentence.passage];
        words.tokens.extend(sentence.core.iter().cloned());
        words.passages.resize(words.tokens.len(), sentence.passage);
        let inherits = self.is_of_lead_in(sentence);
        let asks = !inherits && self.is_question(sentence);
        words.strong |= inherits;
        words.bound_by_lead_in |= self.is_bound_by_lead_in(sentence);
        words.heading &= self.is_heading(sentence.passage);
        for term in self.terms(sentence.passage, &sentence.tokens) {
            words.strong |= term.strong && !asks;
            if let Class::Target(_) = passage.tokens[term.tokens.start].class {
                if term.term_type == TermType::Email {
                    words.mail.push(term.text);
                } else if self.vocabulary.is_form(&term.text) || self.is_called_form(passage, &term)
                {
                    words.forms.push(term.text);
                }
                continue;
            }
            // The words are in the order of the text.
            let from = sentence
                .at
                .partition_point(|at| at.end <= term.tokens.start);
            let end = sentence.at.partition_point(|at| at.start < term.tokens.end);
            if from < end {
                // Of `we'll` the second word is the term.
                let same = |next: &&Range<usize>| **next == sentence.at[from];
                let from = from + sentence.at[from + 1..].iter().take_while(same).count();
                let (from, to) = (offset + from, offset + end);
                words.terms.push(PlacedTerm { term, from, to });
            }
        }
        let ids = self.word_ids(passage, &sentence.tokens);
        words.stamped |= self.is_of_text(passage, &sentence.tokens, &ids);
        words.signs |= self.vocabulary.signing.is_in(&ids);
        words.past |= self.says_what_was(passage, &sentence.tokens, &ids);
    }

    /// Removes the number of the text's own version, which is next to its date.
    fn drop_version_numbers(&self, words: &mut SignificantWords<'_>) {
        let versions = &self.vocabulary.version_of_text;
        let terms = std::mem::take(&mut words.terms).into_iter();
        let of_text = |term: &PlacedTerm| {
            let before = term.from.checked_sub(1).map(|at| words.word(at));
            let is_version = before.is_some_and(|word| versions.contains(&lowercase(word)));
            is_version && term.term.term_type == TermType::Number
        };
        words.terms = terms.filter(|term| !of_text(term)).collect();
    }

    /// A sentence that only this text has, if it is significant. The same words in `there` are the
    /// same sentence, unless this text has them more often: then it was added here, or an item was
    /// removed from one of two lists. A removed sentence that still stands elsewhere still applies.
    pub(super) fn alone(
        &mut self,
        sentence: usize,
        there: &HashMap<String, usize>,
        is_removed: bool,
    ) -> Option<(Shown, Vec<Term>, TokenRun)> {
        let found: &'a Sentence = &self.sentences.all[sentence];
        let only_number = found.core.is_empty();
        if only_number || self.is_heading(found.passage) || self.is_label(found) {
            return None;
        }
        let inherits = self.is_of_lead_in(found);
        if !inherits && self.is_question(found) {
            return None;
        }
        // A short answer such as `No.` belongs to the question above it and creates no obligation by
        // itself.
        let short = found.core.len() < SHORT;
        let ids = self.word_ids(&self.text.passages[found.passage], &found.tokens);
        let explains = self.vocabulary.explanations.is_in(&ids);
        let own =
            self.terms(found.passage, &found.tokens)
                .iter()
                .any(|term| match term.term_type {
                    TermType::Negation => !short && !explains,
                    TermType::Process => !explains,
                    TermType::Modal => !(explains && term.force == Some(Force::May)),
                    _ => term.strong,
                });
        let own = own || self.is_for_others(found);
        let range = self.text.passages[found.passage]
            .sentences
            .get(found.number)?;
        let text = &self.text.passages[found.passage].text[range.clone()];
        if !(own || inherits) {
            return None;
        }
        let text = folded(text);
        let count = |texts: &HashMap<String, usize>| texts.get(&text).copied().unwrap_or(0);
        let elsewhere = count(there);
        let is_item = self.text.passages[found.passage].item.is_some();
        let still_applies = is_removed && !is_item;
        if elsewhere > 0 && (still_applies || elsewhere >= count(&self.texts())) {
            return None;
        }
        let shown = self.shown(sentence..sentence + 1);
        let words = self.words(sentence..sentence + 1);
        Some((shown, self.terms_of(found), words))
    }

    /// The terms of a sentence that say something by themselves.
    pub(super) fn terms_of(&mut self, sentence: &Sentence) -> Vec<Term> {
        let weak = &self.vocabulary.weak_limits;
        let mut terms = self.terms(sentence.passage, &sentence.tokens);
        terms.retain(|term| says_something(term, weak));
        terms
    }

    pub(super) fn sentence(&self, at: usize) -> &'a Sentence {
        &self.sentences.all[at]
    }

    pub(super) fn words(&self, sentences: Range<usize>) -> TokenRun {
        let mut words = TokenRun::default();
        for sentence in &self.sentences.all[sentences] {
            words.add(self.text, sentence.passage, sentence.tokens.clone());
        }
        words
    }

    pub(super) fn shown(&self, sentences: Range<usize>) -> Shown {
        let all = &self.sentences.all[sentences];
        let texts = all.iter().map(|sentence| self.text_of(sentence));
        let text = texts.collect::<Vec<_>>().join(" ");
        self.in_place(text, all.first())
    }

    /// The text of a sentence, with its cells separated.
    pub(super) fn text_of(&self, sentence: &Sentence) -> String {
        let passage = &self.text.passages[sentence.passage];
        let range = passage.sentences.get(sentence.number).cloned();
        let range = range.unwrap_or(0..passage.text.len());
        // A paragraph of many sentences has many tokens, so only those of this one are read.
        let tokens = &passage.tokens;
        let first = tokens.partition_point(|token| token.range.start < range.start);
        let inside = tokens[first..].iter();
        let inside = inside.take_while(|token| token.range.start < range.end);
        let mut parts = Vec::new();
        let mut from = range.start;
        for cell in inside.filter(|token| token.class == Class::Cell) {
            parts.push(passage.text[from..cell.range.start].trim());
            from = cell.range.start;
        }
        parts.push(passage.text[from..range.end].trim());
        parts.join(" | ")
    }

    /// The text of sentences, at the place of the first.
    pub(super) fn in_place(&self, text: String, first: Option<&Sentence>) -> Shown {
        let first = first.map_or(0, |sentence| sentence.passage);
        let passage = &self.text.passages[first];
        let lead_in = self.lead_in(first).map(|lead_in| {
            let lead_in = &self.text.passages[lead_in];
            let last = lead_in.sentences.last().cloned();
            lead_in.text[last.unwrap_or(0..lead_in.text.len())].to_owned()
        });
        Shown {
            text,
            lead_in,
            address: passage.address.clone(),
            section: self.text.heading(first).to_owned(),
        }
    }

    /// The number of items below a sentence.
    pub(super) fn leads(&self, sentence: usize) -> usize {
        let sentence = &self.sentences.all[sentence];
        let passage = &self.text.passages[sentence.passage];
        if sentence.number + 1 >= passage.sentences.len() && self.introduces(sentence.passage) {
            passage.leads
        } else {
            0
        }
    }
}

/// The sentences that create an obligation, by themselves or by their lead-in: the index of the
/// passage, and that of the sentence in it.
pub(crate) fn obliging_sentences(text: &Text, vocabulary: &Vocabulary) -> Vec<(usize, usize)> {
    let none = Sentences::default();
    let mut side = Side::of(text, &none, vocabulary);
    let mut found = Vec::new();
    let passages = text.passages.iter().enumerate();
    for (index, passage) in passages.filter(|(_, passage)| !passage.kind.is_heading()) {
        let inherits = side.inherits(index);
        for number in 0..passage.sentences.len() {
            let tokens = tokens_of(passage, number);
            let is_strong = side.terms(index, &tokens).iter().any(|term| term.strong);
            if is_strong || inherits && !side.explains(index, number, &tokens) {
                found.push((index, number));
            }
        }
    }
    found
}

/// Whether a term says something by itself.
fn says_something(term: &Term, weak_limits: &foldhash::HashSet<String>) -> bool {
    match term.term_type {
        TermType::Authority | TermType::Joining | TermType::Web => false,
        _ => !weak_limits.contains(&lowercase(&term.text)),
    }
}

/// Normalizes a sentence for the search in the other text.
fn folded(text: &str) -> String {
    let text = text.trim_end_matches(|c: char| c.is_ascii_punctuation());
    text.to_lowercase()
}
