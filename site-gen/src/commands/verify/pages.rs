//! Checks every page of a site: what it loads, where it leads, what it lists, and whether it shows a text or
//! carries rules that are not in force.

use super::files::{Fault, Page, Unread};
use super::links::{self, Known};
use super::lists;
use super::page;
use super::redirects;
use super::released::Released;
use super::request_pages;
use super::shown::{Shown, without_hidden};
use super::surroundings;
use super::texts::Texts;
use crate::digest::{self, MIN_WHOLE};
use crate::file_path::HEADERS;
use crate::host_files::FOLDERS;
use crate::html::{Element, NodeId, Tree};
use crate::render;
use request_builder::labels::Messages;
use std::collections::BTreeSet;
use std::fmt::Display;

/// The pages that list versions.
const LISTS: [&str; 3] = ["feed.atom", "on/index.html", "versions/index.html"];

pub(super) struct Pages<'a> {
    released: &'a Released<'a>,
    texts: &'a Texts<'a>,
    /// The policies of the pages, with which `_headers` is compared.
    policies: BTreeSet<String>,
    /// The words of the theme in letters, as the first request page has them.
    words: Option<Messages>,
    pub(super) faults: Vec<Fault>,
}

impl<'a> Pages<'a> {
    pub(super) fn new(released: &'a Released<'a>, texts: &'a Texts<'a>) -> Self {
        Self {
            released,
            texts,
            policies: BTreeSet::new(),
            words: None,
            faults: Vec::new(),
        }
    }

    /// Checks every page, and then what all of them have to agree with.
    pub(super) fn check(&mut self) {
        let mut unprotected = None;
        for name in self.released.files.pages() {
            match self.released.files.page(name) {
                Ok(page) => {
                    self.page(name, &page);
                    let tree = &page.tree;
                    if !redirects::has_policy(tree) && redirects::has_style_sheet(tree) {
                        unprotected = unprotected.or(Some(name));
                    }
                }
                Err(why) => self.faults.push(unreadable(name, &why)),
            }
        }
        if let Some(page) = unprotected {
            self.style_sheets(page);
        }
    }

    fn page(&mut self, name: &str, page: &Page) {
        if let Some(fault) = redirects::leads_away(name, &page.html, &page.tree) {
            let help = "no page of this program has one: the page was changed, or the site publishes a file or a theme with it, which `--content` proves";
            self.faults.push(Fault::new(name, fault, help));
        }
        self.policies.extend(redirects::policies(&page.tree));
        let book = request_pages::rulebook(&page.tree);
        let rules = self.released.rules.as_ref();
        let clauses = &self.texts.clauses;
        let fault = request_pages::fault(name, &page.tree, book.as_ref(), rules, clauses);
        if let Some(what) = fault {
            let help = "letters would follow other rules, or go to another mailbox: the page was changed, or the site was built before this version came into force";
            self.faults.push(Fault::new(name, what, help));
        }
        if let Some(book) = book {
            self.words_in_letters(name, book.letters.interface);
        }
        let fault = self.fault_of_words(name, page);
        if let Some(fault) = fault.or_else(|| self.missing_asset(name, page)) {
            self.changed(name, fault);
        }
        if LISTS.contains(&name) {
            self.listed(name, page);
        }
        self.superseded_text(name, page);
    }

    fn changed(&mut self, name: &str, what: impl Display) {
        self.faults.push(Fault::changed(name, what));
    }

    /// Reports a text that is not in force. A feed quotes changed sentences, which may be the whole of a short text.
    fn superseded_text(&mut self, name: &str, page: &Page) {
        let is_feed =
            name == "feed.atom" || name.starts_with("history/") && name.ends_with("/feed.atom");
        let mut elements = page.tree.elements(Tree::ROOT);
        let quotes = is_feed && elements.next().is_some_and(|(_, it)| it.name == "feed");
        if quotes || name.starts_with("versions/") && name != "versions/index.html" {
            return;
        }
        let words = page::words(&page.tree, Tree::ROOT, page::LINKS_TO_VERSIONS);
        if let Some(text) = self.texts.superseded.within(&words) {
            self.changed(name, format!("shows {text}, which is not in force"));
        }
    }

    /// Reports style sheets that load something, if a page has no policy that would stop them.
    fn style_sheets(&mut self, page: &str) {
        let files = self.released.files;
        let is_sheet = |path: &&str| matches!(path.rsplit_once('.'), Some((_, end)) if end.eq_ignore_ascii_case("css"));
        let loads = |path: &&str| files.text(path).is_ok_and(|it| redirects::names_url(&it));
        for path in files.paths().filter(is_sheet).filter(loads) {
            let what = format!("loads something from another site, and `{page}` has no policy");
            self.changed(path, what);
        }
    }

    /// Checks the words that the theme adds to letters, which are not in the lock: the request pages have the
    /// same, and they name no mailbox or address of others.
    fn words_in_letters(&mut self, name: &str, words: Messages) {
        let mailboxes = self.released.mailboxes();
        let base = self.released.base.as_str();
        let is_foreign = |text: &String| {
            let without_base = text.replace(base, "");
            mailboxes.is_some_and(|it| it.other_in(text).is_some())
                || ["://", "www."].iter().any(|it| without_base.contains(it))
        };
        let is_other = self.words.as_ref().is_some_and(|known| *known != words);
        if is_other || words.0.values().any(is_foreign) {
            let what = "puts words into letters that other request pages do not have, or that name another mailbox or address";
            self.changed(name, what);
        }
        self.words.get_or_insert(words);
    }

    /// What is wrong with what a page says, and with its links. What is in a text is released.
    fn fault_of_words(&self, name: &str, page: &Page) -> Option<String> {
        let (tree, released) = (&page.tree, self.released);
        let below = released.files.below_language(name);
        let first = below.split('/').next().unwrap_or_default();
        // Without rules, a site may have pages of its own below `request/`.
        let is_made = first != "assets" && FOLDERS.contains(&first)
            || ["404.html", "feed.atom", "index.html"].contains(&name);
        let may_have_text = first == "versions" || name == "index.html";
        let text = may_have_text
            .then(|| surroundings::article(tree).ok())
            .flatten();
        let known = Known {
            mailboxes: released.mailboxes(),
            addresses: &released.addresses,
            base: &released.base,
            is_for_letters: text.is_some() || first == "request",
        };
        if is_made {
            let shown = Shown::new(tree, text);
            let fault = links::unreleased(tree, text, &shown, &known);
            let is_own = first == "request" && released.rules.is_none();
            let other = (text.is_none() && !is_own).then(|| self.other_digest(name, &shown));
            if fault.is_some() || other.as_ref().is_some_and(Option::is_some) {
                return fault.or(other.flatten());
            }
        }
        let is_of_text = |link: NodeId| tree.ancestors(link).any(|it| Some(it) == text);
        let mut links = tree.elements(Tree::ROOT);
        links.find_map(|(link, element)| {
            let leads_here = || links::misnames_page(tree, link, name, &released.base);
            let fault = links::deceptive(tree, link, element).or_else(leads_here);
            fault.filter(|_| !is_of_text(link))
        })
    }

    /// A program or style sheet that is not in the site, or not the one that its digest says: browsers leave it out.
    fn missing_asset(&self, name: &str, page: &Page) -> Option<String> {
        let mut elements = page.tree.elements(Tree::ROOT).map(|(_, it)| it);
        let is_missing = |element: &&Element| {
            let address = match element.name.as_ref() {
                "script" => element.attribute("src"),
                "link" if redirects::is_style_sheet(element) => element.attribute("href"),
                _ => None,
            };
            let file = address.and_then(|it| redirects::asset(name, it));
            let content = file.map(|file| self.released.files.content(&format!("assets/{file}")));
            let digest = element.attribute("integrity");
            content.is_some_and(|it| {
                it.map_or(true, |it| {
                    digest.is_some_and(|digest| render::integrity(&it) != digest)
                })
            })
        };
        let missing = elements.find(is_missing)?.start_tag();
        Some(format!("has `{missing}`, but the site has no such file"))
    }

    /// Checks the lists of versions.
    fn listed(&mut self, name: &str, page: &Page) {
        let (lock, today) = (self.released.lock, self.released.today.as_str());
        let tree = &without_hidden(&page.tree, false);
        let missing = match name {
            "versions/index.html" => lists::wrong_version(tree, lock),
            "on/index.html" => (!lists::has_days(tree, lock, today))
                .then(|| "does not show the days on which the released versions apply".to_owned()),
            _ => lists::wrong_entry(tree, lock, today, &self.released.base),
        };
        if let Some(missing) = missing {
            let help = "if the site was built before a version was released, build it again; otherwise the page was changed";
            self.faults.push(Fault::new(name, missing, help));
        }
    }

    /// A fingerprint on a page without a text that is not one of the lock or the site. Readers compare it with that of
    /// a file.
    fn other_digest(&self, name: &str, shown: &Shown) -> Option<String> {
        let released = self.released;
        let mut known = released.lock.digests();
        // Comparisons and feeds quote changed sentences.
        known.extend(released.quoted.iter().cloned());
        // Request pages show that of their copy as one file.
        let language = name.strip_suffix(released.files.below_language(name));
        let one_file = format!(
            "{}{}",
            language.unwrap_or_default(),
            request_pages::ONE_FILE
        );
        known.extend(released.files.digest_of(&one_file).map(str::to_owned));
        // Joined with the text around it, a digest of the lock is within a longer word.
        let without_known = |word: &String| {
            let known = known.iter();
            known.fold(word.clone(), |word, it| word.replace(it, ""))
        };
        let is_other = |it: &String| !known.contains(it) && without_known(it).len() >= MIN_WHOLE;
        let other = digest::shown(&shown.words, MIN_WHOLE)
            .into_iter()
            .find(is_other)?;
        Some(format!(
            "shows the fingerprint `{other}`, which is not in the lock"
        ))
    }

    /// Checks the headers that a host sends.
    pub(super) fn headers(&mut self) {
        let is_of_a_build = match self.released.files.text(HEADERS) {
            Ok(headers) => render::is_headers_file(&headers, &self.policies),
            // Some hosts need none.
            Err(Unread::Missing) => true,
            Err(_) => false,
        };
        if !is_of_a_build {
            let what = "has a header, or a policy, that no build writes";
            self.faults.push(Fault::of_release(HEADERS, what, "file"));
        }
    }
}

fn unreadable(name: &str, why: &Unread) -> Fault {
    if matches!(why, Unread::NotXml) {
        let help = "remove its `<!DOCTYPE …>` if it is in `static/`, and write it in UTF-8; otherwise it was changed";
        return Fault::new(name, why.reason(), help);
    }
    Fault::changed(name, why.reason())
}
