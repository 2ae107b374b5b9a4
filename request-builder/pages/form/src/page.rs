//! The elements of the page, found once.

use page_dom::{
    closest, data, find, focus, from_script, query, query_all, set, show, with_value, write,
};
use request_builder::answers::Field;
use request_builder::hooks::Hook;
use request_builder::labels::Labels;
use request_builder::rules::{QuestionId, StepId};
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{Document, Element, Window};

/// The page rendered by `site-gen`.
pub(super) struct Page {
    pub(super) window: Window,
    pub(super) document: Document,
    /// The root element of the builder.
    pub(super) root: Element,
    status: Element,
    /// The document's title, without the step.
    title: String,
    /// Untranslated texts, and their language.
    foreign: (Vec<String>, String),
    /// A cache of the elements that a selector finds: with a hundred accounts, searching the page for
    /// each message and each hook would dominate.
    found: RefCell<Vec<(String, Rc<Vec<Element>>)>>,
}

impl Page {
    pub(super) fn find() -> Option<Self> {
        let window = web_sys::window()?;
        let document = window.document()?;
        let root = find(&document.document_element()?, Hook::Request)?;
        let status = find(&root, Hook::Status)?;
        Some(Self {
            title: document.title(),
            window,
            document,
            root,
            status,
            foreign: (Vec::new(), String::new()),
            found: RefCell::default(),
        })
    }

    /// Records which texts of the rules are untranslated.
    pub(super) fn set_untranslated(&mut self, labels: &Labels, language: &str) {
        self.foreign = (labels.untranslated.clone(), language.to_owned());
    }

    /// Writes a text of the rules, with `lang` if it is untranslated.
    pub(super) fn write_label(&self, element: &Element, text: &str) {
        write(element, text);
        let (texts, language) = &self.foreign;
        let is_foreign = texts.iter().any(|foreign| foreign == text);
        set(element, "lang", is_foreign.then_some(language));
    }

    /// Reads a script element with JSON.
    pub(super) fn data<T: DeserializeOwned>(&self, hook: Hook) -> Option<T> {
        from_script(&self.one(hook)?.text_content()?)
    }

    /// The first element with a hook.
    pub(super) fn one(&self, hook: Hook) -> Option<Element> {
        find(&self.root, hook)
    }

    /// The first element whose hook has this value.
    pub(super) fn one_with(&self, hook: Hook, value: &str) -> Option<Element> {
        query(&self.root, &with_value(hook, value))
    }

    pub(super) fn all(&self, hook: Hook) -> Vec<Element> {
        self.found(hook.selector()).to_vec()
    }

    /// Shows or hides every element with a hook.
    pub(super) fn show_all(&self, hook: Hook, shown: bool) {
        for element in self.all(hook) {
            show(&element, shown);
        }
    }

    /// Shows or hides every element with a hook, depending on its value.
    pub(super) fn show_each(&self, hook: Hook, is_shown: &dyn Fn(&str) -> bool) {
        for element in self.all(hook) {
            let value = data(&element, hook).unwrap_or_default();
            show(&element, is_shown(&value));
        }
    }

    /// Writes a text into every element with a hook.
    pub(super) fn write_all(&self, hook: Hook, text: &str) {
        for element in self.all(hook) {
            write(&element, text);
        }
    }

    /// The element around a question's control.
    pub(super) fn field(&self, field: &Field) -> Option<Element> {
        let places = self.places(&field.question);
        places.get(field.entry.unwrap_or(0)).cloned()
    }

    /// The control of a question, or the first of several.
    pub(super) fn control(&self, field: &Field) -> Option<Element> {
        query(&self.field(field)?, "input, textarea")
    }

    /// The elements around a question's controls, entry by entry.
    pub(super) fn places(&self, question: &QuestionId) -> Rc<Vec<Element>> {
        self.found(with_value(Hook::Question, question.as_str()))
    }

    fn found(&self, selector: String) -> Rc<Vec<Element>> {
        let mut found = self.found.borrow_mut();
        if let Some((_, elements)) = found.iter().find(|(known, _)| *known == selector) {
            return Rc::clone(elements);
        }
        // The content of a template is not in the document, so it is not found.
        let elements = Rc::new(query_all(&self.root, &selector));
        found.push((selector, Rc::clone(&elements)));
        elements
    }

    /// Clears the cache of elements; to be called when entries are added or removed.
    pub(super) fn forget_elements(&self) {
        self.found.borrow_mut().clear();
    }

    /// Shows a step from its top, and puts its id into the address.
    pub(super) fn enter(&self, step: &StepId) {
        // Close the menu that led here, which would cover the step and the focus.
        self.fold_menus(None);
        let location = self.window.location();
        let address = ["#step-", step.as_str()].concat();
        // Both fail only for a page without an address of its own, where they are not needed.
        let _ = match self.addressed() {
            // If the address already leads there, do not add an entry to the history.
            Some((now, _)) if now == step.as_str() => Ok(()),
            Some(_) => location.set_hash(&address),
            // The link that led here, such as `#emergency`, would lead here again when going back.
            None => location.replace(&address),
        };
        // What was said of the draft belongs to the step before.
        if let Some(said) = self.one(Hook::DraftStatus) {
            said.set_text_content(None);
        }
        self.focus(&[&with_value(Hook::Step, step.as_str()), " h2"].concat());
        // Every step starts at the top of the screen.
        self.window.scroll_to_with_x_and_y(0.0, 0.0);
    }

    /// Closes every menu that does not contain an element.
    pub(super) fn fold_menus(&self, element: Option<&Element>) {
        for menu in query_all(&self.root, ".menu[open]") {
            if !menu.contains(element.map(AsRef::as_ref)) {
                set(&menu, "open", None);
            }
        }
    }

    /// Puts the title of the step before the page's.
    pub(super) fn set_title(&self, step: &str, is_wrong: bool) {
        let error = self.one(Hook::TitleError);
        let error = error
            .filter(|_| is_wrong)
            .and_then(|error| error.text_content());
        let title = [
            error.as_deref().unwrap_or_default(),
            step,
            " – ",
            &self.title,
        ]
        .concat();
        if self.document.title() != title {
            self.document.set_title(&title);
        }
    }

    /// The step that the page's address names.
    pub(super) fn step_in_address(&self) -> Option<StepId> {
        let hash = self.window.location().hash().ok()?;
        hash.strip_prefix("#step-").map(StepId::from)
    }

    /// The step in the page's address, and the field in it if there is one. Without either, the
    /// first step.
    pub(super) fn addressed(&self) -> Option<(String, Option<Element>)> {
        let hash = self.window.location().hash().ok()?;
        let name = hash.strip_prefix('#').unwrap_or_default();
        if let Some(step) = name.strip_prefix("step-") {
            return Some((step.to_owned(), None));
        }
        let (step, field) = if name.is_empty() {
            (self.one(Hook::Step)?, None)
        } else {
            let field = self.document.get_element_by_id(name)?;
            (closest(&field, Hook::Step)?, Some(field))
        };
        Some((data(&step, Hook::Step)?, field))
    }

    /// Whether the error summary is shown.
    pub(super) fn has_summary(&self) -> bool {
        query(&self.root, "[data-summary]:not([hidden])").is_some()
    }

    pub(super) fn focus_summary(&self) {
        if let Some(summary) = self.one(Hook::Summary) {
            focus(&summary);
        }
    }

    pub(super) fn focus(&self, selector: &str) {
        if let Some(element) = query(&self.root, selector) {
            focus(&element);
        }
    }

    pub(super) fn status(&self) -> String {
        self.status.text_content().unwrap_or_default()
    }

    pub(super) fn set_status(&self, text: &str) {
        self.status.set_text_content(Some(text));
    }
}
