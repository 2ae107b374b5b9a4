//! Content in, site out. See `ARCHITECTURE.md` for the map.

pub mod site;
