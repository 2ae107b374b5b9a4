//! Common subsequences of two token sequences, in nearly linear time: exact for short sequences, by
//! unique tokens for long ones.

use super::token::{Class, Token};
use std::collections::HashMap;
use std::ops::Range;

/// A run of common tokens: its start in each sequence, and its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) a: usize,
    pub(crate) b: usize,
    pub(crate) length: usize,
}

/// The maximum number of token pairs for the exact algorithm.
const MAX_EXACT_PAIRS: usize = 400_000;

/// The common subsequence of two sequences, as runs.
pub(crate) fn common(a: &[Token], b: &[Token]) -> Vec<Run> {
    let mut pairs = Vec::new();
    between(a, b, 0..a.len(), 0..b.len(), &mut pairs);
    let mut pairs = without_islands(a, b, pairs);
    slide_hunks(a, b, &mut pairs);
    let mut runs: Vec<Run> = Vec::new();
    for (at_a, at_b) in pairs {
        match runs.last_mut() {
            Some(run) if run.a + run.length == at_a && run.b + run.length == at_b => {
                run.length += 1;
            }
            _ => runs.push(Run {
                a: at_a,
                b: at_b,
                length: 1,
            }),
        }
    }
    runs
}

type Pairs = Vec<(usize, usize)>;

fn between(
    a: &[Token],
    b: &[Token],
    mut ra: Range<usize>,
    mut rb: Range<usize>,
    pairs: &mut Pairs,
) {
    while !ra.is_empty() && !rb.is_empty() && a[ra.start].key == b[rb.start].key {
        pairs.push((ra.start, rb.start));
        ra.start += 1;
        rb.start += 1;
    }
    let mut tail = Vec::new();
    while !ra.is_empty() && !rb.is_empty() && a[ra.end - 1].key == b[rb.end - 1].key {
        ra.end -= 1;
        rb.end -= 1;
        tail.push((ra.end, rb.end));
    }
    if !ra.is_empty() && !rb.is_empty() {
        if ra.len().saturating_mul(rb.len()) <= MAX_EXACT_PAIRS {
            exact(a, b, &ra, &rb, pairs);
        } else {
            by_rare(a, b, &ra, &rb, pairs);
        }
    }
    pairs.extend(tail.into_iter().rev());
}

#[expect(
    clippy::many_single_char_names,
    reason = "two sequences, a place in each, and their lengths"
)]
/// The heaviest common subsequence; if there are several, one with contiguous tokens.
fn exact(a: &[Token], b: &[Token], ra: &Range<usize>, rb: &Range<usize>, pairs: &mut Pairs) {
    const TOGETHER: u32 = 1;
    let (n, m) = (ra.len(), rb.len());
    let a = &a[ra.clone()];
    let b = &b[rb.clone()];
    // best[i][j] for the tails from i and j; `run` is the best that begins with the pair (i, j).
    let mut best_below = vec![0_u32; m + 1];
    let mut run_below = vec![0_u32; m + 1];
    let mut best = vec![0_u32; m + 1];
    let mut run = vec![0_u32; m + 1];
    // 0: skip in a; 1: skip in b; 2: take. Also, whether the next pair belongs to the same run.
    let mut way = vec![0_u8; n * m];
    for i in (0..n).rev() {
        best[m] = 0;
        run[m] = 0;
        for j in (0..m).rev() {
            run[j] = 0;
            let (down, right) = (best_below[j], best[j + 1]);
            let (mut value, mut step) = if down >= right { (down, 0) } else { (right, 1) };
            if a[i].key == b[j].key {
                let (next, joined) = (best_below[j + 1], run_below[j + 1]);
                let weight = a[i].weight() * 4;
                let goes_on = joined > 0 && joined + TOGETHER >= next;
                let taken = weight + if goes_on { joined + TOGETHER } else { next };
                run[j] = taken;
                if goes_on {
                    way[i * m + j] |= 4;
                }
                if taken >= value {
                    (value, step) = (taken, 2);
                }
            }
            best[j] = value;
            way[i * m + j] |= step;
        }
        std::mem::swap(&mut best, &mut best_below);
        std::mem::swap(&mut run, &mut run_below);
    }
    let (mut i, mut j, mut forced) = (0, 0, false);
    while i < n && j < m {
        let here = way[i * m + j];
        match if forced { 2 } else { here & 3 } {
            0 => i += 1,
            1 => j += 1,
            _ => {
                pairs.push((ra.start + i, rb.start + j));
                i += 1;
                j += 1;
                forced = here & 4 != 0;
            }
        }
    }
}

/// Pairs tokens that are unique in both sequences, then recurses into the gaps.
fn by_rare(a: &[Token], b: &[Token], ra: &Range<usize>, rb: &Range<usize>, pairs: &mut Pairs) {
    for length in [4, 2, 1] {
        let anchors = heaviest_in_order(&once_in_each(a, b, ra, rb, length));
        if anchors.is_empty() {
            continue;
        }
        let (mut from_a, mut from_b) = (ra.start, rb.start);
        for (at_a, at_b) in anchors {
            if at_a < from_a || at_b < from_b {
                continue;
            }
            between(a, b, from_a..at_a, from_b..at_b, pairs);
            let mut length = 0;
            while at_a + length < ra.end
                && at_b + length < rb.end
                && a[at_a + length].key == b[at_b + length].key
            {
                pairs.push((at_a + length, at_b + length));
                length += 1;
            }
            (from_a, from_b) = (at_a + length, at_b + length);
        }
        between(a, b, from_a..ra.end, from_b..rb.end, pairs);
        return;
    }
    // Without unique tokens (two texts of the same few words), compare in pieces.
    let step = 400;
    let parts = ra.len().max(rb.len()).div_ceil(step);
    for part in 0..parts {
        let cut = |range: &Range<usize>| {
            let at = |part: usize| range.start + range.len() * part / parts;
            at(part)..at(part + 1)
        };
        let (part_a, part_b) = (cut(ra), cut(rb));
        if !part_a.is_empty() && !part_b.is_empty() {
            exact(a, b, &part_a, &part_b, pairs);
        }
    }
}

/// The positions of n-grams that occur once in each sequence.
fn once_in_each(
    a: &[Token],
    b: &[Token],
    ra: &Range<usize>,
    rb: &Range<usize>,
    length: usize,
) -> Vec<(usize, usize, u32)> {
    let places = |tokens: &[Token], range: &Range<usize>| {
        let mut places: HashMap<Vec<u32>, (usize, usize)> = HashMap::new();
        for (at, window) in tokens[range.clone()].windows(length).enumerate() {
            let keys: Vec<u32> = window.iter().map(|token| token.key).collect();
            places.entry(keys).or_insert((range.start + at, 0)).1 += 1;
        }
        places
    };
    let in_b = places(b, rb);
    let mut found: Vec<_> = places(a, ra)
        .into_iter()
        .filter(|(_, (_, count))| *count == 1)
        .filter_map(|(keys, (at_a, _))| match in_b.get(&keys) {
            Some((at_b, 1)) => Some((at_a, *at_b, 1)),
            Some(_) | None => None,
        })
        .collect();
    found.sort_unstable();
    found
}

/// The heaviest chain of pairs that is increasing on both sides. The pairs must be sorted by their
/// first position.
pub(crate) fn heaviest_in_order(pairs: &[(usize, usize, u32)]) -> Vec<(usize, usize)> {
    // For each weight, the pair that ends the best chain: a prefix maximum over second positions.
    let mut seconds: Vec<usize> = pairs.iter().map(|(_, second, _)| *second).collect();
    seconds.sort_unstable();
    seconds.dedup();
    let mut tree: Vec<(u64, usize)> = vec![(0, usize::MAX); seconds.len() + 1];
    let mut before = vec![usize::MAX; pairs.len()];
    let mut at = 0;
    while at < pairs.len() {
        // Pairs with the same first position cannot follow each other.
        let end = at
            + pairs[at..]
                .iter()
                .take_while(|pair| pair.0 == pairs[at].0)
                .count();
        let mut found = Vec::new();
        for index in at..end {
            let rank = seconds.partition_point(|second| *second < pairs[index].1);
            let mut best = (0, usize::MAX);
            let mut node = rank;
            while node > 0 {
                if tree[node].0 > best.0 {
                    best = tree[node];
                }
                node &= node - 1;
            }
            before[index] = best.1;
            found.push((rank + 1, best.0 + u64::from(pairs[index].2.max(1)), index));
        }
        for (rank, weight, index) in found {
            let mut node = rank;
            while node < tree.len() {
                if weight > tree[node].0 {
                    tree[node] = (weight, index);
                }
                node += node & node.wrapping_neg();
            }
        }
        at = end;
    }
    let mut best = (0, usize::MAX);
    let mut node = seconds.len();
    while node > 0 {
        if tree[node].0 > best.0 {
            best = tree[node];
        }
        node &= node - 1;
    }
    let mut chain = Vec::new();
    let mut next = best.1;
    while next != usize::MAX {
        chain.push((pairs[next].0, pairs[next].1));
        next = before[next];
    }
    chain.reverse();
    chain
}

/// Removes trivial matches: a lone comma or "the" kept among words that all changed is harder to
/// read than showing it as changed.
fn without_islands(a: &[Token], b: &[Token], pairs: Pairs) -> Pairs {
    let mut runs: Vec<(usize, usize, usize)> = Vec::new();
    for (at_a, at_b) in pairs {
        match runs.last_mut() {
            Some((run_a, run_b, length))
                if *run_a + *length == at_a && *run_b + *length == at_b =>
            {
                *length += 1;
            }
            _ => runs.push((at_a, at_b, 1)),
        }
    }
    let mut kept: Pairs = Vec::new();
    let (mut end_a, mut end_b) = (0, 0);
    for (index, (at_a, at_b, length)) in runs.iter().copied().enumerate() {
        let (next_a, next_b) = runs
            .get(index + 1)
            .map_or((a.len(), b.len()), |(next_a, next_b, _)| (*next_a, *next_b));
        let before = changed(a, end_a..at_a).max(changed(b, end_b..at_b));
        let after = changed(a, at_a + length..next_a).max(changed(b, at_b + length..next_b));
        let both =
            |from_a: usize, to_a: usize, from_b: usize, to_b: usize| from_a < to_a && from_b < to_b;
        let replaced =
            both(end_a, at_a, end_b, at_b) && both(at_a + length, next_a, at_b + length, next_b);
        let weight: u32 = a[at_a..at_a + length].iter().map(Token::weight).sum();
        let plain = a[at_a..at_a + length]
            .iter()
            .all(|token| matches!(token.class, Class::Word | Class::Mark));
        let island = plain && replaced && weight <= 3 && before.min(after) >= 4 * weight.max(2);
        if !island {
            kept.extend((0..length).map(|at| (at_a + at, at_b + at)));
            (end_a, end_b) = (at_a + length, at_b + length);
        }
    }
    kept
}

fn changed(tokens: &[Token], range: Range<usize>) -> u32 {
    tokens
        .get(range)
        .into_iter()
        .flatten()
        .map(Token::weight)
        .sum()
}

/// Moves changes to natural boundaries: where "A. B. C." lost "B.", the full stop after it was
/// removed, not the one before.
fn slide_hunks(a: &[Token], b: &[Token], pairs: &mut Pairs) {
    slide_side_hunks(
        a,
        pairs,
        |pair| pair.0,
        |pair| pair.1,
        |first, second| (first, second),
    );
    slide_side_hunks(
        b,
        pairs,
        |pair| pair.1,
        |pair| pair.0,
        |first, second| (second, first),
    );
}

/// Moves gaps of the first side where the second has none.
fn slide_side_hunks(
    tokens: &[Token],
    pairs: &mut Pairs,
    mine: fn(&(usize, usize)) -> usize,
    other: fn(&(usize, usize)) -> usize,
    pair: fn(usize, usize) -> (usize, usize),
) {
    for index in 1..pairs.len() {
        let (before, after) = (pairs[index - 1], pairs[index]);
        let gap = mine(&before) + 1..mine(&after);
        if gap.is_empty() || other(&before) + 1 != other(&after) {
            continue;
        }
        // How far the gap can move back while everything else stays paired.
        let mut steps = 0;
        let mut best = (bad_start(tokens, gap.start, gap.end), 0);
        while steps < index {
            let last = pairs[index - 1 - steps];
            let contiguous =
                mine(&last) + steps + 1 == gap.start && other(&last) + steps == other(&before);
            let from = gap.start - steps - 1;
            let to = gap.end - steps - 1;
            if !contiguous || tokens[from].key != tokens[to].key {
                break;
            }
            steps += 1;
            let bad = bad_start(tokens, from, to);
            if bad < best.0 {
                best = (bad, steps);
            }
            if steps > 200 {
                break;
            }
        }
        for step in 0..best.1 {
            let at = index - 1 - step;
            pairs[at] = pair(gap.end - 1 - step, other(&pairs[at]));
        }
    }
}

/// A penalty for showing exactly these words as changed.
fn bad_start(tokens: &[Token], from: usize, to: usize) -> u8 {
    let mark = |at: usize| {
        tokens
            .get(at)
            .is_some_and(|token| token.class == Class::Mark)
    };
    let begins_with_mark = mark(from);
    let ends_with_mark = mark(to - 1);
    match (begins_with_mark, ends_with_mark) {
        (false, true) => 0,
        (false, false) => 1,
        (true, true) => 2,
        (true, false) => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::{Keys, tokens};
    use super::{common, heaviest_in_order};
    use test_support::cpu_time;

    /// Merges both texts, with removed and added words marked.
    fn merged(before: &str, after: &str) -> String {
        let mut keys = Keys::default();
        let a = tokens(before, false, Some(&mut keys));
        let b = tokens(after, false, Some(&mut keys));
        let words = |text: &str, tokens: &[super::Token]| -> String {
            let words: Vec<_> = tokens
                .iter()
                .map(|token| &text[token.range.clone()])
                .collect();
            words.join(" ")
        };
        let mut merged = Vec::new();
        let (mut at_a, mut at_b) = (0, 0);
        for run in common(&a, &b).into_iter().chain([super::Run {
            a: a.len(),
            b: b.len(),
            length: 0,
        }]) {
            if at_a < run.a {
                merged.push(format!("[-{}-]", words(before, &a[at_a..run.a])));
            }
            if at_b < run.b {
                merged.push(format!("{{+{}+}}", words(after, &b[at_b..run.b])));
            }
            if run.length > 0 {
                merged.push(words(before, &a[run.a..run.a + run.length]));
            }
            (at_a, at_b) = (run.a + run.length, run.b + run.length);
        }
        merged.join(" ")
    }

    #[test]
    fn exactly_the_changed_words_are_marked() {
        for (before, after, expected) in [
            (
                "You may write.",
                "You must write.",
                "You [-may-] {+must+} write .",
            ),
            (
                "within 30 days of it",
                "within 60 days of it",
                "within [-30-] {+60+} days of it",
            ),
            ("A. B. C.", "A. C.", "A . [-B .-] C ."),
            ("A. C.", "A. B. C.", "A . {+B .+} C ."),
            (
                "name, host and date",
                "name, host, time and date",
                "name , host {+, time+} and date",
            ),
            ("we may not do it", "we may do it", "we may [-not-] do it"),
            ("", "new", "{+new+}"),
            ("old", "", "[-old-]"),
        ] {
            assert_eq!(merged(before, after), expected);
        }
    }

    #[test]
    fn the_heaviest_chain_is_in_order_on_both_sides() {
        let pairs = [(0, 3, 1), (1, 0, 5), (2, 1, 1), (3, 4, 9), (3, 2, 1)];
        assert_eq!(heaviest_in_order(&pairs), [(1, 0), (2, 1), (3, 4)]);
        assert_eq!(heaviest_in_order(&[]), []);
    }

    #[test]
    fn eight_times_the_words_take_about_eight_times_as_long() {
        let time = |count: usize, vocabulary: usize| {
            let word =
                |seed: usize| format!("w{} ", seed.wrapping_mul(2_654_435_761) / 7 % vocabulary);
            let before: String = (0..count).map(word).collect();
            let after: String = (0..count)
                .map(|at| {
                    if at % 10 == 3 {
                        "new ".to_owned()
                    } else {
                        word(at)
                    }
                })
                .collect();
            let mut keys = Keys::default();
            let (a, b) = (
                tokens(&before, false, Some(&mut keys)),
                tokens(&after, false, Some(&mut keys)),
            );
            cpu_time(3, || assert!(!common(&a, &b).is_empty()))
        };
        for vocabulary in [2, 50, 100_000] {
            let (few, many) = (time(4_000, vocabulary), time(32_000, vocabulary));
            println!("{vocabulary} words: {few} s, eight times as much {many} s");
            let limit = few * 8.0 * 4.0 + 0.1;
            assert!(many < limit, "{vocabulary}: {few} s, {many} s");
        }
    }
}
