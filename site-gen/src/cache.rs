//! Caches results from one build to the next, so that only what changed is made again.

use std::collections::HashMap;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Results, each with the input that it was made from, by the name of their subject.
#[derive(Debug)]
pub(crate) struct Cache<I, O> {
    /// Results of the previous build that were not requested yet.
    before: Mutex<HashMap<String, (I, O)>>,
    /// Results of this build.
    now: Mutex<HashMap<String, (I, O)>>,
}

impl<I, O> Default for Cache<I, O> {
    fn default() -> Self {
        Self {
            before: Mutex::default(),
            now: Mutex::default(),
        }
    }
}

impl<I: PartialEq, O: Clone> Cache<I, O> {
    /// Begins the next build. What the last one did not ask for is forgotten.
    pub(crate) fn begin(&mut self) {
        *locked(&self.before) = mem::take(&mut locked(&self.now));
    }

    /// The result of `make`: the stored one if it was made from an equal input. So `make` must
    /// depend on its input alone, or a change of something else would not be seen.
    pub(crate) fn of(&self, subject: &str, input: I, make: impl FnOnce(&I) -> O) -> O {
        let stored = locked(&self.before).remove(subject);
        // The stored input stays, since what was made from it may share its memory.
        let stored = stored.filter(|(from, _)| *from == input);
        let (input, result) = stored.unwrap_or_else(|| {
            let result = make(&input);
            (input, result)
        });
        locked(&self.now).insert(subject.to_owned(), (input, result.clone()));
        result
    }
}

fn locked<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing that can panic runs while it is locked.
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A shared value that equals only itself: comparing it costs nothing, whatever its size. A stored
/// value stays in memory, so no other can take its place there.
#[derive(Debug, Default)]
pub(crate) struct ByAddress<T>(pub(crate) Arc<T>);

impl<T> Clone for ByAddress<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> PartialEq for ByAddress<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: PartialEq> ByAddress<T> {
    /// Replaces the value, unless the new one is equal.
    pub(crate) fn set(&mut self, value: T) {
        if *self.0 != value {
            self.0 = Arc::new(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ByAddress, Cache};
    use std::cell::Cell;

    #[test]
    fn a_result_is_made_again_if_its_input_changed_or_it_was_not_asked_for() {
        let mut cache = Cache::default();
        let made = Cell::new(0);
        let mut build = |inputs: &[(&str, u32)]| {
            cache.begin();
            made.set(0);
            for (subject, input) in inputs {
                let make = |input: &u32| {
                    made.set(made.get() + 1);
                    input * 2
                };
                assert_eq!(cache.of(subject, *input, make), input * 2);
            }
            made.get()
        };
        assert_eq!(build(&[("a", 1), ("b", 2)]), 2);
        assert_eq!(build(&[("a", 1), ("b", 3)]), 1);
        assert_eq!(build(&[("a", 1)]), 0);
        assert_eq!(build(&[("a", 1), ("b", 3)]), 1);
    }

    #[test]
    fn an_equal_value_does_not_replace_the_shared_one() {
        let mut value = ByAddress::default();
        value.set(vec![1]);
        let before = value.clone();
        value.set(vec![1]);
        assert!(value == before);
        value.set(vec![2]);
        assert!(value != before);
    }
}
