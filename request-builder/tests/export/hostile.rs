//! What an officer may paste, in every form that a letter takes.

use super::sample;
use request_builder::answers::Date;
use request_builder::letter::cleaned;
use request_builder::letter::export::{
    CoveringMail, Labels, Mailto, UtcStamp, calendar, docx, eml, mailto, markdown, text,
};
use request_builder::letter::{Block, Content, DueReminder, Letter, Line, Mail, MailText, Run};
use test_support::cpu_time;

/// A letter with a text in every place that can contain an answer.
fn everywhere(answer: &str) -> Letter {
    let line = || {
        Line(vec![
            Run::Words("Answer: ".into()),
            Run::Answer(answer.into()),
        ])
    };
    let contents = vec![
        Content::Cover(line()),
        Content::PageBreak,
        Content::Subject(line()),
        Content::Text(vec![line(), line()]),
        Content::Item {
            number: 1,
            lines: vec![line(), line()],
        },
        Content::Table {
            head: vec!["Head".to_owned()],
            rows: vec![vec![line()]],
        },
        Content::Signature(vec![line()]),
    ];
    let block = |content| Block {
        content,
        sources: Vec::new(),
    };
    Letter {
        subject: answer.to_owned(),
        blocks: contents.into_iter().map(block).collect(),
        ..sample::letter(false)
    }
}

/// Every export of it, as text that can be searched.
fn every_export(answer: &str) -> Vec<(&'static str, String)> {
    let letter = everywhere(answer);
    let mail = CoveringMail::new(&Mail {
        short: vec![answer.to_owned()],
        provenance: answer.to_owned(),
        to: "legal@exemplar.example".to_owned(),
        subject: answer.to_owned(),
        parts: vec![MailText::Text(answer.to_owned())],
    });
    let reminder = DueReminder {
        id: "day-90".into(),
        day: Date::EPOCH,
        on: Date::EPOCH,
        is_past: false,
        text: String::new(),
        title: answer.to_owned(),
        note: answer.to_owned(),
    };
    let now = UtcStamp {
        day: Date::EPOCH,
        time: [0; 3],
    };
    let labels = Labels { page_of: "{page}" };
    let link = match mailto(&mail) {
        Mailto::Whole(link) | Mailto::Short(link) | Mailto::WithoutText(link) => link,
        Mailto::TooLong => String::new(),
    };
    let docx = docx(&letter, &labels);
    vec![
        ("text", text(&letter)),
        ("markdown", markdown(&letter)),
        // Parts are stored as they are, so words can be found in the bytes.
        ("docx", String::from_utf8_lossy(&docx).into_owned()),
        ("eml", eml(&mail).replace("=\r\n", "")),
        ("mailto", link),
        (
            "calendar",
            calendar(&reminder, &letter, now).replace("\r\n ", ""),
        ),
    ]
}

fn letters(export: &str) -> bool {
    // These two are written in ASCII.
    !matches!(export, "eml" | "mailto")
}

#[test]
fn scripts_of_every_direction_and_emoji_come_through_whole() {
    for answer in [
        "محمد علي ٣",
        "שלום",
        "北京市公安局",
        "👩‍👧 🚓",
        "Zoë Ångström",
        "می‌خواهم",
    ] {
        for (export, file) in every_export(answer) {
            let parted = export == "docx" && answer.contains(' ');
            if letters(export) && !parted {
                assert!(file.contains(answer), "{export}: {answer}");
            }
            assert!(
                !file.is_empty() && !file.contains('\u{fffd}') || export == "docx",
                "{export}"
            );
        }
    }
}

#[test]
fn what_cannot_be_seen_is_in_no_export() {
    let hostile = "a\0\u{1b}[31m\u{202e}b\u{2066}\u{200b}\u{feff}c\u{fffe}\u{fffd}\u{7f}";
    assert_eq!(cleaned(&everywhere(hostile)).1.total(), 9 * 9);
    for (export, file) in every_export(hostile) {
        if export == "docx" {
            continue; // a zip may contain any byte; other tests check its parts
        }
        let found = file.contains(|ch: char| {
            ch.is_control() && !matches!(ch, '\n' | '\r')
                || "\u{202e}\u{2066}\u{200b}\u{feff}\u{fffe}\u{fffd}".contains(ch)
        });
        assert!(!found, "{export}");
        assert!(!file.contains("%00") && !file.contains("=00") && !file.contains("=E2=80=AE"));
    }
}

#[test]
fn no_line_break_reaches_a_subject_or_a_name() {
    for line_end in ["\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{b}"] {
        let hostile = format!("Case{line_end}Bcc: x@else.example{line_end}BEGIN:VALARM");
        for (export, file) in every_export(&hostile) {
            if matches!(export, "eml" | "calendar" | "mailto") {
                let head = file.split("\r\n\r\n").next().unwrap_or_default();
                assert!(!head.contains("\nBcc:"), "{export}: {head}");
                assert_eq!(
                    head.matches("\nBEGIN:VALARM").count(),
                    usize::from(export == "calendar")
                );
                assert!(
                    !head.contains("0ABcc") || head.contains("body="),
                    "{export}: {head}"
                );
            }
        }
    }
}

#[test]
fn exports_of_a_megabyte_take_linear_time() {
    for piece in ["京", "👩‍👧", "*_#", "م1(", "\u{202e}", "\r\n"] {
        let megabyte = piece.repeat((1 << 20) / piece.len());
        let eighth = piece.repeat((1 << 17) / piece.len());
        let few = cpu_time(3, || every_export(&eighth));
        let mut exports = Vec::new();
        let many = cpu_time(1, || exports = every_export(&megabyte));
        assert!(many < few * 8.0 * 4.0, "{piece:?}: {few} s, {many} s");
        let whole = exports.iter().filter(|(_, file)| file.len() > 1 << 20);
        // A link cannot hold a megabyte, and invisible characters and line ends are removed.
        let expected = if matches!(piece, "\u{202e}" | "\r\n") {
            0
        } else {
            4
        };
        assert!(whole.count() >= expected, "{piece:?}");
    }
}
