//! Invented companies, one in each folder of `sites/`, with other texts, kinds of request, hosts and
//! words. All of it is data: the program builds and reviews them like any other site, and no Rust
//! code here or elsewhere names any of them.

use crate::support::{shared_folder, site_gen, tests, workspace};
use request_builder::answers::Date;
use request_builder::labels::Labels;
use request_builder::rulebook::Rulebook;
use site_gen::site::{self, Site};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::Mutex;
use walkdir::WalkDir;

const TODAY: &str = "2026-01-15";

/// The company whose real guidelines are in `content/`, which no other code may name.
const REAL: &str = "rocket";

/// Things with the same name: a provider of free email in the library's lists, and a weapon.
const NAMESAKES: [&str; 2] = ["rocketmail.com", "rocket launcher"];

/// One invented company.
struct Company {
    folder: PathBuf,
}

impl Company {
    fn name(&self) -> String {
        self.folder
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned()
    }

    /// Its site, as the build resolves it: the library, and what differs from it.
    fn site(&self) -> Site {
        let (content, found) = site_gen::content::read(&self.folder);
        assert!(!found.has_errors(), "{}", found.plain());
        let today = Date::parse(TODAY).expect("a day");
        let (site, found) = site::resolve(content.expect("it has content"), today);
        assert!(!found.has_errors(), "{}", found.plain());
        site.expect("it resolves")
    }

    fn config(&self) -> toml::Table {
        let config =
            fs::read_to_string(self.folder.join("content/site.toml")).expect("it has a site.toml");
        config.parse().expect("it is well formed")
    }

    /// Its site as it is built, once for all tests.
    fn built(&self) -> Built {
        static BUILT: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
        let dist = shared_folder(&self.name());
        let mut built = BUILT.lock().expect("nobody failed to build");
        if built.insert(self.name()) {
            self.build(&dist);
        }
        Built { dist }
    }

    fn build(&self, dist: &Path) {
        let out = site_gen()
            .arg("build")
            .arg("--site")
            .arg(&self.folder)
            .arg("--output")
            .arg(dist)
            .args(["--today", TODAY])
            .output();
        let out = out.expect("site-gen runs");
        assert_eq!(out.status.code(), Some(0), "{}", report(&out));
        let said = String::from_utf8_lossy(&out.stderr);
        let complaints = said.lines().filter(|line| line.contains("warning["));
        for complaint in complaints {
            assert!(
                complaint.contains(" no text in "),
                "nothing to complain of but what is not translated yet: {said}"
            );
        }
    }

    /// What it says of its rules in a language, by the names of the texts.
    fn own_labels(&self, language: &str) -> toml::Table {
        let file = format!("content/request/labels/{language}.toml");
        let labels = fs::read_to_string(self.folder.join(file)).expect("it has labels");
        labels.parse().expect("they are well formed")
    }

    fn review(&self, answers: &Path, format: &str) -> Output {
        let out = site_gen()
            .arg("review")
            .arg(answers)
            .arg("--site")
            .arg(&self.folder)
            .args(["--format", format, "--today", TODAY])
            .output();
        out.expect("site-gen runs")
    }
}

/// A site that was built.
struct Built {
    dist: PathBuf,
}

impl Built {
    fn page(&self, address: &str) -> String {
        let page = fs::read_to_string(self.dist.join(address).join("index.html"));
        words_of(&page.unwrap_or_else(|error| panic!("{address}: {error}")))
    }
}

fn report(out: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&out.stdout),
        String::from_utf8_lossy(&out.stderr)
    )
}

fn companies() -> Vec<Company> {
    let folders = inside(&tests("sites"));
    assert!(!folders.is_empty());
    folders
        .into_iter()
        .map(|folder| Company { folder })
        .collect()
}

/// What is in a folder, in the order of the names.
fn inside(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths: BTreeSet<PathBuf> = entries
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    paths.into_iter().collect()
}

/// What a page says, without its markup.
fn words_of(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<') {
        text.push_str(piece.split_once('>').map_or(piece, |(_, after)| after));
    }
    for (entity, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ] {
        text = text.replace(entity, character);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn mentions_the_real_company(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    let text = NAMESAKES
        .iter()
        .fold(text, |text, namesake| text.replace(namesake, ""));
    text.contains(REAL)
}

/// The rules of the one version of a site, and what pages say of them.
fn rules_of(site: &Site) -> (&Rulebook, &Labels) {
    let version = site.versions.last().expect("it has guidelines");
    let book = version.rulebook.as_ref().expect("it has rules");
    (book, &version.labels[&site.config.language])
}

/// The sentences that the rules of a site cite, and their lead-ins.
fn cited(book: &Rulebook) -> impl Iterator<Item = &str> {
    let clauses = book.rules.clauses.iter();
    clauses.flat_map(|clause| {
        clause
            .lead_in
            .as_deref()
            .into_iter()
            .chain([&*clause.quote])
    })
}

#[test]
fn an_invented_company_gets_a_site_in_its_own_words() {
    for company in companies() {
        let built = company.built();
        let site = company.site();
        let (book, labels) = rules_of(&site);
        let text = built.page("");
        let request = built.page("request");
        assert!(book.rules.clauses.len() > 10, "{}", company.name());
        for words in cited(book) {
            assert!(
                text.contains(words),
                "{}: the text lacks `{words}`",
                company.name()
            );
            assert!(
                request.contains(words),
                "{}: no rule shows `{words}`",
                company.name()
            );
        }
        let shown = |key: &str| {
            let mut parts = key.split('.');
            let is_of_form = matches!(parts.next(), Some("kind" | "step" | "question"));
            is_of_form && matches!(parts.next_back(), Some("title" | "use-when" | "label"))
        };
        let texts = labels.texts.iter().filter(|(key, _)| shown(key));
        for (key, words) in texts {
            assert!(
                request.contains(words.as_str()),
                "{}: the form lacks `{key}`, `{words}`",
                company.name()
            );
        }
    }
}

#[test]
fn a_site_in_another_language_falls_back_to_the_first_for_missing_labels() {
    let mut languages = 0;
    for company in companies() {
        let built = company.built();
        let site = company.site();
        let first = &site.config.language;
        let (book, labels) = rules_of(&site);
        for language in &site.config.languages {
            let folder = built.dist.join(language.to_lowercase()).join("request");
            let html = fs::read_to_string(folder.join("index.html")).expect("it has a page");
            assert!(
                html.contains(&format!("<html lang=\"{language}\">")),
                "{html}"
            );
            let (mut report, mut as_written) = (0, 0);
            let own = company.own_labels(language);
            let page = words_of(&html);
            for (key, text) in labels.texts.iter() {
                // Texts shown only once something is missing, or a day was counted, are not on the
                // page yet.
                let last = key.rsplit('.').next().unwrap_or_default();
                if key.starts_with("reminder.")
                    || is_on_paper(book, key)
                    || !matches!(last, "label" | "title" | "hint" | "text" | "closed")
                {
                    continue;
                }
                if let Some(own) = own_label(&own, key) {
                    report += 1;
                    assert!(page.contains(own), "{}: no `{own}`", company.name());
                } else {
                    as_written += 1;
                    let marked = format!("<span lang=\"{first}\">");
                    let marked = html.split(&marked).skip(1);
                    let mut marked = marked.filter_map(|rest| rest.split("</span>").next());
                    assert!(
                        marked.any(|marked| words_of(marked) == *text),
                        "{}: `{key}`, `{text}`, does not say that it is in `{first}`",
                        company.name()
                    );
                }
            }
            assert!(report > 0 && as_written > 0, "{report} and {as_written}");
            for clause in &book.rules.clauses {
                let mut quotes = ["p", "q"].iter().flat_map(|tag| {
                    let quote = format!("<{tag}><span lang=\"{first}\">");
                    html.match_indices(&quote)
                        .map(|(at, _)| &html[at + quote.len()..])
                        .collect::<Vec<_>>()
                });
                assert!(
                    quotes.any(|rest| words_of(rest).starts_with(&clause.quote)),
                    "{}: `{}` is quoted as it is published",
                    company.name(),
                    clause.id
                );
            }
            languages += 1;
        }
    }
    assert!(languages > 0, "one of them has another language");
}

/// Whether a label is the advice of a practice that is something to do on paper: the page has it among
/// what is to be done, in its words for that.
fn is_on_paper(book: &Rulebook, key: &str) -> bool {
    let mut on_paper = book.rules.practices.iter().filter(|it| it.paper);
    on_paper.any(|practice| key == format!("practice.{}.text", practice.id))
}

/// A text of a file of labels. An option without help is written as its label alone.
fn own_label<'t>(labels: &'t toml::Table, key: &str) -> Option<&'t str> {
    let mut names = key.split('.');
    let mut value = labels.get(names.next()?)?;
    for name in names {
        value = match value.get(name) {
            Some(value) => value,
            None if name == "label" && value.is_str() => value,
            None => return None,
        };
    }
    value.as_str()
}

#[test]
fn an_invented_company_publishes_its_rules_and_blank_letters() {
    for company in companies() {
        let built = company.built();
        let site = company.site();
        let (resolved, _) = rules_of(&site);
        let address = format!("versions/{}/requests.json", resolved.version.id);
        let rules = fs::read(built.dist.join(address)).expect("rules are published");
        let book: Rulebook = serde_json::from_slice(&rules).expect("they are rules");
        assert_eq!(book.rules, resolved.rules);
        assert_eq!(book.letters.paragraphs, resolved.letters.paragraphs);
        let config = company.config();
        let organisation = config["organisation"].as_table().expect("a table");
        assert_eq!(
            organisation["legal-name"].as_str(),
            Some(book.organisation.legal_name.as_str())
        );
        let base = config["base-url"].as_str().expect("an address");
        assert!(
            resolved.version.url.starts_with(base),
            "{}",
            resolved.version.url
        );
        for kind in &book.rules.kinds {
            let blank = built.dist.join(format!("request/blank/{}.txt", kind.id));
            let blank = fs::read_to_string(blank).expect("there is one for each kind");
            assert!(
                blank.contains(&book.organisation.legal_name)
                    && blank.contains(&book.organisation.mailbox),
                "{blank}"
            );
            assert!(
                built
                    .dist
                    .join(format!("request/blank/{}.docx", kind.id))
                    .is_file()
            );
        }
    }
}

#[test]
fn an_invented_companys_own_theme_takes_the_place_of_the_default_file_by_file() {
    for company in companies() {
        let config = company.config();
        let Some(theme) = config.get("theme").and_then(toml::Value::as_str) else {
            continue;
        };
        let built = company.built();
        for own in inside(&company.folder.join("themes").join(theme).join("assets")) {
            let content = fs::read(&own).expect("it can be read");
            let published = inside(&built.dist.join("assets"))
                .into_iter()
                .find(|path| fs::read(path).is_ok_and(|found| found == content));
            assert!(published.is_some(), "{} is not published", own.display());
        }
    }
}

/// The reviews of which there is a snapshot in JSON too: it has the same findings as the text.
const JSON_REVIEWS: [&str; 2] = ["account-closure.complete", "wiretap-delivery.incomplete"];

#[test]
fn an_invented_company_gets_the_reviews_that_it_expects() {
    for company in companies() {
        for answers in inside(&company.folder.join("answers")) {
            let name = answers
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            let expected = i32::from(name.ends_with(".incomplete"));
            assert!(
                expected == 1 || name.ends_with(".complete"),
                "{name} does not say what is expected of it"
            );
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(company.folder.join("reviews"));
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings.bind(|| {
                let also = JSON_REVIEWS.contains(&name.as_str()).then_some("json");
                for format in ["text"].into_iter().chain(also) {
                    let out = company.review(&answers, format);
                    assert_eq!(
                        out.status.code(),
                        Some(expected),
                        "{name}: {}",
                        report(&out)
                    );
                    assert_eq!(String::from_utf8_lossy(&out.stderr), "", "{name}");
                    insta::assert_snapshot!(
                        format!("{name}.{format}"),
                        String::from_utf8_lossy(&out.stdout)
                    );
                }
            });
        }
    }
}

#[test]
fn every_kind_of_an_invented_company_has_a_complete_and_an_incomplete_request() {
    for company in companies() {
        let site = company.site();
        for kind in &rules_of(&site).0.rules.kinds {
            for sort in ["complete", "incomplete"] {
                let answers = company
                    .folder
                    .join(format!("answers/{}.{sort}.json", kind.id));
                assert!(answers.is_file(), "{} is missing", answers.display());
            }
        }
    }
}

#[test]
fn nothing_of_the_real_company_is_in_an_invented_ones_site() {
    for company in companies() {
        let built = company.built();
        for entry in WalkDir::new(&built.dist) {
            let entry = entry.expect("it can be read");
            assert!(
                !mentions_the_real_company(entry.path().as_os_str().as_encoded_bytes()),
                "{}",
                entry.path().display()
            );
            if entry.file_type().is_file() {
                let bytes = fs::read(entry.path()).expect("it can be read");
                assert!(
                    !mentions_the_real_company(&bytes),
                    "{} names the real company",
                    entry.path().display()
                );
            }
        }
    }
}

#[test]
fn nothing_of_the_real_company_is_in_the_program_or_its_theme() {
    let workspace = workspace();
    let sources = [
        "request-builder/src",
        "request-builder/Cargo.toml",
        "site-gen/src",
        "site-gen/library",
        "site-gen/build.rs",
        "site-gen/Cargo.toml",
        "themes",
        "Cargo.toml",
    ];
    let files = sources
        .iter()
        .flat_map(|source| WalkDir::new(workspace.join(source)).sort_by_file_name());
    let mut named = Vec::new();
    for entry in files {
        let entry = entry.expect("it can be read");
        let is_test = entry.file_name() == "tests.rs"
            || entry
                .path()
                .components()
                .any(|part| part.as_os_str() == "tests");
        if !entry.file_type().is_file() || is_test {
            continue;
        }
        let bytes = fs::read(entry.path()).expect("it can be read");
        let text = String::from_utf8_lossy(&bytes);
        let lines = without_tests(&text)
            .lines()
            .enumerate()
            .filter(|(_, line)| mentions_the_real_company(line.as_bytes()));
        let shown = entry
            .path()
            .strip_prefix(&workspace)
            .unwrap_or(entry.path());
        named.extend(
            lines.map(|(line, text)| format!("{}:{}: {}", shown.display(), line + 1, text.trim())),
        );
    }
    assert!(
        named.is_empty(),
        "what belongs to one company is data:\n{}",
        named.join("\n")
    );
}

/// A source up to its tests, which may name any company.
fn without_tests(source: &str) -> &str {
    source
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(source)
}
