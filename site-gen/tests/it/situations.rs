//! What the form says about single answers of officers. `phrases/situations.tsv` has a complete request
//! of a kind with other answers, and what has to be said (`+rule`), must not be said (`-rule`), is no valid
//! answer (`+!question`) or is one (`-!question`).

use crate::support::{complete_draft, tests, workspace};
use request_builder::answers::{Answer, Answers, Date, Draft, Field, validate};
use request_builder::labels::Labels;
use request_builder::letter::export::text;
use request_builder::rulebook::Rulebook;
use request_builder::rules::{QuestionType, Tone};
use request_builder::session::{Event, REVIEW, Session, View};
use std::collections::BTreeSet;
use std::fs;

fn today() -> Date {
    Date::parse("2026-01-15").expect("a day")
}

/// The rules as they are now, released or not.
fn rulebook() -> (Rulebook, Labels) {
    let (content, found) = site_gen::content::read(&workspace());
    assert!(!found.has_errors(), "{}", found.plain());
    let (site, found) = site_gen::site::resolve(content.expect("it has content"), today());
    let mut site = site.unwrap_or_else(|| panic!("{}", found.plain()));
    let version = site.versions.last_mut().expect("it has guidelines");
    let labels = version.labels.remove("en").expect("English labels");
    (version.rulebook.take().expect("it has rules"), labels)
}

fn set(book: &Rulebook, answers: &mut Answers, name: &str, text: &str) {
    let question = book.rules.question(&name.into());
    let question = question.unwrap_or_else(|| panic!("no question `{name}`"));
    let group = question.group.clone();
    let field = Field::new(name, group.as_ref().map(|_| 0));
    let answer = match question.answer {
        QuestionType::Tick => Answer::Tick(text == "yes"),
        _ => Answer::Text(text.to_owned()),
    };
    answers.set(group.as_ref(), field, answer);
}

fn opened(book: &Rulebook, labels: &Labels, answers: Answers) -> View {
    let mut session = Session::new(book.clone(), labels.clone(), today());
    session.update(Event::Opened(Box::new(Draft::new(book, labels, answers))));
    session.view()
}

/// What the last page warns of, and the questions with an invalid answer.
fn said(view: &View) -> BTreeSet<String> {
    let mut said = BTreeSet::new();
    for notice in &view.review.notices {
        if notice.tone != Tone::Info {
            said.insert(notice.notice.to_string());
        }
    }
    for practice in &view.review.practices {
        if practice.warns && !practice.followed {
            said.insert(practice.practice.to_string());
        }
    }
    let gaps = view.gaps_of(&REVIEW.into());
    let invalid = view.review.problems.iter().map(|it| &it.field);
    for field in gaps.iter().map(|gap| &gap.field).chain(invalid) {
        said.insert(format!("!{}", field.question));
    }
    said
}

#[test]
fn each_answer_gets_the_advice_that_it_needs_and_no_other() {
    let (book, labels) = rulebook();
    let rows = fs::read_to_string(tests("phrases/situations.tsv")).expect("the situations");
    let mut wrong = Vec::new();
    for row in rows.lines().filter(|row| !row.starts_with('#')) {
        let columns: Vec<&str> = row.split('\t').collect();
        let [kind, given, expected] = columns[..] else {
            panic!("three columns: {row}");
        };
        let mut answers = complete_draft(kind).answers;
        for (_, entries) in answers.groups.iter_mut() {
            entries.truncate(1);
        }
        for one in given.split(" | ") {
            let (name, text) = one.split_once('=').expect("a question and its answer");
            set(&book, &mut answers, name, text);
        }
        let said = said(&opened(&book, &labels, answers));
        for one in expected.split(' ') {
            let (sign, name) = one.split_at(1);
            if name == "all" && !said.is_empty()
                || name != "all" && said.contains(name) != (sign == "+")
            {
                wrong.push(format!("{one}: {kind} {given} ({said:?})"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_warning_is_settled_or_set_aside_before_the_letter_is_ready() {
    let (book, labels) = rulebook();
    let details = Field::new("details", Some(0));
    // A notice of the guidelines, and good practice.
    for (text, rule) in [
        ("His name and his IP addresses", "no-ip-logs"),
        ("His name, then block the account", "deletion-asked-for"),
    ] {
        let mut answers = complete_draft("account").answers;
        set(&book, &mut answers, "details", text);
        let mut session = Session::new(book.clone(), labels.clone(), today());
        let draft = Draft::new(&book, &labels, answers);
        session.update(Event::Opened(Box::new(draft)));
        assert!(!session.view().is_complete, "{text}");
        session.update(Event::Ticked(rule.into(), true));
        assert!(session.view().is_complete, "{text}");
        let draft = Draft::parse(session.draft().to_json().as_bytes()).expect("a draft");
        session.update(Event::Opened(Box::new(draft)));
        assert!(session.view().is_complete, "a draft keeps it: {text}");
        let again = Answer::Text([text, " now"].concat());
        session.update(Event::Entered(details.clone(), again));
        assert!(!session.view().is_complete, "the answer is another: {text}");
        let settled = Answer::Text("His name".to_owned());
        session.update(Event::Entered(details.clone(), settled));
        assert!(session.view().is_complete, "settled: {text}");
    }
}

/// What the last page lists as missing, by question, and what it says.
fn missing(view: &View) -> Vec<(String, String)> {
    let gaps = view.gaps_of(&REVIEW.into()).into_iter();
    gaps.map(|gap| (gap.field.question.to_string(), gap.text.clone()))
        .collect()
}

#[test]
fn what_makes_the_letter_a_draft_is_listed() {
    let (book, labels) = rulebook();
    for (kind, given, expected) in [
        ("preservation", vec![("agency", "")], vec!["agency"]),
        (
            "extension",
            vec![("officer-name", "")],
            vec!["officer-name"],
        ),
        (
            "account",
            vec![("secrecy", "delay"), ("delay-ground", "")],
            vec!["delay-ground"],
        ),
        (
            "account",
            vec![("process-date", "pending")],
            vec!["process-date"],
        ),
        ("account", vec![("phone", "")], vec![]),
        ("emergency", vec![("agency", "")], vec![]),
    ] {
        let mut answers = complete_draft(kind).answers;
        for (name, text) in given {
            set(&book, &mut answers, name, text);
        }
        let view = opened(&book, &labels, answers);
        let missing = missing(&view);
        let names: Vec<&str> = missing.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, expected, "{kind}");
        let letter = view.letter.expect("a letter");
        assert_eq!(letter.draft.is_some(), !expected.is_empty(), "{kind}");
        assert!(!text(&letter).contains("issue: pending"), "{kind}");
    }
}

#[test]
fn who_does_not_know_the_answer_is_not_asked_for_it_again() {
    let (book, labels) = rulebook();
    for kind in ["account", "contents"] {
        let mut answers = complete_draft(kind).answers;
        for (_, entries) in answers.groups.iter_mut() {
            entries.truncate(1);
        }
        set(&book, &mut answers, "username", "");
        set(&book, &mut answers, "username-unknown", "yes");
        let missing = missing(&opened(&book, &labels, answers));
        assert_eq!(missing.len(), 1, "{kind}");
        assert!(missing[0].1.starts_with("Find out"), "{kind} {missing:?}");
    }
    for (name, typed, said) in [
        ("username", "não sei", "tick “I do not know the username”"),
        ("process-date", "not yet signed", "select “I have none yet”"),
    ] {
        let mut session = Session::new(book.clone(), labels.clone(), today());
        session.update(Event::Chose("account".into()));
        let field = field(&book, name);
        session.update(Event::Entered(field.clone(), Answer::Text(typed.into())));
        session.update(Event::LeftField(field));
        let told = session.view().messages;
        assert!(
            told.iter().any(|it| it.text.contains(said)),
            "{typed} {told:?}"
        );
    }
}

#[test]
fn a_date_that_nobody_understands_is_listed_until_it_is_another() {
    let (book, labels) = rulebook();
    let mut answers = complete_draft("preservation").answers;
    set(&book, &mut answers, "records-from", "letzten Montag");
    let view = opened(&book, &labels, answers);
    assert_eq!(view.unclear.len(), 1);
    assert!(!view.is_complete);
    assert_eq!(missing(&view), []);
}

#[test]
fn the_letter_to_another_operator_can_be_completed() {
    let (book, labels) = rulebook();
    for kind in ["account", "emergency"] {
        let mut session = Session::new(book.clone(), labels.clone(), today());
        session.update(Event::Started(kind.into()));
        for (name, text) in [
            ("authority", "yes"),
            ("server-url", "chat.acme-gmbh.de"),
            ("operator", "someone-else"),
            ("username", "boss"),
            ("agency", "Kripo Bonn"),
            ("officer-name", "Jana Roth"),
            ("official-email", "roth@polizei.example"),
        ] {
            let answer = Answer::Text(text.to_owned());
            session.update(Event::Entered(field(&book, name), answer));
        }
        let view = session.view();
        let steps: Vec<&str> = view.steps.iter().map(|it| it.id.as_str()).collect();
        let last = &steps[steps.len() - 2..];
        assert_eq!(last, ["accounts", "you"], "{kind} {steps:?}");
        let mut notes = view.notes.iter();
        let letter = notes.find(|(name, _)| name.ends_with(".letter"));
        let (_, letter) = letter.expect("a letter to the operator");
        assert!(!letter.contains('['), "{letter}");
        session.update(Event::GoTo("you".into()));
        let asked = session.view().asked;
        assert!(asked.contains(&field(&book, "agency")), "{kind}");
    }
}

#[test]
fn the_last_day_of_an_extension_is_the_one_to_remember() {
    let (book, labels) = rulebook();
    let mut answers = complete_draft("extension").answers;
    let day = |answers: &Answers| {
        let view = opened(&book, &labels, answers.clone());
        let days: Vec<String> = view.reminders.iter().map(|it| it.day.to_string()).collect();
        days.join(" ")
    };
    set(&book, &mut answers, "first-request-date", "2025-08-02");
    set(&book, &mut answers, "extended-until", "");
    assert_eq!(day(&answers), "2025-10-31");
    set(&book, &mut answers, "extended-until", "2026-01-31");
    assert_eq!(day(&answers), "2026-01-31");
    let said = opened(&book, &labels, answers).read_as;
    let said: Vec<&str> = said.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(said, ["2025-08-02", "2026-01-31. Days left: 16."]);
}

/// The field of a question, in the first entry if it is in a group.
fn field(book: &Rulebook, name: &str) -> Field {
    let question = book.rules.question(&name.into()).expect("it is asked");
    Field::new(name, question.group.as_ref().map(|_| 0))
}

fn text_of(book: &Rulebook, session: &Session, name: &str) -> String {
    let question = book.rules.question(&name.into()).expect("it is asked");
    let answer = session
        .answers()
        .at(question.group.as_ref(), &field(book, name));
    let text = answer.and_then(Answer::text);
    text.unwrap_or_default().to_owned()
}

#[test]
fn what_is_pasted_as_a_username_goes_where_it_belongs() {
    let (book, labels) = rulebook();
    let open = "open.rocket.chat";
    for (text, expected) in [
        (
            "https://go.rocket.chat/invite?host=open.rocket.chat&path=invite%2Fabc",
            ["", open],
        ),
        ("@ann@open.rocket.chat", ["ann", open]),
        ("@ann,", ["ann", ""]),
        ("https://open.rocket.chat/avatar/ann", ["ann", open]),
        ("@Uncle Dee", ["", ""]),
        ("not known", ["not known", ""]),
        ("we do not know it", ["we do not know it", ""]),
        ("see list", ["see list", ""]),
    ] {
        let mut session = Session::new(book.clone(), labels.clone(), today());
        session.update(Event::Chose("account".into()));
        session.update(Event::Pasted(field(&book, "username"), text.to_owned()));
        let found = ["username", "server-url"]
            .map(|name| text_of(&book, &session, name).replace("https://", ""));
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn what_is_entered_in_the_field_of_something_else_goes_where_it_belongs() {
    let (book, labels) = rulebook();
    let link = "https://open.rocket.chat/channel/market?msg=hKp3ZqW7nYtR2xLdS";
    let server = "open.rocket.chat";
    for (name, typed, expected) in [
        // The field itself, then the server, the username and the officer's address.
        (
            "officer-name",
            "ann.lee@fbi.gov",
            ["", "", "", "ann.lee@fbi.gov"],
        ),
        (
            "officer-name",
            "Ann Lee\nSpecial Agent <ann.lee@fbi.gov>",
            ["Ann Lee Special Agent <ann.lee@fbi.gov>", "", "", ""],
        ),
        ("agency", link, ["", server, "", ""]),
        ("emergency-nature", link, ["", server, "", ""]),
        ("agency", "@wolf99", ["", "", "wolf99", ""]),
        ("account-other", link, [link, server, "", ""]),
        ("account-other", "@wolf99", ["", "", "wolf99", ""]),
        // None of these is anything else.
        ("person-in-danger", "@wolf99", ["@wolf99", "", "", ""]),
        ("officer-name", "Ann @ Lee", ["Ann @ Lee", "", "", ""]),
        (
            "agency",
            "Police, www.police.example",
            ["Police, www.police.example", "", "", ""],
        ),
        (
            "account-other",
            "ann@example.org",
            ["ann@example.org", "", "", ""],
        ),
        ("emergency-context", link, [link, "", "", ""]),
    ] {
        let mut session = Session::new(book.clone(), labels.clone(), today());
        session.update(Event::Started("emergency".into()));
        session.update(Event::Pasted(field(&book, name), typed.to_owned()));
        let found = [name, "server-url", "username", "official-email"]
            .map(|name| text_of(&book, &session, name));
        let expected = expected.map(str::to_owned);
        assert_eq!(found[0], expected[0], "{name} {typed}");
        let others = |all: &[String; 4]| all[1..].join(" ").replace("https://", "");
        assert_eq!(others(&found), others(&expected), "{name} {typed}");
        let has_moved = expected[1..].iter().any(|other| !other.is_empty());
        assert_eq!(
            !session.view().moved.is_empty(),
            has_moved,
            "{name} {typed}"
        );
    }
}

#[test]
fn a_pasted_text_keeps_its_lines_where_a_field_has_lines() {
    let (book, labels) = rulebook();
    let lines = "He left at 9.\nHe wrote at 10.";
    for (name, expected) in [
        ("details", lines),
        ("relation", lines),
        ("agency", "He left at 9. He wrote at 10."),
    ] {
        let mut session = Session::new(book.clone(), labels.clone(), today());
        session.update(Event::Chose("account".into()));
        session.update(Event::Pasted(field(&book, name), lines.to_owned()));
        assert_eq!(text_of(&book, &session, name), expected, "{name}");
    }
}

#[test]
fn a_page_that_is_left_out_of_a_server_address_is_named() {
    let (book, mut labels) = rulebook();
    let message = ("request-moved-page", "left out: {what}");
    labels
        .interface
        .0
        .insert(message.0.into(), message.1.into());
    for (typed, server, page) in [
        (
            "https://sea.example.org/chat/home",
            "sea.example.org/chat",
            "home",
        ),
        (
            "https://sea.example.org/invite/a1B2c3",
            "sea.example.org",
            "invite/a1B2c3",
        ),
        (
            "https://sea.example.org/account/profile/",
            "sea.example.org",
            "account/profile/",
        ),
        (
            "https://open.rocket.chat/admin",
            "open.rocket.chat",
            "admin",
        ),
        (
            "https://sea.example.org/home/chat",
            "sea.example.org/home/chat",
            "",
        ),
        (
            "https://sea.example.org/login/chat",
            "sea.example.org/login/chat",
            "",
        ),
        (
            "https://sea.example.org/directory/chat",
            "sea.example.org/directory/chat",
            "",
        ),
        (
            "https://sea.example.org/account/chat",
            "sea.example.org/account/chat",
            "",
        ),
    ] {
        let mut session = Session::new(book.clone(), labels.clone(), today());
        session.update(Event::Chose("account".into()));
        let server_url = field(&book, "server-url");
        session.update(Event::Pasted(server_url, typed.to_owned()));
        let found = text_of(&book, &session, "server-url").replace("https://", "");
        assert_eq!(found, server, "{typed}");
        let view = session.view();
        let said = view
            .moved
            .first()
            .map_or("", |(moved, _)| moved.text.as_str());
        let named = said.strip_prefix("left out: ").unwrap_or_default();
        assert_eq!(named, page, "{typed}");
    }
}

#[test]
fn a_draft_that_nobody_has_checked_is_not_complete() {
    let (book, labels) = rulebook();
    let mut draft = Draft::new(&book, &labels, complete_draft("account").answers);
    draft.saved = "2026-01-14".to_owned();
    let mut session = Session::new(book, labels, today());
    session.update(Event::Opened(Box::new(draft)));
    assert!(!session.view().is_complete);
    session.update(Event::ConfirmedDraft);
    assert!(session.view().is_complete);
}

#[test]
fn an_extension_takes_over_the_reference_of_the_preservation() {
    let (book, labels) = rulebook();
    let mut answers = complete_draft("preservation").answers;
    set(&book, &mut answers, "case-number", "26-1234");
    let mut session = Session::new(book.clone(), labels.clone(), today());
    let draft = Draft::new(&book, &labels, answers);
    session.update(Event::Opened(Box::new(draft)));
    session.update(Event::StartedExtension);
    let reference = text_of(&book, &session, "first-request-reference");
    assert_eq!(reference, "26-1234");
}

#[test]
fn an_extension_that_is_chosen_after_a_draft_was_opened_knows_its_date() {
    let (book, labels) = rulebook();
    let mut draft = Draft::new(&book, &labels, complete_draft("preservation").answers);
    "2025-10-01".clone_into(&mut draft.saved);
    let mut session = Session::new(book.clone(), labels, today());
    session.update(Event::Opened(Box::new(draft)));
    session.update(Event::Chose("extension".into()));
    let date = text_of(&book, &session, "first-request-date");
    assert_eq!(date, "2025-10-01");
}

#[test]
fn a_question_that_nobody_answered_is_counted_and_says_what_it_asks_for() {
    let (book, labels) = rulebook();
    let mut answers = complete_draft("contents").answers;
    answers.given.remove("authority");
    answers.given.remove("jurisdiction");
    answers.given.remove("jurisdiction-basis");
    let view = opened(&book, &labels, answers);
    let problems = view.problems_of(&REVIEW.into());
    let problems: Vec<&str> = problems.iter().map(|it| it.text.as_str()).collect();
    let expected = [
        "Say whether you act for law enforcement.",
        "Confirm that the agency has jurisdiction.",
    ];
    assert_eq!(problems, expected, "one for each rule");
    assert_eq!(view.count_missing(), 2);
}

#[test]
fn links_to_messages_are_taken_out_of_links_around_them() {
    let (book, labels) = rulebook();
    let mut session = Session::new(book.clone(), labels, today());
    session.update(Event::Chose("contents".into()));
    let links = field(&book, "message-links");
    let typed = "https://safe.example/?url=https%3A%2F%2Fopen.rocket.chat%2Fchannel%2Fb&data=ann%40police.example\nhttps://open.rocket.chat/channel/c";
    session.update(Event::Entered(links.clone(), Answer::Text(typed.into())));
    session.update(Event::LeftField(links));
    assert_eq!(
        text_of(&book, &session, "message-links"),
        "https://open.rocket.chat/channel/b\nhttps://open.rocket.chat/channel/c"
    );
    assert!(session.has_rewritten());
}

#[test]
fn a_time_without_a_day_is_one_of_today() {
    let (book, labels) = rulebook();
    for (text, expected) in [
        ("22:00 UTC", "2026-01-15 22:00 UTC"),
        ("10 pm EST", "2026-01-15 10 pm EST"),
        ("soon", "soon"),
        ("2026-06", "2026-06"),
        ("Now", "at once"),
        ("imediatamente", "at once"),
    ] {
        let mut session = Session::new(book.clone(), labels.clone(), today());
        session.update(Event::Started("emergency".into()));
        let field = field(&book, "respond-by");
        session.update(Event::Entered(field.clone(), Answer::Text(text.to_owned())));
        session.update(Event::LeftField(field));
        assert_eq!(text_of(&book, &session, "respond-by"), expected);
    }
}

#[test]
fn only_the_gap_of_what_was_left_out_on_purpose_makes_no_draft() {
    let (book, labels) = rulebook();
    let draft = |answers: &Answers| {
        let letter = opened(&book, &labels, answers.clone()).letter;
        letter.expect("a letter").draft
    };
    let mut answers = complete_draft("preservation").answers;
    set(&book, &mut answers, "planned-process", "");
    answers.left_out.push("process-planned".into());
    assert_eq!(draft(&answers), None);
    set(&book, &mut answers, "agency", "");
    assert!(draft(&answers).is_some(), "nobody left out the agency");
}

#[test]
fn a_letter_about_another_server_asks_to_check_what_was_copied() {
    let (book, labels) = rulebook();
    let mut session = Session::new(book.clone(), labels.clone(), today());
    let mut answers = complete_draft("account").answers;
    answers.groups.remove("account");
    let draft = Draft::new(&book, &labels, answers);
    session.update(Event::Opened(Box::new(draft)));
    let list = "ann, open.rocket.chat\nbob, chat.example.org";
    session.update(Event::Pasted(field(&book, "username"), list.to_owned()));
    assert_eq!(session.view().stale, None);
    session.update(Event::StartedForServer("chat.example.org".to_owned()));
    let view = session.view();
    let stale = view.stale.expect("the reason is that of the first account");
    assert!(stale.fields.contains(&field(&book, "relation")));
    session.update(Event::ConfirmedDraft);
    assert_eq!(session.view().stale, None);
    let first = Event::StartedForServer("https://open.rocket.chat".to_owned());
    session.update(first.clone());
    assert_eq!(session.view().stale, None, "this letter was begun before");
}

#[test]
fn a_letter_that_nobody_has_checked_stays_so_while_another_one_is_written() {
    let (book, labels) = rulebook();
    let mut session = Session::new(book.clone(), labels.clone(), today());
    let mut draft = Draft::new(&book, &labels, complete_draft("account").answers);
    "2025-12-01".clone_into(&mut draft.saved);
    session.update(Event::Opened(Box::new(draft)));
    let old = session.view().stale.map(|stale| stale.text);
    assert!(old.is_some());
    let list = "bob, chat.example.org";
    let second = Field {
        entry: Some(1),
        ..field(&book, "username")
    };
    session.update(Event::Pasted(second, list.to_owned()));
    let own = text_of(&book, &session, "server-url");
    let mut go = |server: &str| {
        session.update(Event::StartedForServer(server.to_owned()));
        session.view().stale.map(|stale| stale.text)
    };
    let copied = go("chat.example.org");
    assert!(copied.is_some() && copied != old);
    assert_eq!(go(&own), old, "the draft was not confirmed");
    assert_eq!(go("chat.example.org"), copied, "nor was the copy");
}

#[test]
fn a_display_name_is_kept_though_its_words_say_nothing_as_a_reason() {
    let (book, _) = rulebook();
    let is_valid = |name: &str| {
        let question = book.rules.question(&name.into()).expect("it is asked");
        validate(question, &Answer::Text("Will May".into()), &book).is_ok()
    };
    assert!(is_valid("account-other"));
    assert!(!is_valid("relation"));
}

#[test]
fn an_operator_that_the_letter_asks_about_is_not_missing() {
    let (book, labels) = rulebook();
    let mut answers = complete_draft("account").answers;
    set(&book, &mut answers, "operator", "unknown");
    set(&book, &mut answers, "server-url", "chat.foo-bar.de");
    let view = opened(&book, &labels, answers);
    let open: Vec<_> = view
        .review
        .findings
        .iter()
        .filter(|it| it.is_open())
        .collect();
    assert!(view.is_complete, "{open:#?}");
    let letter = view.letter.expect("a letter");
    let asks = "Please confirm whether Rocket.Chat Technologies Corp. operates or hosts it";
    assert!(text(&letter).contains(asks));
}
