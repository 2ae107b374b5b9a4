//! Reports files that no build writes, and pages that every build writes and that are not there.

use super::files::Fault;
use super::released::Released;
use super::request_pages;
use super::texts::address_of;
use crate::digest;
use crate::host_files::{self, FOLDERS, HostFile};
use crate::release::{Lock, Locked};
use std::collections::BTreeSet;

const OF_HOST: &str = "no build writes one: it was added by hand, or it is in `static/` of the site, which `--content` proves";

/// Reports versions that are not in the lock, files below `versions/` that no release explains,
/// and files that some hosts show in place of a page.
pub(super) fn unexplained(released: &Released<'_>) -> Vec<Fault> {
    let (files, known) = (released.files, explained(released.lock));
    let mut faults = Vec::new();
    let mut versions = BTreeSet::new();
    for path in files.paths() {
        let original = files.original(path);
        let first = original.split('/').next().unwrap_or_default();
        if let Some(fault) = fault_of_name(released, path, original) {
            faults.push(fault);
        } else if first == "versions" && !known.contains(original) {
            let version = original.split('/').nth(1).unwrap_or_default();
            let is_below = original.matches('/').count() > 1 || files.is_empty_folder(path);
            if is_below && released.lock.version(version).is_none() {
                versions.insert(version.to_owned());
            } else {
                let what = "is a file that no release explains";
                let help = "it was added by hand, or the lock is an older one";
                faults.push(Fault::new(path, what, help));
            }
        } else if let Some(host_file) = HostFile::of(original) {
            faults.push(Fault::new(path, host_file, OF_HOST));
        }
    }
    faults.extend(files.twins().into_iter().map(|(path, other)| {
        let what = format!("and `{other}` have the same address on some hosts");
        let help = "no build writes both: one was added by hand, or is in `static/` of the site and needs another name";
        Fault::new(path, what, help)
    }));
    faults.extend(versions.into_iter().map(|version| {
        let path = format!("versions/{version}/");
        let message = format!("the site has a version `{version}` that is not in the lock");
        Fault::with_message(&path, message, "ask for a later lock")
    }));
    faults
}

/// What is wrong with the name of a file that is not below `versions/`, or is a compressed copy.
fn fault_of_name(released: &Released<'_>, path: &str, original: &str) -> Option<Fault> {
    let (files, lock) = (released.files, released.lock);
    let exists = |path: &str| files.digest_of(path).is_some();
    let first = original.split('/').next().unwrap_or_default();
    let below = files.below_language(original);
    let seen = digest::plain(first);
    if FOLDERS.contains(&seen.as_str()) && seen != first {
        return Some(Fault::changed(
            path,
            "looks like the address of a folder of the site",
        ));
    }
    if path.strip_suffix(".zst").is_some_and(exists) {
        return Some(Fault::changed(
            path,
            "is a compressed copy that no build writes, and some hosts send it",
        ));
    }
    let has_rules = released.in_force.is_some_and(|it| !it.rules.is_empty());
    // These pages are in no other language.
    let of_language = below.split('/').next().filter(|_| below != original);
    let is_unknown = of_language.is_some_and(|it| ["history", "on", "versions"].contains(&it))
        || first != "versions"
            && host_files::is_of_a_version(original, |it| lock.version(it).is_some())
        || below == original && request_pages::is_one_file(original) && first != "request"
        || ["history", "on"].contains(&first)
            && lock.versions.len() > 1
            && !is_of_history(released, original)
        || below.starts_with("request/") && !request_pages::is_known(original, has_rules);
    if is_unknown {
        return Some(Fault::changed(path, "is a file that no build writes"));
    }
    host_files::is_copy_alone(path, exists).then(|| {
        let what = "is the compressed copy of a file that is not in the site";
        let help =
            "some hosts send it, and nobody can read it here: add the file, or remove the copy";
        Fault::new(path, what, help)
    })
}

/// The files below `versions/` that a release explains.
fn explained(lock: &Lock) -> BTreeSet<String> {
    let of_versions = lock.versions.iter().flat_map(|it| explained_of(lock, it));
    let list = "versions/index.html".to_owned();
    of_versions.chain([list]).collect()
}

fn explained_of(lock: &Lock, version: &Locked) -> Vec<String> {
    let home = format!("versions/{}/", version.date);
    let mut known = Vec::new();
    for (edition, later) in version.editions.iter().rev().zip(0..) {
        let home = match later {
            0 => home.clone(),
            _ => format!("{home}amended/{}/", edition.number),
        };
        if later > 0 {
            known.push(format!("{home}changes/index.html"));
        }
        for file in &edition.files {
            known.push(format!("{home}{}", file.name));
            let address = address_of(&home, file, later == 0);
            known.extend(address.map(|address| format!("{address}index.html")));
        }
    }
    // Comparisons are made from the texts, and not checked. The first version has none.
    for other in &lock.versions {
        if other.date < version.date {
            known.push(format!("{home}changes-from/{}/index.html", other.date));
            known.push(format!("{home}changes/index.html"));
        } else if other.date > version.date {
            known.push(format!("{home}since/index.html"));
        }
    }
    if !version.rules.is_empty() {
        known.push(format!("{home}requests.json"));
    }
    known
}

/// Whether a build writes this file below `history/` or `on/`.
fn is_of_history(released: &Released<'_>, path: &str) -> bool {
    let known = [
        "history/history.json",
        "history/history.schema.json",
        "history/index.html",
        "on/index.html",
    ];
    let section = path
        .strip_prefix("history/")
        .and_then(|rest| rest.rsplit_once('/'));
    known.contains(&path)
        || section.is_some_and(|(section, file)| {
            released.anchors.contains(section) && ["index.html", "feed.atom"].contains(&file)
        })
}

/// Checks that the pages of every site are there.
pub(super) fn missing(released: &Released<'_>) -> Vec<Fault> {
    let always = ["404.html", "feed.atom", "versions/index.html"];
    // They compare versions.
    let compared = ["history/index.html", "on/index.html"];
    let compared = compared.iter().filter(|_| released.up_to_today() > 1);
    let check = released.rules.iter().map(|_| &request_pages::CHECK);
    let expected = always.iter().chain(compared).chain(check);
    let missing = expected.filter(|path| released.files.text(path).is_err());
    let faults = missing.map(|path| {
        Fault::new(
            path,
            "is not in the site",
            "every build writes it: it was removed",
        )
    });
    faults.collect()
}

/// Checks that the request pages and the blank letters are there, if the version in force has rules.
pub(super) fn missing_request_pages(released: &Released<'_>) -> Vec<Fault> {
    if released
        .in_force
        .is_none_or(|version| version.rules.is_empty())
    {
        return Vec::new();
    }
    let files = released.files;
    let pages = [request_pages::REQUEST, request_pages::ONE_FILE].into_iter();
    let missing = pages.filter(|path| files.text(path).is_err());
    let missing = missing.map(|path| {
        let what = "is not in the site";
        let help = "rules were released for the version in force: the page was removed, or the theme has none";
        Fault::new(path, what, help)
    });
    let mut faults: Vec<Fault> = missing.collect();
    let page = files.page(request_pages::REQUEST).ok();
    let Some(book) = page.and_then(|it| request_pages::rulebook(&it.tree)) else {
        return faults;
    };
    let letters = request_pages::blank_letters(&book);
    for (path, letter) in &letters {
        if !files.is(path, letter) {
            faults.push(Fault::of_release(
                path,
                "is not the blank letter that the released rules make",
                "letter",
            ));
        }
    }
    let blank = files.paths().filter(|it| it.starts_with("request/blank/"));
    let is_made = |path: &str| {
        letters
            .iter()
            .any(|(letter, _)| letter == files.original(path))
    };
    for path in blank.filter(|path| !is_made(path)) {
        faults.push(Fault::changed(
            path,
            "is a blank letter that the released rules do not make",
        ));
    }
    faults
}
