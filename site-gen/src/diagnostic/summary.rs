//! One message in place of many that have one cause, so that a reader corrects the cause and does not
//! read what follows from it.

use super::grouped::cause;
use super::{Diagnostic, Diagnostics, Name, Severity};
use std::collections::{BTreeSet, HashMap};

/// How many messages are shown one by one, since each may have a cause of its own.
const MAX_SHOWN: usize = 4;
/// How many names a message lists before it counts the others.
const NAMED: usize = 12;
/// How many lines to paste a message has before it counts the others.
const LINES: usize = 40;

impl Diagnostics {
    /// Adds a diagnostic that explains all the others, which are no longer shown.
    pub(crate) fn replace_with_cause(&mut self, root: Diagnostic) {
        for found in &mut self.found {
            found.is_explained = true;
        }
        self.found.push(root);
    }

    /// Replaces more than four messages that differ only in what they quote by one that names all of
    /// it, and returns whether there were any. `help` says what they may have in common. If most of
    /// them suggest another spelling, each has a cause of its own and stays.
    pub(crate) fn summarize(&mut self, help: &str) -> bool {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut of_cause: HashMap<(Severity, Name, String), usize> = HashMap::new();
        for (at, found) in self.found.iter().enumerate() {
            if !found.is_explained {
                let key = (found.severity, found.name, subject(found));
                let group = *of_cause.entry(key).or_insert_with(|| {
                    groups.push(Vec::new());
                    groups.len() - 1
                });
                groups[group].push(at);
            }
        }
        let mut is_any = false;
        for group in groups {
            let members: Vec<&Diagnostic> = group.iter().map(|at| &self.found[*at]).collect();
            let distinct: BTreeSet<&str> = members.iter().map(|it| it.message.as_str()).collect();
            let misspelt = members.iter().filter(|it| it.is_misspelt);
            if distinct.len() > MAX_SHOWN && misspelt.count() * 2 < members.len() {
                let sum = sum(members).help(help);
                for at in group {
                    self.found[at].is_explained = true;
                }
                self.found.push(sum);
                is_any = true;
            }
        }
        is_any
    }
}

/// What diagnostics with one cause have in common.
fn subject(found: &Diagnostic) -> String {
    match found.name {
        // Whatever they name, what defined it is gone.
        Name::UnknownName | Name::LabelOfUnknownItem => String::new(),
        // The first line of the help names the file that lacks them.
        Name::MissingLabel => {
            let file = found.help.first().and_then(|help| help.lines().next());
            file.unwrap_or_default().to_owned()
        }
        _ => cause(&found.message),
    }
}

/// One diagnostic for several with one cause.
fn sum(mut members: Vec<&Diagnostic>) -> Diagnostic {
    members.sort_by(|a, b| a.order().cmp(&b.order()));
    let first = members[0];
    let mut sum = first.clone();
    sum.message = format!(
        "{}; the same for {}",
        first.message,
        listed(&differing(&members))
    );
    let others = members[1..].iter();
    let places = others.filter_map(|it| it.place.as_deref().cloned());
    sum.related = places
        .take(2)
        .map(|place| place.with_note("and this"))
        .collect();
    let slots = 0..first.help.len();
    sum.help = slots
        .filter_map(|slot| help_of_all(&members, slot))
        .collect();
    sum
}

/// What each message after the first quotes where it differs from the first.
fn differing<'m>(members: &[&'m Diagnostic]) -> Vec<&'m str> {
    let quoted = |found: &'m Diagnostic| found.message.split('`').skip(1).step_by(2);
    let first: Vec<&str> = quoted(members[0]).collect();
    let mut names = Vec::new();
    for found in &members[1..] {
        let mut pairs = quoted(found).zip(&first);
        let name = pairs.find(|(name, first)| name != *first);
        if let Some((name, _)) = name
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}

/// `` `a`, `b` and 3 others ``.
fn listed(names: &[&str]) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(NAMED)
        .map(|it| format!("`{it}`"))
        .collect();
    match names.len().saturating_sub(shown.len()) {
        0 => shown.join(", "),
        more => format!("{} and {more} others", shown.join(", ")),
    }
}

/// The help that all members have in one position: equal ones once; lines to paste after an equal
/// first line together; nothing if they differ, because it is about one of them.
fn help_of_all(members: &[&Diagnostic], slot: usize) -> Option<String> {
    let helps: Option<Vec<&String>> = members.iter().map(|it| it.help.get(slot)).collect();
    let helps = helps?;
    let first = helps[0].split('\n').next().unwrap_or_default();
    if helps.iter().all(|help| *help == helps[0]) {
        return Some(helps[0].clone());
    }
    let lines: Option<Vec<Vec<&str>>> = helps
        .iter()
        .map(|help| {
            Some(
                help.strip_prefix(first)?
                    .strip_prefix('\n')?
                    .split('\n')
                    .collect(),
            )
        })
        .collect();
    let mut all: Vec<&str> = Vec::new();
    for lines in lines? {
        // A table's header comes once before all of its keys.
        let is_same_table = lines[0].starts_with('[') && all.contains(&lines[0]);
        all.extend(&lines[usize::from(is_same_table)..]);
    }
    let more = all.len().saturating_sub(LINES);
    all.truncate(LINES);
    let mut text = format!("{first}\n{}", all.join("\n"));
    if more > 0 {
        text += &format!("\n# and {more} more lines");
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::super::{Diagnostic, Diagnostics, Name};

    fn many(names: &[&str]) -> Diagnostics {
        let mut found = Diagnostics::new();
        for name in names {
            found.push(
                Diagnostic::error(format!("`{name}` has no label"))
                    .named(Name::MissingLabel)
                    .add_to("en.toml", &format!("[{name}]\ntext = \"…\"")),
            );
        }
        found
    }

    #[test]
    fn more_than_four_messages_with_one_cause_are_one() {
        let mut found = many(&["a", "b", "c", "d"]);
        found.summarize("restore the file");
        assert_eq!(found.counts(), (4, 0));
        let mut found = many(&["a", "b", "c", "d", "e"]);
        found.push(Diagnostic::error("something else"));
        found.summarize("restore the file");
        assert_eq!(found.counts(), (2, 0));
        let shown = found.sorted();
        let sum = shown[0];
        assert_eq!(
            sum.message,
            "`a` has no label; the same for `b`, `c`, `d`, `e`"
        );
        assert_eq!(
            sum.help,
            [
                "add to `en.toml`:\n[a]\ntext = \"…\"\n[b]\ntext = \"…\"\n[c]\ntext = \"…\"\n[d]\ntext = \"…\"\n[e]\ntext = \"…\"",
                "restore the file"
            ]
        );
        assert_eq!(found.sorted_with_explained().len(), 7);
    }

    #[test]
    fn what_is_explained_is_not_shown_and_still_an_error() {
        let mut found = many(&["a", "b"]);
        found.replace_with_cause(Diagnostic::error("the file is empty"));
        assert_eq!(found.counts(), (1, 0));
        assert!(found.has_errors());
        assert_eq!(found.sorted()[0].message, "the file is empty");
    }
}
