//! Simplifies conditions on inactive questions, rules and kinds. The
//! library asks questions and cites clauses that a site may not have. A library condition on a
//! question that is never asked must not reach the page, where it would always be false.

use request_builder::rules::{Condition, KindId, OptionId, QuestionId, WordListId};

/// Which questions, rules, groups and kinds are active.
#[derive(Clone, Copy)]
pub(super) struct Active<'a> {
    /// Whether a question is asked.
    pub(super) question: &'a dyn Fn(&str) -> bool,
    /// Whether a rule is active; in the letter of one kind, whether it is active for that kind, so
    /// that a paragraph gets the first matching footnote.
    pub(super) rule: &'a dyn Fn(&str) -> bool,
    /// Whether a group of questions is active.
    pub(super) group: &'a dyn Fn(&str) -> bool,
    /// Whether a kind of request is offered.
    pub(super) kind: &'a dyn Fn(&str) -> bool,
    /// Whether a question has an option: a site may offer fewer or different ones.
    pub(super) option: &'a dyn Fn(&str, &str) -> bool,
    /// Whether a question asks for a username; a site may ask for an email address instead.
    pub(super) username: &'a dyn Fn(&str) -> bool,
}

impl Active<'_> {
    /// Everything is active.
    pub(super) fn all() -> Self {
        Self {
            question: &|_| true,
            rule: &|_| true,
            group: &|_| true,
            kind: &|_| true,
            option: &|_, _| true,
            username: &|_| true,
        }
    }
}

/// A condition after what is inactive has been left out.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Simplified {
    /// Always true.
    Always,
    /// Never true.
    Never,
    /// It depends on the answers.
    When(Condition),
}

impl Simplified {
    #[must_use]
    pub(super) fn negated(self) -> Self {
        match self {
            Self::Always => Self::Never,
            Self::Never => Self::Always,
            Self::When(Condition::Not(inner)) => Self::When(*inner),
            Self::When(condition) => Self::When(Condition::Not(Box::new(condition))),
        }
    }
}

/// Simplifies a condition: an inactive question is never answered, and an option or kind that is
/// not offered is never chosen.
pub(super) fn simplify(condition: &Condition, active: &Active<'_>) -> Simplified {
    simplify_leaves(condition, &mut |leaf| without(leaf, active))
}

/// Simplifies a condition, with `evaluate` applied to each elementary condition.
pub(super) fn simplify_leaves(
    condition: &Condition,
    evaluate: &mut dyn FnMut(&Condition) -> Simplified,
) -> Simplified {
    match condition {
        Condition::All(parts) => {
            let mut left = Vec::new();
            for part in parts {
                match simplify_leaves(part, evaluate) {
                    Simplified::Always => {}
                    Simplified::Never => return Simplified::Never,
                    Simplified::When(part) => left.push(part),
                }
            }
            if left.is_empty() {
                Simplified::Always
            } else {
                Simplified::When(Condition::all(left))
            }
        }
        Condition::Any(parts) => {
            let mut left = Vec::new();
            for part in parts {
                match simplify_leaves(part, evaluate) {
                    Simplified::Always => return Simplified::Always,
                    Simplified::Never => {}
                    Simplified::When(part) => left.push(part),
                }
            }
            if left.is_empty() {
                Simplified::Never
            } else {
                Simplified::When(Condition::any(left))
            }
        }
        Condition::Not(inner) => match simplify_leaves(inner, evaluate) {
            Simplified::When(inner) => Simplified::When(Condition::Not(Box::new(inner))),
            constant => constant.negated(),
        },
        leaf => evaluate(leaf),
    }
}

/// Visits the elementary conditions.
fn each_leaf<'c>(condition: &'c Condition, see: &mut dyn FnMut(&'c Condition)) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                each_leaf(part, see);
            }
        }
        Condition::Not(inner) => each_leaf(inner, see),
        leaf => see(leaf),
    }
}

/// Every kind of request in a condition.
pub(super) fn kinds_in(condition: &Condition) -> Vec<&KindId> {
    let mut kinds = Vec::new();
    each_leaf(condition, &mut |leaf| {
        if let Condition::Kind(own) = leaf {
            kinds.extend(own);
        }
    });
    kinds
}

pub(super) fn lists_in(condition: &Condition) -> Vec<&WordListId> {
    let mut lists = Vec::new();
    each_leaf(condition, &mut |leaf| {
        if let Condition::Mentions(mentions) = leaf {
            lists.push(&mentions.words);
        }
    });
    lists
}

fn without(leaf: &Condition, active: &Active<'_>) -> Simplified {
    let asked = |question: &QuestionId| (active.question)(question.as_str());
    match leaf {
        Condition::Kind(kinds) => {
            let offered = |kind: &&KindId| (active.kind)(kind.as_str());
            let kinds: Vec<KindId> = kinds.iter().filter(offered).cloned().collect();
            if kinds.is_empty() {
                Simplified::Never
            } else {
                Simplified::When(Condition::Kind(kinds))
            }
        }
        Condition::Mentions(mentions) => {
            let mut left = mentions.clone();
            left.questions.retain(asked);
            if left.questions.is_empty() {
                Simplified::Never
            } else {
                Simplified::When(Condition::Mentions(left))
            }
        }
        Condition::Within(within) if asked(&within.of) => {
            let mut left = within.clone();
            left.texts.retain(asked);
            if left.texts.is_empty() {
                Simplified::Never
            } else {
                Simplified::When(Condition::Within(left))
            }
        }
        Condition::Is { of, options } if asked(of) => {
            let offered = |option: &&OptionId| (active.option)(of.as_str(), option.as_str());
            let options: Vec<OptionId> = options.iter().filter(offered).cloned().collect();
            if options.is_empty() {
                Simplified::Never
            } else {
                let of = of.clone();
                Simplified::When(Condition::Is { of, options })
            }
        }
        Condition::Beyond(beyond) if !(active.username)(beyond.of.as_str()) => Simplified::Never,
        other if other.questions().into_iter().all(asked) => Simplified::When(other.clone()),
        _ => Simplified::Never,
    }
}

#[cfg(test)]
mod tests {
    use super::{Active, Simplified, simplify};
    use request_builder::rules::Condition;

    fn simplified(text: &str) -> String {
        let active = Active {
            question: &|name| name.len() == 1,
            kind: &|name| name == "account",
            option: &|question, option| (question, option) != ("o", "not-offered"),
            username: &|question| question != "m",
            ..Active::all()
        };
        let condition: Condition = text.parse().expect("it is a condition");
        match simplify(&condition, &active) {
            Simplified::Always => "always".to_owned(),
            Simplified::Never => "never".to_owned(),
            Simplified::When(condition) => condition.to_string(),
        }
    }

    #[test]
    fn an_inactive_question_is_never_answered() {
        for (condition, left) in [
            ("a", "a"),
            ("gone", "never"),
            ("not gone", "always"),
            ("gone is not yes", "always"),
            ("a and gone", "never"),
            ("a or gone", "a"),
            ("a and not gone", "a"),
            ("a and (b or gone is yes)", "a and b"),
            ("a or not (gone and b)", "always"),
            ("gone, a mentions list", "a mentions list"),
            ("gone mentions list", "never"),
            ("a lead elsewhere than gone", "never"),
            ("kind is account, contents", "kind is account"),
            ("kind is not contents", "always"),
            ("o is not-offered", "never"),
            ("o is offered, not-offered", "o is offered"),
            ("o is not not-offered or a", "always"),
            ("u beyond \"-\"", "u beyond \"-\""),
            ("m beyond \"-\"", "never"),
            ("a and (b and (gone or c is d))", "a and b and c is d"),
        ] {
            assert_eq!(simplified(condition), left, "{condition}");
        }
    }
}
