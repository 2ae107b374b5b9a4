//! Exports the letter and what accompanies it: to the clipboard, to paper, to a file. Nothing is
//! sent anywhere.

use crate::page::Page;
use gloo::timers::callback::Timeout;
use request_builder::answers::Date;
use request_builder::hooks::Hook;
use request_builder::letter::export::{
    Labels, UtcStamp, calendar, docx, eml, file_name, letter_file, markdown, text,
};
use request_builder::letter::{Letter, Paper};
use request_builder::rulebook::Rulebook;
use request_builder::session::View;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// The export that a click asks for, and its index if there are several.
pub(super) fn asked_for(event: &web_sys::Event) -> Option<(String, Option<String>)> {
    let target: web_sys::Element = event.target()?.dyn_into().ok()?;
    let button = target.closest(Hook::Export.selector()).ok()??;
    let form = button.get_attribute(Hook::Export.attribute())?;
    Some((form, button.get_attribute(Hook::Which.attribute())))
}

/// The notice whose note a click asks for.
pub(super) fn note_asked_for(event: &web_sys::Event) -> Option<String> {
    let target: web_sys::Element = event.target()?.dyn_into().ok()?;
    target
        .closest(Hook::CopyNote.selector())
        .ok()??
        .get_attribute(Hook::CopyNote.attribute())
}

/// Whether a click follows the link to a mail program.
pub(super) fn opens_mail(event: &web_sys::Event) -> bool {
    let target = event
        .target()
        .and_then(|it| it.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| {
        target
            .closest(Hook::MailLink.selector())
            .is_ok_and(|it| it.is_some())
    })
}

/// Exports from a view. `say` is called with the name of the message. Does nothing if there is no
/// letter.
pub(super) fn export(
    page: &Page,
    book: &Rulebook,
    view: &View,
    (form, which): &(String, Option<String>),
    say: impl Fn(&str) + 'static,
) -> Option<()> {
    let letter = &Letter {
        paper: paper(page),
        ..view.letter.clone()?
    };
    let name = |of: &str, extension: &str| file_name(&[of], extension);
    // Files for a case file, not for letterhead, include the checklist.
    let for_the_file = || Letter {
        checklist: view.checklist.clone(),
        ..letter.clone()
    };
    let letter_name = |extension: &str| letter_file(letter, extension);
    match form.as_str() {
        "copy" => copy(page, &text(letter), "request-said-copied", say),
        "print" if page.window.print().is_err() => say("request-said-not-printed"),
        "text" => {
            let kind = "text/plain;charset=utf-8";
            say(save(
                page,
                text(letter).as_bytes(),
                kind,
                &letter_name("txt"),
            ));
        }
        "markdown" => {
            let kind = "text/markdown;charset=utf-8";
            let text = markdown(&for_the_file());
            say(save(page, text.as_bytes(), kind, &letter_name("md")));
        }
        "docx" => {
            let labels = Labels {
                page_of: book.letters.interface.get("request-letter-page"),
            };
            let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
            say(save(
                page,
                &docx(letter, &labels),
                kind,
                &letter_name("docx"),
            ));
        }
        "mail-to" => copy(
            page,
            view.mail.as_ref()?.to().as_str(),
            "request-said-copied-address",
            say,
        ),
        "mail-subject" => copy(
            page,
            view.mail.as_ref()?.subject().as_str(),
            "request-said-copied-subject",
            say,
        ),
        "mail-body" => copy(
            page,
            view.mail.as_ref()?.body(),
            "request-said-copied-mail",
            say,
        ),
        "eml" => {
            let mail = view.mail.as_ref()?;
            let name = letter_name("eml");
            say(save(page, eml(mail).as_bytes(), "message/rfc822", &name));
        }
        "calendar" => {
            let which = which.as_deref()?;
            let mut reminders = view.reminders.iter();
            let remember = reminders.find(|remember| remember.id.as_str() == which)?;
            let name = name(&remember.title, "ics");
            let file = calendar(remember, letter, now());
            say(save(
                page,
                file.as_bytes(),
                "text/calendar;charset=utf-8",
                &name,
            ));
        }
        _ => {}
    }
    Some(())
}

/// The selected paper size. For printing, the style sheet reads the same control.
fn paper(page: &Page) -> Paper {
    match page.one("[data-paper=\"us-letter\"]:checked") {
        Some(_) => Paper::UsLetter,
        None => Paper::A4,
    }
}

/// The current time in UTC.
fn now() -> UtcStamp {
    let now = js_sys::Date::new_0();
    let part = |number: u32| u8::try_from(number).unwrap_or(1);
    let year = i32::try_from(now.get_utc_full_year()).unwrap_or(1970);
    let day = Date::new(
        year,
        part(now.get_utc_month() + 1),
        part(now.get_utc_date()),
    );
    UtcStamp {
        day: day.unwrap_or(Date::EPOCH),
        time: [
            now.get_utc_hours(),
            now.get_utc_minutes(),
            now.get_utc_seconds(),
        ]
        .map(part),
    }
}

/// Browsers allow the clipboard on HTTPS and local pages, unless a policy forbids it.
pub(super) fn copy(page: &Page, text: &str, said: &'static str, say: impl Fn(&str) + 'static) {
    let navigator = page.window.navigator();
    let offered = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"));
    if offered.is_ok_and(|clipboard| clipboard.is_undefined()) {
        say("request-said-not-copied");
        return;
    }
    say(said);
    // Report a failure if the browser denies it after all.
    let refused = Closure::once_into_js(move |_: JsValue| say("request-said-not-copied"));
    let promise = navigator.clipboard().write_text(text);
    let catch = js_sys::Reflect::get(&promise, &JsValue::from_str("catch"));
    if let Ok(catch) = catch.map(JsCast::unchecked_into::<js_sys::Function>) {
        let _ = catch.call1(&promise, &refused);
    }
}

/// Offers a file for saving, and returns the name of the message.
pub(super) fn save(page: &Page, bytes: &[u8], kind: &str, name: &str) -> &'static str {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let properties = BlobPropertyBag::new();
    properties.set_type(kind);
    let address = Blob::new_with_u8_array_sequence_and_options(&parts, &properties)
        .and_then(|blob| Url::create_object_url_with_blob(&blob));
    let link = page
        .document
        .create_element("a")
        .map(JsCast::unchecked_into::<HtmlAnchorElement>);
    match (address, link) {
        (Ok(address), Ok(link)) => {
            link.set_href(&address);
            link.set_download(name);
            link.click();
            // The browser reads the file after the click, so keep it for a while.
            Timeout::new(60_000, move || {
                let _: Result<(), JsValue> = Url::revoke_object_url(&address);
            })
            .forget();
            "request-said-saved"
        }
        _ => "request-said-not-saved",
    }
}
