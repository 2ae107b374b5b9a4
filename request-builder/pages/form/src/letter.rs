//! Draws the letter as real headings, lists and tables, so that it can be read aloud, copied and
//! printed.

use super::margins;
use crate::draw::address_of;
use crate::page::Page;
use page_dom::{append, set, show, write};
use request_builder::hooks::Hook;
use request_builder::letter::{Content, Fact, Letter, Line, Run};
use request_builder::rulebook::Rulebook;
use web_sys::{Document, Element};

/// Draws the letter, if it changed.
pub(super) fn draw(page: &Page, book: &Rulebook, letter: Option<&Letter>, before: Option<&Letter>) {
    margins::draw(page, book, letter, before);
    page.show_all(Hook::HasLetter, letter.is_some());
    page.show_all(Hook::NoLetter, letter.is_none());
    let Some(place) = page.one(Hook::Letter) else {
        return;
    };
    let Some(letter) = letter else {
        place.set_text_content(None);
        return;
    };
    let document = &page.document;
    let blocks = &letter.blocks;
    let was = before.map_or(&[][..], |before| &before.blocks);
    // If the structure is the same, redraw only the blocks that differ.
    let same_shape = before.is_some()
        && was.len() == blocks.len()
        && place.child_element_count() as usize == blocks.len() + 2;
    if same_shape {
        for (at, (now, was)) in blocks.iter().zip(was).enumerate() {
            if now.content != was.content {
                redraw(page, &place, at + 1, &now.content, &was.content);
            }
        }
    } else {
        place.set_text_content(None);
        append(&place, &element(document, "p", "letter-draft"));
        for one in blocks {
            append(&place, &block(page, &one.content));
        }
        append(&place, &element(document, "p", "letter-footer"));
    }
    if let Some(draft) = place.first_element_child() {
        write(&draft, letter.draft.as_deref().unwrap_or_default());
        show(&draft, letter.draft.is_some());
    }
    if let Some(footer) = place.last_element_child() {
        write(&footer, &letter.footer);
    }
}

/// Draws a block again; of a table, only the rows that differ, since it may have a hundred.
fn redraw(page: &Page, place: &Element, at: usize, now: &Content, was: &Content) {
    let Some(old) = child(place, at) else {
        return;
    };
    if let Content::Table { head, rows } = now
        && let Content::Table {
            head: head_was,
            rows: rows_were,
        } = was
        && (head, rows.len()) == (head_was, rows_were.len())
        && let Some(body) = old.last_element_child()
    {
        for (at, (now, was)) in rows.iter().zip(rows_were).enumerate() {
            if now != was
                && let Some(old) = child(&body, at)
            {
                let _ = body.replace_child(&table_row(page, now), &old);
            }
        }
        return;
    }
    let _ = place.replace_child(&block(page, now), &old);
}

fn child(place: &Element, at: usize) -> Option<Element> {
    place.children().item(u32::try_from(at).ok()?)
}

fn block(page: &Page, content: &Content) -> Element {
    let document = &page.document;
    match content {
        Content::CoverTitle(line) => set_line(page, "p", "letter-cover-title", line),
        Content::Cover(line) => set_line(page, "p", "letter-cover", line),
        Content::PageBreak => element(document, "hr", "letter-page-break"),
        Content::Address(lines) => set_lines(page, "letter-address", lines),
        Content::Date(line) => set_line(page, "p", "letter-date", line),
        Content::Subject(line) => set_line(page, "h3", "letter-subject", line),
        Content::Heading(line) => set_line(page, "h4", "letter-heading", line),
        Content::Text(lines) => set_lines(page, "letter-text", lines),
        Content::Facts(facts) => set_facts(page, facts),
        Content::Item { number, lines } => {
            let item = element(document, "div", "letter-item");
            let mark = element(document, "span", "letter-number");
            mark.set_text_content(Some(&[&number.to_string(), "."].concat()));
            append(&item, &mark);
            append(&item, &set_lines(page, "letter-item-text", lines));
            item
        }
        Content::Table { head, rows } => table(page, head, rows),
        Content::Signature(lines) => set_lines(page, "letter-signature", lines),
        Content::Enclosure(line) => set_line(page, "p", "letter-enclosure", line),
    }
}

fn table(page: &Page, head: &[String], rows: &[Vec<Line>]) -> Element {
    let document = &page.document;
    let table = element(document, "table", "letter-table");
    let top = element(document, "thead", "");
    let row = element(document, "tr", "");
    for words in head {
        let cell = element(document, "th", "");
        let _ = cell.set_attribute("scope", "col");
        cell.set_text_content(Some(words));
        append(&row, &cell);
    }
    append(&top, &row);
    append(&table, &top);
    let body = element(document, "tbody", "");
    for cells in rows {
        append(&body, &table_row(page, cells));
    }
    append(&table, &body);
    table
}

fn table_row(page: &Page, cells: &[Line]) -> Element {
    let row = element(&page.document, "tr", "");
    for cell in cells {
        append(&row, &set_line(page, "td", "", cell));
    }
    row
}

/// A list of labels and values. Each pair has its own element, which a style sheet arranges in
/// columns.
fn set_facts(page: &Page, facts: &[Fact]) -> Element {
    let document = &page.document;
    let list = element(document, "dl", "letter-facts");
    for fact in facts {
        let pair = element(document, "div", "");
        let label = element(document, "dt", "");
        label.set_text_content(Some(&fact.label));
        append(&pair, &label);
        for line in &fact.value {
            append(&pair, &set_line(page, "dd", "", line));
        }
        append(&list, &pair);
    }
    list
}

fn set_lines(page: &Page, class: &str, lines: &[Line]) -> Element {
    let document = &page.document;
    let block = element(document, "div", class);
    for line in lines {
        let class = if line.is_answer() {
            "letter-answer"
        } else {
            ""
        };
        append(&block, &set_line(page, "p", class, line));
    }
    block
}

fn set_line(page: &Page, tag: &str, class: &str, line: &Line) -> Element {
    let document = &page.document;
    let block = element(document, tag, class);
    for run in &line.0 {
        match run {
            Run::Words(words) | Run::Answer(words) => {
                append(&block, &document.create_text_node(words));
            }
            Run::Gap { words, field } => {
                let address = field.as_ref().and_then(|field| address_of(page, field));
                let tag = if address.is_some() { "a" } else { "span" };
                let gap = element(document, tag, "letter-gap");
                set(&gap, "href", address.as_deref());
                gap.set_text_content(Some(words));
                append(&block, &gap);
            }
        }
    }
    block
}

pub(super) fn element(document: &Document, tag: &str, class: &str) -> Element {
    // `expect` would include code to format the browser's exception, 1 KB.
    let Ok(element) = document.create_element(tag) else {
        unreachable!("the names above are names of elements")
    };
    if !class.is_empty() {
        set(&element, "class", Some(class));
    }
    element
}
