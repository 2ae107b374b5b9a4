//! Content in, site out. See `ARCHITECTURE.md` for the map.

pub mod commands;
pub mod content;
pub mod diagnostic;
mod digest;
mod html;
pub mod library;
pub mod markdown;
pub mod output;
mod parallel;
mod quoted;
pub mod redline;
pub mod release;
pub mod render;
pub mod site;
pub mod strays;
