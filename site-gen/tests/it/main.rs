//! What `site-gen` does, below the browser: the library and the program, from a site's files to
//! what comes out. One program of tests, since each that is linked takes seconds and much disk.

mod accounts;
mod bad_input;
mod budgets;
mod check_letter;
mod clauses;
mod diff;
mod documents;
mod histories;
mod invented_company;
mod letters;
mod measures;
mod mutation;
mod own_letters;
mod reading;
mod redlines;
mod rules_guide;
mod same_bytes;
mod strays;
#[path = "../support/mod.rs"]
mod support;
mod themes;
mod translation;
mod versions;
