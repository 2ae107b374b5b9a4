//! Walks an officer through one request for data.
//!
//! The rules of a version come in as a [`rulebook::Rulebook`], what the officer entered as
//! [`answers::Answers`]; out come a [`review::Review`] (one finding a requirement, each with its
//! clause) and a [`letter::Letter`]. [`session`] turns events into the next state of the form.
//! None of these knows a browser, a file or a clock, so the page, `site-gen check`,
//! `site-gen review` and the tests all get the same answer. The programs of the pages, which know
//! the browser, are packages of their own in `pages/`.

#![forbid(unsafe_code)]

pub mod answers;
pub mod hooks;
pub mod labels;
pub mod letter;
pub mod letter_check;
mod map;
pub mod page_data;
pub mod review;
pub mod rulebook;
pub mod rules;
pub mod session;
pub mod templates;
pub mod text;
