//! How much a piece of work costs.

use rustix::time::{ClockId, clock_gettime};

/// The minimum processor time of this thread for some work, in seconds. Wall-clock time would
/// depend on what else the machine is doing.
pub fn cpu_time<T>(turns: usize, mut work: impl FnMut() -> T) -> f64 {
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        std::time::Duration::try_from(time).map_or(0.0, |time| time.as_secs_f64())
    };
    let turns = (0..turns).map(|_| {
        let before = now();
        std::hint::black_box(work());
        now() - before
    });
    turns.fold(f64::INFINITY, f64::min)
}
