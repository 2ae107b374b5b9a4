//! Letters as files: their content, that they open, and that nothing an officer pastes breaks them.

mod any_letter;
mod calendar;
mod document;
mod hostile;
mod mail;
mod plain;
mod sample;
mod stored_zip;
