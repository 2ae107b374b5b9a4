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
        "1 Tz (hidden) Tj",
        "ET q 0 0 300 300 re W n BT /F 12 Tf 50 600 Td (hidden) Tj ET Q BT",
        "ET q 0 0 m 300 0 l 0 300 l W n BT /F 12 Tf 50 600 Td (hidden) Tj ET Q BT",
        // Under something else: a white area, a black bar, a picture.
        "(hidden) Tj ET 1 g 40 670 500 20 re f BT",
        "(hidden) Tj ET 0 g 40 670 500 20 re f BT",
        "(hidden) Tj ET q 500 0 0 20 40 670 cm /I Do Q BT",
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
        // White letters with a black outline.
        "BT /F 12 Tf 50 700 Td 1 g 0 G 2 Tr (Letter) Tj ET",
        // Made bold by drawing it twice.
        "BT /F 12 Tf 50 700 Td (Letter) Tj 0.3 0 Td (Letter) Tj ET",
        "q 40 690 500 20 re W n BT /F 12 Tf 50 700 Td (Letter) Tj ET Q",
        // An area before the text, next to it, and one through which it shows.
        "0.9 g 0 0 600 800 re f 0 g BT /F 12 Tf 50 700 Td (Letter) Tj ET",
        "BT /F 12 Tf 50 700 Td (Letter) Tj ET 0 g 40 600 500 20 re f",
        "BT /F 12 Tf 50 700 Td (Letter) Tj ET /G gs 0 g 40 690 500 20 re f",
        // The frame around a text is no area.
        "BT /F 12 Tf 50 700 Td (Letter) Tj ET 0 g 10 10 500 780 re 12 12 496 776 re f*",
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
    assert_eq!(read(&[page]), Err(Unreadable::Drawn));
}

/// A PDF of a page whose dictionary is changed, and with a further object, the seventh or a later one.
fn changed(page: &str, from: &str, to: &str, further: &str) -> Result<PdfText, Unreadable> {
    let mut all = objects(&[page]);
    let dictionary = String::from_utf8(all[5].clone()).expect("text");
    all[5] = dictionary.replace(from, to).into();
    all.push(further.into());
    site_gen::pdf::read(file(&all, ""))
}

#[test]
fn a_page_that_is_turned_or_cut_is_read_as_it_is_shown() {
    let page = "BT /F 12 Tf 50 700 Td (Search warrant) Tj 0 -14 Td (of the court) Tj 0 -600 Td (cut) Tj ET";
    for turned in ["/Rotate 90", "/Rotate 180", "/Rotate 270", "/Rotate -90"] {
        let read = changed(page, "/Contents", &format!("{turned}/Contents"), "null");
        let read = read.expect("it is read");
        assert_eq!(
            read.text.trim(),
            "Search warrant\nof the court\n\ncut",
            "{turned}"
        );
        assert!(!read.has_hidden, "{turned}");
    }
    let read = changed(
        page,
        "/Contents",
        "/CropBox[0 200 600 800]/Contents",
        "null",
    );
    let read = read.expect("it is read");
    assert_eq!(
        (read.text.trim(), read.has_hidden),
        ("Search warrant\nof the court", true)
    );
    // Text along the side of a page.
    let side =
        "BT 0 12 -12 0 50 100 Tm /F 1 Tf (Search ) Tj (warrant) Tj 0 -1.2 Td (of the court) Tj ET";
    let read = self::read(&[side]).expect("it is read");
    assert_eq!(read.text.lines().count(), 2, "{}", read.text);
    assert!(read.text.starts_with("Search warrant\n"), "{}", read.text);
}

#[test]
fn letters_that_are_drawings_are_read_if_the_font_says_what_they_are() {
    // Its letters are six points wide at size 1.
    let font = |name: &str| {
        format!(
            "<</Type/Font/Subtype/Type3/FontBBox[0 0 6 8]/FontMatrix[1 0 0 1 0 0]/CharProcs<</{name} 9 0 R>>\
             /Encoding<</Type/Encoding/Differences[65/{name}]>>/FirstChar 65/LastChar 65/Widths[6]>>"
        )
    };
    let read = |name: &str| {
        let mut all = objects(&["BT /F 1 Tf 50 700 Td (AAA) Tj ET"]);
        all[2] = font(name).into();
        all.push(b"null".to_vec());
        all.push(stream("", b"6 0 0 0 6 8 d1 0 0 5 8 re f"));
        site_gen::pdf::read(file(&all, ""))
    };
    let known = read("A").expect("it is read");
    assert_eq!((known.text.trim(), known.has_hidden), ("AAA", false));
    assert_eq!(read("g999"), Err(Unreadable::Drawn));
    // Outlines without a font, and nothing at all.
    assert_eq!(
        self::read(&["50 700 m 60 710 l 70 700 l f"]),
        Err(Unreadable::Drawn)
    );
    assert_eq!(self::read(&[""]), Err(Unreadable::Empty));
}

#[test]
fn text_that_is_too_long_is_not_cut_off_in_silence() {
    let spaces = " ".repeat(250_000);
    let page = format!("BT /F 12 Tf 50 700 Td ({spaces}) Tj (Letter) Tj ET");
    assert_eq!(read(&[&page]), Err(Unreadable::TooLong));
}

#[test]
fn a_scan_is_called_one_and_a_scanned_page_is_named() {
    assert_eq!(read(&[PICTURE]), Err(Unreadable::Scan));
    let letter = "BT /F 12 Tf 50 700 Td (Letter) Tj ET";
    let bytes = pdf(&[letter, PICTURE]);
    let reading = read_with_pdf("a\n.pdf", &bytes, &|pdf| site_gen::pdf::read(pdf.to_vec()));
    let picture = Unread {
        name: "a .pdf#page=2".to_owned(),
        why: Unreadable::Picture,
    };
    assert_eq!(reading.expect("it is read").unread, [picture]);
    // A scan to which a fax machine added a line, and a letter on a picture of its letterhead.
    let fax = format!("{PICTURE} 1 g BT /F 12 Tf 50 700 Td (FROM: 555-1234 P.1) Tj ET");
    let fax = read(&[&fax]).expect("it is read");
    assert_eq!(
        (fax.text.trim(), fax.pictures),
        ("FROM: 555-1234 P.1", vec![1])
    );
    let letter = "(A letter of many words that goes on and on.) Tj 0 -14 Td ".repeat(9);
    let letter = format!("{PICTURE} 1 g BT /F 12 Tf 50 700 Td {letter} ET");
    assert_eq!(read(&[&letter]).expect("it is read").pictures, [0; 0]);
}

/// A scanner adds the text that it recognised in a picture, not drawn or under the picture.
#[test]
fn the_text_that_a_scanner_recognised_is_read_with_a_warning() {
    let not_drawn = "BT 3 Tr /F 12 Tf 50 700 Td (Search warrant) Tj ET";
    let under = "BT /F 12 Tf 50 700 Td (Search warrant) Tj ET";
    let white = "1 g BT /F 12 Tf 50 600 Td (hidden) Tj ET";
    for page in [
        format!("{PICTURE} {not_drawn}"),
        format!("{under} {PICTURE}"),
        // Letters that are drawings.
        format!("0 g 50 700 5 9 re f {not_drawn}"),
    ] {
        let text = read(&[&page]).expect("it is read");
        assert_eq!(text.text.trim(), "Search warrant", "{page}");
        assert_eq!(
            (text.recognized, text.pictures),
            (vec![1], vec![]),
            "{page}"
        );
        assert!(!text.has_hidden, "{page}");
    }
    // It is still hidden beside text that is seen, or if more than that hides it.
    let text = read(&[&format!("{white} {PICTURE} {not_drawn}")]).expect("it is read");
    assert_eq!(
        (text.text.trim(), text.has_hidden),
        ("Search warrant", true)
    );
    let bar = "BT /F 12 Tf 50 700 Td (hidden) Tj ET 0 g 40 690 500 20 re f";
    assert_eq!(read(&[bar]), Err(Unreadable::Drawn));
    let bytes = pdf(&[&format!("{PICTURE} {not_drawn}")]);
    let reading = read_with_pdf("a.pdf", &bytes, &|pdf| site_gen::pdf::read(pdf.to_vec()));
    let page = Unread {
        name: "a.pdf#page=1".to_owned(),
        why: Unreadable::Recognized,
    };
    assert_eq!(reading.expect("it is read").unread, [page]);
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
        assert_eq!(row["unread"], serde_json::json!([]), "{out}");
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
    let costly = "Reading this file takes too much time or memory";
    assert!(problem(0).starts_with(costly), "{out}");
    assert!(problem(1).starts_with(costly), "{out}");
    assert_eq!(rows[2]["kind"], "preservation", "{out}");
}
