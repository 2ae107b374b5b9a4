//! Finds elements, and changes them only where necessary.

use request_builder::hooks::Hook;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, Node};

/// Every element below another that has a hook.
pub fn all_in(root: &Element, hook: Hook) -> Vec<Element> {
    query_all(root, &hook.selector())
}

/// Every element below another that a selector finds.
pub fn query_all(root: &Element, selector: &str) -> Vec<Element> {
    let Ok(list) = root.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..list.length())
        // A selector finds elements and nothing else.
        .filter_map(|at| list.item(at).map(JsCast::unchecked_into))
        .collect()
}

/// The selector of elements whose hook has this value.
pub fn with_value(hook: Hook, value: &str) -> String {
    ["[", hook.attribute(), "=\"", value, "\"]"].concat()
}

/// The first element below another that has a hook.
pub fn find(root: &Element, hook: Hook) -> Option<Element> {
    query(root, &hook.selector())
}

/// The first element below another that a selector finds.
pub fn query(root: &Element, selector: &str) -> Option<Element> {
    root.query_selector(selector).ok().flatten()
}

/// The nearest element around another, or that element itself, that has a hook.
pub fn closest(element: &Element, hook: Hook) -> Option<Element> {
    closest_match(element, &hook.selector())
}

/// The nearest element around another, or that element itself, that a selector finds.
pub fn closest_match(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok().flatten()
}

/// The value of a hook.
pub fn data(element: &Element, hook: Hook) -> Option<String> {
    element.get_attribute(hook.attribute())
}

/// Whether an element has a hook.
pub fn has(element: &Element, hook: Hook) -> bool {
    element.has_attribute(hook.attribute())
}

/// The value of an attribute. Empty without the attribute.
pub fn attribute(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

/// Puts a node at the end of an element. Fails only for an element within itself.
pub fn append(element: &Element, node: &Node) {
    let _ = element.append_child(node);
}

/// Moves the focus to an element.
pub fn focus(element: &Element) {
    // An element of SVG has the same method.
    let _ = element.unchecked_ref::<HtmlElement>().focus();
}

/// Shows or hides an element. Does nothing if it already is.
pub fn show(element: &Element, shown: bool) {
    set(element, "hidden", (!shown).then_some(""));
}

/// Sets the text of an element. Does nothing if it is the same.
pub fn write(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

/// Sets an attribute, or removes it.
pub fn set(element: &Element, name: &str, value: Option<&str>) {
    if element.get_attribute(name).as_deref() != value {
        let _: Result<(), JsValue> = match value {
            Some(value) => element.set_attribute(name, value),
            None => element.remove_attribute(name),
        };
    }
}
