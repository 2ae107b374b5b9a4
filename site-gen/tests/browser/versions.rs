//! The pages of several versions: the real text with invented earlier and later versions.

use crate::accessibility::Eyes;
use crate::browser::{Browser, Engine};
use crate::officer::file_address;
use crate::site::{Manner, Served};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use walkdir::WalkDir;

in_both_engines! {
    no_barriers_on_the_pages_of_several_versions,
    an_old_address_leads_to_where_the_same_is_read_today,
    a_day_finds_the_text_that_applied_on_it,
    a_page_from_disk_has_its_styles,
    no_page_of_several_versions_breaks_its_policy_its_left_edge_or_logs_an_error,
}

const PAGES: [&str; 13] = [
    "",
    "versions/",
    "versions/2018-06-01/",
    "versions/2019-03-15/annex/",
    "versions/2020-01-31/changes/",
    "versions/2020-01-31/changes-from/2018-06-01/",
    "versions/2020-01-31/appendix/",
    "versions/2020-01-31/amended/1/",
    "versions/2020-01-31/amended/1/changes/",
    "versions/2999-01-01/",
    "history/",
    "history/how-long-we-keep-what/",
    "on/",
];

const OFFICE: &str = "The legal team answers from nine to five on working days.";
const COPIES: &str = "A copy on paper costs five dollars, and must be paid before it is sent.";

/// A site with its content, to be changed step by step.
struct Story(PathBuf);

impl Story {
    fn begin() -> Self {
        let story = Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser-versions"));
        let _ = fs::remove_dir_all(&story.0);
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        for folder in ["content", "themes"] {
            for entry in WalkDir::new(root.join(folder)).into_iter().flatten() {
                let path = entry.path().strip_prefix(&root).expect("below the root");
                // Nothing was released: a day of release without a lock is an error.
                let is_release = path.starts_with("content/releases")
                    || path.starts_with("content/releases.lock")
                    || path.ends_with("version.toml");
                if entry.file_type().is_file() && !is_release {
                    let target = story.0.join(path);
                    fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
                    fs::copy(entry.path(), target).expect("a copy");
                }
            }
        }
        story
    }

    fn file(&self, version: &str, name: &str) -> PathBuf {
        self.0.join("content/guidelines").join(version).join(name)
    }

    fn write(&self, version: &str, name: &str, text: &str) {
        let file = self.file(version, name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, text).expect("a file of the story");
    }

    fn run(&self, arguments: &[&str]) {
        let program = env!("CARGO_BIN_EXE_site-gen");
        let mut command = Command::new(program);
        let out = command.args(arguments).current_dir(&self.0).output();
        let out = out.expect("site-gen runs");
        let told = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success(), "{arguments:?}: {told}");
    }
}

/// Four versions: a section was renamed, one moved to an annex, which was renamed too, and one is
/// gone; one text was amended, and one is announced.
fn several_versions() -> &'static Path {
    static DIST: OnceLock<PathBuf> = OnceLock::new();
    DIST.get_or_init(|| {
        let story = Story::begin();
        let text = fs::read_to_string(story.file("2020-01-31", "guidelines.md")).expect("a text");
        let office = format!("\n## Office hours\n\n{OFFICE}\n");
        let older = text
            .replace("## Data retention information", "## How long we keep what")
            .replace("90 days", "60 days");
        let annex = "# Annex: fees\n\n## What it costs\n\nLittle requests cost nothing.\n";
        let copies = format!("\n## Fees for copies\n\n{COPIES}\n");
        story.write(
            "2018-06-01",
            "guidelines.md",
            &format!("{older}{copies}{office}"),
        );
        story.write("2018-06-01", "annex.md", annex);
        story.write("2019-03-15", "guidelines.md", &format!("{text}{office}"));
        story.write("2019-03-15", "annex.md", annex);
        story.write("2020-01-31", "appendix.md", &format!("{annex}{office}"));
        story.write(
            "2020-01-31",
            "version.toml",
            "summary = \"Preservation.\"\nchanges-from = [\"2018-06-01\"]\n",
        );
        story.run(&["release", "2020-01-31"]);
        story.write(
            "2020-01-31",
            "appendix.md",
            &format!(
                "{annex}{office}
On Fridays it goes at four.
"
            ),
        );
        story.run(&[
            "release",
            "--amend",
            "2020-01-31",
            "--reason",
            "A line was missing.",
        ]);
        story.write("2999-01-01", "guidelines.md", &text);
        story.run(&["build", "--today", "2026-11-27"]);
        story.0.join("dist")
    })
}

async fn no_barriers_on_the_pages_of_several_versions(engine: Engine) {
    let served = Served::of(several_versions(), Manner::default());
    let mut eyes = Eyes::before(engine, served).await;
    eyes.look_at_pages(&PAGES).await;
    eyes.found_nothing().await;
}

async fn a_day_finds_the_text_that_applied_on_it(engine: Engine) {
    let served = Served::of(several_versions(), Manner::default());
    let browser = Browser::start(engine).await;
    let address = format!("{}on/#2019-12-24", served.address);
    browser.page.goto(address).await.expect("the page opens");
    let result = "return document.querySelector('[data-on-result]').textContent.trim()";
    let found = browser.run(result).await;
    assert_eq!(
        found.as_str(),
        Some(
            "In force on this day: Version of 15 March 2019 What changed What has changed since, up to the current guidelines"
        )
    );
    let typed = "const field = document.querySelector('#on_day');
        field.value = '2017-01-01';
        field.dispatchEvent(new Event('input', { bubbles: true }));";
    browser.run(&format!("{typed}{result}")).await;
    let found = browser.run(result).await;
    assert_eq!(found.as_str(), Some("No version applied on this day."));
    browser.end().await;
}

async fn no_page_of_several_versions_breaks_its_policy_its_left_edge_or_logs_an_error(
    engine: Engine,
) {
    let browser = Browser::start(engine).await;
    let manner = Manner {
        witness: true,
        ..Manner::default()
    };
    let served = Served::of(several_versions(), manner);
    for path in PAGES {
        let address = format!("{}{path}", served.address);
        browser.page.goto(address).await.expect("the page opens");
        browser.at_rest().await;
        assert_eq!(browser.complaints().await, [] as [String; 0], "/{path}");
        assert_eq!(browser.indent_of_heading().await, Some(0), "/{path}");
    }
    browser.end().await;
}

async fn a_page_from_disk_has_its_styles(engine: Engine) {
    let browser = Browser::start(engine).await;
    for page in ["index.html", "versions/2020-01-31/changes/index.html"] {
        let address = file_address(&several_versions().join(page));
        browser.page.goto(address).await.expect("the page opens");
        let hidden =
            "return getComputedStyle(document.querySelector('.visually-hidden, .unseen')).position";
        let hidden = browser.run(hidden).await;
        assert_eq!(hidden.as_str(), Some("absolute"), "{page}");
    }
    browser.end().await;
}

async fn an_old_address_leads_to_where_the_same_is_read_today(engine: Engine) {
    let browser = Browser::start(engine).await;
    let served = Served::of(several_versions(), Manner::default());
    for (place, reads) in [
        ("how-long-we-keep-what", "Data retention information"),
        ("data-retention-information", "Data retention information"),
        ("office-hours", "“Office hours” is now on another page"),
        (
            "fees-for-copies",
            "“Fees for copies” is no longer part of this text. Read it in the version of 1 June 2018",
        ),
    ] {
        let address = format!("{}#{place}", served.address);
        let page = &browser.page;
        page.goto("about:blank").await.expect("it opens");
        page.goto(address).await.expect("the page opens");
        let there = "const there = document.querySelector(':target');
            const { top } = there.getBoundingClientRect();
            if (top < 0 || top > innerHeight) return `out of sight at ${top}`;
            return there.closest('h1, h2, h3, li').textContent.trim()";
        let there = browser.run(there).await;
        assert_eq!(there.as_str(), Some(reads), "#{place}");
    }
    browser.end().await;
}
