//! Any events of the form. The first byte chooses the site; the bytes up to the first separator are
//! a draft that can be opened; the rest are events.

use crate::site::{Rules, SITES, rules, today};
use crate::{SEPARATOR, can_be_shown, plant, text, wants_seeds};
use request_builder::answers::{Answer, Draft, Field};
use request_builder::letter::export::{
    CoveringMail, Labels, Mailto, UtcStamp, calendar, docx, eml, letter_file, mailto, markdown,
    text as plain,
};
use request_builder::letter_check::readers::{self, Unreadable};
use request_builder::rules::{GroupId, KindId, QuestionType, RuleId, StepId};
use request_builder::session::{Effect, Event, REVIEW, Session};
use std::sync::LazyLock;

static RULES: LazyLock<Vec<Rules>> = LazyLock::new(|| SITES.map(rules).into());

/// The most events of an input, since each draws the whole page.
const MOST: usize = 60;

/// What an officer may enter. Other answers are in the input.
const ANSWERS: [&str; 24] = [
    "yes",
    "no",
    "2026-01-31",
    "1 March 2026",
    "3/4/2026 14:30 -03:00",
    "31/12/2026",
    "90 days",
    "a@police.gov.uk",
    "a@gmail.com",
    "@maria.silva",
    "maria.silva, joao; @ana\nZé",
    "https://open.rocket.chat/direct/abc?msg=1",
    "https://example.org/channel/x?msg=a\nhttps://other.example/group/y?msg=b",
    "chat.example.org",
    "m\u{fc}nchen.example",
    "xn--mnchen-3ya.example:8080/x",
    "+55 11 91234-5678",
    "user: a server: b.example\nuser: c server: d.example",
    "\u{202e}a\u{200b}\u{0}\u{feff}\u{fffe}",
    "\r\n\r\n.\r\nBcc: x@else.example",
    "שלום (a) العربية ١٢",
    "]]>&<w:t>{mailbox}",
    "n/a",
    " ",
];

pub fn seed() {
    if wants_seeds() {
        let walks: Vec<u8> = (0..=255).collect();
        let drafts = crate::draft::drafts().filter(|draft| draft.len() < 8_000);
        let seeds = drafts.enumerate().map(|(at, draft)| {
            let site = [b'0' + u8::try_from(at % 3).expect("small")];
            let walk = walks
                .iter()
                .map(|byte| byte.wrapping_mul(site[0]).wrapping_add(byte >> 2));
            [
                &site[..],
                &draft,
                &[SEPARATOR, 0],
                &walk.collect::<Vec<u8>>(),
            ]
            .concat()
        });
        plant("events", seeds);
    }
}

/// Bytes that are read one after the other; zeros when they are used up.
struct Input<'a>(&'a [u8]);

impl Input<'_> {
    fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    /// One of these, if there are any.
    fn of<'t, T>(&mut self, all: &'t [T]) -> Option<&'t T> {
        let at = usize::from(self.byte());
        all.get(at % all.len().max(1))
    }

    fn text(&mut self) -> String {
        let length = usize::from(self.byte());
        if length >= 128 {
            return ANSWERS[length % ANSWERS.len()].to_owned();
        }
        let (text, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        crate::text(text)
    }

    fn field(&mut self, session: &Session) -> Field {
        let chosen = self.of(&session.book().rules.questions);
        let is_of_group = chosen.is_some_and(|question| question.group.is_some());
        let other = self.byte();
        Field {
            question: chosen.map_or_else(|| "x".into(), |question| question.id.clone()),
            // Now and then one that does not fit the question.
            entry: (is_of_group != (other > 250)).then_some(usize::from(other % 4)),
        }
    }

    fn answer(&mut self, session: &Session, field: &Field) -> Answer {
        let question = session.book().rules.question(&field.question);
        let Some(question) = question else {
            return Answer::Text(self.text());
        };
        let sort = self.byte();
        match question.answer {
            _ if sort == 255 => Answer::Tick(true),
            _ if sort == 254 => Answer::Several(vec![self.text()]),
            QuestionType::Tick => Answer::Tick(sort % 2 == 0),
            QuestionType::Choices => {
                let options = question.options.iter().enumerate();
                let chosen = options.filter(|(at, _)| sort >> (at % 8) & 1 == 1);
                Answer::Several(chosen.map(|(_, option)| option.to_string()).collect())
            }
            QuestionType::Choice if sort < 250 => {
                let option = self.of(&question.options);
                Answer::Text(option.map(ToString::to_string).unwrap_or_default())
            }
            _ => Answer::Text(self.text()),
        }
    }

    fn kind(&mut self, session: &Session) -> KindId {
        let kind = self.of(&session.book().rules.kinds);
        kind.map_or_else(|| "x".into(), |kind| kind.id.clone())
    }

    fn group(&mut self, session: &Session) -> GroupId {
        let group = self.of(&session.book().rules.groups);
        group.map_or_else(|| "x".into(), |group| group.id.clone())
    }

    fn rule(&mut self, session: &Session) -> RuleId {
        let rules: Vec<RuleId> = session
            .book()
            .rules
            .all()
            .into_iter()
            .map(|rule| rule.id.clone())
            .collect();
        self.of(&rules).cloned().unwrap_or_else(|| "x".into())
    }

    fn step(&mut self, session: &Session) -> StepId {
        let step = self.of(&session.book().rules.steps);
        step.map_or_else(|| REVIEW.into(), |step| step.id.clone())
    }

    fn event(&mut self, session: &Session, draft: Option<&Draft>) -> Event {
        match self.byte() % 32 {
            0..=7 => {
                let field = self.field(session);
                let answer = self.answer(session, &field);
                Event::Entered(field, answer)
            }
            8 | 9 => Event::LeftField(self.field(session)),
            10..=12 => Event::Pasted(self.field(session), self.text()),
            13 => Event::Chose(self.kind(session)),
            14 => Event::AcceptedKind(self.kind(session)),
            15 => Event::Started(self.kind(session)),
            16 => Event::Unfolded,
            17 => Event::Added(self.group(session)),
            18 => Event::Removed(self.group(session), usize::from(self.byte() % 4)),
            19 => Event::RestoredEntry(self.group(session)),
            20 => Event::Ticked(self.rule(session), self.byte() % 2 == 0),
            21 => Event::LeftOut(self.rule(session), self.byte() % 2 == 0),
            22 | 23 => Event::Next,
            24 => Event::Back,
            25 => Event::GoTo(self.step(session)),
            26 => Event::AskedToChange,
            27 => match draft {
                Some(draft) => Event::Opened(Box::new(draft.clone())),
                None => Event::Cleared,
            },
            28 => {
                [Event::Saved, Event::Filed, Event::ConfirmedDraft][usize::from(self.byte() % 3)].clone()
            }
            29 => Event::StartedAnother,
            30 => {
                let servers: Vec<String> = session
                    .other_servers()
                    .iter()
                    .map(|other| other.server.clone())
                    .collect();
                Event::StartedForServer(self.of(&servers).cloned().unwrap_or_default())
            }
            _ => Event::StartedExtension,
        }
    }
}

pub fn run(bytes: &[u8]) {
    let Some((site, bytes)) = bytes.split_first() else {
        return;
    };
    let end = bytes.iter().position(|byte| *byte == SEPARATOR);
    let (draft, rest) = bytes.split_at(end.unwrap_or(bytes.len()));
    let draft = Draft::parse(draft).ok();
    let Rules { book, labels, .. } = &RULES[usize::from(*site) % RULES.len()];
    let mut session = Session::new(book.clone(), labels.clone(), today());
    let mut input = Input(rest.get(1..).unwrap_or_default());
    for _ in 0..MOST {
        if input.0.is_empty() {
            break;
        }
        let event = input.event(&session, draft.as_ref());
        let effect = session.update(event);
        let view = session.view();
        if let Some(Effect::Entered(step) | Effect::Refilled(step)) = effect {
            assert_eq!(step, *session.at());
        }
        assert!(view.shown.contains(session.at()), "{:?}", view.shown);
        let _ = (
            session.is_unsaved(),
            session.is_unfiled(),
            session.has_rewritten(),
        );
    }
    examine(&session);
}

/// That the draft of a request can be opened, and that its letter comes out of every file as it is.
pub(crate) fn examine(session: &Session) {
    let draft = session.draft();
    let is_short = (draft.answers.groups.values()).all(|entries| entries.len() <= 500);
    if is_short {
        let again = Draft::parse(draft.to_json().as_bytes()).expect("it is a draft");
        assert_eq!(again.answers, draft.answers);
    }
    let view = session.view();
    let Some(letter) = &view.letter else {
        return;
    };
    let written = [
        ("text", plain(letter)),
        ("markdown", markdown(letter)),
        ("name", letter_file(letter, "docx")),
    ];
    for (name, text) in &written {
        can_be_shown(name, text);
    }
    let file = docx(
        letter,
        &Labels {
            page_of: "{page} of {pages}",
        },
    );
    match readers::read("letter.docx", &file) {
        Ok(read) => assert_eq!(read.provenance, letter.provenance()),
        Err(why) => assert_eq!(why, Unreadable::TooLong),
    }
    for mail in view.mail.iter().chain(&view.mail_now) {
        examine_mail(mail);
    }
    let now = UtcStamp {
        day: today(),
        time: [23, 59, 59],
    };
    for reminder in &view.reminders {
        let file = calendar(reminder, letter, now).replace("\r\n", "\n");
        can_be_shown("calendar", &file);
    }
}

fn examine_mail(mail: &CoveringMail) {
    for (name, text) in [
        ("to", mail.to.as_str()),
        ("subject", mail.subject.as_str()),
    ] {
        can_be_shown(name, text);
        assert!(!text.contains('\n'), "{name}: {text:?}");
    }
    let file = eml(mail);
    assert!(file.is_ascii());
    if let Err(why) = readers::read("letter.eml", file.as_bytes()) {
        assert!(
            matches!(why, Unreadable::TooLong | Unreadable::Empty),
            "{why:?}"
        );
    }
    match mailto(mail) {
        Mailto::Whole(link) | Mailto::Short(link) | Mailto::WithoutText(link) => {
            assert!(link.starts_with("mailto:") && link.is_ascii());
        }
        Mailto::TooLong => {}
    }
    let _ = text(mail.body.as_bytes());
}
