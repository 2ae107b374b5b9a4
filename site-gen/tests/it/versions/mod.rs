//! Versions of the guidelines, from their folders to their pages.

mod frozen;
mod further_back;
mod next;
mod parts;
mod release;
mod verify;
mod ways;
