//! Assembles the active rules of a version: typed, complete, and in the order of the page.

use super::active::ActiveItems;
use super::dropped::Dropped;
use super::merge::{Item, Merged, display_name};
use crate::content::request::{KindPart, LayeredItem};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::library;
use crate::site::places::Places;
use crate::site::simplify::{Active, Simplified, lists_in, simplify};
use request_builder::rules::{
    BUILT_IN_WORDS, Clause, ClauseId, Condition, Days, Extends, Gate, Group, Kind, KindId, Level,
    Notice, Older, OptionId, Practice, Question, QuestionId, Reminder, Requirement, RuleId, Rules,
    Step, WordList,
};
use std::collections::{BTreeMap, BTreeSet};

/// A clause of the version, with its force.
pub(super) struct Cited {
    pub(super) clause: Clause,
    pub(super) level: Level,
    /// The number of days in its sentence, if any.
    pub(super) days: Option<u32>,
}

pub(super) struct Assembler<'a> {
    pub(super) merged: &'a Merged,
    pub(super) active: &'a ActiveItems,
    pub(super) dropped: &'a Dropped,
    pub(super) cited: &'a BTreeMap<&'a str, &'a Cited>,
    pub(super) places: &'a Places<'a>,
    /// Clauses that a rule probably cites under a wrong id.
    pub(super) meant: BTreeSet<String>,
    pub(super) found: &'a mut Diagnostics,
}

impl Assembler<'_> {
    /// The rules. Incomplete ones are reported and left out.
    pub(super) fn rules(&mut self) -> Rules {
        let mut rules = Rules {
            // The actual number comes from the lock.
            revision: 1,
            kinds: self.kinds(),
            questions: self.all(&self.merged.questions, Self::question),
            gates: self.all(&self.merged.gates, Self::gate),
            requirements: self.all(&self.merged.requirements, Self::requirement),
            notices: self.all(&self.merged.notices, Self::notice),
            practices: self.all(&self.merged.practices, Self::practice),
            reminders: self.all(&self.merged.reminders, Self::reminder),
            ..Rules::default()
        };
        rules.steps = self.steps(&rules.questions);
        self.fit_kinds(&mut rules);
        rules.groups = self.groups(&rules.questions);
        rules.words = self.words(&rules);
        rules
    }

    fn all<P: LayeredItem, T>(
        &mut self,
        items: &[Item<P>],
        one: fn(&mut Self, &Item<P>) -> Option<T>,
    ) -> Vec<T> {
        items.iter().filter_map(|item| one(self, item)).collect()
    }

    /// Reports a required key that is missing.
    fn required<P: LayeredItem, T>(
        &mut self,
        item: &Item<P>,
        key: &str,
        value: Option<T>,
    ) -> Option<T> {
        if value.is_none() {
            let what = display_name(P::TABLE);
            let error = Diagnostic::error(format!("the {what} `{}` has no `{key}`", item.id));
            let path = format!("{}.{}", P::TABLE, item.id);
            let error = error
                .at(self.places.place(&path))
                .help(format!("add `{key} = …`"));
            self.found
                .push(match self.merged.not_in_library(P::TABLE, &item.id) {
                    Some(help) => error.help(help),
                    None => error,
                });
        }
        value
    }

    /// The kinds that an item applies to. A library item only applies to kinds that are offered.
    fn kinds_of<P>(&self, item: &Item<P>, kinds: Option<&Vec<KindId>>) -> Vec<KindId> {
        let mut kinds = kinds.cloned().unwrap_or_default();
        if item.from_library {
            kinds.retain(|kind| self.active.kinds.contains(kind));
        }
        kinds
    }

    /// A condition, simplified for this version. `None` if it is never true, `Some(None)` if it is
    /// always true.
    #[expect(clippy::option_option, reason = "see above")]
    fn when<P: LayeredItem>(
        &self,
        item: &Item<P>,
        key: &str,
        when: Option<&Condition>,
    ) -> Option<Option<Condition>> {
        let Some(when) = when else { return Some(None) };
        let when = &self.with_days(when);
        let simplified = if item.from_library {
            let path = format!("{}.{}.{key}", P::TABLE, item.id);
            let is_of_library = library::has(&self.places.place(&path).source);
            self.active.simplify(when, is_of_library)
        } else if self.dropped.is_empty() {
            return Some(Some(when.clone()));
        } else {
            self.without_the_dropped(when)
        };
        match simplified {
            Simplified::Always => Some(None),
            Simplified::Never => None,
            Simplified::When(when) => Some(Some(when)),
        }
    }

    /// A condition of the site's own without what only other versions have. An unknown name stays, and is
    /// reported.
    fn without_the_dropped(&self, when: &Condition) -> Simplified {
        let is_known = |id: &str| self.merged.questions.iter().any(|item| item.id == id);
        let left = Active {
            question: &|id| self.active.questions.contains(id) || !is_known(id),
            kind: &|id| !self.dropped.kinds.contains(id),
            ..Active::all()
        };
        simplify(when, &left)
    }

    /// Replaces a clause's `days` in a condition by the number. The condition is never true if this
    /// version has no such number.
    fn with_days(&self, condition: &Condition) -> Condition {
        match condition {
            Condition::All(parts) => {
                Condition::All(parts.iter().map(|part| self.with_days(part)).collect())
            }
            Condition::Any(parts) => {
                Condition::Any(parts.iter().map(|part| self.with_days(part)).collect())
            }
            Condition::Not(inner) => Condition::Not(Box::new(self.with_days(inner))),
            Condition::Older(Older {
                of,
                than: Days::OfClause(clause),
                ahead,
            }) => match self.cited.get(clause.as_str()).and_then(|cited| cited.days) {
                Some(days) => Condition::Older(Older {
                    of: of.clone(),
                    than: Days::Number(days),
                    ahead: *ahead,
                }),
                None => condition.clone(),
            },
            condition => condition.clone(),
        }
    }

    /// The questions that an item asks, without inactive ones of the library.
    fn asks<P>(&self, item: &Item<P>, ask: Option<&Vec<QuestionId>>) -> Vec<QuestionId> {
        let mut ask = ask.cloned().unwrap_or_default();
        ask.retain(|question| {
            let is_dropped = self.dropped.questions.contains(question.as_str());
            let may_be_inactive = item.from_library || is_dropped;
            !may_be_inactive || self.active.questions.contains(question.as_str())
        });
        ask
    }

    fn is_active<P>(&self, item: &Item<P>) -> bool {
        self.active.rules.contains(&item.id)
    }

    fn kinds(&mut self) -> Vec<Kind> {
        let named = self.active.kinds.clone();
        let items = named.iter().filter_map(|id| {
            let mut items = self.merged.kinds.iter();
            items.find(|item| item.id == id.as_str())
        });
        let known = self.merged.rules();
        // Leave out library statements about a kind that are based on inactive rules.
        let says = |item: &Item<KindPart>, names: Option<&Vec<RuleId>>| {
            let mut names = names.cloned().unwrap_or_default();
            names.retain(|name| {
                !(item.from_library || self.dropped.rules.contains(name.as_str()))
                    || !known.contains_key(name.as_str())
                    || self.active.rules.contains(name.as_str())
                        && self.merged.is_for(name.as_str(), &item.id)
            });
            names
        };
        let owned = |(question, answer): (&QuestionId, &String)| (question.clone(), answer.clone());
        let kinds = items.map(|item| Kind {
            id: item.id.as_str().into(),
            needs: says(item, item.part.needs.as_ref()),
            yields: says(item, item.part.yields.as_ref()),
            emergency: item.part.emergency.unwrap_or_default(),
            screens: item.part.screens.clone().unwrap_or_default(),
            presets: item.part.presets.iter().flatten().map(owned).collect(),
            folded: item.part.folded.clone().unwrap_or_default(),
            extends: item.part.extends.clone(),
        });
        kinds.collect()
    }

    /// Limits library kinds to active steps, questions and kinds. References in the site's own
    /// kinds must be valid.
    fn fit_kinds(&self, rules: &mut Rules) {
        let (steps, questions) = (&rules.steps, &rules.questions);
        for kind in &mut rules.kinds {
            let mut items = self.merged.kinds.iter();
            let item = items.find(|item| item.id == kind.id.as_str());
            if !item.is_some_and(|item| item.from_library) {
                continue;
            }
            for screen in &mut kind.screens {
                screen.retain(|id| steps.iter().any(|step| step.id == *id));
            }
            kind.screens.retain(|screen| !screen.is_empty());
            let asked = |id: &QuestionId| questions.iter().any(|question| question.id == *id);
            let presets = std::mem::take(&mut kind.presets).into_iter();
            kind.presets = presets.filter(|(id, _)| asked(id)).collect();
            kind.folded.retain(asked);
            let offered = |extends: &Extends| {
                asked(&extends.date) && self.active.kinds.contains(&extends.kind)
            };
            kind.extends = kind.extends.take().filter(offered);
        }
    }

    fn question(&mut self, item: &Item<crate::content::request::QuestionPart>) -> Option<Question> {
        if !self.active.questions.contains(&item.id) {
            return None;
        }
        let part = &item.part;
        let when = self.when(item, "when", part.when.as_ref())?;
        let option_kinds = part.option_kinds.iter().flatten();
        // The library may have options that the site does not.
        let offered = |option: &OptionId| self.active.offers(&item.id, option.as_str());
        let option_kinds = option_kinds.filter(|(option, _)| !item.from_library || offered(option));
        let option_kinds =
            option_kinds.map(|(option, kinds)| (option.clone(), self.kinds_of(item, Some(kinds))));
        let option_kinds = option_kinds.collect();
        Some(Question {
            id: item.id.as_str().into(),
            step: self.required(item, "step", part.step.clone())?,
            group: part.group.clone(),
            kinds: self.kinds_of(item, part.kinds.as_ref()),
            answer: self.required(item, "type", part.answer)?,
            options: part.options.clone().unwrap_or_default(),
            option_kinds,
            when,
            must_be: part.must_be,
            not_before: part.not_before.clone(),
            takes_from: self.asks(item, part.takes_from.as_ref()),
            begins_as: part.begins_as.clone().filter(|question| {
                !item.from_library || self.active.questions.contains(question.as_str())
            }),
            autocomplete: part.autocomplete.clone(),
        })
    }

    /// The clause that a rule cites, if this version has it.
    fn clause<P: LayeredItem>(
        &mut self,
        item: &Item<P>,
        clause: Option<&ClauseId>,
    ) -> Option<ClauseId> {
        let clause = self.required(item, "clause", clause)?;
        if self.cited.contains_key(clause.as_str()) {
            return Some(clause.clone());
        }
        let what = display_name(P::TABLE);
        let error = Diagnostic::error(format!(
            "the {what} `{}` cites the clause `{clause}`, which this version does not have",
            item.id
        ));
        let near = crate::content::nearest(clause.as_str(), self.cited.keys().copied());
        self.meant.extend(near.map(str::to_owned));
        let error = error.did_you_mean(
            near,
            format!("add its sentence to `clauses.toml`: `clauses.{clause} = \"…\"`"),
        );
        let error = match near {
            Some(_) => error,
            None => error.help("or, if this version has no such sentence, add the rule to `without` in its `rules.toml`"),
        };
        let path = format!("{}.{}.clause", P::TABLE, item.id);
        self.found.push(error.at(self.places.place(&path)));
        // Keep the rule, so that nothing else is reported missing because of it.
        Some(clause.clone())
    }

    fn gate(&mut self, item: &Item<crate::content::request::GatePart>) -> Option<Gate> {
        if !self.is_active(item) {
            return None;
        }
        let part = &item.part;
        let opens = self.required(item, "opens", part.opens.clone())?;
        Some(Gate {
            id: item.id.as_str().into(),
            kinds: self.kinds_of(item, part.kinds.as_ref()),
            clause: self.clause(item, part.clause.as_ref())?,
            ask: self.asks(item, part.ask.as_ref()),
            opens: self.when(item, "opens", Some(&opens))?.unwrap_or(opens),
            suggest: self.kinds_of(item, part.suggest.as_ref()),
        })
    }

    fn requirement(
        &mut self,
        item: &Item<crate::content::request::RequirementPart>,
    ) -> Option<Requirement> {
        if !self.is_active(item) {
            return None;
        }
        let part = &item.part;
        let when = self.when(item, "when", part.when.as_ref())?;
        let clause = self.clause(item, part.clause.as_ref())?;
        let cited = self.cited.get(clause.as_str());
        let level = cited.map_or(Level::Must, |cited| cited.level);
        Some(Requirement {
            id: item.id.as_str().into(),
            level,
            kinds: self.kinds_of(item, part.kinds.as_ref()),
            clause,
            when,
            ask: self.asks(item, part.ask.as_ref()),
            need: part.need.unwrap_or_default(),
            for_each: part.for_each.clone(),
            check: self.when(item, "check", part.check.as_ref())?,
            paper: part.paper.unwrap_or_default(),
            // Set once it is known whether there is a label that explains it.
            invalid: false,
        })
    }

    fn notice(&mut self, item: &Item<crate::content::request::NoticePart>) -> Option<Notice> {
        if !self.is_active(item) {
            return None;
        }
        let part = &item.part;
        let when = self.when(item, "when", part.when.as_ref())?;
        let mut suggest = part.suggest.iter().flatten();
        let suggest = suggest
            .find(|kind| !item.from_library || self.active.kinds.contains(kind))
            .cloned();
        Some(Notice {
            id: item.id.as_str().into(),
            kinds: self.kinds_of(item, part.kinds.as_ref()),
            clause: self.clause(item, part.clause.as_ref())?,
            when,
            tone: part.tone.unwrap_or_default(),
            step: part.step.clone(),
            acknowledge: part.acknowledge.unwrap_or_default(),
            paper: part.paper.unwrap_or_default(),
            suggest,
        })
    }

    fn practice(&mut self, item: &Item<crate::content::request::PracticePart>) -> Option<Practice> {
        if !self.is_active(item) {
            return None;
        }
        let part = &item.part;
        let kinds = match part.unless {
            Some(_) => self.active.kinds_of_practice(self.merged, part),
            None => self.kinds_of(item, part.kinds.as_ref()),
        };
        let is_for_all = self.active.kinds.iter().all(|kind| kinds.contains(kind));
        Some(Practice {
            id: item.id.as_str().into(),
            kinds: if part.kinds.is_none() && is_for_all {
                Vec::new()
            } else {
                kinds
            },
            when: self.when(item, "when", part.when.as_ref())?,
            ask: self.asks(item, part.ask.as_ref()),
            paper: part.paper.unwrap_or_default(),
        })
    }

    fn reminder(&mut self, item: &Item<crate::content::request::ReminderPart>) -> Option<Reminder> {
        let part = &item.part;
        let rule = self.required(item, "rule", part.rule.clone())?;
        let is_active = self.active.rules.contains(rule.as_str());
        let unwanted = self.merged.without.contains(&item.id);
        let offered = self.active.offers_any(part.kinds.as_ref());
        if unwanted || item.from_library && !(is_active && offered) {
            return None;
        }
        Some(Reminder {
            id: item.id.as_str().into(),
            kinds: self.kinds_of(item, part.kinds.as_ref()),
            from: self.required(item, "from", part.from.clone())?,
            days: self.required(item, "days", part.days.or(self.days_of(&rule)))?,
            before: self.required(item, "before", part.before)?,
            rule,
        })
    }

    /// The number of days in the clause of a rule.
    fn days_of(&self, rule: &RuleId) -> Option<u32> {
        let merged = self.merged;
        let requirements = merged
            .requirements
            .iter()
            .map(|it| (&it.id, &it.part.clause));
        let notices = merged.notices.iter().map(|it| (&it.id, &it.part.clause));
        let mut clauses = requirements.chain(notices);
        let (_, clause) = clauses.find(|(id, _)| *id == rule.as_str())?;
        self.cited.get(clause.as_ref()?.as_str())?.days
    }

    /// The steps in which something is asked, and the one in which the kind is chosen.
    fn steps(&self, questions: &[Question]) -> Vec<Step> {
        let steps = self.merged.steps.iter();
        let wanted = steps.filter(|item| {
            !item.from_library
                || item.part.chooses_kind == Some(true)
                || questions
                    .iter()
                    .any(|question| question.step.as_str() == item.id)
        });
        let step = |item: &Item<crate::content::request::StepPart>| Step {
            id: item.id.as_str().into(),
            chooses_kind: item.part.chooses_kind.unwrap_or_default(),
            kept: item.part.kept.unwrap_or_default(),
        };
        wanted.map(step).collect()
    }

    fn groups(&self, questions: &[Question]) -> Vec<Group> {
        let groups = self.merged.groups.iter();
        let wanted = groups.filter(|item| {
            let mut groups = questions
                .iter()
                .filter_map(|question| question.group.as_ref());
            !item.from_library || groups.any(|group| group.as_str() == item.id)
        });
        let group = |item: &Item<crate::content::request::GroupPart>| Group {
            id: item.id.as_str().into(),
        };
        wanted.map(group).collect()
    }

    /// The word lists that conditions use.
    fn words(&self, rules: &Rules) -> Vec<WordList> {
        let mut named = BUILT_IN_WORDS.map(str::to_owned).to_vec();
        super::each_condition(rules, &mut |condition| {
            named.extend(lists_in(condition).into_iter().map(ToString::to_string));
        });
        let wanted = self
            .merged
            .words
            .iter()
            .filter(|item| !item.from_library || named.contains(&item.id));
        let list = |item: &Item<crate::content::request::WordsPart>| WordList {
            id: item.id.as_str().into(),
            words: item.part.words.clone().unwrap_or_default(),
        };
        wanted.map(list).collect()
    }
}
