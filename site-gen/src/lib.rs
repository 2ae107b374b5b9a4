//! Content in, site out. See `ARCHITECTURE.md` for the map.

pub mod commands;
pub mod content;
pub mod diagnostic;
mod digest;
pub mod file_path;
pub mod history;
pub mod library;
pub mod markdown;
pub mod output;
mod parallel;
mod quoted;
pub mod release;
pub mod render;
pub mod site;
pub mod words;
