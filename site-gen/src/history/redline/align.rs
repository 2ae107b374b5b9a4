//! Aligns the passages of two texts, including those that were reworded, split, joined or moved.
//!
//! First, passages with the same words are aligned, in order. Between them, where few remain,
//! dynamic programming finds the best alignment, one to one and one to two or three (after Gale and
//! Church's alignment of sentences in translations). Finally, moved passages are aligned.

use super::sentence::Sentence;
use crate::words::Kind;
use crate::words::passage::{Passage, Text};
use crate::words::sequence::{common, heaviest_in_order};
use crate::words::token::{Class, Token};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// Passages of one text that correspond to passages of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) a: Range<usize>,
    pub(super) b: Range<usize>,
    /// They are in another place in the other text.
    pub(super) moved: bool,
}

/// The maximum number of pairs for which an exact alignment is computed.
const EXACT: usize = 10_000;
/// The minimum similarity of two corresponding passages, in percent.
const MIN_SIMILARITY: u32 = 45;
/// The same for passages in different places.
const MIN_SIMILARITY_ELSEWHERE: u32 = 62;
/// The same for a passage that was split in two.
const MIN_SIMILARITY_SPLIT: u32 = 62;
/// The maximum number of parts into which a passage may be split.
const PARTS: usize = 24;
/// The minimum similarity of a passage and a passage that contains it.
const CONTAINED: u32 = 60;
/// Passages of less weight are not aligned with one in another place by similarity.
const WEIGHTY: u32 = 16;
/// How much more a heading weighs where something has to be said to have moved: a list that goes
/// over the next sections to another one moves, and not these sections.
const FRAME: u32 = 200;
/// Passages of up to this many tokens may be replaced by one that has no word in common.
const SHORT: usize = 14;

/// The minimum similarity of two corresponding sentences in the same place, in percent.
const MIN_SIMILARITY_SENTENCES: u32 = 40;
/// The same if these are the only two between aligned sentences.
const MIN_SIMILARITY_ALONE: u32 = 26;
/// The same in another order, or after an inserted beginning.
const MIN_SIMILARITY_REORDERED: u32 = 50;
/// The maximum number of candidates for the only passage left on the other side.
const FEW: usize = 4;
/// How much each common sentence increases the similarity, in percent of its weight.
const WHOLE_SENTENCES: u32 = 100;

/// A unit of alignment: a passage or a sentence.
#[derive(Clone, Copy, Debug)]
struct Unit<'a> {
    tokens: &'a [Token],
    key: u32,
    weight: u32,
    kind: Kind,
    /// The keys and weights of its sentences, sorted by key.
    sentences: &'a [(u32, u32)],
}

impl<'a> Unit<'a> {
    fn passage(passage: &'a Passage) -> Self {
        Self {
            tokens: &passage.tokens,
            key: passage.key,
            weight: passage.weight,
            kind: passage.kind,
            sentences: &passage.sentence_keys,
        }
    }

    fn sentence(sentence: &'a Sentence) -> Self {
        Self {
            tokens: &sentence.core,
            key: sentence.key,
            weight: sentence.weight,
            kind: Kind::Paragraph,
            sentences: &[],
        }
    }
}

/// Aligns sentences in the same place, in the order of the first text.
pub(super) fn align_sentences(a: &[Sentence], b: &[Sentence]) -> Vec<Group> {
    let a: Vec<Unit<'_>> = a.iter().map(Unit::sentence).collect();
    let b: Vec<Unit<'_>> = b.iter().map(Unit::sentence).collect();
    let mut aligning = Aligner {
        bags_a: bags(&a),
        bags_b: bags(&b),
        a: &a,
        b: &b,
        alike: MIN_SIMILARITY_SENTENCES,
        in_order: true,
        groups: Vec::new(),
    };
    aligning.same(0..a.len(), 0..b.len());
    aligning.gaps();
    aligning.alone();
    aligning.join_neighbours();
    aligning.groups.sort_by_key(|group| group.a.start);
    aligning.groups
}

/// The similarity of two sentences, word order considered, in percent.
pub(super) fn likeness(a: &Sentence, b: &Sentence) -> u32 {
    let at_most = likeness_in_any_order(a, b);
    if at_most < MIN_SIMILARITY_SENTENCES {
        return at_most;
    }
    200 * in_common(&a.core, &b.core) / (a.weight + b.weight).max(1)
}

/// The similarity of the words of two sentences, in percent.
fn likeness_in_any_order(a: &Sentence, b: &Sentence) -> u32 {
    200 * shared(&bag(&a.core), &bag(&b.core)) / (a.weight + b.weight).max(1)
}

/// The weight of the longest common subsequence of two token sequences.
fn in_common(a: &[Token], b: &[Token]) -> u32 {
    let runs = common(a, b);
    let tokens = runs.iter().flat_map(|run| &a[run.a..run.a + run.length]);
    tokens.map(Token::weight).sum()
}

/// Aligns all passages, in the order of the first text.
pub(super) fn align(a: &Text, b: &Text) -> Vec<Group> {
    let a: Vec<Unit<'_>> = a.passages.iter().map(Unit::passage).collect();
    let b: Vec<Unit<'_>> = b.passages.iter().map(Unit::passage).collect();
    let mut aligning = Aligner {
        bags_a: bags(&a),
        bags_b: bags(&b),
        a: &a,
        b: &b,
        alike: MIN_SIMILARITY,
        in_order: false,
        groups: Vec::new(),
    };
    aligning.same(0..a.len(), 0..b.len());
    aligning.gaps();
    aligning.elsewhere();
    aligning.join_neighbours();
    aligning.mark_moved();
    aligning.replaced();
    aligning.groups.sort_by_key(|group| group.a.start);
    aligning.groups
}

/// The words of a passage by key, each with its number of occurrences and weight.
type BagOfWords = Vec<(u32, u32, u32)>;

fn bags(passages: &[Unit<'_>]) -> Vec<BagOfWords> {
    passages.iter().map(|passage| bag(passage.tokens)).collect()
}

fn bag(tokens: &[Token]) -> BagOfWords {
    let mut keys: Vec<(u32, u32)> = tokens
        .iter()
        .map(|token| (token.key, token.weight()))
        .collect();
    keys.sort_unstable();
    let mut bag: BagOfWords = Vec::new();
    for (key, weight) in keys {
        match bag.last_mut() {
            Some((last, count, _)) if *last == key => *count += 1,
            _ => bag.push((key, 1, weight)),
        }
    }
    bag
}

/// The weight of the intersection of two bags.
fn shared(a: &BagOfWords, b: &BagOfWords) -> u32 {
    let common = |one: &(u32, u32, u32), other: &(u32, u32, u32)| one.1.min(other.1) * one.2;
    in_both(a, b, |word| word.0, common)
}

/// The sum of a function of the elements with the same key in two slices sorted by it. Those of the
/// shorter are looked up in the longer: a passage that many became is compared with each of them.
fn in_both<T>(a: &[T], b: &[T], key: impl Fn(&T) -> u32, weight: impl Fn(&T, &T) -> u32) -> u32 {
    let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let mut rest = many;
    let mut sum = 0;
    for one in few {
        rest = &rest[lower_bound(rest, |other| key(other) < key(one))..];
        if let Some((other, after)) = rest.split_first()
            && key(other) == key(one)
        {
            sum += weight(one, other);
            rest = after;
        }
    }
    sum
}

/// The number of first elements that are less. It takes the logarithm of that number of steps.
fn lower_bound<T>(sorted: &[T], is_less: impl Fn(&T) -> bool) -> usize {
    let mut end = 1;
    while sorted.get(end - 1).is_some_and(&is_less) {
        end *= 2;
    }
    let from = end / 2;
    from + sorted[from..sorted.len().min(end)].partition_point(is_less)
}

/// Takes the words of a bag away.
fn without(words: &mut HashMap<u32, u32>, bag: &BagOfWords) {
    for (key, count, _) in bag {
        if let Some(left) = words.get_mut(key) {
            *left = left.saturating_sub(*count);
        }
    }
}

/// A passage among others, and their words.
type UnitWithWords<'a> = (&'a [Unit<'a>], &'a [BagOfWords], usize);
/// A range of passages among others, and their words.
type UnitRange<'a> = (&'a [Unit<'a>], &'a [BagOfWords], Range<usize>);

fn begins_with(passage: &Unit<'_>, other: &Unit<'_>) -> bool {
    let pairs = passage.tokens.iter().zip(other.tokens);
    let same = pairs.take_while(|(one, other)| one.key == other.key);
    same.count() == other.tokens.len()
}

/// The weight of the sentences that both contain.
fn whole_sentences(a: &Unit<'_>, b: &Unit<'_>) -> u32 {
    in_both(
        a.sentences,
        b.sentences,
        |sentence| sentence.0,
        |one, _| one.1,
    )
}

struct Aligner<'a> {
    a: &'a [Unit<'a>],
    b: &'a [Unit<'a>],
    bags_a: Vec<BagOfWords>,
    bags_b: Vec<BagOfWords>,
    /// The minimum similarity, in percent.
    alike: u32,
    /// Whether word order counts: a few common words in another order are coincidence.
    in_order: bool,
    groups: Vec<Group>,
}

impl Aligner<'_> {
    fn pair(&mut self, a: Range<usize>, b: Range<usize>) {
        self.groups.push(Group { a, b, moved: false });
    }

    /// Aligns passages with the same words, those first that occur once in each text.
    fn same(&mut self, mut ra: Range<usize>, mut rb: Range<usize>) {
        // An explicit stack, because the recursion can be as deep as the number of passages.
        let mut open = Vec::new();
        loop {
            while !ra.is_empty() && !rb.is_empty() && self.equal(ra.start, rb.start) {
                self.pair(ra.start..ra.start + 1, rb.start..rb.start + 1);
                ra.start += 1;
                rb.start += 1;
            }
            while !ra.is_empty() && !rb.is_empty() && self.equal(ra.end - 1, rb.end - 1) {
                ra.end -= 1;
                rb.end -= 1;
                self.pair(ra.end..ra.end + 1, rb.end..rb.end + 1);
            }
            if !ra.is_empty() && !rb.is_empty() {
                let anchors = heaviest_in_order(&self.once_in_each(&ra, &rb));
                let mut from = (ra.start, rb.start);
                for (at_a, at_b) in &anchors {
                    self.pair(*at_a..at_a + 1, *at_b..at_b + 1);
                    open.push((from.0..*at_a, from.1..*at_b));
                    from = (at_a + 1, at_b + 1);
                }
                if !anchors.is_empty() {
                    open.push((from.0..ra.end, from.1..rb.end));
                }
            }
            match open.pop() {
                Some(next) => (ra, rb) = next,
                None => return,
            }
        }
    }

    fn equal(&self, a: usize, b: usize) -> bool {
        self.a[a].key == self.b[b].key
    }

    fn once_in_each(&self, ra: &Range<usize>, rb: &Range<usize>) -> Vec<(usize, usize, u32)> {
        let once = |passages: &[Unit<'_>], range: &Range<usize>| {
            let mut places: HashMap<u32, (usize, usize)> = HashMap::new();
            for at in range.clone() {
                places.entry(passages[at].key).or_insert((at, 0)).1 += 1;
            }
            places
        };
        let in_a = once(self.a, ra);
        let in_b = once(self.b, rb);
        ra.clone()
            .filter_map(|at| {
                let key = self.a[at].key;
                let alone = |places: &HashMap<u32, (usize, usize)>| {
                    places
                        .get(&key)
                        .filter(|place| place.1 == 1)
                        .map(|place| place.0)
                };
                alone(&in_a)?;
                Some((at, alone(&in_b)?, self.a[at].weight))
            })
            .collect()
    }

    /// Aligns the passages between aligned ones.
    fn gaps(&mut self) {
        for (ra, rb) in self.open_ranges() {
            self.gap(ra, rb);
        }
    }

    /// The unaligned ranges between the groups that are in order.
    fn open_ranges(&mut self) -> Vec<(Range<usize>, Range<usize>)> {
        self.groups.sort_by_key(|group| group.a.start);
        let mut open = Vec::new();
        let mut from = (0, 0);
        let ends = self
            .groups
            .iter()
            .map(|group| (group.a.clone(), group.b.clone()));
        let last = (self.a.len()..self.a.len(), self.b.len()..self.b.len());
        for (a, b) in ends.chain([last]) {
            if from.0 < a.start && from.1 < b.start {
                open.push((from.0..a.start, from.1..b.start));
            }
            from = (a.end, b.end);
        }
        open
    }

    fn gap(&mut self, ra: Range<usize>, rb: Range<usize>) {
        if ra.is_empty() || rb.is_empty() {
            return;
        }
        if ra.len().saturating_mul(rb.len()) <= EXACT {
            self.weigh(&ra, &rb);
            return;
        }
        let candidates = self.candidates(&ra, &rb);
        let chain = heaviest_in_order(&candidates);
        let mut from = (ra.start, rb.start);
        let mut inner = Vec::new();
        for (at_a, at_b) in chain {
            self.pair(at_a..at_a + 1, at_b..at_b + 1);
            inner.push((from.0..at_a, from.1..at_b));
            from = (at_a + 1, at_b + 1);
        }
        inner.push((from.0..ra.end, from.1..rb.end));
        for (ra, rb) in inner {
            // Larger ranges are skipped: their passages have no rare words in common.
            if ra.len().saturating_mul(rb.len()) <= EXACT {
                self.weigh(&ra, &rb);
            }
        }
    }

    /// Pairs that share something rare, each the best match for both.
    fn candidates(&self, ra: &Range<usize>, rb: &Range<usize>) -> Vec<(usize, usize, u32)> {
        const LENGTH: usize = 3;
        let mut places: HashMap<[u32; LENGTH], [Option<usize>; 2]> = HashMap::new();
        let mut common: HashMap<[u32; LENGTH], bool> = HashMap::new();
        for (side, passages, range) in [(0, self.a, ra), (1, self.b, rb)] {
            for at in range.clone() {
                for window in passages[at].tokens.windows(LENGTH) {
                    let keys = [window[0].key, window[1].key, window[2].key];
                    let place = &mut places.entry(keys).or_default()[side];
                    if place.is_some_and(|known| known != at) {
                        common.insert(keys, true);
                    }
                    *place = Some(at);
                }
            }
        }
        let mut votes: BTreeMap<(usize, usize), u32> = BTreeMap::new();
        for (keys, place) in &places {
            if let [Some(at_a), Some(at_b)] = place
                && !common.contains_key(keys)
            {
                *votes.entry((*at_a, *at_b)).or_default() += 1;
            }
        }
        let mut best_a: HashMap<usize, (u32, usize)> = HashMap::new();
        let mut best_b: HashMap<usize, (u32, usize)> = HashMap::new();
        for ((at_a, at_b), votes) in &votes {
            let better = |best: &mut (u32, usize), at: usize| {
                if *votes > best.0 {
                    *best = (*votes, at);
                }
            };
            better(best_a.entry(*at_a).or_default(), *at_b);
            better(best_b.entry(*at_b).or_default(), *at_a);
        }
        votes
            .keys()
            .filter(|(at_a, at_b)| best_a[at_a].1 == *at_b && best_b[at_b].1 == *at_a)
            .map(|(at_a, at_b)| (*at_a, *at_b, self.likeness(*at_a, *at_b)))
            .filter(|(at_a, _, likeness)| {
                *likeness >= self.alike && self.a[*at_a].weight >= WEIGHTY
            })
            .map(|(at_a, at_b, likeness)| (at_a, at_b, self.a[at_a].weight * likeness / 100))
            .collect()
    }

    /// The similarity of two passages, in percent.
    fn likeness(&self, a: usize, b: usize) -> u32 {
        let shared = shared(&self.bags_a[a], &self.bags_b[b]);
        200 * shared / (self.a[a].weight + self.b[b].weight).max(1)
    }

    /// The same, with word order considered where required.
    fn likeness_in_order(&self, a: usize, b: usize) -> u32 {
        if !self.in_order {
            return self.likeness(a, b);
        }
        let (one, other) = (&self.a[a], &self.b[b]);
        200 * in_common(one.tokens, other.tokens) / (one.weight + other.weight).max(1)
    }

    /// Finds the best alignment of a few passages in order.
    fn weigh(&mut self, ra: &Range<usize>, rb: &Range<usize>) {
        let (n, m) = (ra.len(), rb.len());
        let mut best = vec![vec![(0_u32, (0_usize, 0_usize)); m + 1]; n + 1];
        for i in (0..=n).rev() {
            for j in (0..=m).rev() {
                let mut here = (0, (0, 0));
                let mut offer = |value: u32, step: (usize, usize)| {
                    if value > here.0 || here.1 == (0, 0) {
                        here = (value, step);
                    }
                };
                if i < n && j < m {
                    for (step, value) in self.steps(ra.start + i, rb.start + j, (n - i, m - j)) {
                        offer(value + best[i + step.0][j + step.1].0, step);
                    }
                }
                if i < n {
                    offer(best[i + 1][j].0, (1, 0));
                }
                if j < m {
                    offer(best[i][j + 1].0, (0, 1));
                }
                best[i][j] = here;
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < n || j < m {
            let step = best[i][j].1;
            let (from_a, from_b) = (ra.start + i, rb.start + j);
            if step.0 > 0 && step.1 > 0 {
                self.pair(from_a..from_a + step.0, from_b..from_b + step.1);
            }
            i += step.0;
            j += step.1;
            if step == (0, 0) {
                return;
            }
        }
    }

    /// The possible alignments that begin with these two passages, and their scores.
    fn steps(&self, a: usize, b: usize, left: (usize, usize)) -> Vec<((usize, usize), u32)> {
        let mut steps = Vec::new();
        let both = shared(&self.bags_a[a], &self.bags_b[b]);
        if both == 0 {
            return steps;
        }
        let likeness = 200 * both / (self.a[a].weight + self.b[b].weight).max(1);
        if likeness >= self.alike && self.likeness_in_order(a, b) >= self.alike {
            let whole = whole_sentences(&self.a[a], &self.b[b]) * WHOLE_SENTENCES / 100;
            steps.push(((1, 1), both * likeness / 50 + whole));
        }
        let end_a = (a + PARTS).min(a + left.0);
        let end_b = (b + PARTS).min(b + left.1);
        let became = self.splits((self.a, &self.bags_a, a), (self.b, &self.bags_b, b..end_b));
        steps.extend(became.into_iter().map(|(parts, value)| ((1, parts), value)));
        let joined = self.splits((self.b, &self.bags_b, b), (self.a, &self.bags_a, a..end_a));
        steps.extend(joined.into_iter().map(|(parts, value)| ((parts, 1), value)));
        steps
    }

    /// The numbers of parts into which a passage may have been split, and their scores.
    #[expect(clippy::unused_self, reason = "reads as the others do")]
    fn splits(&self, one: UnitWithWords<'_>, parts: UnitRange<'_>) -> Vec<(usize, u32)> {
        let (passages, bags, at) = one;
        let (parts, part_bags, range) = parts;
        let (one, bag) = (&passages[at], &bags[at]);
        let mut found = Vec::new();
        let mut all: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
        let (mut weight, mut whole) = (0, 0);
        for (count, index) in (1..).zip(range) {
            let part = &parts[index];
            whole += whole_sentences(one, part) * WHOLE_SENTENCES / 100;
            // A table row cannot be split.
            if one.kind == Kind::Row || part.kind == Kind::Row {
                break;
            }
            let contained = 100 * shared(bag, &part_bags[index]) / part.weight.max(1) >= CONTAINED;
            // A heading can only be the first words of a paragraph.
            let heading = matches!(part.kind, Kind::Heading(_));
            let runs_in =
                count == 1 && !matches!(one.kind, Kind::Heading(_)) && begins_with(one, part);
            if !contained || (heading && !runs_in) {
                break;
            }
            for (key, count, weight) in &part_bags[index] {
                all.entry(*key).or_insert((0, *weight)).0 += count;
            }
            weight += part.weight;
            if count < 2 {
                continue;
            }
            let joined: BagOfWords = all
                .iter()
                .map(|(key, (count, weight))| (*key, *count, *weight))
                .collect();
            let both = shared(bag, &joined);
            let likeness = 200 * both / (one.weight + weight).max(1);
            if likeness >= MIN_SIMILARITY_SPLIT {
                found.push((count, (both * likeness / 50 + whole).saturating_sub(2)));
            }
        }
        found
    }

    /// Aligns the only passage left between aligned ones with the most similar one of the other
    /// side, if any is similar.
    fn alone(&mut self) {
        for (ra, rb) in self.open_ranges() {
            if ra.len().min(rb.len()) > 1 || ra.len().max(rb.len()) > FEW {
                continue;
            }
            // The subject of a sentence usually comes first, or what somebody is asked to do.
            let begins = |unit: &Unit<'_>| {
                let mut words = unit.tokens.iter();
                let first = words.find(|token| token.class != Class::Mark);
                first.map(|token| token.key)
            };
            let pairs = ra.clone().flat_map(|a| rb.clone().map(move |b| (a, b)));
            let weighed = pairs.map(|(a, b)| {
                let likeness = self.likeness(a, b);
                let alike = likeness >= MIN_SIMILARITY_REORDERED
                    || (begins(&self.a[a]) == begins(&self.b[b])
                        && self.likeness_in_order(a, b) >= MIN_SIMILARITY_ALONE);
                (if alike { likeness } else { 0 }, a, b)
            });
            let best = weighed.max_by_key(|(likeness, a, b)| {
                (*likeness, std::cmp::Reverse(*a), std::cmp::Reverse(*b))
            });
            if let Some((likeness, a, b)) = best
                && likeness >= MIN_SIMILARITY_ALONE
            {
                self.pair(a..a + 1, b..b + 1);
            }
        }
    }

    /// Whether one may replace the other: they are the only two between aligned passages, of the
    /// same type, and short, or they begin alike, or each is the only one under its heading.
    fn may_replace(&self, a: usize, b: usize) -> bool {
        let (one, other) = (&self.a[a], &self.b[b]);
        let short = one.tokens.len() <= SHORT && other.tokens.len() <= SHORT;
        let sole = |units: &[Unit<'_>], at: usize| {
            let heading = |at: Option<usize>| at.and_then(|at| units.get(at));
            let above = heading(at.checked_sub(1)).is_some_and(|above| above.kind.is_heading());
            above && heading(Some(at + 1)).is_none_or(|below| below.kind.is_heading())
        };
        let one_sort = std::mem::discriminant(&one.kind) == std::mem::discriminant(&other.kind);
        let alike = self.likeness(a, b) >= MIN_SIMILARITY_ALONE;
        let begins = one.tokens.iter().take(2).map(|token| token.key);
        let same_beginning =
            one.tokens.len() > 2 && begins.eq(other.tokens.iter().take(2).map(|token| token.key));
        one_sort && (short || same_beginning || (alike && sole(self.a, a) && sole(self.b, b)))
    }

    /// Aligns the remaining passages with ones in other places.
    fn elsewhere(&mut self) {
        let (mut left_a, mut left_b) = self.left();
        self.same_elsewhere(&left_a, &left_b);
        (left_a, left_b) = self.left();
        let mut found = Vec::new();
        if left_a.len().saturating_mul(left_b.len()) <= EXACT * 4 {
            for at_a in &left_a {
                for at_b in &left_b {
                    let likeness = self.likeness(*at_a, *at_b);
                    let significant_terms =
                        self.a[*at_a].weight.min(self.b[*at_b].weight) >= WEIGHTY;
                    if likeness >= MIN_SIMILARITY_ELSEWHERE && significant_terms {
                        found.push((likeness * self.a[*at_a].weight, *at_a, *at_b));
                    }
                }
            }
        } else {
            let everywhere = self.candidates(&(0..self.a.len()), &(0..self.b.len()));
            let is_left = |sorted: &[usize], at: usize| sorted.binary_search(&at).is_ok();
            found.extend(everywhere.into_iter().filter_map(|(at_a, at_b, weight)| {
                let both = is_left(&left_a, at_a) && is_left(&left_b, at_b);
                let alike = both && self.likeness(at_a, at_b) >= MIN_SIMILARITY_ELSEWHERE;
                alike.then_some((weight, at_a, at_b))
            }));
        }
        // The best first; if equal, in the order of the texts.
        found.sort_by(|one, other| {
            other
                .0
                .cmp(&one.0)
                .then(one.1.cmp(&other.1))
                .then(one.2.cmp(&other.2))
        });
        let mut taken_a = vec![false; self.a.len()];
        let mut taken_b = vec![false; self.b.len()];
        for (_, at_a, at_b) in found {
            if !taken_a[at_a] && !taken_b[at_b] {
                (taken_a[at_a], taken_b[at_b]) = (true, true);
                self.pair(at_a..at_a + 1, at_b..at_b + 1);
            }
        }
    }

    /// Aligns moved passages with the same words, in order; then their neighbours, as far as they
    /// match.
    fn same_elsewhere(&mut self, left_a: &[usize], left_b: &[usize]) {
        let mut places: HashMap<u32, Vec<usize>> = HashMap::new();
        for at in left_b.iter().rev() {
            places.entry(self.b[*at].key).or_default().push(*at);
        }
        let mut open_a = vec![false; self.a.len()];
        let mut open_b = vec![false; self.b.len()];
        for at in left_a {
            open_a[*at] = true;
        }
        for at in left_b {
            open_b[*at] = true;
        }
        // Begin with long passages, so that short ones follow their neighbours and not chance.
        let mut by_weight: Vec<usize> = left_a.to_vec();
        by_weight.sort_by_key(|at| (std::cmp::Reverse(self.a[*at].weight), *at));
        for at_a in by_weight {
            if !open_a[at_a] || self.a[at_a].tokens.len() < 2 {
                continue;
            }
            let same = places.get(&self.a[at_a].key);
            let Some(at_b) = same
                .and_then(|all| all.iter().rev().find(|at| open_b[**at]))
                .copied()
            else {
                continue;
            };
            let mut next = Some((at_a, at_b));
            while let Some((one, other)) = next {
                self.pair(one..one + 1, other..other + 1);
                (open_a[one], open_b[other]) = (false, false);
                next = self.next_same((one + 1, other + 1), &open_a, &open_b);
            }
            let mut before = (at_a, at_b);
            while let (Some(one), Some(other)) = (before.0.checked_sub(1), before.1.checked_sub(1))
            {
                if self.next_same((one, other), &open_a, &open_b).is_none() {
                    break;
                }
                self.pair(one..one + 1, other..other + 1);
                (open_a[one], open_b[other]) = (false, false);
                before = (one, other);
            }
        }
    }

    fn next_same(
        &self,
        at: (usize, usize),
        open_a: &[bool],
        open_b: &[bool],
    ) -> Option<(usize, usize)> {
        let open = *open_a.get(at.0)? && *open_b.get(at.1)?;
        (open && self.equal(at.0, at.1)).then_some(at)
    }

    /// The passages without a group.
    fn left(&self) -> (Vec<usize>, Vec<usize>) {
        let mut taken_a = vec![false; self.a.len()];
        let mut taken_b = vec![false; self.b.len()];
        for group in &self.groups {
            taken_a[group.a.clone()].fill(true);
            taken_b[group.b.clone()].fill(true);
        }
        let left = |taken: Vec<bool>| {
            taken
                .iter()
                .enumerate()
                .filter(|(_, taken)| !**taken)
                .map(|(at, _)| at)
                .collect()
        };
        (left(taken_a), left(taken_b))
    }

    /// Adds an unaligned passage to the neighbouring group that has its words on the other side:
    /// the remainder of a split passage.
    fn join_neighbours(&mut self) {
        let (left_a, left_b) = self.left();
        let mut of_a: HashMap<usize, usize> = HashMap::new();
        let mut of_b: HashMap<usize, usize> = HashMap::new();
        let mut unmatched = HashMap::new();
        for (index, group) in self.groups.iter().enumerate() {
            group.a.clone().for_each(|at| {
                of_a.insert(at, index);
            });
            group.b.clone().for_each(|at| {
                of_b.insert(at, index);
            });
        }
        for (at, passages, is_a) in left_a
            .into_iter()
            .map(|at| (at, self.a, true))
            .chain(left_b.into_iter().map(|at| (at, self.b, false)))
        {
            if matches!(passages[at].kind, Kind::Heading(_)) || passages[at].weight < 6 {
                continue;
            }
            let groups = if is_a { &mut of_a } else { &mut of_b };
            let near = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
            let fitting: Vec<usize> = near.filter_map(|near| groups.get(&near).copied()).collect();
            let part = if is_a {
                &self.bags_a[at]
            } else {
                &self.bags_b[at]
            };
            let mut fits = |index: &usize| {
                let Some(left) = self.left_of(*index, is_a, &mut unmatched) else {
                    return false;
                };
                let words = part.iter().map(|(key, count, weight)| {
                    weight * left.get(key).map_or(0, |left| *left.min(count))
                });
                100 * words.sum::<u32>() / passages[at].weight.max(1) >= CONTAINED + 10
            };
            let Some(index) = fitting.into_iter().find(&mut fits) else {
                continue;
            };
            let group = &mut self.groups[index];
            let range = if is_a { &mut group.a } else { &mut group.b };
            *range = range.start.min(at)..range.end.max(at + 1);
            groups.insert(at, index);
            if let Some(left) = unmatched.get_mut(&(index, is_a)) {
                without(left, part);
            }
        }
    }

    /// The words of the other side of a group that its own side does not have, if the other is one
    /// passage: it may have been split, but many passages never correspond to many. They are kept in
    /// `known`, since a group may be joined by many passages.
    fn left_of<'k>(
        &self,
        index: usize,
        is_a: bool,
        known: &'k mut HashMap<(usize, bool), HashMap<u32, u32>>,
    ) -> Option<&'k HashMap<u32, u32>> {
        let group = &self.groups[index];
        let (own, other) = if is_a {
            (&self.bags_a[group.a.clone()], &self.bags_b[group.b.clone()])
        } else {
            (&self.bags_b[group.b.clone()], &self.bags_a[group.a.clone()])
        };
        let [other] = other else { return None };
        Some(known.entry((index, is_a)).or_insert_with(|| {
            let mut left = other.iter().map(|word| (word.0, word.1)).collect();
            for bag in own {
                without(&mut left, bag);
            }
            left
        }))
    }

    /// Aligns what remains in the same place on both sides: a reworded heading above the same
    /// passage, or a short passage that was replaced between the same two.
    fn replaced(&mut self) {
        let (left_a, left_b) = self.left();
        let mut begins = HashMap::from([(self.a.len(), (self.b.len(), false))]);
        let mut ends = HashMap::from([(0, (0, false))]);
        for group in &self.groups {
            begins.insert(group.a.start, (group.b.start, group.moved));
            ends.insert(group.a.end, (group.b.end, group.moved));
        }
        for at in left_a {
            let above = ends.get(&at).copied();
            let below = begins
                .get(&(at + 1))
                .and_then(|(below, moved)| Some((below.checked_sub(1)?, *moved)));
            let renamed = below.filter(|(other, _)| {
                self.a[at].kind.is_heading()
                    && self
                        .b
                        .get(*other)
                        .is_some_and(|other| other.kind.is_heading())
            });
            let in_place = below.filter(|below| {
                above == Some(*below)
                    && self.b.get(below.0).is_some()
                    && self.may_replace(at, below.0)
            });
            if let Some((other, moved)) = renamed.or(in_place)
                && left_b.binary_search(&other).is_ok()
            {
                self.groups.push(Group {
                    a: at..at + 1,
                    b: other..other + 1,
                    moved,
                });
            }
        }
    }

    /// Marks every group that is not in the heaviest increasing chain as moved.
    fn mark_moved(&mut self) {
        self.groups.sort_by_key(|group| group.a.start);
        let weights: Vec<(usize, usize, u32)> = self
            .groups
            .iter()
            .map(|group| {
                let weight: u32 = self.a[group.a.clone()]
                    .iter()
                    .map(|passage| match passage.kind {
                        Kind::Heading(_) => passage.weight + FRAME,
                        Kind::Summary
                        | Kind::Bold
                        | Kind::Paragraph
                        | Kind::Item
                        | Kind::Row
                        | Kind::Code => passage.weight,
                    })
                    .sum();
                (group.a.start, group.b.start, weight)
            })
            .collect();
        let in_order = heaviest_in_order(&weights);
        let mut chain = in_order.iter().peekable();
        for group in &mut self.groups {
            let stays = chain.next_if(|(at_a, _)| *at_a == group.a.start).is_some();
            group.moved = !stays;
        }
    }
}
