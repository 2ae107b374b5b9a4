//! Reads a word processor's document as HTML: headings, paragraphs, lists, tables, bold and italic
//! words, and links.

use super::docx_fields::{OpenFields, filled_in};
use super::docx_lists::{ListLevel, list_levels, lists_of_styles};
use super::docx_styles::{Look, look_of, looks};
use super::numbers::raised;
use super::{Converted, Notes, Origin, document_text};
use crate::html::{Element, Token, tokens};
use request_builder::letter_check::readers::{Docx, Unreadable};
use std::collections::HashMap;

/// Converts a DOCX file.
pub(crate) fn read(bytes: &[u8], origin: &Origin) -> Result<Converted, Unreadable> {
    let document = Docx::open(bytes)?;
    let main = text(document.main())?;
    let links = text(document.relationships());
    let numbering = text(document.part("numbering"));
    let styles = text(document.part("styles"));
    let mut in_notes = Notes::default();
    let looks = (styles.as_deref()).map_or_else(|_| HashMap::new(), looks);
    let mut notes_of = |part| {
        let xml = text(document.part(part));
        xml.map_or_else(
            |_| HashMap::new(),
            |xml| of_notes(&xml, &looks, &mut in_notes),
        )
    };
    let notes = [notes_of("footnotes"), notes_of("endnotes")];
    let mut reader = Reader {
        style_lists: styles
            .as_deref()
            .map_or_else(|_| HashMap::new(), lists_of_styles),
        links: links.map_or_else(|_| HashMap::new(), |xml| targets(&xml)),
        lists: numbering.map_or_else(|_| HashMap::new(), |xml| list_levels(&xml)),
        styles: (styles.as_deref()).map_or_else(|_| HashMap::new(), headings),
        looks: looks.clone(),
        ..Reader::default()
    };
    for token in tokens(&main) {
        reader.token(token);
    }
    reader.end_of_part();
    for (number, (id, is_endnote)) in (1..).zip(std::mem::take(&mut reader.notes)) {
        let words = notes[usize::from(is_endnote)].get(&id);
        let words = words.map(|it| it.trim()).unwrap_or_default();
        reader.page += &format!("<p>[^{number}]: {words}</p>\n");
    }
    let mut converted = super::html(&reader.with_merged_rows(), origin);
    // The page that was converted has only what this reader took from the document.
    let mut seen = document_text::of(&main, &looks);
    for part in ["footnotes", "endnotes"] {
        if let Ok(xml) = text(document.part(part)) {
            seen += &document_text::of(&xml, &looks);
        }
    }
    let seen = super::replaced(seen, origin, &mut Notes::default());
    let lost = super::words::lost(&seen, &converted.text);
    converted.difference = converted.difference.or(lost);
    converted.notes.0.append(&mut reader.notes_to_decide.0);
    converted.notes.0.append(&mut in_notes.0);
    list_heads_and_feet(&document, &mut converted.notes);
    if let Some(heading) = reader.numbered_heading {
        let cause =
            "numbers that the word processor gives to headings are not in the text: type them";
        converted.notes.open(cause, heading);
    }
    Ok(converted)
}

/// The words of each footnote or endnote as HTML, by its id. They are read like the text, since a
/// note may have hidden and moved words as well.
fn of_notes(
    xml: &str,
    looks: &HashMap<String, Look>,
    to_decide: &mut Notes,
) -> HashMap<String, String> {
    let mut notes = HashMap::new();
    let mut note: Option<(String, Reader)> = None;
    for token in tokens(xml) {
        let is_note = |name: &str| matches!(name, "w:footnote" | "w:endnote");
        match token {
            Token::Start { element, .. } if is_note(&element.name) => {
                let reader = Reader {
                    is_note: true,
                    looks: looks.clone(),
                    ..Reader::default()
                };
                let id = element.attribute("w:id");
                note = id.map(|id| (id.to_owned(), reader));
            }
            Token::End(name) if is_note(&name) => {
                if let Some((id, mut reader)) = note.take() {
                    reader.end_of_part();
                    to_decide.0.append(&mut reader.notes_to_decide.0);
                    notes.insert(id, reader.page.replace("<br>", " "));
                }
            }
            token => {
                if let Some((_, reader)) = &mut note {
                    reader.token(token);
                }
            }
        }
    }
    notes
}

/// Lists the words above and below the text of each page.
fn list_heads_and_feet(document: &Docx<'_>, notes: &mut Notes) {
    let parts = [
        "header1", "header2", "header3", "footer1", "footer2", "footer3",
    ];
    let mut listed: Vec<String> = Vec::new();
    for part in parts {
        let Ok(xml) = text(document.part(part)) else {
            continue;
        };
        let words = document_text::of(&xml, &HashMap::new());
        if words.contains(char::is_alphabetic) && !listed.contains(&words) {
            notes.left_out("head or foot of a page left out", &*words);
            listed.push(words);
        }
    }
}

fn text(part: Result<Vec<u8>, Unreadable>) -> Result<String, Unreadable> {
    String::from_utf8(part?).map_err(|_| Unreadable::Damaged)
}

/// The targets of links, by the id of the relationship.
fn targets(xml: &str) -> HashMap<String, String> {
    let mut all = HashMap::new();
    for token in tokens(xml) {
        if let Token::Start { element, .. } = token
            && let (Some(id), Some(target)) = (element.attribute("id"), element.attribute("target"))
        {
            all.insert(id.to_owned(), target.to_owned());
        }
    }
    all
}

/// The level of heading of each style.
fn headings(xml: &str) -> HashMap<String, usize> {
    let mut levels = HashMap::new();
    let mut style: Option<String> = None;
    for token in tokens(xml) {
        let Token::Start { element, .. } = token else {
            continue;
        };
        let value = element.attribute("w:val");
        match element.name.as_ref() {
            "w:style" => style = element.attribute("w:styleid").map(str::to_owned),
            "w:name" => {
                let name = value.unwrap_or_default().to_lowercase();
                let level = name
                    .strip_prefix("heading ")
                    .and_then(|level| level.parse().ok());
                let level = level.or_else(|| (name == "title").then_some(1));
                if let (Some(style), Some(level)) = (&style, level) {
                    levels.insert(style.clone(), level);
                }
            }
            "w:outlinelvl" => {
                let level = value.and_then(|level| level.parse::<usize>().ok());
                if let (Some(style), Some(level)) = (&style, level.filter(|it| *it < 6)) {
                    levels.entry(style.clone()).or_insert(level + 1);
                }
            }
            _ => {}
        }
    }
    levels
}

#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of the text at hand"
)]
struct Reader {
    links: HashMap<String, String>,
    /// Whether this is a footnote or endnote, whose words have no structure.
    is_note: bool,
    lists: HashMap<String, Vec<ListLevel>>,
    /// The number of the last item at each level of a list, by the list's id.
    counts: HashMap<String, Vec<usize>>,
    styles: HashMap<String, usize>,
    /// What styles make of their words.
    looks: HashMap<String, Look>,
    style_lists: HashMap<String, (String, usize)>,
    /// The ids of the notes so far, in the order of the text, and whether each is an endnote.
    notes: Vec<(String, bool)>,
    notes_to_decide: Notes,
    /// The words of the current tracked change, hidden run or comment.
    noted: String,
    /// Whether the run is not shown, and whether it is struck out.
    is_vanished: bool,
    is_struck: bool,
    is_raised: bool,
    is_white: bool,
    is_highlighted: bool,
    /// Whether the current properties are those before a tracked change.
    is_before_change: bool,
    /// Whether a table of contents has begun and no line of it was left out.
    is_at_contents: bool,
    /// The first heading that has its number from the word processor.
    numbered_heading: Option<String>,
    page: String,
    paragraph: Paragraph,
    /// The paragraphs around the current one, which is in a text box.
    around: Vec<Paragraph>,
    /// The words of a paragraph whose end was deleted, so that they continue in the next one.
    carried: String,
    /// The depth of the first item of the open lists.
    first_depth: usize,
    /// The open lists, as tag names, each with the id of its list in the document.
    open: Vec<(&'static str, String)>,
    is_bold: bool,
    is_italic: bool,
    in_text: bool,
    in_code: bool,
    /// The depth of deleted text.
    hidden: usize,
    fields: OpenFields,
    has_link: bool,
    in_table: usize,
    tables: Vec<OpenTable>,
    /// Where in the page a cell spans rows, and how many.
    merged_rows: Vec<(usize, usize)>,
}

/// The paragraph so far.
#[derive(Default)]
struct Paragraph {
    /// Its words, as HTML.
    line: String,
    heading: Option<usize>,
    /// Its list, and its depth there.
    list: Option<(String, usize)>,
    depth: usize,
    /// Whether its end was deleted, which is a tracked change.
    is_joined: bool,
    /// Whether it is only the large first letter of the next one.
    is_drop_cap: bool,
    /// What its style makes of its words.
    look: Look,
}

/// A table that is being read.
#[derive(Default)]
struct OpenTable {
    column: usize,
    /// The number of the merged cell that is above, by column.
    above: HashMap<usize, usize>,
    /// Where the current cell begins, and how many columns it spans.
    cell: (usize, usize),
    /// Whether the current cell continues one of the row above.
    goes_on: bool,
    /// Where the current row begins, and whether a tracked change deleted it.
    row: usize,
    is_deleted_row: bool,
    in_row_properties: bool,
}

impl Reader {
    fn token(&mut self, token: Token) {
        match token {
            Token::Text(text) if self.in_text => self.text(&text),
            Token::Text(text) if self.in_code => self.note_field(&text),
            Token::Text(_) => {}
            Token::Start {
                element,
                is_self_closing,
            } => self.start(&element, is_self_closing),
            Token::End(name) => self.end(&name),
        }
    }

    fn text(&mut self, text: &str) {
        self.noted += text;
        if self.hidden > 0 {
            return;
        }
        if self.fields.are_code() {
            let cause = "words in the code of a field left out: does anybody see them?";
            self.notes_to_decide.left_out(cause, text);
            return;
        }
        if self.is_vanished {
            let cause = if self.paragraph.look.in_contents {
                self.is_at_contents = false;
                "table of contents left out: the site makes its own"
            } else {
                "hidden text left out"
            };
            self.notes_to_decide.left_out(cause, text);
            return;
        }
        if self.is_white && self.in_table == 0 {
            let cause = "white text is in the text: does anybody see it?";
            self.notes_to_decide.open(cause, text);
        }
        if self.is_highlighted {
            let cause = "highlighted words are in the text: is that part finished?";
            self.notes_to_decide.open(cause, text);
        }
        let raised = raised(text).filter(|_| self.is_raised);
        let text = raised.as_deref().unwrap_or(text);
        let marks = [
            (self.is_struck, "s"),
            (self.is_bold, "b"),
            (self.is_italic, "i"),
        ];
        let marks = marks.iter().filter(|(is_on, _)| *is_on);
        for (_, tag) in marks.clone() {
            self.paragraph.line += &format!("<{tag}>");
        }
        self.paragraph.line += &escaped(text);
        for (_, tag) in marks.rev() {
            self.paragraph.line += &format!("</{tag}>");
        }
    }

    fn start(&mut self, element: &Element, is_self_closing: bool) {
        if self.is_before_change {
            return;
        }
        let value = element.attribute("w:val");
        self.fields.take(element);
        match element.name.as_ref() {
            "w:p" if !is_self_closing => {
                let line = std::mem::take(&mut self.carried);
                let paragraph = Paragraph {
                    line,
                    ..Paragraph::default()
                };
                self.around
                    .push(std::mem::replace(&mut self.paragraph, paragraph));
            }
            "w:pstyle" => {
                let style = value.unwrap_or_default();
                self.paragraph.look = look_of(style, &self.looks, self.is_at_contents);
                self.paragraph.list = self.style_lists.get(style).cloned();
                self.paragraph.heading = self.styles.get(style).copied().or_else(|| {
                    let level = style.to_lowercase();
                    let level = level.strip_prefix("heading")?.parse().ok()?;
                    Some(level)
                });
            }
            "w:outlinelvl" => {
                let level = value.and_then(|level| level.parse::<usize>().ok());
                self.paragraph.heading = self
                    .paragraph
                    .heading
                    .or(level.filter(|it| *it < 6).map(|it| it + 1));
            }
            "w:numid" => {
                let id = value.filter(|id| *id != "0");
                self.paragraph.list = id.map(|id| (id.to_owned(), self.paragraph.depth));
            }
            "w:ilvl" => {
                self.paragraph.depth = value.and_then(|it| it.parse().ok()).unwrap_or(0).min(8);
            }
            "w:r" => {
                (self.is_bold, self.is_italic) = (false, false);
                (self.is_raised, self.is_white, self.is_highlighted) = (false, false, false);
                self.look(self.paragraph.look);
            }
            "w:framepr" => {
                let drop_cap = element.attribute("w:dropcap").unwrap_or("none");
                self.paragraph.is_drop_cap = drop_cap != "none";
            }
            "w:rstyle" | "w:vertalign" | "w:position" | "w:color" | "w:highlight" | "w:vanish"
            | "w:strike" | "w:dstrike" | "w:b" | "w:i" => {
                self.property_of_run(&element.name, value);
            }
            // The look, style or list before a tracked change.
            name if name.ends_with("prchange") => self.is_before_change = !is_self_closing,
            "w:commentreference" => {
                let cause = "comment of a colleague left out: see it in the document";
                self.notes_to_decide.left_out(cause, "");
            }
            "w:t" | "m:t" | "w:deltext" if !is_self_closing => {
                self.in_text = true;
                self.hidden += usize::from(element.name == "w:deltext");
            }
            "w:tab" | "w:ptab" if self.is_shown() && !self.paragraph.line.is_empty() => {
                self.paragraph.line.push(' ');
            }
            // A break of the page is no break of the line, but it separates words.
            "w:br" if self.is_shown() && element.attribute("w:type") == Some("page") => {
                self.paragraph.line.push(' ');
            }
            "w:br" | "w:cr" if self.is_shown() => self.paragraph.line += "<br>",
            "w:nobreakhyphen" | "w:sym" => self.sign(element),
            "w:hyperlink" if !is_self_closing => {
                let target = element.attribute("r:id").and_then(|id| self.links.get(id));
                if let Some(target) = target {
                    self.paragraph.line += &format!("<a href=\"{}\">", escaped(target));
                    self.has_link = true;
                }
            }
            "w:footnotereference" | "w:endnotereference" if self.is_shown() => {
                let id = element.attribute("w:id").unwrap_or_default();
                let is_endnote = element.name == "w:endnotereference";
                self.notes.push((id.to_owned(), is_endnote));
                self.paragraph.line += &format!("[^{}]", self.notes.len());
            }
            "w:del" if is_self_closing => match self.tables.last_mut() {
                Some(table) if table.in_row_properties => table.is_deleted_row = true,
                _ => self.paragraph.is_joined = true,
            },
            "w:del" | "w:movefrom" | "mc:fallback" | "w:rt" if !is_self_closing => {
                self.noted.clear();
                self.hidden += 1;
            }
            "w:ins" | "w:moveto" if !is_self_closing => self.noted.clear(),
            "w:instrtext" => self.in_code = !is_self_closing,
            "w:fldsimple" => self.note_field(element.attribute("w:instr").unwrap_or_default()),
            _ if self.is_shown() => {
                self.note_unsupported(element);
                self.start_of_table(element, is_self_closing);
            }
            _ => self.start_of_table(element, is_self_closing),
        }
    }

    /// Whether what follows is neither deleted nor part of a field's code.
    fn is_shown(&self) -> bool {
        self.hidden == 0 && !self.fields.are_code()
    }

    /// How the words that follow look.
    fn property_of_run(&mut self, name: &str, value: Option<&str>) {
        let is_on = !matches!(value, Some("0" | "false" | "off" | "none"));
        match name {
            "w:rstyle" => {
                let look = self.looks.get(value.unwrap_or_default());
                self.look(look.copied().unwrap_or_default().over(self.paragraph.look));
            }
            "w:vertalign" => self.is_raised = value == Some("superscript"),
            "w:position" => self.is_raised = value.is_some_and(document_text::is_above_line),
            "w:color" => {
                self.is_white = value.is_some_and(|colour| colour.eq_ignore_ascii_case("ffffff"));
            }
            "w:highlight" => self.is_highlighted = is_on && value != Some("white"),
            "w:vanish" => self.is_vanished = is_on,
            "w:strike" | "w:dstrike" => self.is_struck = is_on,
            "w:b" => self.is_bold = is_on,
            _ => self.is_italic = is_on,
        }
    }

    /// What a style makes of the words that follow.
    fn look(&mut self, look: Look) {
        self.is_vanished = look.is_vanished.unwrap_or(false);
        self.is_struck = look.is_struck.unwrap_or(false);
    }

    /// A sign that is an element of its own.
    fn sign(&mut self, element: &Element) {
        if let Some(sign) = document_text::sign(element) {
            self.text(sign.encode_utf8(&mut [0; 4]));
        } else {
            let font = element.attribute("w:font").unwrap_or_default();
            let cause = "symbol without a letter of its own left out: see it in the document";
            self.notes_to_decide.left_out(cause, font);
        }
    }

    /// Lists a field whose text the word processor filled in.
    fn note_field(&mut self, code: &str) {
        if code.split_whitespace().next() == Some("TOC") {
            self.is_at_contents = true;
        }
        if let Some(field) = filled_in(code).filter(|_| self.hidden == 0) {
            let cause = "text that the word processor filled in: does it stay right?";
            self.notes_to_decide.open(cause, field);
        }
    }

    /// Lists what the text does not have, or has as the word processor filled it in.
    fn note_unsupported(&mut self, element: &Element) {
        let left_out = match element.name.as_ref() {
            "pic:pic" | "v:imagedata" => Some("picture left out: is there text in it?"),
            "dgm:relids" | "c:chart" | "cx:chart" => {
                Some("diagram or chart left out: is there text in it?")
            }
            "w:altchunk" | "w:subdoc" => {
                Some("document within the document left out: copy its text into the document")
            }
            "w:checkbox" => Some("check box of a form left out: is it ticked?"),
            _ => None,
        };
        if let Some(cause) = left_out {
            self.notes_to_decide.left_out(cause, "");
            return;
        }
        let (cause, example) = match element.name.as_ref() {
            "m:omath" => (
                "equation written as its letters and numbers: does it still say the same?",
                "",
            ),
            "m:den" => return self.paragraph.line.push('/'),
            "m:sup" => return self.paragraph.line.push('^'),
            "w:txbxcontent" => ("text box put before the paragraph that it is next to", ""),
            "w:showingplchdr" => (
                "field that was not filled in: its prompt is in the text",
                "",
            ),
            "w:tbl" if self.in_table > 0 => (
                "table in a cell taken apart: does each row still say the same?",
                "",
            ),
            "w:docpartgallery" => {
                self.is_at_contents = element.attribute("w:val") == Some("Table of Contents");
                return;
            }
            _ => return,
        };
        self.notes_to_decide.open(cause, example);
    }

    /// What begins a table, a row or a cell, or says what a cell is merged with.
    fn start_of_table(&mut self, element: &Element, is_self_closing: bool) {
        if self.is_note {
            return;
        }
        if element.name == "w:tbl" {
            self.end_of_part();
            self.in_table += 1;
            self.page += "<table>";
            self.tables.push(OpenTable::default());
        }
        let value = element.attribute("w:val");
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        match element.name.as_ref() {
            "w:tr" => {
                table.row = self.page.len();
                table.is_deleted_row = false;
                self.page += "<tr>";
                table.column = 0;
            }
            "w:trpr" => table.in_row_properties = !is_self_closing,
            "w:gridbefore" => {
                let before: usize = value.and_then(|it| it.parse().ok()).unwrap_or(0);
                for _ in 0..before.min(50) {
                    self.page += "<td></td>";
                    table.column += 1;
                }
            }
            "w:tc" if !is_self_closing => {
                table.cell = (self.page.len(), 1);
                table.goes_on = false;
                self.page += "<td>";
            }
            "w:gridspan" => {
                let columns: usize = value.and_then(|it| it.parse().ok()).unwrap_or(1);
                if self.page.ends_with("<td>") {
                    table.cell.1 = columns.clamp(1, 50);
                    self.page.pop();
                    self.page += &format!(" colspan=\"{}\">", table.cell.1);
                }
            }
            "w:vmerge" if value == Some("restart") => {
                table.above.insert(table.column, self.merged_rows.len());
                self.merged_rows.push((table.cell.0 + "<td".len(), 1));
            }
            "w:vmerge" => table.goes_on = table.above.contains_key(&table.column),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "w:t" | "m:t" => self.in_text = false,
            "w:instrtext" => self.in_code = false,
            "w:deltext" => {
                self.in_text = false;
                self.hidden = self.hidden.saturating_sub(1);
            }
            _ if name.ends_with("prchange") => self.is_before_change = false,
            "w:ins" | "w:moveto" => {
                let cause = "tracked change taken as accepted: words inserted";
                self.note_change(cause);
            }
            "w:hyperlink" if self.has_link => {
                self.has_link = false;
                self.paragraph.line += "</a>";
            }
            "w:del" | "w:movefrom" | "mc:fallback" | "w:rt" => {
                self.hidden = self.hidden.saturating_sub(1);
                if name == "w:rt" {
                    self.note_change("reading above a word left out");
                }
                if matches!(name, "w:del" | "w:movefrom") {
                    let cause = "tracked change taken as accepted: words deleted";
                    self.note_change(cause);
                }
            }
            "w:p" => {
                self.paragraph();
                self.paragraph = self.around.pop().unwrap_or_default();
            }
            "w:tbl" | "w:tr" | "w:tc" if self.is_note => {}
            "w:tbl" => {
                self.lists(0);
                self.in_table = self.in_table.saturating_sub(1);
                self.tables.pop();
                self.page += "</table>";
            }
            "w:tr" => self.end_of_row(),
            "w:trpr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.in_row_properties = false;
                }
            }
            "w:tc" => {
                self.end_of_part();
                self.page += "</td>";
                self.end_of_cell();
            }
            _ => {}
        }
    }

    fn note_change(&mut self, cause: &'static str) {
        let words = std::mem::take(&mut self.noted);
        if !words.trim().is_empty() {
            self.notes_to_decide.open(cause, words);
        }
    }

    fn end_of_row(&mut self) {
        self.page += "</tr>";
        if let Some(table) = self.tables.last()
            && table.is_deleted_row
            && let Some(row) = self.page.get(table.row..)
        {
            if row.contains("<p>") {
                // Its words are not deleted, as another program may write it.
                let cause = "row deleted as a tracked change is in the text: remove it";
                let words = tokens(row).into_iter().filter_map(|token| match token {
                    Token::Text(words) => Some(words),
                    _ => None,
                });
                let words: Vec<String> = words.collect();
                self.notes_to_decide.open(cause, words.join(" "));
                return;
            }
            self.page.truncate(table.row);
            for (_, rows) in self
                .merged_rows
                .iter_mut()
                .filter(|(at, _)| *at > table.row)
            {
                *rows = 1;
            }
        }
    }

    /// Removes a cell that continues one of the row above, and counts it there.
    fn end_of_cell(&mut self) {
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        if table.goes_on && self.page.is_char_boundary(table.cell.0) {
            self.page.truncate(table.cell.0);
            // Word leaves nothing in such a cell, but another program may.
            for (_, rows) in self
                .merged_rows
                .iter_mut()
                .filter(|(at, _)| *at > table.cell.0)
            {
                *rows = 1;
            }
            let merged = table.above.get(&table.column);
            if let Some((_, rows)) = merged.and_then(|merged| self.merged_rows.get_mut(*merged)) {
                *rows += 1;
            }
        } else {
            let merged_here = self.merged_rows.last();
            if merged_here.is_none_or(|(at, _)| *at != table.cell.0 + "<td".len()) {
                table.above.remove(&table.column);
            }
        }
        table.column += table.cell.1;
    }

    /// The page, in which each cell has the number of its rows.
    fn with_merged_rows(&self) -> String {
        let mut page = self.page.clone();
        let merged = self.merged_rows.iter().rev();
        for (at, rows) in merged.filter(|(at, rows)| {
            *rows > 1 && (self.page.get(..*at)).is_some_and(|it| it.ends_with("<td"))
        }) {
            page.insert_str(*at, &format!(" rowspan=\"{rows}\""));
        }
        page
    }

    /// The marker of the next item of a list, such as `(b)`, if Markdown has no such list.
    fn marker(&mut self, list: &str, depth: usize) -> Option<String> {
        let levels = self.lists.get(list)?;
        let level = levels.get(depth)?;
        let before = |at: usize| {
            levels
                .get(at)
                .map_or(0, |level| level.start.saturating_sub(1))
        };
        let counts = self.counts.entry(list.to_owned()).or_default();
        counts.truncate(depth + 1);
        while counts.len() <= depth {
            counts.push(before(counts.len()));
        }
        counts[depth] = counts[depth].saturating_add(1);
        // Markdown counts in digits, but not `1.1` or `Article 1`.
        let has_word = level.is_numbered && level.marker.contains(char::is_alphabetic);
        if level.format.is_none() && !has_word && level.marker.matches('%').count() < 2 {
            return None;
        }
        let mut marker = level.marker.clone();
        for (at, (level, count)) in levels.iter().zip(counts.iter()).enumerate() {
            let number = match level.format {
                Some(format) => format.of(*count),
                None => count.to_string(),
            };
            marker = marker.replace(&format!("%{}", at + 1), &number);
        }
        Some(marker)
    }

    fn paragraph(&mut self) {
        let line = std::mem::take(&mut self.paragraph.line);
        let line = line.replace("</b><b>", "").replace("</i><i>", "");
        let line = line.replace("</s><s>", "");
        if self.paragraph.is_joined && !line.trim().is_empty() {
            let cause = "tracked change taken as accepted: paragraph joined with the next one";
            self.notes_to_decide.open(cause, "");
            self.carried = line;
            return;
        }
        if line.trim().is_empty() {
            return;
        }
        if self.paragraph.is_drop_cap {
            self.carried = line.trim().to_owned();
            return;
        }
        if self.is_note {
            self.page += &format!("{line} ");
            return;
        }
        if let Some(level) = self.paragraph.heading.filter(|_| self.in_table == 0) {
            self.lists(0);
            let level = level.clamp(1, 6);
            let line = line.replace("<b>", "").replace("</b>", "");
            if let Some((id, depth)) = self.paragraph.list.clone() {
                // Lists below it begin anew.
                self.marker(&id, depth);
                self.numbered_heading.get_or_insert_with(|| line.clone());
            }
            self.page += &format!("<h{level}>{line}</h{level}>\n");
        } else if let Some((id, depth)) = self.paragraph.list.take() {
            let marker = self.marker(&id, depth);
            let level = self
                .lists
                .get(&id)
                .and_then(|it| it.get(depth).or(it.first()));
            let is_numbered = level.is_some_and(|level| level.is_numbered);
            let tag = if is_numbered && marker.is_none() {
                "ol"
            } else {
                "ul"
            };
            let line = match marker {
                Some(marker) => {
                    self.notes_to_decide
                        .open(super::markdown::LETTERS, &*marker);
                    format!("{} {line}", escaped(&marker))
                }
                None => line,
            };
            // The levels above the first item may be those of headings.
            if self.open.is_empty() || depth < self.first_depth {
                self.lists(0);
                self.first_depth = depth;
            }
            let place = depth - self.first_depth;
            self.lists(place + 1);
            // Another list counts anew.
            let is_same = |(name, of): &(&str, String)| *name == tag && (tag == "ul" || *of == id);
            if self.open.len() == place + 1 && !self.open.last().is_some_and(is_same) {
                self.lists(place);
            }
            while self.open.len() < place + 1 {
                let is_innermost = self.open.len() == place;
                let counts = self.counts.get(&id).filter(|_| is_innermost && tag == "ol");
                match counts.and_then(|counts| counts.get(depth)) {
                    Some(number) if *number > 1 => {
                        self.page += &format!("<ol start=\"{number}\">");
                    }
                    _ => self.page += &format!("<{tag}>"),
                }
                self.open.push((tag, id.clone()));
            }
            self.page += &format!("<li>{line}</li>\n");
        } else {
            self.lists(0);
            self.page += &format!("<p>{line}</p>\n");
        }
    }

    /// Writes what would go on in a paragraph that does not come, and closes all lists.
    fn end_of_part(&mut self) {
        if std::mem::take(&mut self.is_at_contents) {
            let cause = "list that the word processor made is in the text: remove it";
            self.notes_to_decide.open(cause, "Table of Contents");
        }
        if !self.carried.is_empty() {
            self.paragraph = Paragraph {
                line: std::mem::take(&mut self.carried),
                ..Paragraph::default()
            };
            self.paragraph();
        }
        self.lists(0);
    }

    /// Closes the lists below a depth.
    fn lists(&mut self, depth: usize) {
        while self.open.len() > depth {
            if let Some((tag, _)) = self.open.pop() {
                self.page += &format!("</{tag}>\n");
            }
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{HashMap, Look, Notes, Reader, list_levels, of_notes, tokens};

    const NUMBERING: &str = r#"<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%1)"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%2)"/></w:lvl></w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>"#;

    /// A run with these properties (ECMA-376, 17.3.2).
    fn run_of(look: &str, words: &str) -> String {
        format!("<w:r><w:rPr>{look}</w:rPr><w:t>{words}</w:t></w:r>")
    }

    /// The page of a document, and what is noted for a person to decide.
    fn page(xml: &str) -> (String, Vec<String>) {
        let mut reader = Reader {
            lists: list_levels(NUMBERING),
            ..Reader::default()
        };
        for token in tokens(xml) {
            reader.token(token);
        }
        reader.end_of_part();
        let notes = reader.notes_to_decide.0.iter();
        let notes = notes.map(|note| format!("{}: {}", note.cause, note.example));
        (reader.with_merged_rows().replace('\n', ""), notes.collect())
    }

    fn item(depth: usize, words: &str) -> String {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{depth}\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"
        )
    }

    #[test]
    fn the_letters_of_a_list_are_kept() {
        let xml = [
            (0, "one"),
            (1, "two"),
            (1, "three"),
            (0, "four"),
            (1, "five"),
        ];
        let xml: String = xml.map(|(depth, words)| item(depth, words)).concat();
        let (page, notes) = page(&xml);
        assert_eq!(
            page,
            "<ul><li>(a) one</li><ul><li>(i) two</li><li>(ii) three</li></ul><li>(b) four</li><ul><li>(i) five</li></ul></ul>"
        );
        assert_eq!(notes.len(), 5);
    }

    #[test]
    fn merged_cells_say_how_far_they_reach() {
        let cell = |merge: &str, words: &str| {
            format!("<w:tc><w:tcPr>{merge}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>")
        };
        let (wide, down, on) = (
            "<w:gridSpan w:val=\"2\"/>",
            "<w:vMerge w:val=\"restart\"/>",
            "<w:vMerge/>",
        );
        let xml = format!(
            "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
            cell(wide, "A"),
            cell("", "B"),
            cell(down, "C"),
            cell("", "D"),
            cell("", "E"),
            cell(on, ""),
            cell("", "F"),
            cell("", "G"),
        );
        let (page, _) = page(&xml);
        assert_eq!(
            page,
            "<table><tr><td colspan=\"2\"><p>A</p></td><td><p>B</p></td></tr><tr><td rowspan=\"2\"><p>C</p></td><td><p>D</p></td><td><p>E</p></td></tr><tr><td><p>F</p></td><td><p>G</p></td></tr></table>"
        );
    }

    #[test]
    fn what_a_reader_of_the_document_does_not_see_is_listed() {
        let xml = format!(
            "<w:p>{}{}{}<w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins>{}</w:ins></w:p>",
            run_of("<w:vanish/>", "hidden"),
            run_of("<w:strike/>", "struck"),
            run_of("<w:rPrChange><w:rPr><w:b/></w:rPr></w:rPrChange>", "seen"),
            run_of("", "new"),
        );
        let (page, notes) = page(&xml);
        assert_eq!(page, "<p><s>struck</s>seennew</p>");
        assert_eq!(
            notes,
            [
                "hidden text left out: hidden",
                "tracked change taken as accepted: words deleted: gone",
                "tracked change taken as accepted: words inserted: new",
            ]
        );
    }

    fn run(words: &str) -> String {
        format!("<w:r><w:t>{words}</w:t></w:r>")
    }

    #[test]
    fn signs_that_are_elements_are_words_of_the_text() {
        let xml = format!(
            "<w:p>{}<w:r><w:noBreakHyphen/><w:t>3 days, </w:t><w:sym w:font=\"Symbol\" w:char=\"F0A3\"/><w:sym w:font=\"Arial\" w:char=\"00A7\"/><w:sym w:font=\"Webdings\" w:char=\"F041\"/></w:r><m:oMath><m:r><m:t>x=30</m:t></m:r></m:oMath></w:p>",
            run("2"),
        );
        let (page, notes) = page(&xml);
        assert_eq!(page, "<p>2-3 days, ≤§x=30</p>");
        assert_eq!(
            notes,
            [
                "symbol without a letter of its own left out: see it in the document: Webdings",
                "equation written as its letters and numbers: does it still say the same?: ",
            ]
        );
    }

    #[test]
    fn a_paragraph_keeps_its_words_around_a_text_box() {
        let text_box = format!("<w:txbxContent><w:p>{}</w:p></w:txbxContent>", run("Call."));
        let xml = format!(
            "<w:p>{}<mc:AlternateContent><mc:Choice>{text_box}</mc:Choice><mc:Fallback>{text_box}</mc:Fallback></mc:AlternateContent>{}</w:p>",
            run("Before"),
            run(" and after."),
        );
        assert_eq!(page(&xml).0, "<p>Call.</p><p>Before and after.</p>");
    }

    #[test]
    fn hidden_and_moved_words_of_a_note_are_left_out_and_listed() {
        let xml = format!(
            "<w:footnote w:id=\"2\"><w:p>{}<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:moveFrom>{}</w:moveFrom></w:p><w:p>{}</w:p></w:footnote>",
            run("Business days & hours."),
            run("moved"),
            run("More."),
        );
        let mut notes = Notes::default();
        let words = of_notes(&xml, &HashMap::new(), &mut notes);
        assert_eq!(words["2"], "Business days &amp; hours. More. ");
        let examples: Vec<&str> = notes.0.iter().map(|note| note.example.as_str()).collect();
        assert_eq!(examples, ["secret", "moved"]);
    }

    #[test]
    fn an_item_above_the_first_one_is_in_a_list_of_its_own() {
        let words = "<w:p><w:r><w:t>These:</w:t></w:r></w:p>";
        let xml = [
            &item(0, "Requests"),
            words,
            &item(1, "name"),
            &item(0, "Fees"),
        ]
        .concat();
        assert_eq!(
            page(&xml).0,
            "<ul><li>(a) Requests</li></ul><p>These:</p><ul><li>(i) name</li></ul><ul><li>(b) Fees</li></ul>"
        );
    }

    #[test]
    fn words_look_as_their_styles_say() {
        let hidden = Look {
            is_vanished: Some(true),
            ..Look::default()
        };
        let struck = Look {
            is_struck: Some(true),
            ..Look::default()
        };
        let mut reader = Reader {
            looks: [("Secret".to_owned(), hidden), ("Old".to_owned(), struck)].into(),
            ..Reader::default()
        };
        let styled = |style: &str, words: &str| {
            format!("<w:r><w:rPr><w:rStyle w:val=\"{style}\"/></w:rPr><w:t>{words}</w:t></w:r>")
        };
        let raised = "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>3</w:t></w:r>";
        let xml = format!(
            "<w:p>{}{}{}{raised}</w:p><w:p><w:pPr><w:pStyle w:val=\"Secret\"/></w:pPr>{}</w:p><w:p><w:pPr><w:framePr w:dropCap=\"drop\"/></w:pPr>{}</w:p><w:p>{}</w:p>",
            styled("Secret", "hidden"),
            styled("Old", "struck"),
            run("10"),
            run("secret"),
            run("R"),
            run("equests"),
        );
        for token in tokens(&xml) {
            reader.token(token);
        }
        reader.end_of_part();
        assert_eq!(
            reader.page.replace('\n', ""),
            "<p><s>struck</s>10³</p><p>Requests</p>"
        );
        let examples = reader.notes_to_decide.0.iter().map(|note| &*note.example);
        assert_eq!(examples.collect::<Vec<_>>(), ["hidden", "secret"]);
    }

    #[test]
    fn the_style_before_a_tracked_change_is_not_the_style() {
        let xml = format!(
            "<w:p><w:pPr><w:pStyle w:val=\"Heading2\"/><w:pPrChange><w:pPr><w:pStyle w:val=\"Normal\"/></w:pPr></w:pPrChange></w:pPr>{}</w:p><w:altChunk r:id=\"rId5\"/>",
            run("Emergencies"),
        );
        let (page, notes) = page(&xml);
        assert_eq!(page, "<h2>Emergencies</h2>");
        assert_eq!(
            notes,
            ["document within the document left out: copy its text into the document: "]
        );
    }

    #[test]
    fn a_break_of_the_page_separates_words() {
        let xml = format!(
            "<w:p>{}<w:r><w:br w:type=\"page\"/></w:r>{}</w:p>",
            run("one"),
            run("two")
        );
        assert_eq!(page(&xml).0, "<p>one two</p>");
    }

    #[test]
    fn a_list_starts_and_continues_with_the_numbers_of_the_document() {
        let numbering = r#"<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>"#;
        let mut reader = Reader {
            lists: list_levels(numbering),
            ..Reader::default()
        };
        let xml = [
            &item(0, "five"),
            "<w:p><w:r><w:t>Between.</w:t></w:r></w:p>",
            &item(0, "six"),
            &item(1, "below"),
        ];
        for token in tokens(&xml.concat()) {
            reader.token(token);
        }
        reader.end_of_part();
        assert_eq!(
            reader.page.replace('\n', ""),
            "<ol start=\"5\"><li>five</li></ol><p>Between.</p><ol start=\"6\"><li>six</li><ul><li>6.1 below</li></ul></ol>"
        );
    }

    #[test]
    fn the_code_of_a_field_is_no_text_at_any_depth() {
        let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
        let code = |words: &str| format!("<w:r><w:instrText>{words}</w:instrText></w:r>");
        let (begin, separate, end) = (mark("begin"), mark("separate"), mark("end"));
        let xml = format!(
            "<w:p>{}{begin}{}{begin}{}{separate}{}{end}{}{separate}{}{end}</w:p><w:p>{}{begin}{}{}{end}{}</w:p>",
            run("Write to "),
            code(" IF "),
            code(" MERGEFIELD Country "),
            run("PT"),
            code(" = PT Lisbon Berlin "),
            run("Lisbon"),
            run("Warrant"),
            code(" XE "),
            run("warrant"),
            run(" needed."),
        );
        let (page, notes) = page(&xml);
        assert_eq!(page, "<p>Write to Lisbon</p><p>Warrant needed.</p>");
        assert_eq!(
            notes,
            [
                "text that the word processor filled in: does it stay right?: MERGEFIELD",
                "words in the code of a field left out: does anybody see them?: PT",
                "words in the code of a field left out: does anybody see them?: warrant",
            ]
        );
        let seen = super::document_text::of(&xml, &HashMap::new());
        assert_eq!(
            seen.split_whitespace().collect::<Vec<_>>(),
            ["Write", "to", "Lisbon", "Warrant", "needed."]
        );
    }

    #[test]
    fn a_field_that_never_ends_hides_one_paragraph_at_most() {
        let xml = format!(
            "<w:p>{}<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>{}</w:p><w:p>{}</w:p>",
            run("We answer."),
            run("PAGE"),
            run("We charge nothing.")
        );
        let expected = "<p>We answer.</p><p>We charge nothing.</p>";
        assert_eq!(page(&xml).0, expected);
    }

    #[test]
    fn white_and_highlighted_words_are_listed() {
        let xml = format!(
            "<w:p>{}{}{}</w:p>",
            run_of("<w:color w:val=\"FFFFFF\"/>", "secret"),
            run_of("<w:highlight w:val=\"yellow\"/>", "[within X days]"),
            run_of("<w:position w:val=\"6\"/>", "2"),
        );
        let (page, notes) = page(&xml);
        assert_eq!(page, "<p>secret[within X days]²</p>");
        assert_eq!(
            notes,
            [
                "white text is in the text: does anybody see it?: secret",
                "highlighted words are in the text: is that part finished?: [within X days]",
            ]
        );
    }

    #[test]
    fn the_word_before_the_number_of_an_item_is_kept() {
        let numbering = r#"<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Article %1."/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>"#;
        let mut reader = Reader {
            lists: list_levels(numbering),
            ..Reader::default()
        };
        for token in tokens(&[item(0, "Fees"), item(1, "in cash")].concat()) {
            reader.token(token);
        }
        reader.end_of_part();
        assert_eq!(
            reader.page.replace('\n', ""),
            "<ul><li>Article 1. Fees</li><ul><li>in cash</li></ul></ul>"
        );
    }

    #[test]
    fn a_deleted_end_joins_paragraphs_and_a_deleted_row_is_gone() {
        let deleted = "<w:rPr><w:del/></w:rPr>";
        let xml = format!(
            "<w:p><w:pPr>{deleted}</w:pPr>{}</w:p><w:p>{}</w:p><w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p></w:tc></w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>",
            run("only "),
            run("with an order."),
            run("y"),
        );
        let (page, notes) = page(&xml);
        assert_eq!(
            page,
            "<p>only with an order.</p><table><tr><td><p>y</p></td></tr></table>"
        );
        assert!(
            notes[2].ends_with("is in the text: remove it: y"),
            "{notes:?}"
        );
    }
}
