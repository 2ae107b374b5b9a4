//! `site-gen init`: a new site that can be built at once.

mod bind;
mod form_file;
pub(super) mod sample;
pub(super) mod site_file;
mod starter;

use super::import::{comparison, converted, read_file, write};
use super::terminal::{self, count};
use super::today::Today;
use crate::content;
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus, Severity, Source};
use crate::import::{Origin, report};
use crate::markdown::{Document, Settings};
use crate::render::{Theme, theme_files};
use crate::site;
use bind::patterns::{ClausePatterns, SectionOf};
use bind::{BoundClauses, Unreviewed};
use clap::Args;
use form_file::{KINDS, form_file};
use request_builder::answers::{Date, EmailAddress};
use request_builder::text::clean;
use site_file::Particulars;
use std::fs;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

/// Begin a new site
///
/// Writes `content/` with a text, its clauses and a form for two kinds of request, which can be built
/// at once. Every file says in comments what it is for. What is not given by an option is asked for,
/// if the command runs in a terminal; otherwise it is `Example`, to be replaced later.
///
/// With `--from`, the text is that of a file. Sentences that look
/// like clauses of the library are bound to its rules, and those that oblige somebody and are not
/// covered are listed for review.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder of the site, which is created if it is missing
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// The company's name, as readers know it
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The company's name on a court order [default: the name]
    #[arg(long, value_name = "NAME")]
    legal_name: Option<String>,
    /// The mailbox to which requests are sent
    #[arg(long, value_name = "ADDRESS")]
    mailbox: Option<String>,
    /// The postal address; repeat it for each line
    #[arg(long = "address", value_name = "LINE")]
    postal_address: Vec<String>,
    /// The language of the guidelines [default: en]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// The URL at which the site will be published
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// A host on which the service runs; repeat it for each
    #[arg(long = "host", value_name = "HOST")]
    hosts: Vec<String>,
    /// The text: a file in Markdown, HTML, DOCX or plain text; of ODT, RTF and PDF only the text is read
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// The URL at which the file was published, to which its links are relative
    #[arg(long, value_name = "URL", requires = "from")]
    base: Option<String>,
    /// The kinds of request to offer: account, contents, emergency, preservation, extension
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    kinds: Vec<String>,
    /// The day from which the text applies [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
    #[command(flatten)]
    today: Today,
}

impl Init {
    pub(super) fn run(self) -> ExitStatus {
        match self.initialized() {
            Ok(report) => terminal::summary(&report),
            Err(found) => {
                terminal::report(&found);
                terminal::note(&format!(
                    "{}; no site was created",
                    terminal::counts(&found)
                ));
                found.exit()
            }
        }
    }

    fn initialized(&self) -> Result<String, Diagnostics> {
        let today = self.today.date()?;
        let date = self.day(today)?;
        if self.folder.join("content").exists() {
            let shown = self.folder.join("content");
            return Err(
                Diagnostic::error(format!("`{}` exists already", shown.display()))
                    .with_exit_status(ExitStatus::Usage)
                    .help("use another folder: `site-gen init DIR`")
                    .into(),
            );
        }
        self.check_kinds()?;
        let particulars = self.particulars()?;
        let (text, notes) = self.text(&particulars)?;
        let folder = Folder {
            site: &self.folder,
            version: self
                .folder
                .join("content/guidelines")
                .join(date.to_string()),
        };
        write(
            &folder.site.join("content/site.toml"),
            &site_file::text(&particulars),
        )?;
        write(&folder.version.join("guidelines.md"), &text)?;
        if !self.folder.join(".gitignore").exists() {
            write(
                &self.folder.join(".gitignore"),
                "# What `site-gen build` makes.\n/dist/\n",
            )?;
        }
        if !self.folder.join(".gitattributes").exists() {
            write(
                &self.folder.join(".gitattributes"),
                "# A signature is of every byte, so Git may not change the line ends.\n/content/releases.lock* -text\n/content/allowed_signers -text\n",
            )?;
        }
        let review = self.form(&folder, &particulars, &text, date.max(today))?;
        let (_, found) = resolved(folder.site, date.max(today));
        if found.has_errors() {
            // A site that cannot be built would stop the next attempt.
            remove(&folder.site.join("content"))?;
            return Err(found);
        }
        let mut report = format!(
            "created a site in `{}`\n  content/site.toml             whose site it is\n  content/guidelines/{date}/  the text, and the sentences that rules cite\n",
            self.folder.display()
        );
        if folder.site.join("content/request").exists() {
            report += "  content/request/              the form: which kinds of request there are, and what differs from the library\n";
        }
        report += &notes;
        report += &review;
        report += &interface(folder.site, &particulars.language)?;
        if particulars.base_url == Particulars::default().base_url {
            report +=
                "`base-url` in `content/site.toml` is an example: change it before you publish\n";
        }
        let cd = if self.folder == Path::new(".") {
            String::new()
        } else {
            format!("cd {} && ", self.folder.display())
        };
        report += &format!("view it with `{cd}site-gen build && site-gen serve`\n");
        Ok(report)
    }

    fn day(&self, today: Date) -> Result<Date, Diagnostic> {
        let Some(date) = &self.date else {
            return Ok(today);
        };
        Date::parse(date).ok_or_else(|| {
            Diagnostic::error(format!("`{date}` is not a day"))
                .with_exit_status(ExitStatus::Usage)
                .help("write it as `2026-03-01`")
        })
    }

    fn check_kinds(&self) -> Result<(), Diagnostic> {
        match self
            .kinds
            .iter()
            .find(|kind| !KINDS.contains(&kind.as_str()))
        {
            Some(kind) => Err(Diagnostic::error(format!(
                "the library has no kind of request `{kind}`"
            ))
            .with_exit_status(ExitStatus::Usage)
            .help(format!("it has {}", crate::quoted::first_names(&KINDS)))),
            None => Ok(()),
        }
    }

    /// The particulars from the options and, in a terminal, from answers.
    fn particulars(&self) -> Result<Particulars, Diagnostic> {
        let default = Particulars::default();
        let name = value(
            self.name.as_deref(),
            "Name of the company",
            &default.name,
            |_| None,
        )?;
        let legal_name = value(
            self.legal_name.as_deref(),
            "Its name on a court order",
            &name,
            |text| {
                let is_address = EmailAddress::parse(text).is_some();
                is_address.then(|| format!("`{text}` is an email address, and not a name"))
            },
        )?;
        let mailbox = value(
            self.mailbox.as_deref(),
            "Mailbox for requests",
            &default.mailbox,
            |text| {
                let is_valid = EmailAddress::parse(text).is_some();
                (!is_valid).then(|| format!("`{text}` is not an email address"))
            },
        )?;
        let base_url = value(
            self.base_url.as_deref(),
            "URL of the site",
            &default.base_url,
            |text| {
                let is_url = text.starts_with("https://") || text.starts_with("http://");
                (!is_url)
                    .then(|| format!("`{text}` is not a URL such as `https://law.example.org/`"))
            },
        )?;
        let language = value(
            self.language.as_deref(),
            "Language of the guidelines",
            &default.language,
            |_| None,
        )?;
        Ok(Particulars {
            name,
            legal_name,
            mailbox,
            postal_address: self.postal_address()?,
            language,
            base_url: format!("{}/", base_url.trim_end_matches('/')),
            hosts: self.hosts()?,
        })
    }

    /// The lines of the postal address.
    fn postal_address(&self) -> Result<Vec<String>, Diagnostic> {
        if !self.postal_address.is_empty() {
            return Ok(self.postal_address.clone());
        }
        let question = "Postal address, with `;` between its lines";
        let answer = value(None, question, "", |_| None)?;
        Ok(listed(&answer, &[';']))
    }

    /// The hosts of the service.
    fn hosts(&self) -> Result<Vec<String>, Diagnostic> {
        let mut hosts = self.hosts.clone();
        if hosts.is_empty() {
            let question = "Hosts of the service, with `;` between them";
            let wrong = |answer: &str| {
                let hosts = listed(answer, &HOSTS_END);
                let error = hosts.iter().find_map(|host| content::wrong_host(host))?;
                Some(format!("{}: {}", error.message, error.help.join("; ")))
            };
            hosts = listed(&value(None, question, "", wrong)?, &HOSTS_END);
        }
        if let Some(error) = hosts.iter().find_map(|host| content::wrong_host(host)) {
            return Err(error.with_exit_status(ExitStatus::Usage));
        }
        hosts.dedup();
        Ok(hosts)
    }

    /// The text, and what was changed in it.
    fn text(&self, particulars: &Particulars) -> Result<(String, String), Diagnostic> {
        let Some(path) = &self.from else {
            return Ok((starter::text(particulars), String::new()));
        };
        let bytes = read_file(path)?;
        let origin = Origin {
            base: self.base.clone(),
            title: Some("Guidelines for law enforcement".to_owned()),
            ..Origin::default()
        };
        let name = path.to_string_lossy();
        let converted = converted(&name, &bytes, &origin)?;
        let (mut notes, _) = comparison(&name, &converted);
        notes += &report([("the text", &converted.notes)].into_iter());
        Ok((converted.text, notes))
    }

    /// Writes the form, and returns what needs a review.
    fn form(
        &self,
        folder: &Folder<'_>,
        particulars: &Particulars,
        text: &str,
        today: Date,
    ) -> Result<String, Diagnostics> {
        if !particulars.language.starts_with("en") {
            return Ok("there is no form yet: the library has rules and letters in English only. `docs/content/pages/rules.md` says how to write your own\n".to_owned());
        }
        let source = Source::new("guidelines.md", text);
        let (document, _) = Document::read(&source, &Settings::default());
        let patterns = ClausePatterns::of(&particulars.language).for_company(&particulars.name);
        if self.from.is_none()
            && let Some(report) = self.starter_form(folder, particulars, today)?
        {
            return Ok(report);
        }
        let proposed = if self.from.is_none() {
            starter::bound(particulars)
        } else {
            bind::proposed(&document, &patterns)
        };
        let fitting = self.fitting_form(folder, proposed.clone(), &patterns, &document, today)?;
        let fits = fitting.is_some();
        let form = if fits || self.from.is_none() || !self.kinds.is_empty() {
            fitting
        } else {
            let account = vec!["account".to_owned()];
            let form = self.fitted_form(folder, account, proposed, &document, today)?;
            form.filter(|(_, bound)| has_some_to_decide(bound, &document, &patterns))
        };
        let Some((kinds, mut bound)) = form else {
            remove(&folder.request())?;
            remove(&folder.version.join("clauses.toml"))?;
            return Ok(no_form(&document));
        };
        if self.from.is_some() {
            add_for_review(&mut bound, &document, &patterns);
            write(&folder.version.join("clauses.toml"), &bound.file().0)?;
        }
        let report = if fits { "" } else { NO_KIND_FITS };
        Ok(report.to_owned() + &report_of_form(&kinds, &bound))
    }

    /// Writes the form of the sample, unless it does not fit the text.
    fn starter_form(
        &self,
        folder: &Folder<'_>,
        particulars: &Particulars,
        today: Date,
    ) -> Result<Option<String>, Diagnostics> {
        let patterns = ClausePatterns::of(&particulars.language);
        let kinds = self.kinds_for(&BoundClauses::default(), &patterns);
        let request = folder.request();
        write(&request.join("form.toml"), &form_file(&kinds))?;
        if self.kinds.is_empty() {
            let rules = starter::file(particulars, starter::RULES);
            write(&request.join("rules.toml"), rules.text())?;
            let labels = starter::file(particulars, starter::LABELS);
            let name = format!("labels/{}.toml", particulars.language);
            write(&request.join(name), labels.text())?;
        }
        let (file, _) = starter::bound(particulars).file();
        write(&folder.version.join("clauses.toml"), &file)?;
        let is_valid = !resolved(folder.site, today).1.has_errors();
        Ok(is_valid.then(|| format!("a form for {}\n", kinds.join(" and "))))
    }

    /// Writes a form for the kinds of which a clause fits. A kind whose only clause did not fit would be a
    /// form that the text does not know.
    fn fitting_form(
        &self,
        folder: &Folder<'_>,
        proposed: BoundClauses,
        patterns: &ClausePatterns,
        document: &Document,
        today: Date,
    ) -> Result<Option<(Vec<String>, BoundClauses)>, Diagnostics> {
        let kinds = self.kinds_for(&proposed, patterns);
        if kinds.is_empty() {
            return Ok(None);
        }
        let fitted = self.fitted_form(folder, kinds, proposed, document, today)?;
        let Some((kinds, bound)) = fitted else {
            return Ok(None);
        };
        let left = self.kinds_for(&bound, patterns);
        if left.is_empty() {
            return Ok(None);
        }
        if self.from.is_none() || left == kinds {
            return Ok(Some((kinds, bound)));
        }
        self.fitted_form(folder, left, bound, document, today)
    }

    /// Writes a form with the proposed clauses that fit, if any do: for all kinds, or else without those
    /// that may need more than the text says.
    fn fitted_form(
        &self,
        folder: &Folder<'_>,
        kinds: Vec<String>,
        proposed: BoundClauses,
        document: &Document,
        today: Date,
    ) -> Result<Option<(Vec<String>, BoundClauses)>, Diagnostics> {
        let form = folder.request().join("form.toml");
        write(&form, &form_file(&kinds))?;
        if let Some(bound) = without_failing_clauses(folder, proposed.clone(), document, today)? {
            return Ok(Some((kinds, bound)));
        }
        let sure = kinds.iter().filter(|kind| !RARE.contains(&kind.as_str()));
        let sure: Vec<String> = sure.cloned().collect();
        if !self.kinds.is_empty() || sure.len() == kinds.len() {
            return Ok(None);
        }
        write(&form, &form_file(&sure))?;
        let bound = without_failing_clauses(folder, proposed, document, today)?;
        Ok(bound.map(|bound| (sure, bound)))
    }

    /// The kinds of request that were asked for, or those that a text is about.
    fn kinds_for(&self, bound: &BoundClauses, patterns: &ClausePatterns) -> Vec<String> {
        if !self.kinds.is_empty() {
            return KINDS
                .iter()
                .filter(|kind| self.kinds.iter().any(|it| it == *kind))
                .map(|kind| (*kind).to_owned())
                .collect();
        }
        let has = |id: &str| bound.candidates.iter().any(|it| it.id == id);
        // A kind without a sentence of its own would be a form that the text does not know.
        let has_any = |kind: SectionOf| {
            let mut clauses = patterns.clause.iter();
            clauses.any(|it| it.heading == Some(kind) && has(&it.id))
        };
        let is_about = |kind: &&str| match *kind {
            // The kind of the clauses that are of no kind in particular.
            "account" => {
                self.from.is_none()
                    || has("legal-process")
                    || (bound.candidates.iter()).any(|it| patterns.asks_any_request(&it.id))
            }
            "emergency" => {
                self.from.is_none() || has("danger-to-a-person") || has_any(SectionOf::Emergency)
            }
            "preservation" => self.from.is_some() && has_any(SectionOf::Preservation),
            "extension" => has("extension-not-guaranteed"),
            "contents" => has("search-warrant"),
            _ => false,
        };
        KINDS
            .iter()
            .copied()
            .filter(|kind| is_about(kind))
            .map(str::to_owned)
            .collect()
    }
}

/// Kinds that only some texts are about.
const RARE: [&str; 2] = ["contents", "extension"];

struct Folder<'a> {
    site: &'a Path,
    version: PathBuf,
}

impl Folder<'_> {
    fn request(&self) -> PathBuf {
        self.site.join("content/request")
    }
}

/// Whether a form for a text has clauses, or sentences for review.
fn has_some_to_decide(
    bound: &BoundClauses,
    document: &Document,
    patterns: &ClausePatterns,
) -> bool {
    let mut bound = bound.clone();
    add_for_review(&mut bound, document, patterns);
    !bound.candidates.is_empty() || bound.unreviewed.iter().any(|it| it.asks)
}

/// Adds the sentences of the text that nobody has reviewed.
fn add_for_review(bound: &mut BoundClauses, document: &Document, patterns: &ClausePatterns) {
    for (heading, sentence) in bind::unreviewed_items(document, bound, patterns) {
        bound.review(&heading, Some(&sentence));
    }
    for entry in &mut bound.unreviewed {
        entry.asks = entry.quote.as_deref().is_none_or(|sentence| {
            let is_question = sentence.trim_end().ends_with('?');
            !is_question
                && (patterns.asking.asks_somebody(sentence)
                    || bind::is_asked_item(document, patterns, sentence))
        });
    }
}

/// What to say before the form for a text that fits none.
const NO_KIND_FITS: &str = "no kind of request in the library fits this text: the form is a beginning, until you decide about the sentences in `clauses.toml`\n";

/// What to say of a text of which no sentence fits a rule of the library.
fn no_form(document: &Document) -> String {
    let is_empty = document.blocks.is_empty();
    let why = if is_empty {
        "the text has no sentence"
    } else {
        "no sentence of this text is like those that the library has rules for, so a form would ask for nothing"
    };
    format!(
        "no form: {why}. The site has the text alone\nfor a form with rules of your own, begin again with `--kinds account`: `clauses.toml` then lists the sentences to decide about, and `site-gen check --accept` asks about each\n"
    )
}

fn report_of_form(kinds: &[String], bound: &BoundClauses) -> String {
    let mut report = format!(
        "a form for {}; {} matched to clauses of the library, in `clauses.toml`: review each of them\n",
        kinds.join(", "),
        count(bound.candidates.len(), "sentence")
    );
    for clause in &bound.candidates {
        let (quote, _) = clean(&clause.quote);
        report += &format!("  {}: {quote}\n", clause.id);
    }
    let open = bound.unreviewed.iter().filter(|it| it.asks).count();
    if open > 0 {
        report += &format!(
            "for review: {} in `clauses.toml`, below `# These sentences create an obligation`\n",
            count(open, "sentence or list").replace("sentence or lists", "sentences or lists")
        );
    }
    report
}

fn resolved(folder: &Path, today: Date) -> (bool, Diagnostics) {
    let (content, mut found) = content::read(folder);
    let Some(content) = content else {
        return (false, found);
    };
    let (site, more) = site::resolve(content, today);
    found.extend(more);
    (site.is_some(), found)
}

/// Copies the English texts of the pages for a language that the program does not have, so that the site
/// can be built. Returns what to say about it.
fn interface(site: &Path, language: &str) -> Result<String, Diagnostics> {
    let path = format!("themes/default/text/{language}.ftl");
    if site.join(&path).exists() || Theme::load(site, "default", language).is_ok() {
        return Ok(String::new());
    }
    let files = theme_files(site, "default")?;
    let text = |path: &str| {
        let file = files.iter().find(|file| file.path == path)?;
        String::from_utf8(file.default.clone()?).ok()
    };
    let Some(english) = text("text/en.ftl") else {
        return Ok(String::new());
    };
    let comment = format!(
        "# These texts are English. Translate them: `{language}` is the language of the guidelines.\n"
    );
    write(&site.join(&path), &(comment + &english))?;
    let mut report =
        format!("buttons and headings of the pages are English until you translate `{path}`\n");
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
    let names = files
        .iter()
        .filter_map(|file| file.path.strip_prefix("text/")?.strip_suffix(".ftl"));
    let mut known = names.filter(|tag| *tag != language && primary(tag) == primary(language));
    if let Some(near) = known.next() {
        report += &format!(
            "the program has them in `{near}`: `site-gen theme eject text/{near}.ftl` copies them, to be renamed to `text/{language}.ftl`; or begin again with `--language {near}`\n"
        );
    }
    Ok(report)
}

/// How often clauses are removed that do not fit.
const ROUNDS: usize = 12;

/// Takes clauses out until the site has no error, and lists the obligations that are left.
fn without_failing_clauses(
    folder: &Folder<'_>,
    mut bound: BoundClauses,
    document: &Document,
    today: Date,
) -> Result<Option<BoundClauses>, Diagnostics> {
    for _ in 0..ROUNDS {
        let (file, at_line) = bound.file();
        write(&folder.version.join("clauses.toml"), &file)?;
        let (_, found) = resolved(folder.site, today);
        if !found.has_errors() {
            return Ok(Some(bound));
        }
        let mut wrong: Vec<usize> = Vec::new();
        let mut has_changed = false;
        let found: Vec<Diagnostic> = found.into_iter().collect();
        // One more error sums up sentences of many sections.
        let has_sentences = found.iter().any(|error| {
            let place = error.place.as_ref();
            place.is_some_and(|place| place.undecided.is_some())
        });
        for error in found.iter().filter(|it| it.severity == Severity::Error) {
            let undecided = error
                .place
                .as_ref()
                .and_then(|place| place.undecided.as_ref());
            if let Some(undecided) = undecided {
                for (_, quote) in &undecided.clauses {
                    has_changed |= bound.review(&undecided.heading, Some(quote.as_str()));
                }
                continue;
            }
            let places = error.place.as_deref().into_iter().chain(&error.related);
            let mut is_of_clause = false;
            for place in places {
                let Some(span) = &place.span else { continue };
                let name = place.source.name();
                if name.ends_with("/clauses.toml") {
                    let line = place.source.line(span.start) - 1;
                    wrong.extend(at_line.get(line).copied().flatten());
                    is_of_clause = true;
                } else if is_of_clause || has_sentences {
                    // The place in the text that the clause does not fit, or one of those sentences.
                } else if name.ends_with("/guidelines.md") {
                    let mut sections = document.sections.iter().rev();
                    let section = sections
                        .find(|section| section.level > 0 && section.span.start <= span.start);
                    // An entry without a sentence would hide what is added to the section later.
                    let words = &place.source.text()[span.clone()];
                    let sentence = bind::sentence_at(document, span.start, words);
                    has_changed |= section
                        .is_some_and(|section| bound.review(&bind::heading(section), sentence));
                }
            }
        }
        wrong.sort_unstable();
        wrong.dedup();
        if wrong.is_empty() && !has_changed {
            wrong = bound.named_in(&found);
        }
        // An error in the text was noted for review. One in the file means that a clause does not fit.
        if wrong.is_empty() && !has_changed {
            return Ok(None);
        }
        if !has_changed {
            for at in wrong.into_iter().rev() {
                bound.candidates.remove(at);
            }
        }
    }
    Ok(None)
}

impl BoundClauses {
    /// The clauses that errors in the rules of the library name, since they do not fit them.
    fn named_in(&self, found: &[Diagnostic]) -> Vec<usize> {
        let errors = found.iter().filter(|it| it.severity == Severity::Error);
        let messages: String = errors.map(|it| it.message.as_str()).collect();
        let clauses = self.candidates.iter().enumerate();
        let named = clauses.filter(|(_, it)| messages.contains(&format!("`{}`", it.id)));
        named.map(|(at, _)| at).collect()
    }

    /// Notes a sentence for review, or a section whose heading itself asks for something. Returns whether
    /// it is new.
    fn review(&mut self, heading: &str, quote: Option<&str>) -> bool {
        let new = Unreviewed {
            heading: heading.to_owned(),
            quote: quote.map(str::to_owned),
            asks: true,
        };
        let is_new = !self.unreviewed.contains(&new);
        if is_new {
            self.unreviewed.push(new);
        }
        is_new
    }
}

fn remove(path: &Path) -> Result<(), Diagnostic> {
    let removed = if path.is_dir() {
        fs::remove_dir_all(path)
    } else if path.exists() {
        fs::remove_file(path)
    } else {
        return Ok(());
    };
    removed.map_err(|error| Diagnostic::files("remove", path, error))
}

/// What may end the name of a host in an answer.
const HOSTS_END: [char; 3] = [';', ',', ' '];

/// The parts of an answer.
fn listed(answer: &str, ends: &[char]) -> Vec<String> {
    let parts = answer.split(ends).map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The value of an option, or the answer to a question in a terminal, or the default.
fn value(
    given: Option<&str>,
    question: &str,
    default: &str,
    wrong: impl Fn(&str) -> Option<String>,
) -> Result<String, Diagnostic> {
    if let Some(given) = given.map(str::trim) {
        if given.is_empty() || given.contains(char::is_control) {
            return Err(
                Diagnostic::error(format!("{} is empty", question.to_lowercase()))
                    .with_exit_status(ExitStatus::Usage),
            );
        }
        return match wrong(given) {
            Some(message) => Err(Diagnostic::error(message).with_exit_status(ExitStatus::Usage)),
            None => Ok(given.to_owned()),
        };
    }
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Ok(default.to_owned());
    }
    loop {
        let mut out = anstream::stderr();
        let shown = if default.is_empty() {
            "leave empty"
        } else {
            default
        };
        let _ = write!(out, "{question} [{shown}]: ");
        let _ = out.flush();
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line);
        let answer = line.trim();
        if answer.is_empty() || read.is_err() {
            return Ok(default.to_owned());
        }
        match wrong(answer) {
            Some(message) => terminal::note(&message),
            None => return Ok(answer.to_owned()),
        }
    }
}
