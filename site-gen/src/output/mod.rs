//! Finished files to disk: whole or not at all.
//!
//! A site is built in a folder beside the output folder and takes its place in one step at the
//! end. Whatever happens before that step - an error, a full disk, a killed process - the site
//! that was there still stands. What a killed build left behind, the next one removes.
//!
//! Beside `dist` there may be, while a build runs or after it was killed:
//!
//! | name | what |
//! |---|---|
//! | `.dist.site-gen-lock` | locked by the build that runs |
//! | `.dist.site-gen-new` | the site in the making; for a moment after the exchange, the old one |
//! | `.dist.site-gen-old` | only where folders cannot be exchanged: the old site, set aside |

mod destination;
mod error;
mod exchange;
mod lock;
mod staging;

pub use destination::Destination;
pub use error::{OutputError, Relation};
pub use staging::{Published, Staging};

#[cfg(test)]
mod tests;
