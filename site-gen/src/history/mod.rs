//! What changed from version to version, and where the places of one version are in another: made
//! once from a resolved site, before any page is rendered.

pub(crate) mod anchors;
pub(crate) mod redirects;
pub mod redline;

use crate::diagnostic::Diagnostics;
use crate::parallel::in_parallel;
use crate::site::{Amended, Site, State, Version};
use anchors::{AnchorMap, AnchorMoves};
use redirects::Redirects;
use redline::{Changes, Counts, KindChange, compare, compare_rules};
use serde::Serialize;

/// The history of a site's versions.
#[derive(Debug, Default)]
pub struct History {
    /// Every comparison that the site shows: first those of each version with the one before it,
    /// newest first.
    pub(crate) changes: Vec<Comparison>,
    /// The links from the headings of each version to the same sections of others.
    pub(crate) anchors: AnchorMap,
    /// Where places of earlier versions are read today.
    pub(crate) redirects: Redirects,
    /// How much changed in each version that has one before it, newest first.
    pub(crate) summaries: Vec<ChangeSummary>,
}

/// Two texts that are compared, by their places in the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pair {
    /// A version and the one before it.
    Successive { after: usize },
    /// A version and one that lies further back.
    FurtherBack { before: usize, after: usize },
    /// The text of a version before an amendment, and as it is now.
    Amendment { version: usize, amended: usize },
}

/// What changed from one text to another.
#[derive(Debug)]
pub(crate) struct Comparison {
    pub(crate) pair: Pair,
    /// What changed in the text.
    pub(crate) changes: Changes,
    /// What changed in the rules.
    pub(crate) rules: Vec<KindChange>,
}

/// How much changed in a version.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct ChangeSummary {
    counts: Counts,
    /// How many sentences of obligation changed.
    obligations: usize,
}

impl History {
    /// Compares all versions of a site that have to be compared, as many at a time as there are
    /// processors.
    ///
    /// # Errors
    ///
    /// When there is something to compare, and nothing says which words oblige in its language.
    pub fn new(site: &Site) -> Result<Self, Diagnostics> {
        let versions = &site.versions;
        let pairs = pairs(site);
        let changes = if pairs.is_empty() {
            Vec::new()
        } else {
            let vocabulary = site.vocabulary.as_ref().map_err(Clone::clone)?;
            in_parallel(&pairs, |pair| {
                let (before, after) = pair.versions(site);
                let changes = match pair.amended(site) {
                    Some(amended) => compare(amended, after, vocabulary),
                    None => compare(before, after, vocabulary),
                };
                Comparison {
                    pair: *pair,
                    rules: rule_changes(before, after, &changes),
                    changes,
                }
            })
        };
        let successive = changes.iter().zip(versions.iter().skip(1));
        let moves: Vec<AnchorMoves> = successive
            .map(|(comparison, before)| AnchorMoves::new(before, &comparison.changes))
            .collect();
        let mut anchors = AnchorMap::new(versions, &moves);
        let in_force = (versions.iter()).position(|version| version.state == State::InForce);
        let redirects = in_force
            .map(|in_force| Redirects::new(versions, &moves, in_force, &mut anchors))
            .unwrap_or_default();
        let summaries = changes[..moves.len()]
            .iter()
            .map(|comparison| ChangeSummary::new(&comparison.changes))
            .collect();
        Ok(Self {
            changes,
            anchors,
            redirects,
            summaries,
        })
    }
}

impl Pair {
    /// The versions before and after. Those of an amendment are the same one.
    pub(crate) fn versions(self, site: &Site) -> (&Version, &Version) {
        let (before, after) = match self {
            Self::Successive { after } => (after + 1, after),
            Self::FurtherBack { before, after } => (before, after),
            Self::Amendment { version, .. } => (version, version),
        };
        (&site.versions[before], &site.versions[after])
    }

    /// The text before the amendment that it is about, if it is about one.
    pub(crate) fn amended(self, site: &Site) -> Option<&Amended> {
        match self {
            Self::Successive { .. } | Self::FurtherBack { .. } => None,
            Self::Amendment { version, amended } => Some(&site.versions[version].amended[amended]),
        }
    }

    /// Where the page stands that shows it.
    pub(crate) fn address(self, site: &Site) -> String {
        let (before, after) = self.versions(site);
        match self {
            Self::Successive { .. } => after.changes_address(),
            Self::FurtherBack { .. } => after.changes_from_address(&before.id),
            Self::Amendment { amended, .. } => after.amended[amended].changes_address(),
        }
    }
}

impl ChangeSummary {
    fn new(changes: &Changes) -> Self {
        Self {
            counts: changes.counts,
            obligations: changes.obligations.len(),
        }
    }
}

/// Everything that is compared: neighbours first, newest first.
fn pairs(site: &Site) -> Vec<Pair> {
    let versions = &site.versions;
    let successive = (1..versions.len()).map(|before| Pair::Successive { after: before - 1 });
    let further_back = versions.iter().enumerate().flat_map(|(after, version)| {
        let names = version.changes_from.iter();
        names.filter_map(move |name| {
            let before = versions.iter().position(|version| version.id == *name)?;
            Some(Pair::FurtherBack { before, after })
        })
    });
    let amendments = versions.iter().enumerate().flat_map(|(at, version)| {
        (0..version.amended.len()).map(move |amended| Pair::Amendment {
            version: at,
            amended,
        })
    });
    successive.chain(further_back).chain(amendments).collect()
}

fn rule_changes(before: &Version, after: &Version, changes: &Changes) -> Vec<KindChange> {
    let (Some(old), Some(new)) = (&before.rulebook, &after.rulebook) else {
        return Vec::new();
    };
    // A rule that was removed has its title from the version that had it.
    let mut labels = before.own_labels().unwrap_or_default();
    labels
        .texts
        .extend(after.own_labels().unwrap_or_default().texts);
    compare_rules(&old.rules, &new.rules, &labels, changes)
}
