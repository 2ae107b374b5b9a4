//! Reading a site's folder and resolving it: what is refused, and in which words.

mod accepted;
mod files;
mod hostile;
mod links;
mod requests;
mod site;
mod text;
