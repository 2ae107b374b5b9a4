//! Mistakes in the content: each results in a message that says what, where and what to do, the
//! right exit status, and an unchanged site. Each test takes the small valid site in `tern/`,
//! changes one thing, and runs the program as a person would.

mod cascades;
mod content;
mod copies;
mod drafts;
mod hostile;
mod languages;
mod layers;
mod mail_template;
mod output;
mod rules;
mod site;
mod theme;
mod typical;
mod unusual_content;
