//! Any file read as a letter. The first byte says what type of file the rest is. For a word
//! processor's document, the rest are the texts of its parts, which are put into a ZIP file, since
//! hardly any change to the bytes of a ZIP file leaves one.
//!
//! A PDF is only refused here: a process of its own reads it, and may fail.

use crate::site::{Rules, SITES, rules, today};
use crate::{SEPARATOR, can_be_shown, files, parts, plant, wants_seeds};
use cfb::CompoundFile;
use request_builder::answers::Draft;
use request_builder::letter::export::{Labels, docx, eml};
use request_builder::letter_check::readers::{self, Docx, one_line};
use request_builder::session::{Event, Session};
use std::io::{Cursor, Write};
use std::sync::LazyLock;

static RULES: LazyLock<Vec<Rules>> = LazyLock::new(|| SITES.map(rules).into());

/// The parts of a document in the order of the input.
pub(crate) const DOCX: [&str; 6] = [
    "word/document.xml",
    "word/styles.xml",
    "word/_rels/document.xml.rels",
    "word/numbering.xml",
    "word/header1.xml",
    "docProps/core.xml",
];
const ODT: [&str; 2] = ["content.xml", "styles.xml"];

pub fn seed() {
    if !wants_seeds() {
        return;
    }
    let sort = |sort: u8, bytes: &[u8]| [&[sort], bytes].concat();
    let letters = files("site-gen/tests/letters", &["txt"])
        .into_iter()
        .step_by(5);
    let mut seeds: Vec<Vec<u8>> = letters.map(|(_, bytes)| sort(b'0', &bytes)).collect();
    for Rules { book, labels, .. } in &*RULES {
        for draft in crate::draft::drafts().filter_map(|draft| Draft::parse(&draft).ok()) {
            let mut session = Session::new(book.clone(), labels.clone(), today());
            session.update(Event::Opened(Box::new(draft)));
            let view = session.view();
            let Some(letter) = &view.letter else { continue };
            let file = docx(letter, &Labels { page_of: "{page}" });
            let document = Docx::open(&file).expect("a document");
            let all = [
                document.main(),
                document.part("styles"),
                document.relationships(),
                document.part("numbering"),
            ];
            let all = all.map(Result::unwrap_or_default);
            seeds.push(sort(b'1', &all.join(&SEPARATOR)));
            seeds.push(sort(b'2', &file));
            seeds.extend(
                view.mail
                    .iter()
                    .map(|mail| sort(b'4', eml(mail).as_bytes())),
            );
        }
    }
    let rtf = br"{\rtf1{\colortbl;\red255\green255\blue255;}{\*\generator a;}{\v b}{\cf1 c}\trowd\intbl d\cell\row\pard\uc1\u8211? \'e9\par}";
    let odt = br#"<office:document-content><office:automatic-styles><style:style style:name="P1"><style:text-properties text:display="none" fo:font-size="1pt"/></style:style></office:automatic-styles><office:body><office:text><text:h>Search warrant</text:h><text:p>Dear <text:span text:style-name="P1">Sir</text:span>,<text:s text:c="3"/><text:tab/><text:line-break/>a@police.gov</text:p><table:table><table:table-row><table:table-cell><text:p>Username</text:p></table:table-cell></table:table-row></table:table></office:text></office:body></office:document-content>"#;
    let mail = b"From: a@police.gov\r\nSubject: =?utf-8?Q?Warrant?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p style=3D'display:none'>a</p><p>Search=20warrant &amp; &#233;</p>\r\n--x\r\nContent-Type: text/plain; format=flowed; name*=utf-8''a%20b.txt\r\nContent-Disposition: attachment; filename=\"a.txt\"\r\nContent-Transfer-Encoding: base64\r\n\r\nV2FycmFudA==\r\n--x--\r\n";
    seeds.extend([
        sort(b'3', odt),
        sort(b'4', mail),
        sort(b'5', b"<html><head><style>.a{display:none}</style></head><body><p class=a>a<br>b&nbsp;&euro;<table><tr><td>c</table>"),
        sort(b'0', rtf),
        sort(b'6', &msg(rtf).unwrap_or_default()),
        sort(b'7', b"%PDF-1.7\n"),
    ]);
    plant("letter", seeds);
}

/// A message of Outlook whose text is this RTF, with an attachment.
fn msg(rtf: &[u8]) -> std::io::Result<Vec<u8>> {
    let size = |added: usize| {
        u32::try_from(rtf.len() + added)
            .unwrap_or_default()
            .to_le_bytes()
    };
    let mut file = CompoundFile::create(Cursor::new(Vec::new()))?;
    file.create_storage("__attach_version1.0_#00000000")?;
    for (name, content) in [
        ("__properties_version1.0", vec![0; 32]),
        ("__substg1.0_0037001F", b"R\0e\0q\0".to_vec()),
        (
            "__substg1.0_007D001E",
            b"From: a@police.gov\r\nSubject: Request\r\n".to_vec(),
        ),
        // RTF that is not packed ([MS-OXRTFCP], 2.1.3.1.3).
        (
            "__substg1.0_10090102",
            [&size(12)[..], &size(0), b"MELA", &[0; 4], rtf].concat(),
        ),
        (
            "__attach_version1.0_#00000000/__substg1.0_3707001E",
            b"a.txt".to_vec(),
        ),
        (
            "__attach_version1.0_#00000000/__substg1.0_37010102",
            b"Warrant".to_vec(),
        ),
    ] {
        file.create_stream(name)?.write_all(&content)?;
    }
    Ok(file.into_inner().into_inner())
}

pub fn run(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else {
        return;
    };
    match first % 8 {
        0 => read("letter.txt", bytes),
        1 => read("letter.docx", &document(&DOCX, bytes)),
        2 => read("letter.docx", bytes),
        3 => read("letter.odt", &document(&ODT, bytes)),
        4 => read("letter.eml", bytes),
        5 => {
            let head = b"Content-Type: text/html; charset=utf-8\r\n\r\n";
            read("letter.eml", &[head, bytes].concat());
        }
        6 => read("letter.msg", bytes),
        _ => read("letter.pdf", bytes),
    }
}

fn read(name: &str, bytes: &[u8]) {
    let Ok(reading) = readers::read(name, bytes) else {
        return;
    };
    can_be_shown("text", &reading.text);
    let unread = reading.unread.iter().map(|one| &one.name);
    for name in reading.attached.iter().chain(unread) {
        assert_eq!(one_line(name), *name, "names are one line");
    }
}

/// A word processor's document with these parts.
pub(crate) fn document(names: &[&str], bytes: &[u8]) -> Vec<u8> {
    let texts = names
        .iter()
        .zip(parts(bytes))
        .map(|(name, text)| (*name, text));
    let mut files: Vec<(&str, &[u8])> = texts.collect();
    if names[0] == ODT[0] {
        files.push(("mimetype", b"application/vnd.oasis.opendocument.text"));
    }
    zip(&files)
}

/// A ZIP file of files that are stored as they are.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let long = |number: usize| u32::try_from(number).expect("small").to_le_bytes();
    let short = |number: usize| u16::try_from(number).expect("small").to_le_bytes();
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let start = long(out.len());
        let size = long(content.len());
        let common = [
            &[20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0][..],
            &size,
            &size,
            &short(name.len()),
            &[0, 0],
        ]
        .concat();
        out.extend([&b"PK\x03\x04"[..], &common, name.as_bytes(), content].concat());
        directory.extend(
            [
                &b"PK\x01\x02\x14\0"[..],
                &common,
                &[0; 10],
                &start,
                name.as_bytes(),
            ]
            .concat(),
        );
    }
    let (count, start, length) = (short(files.len()), long(out.len()), long(directory.len()));
    out.extend(directory);
    out.extend(
        [
            &b"PK\x05\x06\0\0\0\0"[..],
            &count,
            &count,
            &length,
            &start,
            &[0, 0],
        ]
        .concat(),
    );
    out
}
