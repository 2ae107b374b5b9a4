//! The builder as its callers see it, under the rules of an invented company.

mod drafts;
mod harbour;
mod letter;
mod packed;
mod review;
mod session;
mod taking;
mod translated;
