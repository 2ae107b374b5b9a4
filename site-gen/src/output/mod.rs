//! Writes finished files to disk, all or none.
//!
//! A site is built in a folder next to the output folder and replaces it in one step at the end. If
//! anything fails before that step (an error, a full disk, a killed process), the previous site is
//! left in place. The next build removes what a killed build left behind.
//!
//! Next to `dist` there may be, while a build runs or after it was killed:
//!
//! | name | what |
//! |---|---|
//! | `.dist.site-gen-lock` | lock file of the running build |
//! | `.dist.site-gen-new` | the new site; briefly, after the exchange, the old one |
//! | `.dist.site-gen-old` | only where folders cannot be exchanged atomically: the old site |

mod destination;
mod error;
mod exchange;
mod lock;
mod staging;

pub use destination::Destination;
pub use error::{OutputError, Relation};
pub(crate) use staging::{MARKER_TEXT, checksums};
pub use staging::{PublishStats, Staging};

#[cfg(test)]
mod tests;
