//! Compares with the lock what pages list: the versions, their fingerprints and the days on which they apply.

use super::surroundings::RECORD;
use crate::html::{Node, NodeId, Step, Tree};
use crate::markdown::normalized;
use crate::release::{Lock, Locked};
use request_builder::answers::Date;
use std::collections::BTreeMap;

/// Stands for a link in the words of a page, since no page has it.
const LINK: char = '\0';

/// What is wrong with the list of all versions: one is not there with its latest fingerprint, or is a link with
/// another day.
pub(super) fn wrong_version(page: &Tree, lock: &Lock) -> Option<String> {
    let mut words = String::new();
    for step in page.walk(Tree::ROOT) {
        let Step::Enter(node) = step else { continue };
        match page.node(node) {
            Node::Text(text) => words.push_str(text),
            Node::Element(element) => {
                let address = element.attribute("href").unwrap_or_default();
                let date = address.strip_prefix("../versions/");
                let date = date.and_then(|it| it.strip_suffix('/'));
                if let Some(date) = date.filter(|date| lock.version(date).is_some()) {
                    words += &format!("{LINK}{date} ");
                }
            }
            _ => {}
        }
    }
    let is_listed = |version: &Locked| {
        let mut parts = words.split(LINK);
        parts.any(|part| part.starts_with(&version.date) && part.contains(version.digest()))
    };
    let date = |it: &Locked| it.date.clone();
    if let Some(date) = lock.versions.iter().find(|it| !is_listed(it)).map(date) {
        return Some(format!(
            "does not list the version {date} with its fingerprint"
        ));
    }
    let mut days = page.elements(Tree::ROOT).filter_map(|(link, it)| {
        let date = it.attribute("href")?.strip_prefix("../versions/")?;
        let mut times = page.elements(link).skip(1);
        let day = times.find_map(|(_, it)| it.attribute("datetime"))?;
        Some((day, date.strip_suffix('/')?))
    });
    let (day, date) = days.find(|(day, date)| day != date)?;
    Some(format!("gives the version {date} the day {day}"))
}

/// Whether the rows of `/on/` are the days from and up to which each version applies.
pub(super) fn has_days(page: &Tree, lock: &Lock, today: &str) -> bool {
    let rows = page.elements(Tree::ROOT).filter_map(|(row, it)| {
        let from = it.attribute("data-from")?;
        let links = page.elements(row);
        let mut links = links.filter_map(|(_, it)| it.attribute("href"));
        let leads_there = links.next() == Some(&format!("../versions/{from}/"));
        Some((from, it.attribute("data-until"), leads_there))
    });
    let mut rows: Vec<_> = rows.collect();
    rows.sort_unstable();
    let dates = lock.versions.iter().map(|it| it.date.as_str());
    let until = dates.clone().skip(1).map(Some).chain([None]);
    let all = dates.zip(until).map(|(from, until)| (from, until, true));
    let all: Vec<_> = all.collect();
    // The site may show coming versions.
    let past = all.iter().filter(|(from, ..)| *from <= today);
    rows == all || rows.iter().eq(past)
}

/// What is wrong with the entries of the feed: it has none for a version up to today with its fingerprint, or one
/// for a version that is not in the lock.
pub(super) fn wrong_entry(feed: &Tree, lock: &Lock, today: &str, base: &str) -> Option<String> {
    let root = feed
        .children(Tree::ROOT)
        .find(|it| feed.element(*it).is_some());
    let named =
        |name: &'static str| move |it: &NodeId| feed.element(*it).is_some_and(|it| it.name == name);
    let entries = root.into_iter().flat_map(|root| feed.children(root));
    let entries = entries.filter(named("entry")).map(|entry| {
        let id = feed.children(entry).find(named("id"));
        let id = id.map(|id| feed.text_of(id)).unwrap_or_default();
        (id.trim().to_owned(), feed.text_of(entry))
    });
    let mut entries: BTreeMap<String, String> = entries.collect();
    for version in &lock.versions {
        let entry = entries.remove(&format!("{base}versions/{}/", version.date));
        let is_there = entry.is_some_and(|words| words.contains(version.digest()));
        if !is_there && version.date.as_str() <= today {
            let date = &version.date;
            return Some(format!(
                "has no entry for the version {date} with its fingerprint"
            ));
        }
    }
    let (id, _) = entries.pop_first()?;
    Some(format!(
        "has an entry for `{id}`, which is not a released version"
    ))
}

/// The address of the site, as its feed has it.
pub(super) fn base_of(feed: &Tree) -> Option<String> {
    let (id, _) = feed.elements(Tree::ROOT).find(|(_, it)| it.name == "id")?;
    let id = feed.text_of(id);
    Some(id.trim().strip_suffix("feed.atom")?.to_owned())
}

/// The name of a page: that of its tab.
pub(super) fn name_of(page: &Tree) -> String {
    let mut all = page.elements(Tree::ROOT);
    let title = all.find(|(_, it)| it.name == "title");
    normalized(
        &title
            .map(|(node, _)| page.text_of(node))
            .unwrap_or_default(),
    )
}

/// What the page of a text does not say about its version.
pub(super) fn missing_in_record(page: &Tree, version: &Locked, base: &str) -> Option<String> {
    let mut all = page.elements(Tree::ROOT);
    let record = all.find(|(_, it)| it.attribute("id") == Some(RECORD));
    let record = record.map(|(node, _)| node);
    let says = |text: &str| {
        let mut all = record.into_iter().flat_map(|it| page.elements(it));
        all.any(|(node, _)| page.text_of(node).trim() == text)
    };
    let address = format!("versions/{}/", version.date);
    let source = format!("../../{address}guidelines.md");
    let link_to = |address: &str| {
        let mut all = record.into_iter().flat_map(|it| page.elements(it));
        let link = all.find(|(_, it)| it.attribute("href") == Some(address))?;
        Some(page.text_of(link.0))
    };
    let shows_address =
        link_to(&format!("../../{address}")).is_some_and(|it| it == format!("{base}{address}"));
    let cited = record.map(|it| page.text_of(it)).unwrap_or_default();
    let mut cited = cited.split("/versions/").skip(1);
    if cited.any(|rest| !rest.starts_with(&version.date)) {
        return Some("gives the address of another version to cite".to_owned());
    }
    if !says(&version.date)
        || !says(version.digest())
        || !shows_address
        || link_to(&source).is_none_or(|it| it.trim().is_empty())
    {
        return Some(format!(
            "does not say about its text that it is that of {}, with its address, fingerprint and source",
            version.date
        ));
    }
    let editions = version.editions.iter().map(|it| &it.reason);
    let rules = version.rules.iter().map(|it| &it.reason);
    let reasons: Vec<&String> = editions.chain(rules).flatten().collect();
    if reasons.is_empty() {
        return None;
    }
    let words = normalized(&page.text_of(Tree::ROOT));
    let mut reasons = reasons.into_iter();
    let reason = reasons.find(|reason| !words.contains(&normalized(reason)))?;
    Some(format!(
        "does not give the reason for a correction: `{reason}`"
    ))
}

/// An address of a version at another site, outside of a text. A reason in the lock may name an archived copy.
pub(super) fn address_elsewhere<'w>(
    lines: impl Iterator<Item = &'w str>,
    base: &str,
    reasons: &[&str],
) -> Option<String> {
    let words = lines.flat_map(str::split_whitespace);
    let mut addresses = words.filter_map(|word| word.find("http").map(|at| &word[at..]));
    let is_of_version = |address: &str| {
        let date = address.split_once("/versions/").map(|(_, rest)| rest);
        date.and_then(|it| Date::parse(it.get(..10)?)).is_some()
    };
    let is_in_reason = |address: &str| {
        let address = address.trim_end_matches(|c: char| !c.is_alphanumeric());
        reasons.iter().any(|reason| reason.contains(address))
    };
    let is_other = |it: &&str| is_of_version(it) && !it.starts_with(base) && !is_in_reason(it);
    let other = addresses.find(is_other)?;
    Some(other.to_owned())
}
