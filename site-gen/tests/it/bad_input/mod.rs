//! What happens to whoever makes a mistake: a sentence that says what, where and what to do, an
//! exit status of the right sort, and the site that was there untouched. Each test takes the small
//! good site of `tern/`, changes one thing, and runs the program as a person would.

mod content;
mod drafts;
mod hostile;
mod languages;
mod layers;
mod output;
mod rules;
mod shown;
mod site;
mod taking;
mod theme;
