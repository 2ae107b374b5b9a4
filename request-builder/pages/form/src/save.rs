//! Exports the letter and what accompanies it: to the clipboard, to paper, to a file. Nothing is
//! sent anywhere.

use crate::App;
use crate::input::target;
use crate::page::Page;
use gloo::timers::callback::Timeout;
use page_dom::{closest, data, query, set};
use request_builder::answers::Date;
use request_builder::hooks::Hook;
use request_builder::letter::Paper;
use request_builder::letter::export::{
    Labels, UtcStamp, calendar, docx, eml, file_name, letter_file, markdown, text,
};
use request_builder::session::Event;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};

/// The export that a click asks for, and its index if there are several.
pub(super) fn requested_export(event: &web_sys::Event) -> Option<(String, Option<String>)> {
    let button = closest(&target(event)?, Hook::Export)?;
    let form = data(&button, Hook::Export)?;
    Some((form, data(&button, Hook::ReminderId)))
}

/// The notice whose note a click asks for.
pub(super) fn requested_note(event: &web_sys::Event) -> Option<String> {
    let button = closest(&target(event)?, Hook::CopyNote)?;
    data(&button, Hook::CopyNote)
}

/// Whether a click follows the link to a mail program.
pub(super) fn opens_mail(event: &web_sys::Event) -> bool {
    target(event).is_some_and(|target| closest(&target, Hook::MailLink).is_some())
}

/// What an export makes.
enum Exported {
    /// A text for the clipboard, and the name of the message about it.
    Copied(String, &'static str),
    /// A file: its content, type and name.
    File(Vec<u8>, &'static str, String),
    /// A printed page.
    Printed,
}

impl App {
    /// Exports the letter or what accompanies it. Does nothing if there is no letter.
    pub(super) fn export(&'static self, (form, which): &(String, Option<String>)) {
        let said = Hook::ActionStatus.selector();
        match self.exported(form, which.as_deref()) {
            None => return,
            Some(Exported::Copied(text, name)) => self.copy(&text, name, said),
            Some(Exported::File(bytes, kind, name)) => {
                self.say_at(&said, save(&self.page, &bytes, kind, &name));
            }
            Some(Exported::Printed) => {
                if self.page.window.print().is_err() {
                    self.say_at(&said, "request-status-not-printed");
                }
            }
        }
        self.session.borrow_mut().update(Event::Saved);
        self.guard();
    }

    fn exported(&self, form: &str, which: Option<&str>) -> Option<Exported> {
        let session = self.session.borrow();
        let view = session.view();
        let mut letter = view.letter?;
        letter.paper = paper(&self.page);
        let letter_name = |extension: &str| letter_file(&letter, extension);
        // In an emergency there is an email with the whole letter besides the one that goes with it.
        let mail = match form {
            "now-body" | "now-eml" => view.mail_now,
            _ => view.mail,
        };
        Some(match form {
            "copy" => Exported::Copied(text(&letter), "request-status-copied"),
            "print" => Exported::Printed,
            "text" => {
                let file = text(&letter).into_bytes();
                Exported::File(file, "text/plain;charset=utf-8", letter_name("txt"))
            }
            "markdown" => {
                let name = letter_name("md");
                // A file for a case file, not for letterhead, includes the checklist.
                letter.checklist = view.checklist;
                let file = markdown(&letter).into_bytes();
                Exported::File(file, "text/markdown;charset=utf-8", name)
            }
            "docx" => {
                let labels = Labels {
                    page_of: session.book().letters.interface.get("request-letter-page"),
                };
                let kind =
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
                Exported::File(docx(&letter, &labels), kind, letter_name("docx"))
            }
            "mail-to" => {
                let to = mail?.to.as_str().to_owned();
                Exported::Copied(to, "request-status-copied-address")
            }
            "mail-subject" => {
                let subject = mail?.subject.as_str().to_owned();
                Exported::Copied(subject, "request-status-copied-subject")
            }
            "mail-body" | "now-body" => {
                Exported::Copied(mail?.body.clone(), "request-status-copied-mail")
            }
            "eml" | "now-eml" => {
                let file = eml(&mail?).into_bytes();
                Exported::File(file, "message/rfc822", letter_name("eml"))
            }
            "calendar" => {
                let mut reminders = view.reminders.iter();
                let remember = reminders.find(|remember| Some(remember.id.as_str()) == which)?;
                let file = calendar(remember, &letter, now()).into_bytes();
                let name = file_name(&[&remember.title], "ics");
                Exported::File(file, "text/calendar;charset=utf-8", name)
            }
            _ => return None,
        })
    }

    /// Copies a text, and shows the message about it at the places that a selector finds. Browsers
    /// allow the clipboard on HTTPS and local pages, unless a policy forbids it.
    pub(super) fn copy(&'static self, text: &str, said: &str, places: String) {
        let navigator = self.page.window.navigator();
        let offered = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"));
        if offered.is_ok_and(|clipboard| clipboard.is_undefined()) {
            self.say_at(&places, "request-status-not-copied");
            return;
        }
        self.say_at(&places, said);
        // Report a failure if the browser denies it after all.
        let refused = Closure::once_into_js(move |_: JsValue| {
            self.say_at(&places, "request-status-not-copied");
        });
        let promise = navigator.clipboard().write_text(text);
        let catch = js_sys::Reflect::get(&promise, &JsValue::from_str("catch"));
        if let Ok(catch) = catch.map(JsCast::unchecked_into::<js_sys::Function>) {
            let _ = catch.call1(&promise, &refused);
        }
    }
}

/// The selected paper size. For printing, the style sheet reads the same control.
fn paper(page: &Page) -> Paper {
    match query(&page.root, "[data-paper=\"us-letter\"]:checked") {
        Some(_) => Paper::UsLetter,
        None => Paper::A4,
    }
}

/// The current time in UTC, from its form in ISO 8601: `2026-11-29T14:30:00.000Z`.
fn now() -> UtcStamp {
    let now = String::from(js_sys::Date::new_0().to_iso_string());
    let part = |at: usize| now.get(at..at + 2).and_then(|part| part.parse().ok());
    UtcStamp {
        day: now.get(..10).and_then(Date::parse).unwrap_or(Date::EPOCH),
        time: [11, 14, 17].map(|at| part(at).unwrap_or_default()),
    }
}

/// Offers a file for saving, and returns the name of the message.
pub(super) fn save(page: &Page, bytes: &[u8], kind: &str, name: &str) -> &'static str {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let properties = BlobPropertyBag::new();
    properties.set_type(kind);
    let address = Blob::new_with_u8_array_sequence_and_options(&parts, &properties)
        .and_then(|blob| Url::create_object_url_with_blob(&blob));
    match (address, page.document.create_element("a")) {
        (Ok(address), Ok(link)) => {
            set(&link, "href", Some(&address));
            set(&link, "download", Some(name));
            link.unchecked_ref::<HtmlElement>().click();
            // The browser reads the file after the click, so keep it for a while.
            Timeout::new(60_000, move || {
                let _: Result<(), JsValue> = Url::revoke_object_url(&address);
            })
            .forget();
            "request-status-saved"
        }
        _ => "request-status-not-saved",
    }
}
