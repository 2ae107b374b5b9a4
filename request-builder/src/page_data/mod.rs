//! Data for the program of a page, as JSON in a `<script type="application/json">` element. `site-gen`
//! writes it. In the page, the browser's own JSON parser reads it.

#[cfg(target_arch = "wasm32")]
mod from_js;

#[cfg(not(target_arch = "wasm32"))]
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The text of a script element with this data. There is no `<` in it, so that nothing in the data
/// can end the element.
#[cfg(not(target_arch = "wasm32"))]
pub fn to_script(data: &impl Serialize) -> String {
    // Writing fails only for maps whose keys are not text, and for types that refuse to be
    // written. The data of a page has neither.
    let json = serde_json::to_string(data).unwrap_or_default();
    json.replace('<', "\\u003c")
}

/// Reads what [`to_script`] wrote. `None` if the text is not JSON or is not a `T`.
#[cfg(not(target_arch = "wasm32"))]
pub fn from_script<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

/// Reads the text of a script element that `to_script` wrote. `None` if the text is not JSON or is
/// not a `T`.
#[cfg(target_arch = "wasm32")]
pub fn from_script<T: DeserializeOwned>(text: &str) -> Option<T> {
    let value = js_sys::JSON::parse(text).ok()?;
    T::deserialize(from_js::Value(value)).ok()
}
