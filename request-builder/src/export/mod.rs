//! A letter as a file.
