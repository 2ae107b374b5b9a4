//! Changed link targets, grouped by host: a host that was renamed changes no obligation, although
//! its links may be in every second sentence.

use super::model::HostChange;
use super::pair::Pair;
use super::token_run::TokenRun;
use crate::words::passage::Text;
use crate::words::token::Class;
use std::collections::BTreeMap;

/// Counts changed links by old and new host.
#[derive(Debug, Default)]
pub(super) struct Hosts(BTreeMap<(Option<String>, Option<String>), usize>);

impl Hosts {
    /// Adds the links of a pair whose target changed. `stays` tells whether a token only moved to
    /// another passage.
    pub(super) fn add(
        &mut self,
        a: &Text,
        b: &Text,
        pair: &Pair,
        stays: impl Fn(bool, &TokenRun, usize) -> bool,
    ) {
        let (mut from_a, mut from_b) = (0, 0);
        let end = (pair.a.tokens.len(), pair.b.tokens.len(), 0);
        let runs = pair.runs.iter().map(|run| (run.a, run.b, run.length));
        for (to_a, to_b, length) in runs.chain([end]) {
            let removed = hosts(a, &pair.a, from_a..to_a, |at| stays(true, &pair.a, at));
            let added = hosts(b, &pair.b, from_b..to_b, |at| stays(false, &pair.b, at));
            for at in 0..removed.len().max(added.len()) {
                let key = (removed.get(at).cloned(), added.get(at).cloned());
                *self.0.entry(key).or_default() += 1;
            }
            (from_a, from_b) = (to_a + length, to_b + length);
        }
    }

    /// The hosts, those with most changed links first.
    pub(super) fn list(self) -> Vec<HostChange> {
        let all = self.0.into_iter();
        let mut all: Vec<HostChange> = all
            .map(|((before, after), links)| HostChange {
                before,
                after,
                links,
            })
            .collect();
        all.sort_by_key(|host| std::cmp::Reverse(host.links));
        all
    }
}

fn hosts(
    text: &Text,
    words: &TokenRun,
    range: std::ops::Range<usize>,
    stays: impl Fn(usize) -> bool,
) -> Vec<String> {
    let changed = range.filter(|at| !stays(*at));
    let addresses = changed.filter_map(|at| {
        let passage = &text.passages[words.passages[at]];
        let token = &words.tokens[at];
        match token.class {
            Class::Target(target) => Some(passage.targets[target].as_str()),
            Class::Address => Some(&passage.text[token.range.clone()]),
            Class::Word
            | Class::Number
            | Class::Mark
            | Class::Note
            | Class::Cell
            | Class::Break => None,
        }
    });
    addresses.filter_map(host).collect()
}

/// The host of a link; `None` for a relative URL, an email address or a telephone number.
fn host(address: &str) -> Option<String> {
    let web = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"))
        .or_else(|| address.starts_with("www.").then_some(address))?;
    let end = web.find(['/', '?', '#', ':']).unwrap_or(web.len());
    let host = web[..end].to_lowercase();
    Some(host.strip_prefix("www.").unwrap_or(&host).to_owned())
}
