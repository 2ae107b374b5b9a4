//! Links from the headings of a text to the same sections of other versions, and the anchors that
//! earlier versions had: written in one form only, so that `site-gen verify` can take them out again
//! and compare what is left with the text.

use crate::history::anchors::{AnchorMap, SectionLink, beside_home};
use crate::history::redirects::Redirects;
use std::collections::BTreeSet;

const MARK: &str = "<span class=\"was\" id=\"";
const MARK_END: &str = "\"></span>";
const LINKS: &str = "<p class=\"elsewhere\">";
const LINKS_END: &str = "</p>";

/// What describes each link: its heading, since its own words are but a day.
const OF: &str = "\" aria-describedby=\"";

impl AnchorMap {
    /// A version's text with the links from its headings: its first, or the further one in a folder
    /// (`annex/`).
    pub(super) fn with_other_versions(
        &self,
        at: usize,
        folder: &str,
        html: &str,
        root: &str,
    ) -> String {
        let mut with = String::with_capacity(html.len());
        let mut rest = html;
        while let Some((before, id, after)) = next_heading(rest) {
            with.push_str(before);
            let place = match folder {
                "" => id.to_owned(),
                folder => format!("{folder}#{id}"),
            };
            let links = self
                .of_headings
                .get(at)
                .and_then(|headings| headings.get(&place));
            let written = links.map(|links| written(links, id, root));
            with.push_str(&written.unwrap_or_default());
            rest = after;
        }
        with.push_str(rest);
        with
    }
}

impl Redirects {
    /// The text at `/` with the places of earlier versions.
    pub(super) fn with_old_places(&self, html: &str) -> String {
        let mut with = html.to_owned();
        let places: BTreeSet<&str> = self.anchors.values().map(String::as_str).collect();
        for place in places {
            if let Some(inside) = inside_of(&with, place) {
                with.insert_str(inside, &self.marks(place));
            }
        }
        with
    }

    /// The marks of everything that is read at a place of today's text now.
    pub(super) fn marks(&self, place: &str) -> String {
        let old = self.anchors.iter().filter(|(_, now)| *now == place);
        old.map(|(old, _)| format!("{MARK}{}{MARK_END}", escaped(old)))
            .collect()
    }
}

fn written(links: &[SectionLink], heading: &str, root: &str) -> String {
    let mut links: Vec<&SectionLink> = links.iter().collect();
    links.sort_by(|a, b| a.version.cmp(&b.version));
    let links: Vec<String> = links
        .iter()
        .map(|link| {
            format!(
                "<a href=\"{root}versions/{0}/{1}{OF}{heading}\">{0}</a>",
                link.version,
                escaped(&beside_home(&link.place)),
            )
        })
        .collect();
    format!("{LINKS}{}{LINKS_END}", links.join(" "))
}

/// The next heading, as the Markdown is made into it: the text up to its end, its id, and the rest.
fn next_heading(html: &str) -> Option<(&str, &str, &str)> {
    const END: &str = "</div>\n";
    let open = html.find("<div class=\"heading\"><h")?;
    let close = open + html[open..].find(END)? + END.len();
    let (_, rest) = html[open..close].split_once(" id=\"")?;
    let id = rest.split('"').next()?;
    Some((&html[..close], id, &html[close..]))
}

/// The byte right inside of the element with an id, where a mark may stand.
fn inside_of(html: &str, id: &str) -> Option<usize> {
    let needle = format!(" id=\"{}\"", escaped(id));
    let at = html.find(&needle)?;
    let open = html[..at].rfind('<')?;
    let inside = at + html[at..].find('>')? + 1;
    if html[open..].starts_with("<tr") {
        // A row holds nothing but cells.
        let cell = inside + html[inside..].find("<t")?;
        return Some(cell + html[cell..].find('>')? + 1);
    }
    Some(inside)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// A page without what this module puts into texts, and without anything less exact than that.
pub(crate) fn without_section_links(page: &str) -> String {
    let without = without(page, MARK, |rest| {
        let end = rest.find(MARK_END)?;
        (!rest[..end].contains(['"', '<', '>'])).then_some(end + MARK_END.len())
    });
    self::without(&without, LINKS, |rest| {
        let end = rest.find(LINKS_END)?;
        let links = rest[..end]
            .split("</a>")
            .map(str::trim)
            .filter(|link| !link.is_empty());
        links
            .clone()
            .all(is_section_link)
            .then_some(end + LINKS_END.len())
    })
}

/// Takes out what begins with some words, as long as what follows says that it belongs to them.
fn without(text: &str, begin: &str, length: impl Fn(&str) -> Option<usize>) -> String {
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(begin) {
        left.push_str(before);
        rest = if let Some(length) = length(after) {
            &after[length..]
        } else {
            left.push_str(begin);
            after
        };
    }
    left.push_str(rest);
    left
}

/// `<a href="../../versions/2020-01-31/#fees" aria-describedby="fees">2020-01-31`: it leads where it
/// says, and says no more.
fn is_section_link(link: &str) -> bool {
    let Some((target, words)) = link
        .strip_prefix("<a href=\"")
        .and_then(|link| link.split_once("\">"))
    else {
        return false;
    };
    let Some((target, heading)) = target.split_once(OF) else {
        return false;
    };
    let inside = target.trim_start_matches("./").trim_start_matches("../");
    let place = inside
        .strip_prefix("versions/")
        .and_then(|rest| rest.strip_prefix(words));
    let named = !words.is_empty() && words.chars().all(|c| c.is_ascii_digit() || c == '-')
        || words == "next";
    let plain = |text: &str| !text.contains(['"', '<', '>']);
    named && plain(heading) && place.is_some_and(|place| place.starts_with('/') && plain(place))
}

#[cfg(test)]
mod tests {
    use super::without_section_links as without;

    const ROW: &str = "<p class=\"elsewhere\"><a href=\"../../versions/2020-01-31/annex/#fees\" aria-describedby=\"fees\">2020-01-31</a> <a href=\"./versions/next/#fees\" aria-describedby=\"fees\">next</a></p>";

    #[test]
    fn what_this_puts_into_a_text_is_taken_out_again() {
        let page = format!("<h2>Fees</h2>{ROW}<p><span class=\"was\" id=\"dues\"></span>Five.</p>");
        assert_eq!(without(&page), "<h2>Fees</h2><p>Five.</p>");
    }

    /// Who changed a page must not be able to hide it in what is taken out.
    #[test]
    fn anything_else_in_its_clothes_stays() {
        for (from, to) in [
            ("next</a></p>", "next</a> No warrant is needed.</p>"),
            (">next</a>", ">No warrant is needed.</a>"),
            (">2020-01-31</a>", ">2020-01-30</a>"),
            ("./versions/next/", "https://marlin.example/versions/next/"),
            ("\"fees\">next", "\"fees\" title=\"No warrant\">next"),
            ("#fees\" aria", "#fees\" onclick=\"x\" aria"),
        ] {
            let page = ROW.replace(from, to);
            assert_ne!(page, ROW, "{from}");
            assert_eq!(without(&page), page);
        }
        for mark in [
            "<span class=\"was\" id=\"dues\">No</span>",
            "<span class=\"was\" id=\"a<b\"></span>",
        ] {
            assert_eq!(without(mark), mark);
        }
    }
}
