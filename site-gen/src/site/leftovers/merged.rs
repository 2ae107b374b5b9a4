//! Merges findings that need only one decision: the same words at several places, and the hosts of a domain.

use super::{listing, toml_list};
use crate::content::AllowedNames;
use crate::diagnostic::{Diagnostic, Place};
use crate::quoted::first_names;
use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

/// The maximum number of places listed per finding.
const PLACES: usize = 40;

/// A finding, what it names, and where else it is.
struct Merged {
    first: Diagnostic,
    /// If hosts of a domain are not listed: which ones, without duplicates.
    hosts: Vec<String>,
    places: Vec<Place>,
}

/// Merges findings that need only one decision. If several domains are not listed, the first of them says how
/// to list all.
pub(super) fn merge_duplicates(found: Vec<Diagnostic>, allowed: &AllowedNames) -> Vec<Diagnostic> {
    let mut all: Vec<Merged> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut known_hosts: HashSet<String> = HashSet::new();
    for mut one in found {
        let place = one.place.as_deref();
        let host = place.and_then(|place| place.host.as_deref().map(str::to_owned));
        let key = match &host {
            Some(host) => format!("domain {}", domain(host)),
            None => one.message.clone(),
        };
        let host = host.filter(|host| known_hosts.insert(host.clone()));
        if let Some(merged) = known.get(&key).and_then(|at| all.get_mut(*at)) {
            merged.places.extend(one.place.take().map(|place| *place));
            merged.hosts.extend(host);
        } else {
            known.insert(key, all.len());
            all.push(Merged {
                first: one,
                hosts: host.into_iter().collect(),
                places: Vec::new(),
            });
        }
    }
    let domains = all.iter().filter(|it| !it.hosts.is_empty());
    let is_one = domains.clone().nth(1).is_none();
    let listed: Vec<&str> = domains.flat_map(|it| without_covered(&it.hosts)).collect();
    let mut help = (!is_one).then(|| paste(&listed, allowed));
    let merged = all.into_iter().map(|merged| {
        let is_host = !merged.hosts.is_empty();
        let found = with_places(merged);
        match help.take_if(|_| is_host) {
            Some(help) => found.help(help),
            None => found,
        }
    });
    merged.collect()
}

/// All hosts as one list, with those that `site.toml` has already: a table can be there only once.
fn paste(listed: &[&str], allowed: &AllowedNames) -> String {
    let known = allowed.hosts.iter().map(String::as_str);
    let all: Vec<&str> = known.chain(listed.iter().copied()).collect();
    format!(
        "if all {} hosts that are not listed belong here, `hosts` below `[allowed]` in `content/site.toml` becomes:\nhosts = {}",
        listed.len(),
        toml_list(&all)
    )
}

/// The finding with its other places.
fn with_places(merged: Merged) -> Diagnostic {
    let Merged {
        first: mut one,
        hosts,
        places,
    } = merged;
    if hosts.len() > 1 {
        let names: Vec<&str> = hosts.iter().map(String::as_str).collect();
        one.message = format!(
            "the hosts {} are not listed in `site.toml`",
            first_names(&names)
        );
        if let Some(help) = one.help.last_mut() {
            *help = listing("they belong", "them", "hosts", &without_covered(&hosts));
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
    let all: HashSet<&str> = hosts.iter().map(String::as_str).collect();
    let is_covered = |host: &&str| {
        let mut above = host.match_indices('.').map(|(at, _)| &host[at + 1..]);
        above.any(|above| all.contains(above))
    };
    let hosts = hosts.iter().map(String::as_str);
    hosts.filter(|host| !is_covered(host)).collect()
}

#[cfg(test)]
mod tests {
    use super::{domain, merge_duplicates, without_covered};
    use crate::content::AllowedNames;
    use crate::diagnostic::{Diagnostic, Place, Source};
    use crate::site::leftovers::unlisted_host;

    #[test]
    fn the_hosts_of_a_domain_are_one_warning() {
        let source = Source::new("a.md", "one\ntwo\nthree\nfour\n");
        let at = |host: &str, at: usize| {
            let place = Place::new(&source, at..at + 1);
            unlisted_host(host).at(place).with_host(host)
        };
        let found = vec![
            at("docs.gull.example", 0),
            at("heron.example", 4),
            at("www.gull.example", 8),
            at("docs.gull.example", 14),
        ];
        let allowed = AllowedNames {
            hosts: vec!["tern.example".to_owned()],
            ..AllowedNames::default()
        };
        let merged = merge_duplicates(found, &allowed);
        let said = |one: &Diagnostic| format!("{}\n{}\n", one.message, one.help.join("\n"));
        insta::assert_snapshot!(merged.iter().map(said).collect::<String>());
    }

    /// A list of links may name thousands of hosts of a domain.
    #[test]
    fn a_long_list_of_hosts_is_shortened() {
        let source = Source::new("a.md", "links\n");
        let found = (0..2000).map(|at| {
            let host = format!("h{at}.gull.example");
            unlisted_host(&host)
                .at(Place::new(&source, 0..5))
                .with_host(&host)
        });
        let merged = merge_duplicates(found.collect(), &AllowedNames::default());
        let [one] = &merged[..] else {
            panic!("{} warnings", merged.len());
        };
        assert!(one.message.contains("and 1988 more"), "{}", one.message);
        let help = one.help.join("\n");
        assert!(help.contains("] # and 1960 more"), "{help}");
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
