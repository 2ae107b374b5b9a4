//! What the tests of both crates share: how much work costs, and which tests cannot run here.

mod cpu_time;
mod skipped;

pub use cpu_time::cpu_time;
pub use skipped::{missing, skipped};
