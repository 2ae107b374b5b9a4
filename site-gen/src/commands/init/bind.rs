//! Proposes which sentences of a text are which clauses of the library. A proposal is a beginning for
//! a lawyer: it takes the first sentence with the right words, and never two for one clause.

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

const EMERGENCY: &str = "emergenc|exigent|danger|imminent";
const NAMES: &str = "username|user name|usernames|user id|account name|profile url|account identifier|user, organization|email address associated|e-mail address associated";

const SIGNS: [Sign; 21] = [
    says(
        "law-enforcement-only",
        "",
        &[
            "law enforcement",
            "is for|are for|intended for|designed for|provided for|intended to be used by",
            "!not",
        ],
    ),
    says(
        "legal-process",
        "",
        &[
            "subpoena|court order|legal process",
            "only in response to|only pursuant|only upon|in accordance with|in response to valid|without a valid|require a valid|require valid|will require",
            "!exigent",
            "!emergenc",
            "!search warrant",
            "!may",
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
        "preserv",
        &[
            "preserve|preservation|retain",
            "90 days|ninety days|180 days",
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
    asks("preservation-identification", "preserv", &[NAMES]),
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
    asks("account-identified", "", &[NAMES, "!emergenc|exigent"]),
    asks(
        "specific-information",
        "",
        &[
            "specific|particular|describe|description|type|which",
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
            "officer|agent|investigator|badge",
            "!emergenc|exigent",
        ],
    ),
    asks(
        "language-of-request",
        "",
        &["in english|english translation|translated into english"],
    ),
];

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
    for sign in SIGNS {
        let fits = document.blocks.iter().enumerate().find_map(|(at, block)| {
            let section = &document.sections[block.section];
            if section.level == 0 || !block.frames.is_empty() {
                return None;
            }
            let title = section.title.to_lowercase();
            if !sign.heading.is_empty() && !has_one(&title, sign.heading) {
                return None;
            }
            // What is asked for in an emergency is not what every request needs.
            if sign.heading.is_empty() && sign.asks && has_one(&title, EMERGENCY) {
                return None;
            }
            let lead_in = block.list.and_then(|list| document.lists[list].lead_in);
            let lead_in = lead_in.map(|at| document.blocks[at].text.to_lowercase());
            let is_asked = |text: &str| {
                !sign.asks
                    || lead_in.as_deref().is_some_and(|it| has_one(it, ASKING))
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
                let fits = !used.contains(&(at, sentence))
                    && has_lead_in
                    && (block.list.is_none() || count == 1)
                    && text.split_whitespace().count() > 1
                    && text.len() < 600
                    && all_of(&text.to_lowercase(), sign.words)
                    && is_asked(&text.to_lowercase());
                fits.then_some((at, sentence))
            })
        });
        let Some((at, sentence)) = fits else { continue };
        used.insert((at, sentence));
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

fn has_one(text: &str, words: &str) -> bool {
    words.split('|').any(|word| text.contains(word))
}

fn all_of(text: &str, signs: &[&str]) -> bool {
    signs.iter().all(|sign| match sign.strip_prefix('!') {
        Some(words) => !has_one(text, words),
        None => has_one(text, sign),
    })
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
                text += "\n# These sentences create an obligation, and no rule cites them yet. Decide for each: if an officer has\n# to do something, add a clause above and a rule; if not, keep it here.\n";
                for sentence in sentences {
                    let _ = writeln!(text, "#   {}", sentence.replace(char::is_control, " "));
                }
                text += "[[section.no-rule]]\nreason = \"Not reviewed yet.\"\n";
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
