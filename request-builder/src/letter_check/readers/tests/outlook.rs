//! Messages of Outlook, and RTF.

use super::*;
use cfb::CompoundFile;
use std::io::{Cursor, Write as _};

/// A message with these streams and storages; a storage's name ends with `/`.
fn msg(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = CompoundFile::create(Cursor::new(Vec::new())).expect("a file");
    for (name, content) in [("__properties_version1.0", &[0; 32][..])]
        .iter()
        .chain(streams)
    {
        if let Some((storage, _)) = name.rsplit_once('/') {
            file.create_storage_all(storage).expect("a storage");
        }
        let mut stream = file.create_stream(name).expect("a stream");
        stream.write_all(content).expect("it is written");
    }
    file.into_inner().into_inner()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn a_message_of_outlook_is_read_with_its_sender_and_what_is_attached() {
    let letter = document("<w:p><w:r><w:t>The warrant itself</w:t></w:r></w:p>");
    let subject = wide("Request\r\nFound: everything\u{202e}");
    let bytes = msg(&[
        ("__substg1.0_0037001F", &subject),
        ("__substg1.0_0C1A001F", &wide("Jörg")),
        ("__substg1.0_5D01001F", &wide("j@polizei.example")),
        ("__substg1.0_0E04001E", b"legal@rocket.example"),
        ("__substg1.0_1000001F", &wide("See attached.\r\nGreetings")),
        ("__substg1.0_10130102", b"<p>not this</p>"),
        (
            "__attach_version1.0_#00000000/__substg1.0_3707001F",
            &wide("letter.docx"),
        ),
        (
            "__attach_version1.0_#00000000/__substg1.0_37010102",
            &letter,
        ),
        (
            "__attach_version1.0_#00000001/__substg1.0_3704001E",
            b"scan\x1b[2J\r\nFound.png",
        ),
        (
            "__attach_version1.0_#00000001/__substg1.0_37010102",
            b"\x89PNG",
        ),
        (
            "__attach_version1.0_#00000002/__substg1.0_3707001F",
            &wide("order.pdf"),
        ),
        (
            "__attach_version1.0_#00000002/__substg1.0_37010102",
            b"%PDF-1.7",
        ),
    ]);
    let reading = read("a.msg", &bytes).expect("it is read");
    let lines: Vec<&str> = reading.text.lines().map(str::trim_end).collect();
    assert_eq!(
        lines[..6],
        [
            "From: Jörg <j@polizei.example>",
            "To: legal@rocket.example",
            "Subject: Request Found: everything",
            "",
            "See attached.",
            "Greetings"
        ]
    );
    assert!(
        reading.text.contains("The warrant itself"),
        "{}",
        reading.text
    );
    assert!(!reading.text.contains("not this"), "{}", reading.text);
    assert_eq!(reading.attached, ["letter.docx"]);
    assert_eq!(reading.unread, ["scan [2J Found.png", "order.pdf"]);
}

#[test]
fn a_message_that_was_sent_has_its_headers() {
    let headers = "From: =?utf-8?Q?J=C3=B6rg?= <j@polizei.example>\r\nTo: legal@rocket.example\r\n\
        Subject: Request\r\nX-Request-Letter: kind=account\r\nContent-Type: multipart/mixed; boundary=x\r\n";
    let bytes = msg(&[
        ("__substg1.0_007D001F", &wide(headers)),
        ("__substg1.0_0C1A001F", &wide("/O=CORP/OU=X/CN=JOERG")),
        ("__substg1.0_1000001F", &wide("Text")),
    ]);
    let reading = read("", &bytes).expect("it is read");
    assert!(
        reading
            .text
            .starts_with("From: Jörg <j@polizei.example> \nTo: "),
        "{}",
        reading.text
    );
    assert!(reading.text.ends_with("\n\nText\n"), "{}", reading.text);
    assert_eq!(reading.stated_kind(), Some("account"));
}

#[test]
fn without_plain_text_a_message_is_read_from_rtf_and_then_from_html() {
    let rtf = compressed_rtf::compress_rtf(r"{\rtf1\ansi Search {\v secret }warrant\par}");
    let rtf = rtf.expect("it is packed");
    let html = b"<p>Sub<b>poena</b></p><p style='display:none'>secret</p>";
    for (streams, expected) in [
        (
            &[
                ("__substg1.0_10090102", &rtf[..]),
                ("__substg1.0_10130102", &html[..]),
            ][..],
            "Search warrant",
        ),
        (&[("__substg1.0_10130102", &html[..])], "Subpoena"),
    ] {
        let reading = read("a.msg", &msg(streams)).expect("it is read");
        assert_eq!(reading.text.trim(), expected);
        assert!(reading.has_hidden);
    }
}

#[test]
fn attached_messages_are_read_to_a_limited_depth() {
    let inner = "__attach_version1.0_#00000000/__substg1.0_3701000D/__substg1.0_1000001F";
    let bytes = msg(&[(inner, &wide("The letter itself"))]);
    let reading = read("a.msg", &bytes).expect("it is read");
    assert!(
        reading.text.contains("The letter itself"),
        "{}",
        reading.text
    );

    let mut nested = wide("innermost");
    for depth in 0..6 {
        let name = format!("{depth}.msg");
        nested = msg(&[
            ("__substg1.0_1000001F", &wide("outer")),
            (
                "__attach_version1.0_#00000000/__substg1.0_3707001F",
                &wide(&name),
            ),
            (
                "__attach_version1.0_#00000000/__substg1.0_37010102",
                &nested,
            ),
        ]);
    }
    let reading = read("a.msg", &nested).expect("it is read");
    assert!(!reading.text.contains("innermost"), "{}", reading.text);
    assert_eq!(reading.unread, ["2.msg"]);
}

#[test]
fn a_message_that_claims_more_than_it_has_is_read_as_far_as_it_goes() {
    let stated = u32::MAX.to_le_bytes();
    for sort in [&b"LZFu"[..], b"MELA"] {
        let rtf = [&[16, 0, 0, 0][..], &stated, sort, &[0; 8]].concat();
        let bytes = msg(&[
            ("__substg1.0_10090102", &rtf),
            ("__substg1.0_10130102", b"<p>Letter</p>"),
        ]);
        assert_eq!(text("a.msg", &bytes).trim(), "Letter");
    }
    // A chain of sectors that leads back to itself.
    let body = wide(&"Letter ".repeat(2000));
    let mut bytes = msg(&[("__substg1.0_1000001F", &body)]);
    let table = bytes[76..80].try_into().map(u32::from_le_bytes);
    let table = usize::try_from(table.expect("four bytes")).expect("small") * 4096 + 4096;
    for entry in (0..32).map(|entry| table + entry * 4) {
        bytes[entry..entry + 4].copy_from_slice(&3_u32.to_le_bytes());
    }
    assert_eq!(read("a.msg", &bytes), Err(Unreadable::OutlookMessage));
}

#[test]
fn rtf_is_read_as_a_reader_sees_it() {
    let rtf = br"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times;}}{\colortbl;\red255\green255\blue255;}
{\*\generator Word;}{\info{\author nobody}}\pard Caf\'e9 \u8211? na\uc2\u239 \'69\'69ve\line next\par
{\deleted gone }{\v hidden }{\fs2 tiny}{\cf1 white}\trowd\intbl Username\cell a\{b\}\cell\row\pard
{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}{\pict 00ff}\bin4 }}}} \u-10179?\u-8704?}trailing";
    let reading = read("a.rtf", rtf).expect("it is read");
    assert_eq!(
        reading.text,
        "Café – naïve\nnext\nUsername\ta{b}\t\nlink \u{1f600}"
    );
    assert!(reading.has_hidden);
    let painted = br"{\rtf1{\colortbl;\red255\green255\blue255;}\chcbpat2\cf1 white on black}";
    assert_eq!(text("a.rtf", painted), "white on black");
    assert_eq!(
        read("a.rtf", &[&b"{\\rtf1"[..], &[b'{'; 1000]].concat()),
        Err(Unreadable::Damaged)
    );
}

#[test]
fn reading_rtf_takes_time_in_proportion_to_its_length() {
    for piece in ["{", "\\'41", "\\u65?", "{\\v a}", "\\", "\\bin9"] {
        let rtf = |times: usize| ["{\\rtf1 ", &piece.repeat(times)].concat().into_bytes();
        let (short, long) = (rtf(20_000), rtf(160_000));
        let time = |bytes: &[u8]| cpu_time(3, || read("a.rtf", bytes));
        let (short, long) = (time(&short), time(&long));
        // A millisecond is too little to compare.
        assert!(long < short.max(0.001) * 24.0, "{piece}: {short} {long}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_damage_to_a_message_makes_it_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let rtf = compressed_rtf::compress_rtf(r"{\rtf1 letter}").expect("it is packed");
        let mut bytes = msg(&[
            ("__substg1.0_10090102", &rtf),
            ("__attach_version1.0_#00000000/__substg1.0_37010102", b"{\\rtf1 x}"),
        ]);
        let length = bytes.len();
        bytes[at.index(length)] = byte;
        let _ = read("a.msg", &bytes);
        let _ = read("a.msg", &bytes[..cut.index(length)]);
    }

    #[test]
    fn no_rtf_makes_it_panic(rtf in r"(\\(u|uc|cf|fs|bin|red|v|par|'|\*|colortbl)-?[0-9]{0,11} ?|[{};a-z]){0,60}") {
        let _ = read("a.rtf", ["{\\rtf1 ", &rtf].concat().as_bytes());
    }
}
