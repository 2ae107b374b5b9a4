//! Companies that do not exist, one in each folder of `sites/`: other texts, other kinds of request,
//! other hosts, other words. All of it is data. What is found there is built and reviewed by the
//! same program as any other site, and no line of Rust here or elsewhere knows any of them.

use request_builder::form::Form;
use request_builder::rulebook::Rulebook;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use walkdir::WalkDir;

const TODAY: &str = "2026-01-15";

/// The company whose real guidelines are in `content/`, as the rest of the house may not know it.
const REAL: &[u8] = b"rocket";

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

    /// The folder of its one version.
    fn version(&self) -> PathBuf {
        let versions = inside(&self.folder.join("content/guidelines"));
        versions.into_iter().next_back().expect("it has guidelines")
    }

    fn form(&self) -> Form {
        let rules = fs::read_to_string(self.version().join("requests.toml")).expect("it has rules");
        toml::from_str(&rules).expect("they are well formed")
    }

    fn config(&self) -> toml::Table {
        let config =
            fs::read_to_string(self.folder.join("content/site.toml")).expect("it has a site.toml");
        config.parse().expect("it is well formed")
    }

    fn built(&self) -> Built {
        let folder = tempfile::tempdir().expect("a folder");
        let dist = folder.path().join("dist");
        let out = site_gen()
            .arg("build")
            .arg("--site")
            .arg(&self.folder)
            .arg("--output")
            .arg(&dist)
            .args(["--today", TODAY])
            .output();
        let out = out.expect("site-gen runs");
        assert_eq!(out.status.code(), Some(0), "{}", told(&out));
        let said = String::from_utf8_lossy(&out.stderr);
        let complaints = said.lines().filter(|line| line.contains("warning"));
        for complaint in complaints {
            assert!(
                complaint.contains(" no words "),
                "nothing to complain of but what is not translated yet: {said}"
            );
        }
        Built {
            _folder: folder,
            dist,
        }
    }

    /// The languages that it has besides the one of its text.
    fn languages(&self) -> Vec<String> {
        let config = self.config();
        let languages = config.get("languages").and_then(toml::Value::as_array);
        let tags = languages
            .into_iter()
            .flatten()
            .filter_map(toml::Value::as_str);
        tags.map(str::to_owned).collect()
    }

    /// What its rules are called in a language, by the names of the texts.
    fn words(&self, language: &str) -> toml::Table {
        let file = self.version().join(format!("requests.{language}.toml"));
        let words = fs::read_to_string(file).expect("it has words for its rules");
        words.parse().expect("they are well formed")
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

/// A site in a folder that goes away.
struct Built {
    _folder: tempfile::TempDir,
    dist: PathBuf,
}

impl Built {
    fn page(&self, address: &str) -> String {
        let page = fs::read_to_string(self.dist.join(address).join("index.html"));
        words_of(&page.unwrap_or_else(|error| panic!("{address}: {error}")))
    }
}

fn site_gen() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_site-gen"));
    command.env_remove("SOURCE_DATE_EPOCH");
    command
}

fn told(out: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&out.stdout),
        String::from_utf8_lossy(&out.stderr)
    )
}

fn companies() -> Vec<Company> {
    let folders = inside(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites"));
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

fn mentions_the_real_one(bytes: &[u8]) -> bool {
    bytes
        .windows(REAL.len())
        .any(|window| window.eq_ignore_ascii_case(REAL))
}

#[test]
fn an_invented_company_gets_a_site_in_its_own_words() {
    for company in companies() {
        let built = company.built();
        let form = company.form();
        let text = built.page("");
        let request = built.page("request");
        for (rule, clause) in form.clauses() {
            for words in [Some(clause.quote), clause.basis].into_iter().flatten() {
                assert!(
                    text.contains(words),
                    "{}: the text lacks `{words}`",
                    company.name()
                );
                assert!(
                    request.contains(words),
                    "{}: `{rule}` does not show `{words}`",
                    company.name()
                );
            }
        }
        let kinds = form
            .kinds
            .iter()
            .flat_map(|kind| [&kind.title, &kind.use_when]);
        let steps = form.steps.iter().map(|step| &step.title);
        let questions = form.questions.iter().map(|question| &question.label);
        let options = form
            .questions
            .iter()
            .flat_map(|question| &question.options)
            .map(|option| &option.label);
        for words in kinds.chain(steps).chain(questions).chain(options) {
            assert!(
                request.contains(words.as_str()),
                "{}: the form lacks `{words}`",
                company.name()
            );
        }
    }
}

#[test]
fn an_invented_company_speaks_its_other_languages_as_far_as_it_has_words() {
    let mut languages = 0;
    for company in companies() {
        let built = company.built();
        let first = company.config()["language"]
            .as_str()
            .expect("a tag")
            .to_owned();
        for language in company.languages() {
            let folder = built.dist.join(language.to_lowercase()).join("request");
            let html = fs::read_to_string(folder.join("index.html")).expect("it has a page");
            assert!(
                html.contains(&format!("<html lang=\"{language}\">")),
                "{html}"
            );
            let (mut told, mut as_written) = (0, 0);
            let words = company.words(&language);
            let page = words_of(&html);
            company.form().each_text(&mut |at, text| {
                // What is told only once something is missing, or a day was counted, does not stand
                // on the page yet.
                if at.table == "reminder"
                    || !matches!(at.key, "label" | "title" | "hint" | "text" | "closed")
                {
                    return;
                }
                let mut own = Some(&toml::Value::Table(words.clone()));
                for name in at.to_string().split('.') {
                    own = own.and_then(|table| table.get(name));
                }
                if let Some(own) = own.and_then(toml::Value::as_str) {
                    told += 1;
                    assert!(page.contains(own), "{}: no `{own}`", company.name());
                } else {
                    as_written += 1;
                    let marked = format!("<span lang=\"{first}\">");
                    let marked = html.split(&marked).skip(1);
                    let mut marked = marked.filter_map(|rest| rest.split("</span>").next());
                    assert!(
                        marked.any(|marked| words_of(marked) == *text),
                        "{}: `{text}` does not say that it is in `{first}`",
                        company.name()
                    );
                }
            });
            assert!(told > 0 && as_written > 0, "{told} and {as_written}");
            for (rule, clause) in company.form().clauses() {
                let quote = format!("<p><span lang=\"{first}\">");
                let mut quotes = html.split(&quote).skip(1);
                assert!(
                    quotes.any(|rest| words_of(rest).starts_with(clause.quote)),
                    "{}: `{rule}` quotes its sentence as it is published",
                    company.name()
                );
            }
            languages += 1;
        }
    }
    assert!(languages > 0, "one of them has another language");
}

#[test]
fn an_invented_company_publishes_its_rules_and_blank_letters() {
    for company in companies() {
        let built = company.built();
        let form = company.form();
        let version = company.version();
        let address = Path::new("versions").join(version.file_name().expect("a date"));
        let rules =
            fs::read(built.dist.join(&address).join("requests.json")).expect("rules are published");
        let book: Rulebook = serde_json::from_slice(&rules).expect("they are rules");
        assert_eq!(book.form, form);
        let config = company.config();
        let organisation = config["organisation"].as_table().expect("a table");
        assert_eq!(
            organisation["legal-name"].as_str(),
            Some(book.organisation.legal_name.as_str())
        );
        let base = config["base-url"].as_str().expect("an address");
        assert!(book.version.url.starts_with(base), "{}", book.version.url);
        for kind in &form.kinds {
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
                for format in ["json", "text"] {
                    let out = company.review(&answers, format);
                    assert_eq!(out.status.code(), Some(expected), "{name}: {}", told(&out));
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
        for kind in company.form().kinds {
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
                !mentions_the_real_one(entry.path().as_os_str().as_encoded_bytes()),
                "{}",
                entry.path().display()
            );
            if entry.file_type().is_file() {
                let bytes = fs::read(entry.path()).expect("it can be read");
                assert!(
                    !mentions_the_real_one(&bytes),
                    "{} names the real company",
                    entry.path().display()
                );
            }
        }
    }
}

#[test]
fn nothing_of_the_real_company_is_in_the_program_or_its_theme() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let sources = [
        "request-builder/src",
        "request-builder/Cargo.toml",
        "site-gen/src",
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
            .filter(|(_, line)| mentions_the_real_one(line.as_bytes()));
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

/// A source up to its tests, which may be about anybody.
fn without_tests(source: &str) -> &str {
    source
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(source)
}
