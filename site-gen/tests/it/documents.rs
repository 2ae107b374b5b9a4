//! Letters, emails and calendar files, opened by independent programs: `LibreOffice` and
//! python-docx read the documents, Python's own `email` the messages, icalendar the calendars.
//!
//! Every kind of request is there complete, as a draft, with hostile answers, and blank. What each
//! file has to say is written next to it; `documents/check.py` says where it does not.

use crate::support::{complete_draft, missing, real_dist, tests};
use request_builder::answers::{Answer, Answers, Date, Draft, Field};
use request_builder::labels::Labels;
use request_builder::letter::export::{self, UtcStamp, calendar, docx, eml, text};
use request_builder::letter::{Content, Letter, Run, blank};
use request_builder::page_data::from_script;
use request_builder::rulebook::Rulebook;
use request_builder::session::{Event, Session, View};
use serde_json::json;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Debian's own, which sees the modules that `.ci/run` installs.
const PYTHON: &str = "/usr/bin/python3";

/// What an officer may paste into a field, on top of what is there.
const HOSTILE: &str = "\u{202e}\u{0}]]> &lt; <w:p/> \"x\" {kind.title} 北京 محمد (12) 👩‍👧 \
    =?utf-8?Q?=0D=0A?=\r\nBcc: x@else.example\r\n.\r\nEND:VEVENT\r\nشرطة؛ a,b;c\\n";

/// The rules of the real content, with what letters and pages say in the language of the
/// guidelines.
pub(crate) fn rulebook() -> (Rulebook, Labels) {
    let page = fs::read_to_string(real_dist().join("request/index.html")).expect("the page");
    (data(&page, "data-rulebook"), data(&page, "data-labels"))
}

/// What a page carries for its program.
fn data<T: serde::de::DeserializeOwned>(page: &str, name: &str) -> T {
    let start = format!("{name}>");
    let (_, rest) = page.split_once(&start).expect("the page has it");
    let (json, _) = rest.split_once("</script>").expect("it ends");
    from_script(json).expect("it is what the program reads")
}

fn view(book: &Rulebook, labels: &Labels, answers: Answers) -> View {
    let today = Date::parse("2026-01-15").expect("a day");
    let mut session = Session::new(book.clone(), labels.clone(), today);
    session.update(Event::Opened(Box::new(Draft::new(book, labels, answers))));
    session.view()
}

#[test]
fn paper_that_is_not_ticked_yet_is_no_open_answer() {
    let (book, labels) = rulebook();
    for kind in [
        "preservation",
        "extension",
        "account",
        "contents",
        "emergency",
    ] {
        let mut answers = complete_draft(kind).answers;
        answers.ticked.retain(|rule| {
            let mut rules = book.rules.all().into_iter();
            rules.any(|it| it.id == rule && !it.paper)
        });
        let view = view(&book, &labels, answers);
        assert!(view.is_complete, "{kind}: {:?}", view.review.practices);
    }
}

#[test]
fn what_nobody_requires_does_not_make_a_draft() {
    let (book, labels) = rulebook();
    for kind in ["account", "contents"] {
        let mut answers = complete_draft(kind).answers;
        for question in ["process-date", "process-reference", "officer-title"] {
            answers.given.remove(question);
        }
        let letter = view(&book, &labels, answers).letter.expect("a letter");
        assert_eq!(letter.draft, None, "{kind}");
    }
}

#[test]
fn a_warning_stays_set_aside_while_its_answer_stays() {
    let (book, labels) = rulebook();
    let today = Date::parse("2026-01-15").expect("a day");
    let answers = complete_draft("account").answers;
    let mut session = Session::new(book.clone(), labels.clone(), today);
    session.update(Event::Opened(Box::new(Draft::new(&book, &labels, answers))));
    let enter = |session: &mut Session, question: &str, entry: Option<usize>, text: &str| {
        let field = Field::new(question, entry);
        session.update(Event::Entered(field, Answer::Text(text.to_owned())));
    };
    let is_set_aside = |session: &Session| {
        let notices = session.view().review.notices;
        let mut notices = notices.into_iter();
        let notice = notices.find(|it| it.notice.as_str() == "not-for-the-users-eyes");
        notice.expect("the warning is shown").set_aside
    };
    enter(
        &mut session,
        "details",
        Some(0),
        "The name of whoever met our informant.",
    );
    session.update(Event::Ticked("not-for-the-users-eyes".into(), true));
    enter(&mut session, "case-number", None, "AB 12/26");
    assert!(is_set_aside(&session), "another answer changed");
    enter(
        &mut session,
        "details",
        Some(0),
        "The name that our informant Mike uses.",
    );
    assert!(!is_set_aside(&session));
}

#[test]
fn another_kind_begins_with_what_was_asked_before() {
    let (book, labels) = rulebook();
    let today = Date::parse("2026-01-15").expect("a day");
    let answers = complete_draft("contents").answers;
    let details = Field::new("details", Some(0));
    let details = answers.at(Some(&"item".into()), &details).cloned();
    let mut session = Session::new(book.clone(), labels.clone(), today);
    session.update(Event::Opened(Box::new(Draft::new(&book, &labels, answers))));
    session.update(Event::Chose("preservation".into()));
    let letter = session.view().letter.expect("a letter");
    let details = details.and_then(|it| it.text().map(str::to_owned));
    let details = details.expect("the contents that are asked for");
    assert!(answers_in(&letter).contains(&details), "{details}");
}

/// The same request with more than it needs in every field that takes text.
fn hostile(book: &Rulebook, answers: &Answers) -> Answers {
    use request_builder::rules::QuestionType as Type;
    let mut changed = answers.clone();
    let groups = changed.groups.iter_mut().flat_map(|(_, entries)| entries);
    for (id, answer) in std::iter::once(&mut changed.given)
        .chain(groups)
        .flat_map(|entry| entry.iter_mut())
    {
        let takes_text = book.rules.question(id).is_some_and(|question| {
            matches!(
                question.answer,
                Type::Text | Type::LongText | Type::Duration
            )
        });
        if let (true, Answer::Text(text)) = (takes_text, answer) {
            text.push_str(HOSTILE);
        }
    }
    changed
}

/// Every answer that a letter shows, line by line.
fn answers_in(letter: &Letter) -> Vec<String> {
    let lines = letter.blocks.iter().flat_map(|block| block.content.lines());
    let runs = lines.flat_map(|line| &line.0);
    runs.filter_map(|run| match run {
        Run::Answer(text) => Some(text.clone()),
        Run::Words(_) | Run::Gap { .. } => None,
    })
    .collect()
}

/// A folder of files to be looked at, each with what it has to say.
struct Folder(tempfile::TempDir);

impl Folder {
    fn put(&self, name: &str, content: &[u8], expected: &serde_json::Value) {
        fs::write(self.0.path().join(name), content).expect("it can be written");
        let expected = serde_json::to_vec_pretty(expected).expect("plain data");
        fs::write(self.0.path().join(format!("{name}.json")), expected).expect("it can be written");
    }

    fn letter(&self, book: &Rulebook, name: &str, letter: &Letter) {
        let labels = export::Labels {
            page_of: book.letters.interface.get("request-letter-page"),
        };
        let of = |wanted: fn(&Content) -> bool| {
            letter
                .blocks
                .iter()
                .filter(|block| wanted(&block.content))
                .count()
        };
        let expected = json!({
            "title": letter.subject,
            "language": letter.language,
            "footer": letter.footer,
            "draft": letter.draft,
            "answers": answers_in(letter),
            "headings": of(|content| matches!(content, Content::Heading(_))),
            "tables": of(|content| matches!(content, Content::Table { .. })),
            "cover": of(|content| matches!(content, Content::PageBreak)) > 0,
            "checklist": letter.checklist.as_ref().map(|list| {
                list.items.iter().map(|item| item.text.clone()).collect::<Vec<_>>()
            }),
        });
        self.put(&format!("{name}.docx"), &docx(letter, &labels), &expected);
    }

    /// What goes with a letter.
    fn rest(&self, name: &str, view: &View) {
        let letter = view.letter.as_ref().expect("there is a letter");
        let mail = view.mail.as_ref().expect("there is an e-mail");
        let expected = json!({
            "to": mail.to.as_str(),
            "subject": mail.subject.as_str(),
            "body": mail.body,
        });
        self.put(&format!("{name}.eml"), eml(mail).as_bytes(), &expected);
        let now = UtcStamp {
            day: Date::parse("2026-01-15").expect("a day"),
            time: [10, 20, 30],
        };
        for remember in view.reminders.iter().filter(|it| !it.is_past) {
            let expected = json!({
                "summary": remember.title,
                "on": remember.on.to_string(),
                "day": remember.day.to_string(),
                "stamp": "2026-01-15T10:20:30+00:00",
            });
            let file = calendar(remember, letter, now);
            self.put(&format!("{name}.ics"), file.as_bytes(), &expected);
        }
    }
}

#[test]
fn programs_of_others_read_in_every_file_what_it_says() {
    for program in [PYTHON, "/usr/bin/soffice"] {
        if !Path::new(program).exists() {
            return missing(program);
        }
    }
    let (book, labels) = rulebook();
    let folder = Folder(tempfile::tempdir().expect("a folder"));
    for kind in &book.rules.kinds {
        let name = |sort: &str| format!("{}-{sort}", kind.id);
        let answers = complete_draft(kind.id.as_str()).answers;
        let nothing = Answers {
            kind: Some(kind.id.clone()),
            ..Answers::default()
        };
        for (sort, answers) in [
            ("hostile", hostile(&book, &answers)),
            ("draft", nothing),
            ("complete", answers),
        ] {
            let view = view(&book, &labels, answers);
            folder.letter(&book, &name(sort), view.letter.as_ref().expect("a letter"));
            folder.rest(&name(sort), &view);
        }
        let blank = blank(&book, &kind.id).expect("there is such a kind");
        folder.letter(&book, &name("blank"), &blank);
    }
    let checked = Command::new(PYTHON)
        .arg(tests("documents/check.py"))
        .arg(folder.0.path())
        .output()
        .expect("Debian's python3 is installed: `.ci/run` does that");
    let said = String::from_utf8_lossy(&checked.stdout);
    let complained = String::from_utf8_lossy(&checked.stderr);
    println!("{said}");
    assert!(checked.status.success(), "{said}{complained}");
}

/// What an officer sends: letter, checklist, covering email, reminders. It changes only
/// on purpose, because other sites have letters like these.
#[test]
fn the_exports_of_the_complete_requests_are_unchanged() {
    let (book, labels) = rulebook();
    for kind in &book.rules.kinds {
        let view = view(&book, &labels, complete_draft(kind.id.as_str()).answers);
        let letter = view.letter.as_ref().expect("a letter");
        let mail = view.mail.as_ref().expect("an e-mail");
        let mut all = format!(
            "{}\n==== e-mail to {}\nSubject: {}\n\n{}\n",
            text(letter),
            mail.to.as_str(),
            mail.subject.as_str(),
            mail.body
        );
        for remember in &view.reminders {
            all += &format!("==== on {}: {}\n", remember.day, remember.title);
        }
        insta::assert_snapshot!(kind.id.as_str(), all);
    }
}

/// A period is one line. A letter that has only its beginning or its end has that.
#[test]
fn a_period_is_one_line() {
    let (book, labels) = rulebook();
    for (kind, from, to) in [
        ("preservation", "records-from", "records-to"),
        ("contents", "period-from", "period-to"),
        ("emergency", "period-from", "period-to"),
    ] {
        let lines = |given: [(&str, &str); 2]| {
            let mut answers = complete_draft(kind).answers;
            for (id, day) in given {
                let question = book.rules.question(&id.into()).expect("a question");
                let field = Field::new(id, question.group.as_ref().map(|_| 0));
                let answer = Answer::Text(day.to_owned());
                answers.set(question.group.as_ref(), field, answer);
            }
            if let Some((_, entries)) = answers
                .groups
                .iter_mut()
                .find(|(id, _)| id.as_str() == "item")
            {
                entries.truncate(1);
            }
            let letter = view(&book, &labels, answers).letter.expect("a letter");
            let text = text(&letter);
            let period = ["Period: ", "From: ", "Up to: "];
            // The cover sheet says whom it is from.
            let lines = text.lines().map(str::trim);
            let is_period = |line: &&str| {
                period.iter().any(|label| line.starts_with(label)) && line.ends_with("2025")
            };
            lines
                .filter(is_period)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let (first, last) = ((from, "2025-03-01"), (to, "2025-03-31"));
        let both = lines([first, last]);
        assert_eq!(both, ["Period: 1 March 2025 to 31 March 2025"], "{kind}");
        let end = lines([(from, ""), last]);
        assert_eq!(end, ["Up to: 31 March 2025"], "{kind}");
        let begin = lines([first, (to, "")]);
        assert_eq!(begin, ["From: 1 March 2025"], "{kind}");
    }
}

/// An extension that comes too late names the day and how late it is, and why no calendar helps.
#[test]
fn a_late_extension_says_how_late_it_is() {
    let (book, labels) = rulebook();
    let reminders = |day: &str| {
        let mut answers = complete_draft("extension").answers;
        let field = Field::new("first-request-date", None);
        answers.set(None, field, Answer::Text(day.to_owned()));
        view(&book, &labels, answers).reminders
    };
    // Today is 15 January 2026.
    let late = &reminders("2025-10-01")[0];
    assert!(late.is_past);
    let said = "Day 90 was 30 December 2025. Days since then: 16. It is too late for a calendar";
    assert!(late.text.starts_with(said), "{}", late.text);
    let early = &reminders("2026-01-05")[0];
    assert!(!early.is_past && early.day.to_string() == "2026-04-05");
}

/// A box that must be ticked says so; one that is another way to answer does not.
#[test]
fn only_a_box_that_must_be_ticked_is_marked_as_required() {
    let page = fs::read_to_string(real_dist().join("request/index.html")).expect("the page");
    for (question, is_required) in [
        ("jurisdiction", true),
        ("person-unknown", false),
        ("context-none", false),
    ] {
        let start = page.find(&format!("<label for=\"q_{question}\">"));
        let label = &page[start.unwrap_or_else(|| panic!("{question}"))..];
        let label = label.split("</label>").next().unwrap_or_default();
        assert_eq!(label.contains("level-must"), is_required, "{label}");
    }
}

#[test]
fn the_short_email_of_an_emergency_has_a_line_for_each_line_of_an_item() {
    let (book, labels) = rulebook();
    let mail = view(&book, &labels, complete_draft("emergency").answers).mail_now;
    let mail = mail.expect("it is an emergency");
    let lines = mail.short;
    let reason = lines
        .iter()
        .position(|line| line.starts_with("Why it is necessary"));
    let reason = reason.expect("the reason is a line");
    assert!(lines[reason - 1].starts_with("- "), "{lines:#?}");
}

#[test]
fn a_signature_says_a_title_once() {
    let (book, labels) = rulebook();
    for kind in ["preservation", "account", "contents"] {
        let mut answers = complete_draft(kind).answers;
        for (question, text) in [
            ("officer-name", "Det. Ann Lee"),
            ("officer-title", "Detective"),
        ] {
            let text = Answer::Text(text.into());
            answers.given.insert(question.into(), text);
        }
        let view = view(&book, &labels, answers);
        let letter = export::text(view.letter.as_ref().expect("a letter"));
        let mail = view.mail.expect("an email");
        for text in [letter.as_str(), &mail.body] {
            assert!(text.contains("Det. Ann Lee"), "{text}");
            assert!(!text.contains("Detective"), "{text}");
        }
    }
}
