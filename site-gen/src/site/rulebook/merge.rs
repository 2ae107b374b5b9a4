//! Merges the layers of rules: the library's, the site's, those of the versions that a version builds
//! on, and its own. A higher layer replaces single keys of an item, by its id.

use crate::content::nearest;
use crate::content::request::{Form, ItemPosition, Layer, LayeredItem, Ordered, Read, Rules};
use crate::content::request::{
    GatePart, GroupPart, KindPart, NoticePart, PracticePart, QuestionPart, ReminderPart,
    RequirementPart, StepPart, WordsPart,
};
use crate::diagnostic::{Diagnostic, Diagnostics, Name};
use crate::site::places::Places;
use request_builder::rules::{KindId, StepId, is_for};
use std::collections::{BTreeMap, BTreeSet};

/// The origin of a layer. Higher layers contain only what differs from lower ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    Library,
    Site,
    /// A version that the version builds on.
    Base,
    Version,
}

/// An item as merged from all layers.
#[derive(Clone, Debug)]
pub(super) struct Item<P> {
    pub(super) id: String,
    pub(super) part: P,
    /// Whether it comes from the library, so that it is active only where the site needs it.
    pub(super) from_library: bool,
}

/// All merged items, in the order of the page.
#[derive(Debug, Default)]
pub(super) struct Merged {
    pub(super) kinds: Vec<Item<KindPart>>,
    pub(super) steps: Vec<Item<StepPart>>,
    pub(super) groups: Vec<Item<GroupPart>>,
    pub(super) questions: Vec<Item<QuestionPart>>,
    pub(super) gates: Vec<Item<GatePart>>,
    pub(super) requirements: Vec<Item<RequirementPart>>,
    pub(super) notices: Vec<Item<NoticePart>>,
    pub(super) practices: Vec<Item<PracticePart>>,
    pub(super) reminders: Vec<Item<ReminderPart>>,
    pub(super) words: Vec<Item<WordsPart>>,
    /// Rules to leave out.
    pub(super) without: BTreeSet<String>,
    /// The ids of the library's items: `question.operator`.
    pub(super) of_library: BTreeSet<String>,
}

impl Merged {
    /// Help for an incomplete item that the library does not have: it was probably meant to
    /// override one.
    pub(super) fn not_in_library(&self, table: &str, id: &str) -> Option<String> {
        let path = format!("{table}.{id}");
        if self.of_library.is_empty() || self.of_library.contains(&path) {
            return None;
        }
        let of_table = self.of_library.iter();
        let of_table = of_table.filter_map(|path| path.strip_prefix(table)?.strip_prefix('.'));
        let name = display_name(table);
        Some(match nearest(id, of_table) {
            Some(near) => {
                format!("or did you mean the {name} `{near}` of the library? It has no `{id}`")
            }
            None if matches!(table, "step" | "group" | "kind") => return None,
            None => format!(
                "if this was meant to change a {name} of the library, remove it: the library has no `{id}`"
            ),
        })
    }

    /// Every rule by id, with its table.
    pub(super) fn rules(&self) -> BTreeMap<&str, &'static str> {
        let gates = self.gates.iter().map(|it| (it.id.as_str(), "gate"));
        let requirements = self.requirements.iter();
        let requirements = requirements.map(|it| (it.id.as_str(), "requirement"));
        let notices = self.notices.iter().map(|it| (it.id.as_str(), "notice"));
        let practices = self.practices.iter().map(|it| (it.id.as_str(), "practice"));
        gates
            .chain(requirements)
            .chain(notices)
            .chain(practices)
            .collect()
    }
}

impl Merged {
    /// Whether a rule applies to a kind of request.
    pub(super) fn is_for(&self, rule: &str, kind: &str) -> bool {
        fn kinds<'m, P>(
            items: &'m [Item<P>],
            rule: &str,
            of: impl Fn(&P) -> &Option<Vec<KindId>>,
        ) -> Option<&'m [KindId]> {
            let item = items.iter().find(|item| item.id == rule)?;
            Some(of(&item.part).as_deref().unwrap_or_default())
        }
        let all = kinds(&self.gates, rule, |part| &part.kinds)
            .or_else(|| kinds(&self.requirements, rule, |part| &part.kinds))
            .or_else(|| kinds(&self.notices, rule, |part| &part.kinds))
            .or_else(|| kinds(&self.practices, rule, |part| &part.kinds));
        all.is_none_or(|kinds| is_for(kinds, &kind.into()))
    }
}

/// Merges the layers.
pub(super) fn merge(
    form: &Read<Form>,
    layers: &[(Origin, &Layer)],
    places: &Places<'_>,
    found: &mut Diagnostics,
) -> Merged {
    let mut merger = Merger {
        layers,
        places,
        kinds: &form.value.kinds,
        of_library: BTreeSet::new(),
        found,
    };
    let steps = merger.items(|rules| &rules.step);
    let steps = merger.ordered(steps, |_| None);
    let number = |step: Option<&StepId>| {
        let step = step?;
        steps.iter().position(|item| item.id == step.as_str())
    };
    let questions = merger.items(|rules| &rules.question);
    let questions = merger.ordered(questions, |part| number(part.step.as_ref()));
    let notices = merger.items(|rules| &rules.notice);
    let notices = merger.ordered(notices, |part| number(part.step.as_ref()));
    let mut merged = Merged {
        kinds: merger.in_order(|rules| &rules.kind),
        groups: merger.in_order(|rules| &rules.group),
        gates: merger.in_order(|rules| &rules.gate),
        requirements: merger.in_order(|rules| &rules.requirement),
        practices: merger.in_order(|rules| &rules.practice),
        reminders: merger.in_order(|rules| &rules.reminder),
        words: merger.in_order(|rules| &rules.words),
        steps,
        questions,
        notices,
        ..Merged::default()
    };
    merged.of_library = std::mem::take(&mut merger.of_library);
    for list in &mut merged.words {
        merger.more_words(list);
    }
    without(form, layers, &mut merged, found);
    merged
}

struct Merger<'a> {
    layers: &'a [(Origin, &'a Layer)],
    places: &'a Places<'a>,
    /// The kinds of request that are offered.
    kinds: &'a [String],
    of_library: BTreeSet<String>,
    found: &'a mut Diagnostics,
}

impl Merger<'_> {
    /// The items of one type, in the order of the page.
    fn in_order<P: LayeredItem>(&mut self, of: impl Fn(&Rules) -> &Ordered<P>) -> Vec<Item<P>> {
        let items = self.items(of);
        self.ordered(items, |_| None)
    }

    /// The items of one type, in the order of the files.
    fn items<P: LayeredItem>(&mut self, of: impl Fn(&Rules) -> &Ordered<P>) -> Vec<Item<P>> {
        let mut items: Vec<Item<P>> = Vec::new();
        for (origin, layer) in self.layers {
            // The file of this layer that defines each item.
            let mut defined: BTreeMap<&str, usize> = BTreeMap::new();
            for (number, file) in layer.rules.iter().enumerate() {
                for (id, part) in &of(&file.value).0 {
                    let path = format!("{}.{id}", P::TABLE);
                    if let Some(first) = defined.insert(id, number) {
                        let error = Diagnostic::error(format!(
                            "two files define the {} `{id}`",
                            display_name(P::TABLE)
                        ));
                        let first = layer.rules[first].place(&path).with_note("the first");
                        self.found.push(
                            error
                                .at(file.place(&path))
                                .with_related(first)
                                .help("merge both tables, or give one of them another id"),
                        );
                    }
                    if *origin == Origin::Library {
                        self.of_library.insert(path);
                    }
                    let known = items.iter_mut().find(|item| item.id == *id);
                    if let Some(item) = known {
                        item.part.overlay(part);
                        continue;
                    }
                    let mut part = part.clone();
                    if let Some(kinds) = &file.value.kinds {
                        // Report a kind that the site does not have once per file.
                        let offered =
                            |kind: &&KindId| self.kinds.iter().any(|it| it == kind.as_str());
                        let of_site: Vec<KindId> = kinds.iter().filter(offered).cloned().collect();
                        if *origin == Origin::Library {
                            part.default_kinds(kinds);
                        } else if !of_site.is_empty() {
                            part.default_kinds(&of_site);
                        }
                    }
                    items.push(Item {
                        id: id.clone(),
                        from_library: *origin == Origin::Library,
                        part,
                    });
                }
            }
        }
        items
    }

    /// Sorts items into the order of the page: that of the files, grouped by step; items with
    /// `before` or `after` go next to the named item.
    fn ordered<P: LayeredItem>(
        &mut self,
        mut items: Vec<Item<P>>,
        step: impl Fn(&P) -> Option<usize>,
    ) -> Vec<Item<P>> {
        let mut last: Vec<Item<P>> = Vec::new();
        let mut beside: Vec<Item<P>> = Vec::new();
        items.sort_by_key(|item| step(&item.part).unwrap_or(usize::MAX));
        for item in items {
            match item.part.position() {
                Some(_) => beside.push(item),
                None => last.push(item),
            }
        }
        // Several items after the same one are inserted last to first, and several before one first
        // to last, so that they keep their order.
        let (mut before, mut after): (Vec<_>, Vec<_>) = beside
            .into_iter()
            .partition(|item| matches!(item.part.position(), Some(ItemPosition::Before(_))));
        after.reverse();
        loop {
            let open = before.len() + after.len();
            before = Self::insert_next_to(before, &mut last);
            after = Self::insert_next_to(after, &mut last);
            let left = before.len() + after.len();
            if left == 0 || left == open {
                break;
            }
        }
        after.reverse();
        let left: Vec<Item<P>> = before.into_iter().chain(after).collect();
        self.in_a_circle(&left);
        for item in left {
            last.push(item);
        }
        for item in &last {
            self.next_to_nothing(item, &last);
        }
        last
    }

    /// Inserts each item next to the one that it names, if that exists. Returns the others.
    fn insert_next_to<P: LayeredItem>(items: Vec<Item<P>>, all: &mut Vec<Item<P>>) -> Vec<Item<P>> {
        let mut left = Vec::new();
        for item in items {
            let at = match item.part.position() {
                Some(ItemPosition::After(other)) => position(all, other).map(|at| at + 1),
                Some(ItemPosition::Before(other)) => position(all, other),
                None => Some(all.len()),
            };
            match at {
                Some(at) => all.insert(at, item),
                None => left.push(item),
            }
        }
        left
    }

    /// Reports items whose positions depend on each other in a circle.
    fn in_a_circle<P: LayeredItem>(&mut self, left: &[Item<P>]) {
        let waits_for = |item: &Item<P>| match item.part.position() {
            Some(ItemPosition::Before(other) | ItemPosition::After(other)) => {
                left.iter().find(|item| item.id == other)
            }
            None => None,
        };
        let Some(first) = left.first() else { return };
        let mut circle = vec![first];
        while let Some(next) = circle.last().and_then(|item| waits_for(item)) {
            if let Some(start) = circle.iter().position(|item| item.id == next.id) {
                circle.drain(..start);
                circle.push(next);
                let names: Vec<String> = circle.iter().map(|it| format!("`{}`", it.id)).collect();
                let first = circle[0];
                let error = Diagnostic::error(format!(
                    "circular `before` and `after`: {}",
                    names.join(", ")
                ));
                let key = match first.part.position() {
                    Some(ItemPosition::Before(_)) => "before",
                    Some(ItemPosition::After(_)) | None => "after",
                };
                let path = format!("{}.{}.{key}", P::TABLE, first.id);
                self.found.push(
                    error
                        .at(self.places.place(&path))
                        .help("change or remove one of them"),
                );
                return;
            }
            circle.push(next);
        }
    }

    /// Reports an item that names a missing neighbour.
    fn next_to_nothing<P: LayeredItem>(&mut self, item: &Item<P>, all: &[Item<P>]) {
        let (key, other) = match item.part.position() {
            Some(ItemPosition::Before(other)) => ("before", other),
            Some(ItemPosition::After(other)) => ("after", other),
            None => return,
        };
        if all.iter().any(|item| item.id == other) {
            return;
        }
        let what = display_name(P::TABLE);
        let error = Diagnostic::error(format!("unknown {what} `{other}` in `{key}`"))
            .named(Name::UnknownName);
        let near = nearest(other, all.iter().map(|item| item.id.as_str()));
        let error =
            error.did_you_mean(near, format!("use a {what} of this form or of the library"));
        let path = format!("{}.{}.{key}", P::TABLE, item.id);
        self.found.push(error.at(self.places.place(&path)));
    }

    /// Adds the words that higher layers add to a list.
    fn more_words(&mut self, list: &mut Item<WordsPart>) {
        let mut words = Vec::new();
        for (origin, layer) in self.layers {
            for file in &layer.rules {
                let parts = file.value.words.0.iter();
                for (_, part) in parts.filter(|(id, _)| *id == list.id) {
                    if let Some(all) = &part.words {
                        words.clone_from(all);
                    }
                    // A version may repeat what the one that it builds on adds.
                    let is_known =
                        |word: &&String| *origin == Origin::Version && words.contains(*word);
                    let also = part.also.iter().flatten();
                    let also: Vec<String> = also.filter(|it| !is_known(it)).cloned().collect();
                    words.extend(also);
                }
            }
        }
        list.part.words = Some(words);
    }
}

fn position<P>(items: &[Item<P>], id: &str) -> Option<usize> {
    items.iter().position(|item| item.id == id)
}

/// The word for a type of item in messages.
pub(super) fn display_name(table: &str) -> &str {
    match table {
        "kind" => "kind of request",
        "words" => "word list",
        table => table,
    }
}

/// The files whose `without` counts: those of the library and the site, and of the last version that
/// has such a list, so that one can take back what it inherits.
pub(super) fn files_with_list<'l>(
    layers: &[(Origin, &'l Layer)],
) -> impl Iterator<Item = (Origin, &'l Read<Rules>)> {
    let has_list = |layer: &Layer| layer.rules.iter().any(|it| it.value.without.is_some());
    let last = layers
        .iter()
        .rposition(|(origin, layer)| *origin >= Origin::Base && has_list(layer));
    let counted = layers.iter().enumerate();
    let counted =
        counted.filter(move |(at, (origin, _))| *origin < Origin::Base || last == Some(*at));
    counted.flat_map(|(_, (origin, layer))| layer.rules.iter().map(|file| (*origin, file)))
}

/// Removes rules that the site or this version excludes. A version can exclude a kind of request as well.
fn without(
    form: &Read<Form>,
    layers: &[(Origin, &Layer)],
    merged: &mut Merged,
    found: &mut Diagnostics,
) {
    let mut all = Vec::new();
    for (index, id) in form.value.without.iter().enumerate() {
        all.push((Origin::Site, id, form.place(&format!("without[{index}]"))));
    }
    let is_kind = |id: &String| form.value.kinds.contains(id);
    for (origin, file) in files_with_list(layers) {
        for (index, id) in file.value.without.iter().flatten().enumerate() {
            if origin < Origin::Base || !is_kind(id) {
                all.push((origin, id, file.place(&format!("without[{index}]"))));
            }
        }
    }
    let rules = merged.rules();
    let reminders = merged.reminders.iter().map(|it| it.id.as_str());
    let known: BTreeSet<&str> = rules.into_keys().chain(reminders).collect();
    let mut without = BTreeSet::new();
    for (origin, id, place) in all {
        if known.contains(id.as_str()) {
            without.insert(id.clone());
            continue;
        }
        // The site may have removed that rule since.
        if origin == Origin::Base {
            continue;
        }
        let error =
            Diagnostic::error(format!("unknown rule `{id}` in `without`")).named(Name::UnknownName);
        let error = error.did_you_mean(
            nearest(id, known.iter().copied()),
            "remove it; `site-gen library list` shows the rules of the library",
        );
        found.push(error.at(place));
    }
    merged.without = without;
}
