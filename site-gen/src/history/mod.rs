//! What changed from version to version: redlines, and where the places of one version are in
//! another.

pub(crate) mod anchors;
pub mod redline;
