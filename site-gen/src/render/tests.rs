//! Properties of every site.

use super::{RenderCache, Renderer, Sink, Theme, render, render_with_cache};
use crate::diagnostic::{Diagnostics, Source};
use crate::digest::digest;
use crate::file_path::FilePath;
use crate::history::History;
use crate::markdown::{Document, Settings};
use crate::release;
use crate::site::{AllowedNames, Annex, Config, CurrentRules, Page, Site, State, Version};
use request_builder::labels::Labels;
use request_builder::letter::Letters;
use request_builder::rulebook::{self, Organisation, Rulebook};
use request_builder::rules::{Kind, Rules, Step};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// A site in memory.
#[derive(Debug, Default, PartialEq, Eq)]
struct Made(BTreeMap<String, Vec<u8>>);

impl Sink for Made {
    fn file(&mut self, path: &FilePath, content: &[u8]) -> Result<(), Diagnostics> {
        let before = self.0.insert(path.to_string(), content.to_owned());
        assert_eq!(before, None, "{path} was made twice");
        Ok(())
    }
}

impl Made {
    fn text(&self, path: &str) -> &str {
        let content = self
            .0
            .get(path)
            .unwrap_or_else(|| panic!("there is no {path}"));
        std::str::from_utf8(content).expect("text")
    }

    fn pages(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .keys()
            .filter(|path| has_extension(path, "html"))
            .map(|path| (path.as_str(), self.text(path)))
    }
}

fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|found| found == extension)
}

fn document(text: &str, address: &str) -> Arc<Document> {
    let settings = Settings {
        address: address.to_owned(),
        raw_html: false,
        ..Settings::default()
    };
    let (document, found) = Document::read(&Source::new("text.md", text), &settings);
    assert!(found.is_empty(), "{}", found.plain());
    Arc::new(document)
}

fn version(id: &str, state: State) -> Version {
    let text = format!(
        "# Rules of the lighthouse\n\nOf {id}.\n\n## Asking\n\nAsk [here](/versions/).\n\n### By letter\n\n- One\n- Two\n"
    );
    let text_digest = digest(&text);
    let rulebook = (state == State::InForce).then(|| rules(id, &text_digest));
    let frozen = rulebook
        .as_ref()
        .map(|book| release::rules::frozen(book, 1));
    Version {
        document: document(&text, &format!("/versions/{id}/")),
        id: id.to_owned(),
        home: format!("/versions/{id}/"),
        state,
        summary: None,
        released: None,
        moved: BTreeMap::new(),
        changes_from: Vec::new(),
        parts: Vec::new(),
        amended: Vec::new(),
        rules: frozen.map(|text| CurrentRules {
            revision: 1,
            digest: digest(&text),
            text,
            has_errors: false,
        }),
        revisions: Vec::new(),
        rulebook,
        labels: BTreeMap::from([("en".to_owned(), labels())]),
        letter_check: None,
        digest: text_digest,
        settings: crate::site::Settings::default(),
    }
}

fn rules(id: &str, digest: &str) -> Rulebook {
    let kind = Kind {
        id: "log".into(),
        ..Kind::default()
    };
    let step = Step {
        id: "kind".into(),
        chooses_kind: true,
        ..Step::default()
    };
    Rulebook {
        organisation: organisation(),
        language: "en".to_owned(),
        version: rulebook::Version {
            id: id.to_owned(),
            title: "Rules of the lighthouse".to_owned(),
            url: format!("https://light.example/law/versions/{id}/"),
            digest: digest.to_owned(),
        },
        rules: Rules {
            revision: 1,
            kinds: vec![kind],
            steps: vec![step],
            ..Rules::default()
        },
        letters: Letters::default(),
    }
}

/// The labels of these rules.
fn labels() -> Labels {
    let texts = [
        ("kind.log.title", "The keeper's log"),
        ("kind.log.use-when", "You need the log."),
        ("step.kind.title", "What for"),
    ];
    Labels {
        texts: texts
            .map(|(key, text)| (key.to_owned(), text.to_owned()))
            .into_iter()
            .collect(),
        ..Labels::default()
    }
}

fn organisation() -> Organisation {
    Organisation {
        name: "Lighthouse".to_owned(),
        legal_name: "Lighthouse & Daughters".to_owned(),
        mailbox: "keeper@light.example".to_owned(),
        ..Organisation::default()
    }
}

fn site() -> Site {
    let page = |address: &str, title: &str| {
        let document = document(&format!("# {title}\n\nSee [the rules](/).\n"), address);
        let root = "../".repeat(address.matches('/').count() - 1);
        Page {
            address: address.to_owned(),
            language: None,
            original: address.to_owned(),
            title: title.to_owned(),
            description: format!("{title}, in short."),
            role: None,
            html: Arc::new(document.html_without_title(&root)),
            document,
        }
    };
    Site {
        config: Config {
            allowed: AllowedNames::default(),
            title: "Lighthouse <law>".to_owned(),
            description: "How to ask the lighthouse.".to_owned(),
            base_url: "https://light.example/law/".to_owned(),
            language: "en".to_owned(),
            languages: Vec::new(),
            theme: "default".to_owned(),
            raw_html: false,
            organisation: organisation(),
            is_complete: true,
        },
        versions: vec![
            version("2031-01-01", State::Announced),
            version("2030-06-01", State::InForce),
            version("2029-06-01", State::Superseded),
            version("2028-06-01", State::Superseded),
        ],
        pages: vec![
            page("/about/", "About"),
            page("/help/deep/", "Help"),
            page("/privacy/", "Privacy"),
        ],
        warnings_of_next: Vec::new(),
        static_files: Vec::new(),
        signed_lock: None,
        vocabulary: crate::content::vocabulary(Path::new("no such folder"), "default", "en"),
    }
}

fn made(site: &Site) -> Made {
    // The folder does not exist, so the embedded theme is used.
    let theme = Theme::load(Path::new("no such folder"), "default", "en")
        .unwrap_or_else(|found| panic!("{}", found.plain()));
    let mut made = Made::default();
    let history = History::new(site).unwrap_or_else(|found| panic!("{}", found.plain()));
    render(site, &history, &theme, &mut made).unwrap_or_else(|found| panic!("{}", found.plain()));
    made
}

/// The values of an attribute anywhere in a page.
fn attributes<'a>(html: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    let start = format!(" {name}=\"");
    html.match_indices(&start)
        .map(|(at, _)| at + start.len())
        .collect::<Vec<_>>()
        .into_iter()
        .map(|at| {
            let value = &html[at..];
            &value[..value.find('"').expect("the attribute ends")]
        })
}

/// Resolves a relative link of a page.
fn followed(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop().expect("no link leads out of the site");
            }
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    match (link.is_empty() || link.ends_with('/'), path.is_empty()) {
        (true, true) => "index.html".to_owned(),
        (true, false) => format!("{path}/index.html"),
        (false, _) => path,
    }
}

#[test]
fn every_link_of_every_page_leads_to_something() {
    let made = made(&site());
    for (path, html) in made.pages().filter(|(path, _)| *path != "404.html") {
        for link in attributes(html, "href").chain(attributes(html, "src")) {
            if link.contains("://") || link.starts_with("mailto:") || link.starts_with("data:") {
                continue;
            }
            let (file, anchor) = link
                .split_once('#')
                .map_or((link, None), |(file, anchor)| (file, Some(anchor)));
            let target = if file.is_empty() {
                path.to_owned()
            } else {
                followed(path, file)
            };
            assert!(made.0.contains_key(&target), "{path}: {link}");
            if let Some(anchor) = anchor {
                assert!(
                    attributes(made.text(&target), "id").any(|id| id == anchor),
                    "{path}: {link}"
                );
            }
        }
    }
}

#[test]
fn the_page_for_what_is_not_there_works_at_any_depth() {
    let made = made(&site());
    let inside = |link: &str| link.starts_with("/law/") || link.starts_with('#');
    assert!(attributes(made.text("404.html"), "href").all(inside));
}

#[test]
fn the_same_site_makes_the_same_bytes() {
    assert_eq!(made(&site()), made(&site()));
}

#[test]
fn pages_made_in_any_order_have_the_same_bytes() {
    let (site, made) = (site(), made(&site()));
    let theme = Theme::load(Path::new("no such folder"), "default", "en").expect("a theme");
    let history = History::new(&site).expect("a history");
    for reorder in [
        (|pages: &mut Vec<_>| pages.reverse()) as fn(&mut Vec<super::PageId>),
        // Every third page first, and so on, so that no page follows its usual predecessor.
        |pages| {
            let all = std::mem::take(pages);
            for first in 0..3 {
                pages.extend(all.iter().skip(first).step_by(3).cloned());
            }
        },
    ] {
        // A new renderer, without any state from other pages.
        let renderer = Renderer::new(&site, &history, &theme).expect("templates");
        let mut pages = renderer.pages();
        reorder(&mut pages);
        let mut again = Made::default();
        for page in &pages {
            let path = page.path().expect("a path");
            let content = renderer.render_page(page).expect("a page");
            again.file(&path, &content).expect("kept");
        }
        assert_eq!(again, made);
    }
}

#[test]
fn a_change_of_a_text_does_not_render_pages_again_that_show_no_digest_of_it() {
    let mut site = site();
    let page = |number: usize| {
        let text = format!("# Annex {number}\n\nOf it.\n");
        Annex {
            name: format!("annex-{number}"),
            title: format!("Annex {number}"),
            html: None,
            document: document(&text, &format!("/versions/2030-06-01/annex-{number}/")),
            digest: digest(&text),
        }
    };
    site.versions[1].parts = vec![page(1), page(2)];
    let theme = Theme::load(Path::new("no such folder"), "default", "en").expect("a theme");
    let mut cache = RenderCache::default();
    let mut files = |site: &Site| {
        let history = History::new(site).expect("a history");
        render_with_cache(site, &history, &theme, &mut cache).expect("files")
    };
    let before = files(&site);
    // The first annex changes, and with it the digest of the version.
    site.versions[1].parts[0].digest = digest("another");
    site.versions[1].digest = digest("of another");
    let after = files(&site);
    let is_again = |path: &str| before[path].as_ptr() != after[path].as_ptr();
    assert!(is_again("index.html"));
    assert!(is_again("versions/2030-06-01/annex-1/index.html"));
    assert!(!is_again("versions/2030-06-01/annex-2/index.html"));
    assert!(!is_again("about/index.html"));
}

#[test]
fn only_the_request_page_and_the_date_field_run_anything() {
    let made = made(&site());
    for (path, html) in made.pages() {
        assert!(
            html.contains("http-equiv=\"Content-Security-Policy\""),
            "{path}"
        );
        let linked = ["request/index.html", "on/index.html"].contains(&path);
        let runs = linked || path == "request/offline.html";
        assert_eq!(html.contains("script-src &#39;none&#39;"), !runs, "{path}");
        assert_eq!(html.contains("<script"), runs, "{path}");
        assert_eq!(attributes(html, "src").count() > 0, linked, "{path}");
        assert_eq!(attributes(html, "style").count(), 0, "{path}");
    }
}

/// Chromium blocks a style sheet with `integrity` on a page that is opened from disk.
#[test]
fn every_script_is_checked_by_its_digest_and_no_style_is() {
    let made = made(&site());
    let one_file = |path: &str| path == "request/offline.html";
    for (path, html) in made.pages().filter(|(path, _)| !one_file(path)) {
        let sheets = (html.split("<link ").skip(1)).filter_map(|rest| rest.split('>').next());
        let sheets: Vec<&str> = sheets.filter(|it| it.contains("stylesheet")).collect();
        assert!(!sheets.is_empty(), "{path}");
        assert!(!sheets.concat().contains("integrity"), "{path}");
        let scripts = html.matches("<script type=\"module\"").count();
        assert_eq!(
            html.matches(" integrity=\"sha384-").count(),
            scripts,
            "{path}"
        );
    }
}

#[test]
fn no_page_but_the_lists_knows_all_versions() {
    let made = made(&site());
    for (path, html) in made.pages() {
        let named = site()
            .versions
            .iter()
            .filter(|version| html.contains(&format!("versions/{}/", version.id)))
            .count();
        let lists = ["versions/index.html", "on/index.html"].contains(&path);
        // A section that changed in each version has them all.
        let history = path.starts_with("history/");
        assert!((named == 4) == lists || history, "{path}");
    }
}

#[test]
fn a_version_links_to_its_neighbours() {
    let made = made(&site());
    let html = made.text("versions/2029-06-01/index.html");
    for relation in [
        r#"<link rel="latest-version" href="../../">"#,
        r#"<link rel="version-history" href="../../versions/">"#,
        r#"<link rel="predecessor-version" href="../../versions/2028-06-01/">"#,
        r#"<link rel="successor-version" href="../../versions/2030-06-01/">"#,
    ] {
        assert!(html.contains(relation), "{relation}");
    }
    assert!(
        !made
            .text("versions/2028-06-01/index.html")
            .contains("predecessor-version")
    );
    assert!(
        !made
            .text("versions/2031-01-01/index.html")
            .contains("successor-version")
    );
}

#[test]
fn a_version_that_is_not_in_force_says_so_at_its_head() {
    let made = made(&site());
    assert!(
        made.text("versions/2029-06-01/index.html")
            .contains("It was replaced on 1 June 2030.")
    );
    assert!(
        made.text("versions/2028-06-01/index.html")
            .contains("It was replaced on 1 June 2029.")
    );
    assert!(
        made.text("versions/2031-01-01/index.html")
            .contains("It will apply from 1 January 2031.")
    );
    assert!(
        !made
            .text("versions/2030-06-01/index.html")
            .contains("page_banner")
    );
}

#[test]
fn the_version_in_force_has_the_root_as_its_canonical_address() {
    let made = made(&site());
    let canonical = |path| {
        attributes(made.text(path), "href")
            .find(|link| link.starts_with("https://light.example"))
            .map(str::to_owned)
    };
    assert_eq!(
        canonical("index.html").as_deref(),
        Some("https://light.example/law/")
    );
    assert_eq!(
        canonical("versions/2030-06-01/index.html").as_deref(),
        Some("https://light.example/law/")
    );
    assert_eq!(
        canonical("versions/2029-06-01/index.html").as_deref(),
        Some("https://light.example/law/versions/2029-06-01/")
    );
    assert_eq!(canonical("404.html"), None);
}

#[test]
fn titles_differ_and_are_escaped() {
    let made = made(&site());
    let titles: Vec<_> = made
        .pages()
        .map(|(path, html)| {
            let title = html
                .split_once("<title>")
                .and_then(|(_, rest)| rest.split_once("</title>"))
                .expect(path)
                .0;
            assert!(title.contains("Lighthouse &lt;law&gt;"), "{title}");
            title
        })
        .collect();
    assert_eq!(
        titles.iter().collect::<BTreeSet<_>>().len(),
        titles.len(),
        "{titles:?}"
    );
}

#[test]
fn the_source_of_a_text_is_published_next_to_its_page() {
    let (site, made) = (site(), made(&site()));
    for version in &site.versions {
        let text = made.text(&format!("versions/{}/guidelines.md", version.id));
        assert_eq!(digest(text), version.digest);
    }
}

#[test]
fn the_rules_for_machines_are_the_rules_as_they_are_released() {
    let (site, made) = (site(), made(&site()));
    let version = &site.versions[1];
    let text = made.text("versions/2030-06-01/requests.json");
    assert_eq!(digest(text), version.rules.as_ref().expect("rules").digest);
    let mut rules: Rulebook = serde_json::from_str(text).expect("a rulebook");
    assert_eq!(rules.version, rulebook::Version::default());
    let book = version.rulebook.as_ref().expect("a rulebook");
    rules.version = book.version.clone();
    assert_eq!(rules, *book);
    assert!(!made.0.contains_key("versions/2029-06-01/requests.json"));
}

#[test]
fn there_are_blank_letters_for_those_without_scripts() {
    let made = made(&site());
    assert!(made.0.contains_key("request/blank/log.docx"));
    assert!(made.0.contains_key("request/blank/log.txt"));
}

#[test]
fn the_one_file_fetches_nothing_and_its_links_need_nothing_beside_it() {
    let made = made(&site());
    let html = made.text("request/offline.html");
    for name in ["src", "srcset", "data", "poster", "action", "integrity"] {
        assert_eq!(attributes(html, name).count(), 0, "{name}");
    }
    assert_eq!(html.matches("<link ").count(), 1, "only the icon");
    assert!(html.contains(r#"<link rel="icon" type="image/svg+xml" href="data:"#));
    let ids: BTreeSet<_> = attributes(html, "id").collect();
    // A `mailto:` URL points to a program, not to a file.
    let leads = |link: &&str| !link.starts_with("data:") && !link.starts_with("mailto:");
    for link in attributes(html, "href").filter(leads) {
        let inside = link.strip_prefix('#').map(|id| ids.contains(id));
        assert!(
            inside.unwrap_or(link.starts_with("https://light.example/law/")),
            "{link}"
        );
    }
    let leaving = html.matches("href=\"http").count();
    assert_eq!(html.matches("target=\"_blank\"").count(), leaving);
}

#[test]
fn the_one_file_knows_its_program_and_styles_by_their_digests() {
    let made = made(&site());
    let html = made.text("request/offline.html");
    let (head, _) = html.split_once("<title>").expect("it has a head");
    let headers = made.text("_headers");
    for (start, end) in [
        ("<script type=\"module\">", "</script>"),
        ("<style>", "</style>"),
    ] {
        assert_eq!(html.matches(start).count(), 1, "{start}");
        let (_, rest) = html.split_once(start).expect("it is there");
        let (text, _) = rest.split_once(end).expect("it ends");
        let digest = super::assets::base64(&Sha256::digest(text));
        assert!(head.contains(&format!("sha256-{digest}&#39;")), "{start}");
        assert!(
            headers.contains(&format!("sha256-{digest}'")),
            "a host's headers let it through too"
        );
    }
}

#[test]
fn the_request_page_says_what_sha256sum_says_of_the_one_file() {
    let made = made(&site());
    let digest = digest(made.text("request/offline.html"));
    assert!(made.text("request/index.html").contains(&digest));
}

#[test]
fn the_one_file_has_the_whole_text_and_every_blank_letter() {
    let made = made(&site());
    let html = made.text("request/offline.html");
    assert!(html.contains("Of 2030-06-01.") && html.contains("id=\"text_by-letter\""));
    let letter = made.text("request/blank/log.txt");
    let first = letter.lines().find(|line| !line.is_empty()).expect("words");
    assert!(html.contains(&format!("{first}\n")), "{first}");
    assert!(!html.contains("request/blank/"));
}

#[test]
fn the_feed_lists_the_versions_that_have_a_day() {
    let made = made(&site());
    let feed = made.text("feed.atom");
    assert_eq!(feed.matches("<entry>").count(), 4);
    assert_eq!(feed.matches(", announced, in force from ").count(), 1);
    // It was not released, so it has no date of publication: a feed must not contain future dates.
    assert!(!feed.contains("2031-01-01T00:00:00Z"), "{feed}");
    assert_eq!(feed.matches("<published>").count(), 3);
    assert!(feed.contains("<updated>2030-06-01T00:00:00Z</updated>"));
    assert!(feed.contains("Lighthouse &amp; Daughters") && feed.starts_with("<?xml"));
}

#[test]
fn a_site_without_rules_has_no_request_page_and_no_way_to_one() {
    let mut site = site();
    site.versions[1].rulebook = None;
    let made = made(&site);
    assert!(!made.0.keys().any(|path| path.starts_with("request/")
        || (has_extension(path, "js") && !path.starts_with("assets/on-"))));
    assert!(made.pages().all(|(_, html)| !html.contains("request/")));
    assert!(!made.text("_headers").contains("wasm"));
}

#[test]
fn a_site_with_nothing_in_force_yet_shows_what_there_is() {
    let mut site = site();
    site.versions.truncate(1);
    let made = made(&site);
    assert!(made.text("index.html").contains("versions/2031-01-01/"));
}

#[test]
fn no_id_of_a_text_collides_with_one_of_the_theme() {
    for (path, html) in made(&site()).pages() {
        let ids: Vec<_> = attributes(html, "id").collect();
        assert_eq!(
            ids.iter().collect::<BTreeSet<_>>().len(),
            ids.len(),
            "{path}"
        );
    }
}

#[test]
fn every_file_of_the_real_content_has_a_known_address() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (content, found) = crate::content::read(&folder);
    assert!(!found.has_errors(), "{}", found.plain());
    let today = request_builder::answers::Date::parse("2026-11-24").expect("a day");
    let (site, found) = crate::site::resolve(content.expect("content"), today);
    assert!(!found.has_errors(), "{}", found.plain());
    let site = site.expect("a site");
    let theme = Theme::load(&folder, &site.config.theme, &site.config.language).expect("loads");
    let mut made = Made::default();
    let history = History::new(&site).expect("it has one");
    render(&site, &history, &theme, &mut made).expect("renders");
    let written: BTreeSet<String> = made
        .0
        .keys()
        .filter(|path| !path.starts_with("assets/"))
        .map(|path| match path.strip_suffix("index.html") {
            Some(folder) => format!("/{folder}"),
            None => format!("/{path}"),
        })
        .collect();
    let mut known: BTreeSet<String> = site.addresses().into_keys().collect();
    // The checksums are written by the staging folder.
    assert!(known.remove(&format!("/{}", crate::file_path::SUMS)));
    assert_eq!(written, known);
}

/// All files of a folder of the repository, concatenated.
fn all_of(folder: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let files = walkdir::WalkDir::new(root.join(folder)).into_iter();
    let files = files.flatten().filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| std::fs::read_to_string(entry.path()).unwrap_or_default())
        .collect()
}

#[test]
fn every_class_in_a_style_sheet_is_used() {
    let of_class = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let styles = all_of("themes/default/styles");
    let rules = styles
        .split("/*")
        .map(|part| part.rsplit("*/").next().unwrap_or(part));
    let rules: String = rules.collect();
    let classes = rules.split('.').skip(1).filter_map(|rest| {
        let class = rest.split(|c| !of_class(c)).next()?;
        class
            .starts_with(|c: char| c.is_ascii_lowercase())
            .then_some(class)
    });
    let classes: BTreeSet<&str> = classes.collect();
    assert!(classes.len() > 100, "{} classes", classes.len());
    let templates = all_of("themes/default/templates");
    let sources = [
        &templates,
        &all_of("request-builder/src"),
        &all_of("request-builder/pages"),
        &all_of("site-gen/src"),
    ];
    let words: BTreeSet<&str> = sources
        .iter()
        .flat_map(|source| source.split(|c| !of_class(c)))
        .collect();
    // `change-{{ entry.change }}`
    let is_put_together = |class: &str| {
        let stems = class.match_indices('-').map(|(at, _)| &class[..=at]);
        stems
            .into_iter()
            .any(|stem| templates.contains(&format!("{stem}{{{{")))
    };
    let unknown = classes.into_iter();
    let unknown = unknown.filter(|class| !words.contains(class) && !is_put_together(class));
    assert_eq!(unknown.collect::<Vec<_>>(), [""; 0]);
}
