//! Leftover names, hosts, addresses and dates from another company's text: a labelled set of
//! sentences, and the findings in the real text. The score is printed.

use crate::support::{FIRST, Site, of};
use request_builder::answers::Date;
use site_gen::content;
use site_gen::diagnostic::{Diagnostics, Source};
use site_gen::site;
use site_gen::site::leftovers;
use site_gen::words::Vocabulary;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn vocabulary() -> Vocabulary {
    let path = root().join("site-gen/library/en/obligation.toml");
    let text = std::fs::read_to_string(path).expect("words");
    Vocabulary::parse(&Source::new("en.toml", text)).expect("they can be read")
}

/// The findings in a text of Tern Post, whose only version is dated 2025-05-01.
fn report(text: &str) -> Diagnostics {
    let tern = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/bad_input/tern");
    let mut content = content::read(&tern).0.expect("the good site");
    content.config.organisation.postal_address =
        vec!["12 Harbour Street".into(), "Dover, DE 19901".into()];
    content.config.allowed.names = vec!["Gullmail".into()];
    content.config.allowed.hosts = vec!["legislature.example".into()];
    content.config.organisation.official_mail = vec!["gov".into()];
    content.request = None;
    let version = content.versions.last_mut().expect("a version");
    version.clauses = None;
    version.text = Source::new("guidelines.md", format!("# Asking Tern Post\n\n{text}\n"));
    find(content)
}

fn find(content: content::Content) -> Diagnostics {
    let (site, found) = site::resolve(content, Date::parse("2026-01-15").expect("a day"));
    let site = site.unwrap_or_else(|| panic!("{}", found.plain()));
    leftovers::find(&site, &vocabulary())
}

/// Sentences, each with the names of others in it. Invented for this.
const SENTENCES: &[(&str, &[&str])] = &[
    (
        "Requests are sent to Marlin Chat Inc. in Dover.",
        &["Marlin Chat Inc"],
    ),
    (
        "Heronmail GmbH receives letters by post.",
        &["Heronmail GmbH"],
    ),
    (
        "These guidelines are for those who ask Osprey Systems, LLC for records.",
        &["Osprey Systems, LLC"],
    ),
    ("A letter has to name the Cormorant account.", &[]),
    (
        "Name each account on Cormorant servers that you ask about.",
        &["Cormorant"],
    ),
    ("We do not know what Skuanet users write.", &["Skuanet"]),
    (
        "If Puffinbox receives such a letter, it answers.",
        &["Puffinbox"],
    ),
    (
        "It is the policy of Puffinbox's legal team to answer.",
        &["Puffinbox"],
    ),
    (
        "Before that, Auklet.Chat requires a warrant.",
        &["Auklet.Chat"],
    ),
    ("Auklet.Chat requires a warrant.", &["Auklet.Chat"]),
    (
        "Fulmar retains records for a week. Who asks Fulmar for more gets nothing.",
        &["Fulmar"],
    ),
    (
        "A subpoena is needed before Fulmar discloses anything.",
        &["Fulmar"],
    ),
    (
        "Emergency requests to Dunlin will be read at night too.",
        &["Dunlin"],
    ),
    (
        "You should know that Dunlin's servers are in Iceland.",
        &["Dunlin"],
    ),
    ("Petrel Telecom Ltd. is not us.", &["Petrel Telecom Ltd"]),
    ("Send it to Kittiwake S.A. by courier.", &["Kittiwake S.A"]),
    (
        "Then Sandpiper Cloud may ask for more.",
        &["Sandpiper Cloud"],
    ),
    (
        "The records of Sandpiper Cloud customers are elsewhere.",
        &["Sandpiper Cloud"],
    ),
    (
        "Godwit Corporation reserves the right to charge.",
        &["Godwit Corporation"],
    ),
    ("Officers may write to WhimbrelApp staff.", &["WhimbrelApp"]),
    // Of no other company.
    ("Tern Post will answer within ten days.", &[]),
    ("Tern Post Company requires a letter.", &[]),
    ("We answer letters to Tern Post.", &[]),
    ("Gullmail users are ours too.", &[]),
    ("The Company may refuse.", &[]),
    ("Our Service is for boats.", &[]),
    ("Users may delete what they wrote.", &[]),
    ("Law enforcement must send a letter.", &[]),
    ("Law Enforcement Officers may ask for records.", &[]),
    ("We tell users unless a Court forbids it.", &[]),
    ("Europol may ask as others do.", &[]),
    ("A request from Brazil must come with a translation.", &[]),
    ("Emergency requests are read first.", &[]),
    ("Write to us in English only.", &[]),
    ("The Stored Letters Act requires a warrant.", &[]),
    ("An MLAT is needed from abroad.", &[]),
    ("The United States Department of Justice may help.", &[]),
    (
        "Please name the Account ID, the Username and the Server Address.",
        &[],
    ),
    ("Each account has a username.", &[]),
    ("On Monday we are closed.", &[]),
    ("Preservation requests should say what to keep.", &[]),
    ("Subpoenas have to be signed by a Judge.", &[]),
    ("Contents are given for a Search Warrant only.", &[]),
    ("Your Agency's letterhead is needed.", &[]),
    ("Records may be lost after ninety days.", &[]),
    ("Note that IP addresses are not kept.", &[]),
    ("What is said in Section 2 holds here.", &[]),
    ("Questions go to the address in Chapter 4.", &[]),
];

/// How well names are recognised in some sentences.
#[derive(Debug, Default)]
struct Score {
    right: usize,
    /// Each with its sentence.
    wrong: Vec<String>,
    missed: Vec<String>,
}

impl Score {
    fn take(&mut self, sentence: &str, expected: &[&str]) {
        let report = report(sentence).plain();
        let names: Vec<&str> = report
            .lines()
            .filter_map(|line| {
                line.strip_prefix("warning[unlisted-name]: `")?
                    .split_once("` looks like")
            })
            .map(|(name, _)| name)
            .collect();
        let shown = |name: &&str| format!("{name}: {sentence}");
        let is_right = |name: &&&str| expected.contains(name);
        self.right += names.iter().filter(is_right).count();
        self.wrong
            .extend(names.iter().filter(|name| !is_right(name)).map(shown));
        let missed = expected.iter().filter(|name| !names.contains(name));
        self.missed.extend(missed.map(shown));
    }

    fn print(&self, of: &str) {
        println!(
            "names of others, {of}: {} found, {} missed, {} that are none\nnone: {:#?}\nmissed: {:#?}",
            self.right,
            self.missed.len(),
            self.wrong.len(),
            self.wrong,
            self.missed
        );
    }
}

#[test]
fn only_names_of_other_companies_are_reported() {
    let mut score = Score::default();
    for (sentence, expected) in SENTENCES {
        score.take(sentence, expected);
    }
    score.print("made with");
    assert!(score.wrong.is_empty() && score.missed.is_empty());
}

/// Sentences by an author who did not know the program's words and rules, and that were not used to
/// develop either. The first score is the minimum.
#[test]
fn names_are_noticed_in_sentences_that_the_words_were_not_made_with() {
    let mut score = Score::default();
    let sentences = include_str!("../names/held-out.tsv").lines();
    for line in sentences {
        let (sentence, names) = line.split_once('\t').unwrap_or((line, ""));
        let names: Vec<&str> = names.split('|').filter(|name| !name.is_empty()).collect();
        score.take(sentence, &names);
    }
    score.print("held out");
    assert!(score.right >= 20 && score.wrong.len() <= 4);
}

#[test]
fn the_real_text_is_all_the_companys_own() {
    let content = content::read(&root()).0.expect("the real content");
    let (site, found) = site::resolve(content, Date::parse("2026-11-24").expect("a day"));
    let site = site.unwrap_or_else(|| panic!("{}", found.plain()));
    let found = leftovers::find(&site, &vocabulary());
    assert!(found.is_empty(), "{}", found.plain());
}

#[test]
fn a_host_an_address_and_a_street_of_another_company_are_reported() {
    for (text, words) in [
        (
            "Write to [us](mailto:law@marlin.example).",
            "the host `marlin.example` is not listed",
        ),
        (
            "Write to [us](mailto:post@tern.example?bcc=law@marlin.example).",
            "the host `marlin.example` is not listed",
        ),
        (
            "Write to [us](mailto:post@tern.example?subject=To%20law%40marlin.example).",
            "the host `marlin.example` is not listed",
        ),
        (
            "Write to law@marlin.example.",
            "the host `marlin.example` is not listed",
        ),
        (
            "See <https://www.marlin.example/law>.",
            "the host `www.marlin.example` is not listed",
        ),
        (
            "Letters go to 99 Pelican Road, Dover.",
            "the address `99 Pelican Road` is not listed",
        ),
        (
            "Letters go to 12 Harbour Street, CA 90210.",
            "the address `CA 90210` is not listed",
        ),
    ] {
        let report = report(text).plain();
        assert!(report.contains(words), "{text}: {report}");
        assert!(report.contains("guidelines.md:3:"), "{text}: {report}");
    }
    for text in [
        "Write to post@tern.example.",
        "Write to [us](mailto:post@tern.example?cc=desk@tern.example&subject=A%20request).",
        "This stands at https://asking.tern.example/.",
        "The law is at <https://www.legislature.example/acts/4>.",
        "Use your address, such as name@agency.gov.",
        "Call [us](tel:+15550100).",
        "Letters go to 12 Harbour Street, Dover, DE 19901.",
        "See [help](/help/).",
    ] {
        let found = report(text);
        assert!(found.is_empty(), "{text}: {}", found.plain());
    }
}

#[test]
fn the_date_in_the_text_is_that_of_its_version() {
    for text in [
        "Last updated: May 1st 2025",
        "*Last updated on 1 May 2025.*",
        "Effective 2025-05-01",
        "Effective date: 05/01/2025",
        "Last revised 01/05/2025.",
        "Last updated: May 2025",
        "The act of 3 June 1999 applies.",
        "We began on January 2, 2020.",
    ] {
        let found = report(text);
        assert!(found.is_empty(), "{text}: {}", found.plain());
    }
    for text in [
        "Last updated: May 2nd 2025",
        "**Last Updated:** 1 Sept. 2024",
        "Effective as of 2024-05-01.",
        "Last modified on May 1, 2024",
    ] {
        let report = report(text).plain();
        assert!(
            report.contains("but the version is dated 2025-05-01"),
            "{text}: {report}"
        );
        assert!(report.contains("guidelines.md:3:"), "{text}: {report}");
    }
}

#[test]
fn the_companys_own_words_are_not_another_company() {
    for text in [
        "Boards on Tern Post—which may be public—are used by sailors.",
        "Boards on Gullmail–which may be public–are used.",
        "Boards on Gullmail--which may be private.",
        "This operational Guide is provided for members of offices.",
        "Please see the Law Enforcement Guide for more.",
        "Pictures are sent to boats, and Memories is our storage.",
        "Our Memories users are happy. A picture on Memories is kept by Memories servers.",
        "Memories, our archive, is old. Ask Memories staff.",
        "Quayside is a product of Tern Post. Ask Quayside staff.",
        "Ask Quayside, Tern Post's chat. If Quayside keeps records, we tell.",
        "If Alice has not responded, ask her.",
        "When Bob has answered, Maria Silva will be told.",
        "If they refuse, Detective Smith may come.",
        "Tern Post North Financial Pty Ltd has its own office.",
        "Tern Post Ireland Ltd and Tern Post UK Limited are ours.",
        "Letters to Tern Post (Deutschland) GmbH are read too.",
        "The Tern Post Trust and Safety Team reviews each.",
        "If tern.example has a fault, say so.",
    ] {
        let found = report(text);
        assert!(found.is_empty(), "{text}: {}", found.plain());
    }
    let report = report("Write to Marlin North Financial Pty Ltd at once.").plain();
    assert!(
        report.contains("`Marlin North Financial Pty Ltd` looks like"),
        "{report}"
    );
}

#[test]
fn a_leftover_is_reported_once_with_all_its_places() {
    let found = report(
        "We ask Puffinbox users.\n\nThen Puffinbox will answer.\n\n## More\n\nIn the end Puffinbox may ask. See <https://marlin.example/a>.\n\nOr see <https://marlin.example/b>.",
    );
    let plain = found.plain();
    assert_eq!(found.counts(), (0, 2), "{plain}");
    assert!(
        plain.contains("it is also at guidelines.md:5, guidelines.md:9"),
        "{plain}"
    );
    assert!(plain.contains("it is also at guidelines.md:11"), "{plain}");
}

/// A page may name others, but nobody who looks like the company.
#[test]
fn a_look_alike_in_the_words_of_a_page_is_reported() {
    let tern = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/bad_input/tern");
    let content = content::read(&tern).0.expect("the good site");
    let report = |text: &str| {
        let mut content = content.clone();
        let page = content.pages.last_mut().expect("a page");
        page.source = Source::new("page.md", text);
        page.text = 0..text.len();
        let (_, found) = site::resolve(content, Date::parse("2026-01-15").expect("a day"));
        found.plain()
    };
    for (text, said) in [
        (
            "Write to p0st@tern.example.",
            "`p0st@tern.example` resembles",
        ),
        ("Write to P0ST@TERN.EXAMPLE now.", "resembles your own"),
        ("## Of tern.example.evil.example\n", "resembles your own"),
        ("See tern-.example, please.", "`tern-.example` resembles"),
        ("See ternn.example.", "`ternn.example` resembles"),
        (
            "Write to post@te.rn.example.",
            "`post@te.rn.example` resembles",
        ),
    ] {
        let found = report(text);
        assert!(found.contains(said), "{text}: {found}");
    }
    let fine = "Write to post@tern.example, see tern.example/help. E.g. heron.example, a..b.";
    assert_eq!(report(fine), report("Nothing is here."));
}

#[test]
fn a_look_alike_of_the_companys_own_address_is_reported() {
    for (text, said) in [
        (
            "Write to p0st@tern.example.",
            "`p0st@tern.example` resembles your own `post@tern.example`",
        ),
        (
            "Write to [us](mailto:post@tem.example).",
            "`post@tem.example` resembles your own",
        ),
        (
            "See [this](https://tern.example.evil.example/).",
            "resembles your own `tern.example`, but differs",
        ),
        (
            "See <https://www.tern-.example/>.",
            "resembles your own `tern.example`",
        ),
    ] {
        let found = report(text).plain();
        assert!(found.contains(said), "{text}: {found}");
    }
    let once = report("See https://te.rn.example/ for more.").plain();
    assert!(once.contains("`te.rn.example` resembles"), "{once}");
    assert!(!once.contains("not listed"), "{once}");
    assert!(report("Write to press@tern.example.").is_empty());
}

/// The findings in versions of Tern Post with these texts, oldest first.
fn reported_versions(texts: &[&str]) -> Diagnostics {
    let tern = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/bad_input/tern");
    let mut content = content::read(&tern).0.expect("the good site");
    content.request = None;
    let version = content.versions.pop().expect("a version");
    for (at, text) in texts.iter().enumerate() {
        let mut version = version.clone();
        version.clauses = None;
        let day = format!("2025-0{}-01", at + 1);
        version.id = content::VersionId::Dated(Date::parse(&day).expect("a day"));
        version.text = Source::new(format!("{day}.md"), *text);
        content.versions.push(version);
    }
    let (site, found) = site::resolve(content, Date::parse("2026-01-15").expect("a day"));
    let site = site.unwrap_or_else(|| panic!("{}", found.plain()));
    leftovers::find(&site, &vocabulary())
}

/// Every command reports them, because resolving a site finds them.
#[test]
fn resolving_a_site_finds_its_leftovers() {
    let tern = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/bad_input/tern");
    let mut content = content::read(&tern).0.expect("the good site");
    content.request = None;
    let version = content.versions.last_mut().expect("a version");
    version.clauses = None;
    let text = "# Asking Tern Post\n\nWrite to [us](mailto:law@marlin.example).\n";
    version.text = Source::new("guidelines.md", text);
    let (_, found) = site::resolve(content, Date::parse("2026-01-15").expect("a day"));
    let plain = found.plain();
    assert!(
        plain.contains("the host `marlin.example` is not listed"),
        "{plain}"
    );
}

#[test]
fn two_versions_with_the_same_text_are_reported() {
    let found = reported_versions(&[
        "# A\n\nOne.\n",
        "# A\n\n**One.**\n",
        "# A\n\n**One.**\n",
        "# A\n\nTwo.\n",
    ]);
    let plain = found.plain();
    assert_eq!(found.counts(), (0, 2), "{plain}");
    assert!(
        plain.contains(
            "2025-03-01 has the same text as 2025-02-01 (byte for byte): is it a separate version?"
        ),
        "{plain}"
    );
    assert!(
        plain.contains("2025-02-01 has the same text as 2025-01-01 (only the markup differs)"),
        "{plain}"
    );
    // A link that leads elsewhere is another text.
    let found = reported_versions(&[
        "# A\n\n[Write](mailto:post@tern.example).\n",
        "# A\n\n[Write](mailto:law@tern.example).\n",
    ]);
    assert!(found.is_empty(), "{}", found.plain());
}

/// Bullets as other programs type them, and addresses that only show what one looks like.
#[test]
fn the_first_word_of_an_item_and_the_host_of_an_example_are_not_another_companys() {
    for fine in [
        "• Backup records of the account may be available for a while.",
        "- • Basic user information",
        "1. Basic user information",
        "(a) Backup servers are in Dover.",
        "– Premium accounts are kept longer.",
        "Write from your address, such as name@agency.gov or name@agency.zz.",
        "A page has the address https://username.forge.test/ or mysite.pages.test/about.",
        "Its domain may look like chat.yourdomain.test.",
    ] {
        let found = report(fine);
        assert!(found.is_empty(), "{fine}: {}", found.plain());
    }
    for (text, name) in [
        (
            "• Before that, Auklet.Chat requires a warrant.",
            "`Auklet.Chat`",
        ),
        ("• Ask whether Fulmar retains it.", "`Fulmar`"),
        (
            "See https://www.forge.test/agency/example.",
            "`www.forge.test`",
        ),
    ] {
        let found = report(text).plain();
        assert!(found.contains(name), "{text}: {found}");
    }
}

#[test]
fn a_text_that_names_another_mailbox_than_the_one_for_letters_is_a_warning() {
    let mut site = Site::larkspur();
    for file in ["guidelines.md", "clauses.toml"] {
        let text = site.text(&of(FIRST, file));
        let text = text.replace("as\nLarkspur", "as Larkspur");
        let was = "to name us in full, as Larkspur Relay Society.";
        assert!(text.contains(was), "{file}");
        let text = text.replace(was, "to be sent to orders@larkspur.example.");
        site = site.write(&of(FIRST, file), text);
    }
    let check = ["check", "--today", "2026-01-15", "--verbose"];
    let said = site.run(&check).exits(0);
    assert!(!said.text.contains("other-mailbox"), "{}", said.text);
    for file in ["guidelines.md", "clauses.toml"] {
        let text = site.text(&of(FIRST, file));
        let text = text.replace("registrar@larkspur.example", "office@larkspur.example");
        site = site.write(&of(FIRST, file), text);
    }
    site.run(&check).exits(0).says("warning[other-mailbox]: the clause `directed-to-the-company` names `orders@larkspur.example`, but letters go to `registrar@larkspur.example`, which the text does not name");
}
