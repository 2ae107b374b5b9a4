//! Shared code of the two pages' programs: reading the data of a page, finding and changing
//! elements, listening to events, reading files. Contains no rules, and nothing specific to one
//! page.

#![forbid(unsafe_code)]
// Everything here needs a browser. For other targets the package is empty, so that building the
// whole workspace does not compile the browser bindings twice.
#![cfg(target_arch = "wasm32")]

mod data;
mod elements;
mod events;

pub use data::from_script;
pub use elements::{
    all_in, append, attribute, closest, closest_match, data, find, focus, has, query, query_all,
    set, show, with_value, write,
};
pub use events::{Listener, read_file};

/// A third of the size of the standard allocator, and as fast.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
