//! What the programs of the two pages share: reading the data of a page, finding and changing its
//! elements, listening to events, reading a file. No rule and nothing of one page alone.

#![forbid(unsafe_code)]
// Everything here is the browser's. On other machines the package is empty, so that a build of the
// whole workspace needs no second copy of the browser's interfaces.
#![cfg(target_arch = "wasm32")]

mod data;
mod elements;
mod events;

pub use data::from_script;
pub use elements::{all_in, focus, set, show, with_value, write};
pub use events::{Listener, read_file};

/// A third of the size of the standard one, and as quick.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
