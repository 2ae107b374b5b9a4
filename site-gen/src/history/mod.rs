//! The changes between versions, and how their anchors map to each other. Computed once from the
//! resolved site, before any page is rendered.

pub(crate) mod anchors;
mod comparison;
pub(crate) mod redirects;
pub mod redline;
pub(crate) mod timeline;

use crate::diagnostic::Diagnostics;
use crate::parallel::in_parallel;
use crate::site::{Site, State};
use anchors::{AnchorMap, AnchorMoves};
use redirects::Redirects;
use redline::{Changes, Counts};
use schemars::JsonSchema;
use serde::Serialize;
use timeline::Timeline;

pub(crate) use comparison::{Comparison, Pair};

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
        let pairs = Pair::all(site);
        let compared = if pairs.is_empty() {
            Vec::new()
        } else {
            let vocabulary = site.vocabulary.as_ref().map_err(Clone::clone)?;
            in_parallel(&pairs, |pair| {
                let mut comparison = Comparison::of(*pair, site, vocabulary);
                let moves = pair.is_successive().then(|| {
                    let (before, _) = pair.versions(site);
                    AnchorMoves::new(before, &comparison.changes)
                });
                comparison.changes.forget_places_of_unchanged();
                (comparison, moves)
            })
        };
        let (changes, moves): (Vec<_>, Vec<_>) = compared.into_iter().unzip();
        let moves: Vec<AnchorMoves> = moves.into_iter().flatten().collect();
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

impl ChangeSummary {
    fn new(changes: &Changes) -> Self {
        Self {
            counts: changes.counts,
            obligations: changes.obligations.len(),
        }
    }
}
