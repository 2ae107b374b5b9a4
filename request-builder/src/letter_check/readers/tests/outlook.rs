//! Messages of Outlook, and RTF.

use super::*;
use cfb::CompoundFile;
use std::io::{Cursor, Write as _};

/// A message with these streams and storages; a storage's name ends with `/`.
fn msg(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = CompoundFile::create(Cursor::new(Vec::new())).expect("a file");
    // A stream that is made again replaces the one before.
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
        ("__substg1.0_10130102", b"<p>See attached.<br>Greetings</p>"),
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
    assert_eq!(reading.attached, ["letter.docx"]);
    assert_eq!(
        unread(&reading),
        [
            ("scan [2J Found.png", Unreadable::Picture),
            ("order.pdf", Unreadable::Pdf)
        ]
    );
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
    assert_eq!(unread(&reading), [("2.msg", Unreadable::TooMany)]);
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

/// Whoever publishes a document must not publish what its author struck out or hid.
#[test]
fn the_body_of_a_document_has_only_what_holds() {
    let rtf = br"{\rtf1\ansi{\header\pard Draft of counsel\par}{\footer Page 1}\pard Fees\par
We charge {\strike 5 dollars\par}9 dollars.{\striked1  Old rule.}{\v for counsel}{\deleted  gone} Now\par
{\listtext (a)\tab}files of 10{\super 3} bytes{\footnote\pard Or {\strike less}more.}, the 1{\up6 st}\par}";
    let body = DocumentBody::read(rtf).expect("it is read");
    assert_eq!(
        body.text,
        "\nFees\nWe charge \n9 dollars. Now\n(a) files of 10\u{b3} bytes, the 1st\n\n\nOr more.\n"
    );
    let omitted = body.omitted.iter();
    let omitted: Vec<(Omission, &str)> = omitted.map(|(why, it)| (*why, it.trim())).collect();
    assert_eq!(
        omitted,
        [
            (Omission::HeadOrFoot, "Draft of counsel"),
            (Omission::HeadOrFoot, "Page 1"),
            (Omission::Struck, "5 dollars"),
            (Omission::Struck, "Old rule."),
            (Omission::Hidden, "for counsel"),
            (Omission::Deleted, "gone"),
            (Omission::Struck, "less"),
        ]
    );
    assert_eq!(
        DocumentBody::read(br"{\rtf1{\strike all of it}}"),
        Err(Unreadable::Empty)
    );
}

#[test]
fn the_body_of_an_opendocument_text_has_only_what_holds() {
    let content = "<office:document><style:style style:name=\"T1\"><style:text-properties text:display=\"none\"/></style:style>\
        <style:style style:name=\"T2\"><style:text-properties style:text-line-through-style=\"solid\"/></style:style>\
        <text:p>We charge <text:span text:style-name=\"T2\">5 dollars</text:span>9 dollars.\
        <text:span text:style-name=\"T1\">not always</text:span></text:p><text:p text:style-name=\"T2\">Fax us.</text:p></office:document>";
    let styles = "<office:document><style:master-page><style:header><text:p>Draft of counsel</text:p></style:header>\
        </style:master-page></office:document>";
    let bytes = zip(
        &[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("styles.xml", styles.as_bytes()),
            ("content.xml", content.as_bytes()),
        ],
        false,
    );
    let body = DocumentBody::read(&bytes).expect("it is read");
    assert_eq!(body.text, "We charge 9 dollars.\n\n");
    let omitted = body.omitted.iter();
    let omitted: Vec<(Omission, &str)> = omitted.map(|(why, it)| (*why, it.trim())).collect();
    assert_eq!(
        omitted,
        [
            (Omission::HeadOrFoot, "Draft of counsel"),
            (Omission::Struck, "5 dollars"),
            (Omission::Hidden, "not always"),
            (Omission::Struck, "Fax us."),
        ]
    );
}

#[test]
fn the_body_of_an_opendocument_text_has_its_headings_and_lists_its_changes() {
    let content = "<office:document><text:tracked-changes><text:changed-region><text:deletion>\
        <dc:creator>Ana</dc:creator><text:p>We charge.</text:p></text:deletion></text:changed-region></text:tracked-changes>\
        <text:h>Fees &amp; costs</text:h><text:p>Kestrel Post AB<office:annotation><dc:creator>Ana</dc:creator>\
        <text:p>Right?</text:p></office:annotation></text:p>\
        <table:table><table:table-row table:visibility=\"collapse\"><table:table-cell><text:p>Secret row</text:p></table:table-cell>\
        </table:table-row></table:table></office:document>";
    let bytes = zip(
        &[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("content.xml", content.as_bytes()),
        ],
        false,
    );
    let body = DocumentBody::read(&bytes).expect("it is read");
    assert_eq!(body.headings, ["Fees & costs"]);
    assert_eq!(body.text.trim(), "Fees & costs\nKestrel Post AB");
    let omitted = body.omitted.iter();
    let omitted: Vec<(Omission, &str)> = omitted.map(|(why, it)| (*why, it.trim())).collect();
    assert_eq!(
        omitted,
        [
            (Omission::Hidden, "Secret row"),
            (Omission::Deleted, "We charge."),
            (Omission::Comment, "Right?"),
        ]
    );
}

fn rtf(rtf: &[u8]) -> Reading {
    read("a.rtf", rtf).expect("it is read")
}

#[test]
fn rtf_is_decoded_by_the_code_page_of_its_font_or_of_the_document() {
    for (code, expected) in [
        (&br"{\rtf1\ansi\ansicpg932 \'93\'fa\'96{\b \'7b}}"[..], "日\u{fffd}{"),
        (br"{\rtf1\ansi\ansicpg932 \'93\'fa\'96\'7b\'83A}", "日本ア"),
        (b"{\\rtf1\\ansi\\ansicpg932 \x93\xfa\r\n\x96\\'7b}", "日本"),
        (br"{\rtf1\ansi\ansicpg936 \'d6\'d0\'ce\'c4}", "中文"),
        (br"{\rtf1\ansi\ansicpg949 \'c7\'d1\'b1\'db}", "한글"),
        (br"{\rtf1\ansi\ansicpg950 \'a4\'a4\'a4\'e5}", "中文"),
        (br"{\rtf1\ansi\ansicpg1251 \'cf\'f0}", "Пр"),
        (br"{\rtf1\ansi\ansicpg65001 \'c3\'a9}", "é"),
        (br"{\rtf1\mac caf\'8e}", "café"),
        (
            br"{\rtf1\ansi\ansicpg1252\deff1{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}{\f2\fnil\fcharset128 C;}}\'cf{\f0 \'e9}{\f2\'93\'fa}\'f0\f0\plain\'f0}",
            "Пé日рр",
        ),
        // Programs with Unicode leave out the two bytes that follow.
        (br"{\rtf1\ansi\ansicpg932\uc2 \u26085\'93\'fa!\uc0\u26085 !\uc1\u26085?\u26412?}", "日!日!日本"),
        (br"{\rtf1\ansi\ansicpg1361 plain}", "plain"),
    ] {
        let shown = String::from_utf8_lossy(code);
        assert_eq!(rtf(code).text, expected, "{shown}");
    }
    for unknown in [
        br"{\rtf1\ansi\ansicpg1361 \'88\'61}",
        br"{\rtf1\ansi\ansicpg9999 \'88\'61}",
    ] {
        assert_eq!(read("a.rtf", unknown), Err(Unreadable::OlderFormat));
    }
}

#[test]
fn visible_parts_of_rtf_are_read_and_hidden_ones_are_not() {
    for (code, expected) in [
        (&br"{\rtf1 a{\footnote\pard note}b\par{\footer page}c}"[..], "ab\nc\nnote\npage\n"),
        (br"{\rtf1{\header Sheriff}Letter}", "Sheriff\nLetter"),
        (
            br"{\rtf1 a{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt box}}{\shprslt{\*\do{\dptxbxtext box}}}}b}",
            "a\nbox\nb",
        ),
        (br"{\rtf1 a{\*\do{\dptxbxtext box}}b}", "a\nbox\nb"),
        (br"{\rtf1{\upr{ansi}{\*\ud{\u233?t}}}}", "ét"),
        (br"{\rtf1\intbl a\nestcell b\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables\par}\cell\row}", "a\tb\t\n\t\n"),
        (br"{\rtf1{\object{\*\objclass W}{\*\objdata 00}{\result shown}}}", "shown"),
        (br"{\rtf1{\pntext 1.\tab}{\listtext 2.\tab}{\*\pn no}{\*\bkmkstart no}x}", "1.\t2.\tx"),
        (br"{\rtf1{\field{\*\fldinst HYPERLINK{ no}}{\fldrslt link}}}", "link"),
        (br"{\rtf1 a\emspace b\'}c}", "a b"),
        (br"{\rtf1 a\u233\par b\u8212\emdash c}", "aé\nb—c"),
        (b" \n{\\rtf1 Letter}", "Letter"),
    ] {
        let shown = String::from_utf8_lossy(code);
        assert_eq!(rtf(code).text, expected, "{shown}");
    }
    // The end of the file is missing, and nobody knows what was there.
    for cut in [&br"{\rtf1 Letter"[..], br"{\rtf1 Letter\bin99 }"] {
        assert_eq!(read("a.rtf", cut), Err(Unreadable::Damaged));
    }
}

#[test]
fn white_text_of_rtf_is_hidden_unless_it_is_on_a_background() {
    const HEAD: &str = r"{\rtf1{\colortbl;\red255\green255\blue254;\red0\green0\blue0;}";
    for shown in [
        r"\chcbpat2\cf1 x",
        r"\cbpat2{\cf1 x}",
        r"\trowd\clcbpat2\cellx9\intbl\cf1 x\cell\row",
        r"{\*\background x}\cf1 x",
        r"{\*\shpinst{\shptxt\cf1 x}}",
        r"\fs x",
    ] {
        let reading = rtf(format!("{HEAD}{shown}}}").as_bytes());
        assert_eq!(
            (reading.text.trim(), reading.has_hidden),
            ("x", false),
            "{shown}"
        );
    }
    for hidden in [
        r"\cf1 x",
        r"\highlight1\cf1 x",
        r"{\highlight2 }\cf1 x",
        r"\cbpat2\pard\cf1 x",
        r"\trowd\clcbpat2\trowd\cellx9\intbl\cf1 x",
    ] {
        let reading = rtf(format!("{HEAD}.{hidden}}}").as_bytes());
        assert_eq!(
            (reading.text.trim(), reading.has_hidden),
            (".", true),
            "{hidden}"
        );
    }
}

#[test]
fn html_inside_of_rtf_is_read_as_html() {
    let code = br#"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}}{\colortbl\red0\green0\blue0;}
{\*\htmltag64 <p style="}{\*\htmltag4 color:red">}\htmlrtf {\f0 no\htmlrtf0 Search {\*\htmltag84 <b>}warrant{\*\htmltag92 </b>}{\*\htmltag84 &nbsp;}\htmlrtf \'a0\htmlrtf0 a < b \u8211?
{\*\htmltag84 <span style='display:none'>}secret{\*\htmltag92 </span>}{\*\mhtmltag84 no}\htmlrtf\par}\htmlrtf0{\*\htmltag72 </p>}{\pntext no}{\*\htmltag64 <div>}end\par}"#;
    let reading = rtf(code);
    assert_eq!(reading.text.trim(), "Search warrant a < b –\nend");
    assert!(reading.has_hidden);
    // In a message, the plain text next to it has the hidden words, too.
    let packed = compressed_rtf::compress_rtf(std::str::from_utf8(code).expect("ASCII"));
    let bytes = msg(&[
        ("__substg1.0_1000001F", &wide("Search warrant secret")),
        ("__substg1.0_10090102", &packed.expect("it is packed")),
    ]);
    let reading = read("a.msg", &bytes).expect("it is read");
    assert!(
        reading.has_hidden && !reading.text.contains("secret"),
        "{reading:?}"
    );
}

#[test]
fn packed_rtf_is_unpacked_as_others_pack_it_and_no_further_than_it_says() {
    let letter = format!(r"{{\rtf1 {}}}", r"Letter \'e9\par a b a b ".repeat(500));
    let packed = compressed_rtf::compress_rtf(&letter).expect("it is packed");
    let read = super::super::rtf::unpack;
    assert_eq!(read(&packed).as_deref(), Some(letter.as_bytes()));
    // What is stated is a limit.
    let mut short = packed.clone();
    short[4..8].copy_from_slice(&10_u32.to_le_bytes());
    assert_eq!(read(&short).map(|rtf| rtf.len()), Some(10));
    for cut in 0..packed.len() {
        assert_eq!(read(&packed[..cut]), None, "{cut}");
    }
    let mut damaged = packed.clone();
    damaged[100] ^= 1;
    assert_eq!(read(&damaged), None);
    // A letter without its text is not passed off as one.
    let bytes = msg(&[
        ("__substg1.0_0037001F", &wide("Request")),
        ("__substg1.0_10090102", &damaged),
    ]);
    let reading = super::read("a.msg", &bytes).expect("it is read");
    assert_eq!(unread(&reading), [("text/rtf", Unreadable::Damaged)]);
}

/// The properties of fixed length of a message.
fn properties(entries: &[(u16, u16, u64)]) -> Vec<u8> {
    let mut bytes = vec![0; 32];
    for (number, sort, value) in entries {
        bytes.extend((u32::from(*number) << 16 | u32::from(*sort)).to_le_bytes());
        bytes.extend([0; 4]);
        bytes.extend(value.to_le_bytes());
    }
    bytes
}

#[test]
fn strings_of_a_message_are_decoded_by_its_code_page() {
    let cyrillic = properties(&[
        (0x3ffd, 3, 1251),
        (0x3fde, 3, 20866),
        (0x0039, 0x40, 132_500_000_000_000_000),
    ]);
    let bytes = msg(&[
        ("__properties_version1.0", &cyrillic),
        ("__substg1.0_0037001E", b"\xcf\xf0"),
        ("__substg1.0_10130102", b"<p>\xd0\xd2</p>"),
    ]);
    let text = text("a.msg", &bytes);
    assert_eq!(
        text.trim(),
        "Date: 2020-11-16T11:33:20Z \nSubject: Пр \n\nпр",
        "{text}"
    );
    let japanese = properties(&[(0x3fde, 3, 50220)]);
    let bytes = msg(&[
        ("__properties_version1.0", &japanese),
        ("__substg1.0_10130102", b"<p>\x1b$BF|K\\\x1b(B</p>"),
    ]);
    assert_eq!(super::text("a.msg", &bytes).trim(), "日本");
    // Whatever it states, UTF-8 is such.
    let bytes = msg(&[
        ("__properties_version1.0", &japanese),
        ("__substg1.0_10130102", "<p>é</p>".as_bytes()),
    ]);
    assert_eq!(super::text("a.msg", &bytes).trim(), "é");
}

#[test]
fn an_email_in_an_east_asian_encoding_is_read() {
    for (charset, body, expected) in [
        ("iso-2022-jp", &b"\x1b$BF|K\\\x1b(B"[..], "日本"),
        ("gb2312", b"\xd6\xd0\xce\xc4", "中文"),
        ("euc-kr", b"\xc7\xd1\xb1\xdb", "한글"),
    ] {
        let head = format!("From: a@b.gov\r\nContent-Type: text/plain; charset={charset}\r\n\r\n");
        let text = text("a.eml", &[head.as_bytes(), body].concat());
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn what_is_attached_to_a_message_and_is_not_read_is_named() {
    let object = "__attach_version1.0_#00000000/__substg1.0_3701000D/CONTENTS";
    let bytes = msg(&[
        ("__substg1.0_1000001F", &wide("See attached.")),
        (object, b"drawing"),
        (
            "__attach_version1.0_#00000000/__substg1.0_3001001F",
            &wide("Chart"),
        ),
        (
            "__attach_version1.0_#00000001/__substg1.0_3707001F",
            &wide("cloud.docx"),
        ),
    ]);
    let reading = read("a.msg", &bytes).expect("it is read");
    assert_eq!(
        unread(&reading),
        [
            ("Chart", Unreadable::NoText),
            ("cloud.docx", Unreadable::Damaged)
        ]
    );
    let names: Vec<String> = (0..300)
        .map(|at| format!("__attach_version1.0_#{at:08X}/__substg1.0_37010102"))
        .collect();
    let attached: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), &b"hi"[..]))
        .collect();
    let reading = read("a.msg", &msg(&attached)).expect("it is read");
    assert_eq!(reading.attached.len(), 40);
    assert_eq!((reading.unread.len(), reading.more_unread), (200, 60));
}

#[test]
fn after_a_pdf_that_takes_too_much_no_other_is_read() {
    let pdf = "Content-Type: application/pdf; name=a.pdf\r\n\r\n%PDF-1.7";
    let count = std::cell::Cell::new(0);
    let read_pdf = |_: &[u8]| {
        count.set(count.get() + 1);
        Err(Unreadable::TooCostly)
    };
    let reading = read_with_pdf("a.eml", &mail(&["\r\nhi", pdf, pdf, pdf]), &read_pdf);
    assert_eq!(
        unread(&reading.expect("it is read")),
        [("a.pdf", Unreadable::TooCostly); 3]
    );
    assert_eq!(count.get(), 1);
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

#[test]
fn a_document_in_one_xml_file_that_is_attached_is_read() {
    let part = "Content-Type: application/vnd.oasis.opendocument.text-flat-xml; name=a.fodt\r\n\
        Content-Disposition: attachment\r\n\r\n<?xml version=\"1.0\"?><office:document><office:body><office:text>\
        <text:p>Search warrant</text:p></office:text></office:body></office:document>";
    let reading = read("a.eml", &mail(&["\r\nSee attached.", part])).expect("it is read");
    assert!(reading.text.contains("\nSearch warrant\n"), "{reading:?}");
    assert_eq!(reading.attached, ["a.fodt"]);
    assert_eq!(unread(&reading), []);
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
