//! Matches usernames on a server.

use super::{Found, Matcher};
use crate::letter_check::UsernamePattern;
use crate::letter_check::fuzzy::PatternWord;
use crate::text::{is_word_char, sort_by_start, to_lower};
use std::ops::Range;

/// How sure it is that a name follows some words.
#[derive(Clone, Copy)]
enum Cue {
    /// A username follows: "username".
    Name,
    /// It follows in a form.
    Label,
    /// It follows if it looks like one.
    Loose,
}

impl Matcher<'_> {
    pub(super) fn username(&self, pattern: &UsernamePattern) -> Vec<Found> {
        let never: Vec<&Vec<PatternWord>> = pattern
            .never
            .iter()
            .flat_map(|list| self.list(list))
            .collect();
        let joints: Vec<&Vec<PatternWord>> = pattern
            .joined_by
            .iter()
            .flat_map(|list| self.list(list))
            .collect();
        let is_one = |list: &[&Vec<PatternWord>], word: usize| {
            list.iter().any(|phrase| {
                phrase.len() == 1 && phrase[0].is_exactly(&self.text.words[word].folded)
            })
        };
        let is_never = |word: usize| is_one(&never, word);
        let is_joint = |word: usize| is_one(&joints, word);
        let mut found = Vec::new();
        for name in &self.entities.names {
            if let Some(words) = self.text.touched(name)
                && !(words.len() == 1 && is_never(words.start))
                && !self.text.words[words.clone()].iter().any(|word| word.idle)
            {
                found.push(words);
            }
        }
        for (lists, cue_is) in [
            (&pattern.after, Cue::Name),
            (&pattern.labelled, Cue::Label),
            (&pattern.loosely_after, Cue::Loose),
        ] {
            for cue in self.phrases_of(lists, true) {
                let name = self.name_behind(&cue, cue_is, &is_never, &is_joint);
                found.extend(name.filter(|_| !self.guarded(&cue, &pattern.unless_told)));
            }
        }
        sort_by_start(&mut found);
        found.dedup();
        let kept = found
            .into_iter()
            .filter(|part| !self.guarded(part, &pattern.unless));
        kept.map(Found::one).collect()
    }

    /// The name that follows a cue.
    fn name_behind(
        &self,
        cue: &Range<usize>,
        cue_is: Cue,
        is_never: &dyn Fn(usize) -> bool,
        is_joint: &dyn Fn(usize) -> bool,
    ) -> Option<Range<usize>> {
        let words = &self.text.words;
        let mut at = cue.end;
        let mut given = false;
        let mut skipped = 0;
        loop {
            let gap = self.text.gap(at.checked_sub(1)?);
            let word = words.get(at)?;
            let form = gap.contains([':', '=', '\t']) || gap.contains("..") || gap.contains("   ");
            given = given || form;
            // An empty gap in brackets, or the next line of a form.
            let empty = gap.contains(['[', '_']) || (skipped > 0 && gap.contains('\n'));
            if word.blank || word.idle || empty || word.line > words[cue.start].line + 2 {
                return None;
            }
            if !given && word.sentence != words[cue.start].sentence {
                return None;
            }
            let opened = gap.ends_with([
                '"', '\'', '\u{201c}', '\u{201e}', '\u{2018}', '\u{ab}', '`', '<',
            ]);
            // Dots, hyphens and underscores join the words of a name.
            let mut end = at + 1;
            while end < words.len() && joins_a_name(self.text.gap(end - 1)) {
                end += 1;
            }
            let raw = self
                .text
                .whole
                .get(words[at].at.start..words[end - 1].at.end)?;
            let after = self.text.gap(end - 1);
            let closed = after.starts_with([
                '"', '\'', '\u{201d}', '\u{201c}', '\u{2019}', '\u{bb}', '`', '>',
            ]);
            let quoted = opened && closed;
            let marked =
                end > at + 1 && !raw.contains('/') || raw.bytes().any(|byte| byte.is_ascii_digit());
            if after.starts_with('@') || after.starts_with("://") || gap.ends_with(['@', '#']) {
                // An address, a name that was found already, or a channel.
                return None;
            }
            // "E-mail" is two of these words.
            if !quoted && (at..end).all(is_never) {
                skipped += 1;
                if skipped > 4 {
                    return None;
                }
                at = end;
                continue;
            }
            if self.is_in_a_host(&(words[at].at.start..words[end - 1].at.end)) {
                return None;
            }
            // "Name: Big Mike" is a person's name, not a username.
            let two_names = !quoted
                && !marked
                && after == " "
                && words.get(end).is_some_and(|next| {
                    let begins = |word: &crate::letter_check::tokens::Word| {
                        let first = self
                            .text
                            .whole
                            .get(word.at.clone())
                            .and_then(|word| word.chars().next());
                        first.is_some_and(|first| to_lower(first) != first)
                    };
                    begins(&words[at]) && begins(next)
                });
            if two_names {
                return None;
            }
            let letters = raw
                .chars()
                .any(|one| is_word_char(one) && !one.is_ascii_digit());
            let begins_small = raw.chars().next().is_some_and(|one| to_lower(one) == one);
            // "the username is jdoe", but not "the username and her friends"
            let led_up_to = skipped == 0 || is_joint(at - 1);
            let lone = given || (begins_small && led_up_to);
            let does = match cue_is {
                Cue::Name => letters && (quoted || marked || lone),
                // Nothing else is on the line, or it ends there.
                Cue::Label => {
                    let same_line = word.line == words[cue.start].line;
                    given && same_line && letters && begins_small && !after.starts_with(' ')
                }
                Cue::Loose => {
                    quoted || (marked && letters && begins_small) || given && marked && letters
                }
            };
            return does.then_some(at..end);
        }
    }

    /// Whether some bytes are part of the address of a server: "the user at chat.example.org".
    pub(in crate::letter_check) fn is_in_a_host(&self, bytes: &Range<usize>) -> bool {
        let hosts = &self.entities.hosts;
        let next = hosts.partition_point(|host| host.at.end <= bytes.start);
        let host = hosts
            .get(next)
            .filter(|host| host.is_url || !host.is_unknown());
        host.is_some_and(|host| host.at.start < bytes.end)
    }
}

fn joins_a_name(gap: &str) -> bool {
    !gap.is_empty() && gap.len() <= 2 && gap.chars().all(|one| "._-".contains(one))
}
