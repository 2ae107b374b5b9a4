//! Proposes which sentences of a text are which clauses of the library. A proposal is a beginning for
//! a lawyer: it takes the first sentence with the right words, and never two for one clause.

pub(super) mod patterns;

use crate::content::clauses::NOT_REVIEWED;
use crate::markdown::{Block, Document, Frame, Section};
use crate::quoted::quoted;
use patterns::{ClausePattern, ClausePatterns, SectionOf, has_one};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A sentence for a clause.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Candidate {
    /// Its heading, with the `#`s.
    pub(super) heading: String,
    /// The sentence before its list, if it is an item.
    pub(super) lead_in: Option<String>,
    /// The force of the list, where the words of the lead-in do not tell.
    pub(super) force: Option<String>,
    /// The name of the clause.
    pub(super) id: String,
    pub(super) quote: String,
    /// Whether it is inside an item of another list.
    #[serde(default)]
    pub(super) is_in_item: bool,
}

/// The clauses of a text.
#[derive(Clone, Debug, Default)]
pub(super) struct BoundClauses {
    /// The headings of the text, in order.
    pub(super) headings: Vec<String>,
    pub(super) candidates: Vec<Candidate>,
    /// What obliges and was not reviewed.
    pub(super) unreviewed: Vec<Unreviewed>,
    /// Whether a person still has to compare each clause with its rule.
    pub(super) is_proposed: bool,
}

/// A sentence with a word of obligation that nobody has reviewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unreviewed {
    /// The heading of its section, with the `#`s.
    pub(super) heading: String,
    /// The sentence. `None` if the heading itself asks for something.
    pub(super) quote: Option<String>,
    /// Whether it seems to ask somebody for something.
    pub(super) asks: bool,
}

/// The maximum length of a cited sentence in bytes. A longer one is a paragraph that was not split.
const MAX_SENTENCE_LENGTH: usize = 600;

/// Proposes clauses for a text.
pub(super) fn proposed(document: &Document, patterns: &ClausePatterns) -> BoundClauses {
    let sections = document.sections.iter();
    let sections = sections.filter(|section| section.level > 0);
    let mut search = ClauseSearch {
        document,
        patterns,
        used: BTreeMap::new(),
    };
    let candidates = patterns.clause.iter();
    BoundClauses {
        candidates: candidates
            .filter_map(|clause| search.candidate(clause))
            .collect(),
        headings: sections.map(heading).collect(),
        is_proposed: true,
        ..BoundClauses::default()
    }
}

/// A heading with its `#`s.
pub(super) fn heading(section: &Section) -> String {
    let level = usize::from(section.level.max(1));
    format!("{} {}", "#".repeat(level), section.title)
}

/// The search for the sentences of clauses.
struct ClauseSearch<'a> {
    document: &'a Document,
    patterns: &'a ClausePatterns,
    /// The sentences that have a clause, by block and sentence, and whether they ask for something.
    used: BTreeMap<(usize, usize), bool>,
}

impl ClauseSearch<'_> {
    fn candidate(&mut self, clause: &ClausePattern) -> Option<Candidate> {
        let found = self.find(clause, false);
        let found = found.or_else(|| self.find(clause, true).filter(|_| clause.asks));
        let (at, sentence) = found?;
        *self.used.entry((at, sentence)).or_default() |= clause.asks;
        let block = &self.document.blocks[at];
        let lead_in = self.lead_in(block).and_then(|lead_in| {
            let last = lead_in.sentences.len().checked_sub(1)?;
            Some(lead_in.sentence(last).trim().to_owned())
        });
        Some(Candidate {
            heading: heading(&self.document.sections[block.section]),
            force: lead_in.as_ref().and_then(|it| {
                let says = has_one(&it.to_lowercase(), &self.patterns.asking.force);
                (!says).then(|| "should".to_owned())
            }),
            lead_in,
            id: clause.id.clone(),
            quote: block.sentence(sentence).trim().to_owned(),
            is_in_item: !block.frames.is_empty(),
        })
    }

    /// The first sentence that fits a clause: its block, and its number there. A sentence can ask for
    /// several things, so clauses that ask may share one: "(1) the name, (2) the telephone number".
    fn find(&self, clause: &ClausePattern, may_share: bool) -> Option<(usize, usize)> {
        let blocks = self.document.blocks.iter().enumerate();
        let mut blocks = blocks.filter(|(_, block)| self.may_have(block));
        blocks.find_map(|(at, block)| {
            let count = block.sentences.len();
            let mut sentences = (0..count).filter(|sentence| {
                let used = self.used.get(&(at, *sentence));
                used.is_none_or(|asks| may_share && *asks)
            });
            let found = sentences.find(|sentence| {
                let text = block.sentence(*sentence);
                // A lead-in alone is no sentence for a clause.
                let is_whole = clause.asks || !text.trim_end().ends_with(':');
                let lowercase = text.to_lowercase();
                is_whole
                    && (block.list.is_none() || count == 1)
                    && text.split_whitespace().count() > 1
                    && text.len() < MAX_SENTENCE_LENGTH
                    && clause.fits(&lowercase, self.patterns)
                    && self.is_about(clause, block, &lowercase)
                    && (clause.may_deny || !self.is_denied(block, &lowercase))
                    && (!clause.asks || self.asks(block, &lowercase))
            });
            found.map(|sentence| (at, sentence))
        })
    }

    /// Whether a block is in a place where a clause may be.
    fn may_have(&self, block: &Block) -> bool {
        let section = &self.document.sections[block.section];
        let is_in_frame = !matches!(block.frames[..], [] | [Frame::Item]);
        if section.level == 0 || is_in_frame {
            return false;
        }
        // An item of a list is cited as a whole, and only if its list has a lead-in.
        let has_lead_in = block.list.is_none() || self.lead_in(block).is_some();
        let titles = self.titles(block).join("\n");
        has_lead_in && !has_one(&titles, &self.patterns.headings.other)
    }

    /// The heading of a block and those above it, in lower case, without the title of the text.
    fn titles(&self, block: &Block) -> Vec<String> {
        let mut titles = Vec::new();
        let mut next = Some(block.section);
        while let Some(section) = next.map(|at| &self.document.sections[at]) {
            if section.level > 1 || titles.is_empty() {
                titles.push(section.title.to_lowercase());
            }
            next = section.parent;
        }
        titles
    }

    /// The lead-in of a block's list, and those of the lists around it, in lower case.
    fn lead_in_text(&self, block: &Block) -> String {
        let mut text = String::new();
        let mut next = self.lead_in(block);
        while let Some(lead_in) = next {
            text += &lead_in.text.to_lowercase();
            text.push('\n');
            next = self.lead_in(lead_in);
        }
        text
    }

    /// Whether a sentence, which is in lower case, is about the kind of request of a clause. What is
    /// asked for in an emergency, or for data to be kept, is not what every request needs.
    fn is_about(&self, clause: &ClausePattern, block: &Block, sentence: &str) -> bool {
        let headings = &self.patterns.headings;
        let title = self.titles(block).join("\n");
        let own = [&*self.lead_in_text(block), sentence].join("\n");
        let is_of_all = has_one(&title, &headings.all) || has_one(&own, &headings.all);
        let is_about = |words| has_one(&title, words) || has_one(&own, words);
        let is_emergency = is_about(&headings.emergency);
        let is_preservation = is_about(&headings.preservation);
        match clause.heading {
            Some(SectionOf::Emergency) => is_emergency,
            Some(SectionOf::Preservation) => is_preservation && !is_emergency,
            None if clause.asks => {
                !has_one(&own, &headings.other) && (is_of_all || !(is_emergency || is_preservation))
            }
            None => true,
        }
    }

    /// Whether a sentence, which is in lower case, or the lead-in of its list says the opposite.
    fn is_denied(&self, block: &Block, sentence: &str) -> bool {
        let denials = &self.patterns.asking.denials;
        has_one(sentence, denials) || has_one(&self.lead_in_text(block), denials)
    }

    /// Whether a sentence, which is in lower case, or the lead-in of its list asks for something.
    fn asks(&self, block: &Block, sentence: &str) -> bool {
        let asking = &self.patterns.asking;
        let is_promise = asking
            .promise_begins
            .iter()
            .any(|word| sentence.starts_with(word.as_str()))
            || has_one(sentence, &asking.promise_has);
        let Some(list) = block.list.filter(|_| self.lead_in(block).is_some()) else {
            return has_one(sentence, &asking.words) && !is_promise;
        };
        let lead_in = self.lead_in_text(block);
        // `Username (required)` may be a field of what the company has.
        !has_one(&lead_in, &asking.describes)
            && (has_one(&lead_in, &asking.words)
                || self.is_asking_list(list)
                || has_one(sentence, &asking.direct) && !is_promise)
    }

    /// The block before the list of a block.
    fn lead_in(&self, block: &Block) -> Option<&Block> {
        let lead_in = self.document.lists[block.list?].lead_in?;
        Some(&self.document.blocks[lead_in])
    }

    /// Whether a list without a word of obligation before it says what to do: `Include the name`.
    fn is_asking_list(&self, list: usize) -> bool {
        let has_lead_in = self.document.lists[list].lead_in.is_some();
        let blocks = self.document.blocks.iter();
        let items = blocks.filter(|block| block.list == Some(list));
        let asking = items.filter(|block| self.patterns.asking.is_imperative(&block.text));
        has_lead_in && asking.count() > 1
    }
}

/// Writes an entry for each sentence, so that a sentence that is added to the section later is reported.
fn not_reviewed(text: &mut String, comment: &str, entries: &[&Unreviewed]) {
    if entries.is_empty() {
        return;
    }
    *text += comment;
    for entry in entries {
        *text += "[[section.no-rule]]\n";
        if let Some(quote) = &entry.quote {
            let _ = writeln!(text, "sentence = {}", quoted(quote));
        }
        let _ = writeln!(text, "reason = \"{NOT_REVIEWED}\"");
    }
}

/// The sentence at a place of the text, where something obliges.
pub(super) fn sentence_at<'d>(
    document: &'d Document,
    start: usize,
    words: &str,
) -> Option<&'d str> {
    let mut blocks = document.blocks.iter();
    let block = blocks.find(|block| block.span.contains(&start))?;
    let words = letters(words);
    let sentences = (0..block.sentences.len()).map(|at| block.sentence(at).trim());
    sentences
        .filter(|it| !it.is_empty())
        .find(|it| words.contains(&letters(it)))
}

/// Whether a text is an item of a list, which is asked for by what is before the list.
pub(super) fn is_asked_item(document: &Document, patterns: &ClausePatterns, text: &str) -> bool {
    let text = letters(text);
    let mut items = document.blocks.iter().filter(|block| {
        let lead_in = block.list.and_then(|list| document.lists[list].lead_in);
        lead_in.is_some_and(|lead_in| {
            let lead_in = document.blocks[lead_in].text.to_lowercase();
            let asking = &patterns.asking;
            has_one(&lead_in, &asking.words) && !has_one(&lead_in, &asking.describes)
        })
    });
    items.any(|block| letters(&block.text) == text)
}

/// The letters and digits of a text, by which a sentence is known however its marks are written.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The items of lists that ask for something and have no clause, and sentences with more numbered
/// parts than clauses, each with its heading.
pub(super) fn unreviewed_items(
    document: &Document,
    bound: &BoundClauses,
    patterns: &ClausePatterns,
) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let cited = |text: &str| {
        bound
            .candidates
            .iter()
            .filter(|it| it.quote == text)
            .count()
    };
    for block in &document.blocks {
        let section = &document.sections[block.section];
        if section.level == 0 || has_one(&section.title.to_lowercase(), &patterns.headings.other) {
            continue;
        }
        let heading = heading(section);
        let has_lead_in = block
            .list
            .is_some_and(|list| document.lists[list].lead_in.is_some());
        // `## Requests must include`, with a list directly below it.
        let title = section.title.to_lowercase();
        let is_below_asking_heading =
            block.list.is_some() && !has_lead_in && has_one(&title, &patterns.asking.words);
        for sentence in 0..block.sentences.len() {
            let text = block.sentence(sentence).trim();
            let parts = (1..10)
                .take_while(|part| text.contains(&format!("({part})")))
                .count();
            let is_item = has_lead_in && sentence == 0 && patterns.asking.is_imperative(text);
            let is_open = (is_item || is_below_asking_heading) && cited(text) == 0
                || parts > 1 && cited(text) > 0 && cited(text) < parts;
            let is_listed = || {
                let text = letters(text);
                let mut listed = bound.unreviewed.iter();
                listed.any(|it| {
                    it.quote
                        .as_ref()
                        .is_some_and(|it| letters(it).starts_with(&text))
                })
            };
            if is_open && !is_listed() {
                all.push((heading.clone(), text.to_owned()));
            }
        }
    }
    all
}

impl Candidate {
    /// Its line in `clauses.toml`.
    fn line(&self) -> String {
        let (id, quote) = (&self.id, quoted(&self.quote));
        if self.is_in_item {
            format!("clauses.{id} = {{ quote = {quote}, frames = [\"item\"] }}\n")
        } else {
            format!("clauses.{id} = {quote}\n")
        }
    }
}

impl BoundClauses {
    /// The `clauses.toml`, and the clause at each of its lines.
    pub(super) fn file(&self) -> (String, Vec<Option<usize>>) {
        let mut text = "\
# The sentences of `guidelines.md` that rules cite, each under a name. The names are those of the
# library: `site-gen library list` shows which rule cites which name. A sentence is copied as a reader
# sees it, without `*` and without link addresses. If the text changes, the build says which of these
# sentences is no longer there.
"
        .to_owned();
        if self.is_proposed && !self.candidates.is_empty() {
            text += "\
#
# `site-gen init` matched these sentences to rules by their words. Compare each with its rule, which
# `site-gen library show NAME` shows. If the rule asks for the same, remove the name from this list; if not,
# remove the clause as well.
unconfirmed = [
";
            for clause in &self.candidates {
                let _ = writeln!(text, "    {},", quoted(&clause.id));
            }
            text += "]\n";
        }
        let mut headings: Vec<&str> = Vec::new();
        for heading in &self.headings {
            let is_used = self.candidates.iter().any(|it| it.heading == *heading)
                || self.unreviewed.iter().any(|it| it.heading == *heading);
            if is_used && !headings.contains(&heading.as_str()) {
                headings.push(heading);
            }
        }
        let mut lines: Vec<(usize, usize)> = Vec::new();
        for heading in headings {
            let _ = write!(text, "\n[[section]]\nheading = {}\n", quoted(heading));
            let of = || {
                self.candidates
                    .iter()
                    .enumerate()
                    .filter(|(_, it)| it.heading == heading)
            };
            for (at, clause) in of().filter(|(_, it)| it.lead_in.is_none()) {
                lines.push((text.lines().count(), at));
                text += &clause.line();
            }
            let mut lists: Vec<&str> = Vec::new();
            for (_, clause) in of() {
                if let Some(lead_in) = clause.lead_in.as_deref()
                    && !lists.contains(&lead_in)
                {
                    lists.push(lead_in);
                }
            }
            for lead_in in lists {
                let is_its = |it: &Candidate| it.lead_in.as_deref() == Some(lead_in);
                let first = of().find(|(_, it)| is_its(it));
                if let Some((at, _)) = first {
                    lines.extend([1, 2].map(|below| (text.lines().count() + below, at)));
                }
                let _ = write!(text, "\n[[section.list]]\nlead-in = {}\n", quoted(lead_in));
                if let Some(force) = first.and_then(|(_, it)| it.force.as_ref()) {
                    if let Some((at, _)) = first {
                        lines.push((text.lines().count(), at));
                    }
                    let _ = writeln!(text, "force = \"{force}\"");
                }
                for (at, clause) in of().filter(|(_, it)| is_its(it)) {
                    lines.push((text.lines().count(), at));
                    text += &clause.line();
                }
            }
            let unreviewed = self.unreviewed.iter().filter(|it| it.heading == heading);
            let (asking, other): (Vec<_>, Vec<_>) = unreviewed.partition(|it| it.asks);
            not_reviewed(
                &mut text,
                "\n# These sentences create an obligation, and no rule cites them yet. Decide for each: if an officer has\n# to do something, add a clause above and a rule; if not, write the reason here.\n",
                &asking,
            );
            not_reviewed(
                &mut text,
                "\n# These sentences have a word of obligation, but seem to ask nobody for anything.\n",
                &other,
            );
        }
        let count = text.lines().count();
        let mut at_line = vec![None; count + 1];
        for (line, clause) in lines {
            at_line[line] = Some(clause);
        }
        (text, at_line)
    }
}

#[cfg(test)]
mod tests {
    use super::patterns::ClausePatterns;
    use super::{proposed, unreviewed_items};
    use crate::diagnostic::Source;
    use crate::markdown::{Document, Settings};

    fn document(text: &str) -> Document {
        Document::read(&Source::new("guidelines.md", text), &Settings::default()).0
    }

    /// The clauses of a text, each with the first words of its sentence.
    fn bound(text: &str) -> Vec<String> {
        let bound = proposed(
            &document(&format!("# Rules\n\n{text}\n")),
            &ClausePatterns::of("en"),
        );
        let mut all: Vec<String> = bound
            .candidates
            .iter()
            .map(|it| {
                let words: Vec<&str> = it.quote.split(' ').take(2).collect();
                format!("{}: {}", it.id, words.join(" "))
            })
            .collect();
        all.sort();
        all
    }

    #[test]
    fn a_sentence_is_bound_only_where_it_fits() {
        for (text, expected) in [
            (
                "This guide is for law enforcement authorities.",
                &["law-enforcement-only: This guide"][..],
            ),
            (
                "The only exception is for emergency requests by law enforcement.",
                &[],
            ),
            ("This guide is not intended for law enforcement.", &[]),
            (
                "A search warrant may be required for other records (not including the contents of messages).",
                &[],
            ),
            (
                "The contents of messages require a search warrant.",
                &["search-warrant: The contents"],
            ),
            (
                "We disclose data only in response to a valid subpoena.",
                &["legal-process: We disclose"],
            ),
            (
                "In a civil matter we disclose data only upon receipt of a subpoena.",
                &[],
            ),
            (
                "Apart from requests that are not in accordance with legal process, we will:\n\n- answer",
                &[],
            ),
            (
                "## Content removal requests\n\nPlease add translations of documents that are not in English.",
                &[],
            ),
            (
                "Requests must name (1) the name of the agent, (2) an email address at a government domain, and (3) a phone number.",
                &[
                    "officer-named: Requests must",
                    "official-address: Requests must",
                    "phone-number: Requests must",
                ],
            ),
            (
                "## Preservation requests\n\nSend it as follows:\n\n1. Signed by the officer;\n2. Include the user name;\n3. Be sent on letterhead;\n4. State the period (at most 90 days).",
                &[
                    "preservation-identification: Include the",
                    "preservation-letterhead: Be sent",
                    "preservation-signature: Signed by",
                ],
            ),
        ] {
            let text = if text.starts_with('#') {
                text.to_owned()
            } else {
                format!("## Requests\n\n{text}")
            };
            assert_eq!(bound(&text), expected, "{text}");
        }
    }

    #[test]
    fn a_sentence_that_says_the_opposite_or_is_about_others_is_not_bound() {
        for text in [
            "You do not have to give the username of the account.",
            "The court may charge a fee. The court will notify the user.",
            "A request must contain:\n\n- the name of the issuing authority;\n- the phone number of the suspect;\n- the court’s telephone number;\n- the signature of a witness;\n- the letterhead of the bank;\n- the username of the victim.",
            "We do not seek reimbursement for costs.",
            "Civil requests must be signed and on letterhead.",
            "Requests from private persons must include:\n\n- the username of the account;\n- an official e-mail address.",
            "Requests must state the period for which data is sought, of at most 30 days.",
            "We will not preserve a snapshot of the records for 90 days.",
            "We do not preserve records for 90 days.",
            "## Emergencies\n\nDo not send requests to legal@harbour.example.",
            "If a person is in danger of death, we will not disclose anything.",
            "A request must not include:\n\n- an official e-mail address.",
            "Requests made before 2020 had to include:\n\n- the username of the account.",
            "In your complaint to the ombudsman, please include:\n\n- the username of the account.",
            "The info available on a profile includes:\n\n- Username (required)\n- First name",
            "## Emergencies\n\nThese requests must be submitted with the form for emergencies and be signed.",
            "These emergency requests must be signed.",
            "## Civil matters\n\n### Requests\n\nRequests must be signed.",
            "Defence lawyers must include:\n\n- the username of the account;\n- an official e-mail address.",
            "A request must include the following, except in emergencies:\n\n- the username of the account;\n- an explanation why the data is needed.",
            "We used to preserve records for 90 days.",
            "Previously, we preserved records for 90 days.",
            "If you are the parent of a deceased user, please include:\n\n- the username of the account.",
            "We will tell the user about a request only if the user pays.",
            "Nothing in these guidelines obliges us to disclose account information only in response to a court order.",
        ] {
            let text = if text.starts_with('#') {
                text.to_owned()
            } else {
                format!("## Requests\n\n{text}")
            };
            let bound = bound(&text);
            // The kind of an emergency may have what is asked for in one.
            let bound: Vec<&String> = bound
                .iter()
                .filter(|it| !it.starts_with("emergency-s"))
                .collect();
            assert!(bound.is_empty(), "{text}: {bound:?}");
        }
    }

    #[test]
    fn a_list_belongs_to_the_kind_that_its_heading_or_lead_in_names() {
        assert_eq!(
            bound(
                "## Requests\n\nAn emergency request must state:\n\n- the name of the person in danger;\n- why the information can prevent the harm.",
            ),
            [
                "necessary-information: why the",
                "person-identified: the name"
            ]
        );
        // A list for all requests is also that of a preservation.
        assert_eq!(
            bound(
                "## Requests for user information or data preservation\n\nRequests must include:\n\n- an e-mail address at a government domain.",
            ),
            [
                "official-address: an e-mail",
                "preservation-return-address: an e-mail"
            ]
        );
        assert_eq!(
            bound("## Requests\n\n2.1 We preserve records for 90 days."),
            ["snapshot: 2.1 We"]
        );
    }

    #[test]
    fn a_list_in_an_item_is_bound_by_the_item_above_it() {
        let text = document(
            "# Rules\n\n## Requests\n\n1. A request must include:\n   - the username of the account;\n   - an official e-mail address.\n2. We answer.\n",
        );
        let bound = proposed(&text, &ClausePatterns::of("en"));
        let file = bound.file().0;
        assert!(
            file.contains("lead-in = \"A request must include:\"\nclauses.official-address = { quote = \"an official e-mail address.\", frames = [\"item\"] }"),
            "{file}"
        );
        // What an outer list says counts for the inner one.
        for outer in ["In civil matters, note:", "You do not have to do this:"] {
            let text = format!(
                "## Requests\n\n{outer}\n\n1. A request must include:\n   - the username of the account;\n"
            );
            assert_eq!(self::bound(&text), [""; 0], "{outer}");
        }
    }

    #[test]
    fn the_items_below_a_heading_that_asks_are_left_to_review() {
        let text = document(
            "# Rules\n\n## Requests must include\n\n- the username of the account;\n- a blue ribbon.\n\nRequests must be signed by the officer.\n",
        );
        let patterns = ClausePatterns::of("en");
        let left = unreviewed_items(&text, &proposed(&text, &patterns), &patterns);
        let left: Vec<&str> = left.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(left, ["the username of the account;", "a blue ribbon."]);
    }

    #[test]
    fn items_that_ask_for_something_are_left_to_review() {
        let text = document(
            "# Rules\n\n## Emergencies\n\nFor emergency requests:\n\n1. Call us first\n2. Provide contact information for a supervising officer\n3. Our hours\n\n## Requests\n\nRequests must have (1) a name of the officer, and (2) a blue ribbon.\n",
        );
        let patterns = ClausePatterns::of("en");
        let left = unreviewed_items(&text, &proposed(&text, &patterns), &patterns);
        let left: Vec<&str> = left.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(
            left,
            [
                "Call us first",
                "Provide contact information for a supervising officer",
                "Requests must have (1) a name of the officer, and (2) a blue ribbon."
            ]
        );
        assert!(patterns.asking.asks_somebody("You must write."));
        assert!(
            !patterns
                .asking
                .asks_somebody("This includes logs of access.")
        );
        assert!(
            !patterns
                .asking
                .asks_somebody("They are included in reports.")
        );
    }
}
