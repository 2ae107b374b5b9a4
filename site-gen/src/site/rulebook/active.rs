//! Determines the active rules and questions of a version.
//!
//! The site's own items are always active. A library item is active if the site needs it: a rule
//! whose clause the version defines, a good practice for a kind that is offered, and the questions
//! that these need.

use super::dropped::Dropped;
use super::merge::{Item, Merged};
use crate::content::request::{PracticePart, QuestionPart};
use crate::site::simplify::{Active, Simplified, simplify};
use request_builder::rules::{ClauseId, Condition, KindId, QuestionType, is_for};
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct ActiveItems {
    /// The kinds of request offered, in order.
    pub(super) kinds: Vec<KindId>,
    /// Rules of every type, by id.
    pub(super) rules: BTreeSet<String>,
    /// Questions, by id.
    pub(super) questions: BTreeSet<String>,
    /// The options, by question id.
    options: BTreeMap<String, BTreeSet<String>>,
    /// The questions that ask for a username.
    usernames: BTreeSet<String>,
    /// The kinds that a question applies to, if not all.
    kinds_of_questions: BTreeMap<String, Vec<KindId>>,
}

/// The input other than the rules.
pub(super) struct ActivationInput<'a> {
    /// The kinds in `form.toml`.
    pub(super) kinds: &'a [KindId],
    /// The clauses that the version defines.
    pub(super) clauses: &'a BTreeSet<&'a str>,
    /// What other versions have and this one does not.
    pub(super) dropped: &'a Dropped,
    /// Questions that the site's own letters need.
    pub(super) needed_by_letters: &'a BTreeSet<String>,
}

impl ActiveItems {
    pub(super) fn new(merged: &Merged, given: &ActivationInput<'_>) -> Self {
        let mut all = Self {
            kinds: given.kinds.to_vec(),
            rules: BTreeSet::new(),
            questions: BTreeSet::new(),
            options: BTreeMap::new(),
            usernames: BTreeSet::new(),
            kinds_of_questions: BTreeMap::new(),
        };
        for item in &merged.questions {
            if let Some(options) = &item.part.options {
                let options = options.iter().map(ToString::to_string);
                all.options.insert(item.id.clone(), options.collect());
            }
            if item.part.answer == Some(QuestionType::Username) {
                all.usernames.insert(item.id.clone());
            }
            if let Some(kinds) = item.part.kinds.as_ref().filter(|kinds| !kinds.is_empty()) {
                all.kinds_of_questions
                    .insert(item.id.clone(), kinds.clone());
            }
        }
        all.rules(merged, given);
        all.questions(merged, given);
        all
    }

    /// Whether any of these kinds is offered.
    pub(super) fn offers_any(&self, kinds: Option<&Vec<KindId>>) -> bool {
        kinds.is_none_or(|kinds| {
            kinds.is_empty() || kinds.iter().any(|kind| self.kinds.contains(kind))
        })
    }

    /// Whether a question has an option. True if the options of the question are unknown.
    pub(super) fn offers(&self, question: &str, option: &str) -> bool {
        let options = self.options.get(question);
        options.is_none_or(|options| options.contains(option))
    }

    /// Whether a question asks for a username.
    pub(super) fn is_username(&self, question: &str) -> bool {
        self.usernames.contains(question)
    }

    /// Whether a question is asked for a kind.
    pub(super) fn asks(&self, question: &str, kind: &KindId) -> bool {
        let kinds = self.kinds_of_questions.get(question);
        self.questions.contains(question) && kinds.is_none_or(|kinds| kinds.contains(kind))
    }

    /// Simplifies a condition by removing inactive questions and kinds. Options that the site does
    /// not have are removed only from library conditions; in the site's own they must be valid.
    pub(super) fn simplify(&self, condition: &Condition, is_of_library: bool) -> Simplified {
        let active = Active {
            question: &|id| self.questions.contains(id),
            kind: &|id| self.kinds.iter().any(|kind| kind.as_str() == id),
            option: &|question, option| !is_of_library || self.offers(question, option),
            username: &|question| !is_of_library || self.is_username(question),
            ..Active::all()
        };
        simplify(condition, &active)
    }

    fn rules(&mut self, merged: &Merged, given: &ActivationInput<'_>) {
        // A missing key is reported when the rule is assembled.
        let cites = |clause: Option<&ClauseId>, from_library: bool| {
            let is_there = |clause: &ClauseId| given.clauses.contains(clause.as_str());
            !from_library || clause.is_some_and(is_there)
        };
        let mut rules = BTreeSet::new();
        let mut add = |id: &str, from_library: bool, kinds: Option<&Vec<KindId>>, cited: bool| {
            let wanted = !given.dropped.rules.contains(id) && !merged.without.contains(id);
            if wanted && cited && (!from_library || self.offers_any(kinds)) {
                rules.insert(id.to_owned());
            }
        };
        for item in &merged.gates {
            let (part, library) = (&item.part, item.from_library);
            let cited = cites(part.clause.as_ref(), library);
            add(&item.id, library, part.kinds.as_ref(), cited);
        }
        for item in &merged.requirements {
            let (part, library) = (&item.part, item.from_library);
            let cited = cites(part.clause.as_ref(), library);
            add(&item.id, library, part.kinds.as_ref(), cited);
        }
        for item in &merged.notices {
            let (part, library) = (&item.part, item.from_library);
            // A rule that only suggests kinds that are not offered is useless.
            let mut suggested = part.suggest.iter().flatten();
            let leads_on =
                part.suggest.is_none() || suggested.any(|kind| given.kinds.contains(kind));
            let cited = cites(part.clause.as_ref(), library) && (!library || leads_on);
            add(&item.id, library, part.kinds.as_ref(), cited);
        }
        for item in &merged.practices {
            add(&item.id, item.from_library, item.part.kinds.as_ref(), true);
        }
        self.rules = rules;
        let asked_for = |item: &&Item<PracticePart>| {
            item.part.unless.is_some() && self.kinds_of_practice(merged, &item.part).is_empty()
        };
        let asked_for: Vec<String> = merged
            .practices
            .iter()
            .filter(asked_for)
            .map(|item| item.id.clone())
            .collect();
        for id in asked_for {
            self.rules.remove(&id);
        }
    }

    fn questions(&mut self, merged: &Merged, given: &ActivationInput<'_>) {
        let is_active = |id: &str| self.rules.contains(id);
        let mut needed: BTreeSet<String> = given.needed_by_letters.clone();
        let mut need = |condition: Option<&Condition>| {
            needed.extend(condition.into_iter().flat_map(decided_by));
        };
        for item in merged.gates.iter().filter(|item| is_active(&item.id)) {
            need(item.part.opens.as_ref());
        }
        for item in merged
            .requirements
            .iter()
            .filter(|item| is_active(&item.id))
        {
            need(item.part.when.as_ref());
            need(item.part.check.as_ref());
        }
        for item in merged.notices.iter().filter(|item| is_active(&item.id)) {
            need(item.part.when.as_ref());
        }
        for item in merged.practices.iter().filter(|item| is_active(&item.id)) {
            need(item.part.when.as_ref());
        }
        let asked = merged.gates.iter().map(|it| (&it.id, it.part.ask.as_ref()));
        let requirements = merged.requirements.iter();
        let asked = asked.chain(requirements.map(|it| (&it.id, it.part.ask.as_ref())));
        let practices = merged.practices.iter();
        let asked = asked.chain(practices.map(|it| (&it.id, it.part.ask.as_ref())));
        for (_, questions) in asked.filter(|(id, _)| is_active(id)) {
            needed.extend(questions.into_iter().flatten().map(ToString::to_string));
        }
        for item in &merged.reminders {
            let rule = item.part.rule.as_ref();
            if rule.is_some_and(|rule| is_active(rule.as_str())) {
                needed.extend(item.part.from.as_ref().map(ToString::to_string));
            }
        }
        for item in merged.notices.iter().filter(|item| is_active(&item.id)) {
            needed.extend(item.part.offers.iter().flatten().map(ToString::to_string));
        }
        for item in &merged.kinds {
            if self.kinds.iter().any(|kind| kind.as_str() == item.id) {
                needed.extend(item.part.offers.iter().flatten().map(ToString::to_string));
            }
        }
        // A question of the site is there unless the version has dropped what asks it.
        let own = merged.questions.iter().filter(|item| !item.from_library);
        let own = own.filter(|item| !given.dropped.questions.contains(&item.id));
        needed.extend(own.map(|item| item.id.clone()));
        // Questions can depend on others, transitively.
        let mut open: Vec<String> = needed.into_iter().collect();
        while let Some(id) = open.pop() {
            let Some(item) = merged.questions.iter().find(|item| item.id == id) else {
                continue;
            };
            if !self.may_ask(item) || !self.questions.insert(id) {
                continue;
            }
            open.extend(item.part.when.iter().flat_map(decided_by));
            open.extend(item.part.not_before.as_ref().map(ToString::to_string));
        }
    }

    /// The kinds that a practice applies to, without those for which a rule already asks for the
    /// same.
    pub(super) fn kinds_of_practice(&self, merged: &Merged, part: &PracticePart) -> Vec<KindId> {
        let all = part.kinds.as_ref().filter(|kinds| !kinds.is_empty());
        let mut kinds = all.unwrap_or(&self.kinds).clone();
        kinds.retain(|kind| self.kinds.contains(kind));
        let requirements = merged.requirements.iter();
        for item in requirements.filter(|item| self.rules.contains(&item.id)) {
            let asks_for_the_same = part
                .unless
                .iter()
                .flatten()
                .any(|id| id.as_str() == item.id);
            if asks_for_the_same {
                let own = item.part.kinds.as_deref().unwrap_or_default();
                kinds.retain(|kind| !is_for(own, kind));
            }
        }
        let notices = merged.notices.iter();
        for item in notices.filter(|item| self.rules.contains(&item.id)) {
            if part
                .unless
                .iter()
                .flatten()
                .any(|id| id.as_str() == item.id)
            {
                let own = item.part.kinds.as_deref().unwrap_or_default();
                kinds.retain(|kind| !is_for(own, kind));
            }
        }
        kinds
    }

    fn may_ask(&self, item: &Item<QuestionPart>) -> bool {
        !item.from_library || self.offers_any(item.part.kinds.as_ref())
    }
}

/// The questions that decide a condition. Excludes those whose answers are only searched or
/// compared, since nobody is asked for a text just to be warned of its content.
fn decided_by(condition: &Condition) -> Vec<String> {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().flat_map(decided_by).collect()
        }
        Condition::Not(inner) => decided_by(inner),
        Condition::Mentions(_)
        | Condition::Beyond(_)
        | Condition::Elsewhere(_)
        | Condition::Repeats(_)
        | Condition::Within(_)
        | Condition::Later(_)
        | Condition::Outside(_)
        | Condition::Unlike(_) => Vec::new(),
        condition => {
            let questions = condition.questions().into_iter();
            questions.map(ToString::to_string).collect()
        }
    }
}
