//! One mistake on a site with many rules: at most three messages beside its cause, none silent, and
//! hints that can be followed.

use crate::support::{Site, copy, of, workspace};
use site_gen::diagnostic::{Diagnostic, Severity};
use std::collections::BTreeSet;

const DAY: &str = "2020-01-31";
const TODAY: &str = "2026-03-01";
const CONFIG: &str = "content/site.toml";
const FORM: &str = "content/request/form.toml";
const LABELS: &str = "content/request/labels/en.toml";

/// The site of this repository, as it is.
fn released() -> Site {
    let site = Site::empty();
    copy(&workspace().join("content"), &site.path("content"));
    copy(&workspace().join("themes"), &site.path("themes"));
    site
}

/// The same with a text that is not released.
fn large() -> Site {
    released()
        .remove("content/releases.lock")
        .remove("content/releases")
        .write(&of(DAY, "version.toml"), "summary = \"The first.\"\n")
}

/// The messages, each once: a screen lists the places of equal ones.
fn shown(site: &Site) -> Vec<Diagnostic> {
    let (_, found) = site.resolved(TODAY);
    let mut seen = BTreeSet::new();
    let once = found.sorted().into_iter();
    let once = once.filter(|it| seen.insert(it.message.clone()));
    once.cloned().collect()
}

fn lines(found: &[Diagnostic]) -> String {
    let lines = found.iter().map(|it| format!("  {}\n", it.message));
    lines.collect()
}

/// A change of the text of the guidelines, line by line.
fn text(change: impl Fn(&str) -> String) -> Site {
    let file = of(DAY, "guidelines.md");
    let site = large();
    let lines: Vec<String> = site.text(&file).lines().map(change).collect();
    site.write(&file, lines.join("\n") + "\n")
}

fn is_below_title(line: &str) -> bool {
    line.starts_with("##")
}

fn without_section(heading: &str) -> Site {
    let file = of(DAY, "clauses.toml");
    let site = large();
    let clauses = site.text(&file);
    let sections = clauses.split("[[section]]\n");
    let kept = sections.filter(|it| !it.starts_with(&format!("heading = \"{heading}\"")));
    let kept: Vec<&str> = kept.collect();
    site.write(&file, kept.join("[[section]]\n"))
}

/// A site with one mistake, and what the mistake is.
type Mistake = (&'static str, Site);

fn mistakes() -> impl Iterator<Item = Mistake> {
    [in_a_version(), in_the_configuration(), in_the_request()]
        .into_iter()
        .flatten()
}

fn in_a_version() -> Vec<Mistake> {
    let clauses = of(DAY, "clauses.toml");
    let guidelines = of(DAY, "guidelines.md");
    let bold = |line: &str| match line.trim_start_matches('#') {
        words if is_below_title(line) => format!("**{}**", words.trim()),
        _ => line.to_owned(),
    };
    let plain = |line: &str| match line.trim_start_matches('#') {
        words if is_below_title(line) => words.trim().to_owned(),
        _ => line.to_owned(),
    };
    let gone = |line: &str| {
        if is_below_title(line) {
            String::new()
        } else {
            line.to_owned()
        }
    };
    let renamed = |line: &str| {
        if is_below_title(line) {
            line.replacen("# ", "# About ", 1)
        } else {
            line.to_owned()
        }
    };
    vec![
        ("no clauses", large().remove(&clauses)),
        ("empty clauses", large().write(&clauses, "")),
        (
            "clauses under another name",
            large().rename(&clauses, &of(DAY, "clause.toml")),
        ),
        (
            "a section without entries",
            without_section("## Preservation requests"),
        ),
        ("headings in bold", text(bold)),
        ("headings as text", text(plain)),
        ("headings removed", text(gone)),
        ("headings renamed", text(renamed)),
        (
            "bullets lost",
            text(|line| line.trim_start_matches("* ").to_owned()),
        ),
        (
            "the company renamed",
            text(|line| line.replace("Rocket.Chat", "Harbour Chat")),
        ),
        (
            "only the title",
            large().write(&guidelines, "# Guidelines for Law Enforcement\n"),
        ),
        (
            "another text",
            large().write(
                &guidelines,
                "# Law\n\nYou must sign it.\n\n## Ask\n\nWrite to us.\n",
            ),
        ),
        (
            "an HTML page",
            large().write(
                &guidelines,
                "<!doctype html>\n<html><body><p>Sign it.</p></body></html>\n",
            ),
        ),
        (
            "an RTF document",
            large().write(&guidelines, "{\\rtf1\\ansi Sign it.\\par}\n"),
        ),
        (
            "a Word document",
            large().write(&guidelines, b"PK\x03\x04\x14\0[Content_Types].xml\xe9\xff"),
        ),
    ]
}

fn in_the_configuration() -> Vec<Mistake> {
    vec![
        ("no site.toml", large().remove(CONFIG)),
        (
            "another language",
            large().replace_first(CONFIG, "language = \"en\"", "language = \"de\""),
        ),
        (
            "languages removed",
            large().replace_first(CONFIG, "languages = [\"pt-BR\"]", ""),
        ),
        (
            "a table misspelt",
            large().replace_first(CONFIG, "[organisation]", "[organization]"),
        ),
        ("no form.toml", large().remove(FORM)),
        ("an empty form.toml", large().write(FORM, "")),
        (
            "no kinds",
            large().write(FORM, "library = \"en\"\nkinds = []\n"),
        ),
        (
            "a kind twice",
            large().write(
                FORM,
                "library = \"en\"\nkinds = [\"account\", \"account\"]\n",
            ),
        ),
        (
            "a kind misspelt",
            large().replace_first(FORM, "\"preservation\"", "\"preservasion\""),
        ),
        (
            "no library",
            large().replace_first(FORM, "library = \"en\"", ""),
        ),
    ]
}

fn in_the_request() -> Vec<Mistake> {
    let rules = "content/request/server.toml";
    vec![
        ("no request folder", large().remove("content/request")),
        (
            "request under another name",
            large().rename("content/request", "content/requests"),
        ),
        ("no rules", large().remove(rules)),
        ("empty rules", large().write(rules, "")),
        (
            "rules under another name",
            large().rename(rules, "content/request/server.tml"),
        ),
        ("no labels", large().remove(LABELS)),
        ("empty labels", large().write(LABELS, "")),
        (
            "labels under another name",
            large().rename(LABELS, "content/request/labels/english.toml"),
        ),
        (
            "empty email",
            large().write("content/request/letters/mail.md", ""),
        ),
        (
            "an email of comments",
            large().write("content/request/letters/mail.md", "// later\n"),
        ),
        (
            "an empty part of a letter",
            large().write("content/request/letters/server.md", "\n"),
        ),
        (
            "an empty letter",
            large().write("content/request/letters/account.md", ""),
        ),
        ("an empty page", large().write("content/pages/about.md", "")),
        ("an empty lock", large().write("content/releases.lock", "")),
        (
            "a day as people write it",
            large().rename(
                "content/guidelines/2020-01-31",
                "content/guidelines/31.01.2020",
            ),
        ),
    ]
}

#[test]
fn one_mistake_is_at_most_three_messages_beside_its_cause() {
    assert_eq!(lines(&shown(&large())), "");
    let mut wrong = String::new();
    let mut report = String::new();
    for (name, site) in mistakes() {
        let found = shown(&site);
        // The cause, and at most three messages that follow from it.
        if !(1..=4).contains(&found.len()) {
            wrong += &format!("{name}: {} messages\n{}", found.len(), lines(&found));
        }
        for one in &found {
            if one.help.is_empty() {
                wrong += &format!("{name}: nothing to do about: {}\n", one.message);
            }
            wrong += &cannot_be_followed(name, one);
        }
        report += &format!("{name}\n{}", lines(&found));
    }
    insta::assert_snapshot!(report);
    assert_eq!(wrong, "");
}

/// A file that cannot be read as a whole hides no fault of the text, and adds none.
#[test]
fn an_error_in_one_file_hides_none_in_the_text() {
    let clauses = of(DAY, "clauses.toml");
    let about = of(DAY, "version.toml");
    let mistakes: [(&str, &str, &str); 15] = [
        (CONFIG, "language = \"en\"", "language = en"),
        (CONFIG, "\"www.rocket.chat\",", "\"www.rocket.chat\""),
        (CONFIG, "language = \"en\"", "langauge = \"en\""),
        (CONFIG, "languages = [\"pt-BR\"]", "languages = \"pt-BR\""),
        (CONFIG, "theme = \"default\"", "theme = 3"),
        (CONFIG, "[organisation]", "[organisation"),
        (CONFIG, "legal-name = \"", "legal-name = 5 # \""),
        (CONFIG, "mailbox = \"legal@rocket.chat\"", ""),
        (FORM, "library = \"en\"", "library = en"),
        (&clauses, "heading = \"", "heading = "),
        (&clauses, "complete = true", "complete = \"yes\""),
        (&about, "summary = \"", "summary = "),
        (&about, "summary = ", "summery = "),
        ("content/request/server.toml", "]\n", "\n"),
        ("content/pages/privacy.md", "title = \"", "title = "),
    ];
    let wrong_text = "\nSee [this](#nowhere). You must also send two copies of the form.\n";
    let guidelines = of(DAY, "guidelines.md");
    let mut wrong = String::new();
    for (file, from, to) in mistakes {
        let alone = shown(&large().replace_first(file, from, to));
        if alone.len() != 1 {
            wrong += &format!("{file} with {to}, alone:\n{}", lines(&alone));
        }
        let site = large().append(&guidelines, wrong_text);
        let found = lines(&shown(&site.replace_first(file, from, to)));
        for fault in ["no anchor `#nowhere`", "a sentence creates an obligation"] {
            // What obliges is unknown without the words of the library.
            let is_unknown = file == FORM && !fault.starts_with("no anchor");
            if !is_unknown && !found.contains(fault) {
                wrong += &format!("{file} with {to}: hides {fault}\n{found}");
            }
        }
        if found.lines().count() > 4 {
            wrong += &format!("{file} with {to}:\n{found}");
        }
    }
    assert_eq!(wrong, "");
}

/// What is to be done about a slip, for those with one right answer.
#[test]
fn the_advice_fits_the_slip() {
    let guidelines = of(DAY, "guidelines.md");
    let clauses = of(DAY, "clauses.toml");
    let linked = |link: &str| large().append(&guidelines, &format!("\nSee [this]({link}).\n"));
    let below = |lines: &str| large().write(&clauses, format!("[changed]\n{lines}\n"));
    let slips = [
        (below("gone = [\"fees\"]"), "belongs at the top of the file"),
        (
            large().replace_first(CONFIG, "names = []", "name = [\"Stripe\"]"),
            "did you mean `names`?",
        ),
        (
            large().rename("content/request/labels", "content/request/label"),
            "rename the folder to `content/request/labels`",
        ),
        (
            large().rename(&guidelines, &of(DAY, "guideline.md")),
            "rename `guideline.md` to `guidelines.md`",
        ),
        (
            large().rename(
                "content/guidelines/2020-01-31",
                "content/guidelines/2020-01-31 ",
            ),
            "rename the folder to `2020-01-31`, without blanks",
        ),
        (
            linked("www.harbour.example/terms"),
            "write `https://www.harbour.example/terms`",
        ),
        (
            linked("legal@rocket.chat"),
            "write `mailto:legal@rocket.chat`",
        ),
    ];
    for (site, advice) in slips {
        let (_, found) = site.resolved(TODAY);
        let all = found.plain();
        assert!(all.contains(advice), "no `{advice}` in\n{all}");
    }
}

/// Hints that suggest the name that is there, or a command that does not exist.
fn cannot_be_followed(name: &str, found: &Diagnostic) -> String {
    let quoted = |text: &str| -> Vec<String> {
        let parts = text.split('`').skip(1).step_by(2);
        parts.map(str::to_owned).collect()
    };
    let mut wrong = String::new();
    for help in &found.help {
        let names = quoted(&found.message);
        if help.starts_with("did you mean") && quoted(help).iter().any(|it| names.contains(it)) {
            wrong += &format!("{name}: suggests what is there: {} {help}\n", found.message);
        }
        for command in quoted(help).iter().filter(|it| it.starts_with("site-gen ")) {
            let words: Vec<&str> = command.split_whitespace().skip(1).collect();
            let manual = Site::empty().run(&[words[0], "--help"]);
            let mut options = words.iter().filter(|word| word.starts_with("--"));
            if manual.code != 0 || !options.all(|option| manual.text.contains(*option)) {
                wrong += &format!("{name}: no such command: {command}\n");
            }
        }
        if help.contains("``") || help.contains("iconv") && found.message.contains("the file is a")
        {
            wrong += &format!("{name}: {help}\n");
        }
    }
    wrong
}

/// A version without clauses has no form. That is an error if it was released with rules.
#[test]
fn a_form_does_not_disappear_in_silence() {
    let clauses = of(DAY, "clauses.toml");
    let found = shown(&released().remove(&clauses));
    assert_eq!(found.len(), 1, "{}", lines(&found));
    assert_eq!(found[0].severity, Severity::Error);
    assert!(found[0].message.contains("no `clauses.toml`"));
    let found = shown(&large().remove(&clauses));
    assert!(
        found
            .iter()
            .any(|it| it.message.contains("no `clauses.toml`")),
        "{}",
        lines(&found)
    );
    let next = large()
        .version("next", DAY)
        .remove("content/guidelines/next/clauses.toml");
    let report = next.run(&["check", "--drafts", "--today", TODAY]);
    assert!(report.text.contains("so it has no form"), "{}", report.text);
    assert_eq!(report.code, 0, "{}", report.text);
}

/// `check --accept` asks about the sentences that a summary stands for.
#[test]
fn sentences_that_are_summed_up_can_still_be_decided() {
    let site = large().write(&of(DAY, "clauses.toml"), "");
    let (_, found) = site.resolved(TODAY);
    let open = found.sorted_with_explained();
    let open = open.iter().filter(|it| {
        let place = it.place.as_ref();
        place.is_some_and(|place| place.undecided.is_some())
    });
    assert!(open.count() > 10);
}

/// A lock that cannot be read is not a lock that is missing.
#[test]
fn a_lock_that_is_there_is_not_said_to_be_missing() {
    for lock in [
        "",
        "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n",
        "format = 99\n",
    ] {
        let site = released().write("content/releases.lock", lock);
        let found = shown(&site);
        assert_eq!(found.len(), 1, "{lock:?}: {}", lines(&found));
        assert!(
            !found[0].message.contains("missing`"),
            "{lock:?}: {}",
            lines(&found)
        );
        assert!(
            !found[0]
                .message
                .contains("`content/releases.lock` is missing")
        );
    }
}
