//! Any lock, or any frozen rules and texts with a lock that agrees with them. The first byte says
//! which; of the second, the first part are the rules and the next one the text.

use crate::site::{MALLOW, empty_folder, today, write};
use crate::{SEPARATOR, can_be_shown, files, parts, plant, text, wants_seeds};
use site_gen::content::{self, Content};
use site_gen::diagnostic::{Diagnostics, Source};
use site_gen::history::History;
use site_gen::markdown::{Document, Settings};
use site_gen::release::{Edition, Lock, LockedFile, RulesState, rules};
use site_gen::render::{self, NullSink, Theme};
use site_gen::site::{self, Site};
use std::sync::LazyLock;

/// The released version. Another one is in force, so that its frozen rules are used.
const RELEASED: &str = "2024-03-01";

static CONTENT: LazyLock<(Content, Theme)> = LazyLock::new(|| {
    let folder = empty_folder();
    for (name, text) in MALLOW {
        write(&folder, name, text.as_bytes());
        write(
            &folder,
            &name.replace(RELEASED, "2025-03-01"),
            text.as_bytes(),
        );
    }
    let (content, found) = content::read(&folder);
    let content = content.unwrap_or_else(|| panic!("{}", found.plain()));
    let theme =
        Theme::load(&folder, "default", "en").unwrap_or_else(|found| panic!("{}", found.plain()));
    (content, theme)
});

/// A digest as `sha256sum` prints it.
fn digest(text: &str) -> String {
    let document = Document::read(&Source::new("x", ""), &Settings::default()).0;
    LockedFile::of("x", text, &document).digest
}

/// The rules of the released version as they are frozen.
fn frozen() -> String {
    let (site, found) = site::resolve(CONTENT.0.clone(), today());
    let site = site.unwrap_or_else(|| panic!("{}", found.plain()));
    let version = site.versions.last().expect("a version");
    rules::frozen(version.rulebook.as_ref().expect("rules"), 1)
}

pub fn seed() {
    if wants_seeds() {
        let (rules, text) = (frozen(), MALLOW[1].1);
        let lock = locked(&rules, text).text();
        let locks = files("content", &["lock"])
            .into_iter()
            .map(|(_, lock)| lock);
        let locks = locks
            .chain([lock.into_bytes()])
            .map(|lock| [&b"0"[..], &lock].concat());
        let kept = [&b"1"[..], rules.as_bytes(), &[SEPARATOR], text.as_bytes()].concat();
        plant("lock", locks.chain([kept]));
    }
}

pub fn run(bytes: &[u8]) {
    let Some((sort, bytes)) = bytes.split_first() else {
        return;
    };
    let mut content = CONTENT.0.clone();
    if sort % 2 == 0 {
        let source = Source::new("content/releases.lock", text(bytes));
        match Lock::read(&source) {
            Ok(lock) => {
                written(&lock);
                content.releases.lock = Some((lock, source));
            }
            Err(found) => return can_be_shown("diagnostics", &found.plain()),
        }
    } else {
        let mut parts = parts(bytes);
        let rules = text(parts.next().unwrap_or_default());
        let released = parts.next().map_or_else(|| MALLOW[1].1.to_owned(), text);
        let lock = locked(&rules, &released);
        written(&lock);
        let source = Source::new("content/releases.lock", lock.text());
        content.releases.lock = Some((lock, source));
        for (name, text) in [
            (rules::name(RELEASED, 1), &rules),
            (format!("{RELEASED}/1/guidelines.md"), &released),
        ] {
            content
                .releases
                .kept
                .insert(name.clone(), Source::new(name, text.as_str()));
        }
        for version in &mut content.versions {
            version.text = Source::new(version.text.name(), released.as_str());
        }
    }
    let (site, found) = site::resolve(content, today());
    can_be_shown("diagnostics", &found.plain());
    if let Some(site) = site {
        render(&site, &CONTENT.1);
    }
}

fn render(site: &Site, theme: &Theme) {
    let history = History::new(site);
    let rendered =
        history.and_then(|history| render::render(site, &history, theme, &mut NullSink::default()));
    if let Err(found) = rendered {
        panic!(
            "what was found in order cannot be rendered: {}",
            Diagnostics::plain(&found)
        );
    }
}

/// That a lock can be written and read.
fn written(lock: &Lock) {
    let text = lock.text();
    let again = Lock::read(&Source::new("content/releases.lock", text.as_str()));
    let again = again.unwrap_or_else(|found| panic!("{}\n{text}", found.plain()));
    assert_eq!(again.versions, lock.versions);
    assert_eq!(again.text(), text);
    assert!(again.continues(lock) && lock.continues(lock));
    let _ = again.head();
    for version in &lock.versions {
        can_be_shown("date", &version.date);
    }
}

/// The lock of a version with these rules and this text.
fn locked(rules: &str, text: &str) -> Lock {
    let source = Source::new("guidelines.md", text);
    let settings = Settings {
        address: format!("/versions/{RELEASED}/"),
        raw_html: false,
        ..Settings::default()
    };
    let (document, _) = Document::read(&source, &settings);
    let file = LockedFile::of("guidelines.md", text, &document);
    let mut lock = Lock::default();
    let entry = lock.entry(RELEASED);
    entry.editions.push(Edition {
        number: 1,
        day: RELEASED.to_owned(),
        reason: None,
        digest: file.digest.clone(),
        files: vec![file],
    });
    entry.rules.push(RulesState {
        revision: 1,
        day: RELEASED.to_owned(),
        reason: None,
        digest: digest(rules),
    });
    lock
}
