//! Whatever is changed, a build that keeps what did not change makes the same site as one from nothing.

use crate::commands::site_folder::{SiteCache, SiteFolder};
use crate::commands::today::Today;
use crate::diagnostic::Diagnostics;
use crate::file_path::FilePath;
use crate::render::Sink;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What is found, and all files if there are no errors.
type Made = (String, Option<BTreeMap<String, Vec<u8>>>);

#[derive(Default)]
struct Files(BTreeMap<String, Vec<u8>>);

impl Sink for Files {
    fn file(&mut self, path: &FilePath, content: &[u8]) -> Result<(), Diagnostics> {
        self.0.insert(path.to_string(), content.to_owned());
        Ok(())
    }
}

fn today() -> Today {
    Today::on("2026-03-01")
}

fn from_nothing(site: &SiteFolder) -> Made {
    let mut files = Files::default();
    let (_, found) = site.rendered(today(), &mut files);
    let files = Some(files.0).filter(|_| !found.has_errors());
    (found.plain(), files)
}

fn again(site: &SiteFolder, cache: &mut SiteCache) -> Made {
    let (files, found) = site.rendered_with_cache(today(), cache);
    let files = files.map(|files| {
        let files = files.into_iter();
        files
            .map(|(path, content)| (path, content.to_vec()))
            .collect()
    });
    (found.plain(), files)
}

/// Writes a file, or removes it.
fn set(site: &Path, file: &str, content: Option<&str>) {
    let path = site.join(file);
    let Some(content) = content else {
        // It may not have been there.
        drop(fs::remove_file(path));
        return;
    };
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, content).expect("a file");
}

const CONFIG: &str = "title = \"Guidelines of the Mill\"\n\
    description = \"How to ask the mill.\"\n\
    base-url = \"https://mill.example/law/\"\n\
    language = \"en\"\n\
    languages = [\"pt-BR\"]\n\
    theme = \"own\"\n\
    [organisation]\nname = \"The Mill\"\nlegal-name = \"The Mill Ltd.\"\nmailbox = \"law@mill.example\"\n";

const TEXT: &str = "# Guidelines\n\n## Fees\n\nA request must name the sack. Write to law@mill.example.\n\n\
    ## Days\n\nWe answer in 3 days, see [the rules](/rules/#rules).\n";

const PAGE: &str = "# Rules\n\nWhat the mill asks for.\n\n## Labels\n\nSee [about](about.md) and [fees](/#fees).\n";

/// The files that change, each with what it may say; where there is nothing, the file is not there.
#[expect(clippy::too_many_lines, reason = "one case a file")]
fn sources() -> Vec<(&'static str, Vec<Option<String>>)> {
    let some = |text: &str| Some(text.to_owned());
    let changed = |text: &str, from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        Some(text.replace(from, to))
    };
    vec![
        (
            "content/site.toml",
            vec![
                some(CONFIG),
                changed(CONFIG, "of the Mill", "of the Weir"),
                changed(CONFIG, "mill.example/law/", "mill.example/"),
                changed(CONFIG, "theme = \"own\"", "raw-html = true"),
                changed(CONFIG, "law@mill", "law@miill"),
                changed(
                    CONFIG,
                    "[organisation]",
                    "[allowed]\nnames = [\"Weir Corp\"]\n[organisation]",
                ),
                some("title = "),
            ],
        ),
        (
            "content/guidelines/2026-01-01/guidelines.md",
            vec![
                some(TEXT),
                changed(TEXT, "3 days", "5 days"),
                changed(TEXT, "## Days", "## Time"),
                changed(TEXT, "see", "<b>see</b>"),
                changed(TEXT, "#rules", "#nowhere"),
                None,
            ],
        ),
        (
            "content/guidelines/2026-01-01/annex.md",
            vec![
                some(
                    "# Annex\n\nWeir Corp will answer. See [fees](./#fees), <https://weir.example/>.\n",
                ),
                some("# Annex\n\nOn 2024-01-01 the mill must answer.\n"),
                some("# Other annex\n\nNothing.\n"),
                None,
            ],
        ),
        (
            "content/guidelines/2026-01-01/b/more.md",
            vec![None, some("# More\n\nMore of it.\n")],
        ),
        (
            "content/guidelines/2025-01-01/guidelines.md",
            vec![None, some(TEXT), changed(TEXT, "must", "may")],
        ),
        (
            "content/guidelines/next/guidelines.md",
            vec![None, some(TEXT), changed(TEXT, "## Fees", "## Costs")],
        ),
        (
            "content/pages/rules.md",
            vec![
                some(PAGE),
                changed(PAGE, "What the mill", "All that the mill"),
                changed(PAGE, "(about.md)", "(https://miil.example/)"),
                None,
            ],
        ),
        (
            "content/pages/rules.pt-BR.md",
            vec![None, some("# Regras\n\nO que o moinho pede.\n")],
        ),
        (
            "content/pages/about.md",
            vec![
                some("# About\n\nWho we are. See [rules](rules.md).\n"),
                some(
                    "+++\ntitle = \"Who\"\ndescription = \"Us.\"\naddress = \"/who/\"\nrole = \"privacy\"\n+++\n\nWho.\n",
                ),
                None,
            ],
        ),
        (
            "themes/own/templates/page.html",
            vec![
                None,
                some("{% extends \"default/page.html\" %}"),
                some(
                    "<p>{{ page.title }} {{ t(id=\"in-force-since\", date=\"x\") }}</p>{{ content | safe }}",
                ),
                some("<p>\n{{ nothing }}"),
            ],
        ),
        (
            "themes/own/text/en.ftl",
            vec![
                some("language-name = English\n"),
                some("language-name = Plain English\nin-force-since = Since { $date }\n"),
            ],
        ),
        (
            "themes/own/theme.toml",
            vec![
                None,
                some("[[navigation]]\nlabel = \"Rules\"\naddress = \"/rules/\"\n"),
            ],
        ),
        ("static/note.txt", vec![None, some("one"), some("two")]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 12,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_changes_make_the_same_site_as_a_build_from_nothing(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..12)
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let sources = sources();
        for (file, contents) in &sources {
            set(folder.path(), file, contents[0].as_deref());
        }
        let site = SiteFolder::with_drafts(folder.path().to_owned());
        let mut cache = SiteCache::default();
        let (found, files) = again(&site, &mut cache);
        prop_assert!(files.is_some(), "{}", found);
        for (file, content) in changes {
            let (file, contents) = file.get(&sources);
            let content = content.get(contents);
            set(folder.path(), file, content.as_deref());
            prop_assert_eq!(again(&site, &mut cache), from_nothing(&site), "{}: {:?}", file, content);
        }
    }
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

#[test]
fn changes_of_rules_labels_letters_and_their_pages_are_seen() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let larkspur = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/larkspur");
    copy(&larkspur, path);
    let site = SiteFolder::with_drafts(path.to_owned());
    let mut cache = SiteCache::default();
    let mut last = again(&site, &mut cache);
    assert!(last.1.is_some(), "{}", last.0);
    for (file, from, to) in [
        ("content/request/labels/en-GB.toml", "\"", "\"Changed: "),
        ("content/request/letters/ours.md", "\n", "\nChanged.\n"),
        ("content/site.toml", "title = \"", "title = \"Changed "),
        ("content/pages/discretion.md", "\n\n", "\n\nChanged. "),
        ("themes/larkspur/text/fr.ftl", " = ", " = Changed "),
    ] {
        let text = fs::read_to_string(path.join(file)).expect("a file");
        assert!(text.contains(from), "{file}");
        set(path, file, Some(&text.replacen(from, to, 1)));
        let now = again(&site, &mut cache);
        assert!(now == from_nothing(&site), "{file}: {}", now.0);
        assert!(now != last, "{file}");
        last = now;
    }
}
