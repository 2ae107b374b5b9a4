//! Event listeners, and reading files.

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, EventTarget, File};

/// Calls a function for each event of a name, until it is dropped.
///
/// The function is a `Fn`. Browsers fire some events within the handling of others: `click()` on a
/// file field within a click, `change` when a field loses the focus. Where a listener is a
/// `FnMut`, as `gloo` has them, wasm-bindgen throws an exception when it is called a second time
/// before it returned.
#[derive(Debug)]
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    closure: Closure<dyn Fn(Event)>,
}

impl Listener {
    /// Starts listening.
    pub fn new(target: &EventTarget, name: &'static str, then: impl Fn(&Event) + 'static) -> Self {
        let closure = Closure::<dyn Fn(Event)>::new(move |event: Event| then(&event));
        let function = closure.as_ref().unchecked_ref();
        // Fails only if the argument is not a function.
        let _ = target.add_event_listener_with_callback(name, function);
        Self {
            target: target.clone(),
            name,
            closure,
        }
    }

    /// Listens for as long as the page exists.
    pub fn forget(self) {
        std::mem::forget(self);
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.closure.as_ref().unchecked_ref();
        let _ = self
            .target
            .remove_event_listener_with_callback(self.name, function);
    }
}

/// Reads a file and calls a function with its content: `None` for a folder, which can be dropped
/// like a file, and for a file that no longer exists.
pub fn read_file(file: &File, then: impl FnOnce(Option<Vec<u8>>) + 'static) {
    let then = Closure::once_into_js(move |buffer: JsValue| {
        let is_read = buffer.is_instance_of::<js_sys::ArrayBuffer>();
        then(is_read.then(|| js_sys::Uint8Array::new(&buffer).to_vec()));
    });
    let reading = file.array_buffer();
    let on = js_sys::Reflect::get(&reading, &JsValue::from_str("then"));
    if let Ok(on) = on.map(JsCast::unchecked_into::<js_sys::Function>) {
        let _ = on.call2(&reading, &then, &then);
    }
}
