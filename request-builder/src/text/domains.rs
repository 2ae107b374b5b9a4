//! Top-level domains, by how likely they are to be a word.

/// Those that are a word in no language.
pub(crate) const GENERIC: [&str; 7] = ["com", "org", "net", "gov", "edu", "mil", "int"];

/// Those that are words too: `maria.info` is a server rather than a person.
pub(crate) const WORDS: [&str; 4] = ["info", "app", "example", "test"];

/// Those of private networks and of hidden services.
pub(crate) const PRIVATE: [&str; 6] = ["localhost", "local", "lan", "internal", "home", "onion"];

/// Those at the end of addresses in letters, where a scanner put a space before them: `police. uk`.
/// In a username, they may be initials or a name: `maria.de`.
pub(crate) const IN_LETTERS: [&str; 15] = [
    "us", "uk", "de", "br", "in", "au", "ca", "fr", "it", "es", "nl", "pt", "ch", "at", "chat",
];
