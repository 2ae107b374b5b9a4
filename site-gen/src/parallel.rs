//! Many things of one sort, made by as many workers as there are processors.

use std::num::NonZero;
use std::thread;

/// Up to how many made things are in memory at a time, where each is written as soon as it can be.
pub(crate) const AT_A_TIME: usize = 32;

/// Makes something of each, in their order.
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
