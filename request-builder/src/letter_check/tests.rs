use super::*;
use proptest::prelude::*;

/// A company whose rules use one pattern of each type.
fn checklist() -> LetterChecker {
    let rules = r#"
        blanks = ["tbd"]
        remarks = ["sic"]
        clause-words = ["and"]
        footers = ["confidentiality notice*intended"]
        danger = { words = { of = ["danger"], unless = ["unit"] } }
        older-message = ["original message", "on * wrote:"]
        months = ["may"]
        authority-domains = ["police"]

        words = [
            { id = "warrant", words = ["search warrant*", "warrant", "mandado de apreensão"] },
            { id = "danger", words = ["bomb*"] },
            { id = "username", words = ["username*"] },
            { id = "user", words = ["user"] },
            { id = "is", words = ["is", "of", "the", "person"] },
            { id = "server", words = ["server"] },
            { id = "none", words = ["unknown"] },
            { id = "title", words = ["urgent request"] },
            { id = "victim", words = ["victim*"] },
            { id = "label", words = ["usuario"] },
        ]
        guard = [
            { id = "not", before = ["no", "not a", "without"], after = ["to follow"], reach = 3 },
            { id = "elsewhere", after = ["on otherchat"], reach = 1 },
            { id = "no-answer", value = ["no", "none"], questions = true },
            { id = "applied-for", before = ["applied for"], clause = true },
            { id = "unit", line = ["squad", "brigade"] },
        ]
        kind = [{ kind = "k", sign = { words = { of = ["warrant"] } } }]

        [[look-for]]
        rule = "warrant"
        found = { words = { of = ["warrant"], unless = ["not", "no-answer", "applied-for"] } }

        [[look-for]]
        rule = "mail"
        found = { mail = { is = ["official", "unknown"] } }

        [[look-for]]
        rule = "server"
        found = { host = { is = ["own", "other"], beside = ["server"] } }

        [[look-for]]
        rule = "user"
        found = { username = { after = ["username"], loosely-after = ["user"], labelled = ["label"], never = ["is"], joined-by = ["is"], unless = ["elsewhere"] } }

        [[look-for]]
        rule = "victim"
        found.any = [
            { field = { label = ["victim"], unless = ["none"] } },
            { near = { all = [{ name = {} }, { words = { of = ["victim"] } }], within = 3 } },
        ]

        [[look-for]]
        rule = "title"
        found = { heading = { of = ["title"] } }

        [[look-for]]
        rule = "day"
        found = { date = {} }
        hint = { link = {} }

        [[look-for]]
        rule = "danger"
        when = { words = { of = ["victim"] } }
        found.all = [{ words = { of = ["danger"] } }]
        doubt = { words = { of = ["none"] } }
    "#;
    let point = |rule: &str| CheckedRule {
        rule: rule.into(),
        level: Some(Level::Must),
        kinds: Vec::new(),
        clauses: vec![
            "A letter must have a search warrant that a judge of the county signed.".to_owned(),
        ],
    };
    LetterChecker {
        organisation: toml::from_str(
            "name = 'Acme'\nlegal-name = 'Acme Chat Ltd'\nmailbox = 'legal@acme.example'\nmessage-routes = ['/channel/']\n\
             official-mail = ['gov']\nfree-mail = ['gmail.com']\n[[host]]\nclass = 'own'\nnames = ['open.acme.example']",
        )
        .expect("an organisation"),
        kinds: vec!["k".into()],
        points: ["warrant", "mail", "server", "user", "victim", "title", "day", "danger", "nothing"].map(point).into(),
        patterns: toml::from_str(rules).expect("rules"),
        phrases: OnceLock::new(),
    }
}

fn state(letter: &str, rule: &str) -> State {
    let report = checklist().prepare(letter).check(&"k".into());
    report
        .findings
        .iter()
        .find(|one| one.rule == rule.into())
        .expect("a finding")
        .state
}

fn quotation<'a>(letter: &'a str, rule: &str) -> Option<&'a str> {
    let report = checklist().prepare(letter).check(&"k".into());
    let finding = report
        .findings
        .iter()
        .find(|one| one.rule == rule.into())
        .expect("a finding");
    finding.quotation.clone().map(|at| &letter[at])
}

#[test]
fn a_field_that_says_no_and_a_question_are_no_evidence() {
    for (letter, expected) in [
        ("Search warrant: no", State::NotFound),
        ("Search warrant .... none\nDate: 3 May", State::NotFound),
        ("What do you need, a search warrant?", State::NotFound),
        ("Search warrant: no. 26-114", State::Found),
        (
            "Search warrant: none of the others, but this one",
            State::Found,
        ),
    ] {
        assert_eq!(state(letter, "warrant"), expected, "{letter}");
    }
}

#[test]
fn a_question_none_of_whose_boxes_is_ticked_is_no_evidence() {
    for letter in [
        "Warrant: \u{2610} yes  \u{2610} no",
        "Enclosed: \u{2610} a search\nwarrant  \u{2610} other",
        "Warrant:\n\n[ ] enclosed\n[ ] to follow\n",
        "- Search warrant [ ]",
    ] {
        assert_eq!(state(letter, "warrant"), State::NotFound, "{letter}");
    }
    for letter in [
        "Warrant:\n[ ] a copy\n[x] a certified copy\n",
        "Warrant: \u{2610} a copy  \u{2612} a certified copy",
        "We enclose the search warrant:\n\nServer: chat.example.org",
        "\u{2610} a copy\nA warrant is enclosed.",
    ] {
        assert_eq!(state(letter, "warrant"), State::Found, "{letter}");
    }
}

#[test]
fn the_address_of_a_server_is_no_username() {
    let letter = "Server and user: https://open.acme.example";
    assert_eq!(state(letter, "user"), State::NotFound);
    assert_eq!(state("Server and user: jdoe77", "user"), State::Found);
}

#[test]
fn a_list_names_no_server_as_an_account() {
    for (letter, account) in [
        ("Username: helmut.kay", Some("helmut.kay")),
        ("Username: open.acme.example", None),
        ("Username: https://chat.example.org", None),
    ] {
        let accounts = checklist().prepare(letter).addresses().accounts;
        assert_eq!(accounts.first().map(String::as_str), account, "{letter}");
    }
}

#[test]
fn a_channel_is_no_username() {
    let letter = "A user of #night_shift wrote it.";
    assert_eq!(state(letter, "user"), State::NotFound);
}

#[test]
fn a_guard_of_clauses_reaches_to_the_ends_of_its_clause() {
    for (letter, expected) in [
        (
            "A warrant for the whole of the server was last week applied for.",
            State::NotFound,
        ),
        (
            "Applied for by the prosecutor herself was a warrant.",
            State::NotFound,
        ),
        (
            "The warrant, applied for on 3 May, is enclosed.",
            State::Found,
        ),
        (
            "Here is the warrant [sic] and an order is applied for.",
            State::Found,
        ),
    ] {
        assert_eq!(state(letter, "warrant"), expected, "{letter}");
    }
}

#[test]
fn what_a_standard_footer_says_is_no_evidence() {
    let footer = "CONFIDENTIALITY NOTICE: a search warrant may be\nin this message, which is intended for you.";
    let letter = format!("Sergeant Ames, ames@police.example\n{footer}");
    assert_eq!(state(&letter, "warrant"), State::NotFound);
    assert_eq!(state(&letter, "mail"), State::Found);
    let after = format!("{footer}\n\nA search warrant is enclosed.");
    assert_eq!(state(&after, "warrant"), State::Found);
    let other = "Confidentiality notice: the search warrant forbids you to tell the user.";
    assert_eq!(state(other, "warrant"), State::Found);
}

#[test]
fn the_name_of_a_unit_is_no_danger() {
    for (letter, expected) in [
        ("Bomb Squad", false),
        ("brigade of bombs and arms", false),
        ("There is a bomb in the squad room.", true),
        ("Danger: bomb, ask the squad", true),
    ] {
        assert_eq!(
            checklist().prepare(letter).shows_danger(),
            expected,
            "{letter}"
        );
    }
}

#[test]
fn a_word_for_user_is_followed_by_a_username_only_in_a_form() {
    for (letter, expected) in [
        ("El usuario vendió entradas.", State::NotFound),
        ("Usuario: joao", State::Found),
        ("Usuario: no se sabe quién", State::NotFound),
        ("Usuario:\nServidor: https://a.example", State::NotFound),
    ] {
        assert_eq!(state(letter, "user"), expected, "{letter}");
    }
}

#[test]
fn what_a_letter_says_is_found_with_its_words() {
    for (letter, words) in [
        (
            "A search warrant is enclosed.",
            "A search warrant is enclosed",
        ),
        (
            "We write to you because of this. Today, in case 4, we send you a SEARCH WARRANT of the court of Anytown, which a judge signed.",
            "we send you a SEARCH WARRANT of the court of",
        ),
        (
            "A sear-\nch warrant is enclosed.",
            "A sear-\nch warrant is enclosed",
        ),
        (
            "A search\nwarrant is enclosed.",
            "A search\nwarrant is enclosed",
        ),
        ("S E A R C H  W A R R A N T", "S E A R C H  W A R R A N T"),
        ("a 5earch warrent", "a 5earch warrent"),
        ("Mandado de Apreensão anexo", "Mandado de Apreensão anexo"),
        ("MANDADO DE APREENSAO ANEXO", "MANDADO DE APREENSAO ANEXO"),
    ] {
        assert_eq!(state(letter, "warrant"), State::Found, "{letter}");
        assert_eq!(quotation(letter, "warrant"), Some(words), "{letter}");
    }
}

#[test]
fn a_letter_that_denies_or_only_promises_something_lacks_it() {
    for letter in [
        "We have no search warrant.",
        "A search warrant is to follow.",
        "Search warrant no. ________",
        "[search warrant]",
        "[ ] Search warrant  [x] Subpoena",
        "You write: A letter must have a search warrant that a judge of the county signed.",
        "A warranty",
    ] {
        assert_eq!(state(letter, "warrant"), State::NotFound, "{letter}");
    }
    assert_eq!(
        state("We have no bombs. A search warrant is enclosed.", "warrant"),
        State::Found
    );
    assert_eq!(
        state("[x] Search warrant  [ ] Subpoena", "warrant"),
        State::Found
    );
}

#[test]
fn the_check_cannot_tell_what_only_an_older_message_says() {
    let own = "This is our own letter, and it says a good many things of which none is what is looked for here, \
        so that nobody could take it for one that was only sent on to somebody.\n\n";
    let older = format!("{own}> A search warrant is enclosed.");
    assert_eq!(state(&older, "warrant"), State::CannotTell);
    let older = format!("{own}-----Original Message-----\nA search warrant is enclosed.");
    assert_eq!(state(&older, "warrant"), State::CannotTell);
    let title = format!("{own}>>> SEARCH WARRANT ENCLOSED <<<");
    assert_eq!(state(&title, "warrant"), State::Found);
    assert_eq!(
        state(
            "FYI\n-----Original Message-----\nA search warrant is enclosed.",
            "warrant"
        ),
        State::Found
    );
}

#[test]
fn addresses_are_classified() {
    for (letter, found) in [
        ("jones@agency.gov", true),
        ("jones (at) agency.gov", true),
        ("jones@agency. gov", true),
        ("jones@anytown-police.example", true),
        ("legal@acme.example", false),
        ("support@acme.example", false),
        ("jones@gmail.com", false),
        ("@jones", false),
    ] {
        assert_eq!(state(letter, "mail") == State::Found, found, "{letter}");
    }
    for (letter, found) in [
        ("https://chat.example.org", true),
        ("the server chat.example.org", true),
        ("open.acme.example", true),
        ("0pen . acme. examp1e", true),
        ("https: //chat.example.org/x", true),
        ("open[.]acme[.]example", true),
        ("see report.pdf on the server", false),
        ("www.agency.gov", false),
        ("jones@example.org", false),
        ("Anytown Police, www.anytown.example", false),
    ] {
        assert_eq!(state(letter, "server") == State::Found, found, "{letter}");
    }
}

#[test]
fn a_username_is_a_name_on_this_server() {
    for (letter, found) in [
        ("the account @jdoe", true),
        ("Username: jdoe", true),
        ("Username ........ jdoe", true),
        ("the username is jdoe", true),
        ("user \"helmut\"", true),
        ("user helmut.k", true),
        ("Username: ______", false),
        ("Username: [insert]", false),
        ("the user of the server", false),
        ("Username: Big Mike", false),
        ("@jdoe on Otherchat", false),
        ("@jdoe:matrix.example.org", false),
        ("jdoe@example.org", false),
    ] {
        assert_eq!(state(letter, "user") == State::Found, found, "{letter}");
    }
}

#[test]
fn a_line_of_a_form_counts_if_it_is_filled_in() {
    for (letter, found) in [
        ("Victim: Maria", true),
        ("1. Victim's name ..... Maria", true),
        ("VICTIM\t Maria", true),
        ("Victim:\nMaria Silva", true),
        ("the victim Maria Silva", true),
        ("Victim: unknown", false),
        ("Victim: TBD", false),
        ("Victim: ____", false),
        ("the victim is well", false),
    ] {
        assert_eq!(state(letter, "victim") == State::Found, found, "{letter}");
    }
}

#[test]
fn a_title_counts_in_its_place_and_days_in_many_forms() {
    assert_eq!(state("URGENT REQUEST\n\nDear all", "title"), State::Found);
    let passing = "Dear all, last year you answered to another matter of ours that was an urgent request at the time.";
    assert_eq!(state(passing, "title"), State::NotFound);
    for day in [
        "3 May 2020",
        "May 3, 2020",
        "2020-05-03",
        "3.5.2020",
        "03/05/20",
    ] {
        assert_eq!(state(day, "day"), State::Found, "{day}");
    }
    assert_eq!(
        state("https://open.acme.example/channel/x?msg=y", "day"),
        State::CannotTell
    );
    assert_eq!(state("a bomb", "danger"), State::NotAsked);
    assert_eq!(state("a bomb, the victim", "danger"), State::Found);
    assert_eq!(
        state("a bomb, the victim is unknown", "danger"),
        State::CannotTell
    );
    assert_eq!(state("anything", "nothing"), State::CannotTell);
}

#[test]
fn the_page_gets_the_same_checklist() {
    let checklist = checklist();
    let script = crate::page_data::to_script(&checklist);
    assert_eq!(
        crate::page_data::from_script(&script),
        Some(checklist.clone())
    );
    assert_eq!(checklist.prepare("a warrant").kind(), Some(&"k".into()));
    assert_eq!(checklist.prepare("a letter").kind(), None);
}

#[test]
fn one_quotation_is_shown_for_a_finding_and_none_for_what_no_text_can_show() {
    // The best one: where the parts are together, not where the first of them is.
    let letter = "The victim is safe now, as we said to your colleague on the phone.\nVictim, who is missing since May: Ann Bee.";
    assert_eq!(
        quotation(letter, "victim"),
        Some("Victim, who is missing since May: Ann Bee")
    );
    // Not half an address.
    assert_eq!(
        quotation(
            "Answer to ann.bee@it.police.anytown.gov or to bob@police.gov",
            "mail"
        ),
        Some("Answer to ann.bee@it.police.anytown.gov or to bob@police.gov")
    );
    // Only a few words, however long the line of a form is.
    let long = ["Victim: ", &"very ".repeat(50), "ill"].concat();
    let shown = quotation(&long, "victim").expect("a quotation");
    assert!(shown.split(' ').count() <= 20, "{shown:?}");
    assert_eq!(state(letter, "nothing"), State::CannotTell);
    assert_eq!(quotation(letter, "nothing"), None);
}

proptest! {
    #[test]
    fn no_letter_makes_it_panic(letter in "\\PC{0,200}") {
        let _ = checklist().prepare(&letter).check(&"k".into());
    }

    #[test]
    fn no_mixture_of_marks_makes_it_panic(letter in "(warrant|victim|user|@|://|https|\\[|\\]|<|>|\\.|_|:|-|\n|\n\n|é|©| |\t|2020|May|on |wrote|\\(at\\)|Ω|\u{ad}|open.acme.example){0,60}") {
        let report = checklist().prepare(&letter).check(&"k".into());
        for finding in report.findings {
            if let Some(at) = finding.quotation {
                prop_assert!(letter.get(at).is_some());
            }
        }
    }
}

/// Four times the text takes about four times the time, whatever is repeated. Text that repeats
/// what starts an address, a gap, a box or a quotation once took the square of it: a minute for 200
/// KB.
#[test]
fn reading_takes_time_in_proportion_to_the_length_of_the_letter() {
    let checklist = checklist();
    let slow: Vec<String> = [
        "https://",
        "http://a.",
        ". ",
        "....",
        ".... ",
        "@",
        "a@b.",
        "\"",
        "\n",
        "[",
        "[ ] a",
        "[a] ",
        "<",
        "(at)",
        "a b c d. ",
        "a-\n",
        "open.acme.example ",
        "search warrant ",
        "no ",
        "May 1 ",
        "victim: Ann Bee ",
        "username: ",
        "\u{2610} ",
        "_",
        "> ",
    ]
    .into_iter()
    .filter_map(|part| {
        let time = |bytes: usize| {
            let letter = part.repeat(bytes / part.len());
            test_support::cpu_time(3, || checklist.prepare(&letter).check(&"k".into()))
        };
        let (quarter, whole) = (time(16 * 1024), time(64 * 1024));
        // Four times the text; twelve is between four times and the square of it.
        (whole > 12.0 * quarter && whole > 0.05)
            .then(|| format!("{part:?}: {quarter} s, then {whole} s"))
    })
    .collect();
    assert!(slow.is_empty(), "{slow:#?}");
}
