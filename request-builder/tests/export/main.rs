//! Letters as files: their content, that they open, and that nothing an officer pastes breaks them.

mod any_letter;
mod calendar;
#[path = "../support/cpu_time.rs"]
mod cpu_time;
mod document;
mod hostile;
mod mail;
mod plain;
mod sample;
mod stored_zip;
