//! The pages about all versions together: the history of sections and values, and which text applied
//! on a day.

use super::section_links::{attribute, dead_links, five_versions};
use crate::support::{FIRST, Site, of};
use insta::assert_snapshot;
use serde_json::Value;
use std::collections::BTreeSet;

/// A line for each event of each section.
fn sections(history: &Value) -> String {
    let mut lines = String::new();
    for section in history["sections"].as_array().expect("sections") {
        lines.push_str(&format!("{} ({})\n", section["title"], section["id"]));
        for event in section["events"].as_array().expect("events") {
            let mut event = event.clone();
            let event = event.as_object_mut().expect("an event");
            let version = event.remove("version").expect("a version");
            event.remove("path");
            let event = Value::Object(event.clone());
            lines.push_str(&format!("  {}: {event}\n", version["id"]));
        }
        for sentence in section["sentences"].as_array().expect("sentences") {
            let since = &sentence["since"]["id"];
            lines.push_str(&format!("  since {since}: {}\n", sentence["text"]));
        }
    }
    lines
}

/// A line for each value.
fn values(history: &Value) -> String {
    let mut lines = String::new();
    for value in history["values"].as_array().expect("values") {
        let spans = value["values"].as_array().expect("spans").iter();
        let spans = spans.map(|span| {
            let words = if span["from-words"] == true {
                " (words)"
            } else {
                ""
            };
            format!("{} since {}{words}", span["value"], span["since"]["id"])
        });
        let spans: Vec<String> = spans.collect();
        let kinds = value["kinds"].as_array().map_or(0, Vec::len);
        lines.push_str(&format!(
            "{} in {}, {kinds} kinds: {}\n",
            value["type"],
            value["section"],
            spans.join("; ")
        ));
    }
    lines
}

fn history(site: &Site) -> Value {
    let dist = site.built("2026-11-24", &[]);
    serde_json::from_str(&dist.text("history/history.json")).expect("JSON")
}

/// Two older versions of a text with rules: durations and an address changed, a section was
/// removed, one added, one renamed.
fn older_versions() -> Site {
    let site = Site::larkspur();
    let newest = site.text(&of(FIRST, "guidelines.md"));
    let second = newest
        .replace("twenty-one days", "thirty days")
        .replace("within five days", "within ten days")
        .replace("## 6. Looking up a holder", "## 6. Who holds a line");
    let telling = second.find("## 8. Telling").expect("a section");
    let writing = second.find("## 9. Where").expect("a section");
    let first = format!(
        "{}## 8. Visitors\n\nVisitors must ring the bell.\n\n{}",
        &second[..telling],
        &second[writing..]
    );
    let first = first
        .replace("thirty days when", "sixty days when")
        .replace("thirty\ndays when", "sixty\ndays when")
        .replace("registrar@larkspur.example", "post@larkspur.example");
    site.write(&of("2024-06-01", "guidelines.md"), second)
        .write(&of("2022-03-01", "guidelines.md"), first)
}

#[test]
fn a_section_has_one_life_through_renames_and_moves() {
    assert_snapshot!(sections(&history(&five_versions())));
}

#[test]
fn values_are_followed_through_versions_without_rules() {
    let history = history(&older_versions());
    assert_snapshot!("values", values(&history));
    assert_snapshot!("sections", sections(&history));
}

/// The history of versions of a text without rules, oldest first.
fn of_texts(texts: &[(&str, &str)]) -> Value {
    let site = Site::larkspur()
        .remove(&of(FIRST, "clauses.toml"))
        .remove(&of(FIRST, "guidelines.md"))
        .write(
            &of(FIRST, "../../pages/discretion.md"),
            "+++\ntitle = \"Discretion\"\ndescription = \"None.\"\n+++\n# Discretion\n\nNone.\n",
        );
    let site = texts.iter().fold(site, |site, (version, text)| {
        site.write(
            &of(version, "guidelines.md"),
            format!("# Rules\n\n## Notice\n\n{text}\n"),
        )
    });
    history(&site)
}

#[test]
fn a_value_follows_its_sentence_when_paragraphs_are_joined_and_split() {
    let sentences = [
        "We notify users.",
        "The user has 7 days to object.",
        "We aim high.",
    ];
    let [notify, object, aim] = sentences;
    let history = of_texts(&[
        ("2020-01-01", &format!("{notify} {object}\n\n{aim}")),
        ("2021-01-01", &format!("{aim} {notify} {object}")),
        ("2022-01-01", &format!("{aim}\n\n{notify}\n\n{object}")),
        // The value is in another sentence.
        (
            FIRST,
            &format!("{aim}\n\n{notify} Nothing is given for 7 days, so that a user can speak."),
        ),
    ]);
    let values = values(&history);
    let days = "\"duration\" in \"Notice\", 0 kinds: \"7 days\" since \"2020-01-01\" (words)\n";
    assert!(values.contains(days), "{values}");
    assert_eq!(values.matches("duration").count(), 1, "{values}");
}

/// The values in sentences of a text and in those of the next, sorted.
fn first_and_last(pairs: &[(&str, &str)]) -> Vec<String> {
    let text = |side: fn(&(&str, &str)) -> String| {
        let sentences: Vec<String> = pairs.iter().map(side).collect();
        sentences.join("\n\n")
    };
    let before = text(|(before, _)| (*before).to_owned());
    let after = text(|(_, after)| (*after).to_owned());
    let history = of_texts(&[("2020-01-01", &before), (FIRST, &after)]);
    let values = history["values"].as_array().expect("values").iter();
    let spans = values.map(|value| {
        let spans = value["values"].as_array().expect("spans").iter().rev();
        let spans = spans.map(|span| span["value"].as_str().expect("a value"));
        let spans: Vec<&str> = spans.collect();
        format!("{}: {}", value["type"], spans.join(" -> "))
    });
    let mut spans: Vec<String> = spans.collect();
    spans.sort_unstable();
    spans
}

#[test]
fn a_number_with_separated_thousands_is_one_value() {
    let values = first_and_last(&[
        ("We charge 1 000 € a day.", "We charge 2 000 € a day."),
        ("Copies cost 5\u{a0}000 kr.", "Copies cost 6\u{a0}000 kr."),
        (
            "Mail stays 10\u{202f}000 days.",
            "Mail stays 20\u{202f}000 days.",
        ),
        (
            "Tapes stay 10\u{2009}000 hours.",
            "Tapes stay 20\u{2009}000 hours.",
        ),
        ("Sheets cost CHF 1'500.", "Sheets cost CHF 2'500."),
        (
            "Seals cost CHF 1\u{2019}500.50.",
            "Seals cost CHF 2\u{2019}500.50.",
        ),
        ("A visit costs 1.000,50 EUR.", "A visit costs 2.000,50 EUR."),
        ("A search costs $1,000.50.", "A search costs $2,000.50."),
        // The same amount, written otherwise.
        ("A copy costs EUR 7 000.", "A copy costs 7.000 EUR."),
        // Two numbers.
        ("In 2020 100 days were lost.", "In 2020 101 days were lost."),
        (
            "Under section 5 300 days count.",
            "Under section 5 301 days count.",
        ),
        (
            "| Rank | Time |\n|--|--|\n| 5 | 400 days |",
            "| Rank | Time |\n|--|--|\n| 5 | 401 days |",
        ),
    ]);
    assert_snapshot!(values.join("\n"));
}

#[test]
fn amounts_in_words_fractions_and_rates_are_values() {
    let values = first_and_last(&[
        (
            "We charge 75 EUR per hour.",
            "We charge one hundred euros per hour.",
        ),
        // The same amount, written otherwise.
        ("A stamp costs forty euros.", "A stamp costs 40 euros."),
        ("A sheet costs 25,- kr.", "A sheet costs 35,- kr."),
        (
            "A seal costs CHF 25.\u{2013} each.",
            "A seal costs CHF 35.\u{2013} each.",
        ),
        ("An answer takes 1 ½ days.", "An answer takes 2 ½ days."),
        ("You pay Rs. 500 a day.", "You pay Rs. 600 a day."),
        (
            "We keep it for twenty-one days.",
            "We keep it for twenty-two days.",
        ),
        // How often, and not how long.
        ("We read five letters a day.", "We read six letters a day."),
        ("You have a day to answer.", "You have a week to answer."),
    ]);
    assert_snapshot!(values.join("\n"));
}

#[test]
fn notice_to_users_and_the_address_of_a_form_are_values() {
    let values = first_and_last(&[
        (
            "We notify users before we answer, unless a court forbids it.",
            "We do not tell the user.",
        ),
        (
            "Submit requests through [our door](https://mill.example/door).",
            "Submit requests through [our door](https://mill.example/gate).",
        ),
        (
            "In an emergency, use https://mill.example/now.",
            "In an emergency, use https://mill.example/at-once.",
        ),
        // Neither is one of them.
        (
            "You must tell us which user you mean.",
            "You must tell us which user you mean.",
        ),
        (
            "Include [your badge](https://badge.example/).",
            "Include [your badge](https://badge.example/).",
        ),
    ]);
    assert_snapshot!(values.join("\n"));
}

#[test]
fn items_of_a_list_of_what_is_asked_have_a_date_and_an_event() {
    let list = "Your request must state:\n\n- the name of the account;\n- the reason.";
    let more = format!("{list}\n- the name of the judge.");
    let history = of_texts(&[("2020-01-01", list), (FIRST, &more)]);
    let sections = sections(&history);
    for line in [
        "since \"2020-01-01\": \"the name of the account;\"",
        "since \"2025-11-01\": \"the name of the judge.\"",
        "\"after\":\"the name of the judge.\"",
    ] {
        assert!(sections.contains(line), "{line}\n{sections}");
    }
}

#[test]
fn values_that_were_removed_and_added_again_have_all_their_dates() {
    let history = of_texts(&[
        (
            "2020-01-01",
            "Write to a@mill.example.\n\nWe wait 5 days.\n\nA court order is needed for mail.",
        ),
        (
            "2021-01-01",
            "Call us at noon.\n\nWe wait 5 days.\n\nA search warrant is needed for mail.",
        ),
        (
            "2022-01-01",
            "Write to a@mill.example.\n\nA search warrant is needed for mail.",
        ),
        (
            FIRST,
            "Write to b@mill.example.\n\nA search warrant is needed for mail.",
        ),
    ]);
    let expected = [
        "\"email\" in \"Notice\", 0 kinds: \"b@mill.example\" since \"2025-11-01\" (words); \"a@mill.example\" since \"2022-01-01\" (words); \"\" since \"2021-01-01\" (words); \"a@mill.example\" since \"2020-01-01\" (words)",
        "\"process\" in \"Notice\", 0 kinds: \"search warrant\" since \"2021-01-01\" (words); \"court order\" since \"2020-01-01\" (words)",
        "\"duration\" in \"Notice\", 0 kinds: \"\" since \"2022-01-01\" (words); \"5 days\" since \"2020-01-01\" (words)",
    ];
    assert_eq!(values(&history), format!("{}\n", expected.join("\n")));
}

#[test]
fn a_value_is_more_than_a_word_of_its_sort() {
    let texts = |payment: &str| {
        format!(
            "We see payment details and costs, and act promptly.\n\nA first search: Free\n\nMore searches cost $20 each{payment}.\n\n60 29th Street #343 San Mill, CA 94110"
        )
    };
    let history = of_texts(&[("2020-01-01", &texts("")), (FIRST, &texts(" in cash"))]);
    let found = history["values"].as_array().expect("values").iter();
    let found: Vec<&str> = found
        .filter_map(|value| value["values"][0]["value"].as_str())
        .collect();
    assert_eq!(
        found,
        ["Free", "$20", "60 29th Street #343 San Mill, CA 94110"]
    );
}

#[test]
fn another_mark_neither_dates_a_sentence_nor_makes_an_event() {
    let history = of_texts(&[
        ("2020-01-01", "With consent - you must sign it."),
        (FIRST, "With consent: you must sign it."),
    ]);
    let sections = sections(&history);
    assert!(
        sections.contains("since \"2020-01-01\": \"With consent: you must sign it.\""),
        "{sections}"
    );
    assert!(!sections.contains("reworded"), "{sections}");
}

#[test]
fn a_page_of_changes_with_moves_only_has_no_empty_list_of_numbers() {
    let site = Site::larkspur();
    let text = "# Rules\n\n## One\n\nBirds sing. Each letter must bear the seal of the office. Trees grow.\n\n## Two\n\nShips sail.\n";
    let moved = "# Rules\n\n## One\n\nBirds sing. Trees grow.\n\n## Two\n\nShips sail. Each letter must bear the seal of the office.\n";
    let site = site
        .remove(&of(FIRST, "clauses.toml"))
        .write(
            &of(FIRST, "../../pages/discretion.md"),
            "+++\ntitle = \"Discretion\"\ndescription = \"None.\"\n+++\n# Discretion\n\nNone.\n",
        )
        .write(&of("2020-01-01", "guidelines.md"), text)
        .write(&of(FIRST, "guidelines.md"), moved);
    let dist = site.built("2026-11-24", &[]);
    let page = dist.text(&format!("versions/{FIRST}/changes/index.html"));
    let empty = page.contains("id=\"page_counts\"") && !page.contains("<dt>");
    assert!(!empty, "{page}");
}

#[test]
fn the_history_has_its_pages_and_no_dead_link() {
    let site = older_versions();
    let dist = site.built("2026-11-24", &[]);
    assert_eq!(dead_links(&site.path("dist")), Vec::<String>::new());
    // The page keeps the first name of the section.
    let section = dist.text("history/6-who-holds-a-line/index.html");
    assert!(
        section.contains("<h1>6. Looking up a holder</h1>"),
        "{section}"
    );
    let on = dist.text("on/index.html");
    for row in [
        "data-from=\"2025-11-01\">",
        "data-from=\"2024-06-01\" data-until=\"2025-11-01\">",
        "data-from=\"2022-03-01\" data-until=\"2024-06-01\">",
    ] {
        assert!(on.contains(row), "{on}");
    }
    // Versions that are no neighbours are compared by what changed in between, in order.
    assert!(
        on.contains("href=\"../versions/\">All changes in order"),
        "{on}"
    );
    let versions = dist.text("versions/index.html");
    let changes = attribute(&versions, " href=\"").filter(|link| link.ends_with("/changes/"));
    let changes: Vec<&str> = changes.collect();
    let mut newest_first = changes.clone();
    newest_first.sort_unstable_by(|one, other| other.cmp(one));
    assert!(changes.len() > 1 && changes == newest_first, "{changes:?}");
}

#[test]
fn old_addresses_of_paragraphs_lead_to_where_they_are_read_today() {
    for (site, newest) in [(older_versions(), FIRST), (five_versions(), "2026-03-01")] {
        let dist = site.built("2026-11-24", &[]);
        let today = dist.text("index.html");
        let here: BTreeSet<&str> = attribute(&today, " id=\"").collect();
        let (mut alive, mut all) = (0, 0);
        for version in [
            "2022-03-01",
            "2024-06-01",
            FIRST,
            "2025-12-01",
            "2026-01-01",
        ] {
            let page = format!("versions/{version}/index.html");
            if version == newest || !dist.has(&page) {
                continue;
            }
            let page = dist.text(&page);
            let paragraphs = attribute(&page, " id=\"").filter(|id| id.contains('.'));
            for id in paragraphs {
                all += 1;
                alive += usize::from(here.contains(id));
            }
        }
        let marks = today.split("<span class=\"was\" id=\"").skip(1);
        let marks = marks.filter_map(|mark| mark.split('"').next());
        let cost: usize = marks
            .filter(|id| id.contains('.'))
            .map(|id| "<span class=\"was\" id=\"\"></span>".len() + id.len())
            .sum();
        println!(
            "{alive} of {all} paragraphs, {cost} bytes of {}",
            today.len()
        );
        // What was under a removed section is gone with it.
        assert!(alive * 100 >= all * 95, "{alive} of {all}");
        assert!(cost * 20 < today.len(), "{cost} bytes");
    }
}

#[test]
fn a_single_version_has_no_history() {
    let site = Site::larkspur();
    let dist = site.built("2026-11-24", &[]);
    assert!(!dist.has("history/index.html") && !dist.has("on/index.html"));
    let versions = dist.text("versions/index.html");
    assert!(!versions.contains("history/"), "{versions}");
}

#[test]
fn many_versions_are_listed_by_year_and_many_changes_by_section() {
    let text = |year: u16, month: u16| {
        let sections = (0..12).map(|section| {
            format!("## Section {section}\n\nWe answer letter {section} within {year} days and {month} hours.\n\n")
        });
        let sections: String = sections.collect();
        format!("# Rules of the mill\n\n{sections}")
    };
    let site = Site::larkspur()
        .remove(&of(FIRST, "clauses.toml"))
        .write(&of(FIRST, "guidelines.md"), text(2025, 11))
        .write(
            &of(FIRST, "../../pages/discretion.md"),
            "+++\ntitle = \"Discretion\"\ndescription = \"None.\"\n+++\n# Discretion\n\nNone.\n",
        );
    let older = (2013..2025).flat_map(|year| [(year, 3), (year, 9)]);
    let site = older.fold(site, |site, (year, month)| {
        let version = format!("{year}-{month:02}-01");
        site.write(&of(&version, "guidelines.md"), text(year, month))
    });
    let dist = site.built("2026-11-24", &[]);
    // No version has rules, so the values are those of the words alone.
    let history: Value = serde_json::from_str(&dist.text("history/history.json")).expect("JSON");
    let value = &history["values"][0];
    assert_eq!(value["values"][0]["value"], "2025 days, 11 hours");
    assert_eq!(value["values"].as_array().map(Vec::len), Some(25));
    let versions = dist.text("versions/index.html");
    let years: Vec<&str> = versions
        .split("<h2 class=\"year\">")
        .skip(1)
        .filter_map(|rest| rest.split('<').next())
        .collect();
    assert_eq!(years.len(), 13, "{years:?}");
    assert!(years.is_sorted_by(|one, next| one > next), "{years:?}");
    // Every version has an entry with a link to its changes. Only new ones quote them.
    let feed = dist.text("feed.atom");
    let entries: Vec<&str> = feed.split("<entry>").skip(1).collect();
    assert_eq!(entries.len(), 25);
    let quoting = entries.iter().filter(|it| it.contains("<ins>")).count();
    let linking = entries.iter().filter(|it| it.contains("/changes/")).count();
    assert_eq!((quoting, linking), (20, 24));
    let changes = dist.text("versions/2024-09-01/changes/index.html");
    let (_, contents) = changes
        .split_once("class=\"change-contents\"")
        .expect("a list");
    let (contents, _) = contents.split_once("</nav>").expect("its end");
    assert_eq!(contents.matches("<li>").count(), 12, "{contents}");
    assert_eq!(changes.matches(">Next change</a>").count(), 11);
    assert_eq!(dead_links(&site.path("dist")), Vec::<String>::new());
}
