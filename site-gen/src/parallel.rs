//! Parallel map with one worker per processor.

use std::num::NonZero;
use std::thread;

/// The batch size where results are written as soon as possible, which bounds memory.
pub(crate) const AT_A_TIME: usize = 32;

/// Maps every item in parallel and keeps the order.
pub(crate) fn in_parallel<A: Sync, T: Send>(all: &[A], make: impl Fn(&A) -> T + Sync) -> Vec<T> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let share = all.len().div_ceil(workers).max(1);
    if share == all.len() {
        return all.iter().map(make).collect();
    }
    let make = &make;
    thread::scope(|scope| {
        let workers: Vec<_> = all
            .chunks(share)
            .map(|some| scope.spawn(move || some.iter().map(make).collect::<Vec<T>>()))
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| match worker.join() {
                Ok(made) => made,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    })
}
