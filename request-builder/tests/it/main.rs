//! The builder as its callers see it, under the rules of an invented company.

mod harbour;
mod letter;
mod review;
mod session;
mod packed;
