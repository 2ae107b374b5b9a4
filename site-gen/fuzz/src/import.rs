//! Any text of another program imported as a version. The first byte says what type of file the rest
//! is, as in `letter.rs`.

use crate::letter::{DOCX, document};
use crate::site::{empty_folder, write};
use crate::{files, plant, wants_seeds};
use site_gen::commands;
use std::path::PathBuf;
use std::sync::LazyLock;

static FOLDER: LazyLock<PathBuf> = LazyLock::new(empty_folder);

const SORTS: [&str; 4] = ["md", "html", "txt", "docx"];

pub fn seed() {
    if wants_seeds() {
        let texts = ["site-gen/tests/histories", "docs"].map(|folder| files(folder, &["md"]));
        let texts = texts
            .into_iter()
            .flatten()
            .zip([b"0", b"2"].into_iter().cycle());
        let texts = texts.map(|((_, text), sort)| [&sort[..], &text].concat());
        let page = b"1<html><head><title>A</title></head><body><nav>n</nav><main><h1 id=a>A</h1><p>b<br><b>c</b> <a href='../d#e'>f</a><ul><li>g<ol><li>h</ol></ul><table><tr><th>i<tr><td>j</table><details><summary>k</summary>l</details><pre>m</pre><blockquote>n</blockquote></main></body></html>";
        let letter = b"3<w:document><w:body><w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>A</w:t></w:r></w:p><w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:hyperlink r:id=\"rId1\"><w:r><w:rPr><w:b/></w:rPr><w:t>b</w:t></w:r></w:hyperlink></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>\x1e<w:styles><w:style w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>\x1e<Relationships><Relationship Id=\"rId1\" Target=\"https://a.example\"/></Relationships>\x1e<w:numbering><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
        plant("import", texts.chain([page.to_vec(), letter.to_vec()]));
    }
}

pub fn run(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else {
        return;
    };
    let sort = SORTS[usize::from(*first) % SORTS.len()];
    let bytes = match sort {
        "docx" => document(&DOCX, bytes),
        _ => bytes.to_owned(),
    };
    write(&FOLDER, &format!("{sort}/2020-01-31.{sort}"), &bytes);
    let folder = FOLDER.join(sort).into_os_string();
    let site = FOLDER.join("site").into_os_string();
    let arguments = ["site-gen", "import", "--dry-run", "--today", "2026-11-24"];
    let arguments = arguments.into_iter().map(Into::into);
    commands::run(arguments.chain(["--site".into(), site, folder]));
}
