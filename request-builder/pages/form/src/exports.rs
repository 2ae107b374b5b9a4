//! What accompanies the letter: the covering email, reminders, and the removed invisible
//! characters.

use crate::page::Page;
use page_dom::{all_in, append, data, find, query, set, show, write};
use request_builder::hooks::Hook;
use request_builder::labels::Labels;
use request_builder::letter::export::{CoveringMail, Mailto, mailto};
use request_builder::session::{RemovedCharacters, View};
use request_builder::text::RemovedCounts;
use web_sys::Element;

/// Draws what changed.
pub(super) fn draw(page: &Page, labels: &Labels, before: Option<&View>, view: &View) {
    if before.is_none_or(|before| before.mail != view.mail)
        && let Some(place) = page.one(Hook::Mail)
    {
        show(&place, view.mail.is_some());
        if let Some(mail) = &view.mail {
            draw_mail(&place, mail);
        }
    }
    if before.is_none_or(|before| before.mail_now != view.mail_now)
        && let Some(link) = page.one(Hook::MailNow)
        // Otherwise the link points to the mailbox, as rendered.
        && let Some(address) = view.mail_now.as_ref().and_then(|mail| mailto(mail).address())
    {
        set(&link, "href", Some(&address));
    }
    if before.is_none_or(|before| before.reminders != view.reminders) {
        for place in page.all(Hook::Reminder) {
            let id = data(&place, Hook::Reminder).unwrap_or_default();
            let mut reminders = view.reminders.iter();
            let remember = reminders.find(|remember| remember.id.as_str() == id);
            show(&place, remember.is_some());
            let text = remember.map_or("", |remember| remember.text.as_str());
            fill(&place, Hook::ReminderText, text);
            if let Some(save) = find(&place, Hook::ReminderId) {
                show(&save, remember.is_some_and(|remember| !remember.is_past));
            }
        }
    }
    if before.is_none_or(|before| before.removed_characters != view.removed_characters)
        && let Some(place) = page.one(Hook::RemovedCharacters)
    {
        show(&place, !view.removed_characters.is_empty());
        draw_removed_characters(page, labels, &place, &view.removed_characters);
    }
}

fn draw_mail(place: &Element, mail: &CoveringMail) {
    for to in all_in(place, Hook::MailTo) {
        write(&to, mail.to.as_str());
    }
    fill(place, Hook::MailSubject, mail.subject.as_str());
    fill(place, Hook::MailBody, &mail.body);
    let link = mailto(mail);
    let without_text = matches!(link, Mailto::WithoutText(_));
    let address = link.address();
    if let Some(open) = find(place, Hook::MailLink) {
        show(&open, address.is_some());
        set(&open, "href", address.as_deref());
    }
    for (note, shown) in [
        (Hook::MailWithoutText, without_text),
        (Hook::MailTooLong, address.is_none()),
    ] {
        if let Some(note) = find(place, note) {
            show(&note, shown);
        }
    }
}

fn draw_removed_characters(
    page: &Page,
    labels: &Labels,
    place: &Element,
    removed: &[RemovedCharacters],
) {
    let Some(list) = query(place, "ul") else {
        return;
    };
    list.set_text_content(None);
    for answer in removed {
        let what = counts_in_words(labels, answer.counts);
        let values = [("label", answer.label.as_str()), ("what", what.as_str())];
        if let Ok(item) = page.document.create_element("li") {
            write(&item, &labels.interface.fill("request-removed-at", &values));
            append(&list, &item);
        }
    }
}

/// The number of characters of each type, in words.
fn counts_in_words(labels: &Labels, counts: RemovedCounts) -> String {
    let RemovedCounts {
        controls,
        directions,
        invisible,
        noncharacters,
        damaged,
    } = counts;
    let counts = [
        ("request-removed-controls", controls),
        ("request-removed-directions", directions),
        ("request-removed-invisible", invisible),
        ("request-removed-noncharacters", noncharacters),
        ("request-removed-damaged", damaged),
    ];
    let some = counts.into_iter().filter(|(_, count)| *count > 0);
    some.map(|(name, count)| {
        labels
            .interface
            .fill(name, &[("count", &count.to_string())])
    })
    .collect::<Vec<_>>()
    .join("; ")
}

fn fill(place: &Element, hook: Hook, text: &str) {
    if let Some(place) = find(place, hook) {
        write(&place, text);
    }
}
