//! Versions of the guidelines, from their folders to their pages.

mod frozen;
mod further_back;
mod history;
mod next;
mod parts;
mod release;
mod restructured;
mod section_links;
mod signatures;
mod verify;
