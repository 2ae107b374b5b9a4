//! Content in, site out. See `ARCHITECTURE.md` for the map.

mod byte_set;
mod cache;
pub mod commands;
pub mod content;
pub mod diagnostic;
mod digest;
pub mod file_path;
pub mod history;
mod host_files;
mod html;
mod import;
pub mod library;
pub mod markdown;
pub mod output;
mod parallel;
pub mod pdf;
mod quoted;
pub mod release;
pub mod render;
pub mod signature;
pub mod site;
pub mod words;
