//! Every sentence that asks for something has a rule that rests on it, or a reason why not.

use super::clauses::{Bound, line};
use super::known::Known;
use super::text;
use crate::content::Requests;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::markdown::Document;
use request_builder::answers::mentions;
use request_builder::form::Form;

pub(super) fn check(
    requests: &Requests,
    document: &Document,
    bound: &Bound,
    found: &mut Diagnostics,
) {
    let words: Vec<&str> = requests
        .form
        .obligation_words
        .iter()
        .map(String::as_str)
        .collect();
    if words
        .iter()
        .all(|word| word.trim().trim_end_matches('*').is_empty())
    {
        found.push(
            Diagnostic::error("no words make a sentence an obligation, so a new one would go unseen")
                .at(requests.place("obligation-words"))
                .help("write `obligation-words = [\"must\", \"required\", \"should\", \"include\"]` at the top"),
        );
        return;
    }
    let word_in = |text: &str| mentions(text, words.iter().copied());
    for (index, section) in document.sections.iter().enumerate() {
        let named = bound.sections.contains(&index);
        if let Some(word) = word_in(&section.title).filter(|_| !named) {
            found.push(unanswered_heading(document, index, word));
        }
    }
    let forces = forces(document, &word_in);
    let known = Known::new(requests, document, bound);
    let mut unknown = known.headings();
    for (index, block) in document.blocks.iter().enumerate() {
        for sentence in 0..block.sentences.len() {
            let open = !bound.answered.contains(&(index, sentence));
            if !open {
                continue;
            }
            let label = match (
                word_in(block.sentence(sentence)),
                block.list.and_then(|list| forces[list]),
            ) {
                (Some(word), _) => format!("it has the word `{word}`"),
                (None, Some(word)) => {
                    format!("it stands in a list whose lead-in has the word `{word}`")
                }
                (None, None) => {
                    unknown.extend(known.new_sentence(index, sentence));
                    continue;
                }
            };
            found.push(unanswered(requests, document, index, sentence, label));
        }
    }
    unknown.extend(known.gone());
    found.extend(unknown);
}

/// For each list the word that gives its items their force: an item asks for as much as what leads
/// its list in, and a list inside of an item as much as that item. A list is led in before it
/// begins, so one pass does, however deep lists are nested.
fn forces<'w>(
    document: &Document,
    word_in: &impl Fn(&str) -> Option<&'w str>,
) -> Vec<Option<&'w str>> {
    let mut forces: Vec<Option<&'w str>> = vec![None; document.lists.len()];
    let mut seen = vec![false; document.lists.len()];
    for (index, block) in document.blocks.iter().enumerate() {
        let Some(list) = block.list.filter(|list| !seen[*list]) else {
            continue;
        };
        seen[list] = true;
        let lead_in = document.lists[list].lead_in.filter(|above| *above < index);
        forces[list] = lead_in.and_then(|above| {
            let above = &document.blocks[above];
            let last = above.sentences.len().checked_sub(1)?;
            word_in(above.sentence(last)).or_else(|| forces[above.list?])
        });
    }
    forces
}

fn unanswered_heading(document: &Document, section: usize, word: &str) -> Diagnostic {
    let section = &document.sections[section];
    Diagnostic::error(format!(
        "a heading asks for something, and no rule names it: `{}`",
        section.title
    ))
    .at(document
        .place(&section.span)
        .saying(format!("it has the word `{word}`")))
    .help("write a rule for a sentence under it, or say it in a sentence: rules quote sentences")
}

fn unanswered(
    requests: &Requests,
    document: &Document,
    block: usize,
    sentence: usize,
    label: String,
) -> Diagnostic {
    let span = &document.blocks[block].sentences[sentence].span;
    Diagnostic::error("a sentence asks for something, and no rule rests on it")
        .at(document.place(span).saying(label))
        .help(format!(
            "write a rule for it into `{}`; this one tells officers to do it on paper until you say better:\n{}",
            requests.source.name(),
            rule_to_paste(&requests.form, document, block, sentence)
        ))
        .help(
            "or an `[[unruled]]` entry with `section`, `quote` and the `reason` why none is needed",
        )
}

/// A rule that rests on a sentence, good enough to begin with: it holds as it stands.
fn rule_to_paste(form: &Form, document: &Document, block: usize, sentence: usize) -> String {
    let quote = document.blocks[block].sentence(sentence);
    let block = &document.blocks[block];
    let list = block.list.and_then(|list| document.lists[list].lead_in);
    let basis = list.and_then(|lead_in| {
        let lead_in = &document.blocks[lead_in];
        let last = lead_in.sentences.len().checked_sub(1)?;
        Some(line("basis", lead_in.sentence(last)))
    });
    let lines = [
        "[[requirement]]".to_owned(),
        line("id", &name_for(form, quote)),
        line("level", "must"),
        line("section", &text::name(document, block.section)),
    ];
    let told = ["quote", "title", "paper", "missing"].map(|key| line(key, quote));
    let all: Vec<String> = lines.into_iter().chain(basis).chain(told).collect();
    all.join("\n")
}

/// A name that no rule has yet, of the last words of a sentence: those say what is asked for.
fn name_for(form: &Form, sentence: &str) -> String {
    let words: Vec<String> = sentence
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() > 2)
        .map(str::to_ascii_lowercase)
        .collect();
    let name = match &words[words.len().saturating_sub(3)..] {
        [] => "new-rule".to_owned(),
        last => last.join("-"),
    };
    let taken = |name: &String| form.clauses().any(|(id, _)| id.as_str() == name);
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    std::iter::once(name.clone())
        .chain(numbered)
        .find(|name| !taken(name))
        .unwrap_or(name)
}
