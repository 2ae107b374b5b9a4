//! Warns of versions that read the same as the previous one. A folder that was copied and forgotten
//! would be announced as a change.

use crate::diagnostic::{Diagnostic, Name, Place};
use crate::markdown::Target;
use crate::site::{Site, Version};

/// A warning for each version without changed words, unless the maintainer explains its purpose.
pub(super) fn find(site: &Site) -> Vec<Diagnostic> {
    let pairs = site.versions.windows(2);
    let found = pairs.filter_map(|pair| {
        let [after, before] = pair else { return None };
        let says_why = after.summary.is_some() && after.summary != before.summary;
        // Its text changed on the day of an amendment, although it may have been changed back since.
        let was_amended = !after.amended.is_empty();
        // A draft begins as a copy of the previous version.
        if says_why || was_amended || after.is_draft() {
            return None;
        }
        unchanged(after, before)
    });
    let mut found: Vec<Diagnostic> = found.collect();
    found.reverse();
    found
}

/// A warning for a version that reads the same as the one before it, and has the same rules.
pub(crate) fn unchanged(after: &Version, before: &Version) -> Option<Diagnostic> {
    if !reads_the_same(after, before) || !same_rules(after, before) {
        return None;
    }
    let is_copy = after.digest == before.digest;
    let how = if is_copy {
        "byte for byte"
    } else {
        "only the markup differs"
    };
    let message = format!(
        "{} has the same text as {} ({how}): is it a separate version?",
        after.id, before.id
    );
    Some(
        Diagnostic::warning(Name::UnchangedVersion, message)
            .at(Place::new(&after.document.source, 0..0))
            .help("if nothing changed, delete its folder")
            .help("if something changed that is not in the text, describe it as `summary` in its `version.toml`"),
    )
}

fn reads_the_same(one: &Version, other: &Version) -> bool {
    let texts = |version: &Version| -> Vec<(String, String, Vec<Target>)> {
        let read = version.texts().map(|text| {
            let links = text.document.links.iter();
            let links = links.map(|link| from_home(&link.target, &version.home));
            (text.file, text.document.plain_text(), links.collect())
        });
        read.collect()
    };
    texts(one) == texts(other)
}

/// The target of a link, relative to its version, whose path differs between versions.
fn from_home(target: &Target, home: &str) -> Target {
    match target {
        Target::Page { address, anchor } => Target::Page {
            address: address
                .strip_prefix(home)
                .map_or_else(|| address.clone(), |below| format!("./{below}")),
            anchor: anchor.clone(),
        },
        Target::Outside(_) | Target::Here(_) => target.clone(),
    }
}

fn same_rules(one: &Version, other: &Version) -> bool {
    let digest = |version: &Version| version.rules.as_ref().map(|rules| rules.digest.clone());
    digest(one) == digest(other)
}
