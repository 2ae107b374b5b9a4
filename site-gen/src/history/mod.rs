//! The changes between versions, and how their anchors map to each other. Computed once from the
//! resolved site, before any page is rendered.

pub(crate) mod anchors;
pub(crate) mod redirects;
pub mod redline;
pub(crate) mod timeline;

use crate::diagnostic::Diagnostics;
use crate::parallel::in_parallel;
use crate::site::{Amended, Site, State, Version};
use crate::words::Vocabulary;
use anchors::{AnchorMap, AnchorMoves};
use redirects::Redirects;
use redline::{Changes, Counts, KindChange, compare, compare_rules};
use schemars::JsonSchema;
use serde::Serialize;
use timeline::Timeline;

/// The history of a site's versions.
#[derive(Debug, Default)]
pub struct History {
    /// All comparisons of the site: first those of each version with the previous one, newest
    /// first.
    pub(crate) changes: Vec<Comparison>,
    /// The links from headings to the same sections of other versions.
    pub(crate) anchors: AnchorMap,
    /// Where the places of earlier versions are in the version in force.
    pub(crate) redirects: Redirects,
    /// The amount of change in each version that has a predecessor, newest first.
    pub(crate) summaries: Vec<ChangeSummary>,
    /// The life of sections and values. Empty for a site with a single version.
    pub(crate) timeline: Timeline,
}

/// Two texts to compare, by their indices in the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pair {
    /// A version and its predecessor.
    Successive { after: usize },
    /// A version and an older one, not its predecessor.
    FurtherBack { before: usize, after: usize },
    /// A superseded version and the one in force, for the page of the superseded one.
    Since { before: usize, after: usize },
    /// A version before an amendment and as it is now.
    Amendment { version: usize, amended: usize },
}

/// The changes between two texts.
#[derive(Debug)]
pub(crate) struct Comparison {
    pub(crate) pair: Pair,
    /// Changes to the text.
    pub(crate) changes: Changes,
    /// Changes to the rules.
    pub(crate) rules: Vec<KindChange>,
}

/// The amount of change in a version.
#[derive(Clone, Copy, Debug, Default, Serialize, JsonSchema)]
pub(crate) struct ChangeSummary {
    counts: Counts,
    /// The number of changed sentences that create an obligation.
    obligations: usize,
}

impl History {
    /// Compares all necessary pairs of versions in parallel.
    ///
    /// # Errors
    ///
    /// If there is something to compare, but the obligation words in its language are not known.
    pub fn new(site: &Site) -> Result<Self, Diagnostics> {
        let versions = &site.versions;
        let pairs = pairs(site);
        let changes = if pairs.is_empty() {
            Vec::new()
        } else {
            let vocabulary = site.vocabulary.as_ref().map_err(Clone::clone)?;
            in_parallel(&pairs, |pair| Comparison::of(*pair, site, vocabulary))
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
        let timeline = match &site.vocabulary {
            Ok(vocabulary) if versions.len() > 1 => {
                Timeline::new(versions, &changes[..moves.len()], vocabulary)
            }
            Ok(_) | Err(_) => Timeline::default(),
        };
        Ok(Self {
            changes,
            anchors,
            redirects,
            summaries,
            timeline,
        })
    }
}

impl Comparison {
    fn of(pair: Pair, site: &Site, vocabulary: &Vocabulary) -> Self {
        let (before, after) = pair.versions(site);
        let changes = match pair.amended(site) {
            Some(amended) => compare(amended, after, vocabulary),
            None => compare(before, after, vocabulary),
        };
        Self {
            pair,
            rules: rule_changes(before, after, &changes),
            changes,
        }
    }

    /// The changes since a superseded version, up to the one in force. They are made for their page
    /// alone and not kept: there is one for each version, and no other page needs them.
    ///
    /// # Errors
    ///
    /// If the obligation words in the site's language are not known.
    pub(crate) fn since(before: usize, site: &Site) -> Result<Option<Self>, Diagnostics> {
        let mut versions = site.versions.iter();
        let Some(after) = versions.position(|version| version.state == State::InForce) else {
            return Ok(None);
        };
        let vocabulary = site.vocabulary.as_ref().map_err(Clone::clone)?;
        let pair = Pair::Since { before, after };
        Ok(Some(Self::of(pair, site, vocabulary)))
    }
}

impl Pair {
    /// The earlier and the later version. For an amendment, both are the same.
    pub(crate) fn versions(self, site: &Site) -> (&Version, &Version) {
        let (before, after) = match self {
            Self::Successive { after } => (after + 1, after),
            Self::FurtherBack { before, after } | Self::Since { before, after } => (before, after),
            Self::Amendment { version, .. } => (version, version),
        };
        (&site.versions[before], &site.versions[after])
    }

    /// The text before the amendment, if this is an amendment.
    pub(crate) fn amended(self, site: &Site) -> Option<&Amended> {
        match self {
            Self::Successive { .. } | Self::FurtherBack { .. } | Self::Since { .. } => None,
            Self::Amendment { version, amended } => Some(&site.versions[version].amended[amended]),
        }
    }

    /// The address of the page that shows the comparison.
    pub(crate) fn address(self, site: &Site) -> String {
        let (before, after) = self.versions(site);
        match self {
            Self::Successive { .. } => after.changes_address(),
            Self::FurtherBack { .. } => after.changes_from_address(&before.id),
            Self::Since { .. } => before.since_address(),
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

/// All pairs to compare: adjacent versions first, newest first.
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
    // A removed rule has its title only in the earlier version's labels.
    let mut labels = before.own_labels().unwrap_or_default();
    labels
        .texts
        .extend(after.own_labels().unwrap_or_default().texts);
    compare_rules(&old.rules, &new.rules, &labels, changes)
}
