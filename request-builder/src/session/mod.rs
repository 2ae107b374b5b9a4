//! Events in, the next state of the form out.
