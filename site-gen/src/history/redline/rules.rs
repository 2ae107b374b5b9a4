//! Compares the rules of two versions, kind by kind.

use super::model::{Changes, HeadingChange};
use crate::markdown::normalized;
use request_builder::labels::Labels;
use request_builder::rules::{Clause, KindId, Level, Need, QuestionId, Rules, is_for};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// The changes to the rules of one kind of request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct KindChange {
    /// The id of the kind.
    pub kind: String,
    /// Its title, in the later version if it exists there.
    pub title: String,
    /// Whether the whole kind was added or removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole: Option<RuleDirection>,
    /// Its changed rules.
    pub rules: Vec<RuleChange>,
}

/// A changed rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct RuleChange {
    /// What the rule is about.
    pub title: String,
    /// How it changed.
    pub directions: Vec<RuleDirection>,
    /// The old rule; none if it was added for this kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<RuleState>,
    /// The new rule; none if it was removed for this kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<RuleState>,
}

/// How a rule changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RuleDirection {
    /// Added.
    Added,
    /// Removed.
    Removed,
    /// It requires more, or applies more often.
    Stricter,
    /// It requires less, or applies less often.
    Looser,
    /// Its sentence moved to another section.
    Moved,
    /// Its sentence or lead-in was reworded.
    Reworded,
}

/// A rule of one of the versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct RuleState {
    /// The id of the rule.
    pub rule: String,
    /// Its force.
    pub level: RuleLevel,
    /// The section of its sentence.
    pub section: String,
    /// The lead-in that determines the sentence's force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_in: Option<String>,
    /// The sentence.
    pub quote: String,
}

/// The force of a rule, from weakest to strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RuleLevel {
    /// Optional.
    May,
    /// Recommended.
    Should,
    /// Required.
    Must,
    /// Without it, the kind cannot be used at all.
    Gate,
}

/// What the comparison needs of a rule.
struct Rule<'a> {
    id: &'a str,
    title: &'a str,
    level: RuleLevel,
    kinds: &'a [KindId],
    clause: &'a Clause,
    ask: &'a [QuestionId],
    any_will_do: bool,
    only_when: bool,
    for_each: bool,
}

/// Compares the rules of two versions. `labels` has the titles, and `text` the changes to the text.
pub fn compare_rules(
    before: &Rules,
    after: &Rules,
    labels: &Labels,
    text: &Changes,
) -> Vec<KindChange> {
    let (a, b) = (rules(before, labels), rules(after, labels));
    let pairs = pairs(&a, &b);
    let paired: BTreeSet<usize> = pairs.iter().map(|(_, other)| *other).collect();
    let mut ids: Vec<(&KindId, &str)> = after
        .kinds
        .iter()
        .map(|kind| (&kind.id, labels.kind(&kind.id)))
        .collect();
    let removed = before
        .kinds
        .iter()
        .filter(|kind| after.kind(&kind.id).is_none());
    ids.extend(removed.map(|kind| (&kind.id, labels.kind(&kind.id))));
    let mut changes = Vec::new();
    for (id, title) in ids {
        let (was, is) = (before.kind(id).is_some(), after.kind(id).is_some());
        let mut found = Vec::new();
        for (one, other) in &pairs {
            let (one, other) = (&a[*one], &b[*other]);
            let applied = was && is_for(one.kinds, id);
            let applies = is && is_for(other.kinds, id);
            let change = match (applied, applies) {
                (true, true) => changed(one, other, text),
                (true, false) => Some(added_or_removed(one, RuleDirection::Removed)),
                (false, true) => Some(added_or_removed(other, RuleDirection::Added)),
                (false, false) => None,
            };
            found.extend(change);
        }
        for (index, rule) in a.iter().enumerate() {
            let alone = !pairs.iter().any(|(one, _)| *one == index);
            if alone && was && is_for(rule.kinds, id) {
                found.push(added_or_removed(rule, RuleDirection::Removed));
            }
        }
        for (index, rule) in b.iter().enumerate() {
            if !paired.contains(&index) && is && is_for(rule.kinds, id) {
                found.push(added_or_removed(rule, RuleDirection::Added));
            }
        }
        found.sort_by(|one, other| one.directions.cmp(&other.directions));
        let whole = match (was, is) {
            (true, false) => Some(RuleDirection::Removed),
            (false, true) => Some(RuleDirection::Added),
            (true, true) | (false, false) => None,
        };
        if whole.is_some() || !found.is_empty() {
            changes.push(KindChange {
                kind: id.to_string(),
                title: title.to_owned(),
                whole,
                rules: found,
            });
        }
    }
    changes
}

fn rules<'a>(rules: &'a Rules, labels: &'a Labels) -> Vec<Rule<'a>> {
    let mut all = Vec::new();
    for gate in &rules.gates {
        if let Some(clause) = rules.clause(&gate.clause) {
            all.push(Rule {
                id: gate.id.as_str(),
                title: &clause.quote,
                level: RuleLevel::Gate,
                kinds: &gate.kinds,
                clause,
                ask: &gate.ask,
                any_will_do: false,
                only_when: false,
                for_each: false,
            });
        }
    }
    for rule in &rules.requirements {
        if let Some(clause) = rules.clause(&rule.clause) {
            all.push(Rule {
                id: rule.id.as_str(),
                title: labels.requirement(&rule.id, "title"),
                level: match rule.level {
                    Level::Must => RuleLevel::Must,
                    Level::Should => RuleLevel::Should,
                    Level::May => RuleLevel::May,
                },
                kinds: &rule.kinds,
                clause,
                ask: &rule.ask,
                any_will_do: rule.need == Need::Any && rule.ask.len() > 1,
                only_when: rule.when.is_some(),
                for_each: rule.for_each.is_some(),
            });
        }
    }
    all
}

/// A criterion for two rules to be the same.
type Criterion<'w> = &'w dyn Fn(&Rule<'_>, &Rule<'_>) -> bool;

/// Pairs of corresponding rules: the same id, otherwise the same sentence, otherwise the same
/// questions if the sentence was reworded.
fn pairs(a: &[Rule<'_>], b: &[Rule<'_>]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let mut taken = vec![false; b.len()];
    let same_name = |one: &Rule<'_>, other: &Rule<'_>| one.id == other.id;
    let same_sentence = |one: &Rule<'_>, other: &Rule<'_>| {
        normalized(&one.clause.quote) == normalized(&other.clause.quote) && one.ask == other.ask
    };
    let same_quote = |one: &Rule<'_>, other: &Rule<'_>| {
        normalized(&one.clause.quote) == normalized(&other.clause.quote)
    };
    let like = |one: &Rule<'_>, other: &Rule<'_>| {
        let likeness = strsim::sorensen_dice(&one.clause.quote, &other.clause.quote);
        likeness > 0.9 || (likeness > 0.6 && one.ask == other.ask)
    };
    let ways: [Criterion<'_>; 4] = [&same_name, &same_sentence, &same_quote, &like];
    for way in ways {
        for (index, rule) in a.iter().enumerate() {
            if pairs.iter().any(|(one, _)| *one == index) {
                continue;
            }
            let found = (0..b.len()).find(|other| !taken[*other] && way(rule, &b[*other]));
            if let Some(found) = found {
                taken[found] = true;
                pairs.push((index, found));
            }
        }
    }
    pairs.sort_by_key(|(_, other)| *other);
    pairs
}

fn added_or_removed(rule: &Rule<'_>, direction: RuleDirection) -> RuleChange {
    let state = Some(state(rule));
    let (before, after) = if direction == RuleDirection::Removed {
        (state, None)
    } else {
        (None, state)
    };
    RuleChange {
        title: rule.title.to_owned(),
        directions: vec![direction],
        before,
        after,
    }
}

fn state(rule: &Rule<'_>) -> RuleState {
    RuleState {
        rule: rule.id.to_owned(),
        level: rule.level,
        section: rule.clause.section.clone(),
        lead_in: rule.clause.lead_in.clone(),
        quote: rule.clause.quote.clone(),
    }
}

fn changed(one: &Rule<'_>, other: &Rule<'_>, text: &Changes) -> Option<RuleChange> {
    let mut directions = BTreeSet::new();
    let mut stricter = |before: u32, after: u32| match after.cmp(&before) {
        std::cmp::Ordering::Greater => {
            directions.insert(RuleDirection::Stricter);
        }
        std::cmp::Ordering::Less => {
            directions.insert(RuleDirection::Looser);
        }
        std::cmp::Ordering::Equal => {}
    };
    stricter(one.level as u32, other.level as u32);
    stricter(u32::from(!one.any_will_do), u32::from(!other.any_will_do));
    stricter(u32::from(!one.only_when), u32::from(!other.only_when));
    stricter(u32::from(one.for_each), u32::from(other.for_each));
    let asks = |rule: &Rule<'_>| rule.ask.iter().cloned().collect::<BTreeSet<_>>();
    let (asked, asks) = (asks(one), asks(other));
    if asked != asks && !one.any_will_do && !other.any_will_do {
        stricter(
            u32::from(!asks.is_superset(&asked)),
            u32::from(!asked.is_superset(&asks)),
        );
    }
    if moved(&one.clause.section, &other.clause.section, text) {
        directions.insert(RuleDirection::Moved);
    }
    let words = |rule: &Rule<'_>| {
        let lead_in = rule.clause.lead_in.as_deref();
        (normalized(&rule.clause.quote), lead_in.map(normalized))
    };
    if words(one) != words(other) {
        directions.insert(RuleDirection::Reworded);
    }
    (!directions.is_empty()).then(|| RuleChange {
        title: other.title.to_owned(),
        directions: directions.into_iter().collect(),
        before: Some(state(one)),
        after: Some(state(other)),
    })
}

/// Whether a sentence moved to another section. A renamed section is the same one.
fn moved(before: &str, after: &str, text: &Changes) -> bool {
    let last = |section: &str| normalized(section.rsplit(" > ").next().unwrap_or(section));
    let (before, after) = (last(before), last(after));
    if before == after {
        return false;
    }
    let renamed = text.passages.iter().any(|passage| {
        passage.kind.is_heading()
            && normalized(&passage.text_of(super::Presence::Deleted)) == before
            && normalized(&passage.text_of(super::Presence::Inserted)) == after
    });
    let kept = |direction| match direction {
        HeadingChange::Renamed | HeadingChange::Level | HeadingChange::Demoted => true,
        HeadingChange::Kept
        | HeadingChange::Moved
        | HeadingChange::Merged
        | HeadingChange::Gone => false,
    };
    let known = text
        .sections
        .iter()
        .any(|section| section.title == before && kept(section.change));
    !(renamed && known)
}

#[cfg(test)]
mod tests {
    use super::super::{Markdown, compare};
    use super::{KindChange, RuleDirection, compare_rules};
    use crate::words::Vocabulary;
    use request_builder::labels::Labels;
    use request_builder::rules::Rules;

    /// A rule: id, level, section, sentence, and further properties.
    type TestRule<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str);

    fn rules(rules: &[TestRule<'_>]) -> Rules {
        let mut text = "revision = 1\n".to_owned();
        for kind in ["account", "contents"] {
            text += &format!("[[kind]]\nid = \"{kind}\"\n");
        }
        for (id, level, section, quote, more) in rules {
            text += &format!(
                "[[clause]]\nid = \"{id}\"\nsection = \"{section}\"\nquote = \"{quote}\"\n[[requirement]]\nid = \"{id}\"\nlevel = \"{level}\"\nclause = \"{id}\"\n{more}\n"
            );
        }
        toml::from_str(&text).expect("rules")
    }

    fn compared(
        before: &[TestRule<'_>],
        after: &[TestRule<'_>],
        texts: [&str; 2],
    ) -> Vec<KindChange> {
        let [one, other] = texts.map(|text| Markdown::read("text.md", text));
        let text = compare(&one.document, &other.document, &Vocabulary::default());
        compare_rules(&rules(before), &rules(after), &Labels::default(), &text)
    }

    /// How the rules of a kind changed.
    fn directions(changes: &[KindChange], kind: &str) -> Vec<(String, Vec<RuleDirection>)> {
        let kinds = changes.iter().filter(|change| change.kind == kind);
        let rules = kinds.flat_map(|change| &change.rules);
        rules
            .map(|rule| (rule.title.clone(), rule.directions.clone()))
            .collect()
    }

    const ACCOUNT: &str = "kinds = [\"account\"]";
    const BOTH: &str = "kinds = [\"account\", \"contents\"]";

    #[test]
    fn each_kind_says_which_rules_were_added_removed_and_became_stricter_or_looser() {
        for (before, after, expected) in [
            (
                None,
                Some(("a", "must", "S", "Be signed.", ACCOUNT)),
                Some(RuleDirection::Added),
            ),
            (
                Some(("a", "must", "S", "Be signed.", ACCOUNT)),
                None,
                Some(RuleDirection::Removed),
            ),
            (
                Some(("a", "should", "S", "Be signed.", ACCOUNT)),
                Some(("a", "must", "S", "Be signed.", ACCOUNT)),
                Some(RuleDirection::Stricter),
            ),
            (
                Some(("a", "must", "S", "Be signed.", ACCOUNT)),
                Some(("a", "may", "S", "Be signed.", ACCOUNT)),
                Some(RuleDirection::Looser),
            ),
            (
                Some((
                    "a",
                    "must",
                    "S",
                    "Give it.",
                    "ask = [\"x\", \"y\"]\nneed = \"any\"",
                )),
                Some(("a", "must", "S", "Give it.", "ask = [\"x\", \"y\"]")),
                Some(RuleDirection::Stricter),
            ),
            (
                Some(("a", "must", "S", "Give it.", "ask = [\"x\"]")),
                Some(("a", "must", "S", "Give it.", "ask = [\"x\", \"y\"]")),
                Some(RuleDirection::Stricter),
            ),
            (
                Some(("a", "must", "S", "Give it.", "when = \"x\"")),
                Some(("a", "must", "S", "Give it.", "")),
                Some(RuleDirection::Stricter),
            ),
            (
                Some(("a", "must", "S", "Be signed by him.", ACCOUNT)),
                Some(("a", "must", "S", "Be signed by her.", ACCOUNT)),
                Some(RuleDirection::Reworded),
            ),
            // A rule with only a new id is the same rule.
            (
                Some(("a", "must", "S", "Be signed.", ACCOUNT)),
                Some(("b", "must", "S", "Be signed.", ACCOUNT)),
                None,
            ),
        ] {
            let (one, other): (Vec<_>, Vec<_>) =
                (before.into_iter().collect(), after.into_iter().collect());
            let found = compared(&one, &other, ["", ""]);
            let found: Vec<RuleDirection> = directions(&found, "account")
                .into_iter()
                .flat_map(|rule| rule.1)
                .collect();
            assert_eq!(
                found,
                expected.into_iter().collect::<Vec<_>>(),
                "{before:?} {after:?}"
            );
        }
    }

    #[test]
    fn a_rule_for_one_more_kind_is_added_for_that_kind_alone() {
        let found = compared(
            &[("a", "must", "S", "Be signed.", ACCOUNT)],
            &[("a", "must", "S", "Be signed.", BOTH)],
            ["", ""],
        );
        assert_eq!(
            directions(&found, "contents"),
            [("a".to_owned(), vec![RuleDirection::Added])]
        );
        assert_eq!(directions(&found, "account"), []);
    }

    #[test]
    fn a_rule_in_another_section_moved_and_one_in_a_renamed_section_did_not() {
        let rule = |section: &'static str| [("a", "must", section, "Be signed.", ACCOUNT)];
        let text = |section: &str| {
            format!("# T\n\n## {section}\n\nBe signed.\n\n## Rest\n\nOther words.\n")
        };
        let (old, renamed) = (text("Form"), text("Shape"));
        assert_eq!(
            compared(&rule("Form"), &rule("Shape"), [&old, &renamed]),
            []
        );
        let elsewhere =
            "# T\n\n## Form\n\nNew words here.\n\n## Rest\n\nOther words.\n\nBe signed.\n";
        let found = compared(&rule("Form"), &rule("Rest"), [&old, elsewhere]);
        assert_eq!(
            directions(&found, "account"),
            [("a".to_owned(), vec![RuleDirection::Moved])]
        );
    }
}
