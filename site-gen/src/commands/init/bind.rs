//! Proposes which sentences of a text are which clauses of the library. A proposal is a beginning for
//! a lawyer: it takes the first sentence with the right words, and never two for one clause.

use crate::content::clauses::NOT_REVIEWED;
use crate::markdown::Document;
use crate::quoted::quoted;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A sentence for a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Its heading, with the `#`s.
    pub(super) heading: String,
    /// The sentence before its list, if it is an item.
    pub(super) lead_in: Option<String>,
    /// The force of the list, where the words of the lead-in do not tell.
    pub(super) force: Option<&'static str>,
    /// The name of the clause.
    pub(super) id: String,
    pub(super) quote: String,
}

/// The clauses of a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Bound {
    /// The headings of the text, in order.
    pub(super) headings: Vec<String>,
    pub(super) candidates: Vec<Candidate>,
    /// Headings of sections with obligations that was not reviewed, with those sentences.
    pub(super) unreviewed: Vec<(String, Vec<String>)>,
}

/// How to recognize the sentence of a clause. A wrong clause is worse than none, so each sign is
/// strict.
struct Sign {
    id: &'static str,
    /// The heading must contain one of these words.
    heading: &'static str,
    /// Groups of words separated by `|`: one of each group has to be in the sentence, and none of a
    /// group after `!`.
    words: &'static [&'static str],
    /// Whether the sentence, or the lead-in of its list, asks the reader for something.
    asks: bool,
}

const fn says(id: &'static str, heading: &'static str, words: &'static [&'static str]) -> Sign {
    Sign {
        id,
        heading,
        words,
        asks: false,
    }
}

const fn asks(id: &'static str, heading: &'static str, words: &'static [&'static str]) -> Sign {
    Sign {
        id,
        heading,
        words,
        asks: true,
    }
}

pub(super) const EMERGENCY: &str = "emergenc|exigent|danger|imminent";
const PRESERVATION: &str = "preserv";
const NAMES: &str = "username|user name|usernames|user id|account name|profile url|account identifier|user, organization|email address associated|e-mail address associated";
/// Sections about something else than what an officer writes.
const OTHER: &str = "civil|private part|litigant|removal|takedown|take down|withhold|copyright|trademark|dmca|defamation|impersonat|terms of service|general inquir|protection order";

const SIGNS: [Sign; 29] = [
    says(
        "law-enforcement-only",
        "",
        &[
            "guide|page|information|document|portal|site|system|form|channel|policy|mailbox|address",
            "is for|are for|is intended for|are intended for|intended to be used by|designed for|provided for|is only for|are only for|for use by > law enforcement",
            "!not |n’t|n't|exception|exempt|unless|purposes",
            "!emergenc|exigent|danger|imminent",
        ],
    ),
    says(
        "legal-process",
        "",
        &[
            "subpoena|court order|legal process",
            "only in response to|only pursuant|only upon|in accordance with|in response to valid|without a valid|require a valid|require valid|will require",
            "!exigent|emergenc|exception",
            "!search warrant",
            "!may",
            "!civil|private part|litigant|reject",
        ],
    ),
    says(
        "search-warrant",
        "",
        &[
            "search warrant",
            "require|only|without a|pursuant to",
            "content|private|communications|messages",
            "!exigent|emergenc",
            "!not including|not include|excluding|excludes|other than|except|non-content|noncontent|aside from",
            "!may be required|may require",
        ],
    ),
    says(
        "user-will-be-notified",
        "",
        &[
            "will notify|we notify|policy is to notify|policy to notify|will tell|we tell|will inform|will attempt to notify",
            "user|account holder|account owner|member|people",
            "!emergenc|exigent",
        ],
    ),
    says(
        "danger-to-a-person",
        "",
        &[
            "danger|risk|threat|imminent|harm|emergenc",
            "death|serious physical|bodily|loss of life",
            "disclose|release|provide|share|respond",
        ],
    ),
    says(
        "snapshot",
        PRESERVATION,
        &[
            "preserve|preservation|retain",
            "90 days|ninety days|180 days",
            "we |will|honor|honour",
        ],
    ),
    says(
        "extension-not-guaranteed",
        PRESERVATION,
        &[
            "extension|extend",
            "preserv|request",
            "may|can",
            "!not extend",
        ],
    ),
    says(
        "cost-reimbursement",
        "",
        &[
            "may seek reimbursement|can seek reimbursement|seek reimbursement|reserve the right to charge|may charge|may request reimbursement",
        ],
    ),
    says(
        "receipt-is-not-service",
        "",
        &[
            "accept",
            "service",
            "not mean|not waive|does not|convenience",
            "!terms of service",
        ],
    ),
    says(
        "emergency-mailbox",
        EMERGENCY,
        &["@", "send|submit|contact|email|e-mail"],
    ),
    asks(
        "person-identified",
        EMERGENCY,
        &[
            "identity|name|who",
            "person|individual|victim",
            "danger|risk|threat|harm",
        ],
    ),
    asks(
        "emergency-described",
        EMERGENCY,
        &[
            "nature|describe|description|what",
            "emergency|danger|threat",
        ],
    ),
    asks("server-or-username", EMERGENCY, &[NAMES]),
    asks(
        "necessary-information",
        EMERGENCY,
        &["information|data", "why|necessary|prevent|needed"],
    ),
    asks(
        "emergency-signature",
        EMERGENCY,
        &["signature|signed|sign by"],
    ),
    asks("preservation-identification", PRESERVATION, &[NAMES]),
    asks(
        "preservation-signature",
        PRESERVATION,
        &["signed|signature"],
    ),
    asks(
        "preservation-return-address",
        PRESERVATION,
        &[
            "official|government|law enforcement|agency|return",
            "email|e-mail",
            "address|domain",
        ],
    ),
    asks("preservation-letterhead", PRESERVATION, &["letterhead"]),
    asks(
        "official-address",
        "",
        &[
            "official|government|law enforcement|agency",
            "email|e-mail",
            "address|domain",
        ],
    ),
    asks("letterhead", "", &["letterhead"]),
    asks(
        "signed-request",
        "",
        &[
            "signed|signature",
            "!signed court|signed order|signed warrant|order signed|by a judge|by the judge|by a court",
        ],
    ),
    asks("account-identified", "", &[NAMES, "!emergenc|exigent"]),
    asks(
        "specific-information",
        "",
        &[
            "specific i|specific d|specific r|specific u|specific and|specify|particularity|particular |describe|description|type of|types of|which",
            "information|data|records",
            "request|sought|seek|need|want",
            "!emergenc|exigent",
        ],
    ),
    asks(
        "officer-named",
        "",
        &[
            "name",
            "officer|agent|investigator|badge|issuing authority",
            "!emergenc|exigent",
        ],
    ),
    asks(
        "phone-number",
        "",
        &["phone number|telephone|phone contact", "!emergenc|exigent"],
    ),
    asks(
        "case-reference",
        "",
        &["case number|case reference|reference number|docket number"],
    ),
    asks(
        "relation-to-the-investigation",
        "",
        &[
            "relation to|relationship to|relates to|relevance to|nexus",
            "investigation|case|offence|offense|crime",
        ],
    ),
    asks(
        "language-of-request",
        "",
        &[
            "in english|english translation|translated into english",
            "request|order|process|document|warrant|subpoena|submission",
            "!made under|under article",
        ],
    ),
];

/// Verbs with which an item of a list asks for something: `Provide a badge number`.
const VERBS: &str = "provide|include|identify|state|describe|submit|send|attach|specify|sign|use|follow|contact|confirm|call|enclose|give|list|explain|be|have|address|mark|fax|email|e-mail|complete|fill|name|supply|indicate|set|make|ensure|limit|quote|add|write|serve|direct|notify";

/// Words that ask a reader for something, among those that the library takes for an obligation. The
/// others also describe: `This includes logs`.
const DIRECT: &str = "must|shall|should|please|need to|needs to|have to|has to|are required to|is required to|be required to|required for|only accept|not accept|mandatory|include the|to include|and include|compulsory|obligatory|ought to|requests require|we require|will require|do not";

/// Words that ask a reader for something.
const ASKING: &str = "must|shall|should|please|required|need to|have to|be sure to|include the following|following information";

/// Proposes clauses for a text.
pub(super) fn proposed(document: &Document) -> Bound {
    let headings: Vec<String> = document
        .sections
        .iter()
        .map(|section| {
            let level = usize::from(section.level.max(1));
            format!("{} {}", "#".repeat(level), section.title)
        })
        .collect();
    let mut bound = Bound {
        headings: document
            .sections
            .iter()
            .zip(&headings)
            .filter(|(section, _)| section.level > 0)
            .map(|(_, heading)| heading.clone())
            .collect(),
        ..Bound::default()
    };
    let mut used: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut asking: BTreeSet<(usize, usize)> = BTreeSet::new();
    for sign in SIGNS {
        let fits = |may_share: bool| {
            document.blocks.iter().enumerate().find_map(|(at, block)| {
                let section = &document.sections[block.section];
                if section.level == 0 || !block.frames.is_empty() {
                    return None;
                }
                let title = section.title.to_lowercase();
                if !sign.heading.is_empty() && !has_one(&title, sign.heading) {
                    return None;
                }
                // What is asked for in an emergency, or for data to be kept, is not what every request needs.
                let is_of_a_kind = has_one(&title, EMERGENCY) || has_one(&title, PRESERVATION);
                if sign.heading.is_empty() && sign.asks && is_of_a_kind || has_one(&title, OTHER) {
                    return None;
                }
                let lead_in = block.list.and_then(|list| document.lists[list].lead_in);
                let lead_in = lead_in.map(|at| document.blocks[at].text.to_lowercase());
                let is_asked = |text: &str| {
                    !sign.asks
                        || lead_in.as_deref().is_some_and(|it| has_one(it, ASKING))
                        || block
                            .list
                            .is_some_and(|list| is_asking_list(document, list))
                        || has_one(text, ASKING)
                            && !text.starts_with("we ")
                            && !text.contains("we will")
                };
                let count = block.sentences.len();
                // An item of a list is cited as a whole, and only if its list has a lead-in.
                let has_lead_in = block
                    .list
                    .is_none_or(|list| document.lists[list].lead_in.is_some());
                (0..count).find_map(|sentence| {
                    let text = block.sentence(sentence);
                    // A sentence can ask for several things: "(1) the name, (2) the telephone number".
                    let is_free = !used.contains(&(at, sentence))
                        || may_share && asking.contains(&(at, sentence));
                    // What is before a list says nothing by itself.
                    let is_whole = sign.asks || !text.trim_end().ends_with(':');
                    let fits = is_free
                        && is_whole
                        && has_lead_in
                        && (block.list.is_none() || count == 1)
                        && text.split_whitespace().count() > 1
                        && text.len() < 600
                        && all_of(&text.to_lowercase(), sign.words)
                        && is_asked(&text.to_lowercase());
                    fits.then_some((at, sentence))
                })
            })
        };
        let fits = fits(false).or_else(|| fits(true).filter(|_| sign.asks));
        let Some((at, sentence)) = fits else { continue };
        used.insert((at, sentence));
        if sign.asks {
            asking.insert((at, sentence));
        }
        let block = &document.blocks[at];
        let lead_in = block.list.and_then(|list| document.lists[list].lead_in);
        let lead_in = lead_in.and_then(|lead_in| {
            let above = &document.blocks[lead_in];
            Some(
                above
                    .sentence(above.sentences.len().checked_sub(1)?)
                    .trim()
                    .to_owned(),
            )
        });
        bound.candidates.push(Candidate {
            heading: headings[block.section].clone(),
            force: lead_in.as_ref().and_then(|it| {
                let words = "must|shall|should|required|may";
                let tells = has_one(&format!(" {} ", it.to_lowercase()), words);
                (!tells).then_some("should")
            }),
            lead_in,
            id: sign.id.to_owned(),
            quote: block.sentence(sentence).trim().to_owned(),
        });
    }
    bound
}

/// Takes a section out of the check of obligations, until somebody has read it.
fn not_reviewed() -> String {
    format!("[[section.no-rule]]\nreason = \"{NOT_REVIEWED}\"\n")
}

pub(super) fn has_one(text: &str, words: &str) -> bool {
    words.split('|').any(|word| text.contains(word))
}

fn all_of(text: &str, signs: &[&str]) -> bool {
    signs.iter().all(|sign| {
        if let Some(words) = sign.strip_prefix('!') {
            return !has_one(text, words);
        }
        match sign.split_once(" > ") {
            // The second soon after the first.
            Some((first, then)) => first.split('|').any(|word| {
                text.match_indices(word).any(|(at, _)| {
                    let rest = &text[at + word.len()..];
                    has_one(&rest[..rest.floor_char_boundary(60)], then)
                })
            }),
            None => has_one(text, sign),
        }
    })
}

/// Whether a list without a word of obligation before it says what to do: `Include the name`.
fn is_asking_list(document: &Document, list: usize) -> bool {
    let has_lead_in = document.lists[list].lead_in.is_some();
    let items = document
        .blocks
        .iter()
        .filter(|block| block.list == Some(list));
    let asking = items.filter(|block| is_imperative(&block.text)).count();
    has_lead_in && asking > 1
}

/// Whether a sentence with a word of obligation asks somebody for something, as far as can be seen.
pub(super) fn asks_somebody(sentence: &str) -> bool {
    let sentence = sentence.to_lowercase();
    has_one(&sentence, DIRECT) || is_imperative(&sentence)
}

/// Whether a text is an item of a list, which is asked for by what is before the list.
pub(super) fn is_item(document: &Document, text: &str) -> bool {
    let plain = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let text = plain(text);
    let mut items = document.blocks.iter().filter(|block| block.list.is_some());
    items.any(|block| plain(&block.text) == text)
}

/// Whether a text begins with a verb that asks for something.
fn is_imperative(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphabetic());
    let first = text
        .split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .next()
        .unwrap_or_default();
    VERBS
        .split('|')
        .any(|verb| first.eq_ignore_ascii_case(verb))
}

/// The items of lists that ask for something and have no clause, and sentences with more numbered
/// parts than clauses, each with its heading.
pub(super) fn left_to_review(document: &Document, bound: &Bound) -> Vec<(String, String)> {
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
        if section.level == 0 || has_one(&section.title.to_lowercase(), OTHER) {
            continue;
        }
        let heading = format!(
            "{} {}",
            "#".repeat(usize::from(section.level)),
            section.title
        );
        let has_lead_in = block
            .list
            .is_some_and(|list| document.lists[list].lead_in.is_some());
        for sentence in 0..block.sentences.len() {
            let text = block.sentence(sentence).trim();
            let parts = (1..10)
                .take_while(|part| text.contains(&format!("({part})")))
                .count();
            let is_item = has_lead_in && sentence == 0 && is_imperative(text);
            let is_open =
                is_item && cited(text) == 0 || parts > 1 && cited(text) > 0 && cited(text) < parts;
            if is_open {
                all.push((heading.clone(), text.to_owned()));
            }
        }
    }
    all
}

impl Bound {
    /// The `clauses.toml`, and the clause at each of its lines.
    pub(super) fn file(&self) -> (String, Vec<Option<usize>>) {
        let mut text = "\
# The sentences of `guidelines.md` that rules cite, each under a name. The names are those of the
# library: `site-gen library list` shows which rule cites which name. A sentence is copied as a reader
# sees it, without `*` and without link addresses. If the text changes, the build says which of these
# sentences is no longer there.
"
        .to_owned();
        let mut headings: Vec<&str> = Vec::new();
        for heading in &self.headings {
            let is_used = self.candidates.iter().any(|it| it.heading == *heading)
                || self.unreviewed.iter().any(|(it, _)| it == heading);
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
                let _ = writeln!(text, "clauses.{} = {}", clause.id, quoted(&clause.quote));
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
                if let Some(force) = first.and_then(|(_, it)| it.force) {
                    if let Some((at, _)) = first {
                        lines.push((text.lines().count(), at));
                    }
                    let _ = writeln!(text, "force = \"{force}\"");
                }
                for (at, clause) in of().filter(|(_, it)| is_its(it)) {
                    lines.push((text.lines().count(), at));
                    let _ = writeln!(text, "clauses.{} = {}", clause.id, quoted(&clause.quote));
                }
            }
            if let Some((_, sentences)) = self.unreviewed.iter().find(|(it, _)| it == heading) {
                if sentences.is_empty() {
                    text += "\n# Sentences of this section have a word of obligation, but seem to ask nobody for anything.\n";
                    text += &not_reviewed();
                    continue;
                }
                text += "\n# These sentences create an obligation, and no rule cites them yet. Decide for each: if an officer has\n# to do something, add a clause above and a rule; if not, keep it here.\n";
                for sentence in sentences {
                    let _ = writeln!(text, "#   {}", sentence.replace(char::is_control, " "));
                }
                text += &not_reviewed();
            }
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
    use super::{asks_somebody, left_to_review, proposed};
    use crate::diagnostic::Source;
    use crate::markdown::{Document, Settings};

    fn document(text: &str) -> Document {
        Document::read(&Source::new("guidelines.md", text), &Settings::default()).0
    }

    /// The clauses of a text, each with the first words of its sentence.
    fn bound(text: &str) -> Vec<String> {
        let bound = proposed(&document(&format!("# Rules\n\n{text}\n")));
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
    fn items_that_ask_for_something_are_left_to_review() {
        let text = document(
            "# Rules\n\n## Emergencies\n\nFor emergency requests:\n\n1. Call us first\n2. Provide contact information for a supervising officer\n3. Our hours\n\n## Requests\n\nRequests must have (1) a name of the officer, and (2) a blue ribbon.\n",
        );
        let left = left_to_review(&text, &proposed(&text));
        let left: Vec<&str> = left.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(
            left,
            [
                "Call us first",
                "Provide contact information for a supervising officer",
                "Requests must have (1) a name of the officer, and (2) a blue ribbon."
            ]
        );
        assert!(asks_somebody("You must write."));
        assert!(!asks_somebody("This includes logs of access."));
        assert!(!asks_somebody("They are included in reports."));
    }
}
