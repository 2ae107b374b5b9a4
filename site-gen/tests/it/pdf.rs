//! PDFs: what is read of them, and that none stops the review of the other letters.

use crate::support::{site_gen, workspace};
use proptest::prelude::*;
use proptest::sample::Index;
use request_builder::letter_check::readers::{PdfText, Unread, Unreadable, read_with_pdf};
use std::fs;
use std::process::Output;

/// A PDF of these objects, numbered from 1, and what its trailer says besides.
fn file(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (at, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", pdf.len());
        pdf.extend(format!("{} 0 obj\n", at + 1).bytes());
        pdf.extend_from_slice(object);
        pdf.extend_from_slice(b"\nendobj\n");
    }
    let start = pdf.len();
    let count = objects.len() + 1;
    let end = format!(
        "xref\n0 {count}\n{table}trailer\n<</Size {count}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n"
    );
    pdf.extend(end.bytes());
    pdf
}

fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<<{dictionary}/Length {}>>stream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

/// The objects of a document whose pages draw this.
fn objects(pages: &[&str]) -> Vec<Vec<u8>> {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
    let mut all = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        Vec::new(),
        font.into(),
        b"<</Type/ExtGState/ca 0>>".to_vec(),
        stream(
            "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8",
            b"\0",
        ),
    ];
    let mut kids = String::new();
    for page in pages {
        let number = all.len() + 1;
        kids += &format!("{number} 0 R ");
        all.push(
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {} 0 R/Resources<<\
                 /Font<</F 3 0 R>>/ExtGState<</G 4 0 R>>/XObject<</I 5 0 R>>>>>>",
                number + 1
            )
            .into(),
        );
        all.push(stream("", page.as_bytes()));
    }
    all[1] = format!("<</Type/Pages/Count {}/Kids[{kids}]>>", pages.len()).into();
    all
}

fn pdf(pages: &[&str]) -> Vec<u8> {
    file(&objects(pages), "")
}

fn read(pages: &[&str]) -> Result<PdfText, Unreadable> {
    site_gen::pdf::read(pdf(pages))
}

const PICTURE: &str = "q 600 0 0 800 0 0 cm /I Do Q";

#[test]
fn a_pdf_is_read_line_by_line_with_spaces_where_words_are_apart() {
    let page = "BT /F 12 Tf 50 700 Td (Search war) Tj (rant) Tj 0 -14 Td [(of the)-400(court)] TJ \
        0 -40 Td (Username) Tj 200 0 Td (m\\374ller) Tj ET";
    let read = read(&[page, "BT /F 12 Tf 50 700 Td (Page two) Tj ET"]).expect("it is read");
    assert_eq!(
        read.text,
        "Search warrant\nof the court\n\nUsername\tmüller\nPage two\n"
    );
    assert!(!read.has_hidden && read.pictures.is_empty());
}

#[test]
fn text_of_a_pdf_that_nobody_sees_is_not_read_and_is_reported() {
    for hidden in [
        "3 Tr (hidden) Tj",
        "1 g (hidden) Tj",
        "/F 1 Tf (hidden) Tj",
        "/G gs (hidden) Tj",
        "900 0 Td (hidden) Tj",
    ] {
        let page = format!("BT /F 12 Tf 50 700 Td (Letter) Tj 0 -20 Td {hidden} ET");
        let read = read(&[&page]).expect("it is read");
        assert_eq!(read.text.trim(), "Letter", "{hidden}");
        assert!(read.has_hidden, "{hidden}");
    }
    for shown in [
        "0 g 0 0 600 800 re f 1 g BT /F 12 Tf 50 700 Td (Letter) Tj ET",
        "q 600 0 0 800 0 0 cm /I Do Q 1 g BT /F 12 Tf 50 700 Td (Letter) Tj ET",
        "BT /F 1 Tf 12 0 0 12 50 700 Tm 2 Tr (Letter) Tj ET",
    ] {
        let read = read(&[shown]).expect("it is read");
        assert_eq!(
            (read.text.trim(), read.has_hidden),
            ("Letter", false),
            "{shown}"
        );
    }
    // A white area may lie on a dark one.
    let page = "0 g 0 0 600 800 re f 1 g 0 0 600 800 re f BT /F 12 Tf 50 700 Td (hidden) Tj ET";
    assert_eq!(read(&[page]), Err(Unreadable::Scan));
}

#[test]
fn a_scan_is_called_one_and_a_scanned_page_is_named() {
    assert_eq!(read(&[PICTURE]), Err(Unreadable::Scan));
    // With the text that a scanner recognised, which a reader does not see.
    let recognised = format!("{PICTURE} BT 3 Tr /F 12 Tf 50 700 Td (Search warrant) Tj ET");
    assert_eq!(read(&[&recognised]), Err(Unreadable::Scan));
    let letter = "BT /F 12 Tf 50 700 Td (Letter) Tj ET";
    let bytes = pdf(&[letter, PICTURE]);
    let reading = read_with_pdf("a\n.pdf", &bytes, &|pdf| site_gen::pdf::read(pdf.to_vec()));
    let picture = Unread {
        name: "a .pdf#page=2".to_owned(),
        why: Unreadable::Picture,
    };
    assert_eq!(reading.expect("it is read").unread, [picture]);
}

#[test]
fn a_pdf_with_a_password_is_called_locked() {
    let encrypt = format!(
        "/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{0}>/U<{0}>>>/ID[<00><00>]",
        "00".repeat(32)
    );
    let bytes = file(&objects(&["BT ET"]), &encrypt);
    assert_eq!(site_gen::pdf::read(bytes), Err(Unreadable::Locked));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_damage_to_a_pdf_makes_it_panic(at in any::<Index>(), byte in any::<u8>(), cut in any::<Index>()) {
        let mut bytes = pdf(&["BT /F 12 Tf 50 700 Td (Letter) Tj ET", PICTURE]);
        let length = bytes.len();
        bytes[at.index(length)] = byte;
        let _ = site_gen::pdf::read(bytes.clone());
        bytes.truncate(cut.index(length));
        let _ = site_gen::pdf::read(bytes);
    }
}

/// A PDF that unpacks to two gigabytes.
fn with_much_memory() -> Vec<u8> {
    let mut all = objects(&[""]);
    // Each pair of bytes stands for 128 spaces, and is packed once more.
    let packed = vec![[129, b' ']; 16 * 1024 * 1024].concat();
    let mut deflate = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut deflate, &packed).expect("memory takes it");
    let packed = deflate.finish().expect("memory takes it");
    all[6] = stream("/Filter[/FlateDecode/RunLengthDecode]", &packed);
    file(&all, "")
}

/// A PDF of ten forms, each of which draws the next one ten times.
fn with_much_time() -> Vec<u8> {
    let mut all = objects(&["/N Do"]);
    let first = all.len() + 1;
    all[5] = String::from_utf8(all[5].clone())
        .expect("text")
        .replace("/I 5 0 R", &format!("/N {first} 0 R"))
        .into();
    for next in first + 1..first + 11 {
        let form = format!(
            "/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</N {next} 0 R>>>>"
        );
        all.push(stream(&form, "/N Do ".repeat(10).as_bytes()));
    }
    all.push(stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 600 800]",
        b"0 0 9 9 re f",
    ));
    file(&all, "")
}

fn review(letters: &[(&str, &[u8])]) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, content) in letters {
        fs::write(folder.path().join(name), content).expect("a file");
    }
    let mut command = site_gen();
    command.args([
        "review",
        "--format",
        "json",
        "--today",
        "2026-01-15",
        "--site",
    ]);
    command.arg(workspace()).arg(folder.path());
    command.output().expect("it runs")
}

#[test]
fn a_pdf_is_reviewed_and_so_is_one_that_is_attached() {
    let letter = "BT /F 12 Tf 50 700 Td (Please preserve the data of @jdoe on https://open.rocket.chat.) Tj ET";
    let letter = pdf(&[letter]);
    let mail = [
        b"From: a@b.gov\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n--X\r\n\r\nSee attached.\r\n--X\r\n\
          Content-Type: application/pdf; name=letter.pdf\r\nContent-Transfer-Encoding: binary\r\n\r\n",
        &letter[..],
        b"\r\n--X--\r\n",
    ]
    .concat();
    let out = review(&[("a.pdf", &letter), ("b.eml", &mail)]);
    let out = String::from_utf8_lossy(&out.stdout).into_owned();
    let rows: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    for row in rows.as_array().expect("rows") {
        assert_eq!(row["kind"], "preservation", "{out}");
        assert_eq!(row["accounts"][0], "jdoe", "{out}");
        assert!(row.get("unread").is_none(), "{out}");
    }
}

/// The process that reads it has limits, and the review goes on without it.
#[test]
fn a_pdf_that_needs_too_much_time_or_memory_does_not_stop_the_review() {
    let out = review(&[
        ("a.pdf", &with_much_memory()),
        ("b.pdf", &with_much_time()),
        (
            "c.txt",
            b"Please preserve the data of @jdoe on https://open.rocket.chat.",
        ),
    ]);
    let out = String::from_utf8_lossy(&out.stdout).into_owned();
    let rows: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let problem = |at: usize| rows[at]["problem"].as_str().unwrap_or_default();
    assert!(problem(0).starts_with("This file is damaged"), "{out}");
    assert!(problem(1).starts_with("This file is damaged"), "{out}");
    assert_eq!(rows[2]["kind"], "preservation", "{out}");
}
