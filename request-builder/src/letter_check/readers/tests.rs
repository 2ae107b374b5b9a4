use super::*;
use proptest::prelude::*;

/// A ZIP file of files that are stored as they are.
fn zip(files: &[(&str, &[u8])], locked: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (name, content) in files {
        let start = u32::try_from(out.len()).expect("small");
        let packed = miniz_oxide::deflate::compress_to_vec(content, 6);
        let mut common = Vec::new();
        common.extend_from_slice(&20_u16.to_le_bytes());
        common.extend_from_slice(&u16::from(locked).to_le_bytes());
        common.extend_from_slice(&8_u16.to_le_bytes());
        common.extend_from_slice(&[0; 8]);
        common.extend_from_slice(&u32::try_from(packed.len()).expect("small").to_le_bytes());
        common.extend_from_slice(&u32::try_from(content.len()).expect("small").to_le_bytes());
        common.extend_from_slice(&u16::try_from(name.len()).expect("small").to_le_bytes());
        common.extend_from_slice(&[0; 2]);
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&common);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(&packed);
        directory.extend_from_slice(b"PK\x01\x02\x14\0");
        directory.extend_from_slice(&common);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&start.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
    }
    let start = u32::try_from(out.len()).expect("small");
    let length = u32::try_from(directory.len()).expect("small");
    out.extend_from_slice(&directory);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    let count = u16::try_from(files.len()).expect("few");
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&start.to_le_bytes());
    out.extend_from_slice(&[0; 2]);
    out
}

fn document(body: &str) -> Vec<u8> {
    let xml = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"
    );
    zip(&[("word/document.xml", xml.as_bytes())], false)
}

fn text(name: &str, bytes: &[u8]) -> String {
    read(name, bytes).expect("it is read").text
}

#[test]
fn plain_text_is_read_in_every_encoding_that_it_may_have() {
    let letter = "Größe – “ok”";
    let wide: Vec<u8> = letter.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = letter.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(text("a.txt", letter.as_bytes()), letter);
    assert_eq!(
        text("a.txt", &[b"\xef\xbb\xbf", letter.as_bytes()].concat()),
        letter
    );
    assert_eq!(text("a.txt", &[&[0xff, 0xfe], &wide[..]].concat()), letter);
    assert_eq!(text("a.txt", &[&[0xfe, 0xff], &big[..]].concat()), letter);
    let western: Vec<u8> = "a warrant"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(text("a.txt", &western), "a warrant");
    assert_eq!(
        text("a.txt", b"Gr\xf6\xdfe \x96 \x93ok\x94\r\nend"),
        "Größe – “ok”\nend"
    );
}

#[test]
fn a_document_is_read_as_a_reader_sees_it() {
    let body = "<w:p><w:r><w:t>Search </w:t></w:r><w:ins><w:r><w:t>warrant</w:t></w:r></w:ins>\
        <w:del><w:r><w:delText>subpoena</w:delText><w:t>gone</w:t></w:r></w:del></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Username</w:t></w:r></w:p></w:tc>\
        <w:tc><w:p><w:r><w:t>a&amp;b&#x20AC;</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
        <w:p><w:r><w:fldChar/><w:instrText>PAGE</w:instrText><w:tab/><w:t>end</w:t><w:br/><w:t>last</w:t></w:r></w:p>\
        <mc:AlternateContent><mc:Choice><w:p><w:r><w:t>box</w:t></w:r></w:p></mc:Choice>\
        <mc:Fallback><w:p><w:r><w:t>box</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>";
    assert_eq!(
        text("a.docx", &document(body)),
        "Search warrant\nUsername \ta&b€ \t\n\tend\nlast\nbox\n"
    );
}

#[test]
fn headers_and_footers_are_part_of_a_document() {
    let part =
        |words: &str| format!("<w:x xmlns:w=\"w\"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:x>");
    let (header, main, footer) = (part("Sheriff"), part("Letter"), part("a@b.gov"));
    let bytes = zip(
        &[
            ("word/footer1.xml", footer.as_bytes()),
            ("word/document.xml", main.as_bytes()),
            ("word/header1.xml", header.as_bytes()),
        ],
        false,
    );
    assert_eq!(text("a.docx", &bytes), "Sheriff\nLetter\na@b.gov\n");
}

#[test]
fn an_email_is_read_with_its_headers_and_what_is_attached() {
    let mail = b"From: =?UTF-8?Q?J=C3=B6rg?= <j@polizei.example>\r\nTo: legal@rocket.example\r\n\
        Subject: =?iso-8859-1?Q?Gr=FC=DFe?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n\
        --x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        <html><body><p>A search=\r\n warrant</p><script>no()</script></body></html>\r\n\
        --x\r\nContent-Type: text/plain; name=more.txt\r\nContent-Disposition: attachment; filename=more.txt\r\n\
        Content-Transfer-Encoding: base64\r\n\r\nVXNlcm5hbWU6IGpkb2U=\r\n\
        --x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=order.pdf\r\n\r\n%PDF-1.4\r\n--x--\r\n";
    let reading = read("a.eml", mail).expect("it is read");
    for words in [
        "From: Jörg <j@polizei.example>",
        "Subject: Grüße",
        "A search warrant",
        "Username: jdoe",
    ] {
        assert!(reading.text.contains(words), "{words} in {}", reading.text);
    }
    assert!(!reading.text.contains("no()"), "{}", reading.text);
    assert_eq!(reading.attached, ["more.txt"]);
    assert_eq!(reading.unread, ["order.pdf"]);
}

#[test]
fn a_document_attached_to_an_email_is_read_too() {
    let base64 = |bytes: &[u8]| -> String {
        const LETTERS: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        bytes
            .chunks(3)
            .flat_map(|chunk| {
                let group = chunk
                    .iter()
                    .fold(0_usize, |group, byte| group << 8 | usize::from(*byte))
                    << (8 * (3 - chunk.len()));
                (0..4).map(move |place| {
                    if place <= chunk.len() {
                        char::from(LETTERS[group >> (18 - 6 * place) & 63])
                    } else {
                        '='
                    }
                })
            })
            .collect()
    };
    let docx = base64(&document(
        "<w:p><w:r><w:t>The warrant itself</w:t></w:r></w:p>",
    ));
    let mail = format!(
        "From: a@b.gov\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nSee attached.\r\n\
         --x\r\nContent-Type: application/octet-stream; name=w.docx\r\nContent-Transfer-Encoding: base64\r\n\r\n{docx}\r\n--x--\r\n"
    );
    let reading = read("", mail.as_bytes()).expect("it is read");
    assert!(
        reading.text.contains("The warrant itself"),
        "{}",
        reading.text
    );
}

#[test]
fn a_letter_that_quotes_headers_is_no_email() {
    let letter = b"From: Det. Smith\nTo: the company\n\nA letter";
    assert_eq!(text("", letter).as_bytes(), letter);
}

#[test]
fn what_cannot_be_read_is_refused_with_its_reason() {
    let bomb = document(&"<w:p/>".repeat(3_000_000));
    for (name, bytes, why) in [
        ("", vec![], Unreadable::Empty),
        ("", b" \n\t ".to_vec(), Unreadable::Empty),
        ("a.pdf", b"%PDF-1.7".to_vec(), Unreadable::Picture),
        ("a.txt", b"\x89PNG\r\n".to_vec(), Unreadable::Picture),
        ("a.rtf", b"{\\rtf1 x}".to_vec(), Unreadable::OlderFormat),
        (
            "a.doc",
            b"\xd0\xcf\x11\xe0 Word".to_vec(),
            Unreadable::OlderFormat,
        ),
        (
            "a.docx",
            [b"\xd0\xcf\x11\xe0".to_vec(), wide("EncryptedPackage")].concat(),
            Unreadable::Locked,
        ),
        (
            "a.docx",
            zip(&[("word/document.xml", b"<a/>")], true),
            Unreadable::Locked,
        ),
        (
            "a.docx",
            zip(&[("mimetype", b"x")], false),
            Unreadable::OtherZip,
        ),
        (
            "a.docx",
            b"PK\x03\x04 cut off".to_vec(),
            Unreadable::Damaged,
        ),
        ("a.docx", document("<w:p"), Unreadable::Damaged),
        ("a.docx", bomb, Unreadable::TooLarge),
        (
            "a.docx",
            document(&"<w:p>".repeat(2000)),
            Unreadable::Damaged,
        ),
        (
            "a.docx",
            zip(
                &[(
                    "word/document.xml",
                    b"<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
                )],
                false,
            ),
            Unreadable::Damaged,
        ),
        ("a.bin", vec![0, 1, 2, 3, 200, 0, 9], Unreadable::NoText),
        ("a.txt", vec![b'a'; LONGEST_LETTER + 1], Unreadable::TooLong),
        ("a.txt", vec![b'a'; LARGEST_FILE + 1], Unreadable::TooLarge),
    ] {
        assert_eq!(read(name, &bytes), Err(why), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), mail in any::<bool>()) {
        let _ = read(if mail { "a.eml" } else { "" }, &bytes);
        let _ = read("", &[b"PK\x03\x04".to_vec(), bytes.clone(), b"PK\x05\x06".to_vec(), bytes].concat());
    }

    #[test]
    fn no_damage_to_a_document_makes_it_panic(at in 0_usize..400, byte in any::<u8>(), cut in 0_usize..400) {
        let mut bytes = document("<w:p><w:r><w:t>Letter</w:t></w:r></w:p>");
        let length = bytes.len();
        bytes[at % length] = byte;
        let _ = read("a.docx", &bytes);
        let _ = read("a.docx", &bytes[..cut.min(length)]);
    }

    #[test]
    fn no_damage_to_an_email_makes_it_panic(text in "(From: |=\\?utf-8\\?[QB]\\?|\\?=|--x|\r\n|Content-Type: (multipart/mixed; boundary=x|message/rfc822|text/html)|<[a-z]*|[a-z =]){0,60}") {
        let _ = read("a.eml", text.as_bytes());
    }
}
