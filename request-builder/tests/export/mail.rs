//! The covering email as a link and as a file.

use super::any_letter::any_text;
use proptest::prelude::*;
use request_builder::letter::export::{
    CoveringMail, HeaderText, MAX_LINK_LENGTH, Mailto, eml, mailto,
};
use request_builder::letter::{Mail, MailText};
use request_builder::text::clean;

fn mail(subject: &str, text: &str) -> CoveringMail {
    CoveringMail::new(&Mail {
        to: "legal@exemplar.example".to_owned(),
        subject: subject.to_owned(),
        parts: vec![
            MailText::Text("Dear Sir or Madam,".to_owned()),
            MailText::Text(text.to_owned()),
            MailText::Attachment("The letter".to_owned()),
            MailText::Attachment("The order".to_owned()),
        ],
        short: Vec::new(),
        provenance: String::new(),
    })
}

#[test]
fn a_link_has_the_address_the_subject_and_every_line() {
    let link = mailto(&mail("Case 1 & 2? 50%", "A+B=C\n© 北京"));
    assert_eq!(
        link,
        Mailto::Whole(
            "mailto:legal@exemplar.example?subject=Case%201%20%26%202%3F%2050%25&body=\
             Dear%20Sir%20or%20Madam%2C%0D%0A%0D%0AA%2BB%3DC%0D%0A%C2%A9%20%E5%8C%97%E4%BA%AC\
             %0D%0A%0D%0A-%20The%20letter%0D%0A-%20The%20order"
                .to_owned()
        )
    );
}

#[test]
fn the_length_of_a_link_is_that_of_its_encoding() {
    // 300 letters of Chinese are 2,700 characters in a link.
    let Mailto::WithoutText(link) = mailto(&mail("Case", &"京".repeat(300))) else {
        panic!("it is too long");
    };
    assert_eq!(link, "mailto:legal@exemplar.example?subject=Case");
    assert!(matches!(
        mailto(&mail("Case", &"a".repeat(300))),
        Mailto::Whole(_)
    ));
    assert_eq!(mailto(&mail(&"京".repeat(300), "")), Mailto::TooLong);
    assert_eq!(
        mailto(&mail(&"a".repeat(1 << 20), &"a".repeat(1 << 20))),
        Mailto::TooLong
    );
}

#[test]
fn a_link_without_room_for_the_text_says_what_is_most_urgent() {
    let mail = CoveringMail::new(&Mail {
        to: "legal@exemplar.example".to_owned(),
        subject: "Case".to_owned(),
        parts: vec![MailText::Text("a".repeat(3_000))],
        short: vec![
            "Short form".to_owned(),
            "Details: ".to_owned() + &"bit ".repeat(700),
            "Nature: a\nthreat".to_owned(),
        ],
        provenance: String::new(),
    });
    let link = format!(
        "mailto:legal@exemplar.example?subject=Case&body=Short%20form%0D%0ADetails%3A{}%20%5B%E2%80%A6%5D%0D%0ANature%3A%20a%20threat",
        "%20bit".repeat(72)
    );
    assert_eq!(mailto(&mail), Mailto::Short(link));
}

#[test]
fn a_file_names_what_the_letter_was_made_by_on_short_lines() {
    let rules = vec!["signed-request"; 30].join(", ");
    let mail = CoveringMail::new(&Mail {
        provenance: format!("kind=account; rules={rules}\r\nBcc: x@else.example"),
        ..Mail {
            to: String::new(),
            subject: String::new(),
            parts: Vec::new(),
            short: Vec::new(),
            provenance: String::new(),
        }
    });
    let file = eml(&mail);
    assert!(file.contains("\r\nX-Request-Letter: kind=account; rules=signed-request, "));
    let head = file.split("\r\n\r\n").next().unwrap_or_default();
    assert!(
        head.lines()
            .all(|line| line.len() <= 76 && !line.starts_with("Bcc"))
    );
}

#[test]
fn an_email_file_is_an_unsent_message() {
    insta::assert_snapshot!(eml(&mail("Case 12", "We ask = for:\n.\nFrom now on   ")).replace('\r', ""), @"
    X-Unsent: 1
    To: legal@exemplar.example
    Subject: Case 12
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: quoted-printable

    Dear Sir or Madam,

    We ask =3D for:
    =2E
    =46rom now on

    - The letter
    - The order
    ");
}

#[test]
fn a_subject_that_is_not_short_ascii_is_cut_into_encoded_words() {
    let file = eml(&mail(
        "Überprüfung des Postfachs, Aktenzeichen 4 Js 118/24, 北京, 🚓",
        "",
    ));
    let lines: Vec<&str> = file
        .lines()
        .skip_while(|line| !line.starts_with("Subject"))
        .take_while(|line| !line.starts_with("MIME"))
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    Subject: =?utf-8?Q?=C3=9Cberpr=C3=BCfung_des_Postfachs=2C_Aktenzeichen_4_J?=
     =?utf-8?Q?s_118=2F24=2C_=E5=8C=97=E4=BA=AC=2C_=F0=9F=9A=93?=
    ");
}

#[test]
fn an_email_file_of_a_megabyte_is_complete() {
    let file = eml(&mail("Case", &"京".repeat(350_000)));
    assert_eq!(file.matches("=E4=BA=AC").count() + broken(&file), 350_000);
}

/// The number of characters replaced by soft line breaks.
fn broken(file: &str) -> usize {
    file.replace("=\r\n", "").matches("=E4=BA=AC").count() - file.matches("=E4=BA=AC").count()
}

/// Undoes percent-encoding.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next(), rest.next()].map(|digit| digit.expect("two digits"));
            let digits = std::str::from_utf8(&digits).expect("digits");
            bytes.push(u8::from_str_radix(digits, 16).expect("digits"));
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).expect("whole characters")
}

proptest! {
    #[test]
    fn no_text_reaches_a_second_header(text in any_text(), body in any_text()) {
        let line = HeaderText::new(&text);
        let found = line.as_str().contains(|ch: char| ch.is_control() || "\u{2028}\u{2029}".contains(ch));
        prop_assert!(!found);
        let file = eml(&mail(&text, &body));
        let (head, _) = file.split_once("\r\n\r\n").expect("a head and a body");
        let names: Vec<&str> = head
            .split("\r\n")
            .filter(|line| !line.starts_with(' '))
            .filter_map(|line| line.split(':').next())
            .collect();
        prop_assert_eq!(
            names,
            ["X-Unsent", "To", "Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]
        );
    }

    #[test]
    fn every_line_of_a_file_is_short_ascii(text in any_text(), body in any_text()) {
        let file = eml(&mail(&text, &body));
        prop_assert!(file.ends_with("\r\n"));
        for line in file.split("\r\n") {
            prop_assert!(line.len() <= 76, "{}", line);
            prop_assert!(line.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{}", line);
            prop_assert!(!line.ends_with(' ') || line == "Subject: ");
        }
    }

    #[test]
    fn a_link_is_never_too_long_and_says_what_the_e_mail_says(text in any_text(), body in any_text()) {
        let mail = mail(&text, &body);
        match mailto(&mail) {
            Mailto::Whole(link) => {
                prop_assert!(link.len() <= MAX_LINK_LENGTH);
                let (head, body) = link.split_once("&body=").expect("a text");
                let (_, subject) = head.split_once("?subject=").expect("a subject");
                prop_assert_eq!(decoded(subject), mail.subject.as_str());
                prop_assert_eq!(decoded(body).replace("\r\n", "\n"), mail.body.trim_end());
                let found = body.contains(['&', '?', '#', '\n', '+']);
                prop_assert!(!found);
            }
            Mailto::Short(link) => prop_assert!(false, "it has no short form: {}", link),
            Mailto::WithoutText(link) => {
                prop_assert!(link.len() <= MAX_LINK_LENGTH);
                prop_assert!(!link.contains("body"));
            }
            Mailto::TooLong => prop_assert!(clean(&text).0.len() * 3 > MAX_LINK_LENGTH - 100),
        }
    }
}
