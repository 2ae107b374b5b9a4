//! Checks where links lead, and which mailboxes a page names.

use super::shown::{Shown, attributes_of};
use crate::html::{Element, NodeId, Tree, Value};
use crate::markdown::{
    as_browsers_read, is_mailbox, leaves_site, percent_decoded, plain_address, resolve_path,
    scheme, shows_another_address, without_ignored,
};
use request_builder::text::{is_direction_control, is_invisible};
use std::collections::BTreeSet;

const MAILTO: &str = "mailto:";

/// The mailboxes that the pages of a site may name.
#[derive(Clone, Copy)]
pub(super) struct Mailboxes<'a> {
    /// That of the rules in force.
    pub(super) own: &'a str,
    /// Those in released texts, in lower case.
    pub(super) in_texts: &'a BTreeSet<String>,
}

impl Mailboxes<'_> {
    fn is_own(&self, mailbox: &str) -> bool {
        let own = self.own.strip_prefix(MAILTO).unwrap_or(self.own);
        mailbox.eq_ignore_ascii_case(own)
    }

    /// The address of a link to a mailbox, if it writes to another one than that of the rules, or names
    /// another one in a field such as `cc` or `body`. A comparison may name the mailboxes of all texts.
    fn other_of_link(&self, address: &str, only_own: bool) -> Option<String> {
        let address = mailto(address)?;
        let is_known = |it: &str| {
            if only_own {
                self.is_own(it)
            } else {
                self.is_released(it)
            }
        };
        (!names_only(&address, is_known)).then_some(address)
    }

    /// A mailbox in a text that is neither that of the rules nor in a released text.
    pub(super) fn other_in(&self, text: &str) -> Option<String> {
        let mut mailboxes = mailboxes_in(text).into_iter();
        mailboxes.find(|mailbox| !self.is_released(mailbox))
    }

    fn is_released(&self, mailbox: &str) -> bool {
        self.is_own(mailbox) || self.in_texts.contains(&mailbox.to_lowercase())
    }
}

/// The mailboxes in a text, in lower case.
pub(super) fn mailboxes_in(text: &str) -> Vec<String> {
    if !text.contains(['@', '\u{ff20}', '\u{fe6b}', '(', '[', '{']) {
        return Vec::new();
    }
    let is_part = |c: char| c.is_alphanumeric() || "._%+-'@".contains(c);
    let mut plain = plain_address(text).to_lowercase();
    plain.retain(|c| !is_invisible(c));
    // `@law@social.example` is the name of an account.
    let words = plain
        .split(|c| !is_part(c))
        .filter(|it| !it.starts_with('@'));
    let words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let mailboxes = words.filter(|word| is_mailbox(word));
    mailboxes.map(str::to_owned).collect()
}

/// The part of the address of a link after `mailto:`.
fn mailto(address: &str) -> Option<String> {
    let url = without_ignored(address);
    let scheme = url.get(..MAILTO.len())?;
    scheme
        .eq_ignore_ascii_case(MAILTO)
        .then(|| url[MAILTO.len()..].to_owned())
}

/// In SVG, the name of the attribute has a prefix.
fn address_of(element: &Element) -> Option<&str> {
    let mut links = (element.attributes.iter()).filter(|it| it.name.ends_with("href"));
    links.find_map(|it| match &it.value {
        Value::Text(url) => Some(&**url),
        Value::Page(_) => None,
    })
}

/// Whether a mail goes to known mailboxes alone, and its fields (RFC 6068), such as `cc` and `body`, name no
/// other.
fn names_only(address: &str, is_known: impl Fn(&str) -> bool) -> bool {
    let (to, fields) = address.split_once('?').unwrap_or((address, ""));
    let to = percent_decoded(to);
    let mut fields = fields.split('&').map(percent_decoded);
    to.split(',').all(|it| is_known(it.trim()))
        && fields.all(|field| mailboxes_in(&field).iter().all(|it| is_known(it)))
}

/// What a page that a build makes may name and link to.
pub(super) struct Known<'a> {
    /// If rules were released for the version in force.
    pub(super) mailboxes: Option<Mailboxes<'a>>,
    /// The addresses at other sites to which released texts link.
    pub(super) addresses: &'a BTreeSet<String>,
    /// The address of the site.
    pub(super) base: &'a str,
    /// Whether officers send their requests with its links, which therefore write only to the mailbox of the rules.
    pub(super) is_for_letters: bool,
}

/// What is wrong with a page that a build makes, outside of a text: a character that changes the direction of the
/// text, or a mailbox or link that no released text has.
pub(super) fn unreleased(
    page: &Tree,
    text: Option<NodeId>,
    shown: &Shown,
    known: &Known<'_>,
) -> Option<String> {
    let turning = shown
        .all()
        .flat_map(str::chars)
        .find(|c| is_direction_control(*c));
    if let Some(c) = turning {
        let code = u32::from(c);
        return Some(format!(
            "has the invisible character U+{code:04X}, which changes the direction of the text"
        ));
    }
    if let Some(mailboxes) = known.mailboxes {
        let mut shown = shown.all();
        if let Some(mailbox) = shown.find_map(|it| mailboxes.other_in(it)) {
            return Some(format!(
                "has `{mailbox}`, which is another mailbox than that of the rules"
            ));
        }
    }
    let has = |name: &str| page.elements(Tree::ROOT).any(|(_, it)| it.name == name);
    let (has_main, is_feed) = (has("main"), has("feed"));
    page.elements(Tree::ROOT).find_map(|(node, element)| {
        let has_base = element.attribute("base").is_some();
        if is_feed && (has_base || element.attribute("type") == Some("html")) {
            let tag = element.start_tag();
            return Some(format!("has `{tag}`, which no feed of this program has"));
        }
        let is_link = is_feed || element.name != "link";
        let address = address_of(element).filter(|it| is_link && leaves_site(it))?;
        let above = || std::iter::once(node).chain(page.ancestors(node));
        let within = |is: fn(&Element) -> bool| above().filter_map(|it| page.element(it)).any(is);
        if above().any(|it| Some(it) == text) {
            return None;
        }
        // A theme has links of its own at the top and at the end of each page.
        let is_of_theme = has_main && !within(|it| it.name == "main" || is_of_templates(it));
        // The one-file form quotes the text.
        let only_own = known.is_for_letters && !within(|it| it.name == "article");
        known.unreleased_of_link(address, is_of_theme, only_own)
    })
}

impl Known<'_> {
    /// What is wrong with a link outside of a text.
    fn unreleased_of_link(
        &self,
        address: &str,
        is_of_theme: bool,
        only_own: bool,
    ) -> Option<String> {
        let as_read = as_browsers_read(address);
        match scheme(&as_read).as_deref() {
            Some("mailto") => {
                let other = self.mailboxes?.other_of_link(address, only_own)?;
                Some(format!(
                    "has a link to the mailbox `{other}`, which is not that of the rules"
                ))
            }
            Some("tel") => None,
            // The anchor of a footnote has a colon.
            None if !as_read.starts_with("//") => None,
            _ => {
                let is_known = address.starts_with(self.base) || self.addresses.contains(address);
                (!is_of_theme && !is_known)
                    .then(|| format!("has a link to `{address}`, which no released text has"))
            }
        }
    }
}

/// Whether an element outside of `<main>` is one of this program's templates: its links lead to pages of the site.
fn is_of_templates(element: &Element) -> bool {
    let mut classes = ["button", "emergency", "fold", "site-title", "skip-link"].iter();
    classes.any(|it| element.has_class(it)) || element.attribute("download").is_some()
}

/// The addresses at other sites to which a text links.
pub(super) fn addresses_in(text: &Tree) -> impl Iterator<Item = String> {
    let links = text.elements(Tree::ROOT).map(|(_, it)| it);
    links
        .filter_map(|it| address_of(it).filter(|it| leaves_site(it)))
        .map(str::to_owned)
}

/// What is wrong with a link that shows another address than its own, such as that of a mailbox, or that is
/// within another link. HTML does not allow the latter, and reading the words of nested links would take
/// quadratic time.
pub(super) fn deceptive(page: &Tree, link: NodeId, element: &Element) -> Option<String> {
    let leads_away = |element: &Element| address_of(element).is_some_and(leaves_site);
    let address = address_of(element).filter(|it| leaves_site(it))?;
    if element.name == "link" {
        return None;
    }
    let mut above = page.ancestors(link).filter_map(|it| page.element(it));
    if above.any(leads_away) {
        return Some(format!("has a link to `{address}` within another link"));
    }
    // What a picture says is read aloud, or shown if there is no picture.
    let named = page.elements(link).flat_map(|(_, it)| attributes_of(it));
    // A comparison strikes out what the link was before.
    let mut words = page.text_without(link, |it| it.name == "del");
    if words.trim().is_empty() {
        words = page.text_of(link);
    }
    // A part of the address may be outside of the link.
    let (before, after) = words_around(page, link);
    words = format!("{before}{words}{after}");
    for name in named {
        words.push(' ');
        words += name;
    }
    words.retain(|c| !is_invisible(c));
    shows_another_address(&words, address)
        .then(|| format!("has a link to `{address}`, which shows another address"))
}

/// The rest of the words that a link begins and ends in.
fn words_around(page: &Tree, link: NodeId) -> (String, String) {
    let text = |node: Option<NodeId>| node.map(|it| page.text_of(it)).unwrap_or_default();
    let (before, after) = (text(page.previous(link)), text(page.next(link)));
    let before = before.rsplit(char::is_whitespace).next();
    let after = after.split(char::is_whitespace).next();
    let owned = |word: Option<&str>| word.unwrap_or_default().to_owned();
    (owned(before), owned(after))
}

/// What is wrong with a link to a page of the site whose words, or what is read aloud for them, are the address of
/// another one.
pub(super) fn misnames_page(page: &Tree, link: NodeId, path: &str, base: &str) -> Option<String> {
    let element = (page.element(link)).filter(|it| it.name == "a" && !base.is_empty())?;
    let address = address_of(element).filter(|it| !leaves_site(it))?;
    let named = page.elements(link).flat_map(|(_, it)| attributes_of(it));
    let words = page.text_without(link, |it| it.name == "del");
    let is_address = |it: &&str| it.contains("://") && !it.contains(char::is_whitespace);
    let shown = named.chain([words.trim()]).find(is_address)?;
    let (address, anchor) = address.split_at(address.find('#').unwrap_or(address.len()));
    let there = resolve_path(&format!("/{path}"), address)?;
    let there = format!("{base}{}{anchor}", there.trim_start_matches('/'));
    let end = |address: &str| address.trim_end_matches('/').to_owned();
    (end(shown) != end(&there)).then(|| format!("has a link to `{there}`, which shows `{shown}`"))
}

#[cfg(test)]
mod tests {
    use super::{
        Known, Mailboxes, Shown, address_of, deceptive, mailboxes_in, misnames_page, unreleased,
    };
    use crate::html::{Tree, document};
    use std::collections::BTreeSet;

    #[test]
    fn mailboxes_are_found_however_they_are_written() {
        for (text, expected) in [
            ("Write to Legal@Harbour.example.", "legal@harbour.example"),
            (
                "[a](mailto:a@b.example), <c@d.example>",
                "a@b.example c@d.example",
            ),
            ("a (at) b.example", "a@b.example"),
            ("a\u{ff20}b.example", "a@b.example"),
            ("@user:server.example, a@b, 5 @ 3.5", ""),
            ("@law@social.example", ""),
            ("a@b\u{ad}c.example", "a@bc.example"),
        ] {
            let found = mailboxes_in(text);
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn a_link_to_another_mailbox_is_found_in_every_field() {
        let in_texts = BTreeSet::from(["old@harbour.example".to_owned()]);
        let mailboxes = Mailboxes {
            own: "legal@harbour.example",
            in_texts: &in_texts,
        };
        let found = |address: &str| {
            let page = document(&format!("<a href='{address}'>x</a>"));
            let (_, link) = page.elements(Tree::ROOT).find(|(_, it)| it.name == "a")?;
            mailboxes.other_of_link(address_of(link)?, true)
        };
        for address in [
            "mailto:legal@harbour.example",
            "MAILTO:Legal%40harbour.example?subject=A%20request",
            "mailto:legal@harbour.example?cc=legal@harbour.example&body=a%20b",
            "https://evil.example/?mailto:law@evil.example",
        ] {
            assert_eq!(found(address), None, "{address}");
        }
        for address in [
            "mailto:law@evil.example",
            "mailto:old@harbour.example",
            "mail\tto:law@evil.example",
            "mailto:legal@harbour.example,law@evil.example",
            "mailto:legal@harbour.example?bcc=law%40evil.example",
            "mailto:legal@harbour.example?body=Send%20it%20to%20law@evil.example",
            "mailto:",
            "mailto:root",
        ] {
            assert!(found(address).is_some(), "{address}");
        }
    }

    #[test]
    fn a_page_links_to_the_site_and_to_what_texts_link_to() {
        let in_texts = BTreeSet::from(["dpo@harbour.example".to_owned()]);
        let known = Known {
            mailboxes: Some(Mailboxes {
                own: "legal@harbour.example",
                in_texts: &in_texts,
            }),
            addresses: &BTreeSet::from(["https://court.example/".to_owned()]),
            base: "https://law.harbour.example/",
            is_for_letters: true,
        };
        let found = |html: &str| {
            let page = document(html);
            unreleased(&page, None, &Shown::new(&page, None), &known)
        };
        for html in [
            "<main><a href=../versions/#fn:1>a</a> <a href=https://court.example/>b</a></main>",
            "<header><a href=https://harbour.example/>a</a></header><main></main>",
            "<main><a href=https://law.harbour.example/request/>a</a> <a href=tel:1>b</a></main>",
            "<main><a href=mailto:legal@harbour.example>a</a> dpo@harbour.example</main>",
            "<article><a href=mailto:dpo@harbour.example>a</a></article><main></main>",
        ] {
            assert_eq!(found(html), None, "{html}");
        }
        for html in [
            "<main><a href=https://evil.example/>a</a></main>",
            "<main><a href=//evil.example/>a</a></main>",
            "<a class='button x' href=https://evil.example/>a</a><main></main>",
            "<a download href=https://evil.example/>a</a><main></main>",
            "<aside class=emergency><a href=https://evil.example/>a</a></aside><main></main>",
            "<div><a href=https://evil.example/>a</a></div>",
            "<main><a href=mailto:dpo@harbour.example>a</a></main>",
            "<main><p>law<b>@</b>evil.example</main>",
            "<main><input placeholder='law@evil.example'></main>",
            "<main><p title='&#x202e;2602'>a</main>",
        ] {
            assert!(found(html).is_some(), "{html}");
        }
    }

    #[test]
    fn a_link_that_misnames_page_of_the_site_is_found() {
        let found = |link: &str| {
            let page = document(link);
            let mut links = page.elements(Tree::ROOT);
            let base = "https://law.example/le/";
            links.find_map(|(node, _)| misnames_page(&page, node, "on/index.html", base))
        };
        for link in [
            "<a href=../versions/>https://law.example/le/versions/</a>",
            "<a href=../versions/#a>https://law.example/le/versions/#a</a>",
            "<a href=./>https://law.example/le/on</a>",
            "<a href=../privacy/>See https://law.example/le/versions/ too</a>",
            "<a href=../privacy/>Privacy</a>",
        ] {
            assert_eq!(found(link), None, "{link}");
        }
        for link in [
            "<a href=../privacy/>https://law.example/le/versions/</a>",
            "<a href=../privacy/ title=https://law.example/le/>Privacy</a>",
            "<a href=../privacy/ aria-label=https://law.example/le/versions/>Privacy</a>",
            "<a href=../privacy/><img alt=https://law.example/le/versions/></a>",
            "<a href=../privacy/>https://court.example/</a>",
        ] {
            assert!(found(link).is_some(), "{link}");
        }
    }

    #[test]
    fn a_link_that_shows_another_address_is_found() {
        let found = |link: &str| {
            let page = document(link);
            let mut links = page.elements(Tree::ROOT);
            links.find_map(|(node, it)| deceptive(&page, node, it))
        };
        for link in [
            "<a href=https://evil.example/>law.example</a>",
            "<a href='//evil.example/'>https://law.example/</a>",
            "<a href='\\\\evil.example'>law.example</a>",
            "<a href=https://evil.example/>legal@law.example</a>",
            "<a href=mailto:a@evil.example>legal@law.example</a>",
            "<a href=https://evil.example/><img alt=law.example></a>",
            "<svg><a xlink:href=https://evil.example/>law.example</a></svg>",
            "<a href=https://evil.example/>law.exam&shy;ple</a>",
            "<a href=https://evil.example/ aria-label=law.example>Form</a>",
            "<a href=https://evil.example/ title=https://law.example/form>Form</a>",
            "<a href=https://evil.example/><del>law.example</del></a>",
            "<a href=tel:+491900555>+49 30 1234</a>",
            "law.<a href=https://evil.example/>law</a>.example",
            "<svg><g href=https://law.example/><g href=https://evil.example/>law.example</g></g></svg>",
        ] {
            assert!(found(link).is_some(), "{link}");
        }
        for link in [
            "<a href=https://www.law.example/a>law.example</a>",
            "<a href=../versions/>https://law.example/versions/</a>",
            "<a href=https://law.example/><del>old.example</del><ins>law.example</ins></a>",
            "<a href=mailto:legal@law.example>legal@law.example</a>",
            "<a href=https://other.example/>the company</a>",
            "<a href=tel:+49301234>+49 (0)30 1234-0</a>",
        ] {
            assert_eq!(found(link), None, "{link}");
        }
    }
}
