//! What `site-gen` does, without a browser: the library and the program, from a site's files to
//! the output. One test program, because linking each takes seconds and much disk space.

mod accept;
mod account_types;
mod bad_input;
mod budgets;
mod check_letter;
mod clauses;
mod content_limits;
mod dev;
mod diff;
mod docs;
mod documents;
mod fixes;
mod histories;
mod host;
mod import;
mod init;
mod instructions;
mod invented_company;
mod leftovers;
mod letters;
mod linear;
mod mutation;
mod own_letters;
mod pages_alone;
mod pdf;
mod phrases;
mod precompressed;
mod reading;
mod redlines;
mod rules_guide;
mod same_bytes;
mod schemas;
mod situations;
mod static_files;
#[path = "../support/mod.rs"]
mod support;
mod themes;
mod translation;
mod verbosity;
mod versions;
