//! A comparison of two texts of a site, and which are made.

use super::redline::{Changes, KindChange, compare, compare_rules};
use crate::diagnostic::Diagnostics;
use crate::site::{Amended, Site, State, Version};
use crate::words::Vocabulary;

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

impl Comparison {
    pub(super) fn of(pair: Pair, site: &Site, vocabulary: &Vocabulary) -> Self {
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
    /// All pairs to compare: adjacent versions first, newest first.
    pub(super) fn all(site: &Site) -> Vec<Self> {
        let versions = &site.versions;
        let successive = (1..versions.len()).map(|before| Self::Successive { after: before - 1 });
        let further_back = versions.iter().enumerate().flat_map(|(after, version)| {
            let names = version.changes_from.iter();
            names.filter_map(move |name| {
                let before = versions.iter().position(|version| version.id == *name)?;
                Some(Self::FurtherBack { before, after })
            })
        });
        let amendments = versions.iter().enumerate().flat_map(|(at, version)| {
            (0..version.amended.len()).map(move |amended| Self::Amendment {
                version: at,
                amended,
            })
        });
        successive.chain(further_back).chain(amendments).collect()
    }

    pub(super) fn is_successive(self) -> bool {
        matches!(self, Self::Successive { .. })
    }

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
