//! What accompanies the letter: the covering email, reminders, and the removed invisible
//! characters.

use crate::page::Page;
use page_dom::{all_in, set, show, write};
use request_builder::hooks::Hook;
use request_builder::labels::Labels;
use request_builder::letter::DueReminder;
use request_builder::letter::export::{CoveringMail, Mailto, mailto};
use request_builder::session::{LeftOut, View};
use request_builder::text::Dropped;
use web_sys::Element;

/// What was drawn last.
#[derive(Default)]
pub(super) struct Drawn {
    mail: Option<CoveringMail>,
    mail_now: Option<CoveringMail>,
    reminders: Vec<DueReminder>,
    dropped: Vec<LeftOut>,
}

/// Draws what changed. Initially the page shows none of it.
pub(super) fn draw(page: &Page, labels: &Labels, view: &View, drawn: &mut Drawn) {
    if drawn.mail != view.mail {
        if let Some(place) = page.one(Hook::Mail.selector()) {
            show(&place, view.mail.is_some());
            if let Some(mail) = &view.mail {
                draw_mail(&place, mail);
            }
        }
        drawn.mail.clone_from(&view.mail);
    }
    if drawn.mail_now != view.mail_now {
        if let Some(link) = page.one("[data-mail-now]") {
            let address = view
                .mail_now
                .as_ref()
                .map(mailto)
                .and_then(|link| match link {
                    Mailto::Whole(address)
                    | Mailto::Short(address)
                    | Mailto::WithoutText(address) => Some(address),
                    Mailto::TooLong => None,
                });
            // Otherwise the link points to the mailbox, as rendered.
            if let Some(address) = address {
                set(&link, "href", Some(&address));
            }
        }
        drawn.mail_now.clone_from(&view.mail_now);
    }
    if drawn.reminders != view.reminders {
        for place in page.all(Hook::Reminder.selector()) {
            let id = place
                .get_attribute(Hook::Reminder.attribute())
                .unwrap_or_default();
            let mut reminders = view.reminders.iter();
            let remember = reminders.find(|remember| remember.id.as_str() == id);
            show(&place, remember.is_some());
            let text = remember.map_or("", |remember| remember.text.as_str());
            fill(&place, Hook::ReminderText.selector(), text);
            if let Ok(Some(save)) = place.query_selector("[data-which]") {
                show(&save, remember.is_some_and(|remember| !remember.is_past));
            }
        }
        drawn.reminders.clone_from(&view.reminders);
    }
    if drawn.dropped != view.dropped {
        if let Some(place) = page.one(Hook::Dropped.selector()) {
            show(&place, !view.dropped.is_empty());
            draw_dropped(page, labels, &place, &view.dropped);
        }
        drawn.dropped.clone_from(&view.dropped);
    }
}

fn draw_mail(place: &Element, mail: &CoveringMail) {
    for to in all_in(place, Hook::MailTo.selector()) {
        write(&to, mail.to().as_str());
    }
    fill(place, Hook::MailSubject.selector(), mail.subject().as_str());
    fill(place, Hook::MailBody.selector(), mail.body());
    let link = mailto(mail);
    let address = match &link {
        Mailto::Whole(address) | Mailto::Short(address) | Mailto::WithoutText(address) => {
            Some(address.as_str())
        }
        Mailto::TooLong => None,
    };
    if let Ok(Some(open)) = place.query_selector(Hook::MailLink.selector()) {
        show(&open, address.is_some());
        set(&open, "href", address);
    }
    for (note, shown) in [
        (
            Hook::MailWithoutText.selector(),
            matches!(link, Mailto::WithoutText(_)),
        ),
        (Hook::MailTooLong.selector(), link == Mailto::TooLong),
    ] {
        if let Ok(Some(note)) = place.query_selector(note) {
            show(&note, shown);
        }
    }
}

fn draw_dropped(page: &Page, labels: &Labels, place: &Element, dropped: &[LeftOut]) {
    let Ok(Some(list)) = place.query_selector("ul") else {
        return;
    };
    list.set_text_content(None);
    for left_out in dropped {
        let what = sorts(labels, left_out.dropped);
        let values = [("label", left_out.label.as_str()), ("what", what.as_str())];
        if let Ok(item) = page.document.create_element("li") {
            write(&item, &labels.interface.fill("request-dropped-at", &values));
            let _ = list.append_child(&item);
        }
    }
}

/// The number of characters of each type, in words.
fn sorts(labels: &Labels, dropped: Dropped) -> String {
    let Dropped {
        controls,
        directions,
        invisible,
        noncharacters,
        damaged,
    } = dropped;
    let sorts = [
        ("request-dropped-controls", controls),
        ("request-dropped-directions", directions),
        ("request-dropped-invisible", invisible),
        ("request-dropped-noncharacters", noncharacters),
        ("request-dropped-damaged", damaged),
    ];
    let said = sorts.into_iter().filter(|(_, count)| *count > 0);
    said.map(|(name, count)| {
        labels
            .interface
            .fill(name, &[("count", &count.to_string())])
    })
    .collect::<Vec<_>>()
    .join("; ")
}

fn fill(place: &Element, selector: &str, text: &str) {
    if let Ok(Some(place)) = place.query_selector(selector) {
        write(&place, text);
    }
}
