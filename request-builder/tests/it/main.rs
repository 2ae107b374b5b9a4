//! The builder as its callers see it, under the rules of an invented company.

mod cross_checks;
mod drafts;
mod exports;
mod harbour;
mod languages;
mod letter;
mod page_data;
mod paste;
mod review;
mod screens;
mod session;
