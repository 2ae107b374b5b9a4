//! Data for the program of a page, as JSON in a `<script type="application/json">` element. `site-gen`
//! writes it. In the page, `pages/dom` reads it by way of the browser's own JSON parser, which saves
//! the program one of its own.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The text of a script element with this data. There is no `<` in it, so that nothing in the data
/// can end the element.
pub fn to_script(data: &impl Serialize) -> String {
    // Writing fails only for maps whose keys are not text, and for types that refuse to be
    // written. The data of a page has neither.
    let json = serde_json::to_string(data).unwrap_or_default();
    json.replace('<', "\\u003c")
}

/// Reads what [`to_script`] wrote. `None` if the text is not JSON or is not a `T`.
pub fn from_script<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}
