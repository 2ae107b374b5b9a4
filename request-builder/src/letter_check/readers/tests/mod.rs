use super::*;
use proptest::prelude::*;
use test_support::cpu_time;

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

/// What was not read, each with its reason.
fn unread(reading: &Reading) -> Vec<(&str, Unreadable)> {
    let unread = reading.unread.iter();
    unread.map(|one| (one.name.as_str(), one.why)).collect()
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
    let notes = part("Warrant 12 of 3 May");
    let bytes = zip(
        &[
            ("word/footer1.xml", footer.as_bytes()),
            // As Word for the web calls it.
            ("word/document2.xml", main.as_bytes()),
            ("word/header1.xml", header.as_bytes()),
            ("word/endnotes.xml", notes.as_bytes()),
            (
                "_rels/.rels",
                b"<R><R Type='http://x/core-properties' Target='docProps/core.xml'/>\
                  <R Type='http://x/officeDocument' Target='/word/document2.xml'/></R>",
            ),
            (
                "word/_rels/document2.xml.rels",
                b"<R><R Type='http://x/footer' Target='footer1.xml'/><R Type='http://x/endnotes' Target='endnotes.xml'/>\
                  <R Type='http://x/header' Target='header1.xml'/></R>",
            ),
        ],
        false,
    );
    assert_eq!(
        text("a.docx", &bytes),
        "Sheriff\nLetter\nWarrant 12 of 3 May\na@b.gov\n"
    );
}

#[test]
fn hidden_text_of_a_document_is_not_part_of_the_letter_and_is_reported() {
    let run = |properties: &str| {
        document(&format!(
            "<w:p><w:r><w:t>Shown.</w:t></w:r><w:r><w:rPr>{properties}</w:rPr><w:t>Search warrant</w:t></w:r></w:p>"
        ))
    };
    for properties in [
        "<w:vanish/>",
        "<w:vanish w:val=\"1\"></w:vanish>",
        "<w:color w:val=\"ffffff\"/>",
        "<w:color w:val=\"FEFEFA\"/>",
        "<w:sz w:val=\"2\"/>",
        "<w:vanish/><w:rPrChange><w:rPr><w:vanish w:val=\"0\"/></w:rPr></w:rPrChange>",
    ] {
        let reading = read("a.docx", &run(properties)).expect("it is read");
        assert_eq!(reading.text, "Shown.\n", "{properties}");
        assert!(reading.has_hidden, "{properties}");
    }
    for properties in [
        "<w:vanish w:val=\"0\"/>",
        "<w:color w:val=\"FFFFFF\"/><w:shd w:val=\"clear\" w:fill=\"1F3864\"/>",
        "<w:sz w:val=\"16\"/>",
        // How it was before a tracked change.
        "<w:rPrChange><w:rPr><w:vanish/><w:color w:val=\"FFFFFF\"/></w:rPr></w:rPrChange>",
        "",
    ] {
        let reading = read("a.docx", &run(properties)).expect("it is read");
        assert_eq!(reading.text, "Shown.Search warrant\n", "{properties}");
        assert!(!reading.has_hidden, "{properties}");
    }
    // White on the dark head of a table, and a paragraph whose mark alone is hidden.
    let body = "<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:fill=\"000000\"/></w:tcPr><w:p><w:r><w:rPr><w:color w:val=\"FFFFFF\"/></w:rPr>\
        <w:t>Server</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
        <w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>Username</w:t></w:r></w:p>";
    assert_eq!(text("a.docx", &document(body)), "Server \t\nUsername\n");
}

/// A document with a style sheet and, after "Shown.", a paragraph with the words "Search warrant".
fn styled(styles: &str, paragraph: &str, run: &str) -> Reading {
    let main = format!(
        "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>Shown.</w:t></w:r></w:p>\
         <w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>Search warrant</w:t></w:r></w:p></w:body></w:document>"
    );
    let styles = format!("<w:styles xmlns:w=\"w\">{styles}</w:styles>");
    let bytes = zip(
        &[
            ("word/document.xml", main.as_bytes()),
            ("word/styles.xml", styles.as_bytes()),
            (
                "word/_rels/document.xml.rels",
                b"<R><R Type='http://x/styles' Target='styles.xml'/></R>",
            ),
        ],
        false,
    );
    read("a.docx", &bytes).expect("it is read")
}

#[test]
fn text_of_a_hidden_style_is_hidden_too() {
    let based = |id: &str, on: &str| {
        format!("<w:style w:styleId=\"{id}\"><w:basedOn w:val=\"{on}\"/></w:style>")
    };
    // Each style is based on the next, and the last is hidden.
    let styles: String = ["ab", "bc", "cd", "de", "ef", "fg"]
        .iter()
        .map(|pair| based(&pair[..1], &pair[1..]))
        .collect();
    let hidden = "<w:style w:styleId=\"g\"><w:rPr><w:vanish/></w:rPr></w:style>";
    let circle = based("x", "y") + &based("y", "x");
    let styles = styles + hidden + &circle;
    for (paragraph, run) in [
        ("", "<w:rStyle w:val=\"a\"/>"),
        ("<w:pStyle w:val=\"f\"/>", ""),
        ("<w:pStyle w:val=\"g\"/>", "<w:rStyle w:val=\"x\"/>"),
    ] {
        let reading = styled(&styles, paragraph, run);
        assert_eq!(reading.text, "Shown.\n\n", "{paragraph} {run}");
        assert!(reading.has_hidden, "{paragraph} {run}");
    }
    let shown = styled(
        &styles,
        "<w:pStyle w:val=\"a\"/>",
        "<w:vanish w:val=\"0\"/>",
    );
    assert_eq!(shown.text, "Shown.\nSearch warrant\n");
}

#[test]
fn white_text_on_a_dark_background_is_read_wherever_the_background_is_from() {
    let white = "<w:color w:val=\"FFFFFF\"/>";
    let dark = "<w:shd w:val=\"clear\" w:fill=\"1F3864\"/>";
    let style = |id: &str, paragraph: &str, run: &str| {
        format!(
            "<w:style w:styleId=\"{id}\"><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )
    };
    let styles =
        style("white", "", white) + &style("dark", dark, "") + &style("banner", dark, white);
    let (is_white, is_dark) = ("<w:rStyle w:val=\"white\"/>", "<w:pStyle w:val=\"dark\"/>");
    for (paragraph, run) in [
        ("<w:pStyle w:val=\"banner\"/>", ""),
        (is_dark, white),
        (is_dark, is_white),
        (dark, is_white),
        ("<w:pStyle w:val=\"white\"/>", dark),
        ("<w:pStyle w:val=\"white\"/>", "<w:color w:val=\"000000\"/>"),
    ] {
        let reading = styled(&styles, paragraph, run);
        assert_eq!(
            reading.text, "Shown.\nSearch warrant\n",
            "{paragraph} {run}"
        );
        assert!(!reading.has_hidden, "{paragraph} {run}");
    }
    for (paragraph, run) in [
        ("", is_white),
        ("<w:pStyle w:val=\"white\"/>", ""),
        (is_dark, &[white, "<w:shd w:fill=\"FFFFFF\"/>"].concat()),
    ] {
        let reading = styled(&styles, paragraph, run);
        assert_eq!(reading.text, "Shown.\n\n", "{paragraph} {run}");
        assert!(reading.has_hidden, "{paragraph} {run}");
    }
}

#[test]
fn a_text_box_is_on_separate_lines() {
    let body = "<w:p><w:r><w:t>Before</w:t></w:r><w:r><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>Username: jdoe</w:t></w:r></w:p>\
        </w:txbxContent></wps:txbx></w:drawing></w:r><w:r><w:t>After</w:t></w:r></w:p>";
    assert_eq!(
        text("a.docx", &document(body)),
        "Before\nUsername: jdoe\nAfter\n"
    );
}

#[test]
fn an_opendocument_text_is_read_without_what_is_hidden() {
    let content = "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:style=\"s\" xmlns:table=\"a\">\
        <office:automatic-styles><style:style style:name=\"T1\"><style:text-properties text:display=\"none\"/></style:style>\
        <style:style style:name=\"T2\"><style:text-properties fo:color=\"#cccccc\"/></style:style></office:automatic-styles>\
        <office:body><office:text><text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>\
        <text:p>The server<text:s/>is <text:span text:style-name=\"T2\">grey &amp; shown</text:span>\
        <text:span text:style-name=\"T1\">search warrant</text:span></text:p>\
        <table:table><table:table-row><table:table-cell><text:p>Username</text:p></table:table-cell>\
        <table:table-cell><text:p>jdoe<office:annotation><text:p>a comment</text:p></office:annotation></text:p></table:table-cell>\
        </table:table-row></table:table></office:text></office:body></office:document-content>";
    let bytes = zip(
        &[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("content.xml", content.as_bytes()),
        ],
        false,
    );
    let reading = read("a.odt", &bytes).expect("it is read");
    assert_eq!(
        reading.text,
        "The server is grey & shown\nUsername \tjdoe \t\n"
    );
    assert!(reading.has_hidden);
}

#[test]
fn automatic_styles_of_an_opendocument_text_are_those_of_their_file() {
    let part = |hidden: &str, name: &str, words: &str| {
        format!(
            "<office:document><style:style style:name=\"{hidden}\"><style:text-properties text:display=\"none\"/></style:style>\
             <style:style style:name=\"{name}\"/><text:p><text:span text:style-name=\"{name}\">{words}</text:span></text:p>\
             <text:tracked-changes><table:table-row><table:table-cell><text:p>deleted</text:p></table:table-cell></table:table-row>\
             </text:tracked-changes></office:document>"
        )
    };
    let bytes = zip(
        &[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("styles.xml", part("T1", "T2", "Sheriff").as_bytes()),
            ("content.xml", part("T2", "T1", "Search warrant").as_bytes()),
        ],
        false,
    );
    let reading = read("a.odt", &bytes).expect("it is read");
    assert_eq!(reading.text, "Sheriff\nSearch warrant\n");
    assert!(!reading.has_hidden);
}

/// Makes a file with so many styles and places.
type Maker = fn(usize) -> Vec<u8>;

fn repeated(count: usize, part: fn(usize) -> String) -> String {
    (0..count).map(part).collect()
}

/// A file may have thousands of hidden styles, and thousands of places that use another one.
#[test]
fn reading_takes_time_in_proportion_to_the_number_of_hidden_styles() {
    let docx = |count: usize| {
        let styles = repeated(count, |at| {
            let parent = at + 1;
            format!(
                "<w:style w:styleId=\"s{at:06}\"><w:basedOn w:val=\"s{parent:06}\"/><w:rPr><w:vanish/></w:rPr></w:style>"
            )
        });
        let body = "<w:p><w:pPr><w:pStyle w:val=\"another\"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>";
        let body = body.repeat(count);
        zip(
            &[
                (
                    "word/document.xml",
                    format!("<w:document>{body}</w:document>").as_bytes(),
                ),
                (
                    "word/styles.xml",
                    format!("<w:styles>{styles}</w:styles>").as_bytes(),
                ),
            ],
            false,
        )
    };
    let odt = |count: usize| {
        let styles = repeated(count, |at| {
            format!(
                "<style:style style:name=\"s{at:06}\"><style:text-properties text:display=\"none\"/></style:style>"
            )
        });
        let body = "<text:p text:style-name=\"another\">a</text:p>".repeat(count);
        let content = format!("<office:document>{styles}{body}</office:document>");
        zip(
            &[
                ("mimetype", b"application/vnd.oasis.opendocument.text"),
                ("content.xml", content.as_bytes()),
            ],
            false,
        )
    };
    let eml = |count: usize| {
        let styles = repeated(count, |at| format!(".s{at:06} {{ display: none }}\n"));
        let body = "<p class=another>a</p>\n".repeat(count);
        let head =
            "From: a@b.gov\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";
        format!("{head}<style>{styles}</style>{body}").into_bytes()
    };
    let makers: [(&str, Maker); 3] = [("a.docx", docx), ("a.odt", odt), ("a.eml", eml)];
    for (name, of) in makers {
        let time = |count: usize| {
            let bytes = of(count);
            cpu_time(3, || read(name, &bytes).expect("it is read"))
        };
        let (few, many) = (time(1000), time(8000));
        // Eight times as many; twenty is between eight times and the square of it.
        assert!(
            many < 20.0 * few || many < 0.05,
            "{name}: {few} s, then {many} s"
        );
    }
}

#[test]
fn hidden_text_of_an_html_email_is_not_part_of_the_letter_and_is_reported() {
    let mail = |body: &str| {
        format!(
            "From: a@b.gov\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html>{body}</html>\r\n"
        )
    };
    for hidden in [
        "<p style=\"background: white\">Background: ours</p><p style=\"color:#fff\">A warrant</p>",
        "<div style=\"display: none\">Search <div>warrant</div></div>",
        "<p STYLE='font-size:1px;color:red'>Search warrant</p>",
        "<span style=\"color:#FFFFFF\">Search warrant</span>",
        "<div style=\"mso-hide:all\">Search warrant</div>",
        "<span style=\"color:#FEFEFE\">Search warrant</span>",
        "<span style=\"color: rgb(254, 255, 253)\">Search warrant</span>",
        "<td style=\"background:#000\"><p style=\"color:transparent\">Search warrant</p></td>",
        "<p hidden>Search warrant</p>",
        "<p title=x HIDDEN=\"\">Search warrant</p>",
        "<p class=b id='note' style=display:none>Search warrant</p>",
        "<p style=\"font-size:0.0em\">Search warrant</p>",
        "<p style=\"/* x */ display : none !important\">Search warrant</p>",
        "<style>.x, p.preheader { visibility: hidden }</style><p class=\"a preheader\">Search warrant</p>",
        "<font color=\"#FFFFFF\">Search warrant</font>",
        "<font color=white>Search warrant</font>",
        "<p style=\"position:absolute;left:-9999px\">Search warrant</p>",
        "<p style=\"position:fixed;top:-5000px\">Search warrant</p>",
        "<p style=\"text-indent:-100em\">Search warrant</p>",
        "<p style=\"color:rgba(0, 0, 0, 0)\">Search warrant</p>",
        "<p style=\"color:hsl(0,0%,100%)\">Search warrant</p>",
        "<p style=\"width:0;height:0;overflow:hidden\">Search warrant</p>",
        "<p style=\"clip:rect(0,0,0,0)\">Search warrant</p>",
        "<p style=\"clip-path:inset(100%)\">Search warrant</p>",
        "<p style=\"transform:scale(0)\">Search warrant</p>",
        "<p style=\"background:#123;color:#123\">Search warrant</p>",
    ] {
        let reading = read(
            "a.eml",
            mail(&format!("<p>Shown.</p>{hidden}<p>End.</p>")).as_bytes(),
        );
        let reading = reading.expect("it is read");
        assert!(
            !reading.text.contains("arrant"),
            "{hidden}: {}",
            reading.text
        );
        assert!(reading.text.contains("End."), "{hidden}: {}", reading.text);
        assert!(reading.has_hidden, "{hidden}");
    }
    for shown in [
        "<p style=\"font-size:10pt\">Search warrant</p>",
        "<td style=\"background:#000;color:#fff\">Search warrant</td>",
        "<td BGCOLOR=black><span style=\"color:#fff\">Search warrant</span></td>",
        "<style>.head { background: #1f3864 } .head p { color: white }</style><div class=head><p style=\"color:white\">Search warrant</p></div>",
        "<p class=\"x\">Search warrant</p><br/>",
        "<p style=\"color:#eee\">Search warrant</p><p style=\"color:rgb(255,255,0)\">x</p>",
        "<p title=\"no hidden costs\">Search warrant</p>",
        "<p aria-hidden=\"false\" data-hidden title=hidden>Search warrant</p>",
        "<p title=\"a style='display:none'\">Search warrant</p>",
        "<p style=\"font-size:0.9em;opacity:0.9\">Search warrant</p>",
        "<p style=\"font-size:inherit;opacity:1;max-height:.5em\">Search warrant</p>",
        "<a title='a > b' href=\"x\">Search warrant</a>",
        "<td bgcolor=navy><font color=white>Search warrant</font></td>",
        "<p style=\"color:rgba(0,0,0,0.8);margin-left:-20px;height:0\">Search warrant</p>",
        "<p style=\"clip:rect(0,90px,20px,0);transform:scale(0.5)\">Search warrant</p>",
        "<p style=\"color:hsl(0,0%,20%)\">Search warrant</p>",
    ] {
        let reading = read("a.eml", mail(shown).as_bytes()).expect("it is read");
        assert!(
            reading.text.contains("Search warrant"),
            "{shown}: {}",
            reading.text
        );
        assert!(!reading.has_hidden, "{shown}");
    }
}

#[test]
fn text_in_the_colour_of_the_page_is_hidden() {
    let hidden = "<body bgcolor=#eeeeee><p>Shown.</p><p style=color:#eeeeee>Search warrant</p>";
    let reading = read("a.html", hidden.as_bytes()).expect("it is read");
    assert_eq!(reading.text.trim(), "Shown.");
    assert!(reading.has_hidden);
    let shown = "<body bgcolor=#eeeeee><p>Shown.</p><table bgcolor=navy><td style=color:#eeeeee>Search warrant</table>";
    let reading = read("a.html", shown.as_bytes()).expect("it is read");
    assert!(reading.text.contains("Search warrant"), "{}", reading.text);
    assert!(!reading.has_hidden);
}

#[test]
fn a_file_of_html_is_read_without_its_tags_and_what_they_hide() {
    for (name, start) in [
        ("a.html", ""),
        ("a.txt", "<!DOCTYPE html>"),
        ("b", "\n<HTML>"),
    ] {
        let html = format!(
            "{start}<title>x</title><p>The account is <b>known</b>.<p style=\"display:none\">It is @night.owl."
        );
        let reading = read(name, html.as_bytes()).expect("it is read");
        assert_eq!(reading.text.trim(), "The account is known.", "{name}");
        assert!(reading.has_hidden, "{name}");
    }
}

#[test]
fn hidden_rows_colours_of_the_theme_and_struck_out_words_of_a_document_are_not_said() {
    let run = |properties: &str| {
        format!("<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>warrant</w:t></w:r></w:p>")
    };
    let row = |properties: &str| {
        format!(
            "<w:tbl><w:tr><w:trPr>{properties}</w:trPr><w:tc>{}</w:tc></w:tr></w:tbl>",
            run("")
        )
    };
    for (body, is_shown, is_reported) in [
        (row("<w:hidden/>"), false, true),
        (row(""), true, false),
        (
            run("<w:color w:val=\"auto\" w:themeColor=\"background1\"/>"),
            false,
            true,
        ),
        (
            run("<w:color w:val=\"BFBFBF\" w:themeColor=\"background1\" w:themeShade=\"BF\"/>"),
            true,
            false,
        ),
        (
            run("<w:color w:val=\"000000\"/><w:shd w:val=\"clear\" w:fill=\"000000\"/>"),
            false,
            true,
        ),
        (
            run("<w:color w:val=\"000000\"/><w:highlight w:val=\"black\"/>"),
            false,
            true,
        ),
        (
            run("<w:color w:val=\"000000\"/><w:highlight w:val=\"yellow\"/>"),
            true,
            false,
        ),
        // A reader sees that it is not said.
        (run("<w:strike/>"), false, false),
        (run("<w:dstrike w:val=\"0\"/>"), true, false),
    ] {
        let body = format!("<w:p><w:r><w:t>Shown.</w:t></w:r></w:p>{body}");
        let reading = read("a.docx", &document(&body)).expect("it is read");
        assert_eq!(reading.text.contains("warrant"), is_shown, "{body}");
        assert_eq!(reading.has_hidden, is_reported, "{body}");
    }
}

#[cfg(feature = "outlook")]
#[test]
fn white_text_and_sections_that_are_not_displayed_are_hidden_in_an_opendocument_text() {
    let content = |background: &str| {
        format!(
            "<?xml version=\"1.0\"?><office:document xmlns:office=\"o\" xmlns:text=\"t\" xmlns:style=\"s\" xmlns:fo=\"f\">\
             <style:style style:name=\"W\"><style:text-properties fo:color=\"#ffffff\"/>{background}</style:style>\
             <text:p>Shown.</text:p><text:p text:style-name=\"W\">A warrant.</text:p>\
             <text:section text:display=\"none\"><text:p>A subpoena.</text:p></text:section></office:document>"
        )
    };
    let reading = read("a.fodt", content("").as_bytes()).expect("it is read");
    assert_eq!(reading.text.trim(), "Shown.");
    assert!(reading.has_hidden);
    let dark = "<style:paragraph-properties fo:background-color=\"#000080\"/>";
    let reading = read("a.fodt", content(dark).as_bytes()).expect("it is read");
    assert_eq!(reading.text.trim(), "Shown.\nA warrant.");
}

#[test]
fn lines_that_a_mail_program_broke_are_joined() {
    let mail = |parameters: &str, body: &str| {
        let mail = format!(
            "From: a@b.gov\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8; format=flowed{parameters}\r\n\r\n{body}"
        );
        text("a.eml", mail.as_bytes())
    };
    let joined = mail(
        "; delsp=yes",
        "The server is https://open.rocket \r\n.chat and the username is @maria. \r\nsilva.\r\n-- \r\nMaria\r\n",
    );
    assert!(
        joined.contains("https://open.rocket.chat and the username is @maria.silva.\n-- \nMaria"),
        "{joined}"
    );
    let joined = mail("", "> A search \r\n> warrant\r\n  indented\r\n");
    assert!(joined.contains("> A search warrant\n indented"), "{joined}");
}

#[test]
fn an_attachment_is_named_on_one_line_whatever_its_name_is() {
    let mail = "From: a@b.gov\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n--X\r\n\r\nhi\r\n\
        --X\r\nContent-Type: application/pdf\r\n\
        Content-Disposition: attachment; filename*=utf-8''warrant%1B%5B2K%0AFound%20%28required%29%E2%80%AEfdp.pdf\r\n\r\n%PDF\r\n\
        --X\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment\r\n\r\n%PDF-1.4\r\n\
        --X\r\nContent-Type: application/pgp-encrypted\r\nContent-Disposition: attachment\r\n\r\nVersion: 1\r\n\
        --X\r\nContent-Type: application/octet-stream; name=encrypted.asc\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n--X--\r\n";
    let reading = read("a.eml", mail.as_bytes()).expect("it is read");
    assert_eq!(
        unread(&reading),
        [
            ("warrant [2K Found (required)fdp.pdf", Unreadable::Pdf),
            ("application/pdf", Unreadable::Pdf),
            ("encrypted.asc", Unreadable::Locked)
        ]
    );
    assert!(reading.attached.is_empty(), "{:?}", reading.attached);
    assert_eq!(one_line(&"a".repeat(500)).chars().count(), 121);
}

#[test]
fn an_encrypted_text_of_an_email_is_not_checked_and_is_reported() {
    let message = "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----\r\n";
    for (head, body, name) in [
        ("", message.to_owned(), "text/plain"),
        (
            "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n",
            format!("<html><pre>{message}</pre></html>\r\n"),
            "text/html",
        ),
    ] {
        let mail = format!("From: a@b.gov\r\nSubject: Request\r\n{head}\r\n{body}");
        let reading = read("a.eml", mail.as_bytes()).expect("it is read");
        assert!(!reading.text.contains("hQEMA"), "{}", reading.text);
        assert!(
            reading.text.contains("Subject: Request"),
            "{}",
            reading.text
        );
        assert_eq!(unread(&reading), [(name, Unreadable::Locked)]);
    }
}

/// An email with these parts, each with its headers.
fn mail(parts: &[&str]) -> Vec<u8> {
    let head =
        "From: a@b.gov\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n";
    let parts = parts.iter().map(|part| format!("--X\r\n{part}\r\n"));
    format!("{head}{}--X--\r\n", parts.collect::<String>()).into_bytes()
}

#[test]
fn every_attachment_is_read_or_named_however_many_there_are() {
    let attached = "Content-Type: application/octet-stream; name=a.txt\r\n\r\nhi";
    let reading = read("a.eml", &mail(&[attached; 45])).expect("it is read");
    assert_eq!(reading.attached.len(), 40);
    assert_eq!(unread(&reading), [("a.txt", Unreadable::TooMany); 5]);
    let reading = read("a.eml", &mail(&[attached; 300])).expect("it is read");
    assert_eq!((reading.unread.len(), reading.more_unread), (200, 60));
    // A text in many parts is read to its end.
    let mut parts = ["Content-Type: text/plain\r\n\r\npart"; 60];
    parts[59] = "Content-Type: text/plain\r\n\r\nThe end";
    assert!(text("a.eml", &mail(&parts)).contains("The end"));
}

#[test]
fn a_part_with_a_text_type_and_binary_data_is_not_read() {
    for (sort, content, why) in [
        (
            "text/plain; name=a.docx",
            "PK\u{3}\u{4} x",
            Unreadable::Damaged,
        ),
        ("text/plain; name=a.pdf", "%PDF-1.7", Unreadable::Pdf),
        ("text/plain; name=a.bin", "a\0b\u{fffd}", Unreadable::NoText),
        (
            "application/pkcs7-mime; smime-type=enveloped-data; name=a.p7m",
            "MIAG",
            Unreadable::Locked,
        ),
    ] {
        let part =
            format!("Content-Type: {sort}\r\nContent-Disposition: attachment\r\n\r\n{content}");
        let reading = read("a.eml", &mail(&["\r\nSee attached.", &part])).expect("it is read");
        let name = sort.rsplit('=').next().expect("a name");
        assert_eq!(unread(&reading), [(name, why)], "{sort}");
        assert!(!reading.text.contains(content), "{sort}");
    }
}

#[test]
fn an_email_in_an_encoding_that_nobody_knows_is_not_read_as_if_it_were_text() {
    let mail = |charset: &str, body: &[u8]| {
        let head = format!("From: a@b.gov\r\nContent-Type: text/plain; charset={charset}\r\n\r\n");
        read("a.eml", &[head.as_bytes(), body].concat()).expect("it is read")
    };
    let unknown = mail("x-unknown", b"\xd0\xcf\xd6\xd7 \xd0\xcf");
    assert_eq!(unread(&unknown), [("text/plain", Unreadable::NoText)]);
    assert!(!unknown.text.contains('\u{fffd}'));
    // A few letters that are lost do not make it unreadable.
    let known = mail("x-unknown", b"the caf\xe9 of our search warrant");
    assert_eq!(unread(&known), []);
}

#[test]
fn messages_within_messages_without_end_are_refused() {
    let within = |times: usize| {
        let message = "Content-Type: message/rfc822\r\n\r\n".repeat(times);
        format!("From: a@b.gov\r\nMIME-Version: 1.0\r\n{message}Subject: x\r\n\r\nhi").into_bytes()
    };
    assert_eq!(read("a.eml", &within(100_000)), Err(Unreadable::TooMany));
    let reading = read("a.eml", &within(100)).expect("it is read");
    assert_eq!(unread(&reading), [("message/rfc822", Unreadable::TooMany)]);
}

#[test]
fn hidden_words_of_an_email_are_not_taken_from_the_plain_text_beside_it() {
    let mail = |html: &str| {
        let head = "From: a@b.gov\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=X\r\n\r\n";
        let plain = "--X\r\n\r\nLetter search warrant\r\n--X\r\n";
        let html = format!("Content-Type: text/html\r\n\r\n{html}\r\n--X--\r\n");
        read("a.eml", [head, plain, &html].concat().as_bytes()).expect("it is read")
    };
    let reading = mail("Letter <span style='display:none'>search warrant</span>");
    assert!(
        reading.has_hidden && !reading.text.contains("warrant"),
        "{reading:?}"
    );
    let reading = mail("<p>Letter</p><p>search warrant</p>");
    assert!(
        reading.text.contains("Letter search warrant"),
        "{reading:?}"
    );
    assert!(!reading.has_hidden);
}

/// A message with its text once as plain text and once as HTML.
fn two_versions(plain: &str, html: &str) -> Reading {
    let mail = format!(
        "From: a@b.gov\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=X\r\n\r\n\
         --X\r\nContent-Type: text/plain\r\n\r\n{plain}\r\n--X\r\nContent-Type: text/html\r\n\r\n{html}\r\n--X--\r\n"
    );
    read("a.eml", mail.as_bytes()).expect("it is read")
}

#[test]
fn of_two_versions_of_a_message_the_one_that_readers_see_is_read() {
    let html = "<p>We ask for the messages of @jdoe.</p><p>Ann Lee <a href='https://b.gov'>our site</a><img alt='Seal'></p>";
    let reading = two_versions("Your program shows no HTML.", html);
    assert!(reading.text.contains("messages of @jdoe"), "{reading:?}");
    assert_eq!(unread(&reading), [("text/plain", Unreadable::OtherText)]);
    let plain =
        "We ask for the messages of @jdoe. Enclosed is a search warrant.\r\nAnn Lee our site";
    let reading = two_versions(plain, html);
    assert!(!reading.text.contains("warrant"), "{reading:?}");
    assert_eq!(unread(&reading), [("text/plain", Unreadable::OtherText)]);
    // What programs add to the plain text is no other text.
    let plain = "We ask for the messages of @jdoe.\r\n\r\nAnn Lee our site<https://b.gov> [cid:image001.png@01DC]";
    let reading = two_versions(plain, html);
    assert!(reading.text.contains("messages of @jdoe"), "{reading:?}");
    assert_eq!(unread(&reading), []);
}

#[test]
fn the_address_of_a_link_in_the_plain_text_is_no_other_text() {
    let html = "<p>We ask for the messages of @jdoe.</p><p><a href='https://www.b.gov/units/cyber'>Our website</a> \
        or <a href='mailto:ann@b.gov'>write</a></p>";
    for link in [
        "Our website (https://www.b.gov/units/cyber) or write (mailto:ann@b.gov)",
        "Our website: https://www.b.gov/units/cyber or write",
        "Our website www.b.gov/units/cyber or write",
    ] {
        let reading = two_versions(
            &format!("We ask for the messages of @jdoe.\r\n\r\n{link}"),
            html,
        );
        assert!(reading.text.contains("messages of @jdoe"), "{link}");
        assert_eq!(unread(&reading), [], "{link}");
    }
}

#[test]
fn the_plain_text_is_read_if_the_formatted_one_has_no_words() {
    let plain = "We ask for the messages of @jdoe.";
    for html in [
        "<html><body></body></html>",
        "<p><img src='cid:letter.png'></p>",
    ] {
        let reading = two_versions(plain, html);
        assert!(reading.text.contains(plain), "{html}: {reading:?}");
        assert_eq!(unread(&reading), [("text/html", Unreadable::Empty)]);
    }
    // Readers see none of it.
    let reading = two_versions(
        plain,
        "<p style='display:none'>We ask for the messages.</p>",
    );
    assert!(!reading.text.contains("messages"), "{reading:?}");
    assert!(reading.has_hidden);
}

#[test]
fn a_message_without_a_text_and_one_that_cannot_be_decoded_are_said() {
    let unread = |head: &str, body: &str| {
        let mail = format!("From: a@b.gov\r\nMIME-Version: 1.0\r\n{head}\r\n{body}");
        let reading = read("a.eml", mail.as_bytes()).expect("it is read");
        assert_eq!(reading.text.trim(), "From: <a@b.gov>", "{head}");
        reading.unread
    };
    let encoded = |encoding: &str| format!("Content-Transfer-Encoding: {encoding}\r\n");
    for (head, body, why) in [
        (String::new(), " \r\n", Unreadable::Empty),
        (encoded("base64"), "TGV0dGVy!!!*\r\n", Unreadable::Damaged),
        (
            encoded("x-uuencode"),
            "begin 644 x\r\n#M1F]O\r\n`\r\nend\r\n",
            Unreadable::Damaged,
        ),
    ] {
        let unread = unread(&head, body);
        assert_eq!(unread.len(), 1, "{head}");
        assert_eq!(unread[0].why, why, "{head}");
    }
    // The letter is in the attachment.
    let reading = read(
        "a.eml",
        &mail(&[
            "Content-Type: text/plain; name=a.txt\r\nContent-Disposition: attachment\r\n\r\nLetter",
        ]),
    );
    assert_eq!(reading.expect("it is read").unread, []);
}

#[test]
fn an_email_whose_encoding_is_written_oddly_is_read_as_mail_programs_show_it() {
    let mail = |encoding: &str| {
        let mail = format!(
            "From: a@b.gov\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: {encoding}\r\n\r\nOur letter"
        );
        read("a.eml", mail.as_bytes()).expect("it is read")
    };
    for encoding in ["8-bit", "7bits", "utf-8", "none", "7bit (plain)", "8bit; x"] {
        let reading = mail(encoding);
        assert!(reading.text.contains("Our letter"), "{encoding}");
        assert_eq!(unread(&reading), [], "{encoding}");
    }
    for encoding in ["uuencode", "X-UUE", "x-yencode", "x-binhex", "base-64"] {
        let reading = mail(encoding);
        assert!(!reading.text.contains("Our letter"), "{encoding}");
        assert_eq!(unread(&reading), [("text/plain", Unreadable::Damaged)]);
    }
}

#[test]
fn a_file_that_is_not_what_its_name_or_type_says_is_not_listed_as_read() {
    for part in [
        "Content-Type: application/pdf; name=a\r\nContent-Disposition: attachment\r\n\r\nx",
        "Content-Type: application/octet-stream; name=a.pdf\r\nContent-Disposition: attachment\r\n\r\nx",
        "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\neJ8+IngA",
        "Content-Type: text/plain; name=a.docx\r\nContent-Disposition: attachment\r\n\r\nx",
    ] {
        let reading = read(
            "a.eml",
            &mail(&["Content-Type: text/plain\r\n\r\nLetter", part]),
        );
        let reading = reading.expect("it is read");
        assert_eq!(reading.attached, [""; 0], "{part}");
        assert_eq!(reading.unread.len(), 1, "{part}");
    }
}

#[test]
fn a_letter_of_another_type_than_its_name_says_is_read_if_it_is_opened_itself() {
    for name in ["a.pdf", "a.docx", "a.msg"] {
        assert_eq!(text(name, b"Letter"), "Letter", "{name}");
    }
    let html = b"<html><body><p>Letter</p></body></html>";
    assert_eq!(text("a.docx", html).trim(), "Letter");
    let tnef = b"\x78\x9f\x3e\x22\0\x01\0\x08";
    assert_eq!(read("winmail.dat", tnef), Err(Unreadable::NoText));
}

#[test]
fn a_placeholder_that_a_document_shows_is_a_gap() {
    let field = |words: &str| {
        format!(
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:sdtContent></w:sdt>\
             <w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>Filled in</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        )
    };
    let read = |words: &str| text("a.docx", &document(&field(words)));
    assert_eq!(
        read("Enter the subpoena"),
        "[Enter the subpoena]\nFilled in\n"
    );
    assert_eq!(read(&"Enter ".repeat(30)), "[____]\nFilled in\n");
}

#[test]
fn what_word_shows_from_another_file_is_read() {
    let main = "<w:document><w:body><w:altChunk/></w:body></w:document>";
    let utf_16: Vec<u8> = main.encode_utf16().flat_map(u16::to_le_bytes).collect();
    // XML may be in UTF-16.
    for main in [main.as_bytes(), &[&[0xff, 0xfe], &*utf_16].concat()] {
        let bytes = zip(
            &[
                ("word/document.xml", main),
                ("word/a.html", b"<html><p>Search warrant</p></html>"),
                (
                    "word/_rels/document.xml.rels",
                    b"<R><R Type='http://x/aFChunk' Target='a.html'/><R Type='http://x/aFChunk' Target='b.html'/></R>",
                ),
            ],
            false,
        );
        let reading = read("a.docx", &bytes).expect("it is read");
        assert_eq!(reading.text.trim(), "Search warrant");
        assert_eq!(reading.attached, ["word/a.html"]);
        assert_eq!(unread(&reading), [("word/b.html", Unreadable::OtherZip)]);
    }
}

#[test]
fn words_beside_the_page_and_in_lines_without_height_are_hidden() {
    let defaults =
        "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>";
    for (styles, paragraph, run) in [
        ("", "<w:ind w:left=\"-30000\"/>", ""),
        ("", "<w:framePr w:x=\"-20000\" w:y=\"1\"/>", ""),
        ("", "<w:spacing w:line=\"2\" w:lineRule=\"exact\"/>", ""),
        ("", "", "<w:position w:val=\"-3000\"/>"),
        ("", "", "<w:w w:val=\"1\"/>"),
    ] {
        let reading = styled(styles, paragraph, run);
        assert_eq!(reading.text, "Shown.\n\n", "{paragraph} {run}");
        assert!(reading.has_hidden, "{paragraph} {run}");
    }
    for (paragraph, run) in [
        (
            "<w:ind w:left=\"-720\" w:firstLine=\"720\"/>",
            "<w:position w:val=\"-6\"/><w:w w:val=\"80\"/>",
        ),
        (
            "<w:spacing w:line=\"240\" w:lineRule=\"exact\"/><w:framePr w:x=\"1\" w:y=\"12000\"/>",
            "<w:spacing w:val=\"2\"/>",
        ),
    ] {
        let reading = styled("", paragraph, run);
        assert_eq!(
            reading.text, "Shown.\nSearch warrant\n",
            "{paragraph} {run}"
        );
    }
    let reading = styled(defaults, "", "<w:vanish w:val=\"0\"/>");
    assert_eq!(
        (reading.text.trim(), reading.has_hidden),
        ("Search warrant", true)
    );
}

#[test]
fn what_a_parent_style_or_a_condition_hides_is_hidden_and_notes_are_at_the_end() {
    let styles = "<s><style:style style:name=\"Hidden\"><style:text-properties text:display=\"none\"/></style:style>\
        <style:style style:name=\"Child\" style:parent-style-name=\"Hidden\"/>\
        <style:default-style><style:text-properties text:display=\"none\"/></style:default-style></s>";
    let content = "<office:document><style:style style:name=\"P1\" style:parent-style-name=\"Child\"/>\
        <style:style style:name=\"P2\" style:parent-style-name=\"Child\"><style:text-properties text:display=\"true\"/></style:style>\
        <text:p text:style-name=\"P1\">A warrant.</text:p><text:p text:style-name=\"P2\">Pro<text:note><text:note-citation>i</text:note-citation>\
        <text:note-body><text:p>A note.</text:p></text:note-body></text:note>cess.</text:p>\
        <text:section text:display=\"condition\" text:is-hidden=\"true\"><text:p>A subpoena.</text:p></text:section>\
        <text:section text:display=\"condition\"><text:p>An order.</text:p></text:section></office:document>";
    let bytes = zip(
        &[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("styles.xml", styles.as_bytes()),
            ("content.xml", content.as_bytes()),
        ],
        false,
    );
    let reading = read("a.odt", &bytes).expect("it is read");
    assert_eq!(reading.text, "\nProcess.\n\nAn order.\nA note.\n");
    assert!(reading.has_hidden);
}

#[test]
fn html_is_read_line_by_line_and_cell_by_cell() {
    for (html, expected) in [
        ("<div>Dear Sir</div><div>we ask</div>", "Dear Sir\nwe ask"),
        (
            "<div>one</div><div><br></div><div>two<br></div><div>three</div>",
            "one\n\ntwo\nthree",
        ),
        ("<ul><li>one<li>two</ul>three", "one\ntwo\nthree"),
        (
            "<table><tr><td>Username</td><td>jdoe</td></tr>\n<tr><th><p>Server</p></th>\n<td><p>x.org</p></td></table>end",
            "Username\tjdoe\nServer\tx.org\nend",
        ),
        ("<tr><td>a</td></tr><tr><td></td><td>b</td></tr>", "a\nb"),
        ("<h1>Sub<b>poena</b></h1>text", "Subpoena\ntext"),
        ("<pre>one\ntwo</pre>", "one\ntwo"),
        ("fewer < 5 &lt; 6 and a<b>c</b>", "fewer < 5 < 6 and ac"),
        ("a<!-- > hidden ---><!-->b<!--[if mso]>c<![endif]-->", "ab"),
        (
            "<head><title>no</title><style>p > a</style><body>yes",
            "yes",
        ),
        ("<SCRIPT>if (a < b) '</SCRIPT >yes", "yes"),
        ("<a title='x > y'>link</a>", "link"),
    ] {
        let mail = format!("From: a@b.gov\r\nContent-Type: text/html\r\n\r\n{html}");
        let reading = read("a.eml", mail.as_bytes()).expect("it is read");
        let (_, text) = reading.text.split_once("\n\n").expect("a body");
        assert_eq!(text.trim(), expected, "{html}");
        assert!(!reading.has_hidden, "{html}");
    }
    // The end tag of a paragraph may be left out.
    let mail = b"From: a@b.gov\r\nContent-Type: text/html\r\n\r\n<p hidden>no<p>yes";
    let reading = read("a.eml", mail).expect("it is read");
    assert!(
        reading.has_hidden && reading.text.trim().ends_with("\nyes"),
        "{reading:?}"
    );
}

#[test]
fn a_part_of_a_document_that_is_not_read_is_named() {
    let mut relationships = "<R>".to_owned();
    for at in 0..30 {
        relationships += &format!("<R Type='http://x/header' Target='header{at:02}.xml'/>");
    }
    relationships += "</R>";
    let bytes = zip(
        &[
            (
                "word/document.xml",
                b"<w:p><w:r><w:t>Letter</w:t></w:r></w:p>",
            ),
            ("word/header00.xml", b"<w:p><w:r><w:t>cut off"),
            (
                "word/header01.xml",
                b"<w:p><w:r><w:t>Sheriff</w:t></w:r></w:p>",
            ),
            ("word/_rels/document.xml.rels", relationships.as_bytes()),
        ],
        false,
    );
    let reading = read("a.docx", &bytes).expect("it is read");
    assert!(reading.text.contains("Sheriff\nLetter"), "{reading:?}");
    let unread = unread(&reading);
    assert_eq!(unread[0], ("word/header00.xml", Unreadable::Damaged));
    assert_eq!(
        unread.last(),
        Some(&("word/header29.xml", Unreadable::TooMany))
    );
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
    assert_eq!(unread(&reading), [("order.pdf", Unreadable::Pdf)]);
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
fn a_letter_that_quotes_headers_is_not_an_email() {
    let letter = b"From: Det. Smith\nTo: the company\n\nA letter";
    assert_eq!(text("", letter).as_bytes(), letter);
}

#[test]
fn what_cannot_be_read_is_refused_with_its_reason() {
    let bomb = document(&"<w:p/>".repeat(3_000_000));
    for (name, bytes, why) in [
        ("", vec![], Unreadable::Empty),
        ("", b" \n\t ".to_vec(), Unreadable::Empty),
        ("a.pdf", b"%PDF-1.7".to_vec(), Unreadable::Pdf),
        ("a.txt", b"\x89PNG\r\n".to_vec(), Unreadable::Picture),
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
            "a.msg",
            [b"\xd0\xcf\x11\xe0".to_vec(), wide("__substg1.0_0037001F")].concat(),
            Unreadable::OutlookMessage,
        ),
        (
            "a.asc",
            b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n".to_vec(),
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
        (
            "a.txt",
            vec![b'a'; MAX_LETTER_LENGTH + 1],
            Unreadable::TooLong,
        ),
        ("a.txt", vec![b'a'; MAX_FILE_SIZE + 1], Unreadable::TooLarge),
    ] {
        assert_eq!(read(name, &bytes), Err(why), "{name}");
    }
}

#[cfg(feature = "outlook")]
mod outlook;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

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
