//! The patterns of the letter check, from the library and the site, for the active rules.

use super::merge::{Merged, Origin};
use crate::content::request::{Layer, LetterCheck};
use request_builder::letter_check::LetterPatterns;
use request_builder::rulebook::Organisation;
use request_builder::rules::{GuardId, KindId, RuleId, Rules, WordList, WordListId};
use std::collections::BTreeSet;

/// Word lists generated from `site.toml`: the organisation's names, and its legal name alone.
const COMPANY_NAME: &str = "company-name";
const LEGAL_NAME: &str = "legal-name";

/// The patterns of all layers; `None` if no layer has any.
pub(super) fn of(
    layers: &[(Origin, &Layer)],
    merged: &Merged,
    rules: &Rules,
    organisation: &Organisation,
) -> Option<LetterPatterns> {
    let known = merged.rules();
    let mut all: Option<LetterCheck> = None;
    for (origin, layer) in layers {
        let Some(file) = &layer.letter_check else {
            continue;
        };
        let mut own = file.value.clone();
        // Library patterns may concern rules that the site does not have, and a site's patterns
        // apply to all its versions. Patterns that no version needs are reported later.
        let has_rule = |rule: &RuleId| {
            let is_of_others = matches!(origin, Origin::Site | Origin::Base);
            let is_elsewhere = is_of_others && known.contains_key(rule.as_str());
            let is_passed_over = *origin == Origin::Library || is_elsewhere;
            rules.rule(rule).is_some() || !is_passed_over
        };
        own.look_for.retain(|entry| has_rule(&entry.rule));
        if *origin == Origin::Library {
            let has_kind = |kind: &KindId| rules.kind(kind).is_some();
            own.kinds.retain(|entry| has_kind(&entry.kind));
            for entry in &mut own.look_for {
                let had_kinds = !entry.kinds.is_empty();
                entry.kinds.retain(has_kind);
                if had_kinds && entry.kinds.is_empty() {
                    entry.found = None;
                }
            }
        }
        match &mut all {
            Some(all) => all.overlay(&own),
            None => all = Some(own),
        }
    }
    let mut checking = all?.resolved();
    let (name, legal_name) = (&organisation.name, &organisation.legal_name);
    let lists: [(&str, &[&String]); 2] = [
        (COMPANY_NAME, &[name, legal_name]),
        (LEGAL_NAME, &[legal_name]),
    ];
    for (id, names) in lists {
        if !checking.words.iter().any(|list| list.id.as_str() == id) {
            checking.words.push(WordList {
                id: id.into(),
                words: names.iter().map(|name| name.to_lowercase()).collect(),
            });
        }
    }
    without_the_unused(&mut checking);
    Some(checking)
}

/// Removes lists and guards that no pattern uses, because they would only make the page larger.
fn without_the_unused(checking: &mut LetterPatterns) {
    let mut lists: BTreeSet<WordListId> = BTreeSet::new();
    let mut guards: BTreeSet<GuardId> = BTreeSet::new();
    let looked_for = checking.look_for.iter();
    let signs = looked_for.flat_map(|it| {
        [
            &it.when,
            &it.lacking,
            &it.found,
            &it.only_if,
            &it.hint,
            &it.doubt,
        ]
    });
    let signs = signs
        .flatten()
        .chain(checking.kinds.iter().map(|it| &it.pattern))
        .chain(&checking.danger)
        .chain(checking.particulars.iter().map(|it| &it.found))
        .chain(
            checking
                .particulars
                .iter()
                .filter_map(|it| it.beside.as_ref()),
        );
    for sign in signs {
        sign.each(&mut |sign| {
            let (own_lists, own_guards) = sign.names();
            lists.extend(own_lists.into_iter().cloned());
            guards.extend(own_guards.into_iter().cloned());
        });
    }
    checking.words.retain(|list| lists.contains(&list.id));
    checking.guards.retain(|guard| guards.contains(&guard.id));
}
