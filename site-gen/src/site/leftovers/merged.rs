//! Merges findings that are one decision: the same words at several places, and the hosts of a domain.

use super::listing;
use crate::content::AllowedNames;
use crate::diagnostic::{Diagnostic, Name, Place};
use crate::quoted::quoted;
use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

/// The maximum number of places listed per finding.
const PLACES: usize = 40;

/// A finding, what it names, and where else it is.
struct Merged {
    first: Diagnostic,
    /// The names or hosts, without duplicates.
    entries: Vec<String>,
    places: Vec<Place>,
}

/// Merges what is one decision. If several domains are not listed, the first of them says how to list all.
pub(super) fn once_each(found: Vec<Diagnostic>, also: &AllowedNames) -> Vec<Diagnostic> {
    let mut all: Vec<Merged> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for mut one in found {
        let entry = entry_of(&one);
        let key = match one.name {
            Name::UnlistedHost => format!("domain {}", domain(&entry)),
            _ => one.message.clone(),
        };
        if let Some(merged) = known.get(&key).and_then(|at| all.get_mut(*at)) {
            merged.places.extend(one.place.take().map(|place| *place));
            if !merged.entries.contains(&entry) {
                merged.entries.push(entry);
            }
        } else {
            known.insert(key, all.len());
            all.push(Merged {
                first: one,
                entries: vec![entry],
                places: Vec::new(),
            });
        }
    }
    let hosts = all.iter().filter(|it| it.first.name == Name::UnlistedHost);
    let domains = hosts.clone().count();
    let listed: Vec<&str> = hosts.flat_map(|it| without_covered(&it.entries)).collect();
    let mut help = (domains > 1).then(|| paste(&listed, also));
    let merged = all.into_iter().map(|merged| {
        let is_host = merged.first.name == Name::UnlistedHost;
        let found = with_places(merged);
        match help.take_if(|_| is_host) {
            Some(help) => found.help(help),
            None => found,
        }
    });
    merged.collect()
}

/// What a message is about: the first words that it quotes.
fn entry_of(found: &Diagnostic) -> String {
    found
        .message
        .split('`')
        .nth(1)
        .unwrap_or_default()
        .to_owned()
}

/// All hosts as one list, with those that `site.toml` has already: a table can be there only once.
fn paste(listed: &[&str], also: &AllowedNames) -> String {
    let known = also.hosts.iter().map(String::as_str);
    let all = known.chain(listed.iter().copied());
    let all: Vec<String> = all.map(quoted).collect();
    format!(
        "if all {} hosts that are not listed belong here, `hosts` below `[also]` in `content/site.toml` becomes:\nhosts = [{}]",
        listed.len(),
        all.join(", ")
    )
}

/// The finding with its other places.
fn with_places(merged: Merged) -> Diagnostic {
    let Merged {
        first: mut one,
        entries,
        places,
    } = merged;
    if one.name == Name::UnlistedHost && entries.len() > 1 {
        let hosts: Vec<String> = entries.iter().map(|host| format!("`{host}`")).collect();
        one.message = format!(
            "the hosts {} are not listed in `site.toml`",
            hosts.join(", ")
        );
        if let Some(help) = one.help.last_mut() {
            *help = listing("they belong", "them", "hosts", &without_covered(&entries));
        }
    }
    let first = one.place.as_deref().map(Place::file_and_line);
    let mut known: HashSet<String> = first.into_iter().collect();
    let lines = places.iter().map(Place::file_and_line);
    let lines: Vec<String> = lines.filter(|line| known.insert(line.clone())).collect();
    match lines.len().checked_sub(PLACES) {
        _ if lines.is_empty() => one,
        Some(more) if more > 0 => one.help(format!(
            "it is also at {} and {more} more places",
            lines[..PLACES].join(", ")
        )),
        _ => one.help(format!("it is also at {}", lines.join(", "))),
    }
}

/// The domain of a host, as far as its labels show it: `b.example` of `a.b.example`, but `b.co.uk` of
/// `a.b.co.uk`. An IP address has none.
fn domain(host: &str) -> &str {
    if host.parse::<IpAddr>().is_ok() {
        return host;
    }
    let starts = host.rmatch_indices('.').map(|(at, _)| at + 1);
    let starts: Vec<usize> = starts.chain([0]).collect();
    let label = |number: usize| -> usize {
        let end = number.checked_sub(1).and_then(|at| starts.get(at));
        let end = end.map_or(host.len(), |at| at - 1);
        starts.get(number).map_or(0, |start| end - start)
    };
    let is_country = label(0) == 2 && (1..4).contains(&label(1));
    let start = starts.get(if is_country { 2 } else { 1 });
    &host[start.copied().unwrap_or(0)..]
}

/// Hosts without those below another one of them, which an entry for that one covers.
fn without_covered(hosts: &[String]) -> Vec<&str> {
    let is_covered = |host: &String| {
        let mut above = hosts
            .iter()
            .filter_map(|other| host.strip_suffix(other.as_str()));
        above.any(|below| below.ends_with('.'))
    };
    let kept = hosts.iter().filter(|host| !is_covered(host));
    kept.map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::{domain, once_each, without_covered};
    use crate::content::AllowedNames;
    use crate::diagnostic::{Diagnostic, Place, Source};
    use crate::site::leftovers::unlisted_host;

    #[test]
    fn the_hosts_of_a_domain_are_one_warning() {
        let source = Source::new("a.md", "one\ntwo\nthree\nfour\n");
        let at = |host: &str, at: usize| unlisted_host(host).at(Place::new(&source, at..at + 1));
        let found = vec![
            at("docs.gull.example", 0),
            at("heron.example", 4),
            at("www.gull.example", 8),
            at("docs.gull.example", 14),
        ];
        let also = AllowedNames {
            hosts: vec!["tern.example".to_owned()],
            ..AllowedNames::default()
        };
        let merged = once_each(found, &also);
        let said = |one: &Diagnostic| format!("{}\n{}\n", one.message, one.help.join("\n"));
        insta::assert_snapshot!(merged.iter().map(said).collect::<String>());
    }

    #[test]
    fn a_domain_is_what_its_hosts_have_in_common() {
        for (host, expected) in [
            ("a.b.example", "b.example"),
            ("b.example", "b.example"),
            ("www.b.co.uk", "b.co.uk"),
            ("b.co.uk", "b.co.uk"),
            ("10.0.0.1", "10.0.0.1"),
            ("example", "example"),
            ("", ""),
        ] {
            assert_eq!(domain(host), expected);
        }
        let hosts = ["a.b.example", "b.example", "a.c.example"].map(str::to_owned);
        assert_eq!(without_covered(&hosts), ["b.example", "a.c.example"]);
    }
}
