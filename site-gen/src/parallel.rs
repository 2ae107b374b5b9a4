//! Parallel map with one worker per processor.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

/// How many results may wait for an earlier one where results are written as soon as possible,
/// which bounds memory.
pub(crate) const AHEAD: usize = 32;

/// Maps every item in parallel and keeps the order.
pub(crate) fn in_parallel<A: Sync, T: Send>(all: &[A], make: impl Fn(&A) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut made = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = all.get(at) else {
                return made;
            };
            made.push((at, make(item)));
        }
    };
    let mut made = thread::scope(|scope| {
        // This thread is one of the workers.
        let others: Vec<_> = (1..workers(all)).map(|_| scope.spawn(work)).collect();
        let mut made = work();
        for other in others {
            made.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        made
    });
    made.sort_unstable_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, one)| one).collect()
}

/// One worker for each processor, and at most one for each item.
fn workers<A>(all: &[A]) -> usize {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    processors.min(all.len())
}

/// Maps every item in parallel. On this thread, each result is passed to `take` in order, as soon as
/// it is ready, while the workers go on; they are at most `ahead` items ahead of it.
///
/// # Errors
///
/// The first error of `take`; later items are not computed.
pub(crate) fn in_order<A: Sync, T: Send, E>(
    all: &[A],
    ahead: usize,
    make: impl Fn(&A) -> T + Sync,
    mut take: impl FnMut(&A, T) -> Result<(), E>,
) -> Result<(), E> {
    let workers = workers(all);
    if workers < 2 {
        return all.iter().try_for_each(|item| take(item, make(item)));
    }
    let queue = Queue {
        progress: Mutex::default(),
        moved: Condvar::new(),
        count: all.len(),
        ahead,
    };
    thread::scope(|scope| {
        let (results, made) = mpsc::channel();
        // Also when `take` fails or something panics, or the workers would wait forever.
        let _stop = StopOnDrop(&queue);
        for _ in 0..workers {
            let (results, queue, make) = (results.clone(), &queue, &make);
            scope.spawn(move || {
                while let Some(at) = queue.next() {
                    let one = catch_unwind(AssertUnwindSafe(|| make(&all[at])));
                    if results.send((at, one)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(results);
        let mut waiting = BTreeMap::new();
        let mut items = all.iter().enumerate();
        let mut next = items.next();
        for (at, one) in made {
            waiting.insert(at, one.unwrap_or_else(|panic| resume_unwind(panic)));
            while let Some((at, item)) = next
                && let Some(one) = waiting.remove(&at)
            {
                take(item, one)?;
                queue.taken();
                next = items.next();
            }
        }
        Ok(())
    })
}

/// Which item is next for a worker.
struct Queue {
    progress: Mutex<Progress>,
    /// Signals that a result was taken, or that there is nothing more to do.
    moved: Condvar,
    count: usize,
    ahead: usize,
}

#[derive(Default)]
struct Progress {
    begun: usize,
    taken: usize,
    stopped: bool,
}

impl Queue {
    fn progress(&self) -> MutexGuard<'_, Progress> {
        // Nothing that can panic runs while it is locked.
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next item, once it is near enough.
    fn next(&self) -> Option<usize> {
        let is_far = |progress: &mut Progress| {
            !progress.stopped && progress.begun - progress.taken >= self.ahead
        };
        let waited = self.moved.wait_while(self.progress(), is_far);
        let mut progress = waited.unwrap_or_else(PoisonError::into_inner);
        let at = progress.begun;
        if progress.stopped || at == self.count {
            return None;
        }
        progress.begun += 1;
        Some(at)
    }

    fn taken(&self) {
        let mut progress = self.progress();
        // Waking is a system call, so it is left out if no worker can be waiting.
        let is_waited_for = progress.begun - progress.taken >= self.ahead;
        progress.taken += 1;
        if is_waited_for {
            self.moved.notify_all();
        }
    }
}

/// Ends the workers when it is dropped.
struct StopOnDrop<'a>(&'a Queue);

impl Drop for StopOnDrop<'_> {
    fn drop(&mut self) {
        self.0.progress().stopped = true;
        self.0.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::{AHEAD, in_order, in_parallel};
    use std::panic::catch_unwind;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn results_are_in_the_order_of_their_items() {
        for count in [0, 1, 2, 33, 1_000] {
            let all: Vec<usize> = (0..count).collect();
            let doubled = in_parallel(&all, |number| number * 2);
            assert!(doubled.into_iter().eq((0..count).map(|number| number * 2)));
        }
    }

    #[test]
    fn few_results_wait_for_an_earlier_one() {
        let all: Vec<usize> = (0..1_000).collect();
        let (made, mut taken) = (AtomicUsize::new(0), 0);
        let make = |number: &usize| {
            made.fetch_add(1, Ordering::SeqCst);
            *number
        };
        let took: Result<(), ()> = in_order(&all, AHEAD, make, |_, _| {
            assert!(made.load(Ordering::SeqCst) <= taken + AHEAD);
            taken += 1;
            Ok(())
        });
        assert_eq!((took, taken), (Ok(()), 1_000));
    }

    #[test]
    fn an_error_or_a_panic_ends_all_workers() {
        let all: Vec<usize> = (0..1_000).collect();
        let fails = |_: &usize, number| if number == 40 { Err(number) } else { Ok(()) };
        assert_eq!(in_order(&all, AHEAD, |number| *number, fails), Err(40));
        let panics = catch_unwind(|| in_parallel(&all, |number| assert_ne!(*number, 40)));
        assert!(panics.is_err());
    }
}
