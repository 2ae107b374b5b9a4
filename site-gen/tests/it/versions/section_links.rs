//! The links between versions, and links to moved places.

use crate::support::{FIRST, Site, of};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use walkdir::WalkDir;

/// Five years in which headings were renamed, moved, merged, made bold words, and brought back.
pub(crate) fn five_versions() -> Site {
    let text = |body: &str| format!("# Rules of the mill\n\nWe grind for all.\n\n{body}");
    let fees = "A sack of rye costs four groats, a sack of oats costs three, and who brings ten pays for nine.";
    let nights = "At night the wheel stands still, and who knocks then is told by the dog to come again at dawn.";
    let papers =
        "Whoever asks what another has had ground must bring a paper that the reeve has signed.";
    let first = format!("## Fees\n\n{fees}\n\n## Nights\n\n{nights}\n\n## Papers\n\n{papers}\n");
    let renamed =
        format!("## What it costs\n\n{fees}\n\n## Nights\n\n{nights}\n\n## Papers\n\n{papers}\n");
    let moved =
        format!("## Papers\n\n{papers}\n\n## What it costs\n\n{fees}\n\n## Nights\n\n{nights}\n");
    let merged =
        format!("## Papers\n\n{papers}\n\n## What it costs, and when\n\n{fees}\n\n{nights}\n");
    let bold =
        format!("**Papers**\n\n{papers}\n\n## What it costs, and when\n\n{fees}\n\n{nights}\n");
    let story = Site::larkspur()
        .remove(&of(FIRST, "clauses.toml"))
        .remove("content/request")
        .write(&of(FIRST, "../../pages/discretion.md"), "+++\ntitle = \"Discretion\"\ndescription = \"None.\"\n+++\n# Discretion\n\nSee [the rules](/).\n");
    [
        (FIRST, first),
        ("2025-12-01", renamed),
        ("2026-01-01", moved),
        ("2026-02-01", merged),
        ("2026-03-01", bold),
    ]
    .into_iter()
    .fold(story, |story, (version, body)| {
        story.write(&of(version, "guidelines.md"), text(&body))
    })
}

/// Every link of a built site that stays in it points to a page and a place that are there.
pub(crate) fn dead_links(dist: &Path) -> Vec<String> {
    let mut pages = BTreeMap::new();
    for entry in WalkDir::new(dist).into_iter().flatten() {
        if entry
            .path()
            .extension()
            .is_some_and(|extension| extension == "html")
        {
            let name = entry.path().strip_prefix(dist).expect("inside").to_owned();
            pages.insert(name, std::fs::read_to_string(entry.path()).expect("a page"));
        }
    }
    let ids: BTreeMap<&Path, BTreeSet<&str>> = pages
        .iter()
        .map(|(name, html)| (name.as_path(), attribute(html, " id=\"").collect()))
        .collect();
    let mut dead = Vec::new();
    for (name, html) in &pages {
        let all: Vec<&str> = attribute(html, " id=\"").collect();
        if all.len() != ids[name.as_path()].len() {
            dead.push(format!("{} has an id twice", name.display()));
        }
        for link in attribute(html, " href=\"") {
            if link.contains("://")
                || link.starts_with("mailto:")
                || link.starts_with("data:")
                || link.starts_with('/')
            {
                continue;
            }
            let (path, place) = link.split_once('#').unwrap_or((link, ""));
            let mut target = name.parent().expect("a folder").to_owned();
            for part in path
                .split('/')
                .filter(|part| !part.is_empty() && *part != ".")
            {
                if part == ".." {
                    target.pop();
                } else {
                    target.push(part);
                }
            }
            if path.is_empty() {
                target.clone_from(name);
            } else if path.ends_with('/') {
                target.push("index.html");
            }
            let there = dist.join(&target).is_file();
            let place_there = place.is_empty()
                || ids
                    .get(target.as_path())
                    .is_some_and(|ids| ids.contains(place));
            if !there || !place_there {
                dead.push(format!("{}: {link}", name.display()));
            }
        }
    }
    dead
}

pub(crate) fn attribute<'a>(html: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    html.split(name)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
}

#[test]
fn old_anchors_lead_to_the_same_text_today() {
    let story = five_versions();
    let dist = story.built("2026-04-01", &[]);
    let today = dist.text("index.html");
    for (old, beside) in [
        ("fees", "What it costs, and when</h2>"),
        ("what-it-costs", "What it costs, and when</h2>"),
        ("papers", "<strong>Papers</strong>"),
        ("nights", "At night the wheel"),
    ] {
        let mark = format!("<span class=\"was\" id=\"{old}\"></span>");
        let (_, after) = today
            .split_once(&mark)
            .unwrap_or_else(|| panic!("{old} in {today}"));
        let near: String = after.chars().take(200).collect();
        assert!(near.contains(beside), "{old} is at: {near}");
    }
    assert!(
        !dist
            .text("versions/2026-03-01/index.html")
            .contains("class=\"was\"")
    );
}

#[test]
fn old_anchors_survive_any_number_of_versions_and_a_renamed_title() {
    let story = five_versions()
        .version("2026-03-15", "2026-03-01")
        .version("2026-03-20", "2026-03-01")
        .replace(
            &of("2026-03-20", "guidelines.md"),
            "# Rules of the mill",
            "# What the mill asks",
        );
    let dist = story.built("2026-04-01", &[]);
    let today = dist.text("index.html");
    for old in ["fees", "nights", "papers", "rules-of-the-mill"] {
        let mark = format!("<span class=\"was\" id=\"{old}\"></span>");
        assert_eq!(today.matches(&mark).count(), 1, "{old} in {today}");
    }
    assert_eq!(dead_links(&story.path("dist")), Vec::<String>::new());
}

#[test]
fn each_heading_leads_to_the_same_section_of_the_versions_around_it_and_of_today() {
    let story = five_versions();
    let dist = story.built("2026-04-01", &[]);
    let page = dist.text("versions/2025-12-01/index.html");
    let (_, after) = page.split_once("What it costs</h2>").expect("the heading");
    let row = after
        .split("<p class=\"elsewhere\">")
        .nth(1)
        .and_then(|rest| rest.split("</p>").next());
    insta::assert_snapshot!(row.expect("ways").replace("</a> ", "</a>\n"));
    assert_eq!(dead_links(&story.path("dist")), Vec::<String>::new());
}

/// The list of former sections of `/`, if there is one.
fn moved_sections(page: &str) -> Option<&str> {
    let (_, after) = page.split_once("<section class=\"moved-sections\"")?;
    let (_, list) = after.split_once("<ul>\n")?;
    Some(list.split_once("</ul>")?.0)
}

#[test]
fn an_address_of_a_section_that_is_gone_or_on_another_page_says_where_it_can_be_read() {
    let knocking =
        "Who knocks at night is told by the dog to come again at dawn, whatever he brings.";
    let with = |head: &str, sections: &[(&str, &str)]| {
        let sections = sections.iter();
        let sections = sections.map(|(title, body)| format!("\n## {title}\n\n{body}\n"));
        format!(
            "# {head}\n\nWe grind for all.\n{}",
            sections.collect::<String>()
        )
    };
    let oats = "A sack of rye costs four groats, and a sack of oats costs three of them.";
    let paper =
        "Whoever asks what another has had ground must bring a paper that the reeve signed.";
    let story = five_versions();
    let story = ["2026-01-01", "2026-02-01", "2026-03-01"]
        .into_iter()
        .fold(story, |story, version| {
            story.remove(&of(version, "guidelines.md"))
        });
    for version in ["2026-01-01", "2026-02-01", "2026-03-01"] {
        std::fs::remove_dir(story.path(&format!("content/guidelines/{version}"))).expect("empty");
    }
    let annex = "# Annex\n\nWhat is seldom asked for.\n";
    let story = story
        .write(
            &of(FIRST, "guidelines.md"),
            with(
                "Rules",
                &[("Fees", oats), ("Nights", knocking), ("Papers", paper)],
            ),
        )
        .write(&of(FIRST, "annex.md"), annex)
        .write(
            &of("2025-12-01", "guidelines.md"),
            with(
                "Rules",
                &[
                    ("What it costs", oats),
                    ("Nights", knocking),
                    ("Papers", paper),
                ],
            ),
        )
        .write(&of("2025-12-01", "annex.md"), annex)
        .write(
            &of("2026-02-01", "guidelines.md"),
            with("Rules", &[("Papers", paper)]),
        )
        .write(
            &of("2026-02-01", "appendix.md"),
            format!("{annex}\n## When we sleep\n\n{knocking}\n"),
        );
    let dist = story.built("2026-04-01", &[]);
    insta::assert_snapshot!(moved_sections(&dist.text("index.html")).expect("a list"));
    assert_eq!(
        moved_sections(&dist.text("versions/2026-02-01/index.html")),
        None
    );
    assert_eq!(dead_links(&story.path("dist")), Vec::<String>::new());

    // On the page of a document, links point to the same document of other versions, even under
    // another file name.
    let annex = dist.text("versions/2025-12-01/annex/index.html");
    for way in [
        "rel=\"predecessor-version\" href=\"../../../versions/2025-11-01/annex/#annex\"",
        "rel=\"successor-version\" href=\"../../../versions/2026-02-01/appendix/#annex\"",
        "rel=\"latest-version\" href=\"../../../versions/2026-02-01/appendix/#annex\"",
    ] {
        assert_eq!(annex.matches(way).count(), 2, "{way} in {annex}");
    }
    let appendix = dist.text("versions/2026-02-01/appendix/index.html");
    let (_, after) = appendix
        .split_once("When we sleep</h2>")
        .expect("the heading");
    let row = after.split("<p class=\"elsewhere\">").nth(1).expect("ways");
    assert!(
        row.starts_with("<a href=\"../../../versions/2025-12-01/#nights\" aria-describedby=\"when-we-sleep\">2025-12-01</a></p>"),
        "{row}"
    );

    // The maintainer may say that what is gone is now said elsewhere.
    let story = story.write(&of("2026-02-01", "version.toml"),
        "[[moved]]\nfrom = \"what-it-costs\"\nto = \"papers\"\n\n[[moved]]\nfrom = \"never-there\"\nto = \"appendix/#annex\"\n",
    );
    let dist = story.built("2026-04-01", &[]);
    insta::assert_snapshot!(moved_sections(&dist.text("index.html")).expect("a list"));
    assert_eq!(dead_links(&story.path("dist")), Vec::<String>::new());
}

#[test]
fn moves_named_in_version_toml_override_the_programs() {
    let story = five_versions().write(
        &of("2026-03-01", "version.toml"),
        "[[moved]]\nfrom = \"fees\"\nto = \"#rules-of-the-mill.we-grind-for-all\"\n",
    );
    let dist = story.built("2026-04-01", &[]);
    let today = dist.text("index.html");
    let (_, after) = today
        .split_once("id=\"fees\"></span>")
        .expect("the old place");
    assert!(after.starts_with("We grind for all."), "{after}");
    let story = story.write(
        &of("2026-03-01", "version.toml"),
        "[[moved]]\nfrom = \"fees\"\nto = \"what-it-cost-and-when\"\n",
    );
    let out = story.run(&["check", "--today", "2026-04-01"]);
    assert_eq!(out.code, 1);
    insta::assert_snapshot!(out.text);
}

#[test]
fn a_site_of_one_version_has_no_section_links() {
    let story = Site::larkspur();
    let dist = story.built("2026-04-01", &[]);
    for words in ["class=\"elsewhere\"", "class=\"switcher\"", "class=\"was\""] {
        assert!(!dist.text("index.html").contains(words), "{words}");
    }
}

#[test]
fn what_will_apply_and_what_is_in_the_making_is_said_where_it_matters() {
    let story = five_versions();
    let story = story.version("next", "2026-03-01");
    let dist = story.built("2026-02-15", &[]);
    let today = dist.text("index.html");
    assert!(
        today.contains("A new version applies from 1 March 2026."),
        "{today}"
    );
    assert!(!today.contains("class=\"draft-strip\""));
    let feed = dist.text("feed.atom");
    assert!(
        feed.contains("announced, in force from 1 March 2026"),
        "{feed}"
    );
    let dist = story.built("2026-02-15", &["--drafts"]);
    for page in [
        "index.html",
        "versions/index.html",
        "versions/next/index.html",
        "404.html",
        "discretion/index.html",
    ] {
        let page = dist.text(page);
        assert!(
            page.contains("class=\"draft-strip\"") && page.contains("noindex"),
            "{page}"
        );
    }
    assert_eq!(dead_links(&story.path("dist")), Vec::<String>::new());
}

#[test]
fn the_feed_and_the_sitemap_say_what_changed_and_when() {
    let story = five_versions().write(
        &of("2026-03-01", "version.toml"),
        "summary = \"Papers < bold & clear.\"\n",
    );
    story
        .run(&["release", "2026-03-01", "--today", "2026-02-20"])
        .exits(0);
    let all = ["release", "--all", "--released-as-dated"];
    story
        .run(&[&all[..], &["--today", "2026-02-20"]].concat())
        .exits(0);
    let dist = story.built("2026-04-01", &[]);
    let feed = dist.text("feed.atom");
    roxmltree::Document::parse(&feed).expect("the feed is XML");
    insta::assert_snapshot!(feed);
    insta::assert_snapshot!(dist.text("sitemap.xml"));
}

/// The sections of the mill's rules: the heading in each version, and the text.
const SECTIONS: [([&str; 3], &str); 4] = [
    (
        ["Fees", "What it costs", "Fees and dues"],
        "A sack of rye costs four groats, a sack of oats costs three, and ten cost as much as nine.",
    ),
    (
        ["Nights", "At night", "When we sleep"],
        "At night the wheel stands still, and who knocks then is told by the dog to come at dawn.",
    ),
    (
        ["Papers", "What to bring", "Papers"],
        "Whoever asks what another has had ground must bring a paper that the reeve has signed.",
    ),
    (
        ["Floods", "High water", "Floods"],
        "When the brook is over the second step, nobody crosses the yard without the miller.",
    ),
];

/// The state of a section in a version.
#[derive(Clone, Copy, Debug)]
struct Stand {
    section: usize,
    title: usize,
    is_bold: bool,
    in_annex: bool,
}

/// A version: some of the sections in some order, each with one of its headings or in bold words,
/// in the first text or in an annex.
fn versions() -> impl Strategy<Value = Vec<Vec<Stand>>> {
    let stand = |section| {
        (
            Just(section),
            0..3_usize,
            proptest::bool::weighted(0.2),
            proptest::bool::weighted(0.3),
            proptest::bool::weighted(0.85),
        )
    };
    let sections: Vec<_> = (0..SECTIONS.len()).map(stand).collect();
    let version = sections.prop_shuffle().prop_map(|all| {
        let there = all.into_iter().filter(|(.., there)| *there);
        let stands = there.map(|(section, title, is_bold, in_annex, _)| Stand {
            section,
            title,
            is_bold,
            in_annex,
        });
        stands.collect::<Vec<_>>()
    });
    proptest::collection::vec(version, 2..5)
}

fn written(head: &str, version: &[Stand], annex: bool) -> String {
    let mut text = format!("{head}\n");
    for Stand {
        section,
        title,
        is_bold,
        ..
    } in version.iter().filter(|stand| stand.in_annex == annex)
    {
        let (titles, body) = SECTIONS[*section];
        let title = titles[*title];
        let head = if *is_bold {
            format!("**{title}**")
        } else {
            format!("## {title}")
        };
        text += &format!("\n{head}\n\n{body}\n");
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 40, ..ProptestConfig::default() })]

    /// Whatever was done to a text over the years: no link and no place of any version is broken,
    /// and a place that was at `/` once is there.
    #[test]
    fn every_edit_of_a_text_keeps_its_places(versions in versions()) {
        let days = [FIRST, "2025-12-01", "2026-01-01", "2026-02-01"];
        let story = Site::larkspur()
            .remove(&of(FIRST, "clauses.toml"))
            .write(&of(FIRST, "../../pages/discretion.md"), "+++\ntitle = \"Discretion\"\ndescription = \"None.\"\n+++\n# Discretion\n\nNone.\n");
        let story = versions.iter().zip(days).fold(story, |story, (version, day)| {
            let first = "# Rules of the mill\n\nWe grind for all who come.";
            let annex = "# Annex\n\nWhat is seldom asked.";
            story
                .write(&of(day, "guidelines.md"), written(first, version, false))
                .write(&of(day, "annex.md"), written(annex, version, true))
        });
        let dist = story.built("2026-04-01", &[]);
        prop_assert_eq!(dead_links(&story.path("dist")), Vec::<String>::new());
        let today = dist.text("index.html");
        let ids: BTreeSet<&str> = attribute(&today, " id=\"").collect();
        for stand in versions.iter().flatten() {
            if stand.is_bold || stand.in_annex {
                continue;
            }
            let place = SECTIONS[stand.section].0[stand.title].to_lowercase().replace(' ', "-");
            prop_assert!(ids.contains(place.as_str()), "{} is not at / of {:?}", place, versions.last());
        }
    }
}
