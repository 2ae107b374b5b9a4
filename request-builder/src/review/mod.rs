//! Form and answers in, findings out.
