//! Values with their places.

use crate::diagnostic::Place;

/// A value and its place in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Located<T> {
    /// What was read.
    pub value: T,
    /// Its place in the file.
    pub place: Place,
}
