//! Reads the revisions of a text, from Git or from a folder of dated files.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::markdown::resolve_path;
use crate::quoted::{first_few, first_names};
use request_builder::answers::Date;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A text as it was on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Revision {
    pub(crate) day: Date,
    /// What changed, in the words of the person who changed it.
    pub(crate) summary: Option<String>,
    /// Where it comes from: a commit, or a file.
    pub(crate) origin: String,
    /// The name of its file, whose ending says how it is written.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// What was read of a history.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    /// Oldest first.
    pub(crate) revisions: Vec<Revision>,
    /// What could not be read, and why: a line each.
    pub(crate) missing: Vec<String>,
}

/// The largest file that is read.
const MAX_FILE_SIZE: u64 = 20 * 1024 * 1024;

/// The revisions in a folder, oldest first: files and folders whose names begin with or contain a
/// day, such as `2020-01-31.md`, `2020-01-31/guidelines.md` or `guidelines-20200131.html`. Other folders,
/// except those of a year or version, may have drafts or translations.
pub(crate) fn of_folder(folder: &Path) -> Result<History, Diagnostics> {
    let mut revisions = Vec::new();
    let mut others = OtherFiles::default();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| Diagnostic::files("read", folder, error))?;
        let inside = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let shown = inside.to_string_lossy().replace('\\', "/");
        let is_hidden = shown.split('/').any(|part| part.starts_with('.'));
        if !entry.file_type().is_file() || is_hidden {
            continue;
        }
        if !is_text(&shown) {
            let file = shown.rsplit('/').next().unwrap_or_default();
            if day_in(file).is_some() {
                others.unreadable.push(format!("`{shown}`"));
            }
            continue;
        }
        let mut folders = shown.split('/').rev().skip(1);
        if !folders.all(|name| is_numbered(name) || day_in(name).is_some()) {
            others.elsewhere.push(format!("`{shown}`"));
            continue;
        }
        let day = match shown.split('/').rev().find_map(day_in) {
            Some(Ok(day)) => day,
            Some(Err(Unclear(readings))) => {
                others
                    .unclear
                    .push(format!("`{shown}` ({} or {}?)", readings[0], readings[1]));
                continue;
            }
            None => {
                others.undated.push(format!("`{shown}`"));
                continue;
            }
        };
        let path = entry.path();
        let length = entry.metadata().map_or(0, |it| it.len());
        if length > MAX_FILE_SIZE {
            return Err(Diagnostic::files("read", path, "the file is larger than 20 MiB").into());
        }
        let bytes = fs::read(path).map_err(|error| Diagnostic::files("read", path, error))?;
        revisions.push(Revision {
            day,
            summary: None,
            origin: shown.clone(),
            name: shown,
            bytes,
        });
    }
    if revisions.is_empty() {
        return Err(others.error(folder).into());
    }
    revisions.sort_by(|a, b| (a.day, &a.name).cmp(&(b.day, &b.name)));
    let mut missing = Vec::new();
    let translations = translations(&revisions)?;
    revisions.retain(|it| !translations.contains(&it.name));
    let shown = translations.iter().map(|name| format!("`{name}`"));
    others.translations = shown.collect();
    // A copy has the longer name: `2022-01-31 (copy).md`.
    let rank = |it: &Revision| (it.name.len(), it.name.clone());
    let copies = revisions.iter().filter(|file| {
        let mut others = revisions.iter();
        others.any(|it| it.day == file.day && it.bytes == file.bytes && rank(it) < rank(file))
    });
    let copies: Vec<String> = copies.map(|it| it.name.clone()).collect();
    revisions.retain(|it| !copies.contains(&it.name));
    others
        .copies
        .extend(copies.iter().map(|name| format!("`{name}`")));
    let of_one_day = revisions.chunk_by(|one, other| one.day == other.day);
    let of_one_day = of_one_day.filter(|files| files.len() > 1).flatten();
    let names: Vec<&str> = of_one_day.map(|file| file.name.as_str()).collect();
    if !names.is_empty() {
        missing.push(format!(
            "of several files of one day, each replaces the one before it: {}",
            first_names(&names)
        ));
    }
    missing.extend(others.report());
    Ok(History { revisions, missing })
}

/// A file's name without its ending and the language before it, and that language: `2022-01-31` and `de` of
/// `2022-01-31.de.md`, `pt` of `2022-01-31-pt-BR.md`.
fn stem_and_language(name: &str) -> (&str, Option<&str>) {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let divided = |text: &'_ str| text.rfind(['.', '-', '_']);
    let is_region = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_uppercase());
    let is_language = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_lowercase());
    let region = divided(stem).filter(|at| is_region(&stem[at + 1..]));
    let before = &stem[..region.unwrap_or(stem.len())];
    match divided(before) {
        Some(at) if is_language(&before[at + 1..]) => (&before[..at], Some(&before[at + 1..])),
        _ => (stem, None),
    }
}

/// The files that are translations of another one of the same day. The language of most files is that of the
/// guidelines.
///
/// # Errors
///
/// If nothing says which of several languages is that of the guidelines.
fn translations(files: &[Revision]) -> Result<Vec<String>, Diagnostics> {
    let mut counts: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for file in files {
        *counts.entry(stem_and_language(&file.name).1).or_default() += 1;
    }
    let most = counts.values().max();
    let mut frequent = counts.iter().filter(|(_, count)| Some(*count) == most);
    // A name without a language comes first. Between two languages, nothing decides.
    let main = frequent.next().map(|(language, _)| *language);
    let main = main.filter(|it| it.is_none() || frequent.next().is_none());
    let mut found = Vec::new();
    for of_one_day in files.chunk_by(|one, other| one.day == other.day) {
        for file in of_one_day {
            let (stem, language) = stem_and_language(&file.name);
            let same = of_one_day.iter();
            let same = same.filter(|it| stem_and_language(&it.name).0 == stem);
            let languages: Vec<_> = same.map(|it| stem_and_language(&it.name).1).collect();
            if languages.iter().all(|it| *it == language) || Some(language) == main {
                continue;
            }
            if !languages.iter().any(|it| Some(*it) == main) {
                let message = format!(
                    "`{}` and others of that day are one text in several languages",
                    file.name
                );
                let help = "import the files of one language: move the others out of the folder";
                return Err(Diagnostic::error(message).help(help).into());
            }
            found.push(file.name.clone());
        }
    }
    Ok(found)
}

/// Whether a folder counts years or versions: `2021`, `2019-2020`, `FY 2021`, `v1`.
fn is_numbered(folder: &str) -> bool {
    let letters = folder.chars().filter(|c| c.is_alphabetic()).count();
    letters <= 2 && folder.contains(|c: char| c.is_ascii_digit())
}

/// The files of a folder that are not imported, by the reason, each in backticks.
#[derive(Default)]
struct OtherFiles {
    undated: Vec<String>,
    /// The name can mean two days, which follow it.
    unclear: Vec<String>,
    unreadable: Vec<String>,
    /// In a folder that may have drafts or translations.
    elsewhere: Vec<String>,
    translations: Vec<String>,
    copies: Vec<String>,
}

impl OtherFiles {
    /// The error if no file of the folder can be imported.
    fn error(&self, folder: &Path) -> Diagnostic {
        let mut error = Diagnostic::error(format!(
            "no file in `{}` has a day in its name",
            folder.display()
        ))
        .help("name each file after the date from which it applies, such as `2020-01-31.md`");
        if let Some(first) = self.elsewhere.first() {
            error = error.help(format!(
                "to import those of a folder in it, give that folder: there is {first}"
            ));
        }
        if let Some(first) = self.undated.first() {
            error = error.help(format!("{first} has none"));
        }
        if let Some(first) = self.unreadable.first() {
            error = error.help(format!(
                "{first} has a day, but its file extension is unknown: {OTHER_ENDING}"
            ));
        }
        if let Some(first) = self.unclear.first() {
            error = error.help(format!("the name can mean two days: {first}"));
        }
        error
    }

    /// A line for each reason.
    fn report(self) -> Vec<String> {
        let unreadable =
            format!("the file extension is not that of a format that can be read ({OTHER_ENDING})");
        let reasons: [(&str, Vec<String>); 6] = [
            (
                "they are in a folder without a day or number in its name (move out of it what was in force)",
                self.elsewhere,
            ),
            (
                "the name has no day such as `2020-01-31`, or one that does not exist",
                self.undated,
            ),
            (
                "each is a translation of another file of that day",
                self.translations,
            ),
            ("another file of that day has the same content", self.copies),
            ("the name can mean two days", self.unclear),
            (&unreadable, self.unreadable),
        ];
        let reasons = reasons.into_iter().filter(|(_, names)| !names.is_empty());
        let lines =
            reasons.map(|(why, names)| format!("not imported, since {why}: {}", first_few(names)));
        lines.collect()
    }
}

/// The first characters of the hash of a commit, by which people find it.
fn short(hash: &str) -> &str {
    &hash[..hash.len().min(12)]
}

/// What to do with a file whose ending is unknown.
const OTHER_ENDING: &str = "rename it to `.txt`, `.md` or `.html`, or convert it";

/// Whether a file is of a format that can be converted.
pub(crate) fn is_text(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default();
    let ending = ending.to_ascii_lowercase();
    [
        "md", "markdown", "mdx", "html", "htm", "txt", "text", "docx", "odt", "rtf", "doc", "pdf",
    ]
    .contains(&ending.as_str())
}

/// The two days that a name can mean: `01.02.2024`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Unclear([Date; 2]);

/// The first day in a name.
fn day_in(name: &str) -> Option<Result<Date, Unclear>> {
    let starts = || {
        let bytes = name.as_bytes();
        (0..bytes.len())
            .filter(|at| *at == 0 || !bytes[at - 1].is_ascii_digit())
            .filter_map(|at| name.get(at..))
    };
    let year_first = starts().find_map(|text| {
        let long = text.get(..10).map(|day| day.replace(['_', '.'], "-"));
        let long = long.and_then(|day| Date::parse(&day));
        long.or_else(|| {
            let short = text.get(..8)?;
            let is_end = text
                .as_bytes()
                .get(8)
                .is_none_or(|byte| !byte.is_ascii_digit());
            let is_day = is_end && short.bytes().all(|byte| byte.is_ascii_digit());
            let day =
                is_day.then(|| format!("{}-{}-{}", &short[..4], &short[4..6], &short[6..]))?;
            Date::parse(&day)
        })
    });
    if let Some(day) = year_first {
        return Some(Ok(day));
    }
    starts().find_map(year_last)
}

/// `31.01.2020` and `1-31-2020`: the day before the month or after it. It is clear only if one of
/// them cannot be a month, or if both are the same.
fn year_last(text: &str) -> Option<Result<Date, Unclear>> {
    let number = |text: &str, longest: usize| -> Option<(u32, usize)> {
        let length = text.bytes().take_while(u8::is_ascii_digit).count();
        let is_short = (1..=longest).contains(&length);
        Some((text.get(..length)?.parse().ok()?, length)).filter(|_| is_short)
    };
    let (first, length) = number(text, 2)?;
    let rest = &text[length..];
    let sign = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '.' | '-' | '_'))?;
    let rest = &rest[1..];
    let (second, length) = number(rest, 2)?;
    let rest = rest[length..].strip_prefix(sign)?;
    let (year, length) = number(rest, 4)?;
    if length != 4 {
        return None;
    }
    let day = |month: u32, day: u32| Date::parse(&format!("{year:04}-{month:02}-{day:02}"));
    match (day(second, first), day(first, second)) {
        (Some(one), Some(other)) if one != other => Some(Err(Unclear([one, other]))),
        (Some(one), _) | (None, Some(one)) => Some(Ok(one)),
        (None, None) => None,
    }
}

/// The history of a file in a Git repository.
pub(crate) struct Git {
    folder: PathBuf,
}

impl Git {
    /// Opens a repository, with or without a work tree.
    pub(crate) fn open(folder: &Path) -> Result<Self, Diagnostics> {
        let git = Self {
            folder: folder.to_owned(),
        };
        git.run(&["rev-parse", "--git-dir"])?;
        if git.run(&["rev-parse", "--is-shallow-repository"])?.trim() == "true" {
            let error = Diagnostic::error("the repository has only a part of its history");
            return Err(error.help("fetch the rest: `git fetch --unshallow`").into());
        }
        Ok(git)
    }

    /// The URL of the file at its present place, if the repository was cloned from a known host.
    pub(crate) fn url_of(&self, path: &str) -> Option<String> {
        let remote = self.run(&["config", "--get", "remote.origin.url"]).ok()?;
        let remote = remote.trim().trim_end_matches('/');
        let remote = remote.strip_suffix(".git").unwrap_or(remote);
        let rest = remote
            .strip_prefix("https://")
            .or_else(|| remote.strip_prefix("git@"))?;
        let rest = rest.replacen(':', "/", 1);
        let (host, _) = rest.split_once('/')?;
        let is_known = matches!(host, "github.com" | "gitlab.com" | "codeberg.org");
        is_known.then(|| format!("https://{rest}/blob/HEAD/{path}"))
    }

    /// Every revision of the files on the main line, oldest first. Renames are followed. Where
    /// several of the files exist at once, the first one counts.
    pub(crate) fn history(&self, paths: &[String], today: Date) -> Result<History, Diagnostics> {
        let order = self.run(&["rev-list", "--first-parent", "--reverse", "HEAD"])?;
        let position: HashMap<&str, usize> = order
            .lines()
            .enumerate()
            .map(|(at, hash)| (hash, at))
            .collect();
        // Each commit that changes one of the files, with the names that the file has after it.
        let mut commits: HashMap<String, Commit> = HashMap::new();
        let mut missing: Vec<String> = Vec::new();
        for (rank, path) in paths.iter().enumerate() {
            // A copy that lacks some large files cannot compare all files to find renames.
            let changes = match self.log(path, "--follow", "HEAD") {
                Ok(changes) => changes,
                Err(_) => self.commits_across_renames(path, paths, &mut missing)?,
            };
            for change in changes {
                let commit = commits.entry(change.hash).or_insert_with(|| Commit {
                    day: change.day,
                    subject: change.subject,
                    names: Vec::new(),
                });
                if !change.is_deleted && !change.name.is_empty() {
                    commit.names.push((rank, change.name));
                }
            }
        }
        let mut ordered: Vec<(usize, String, Commit)> = commits
            .into_iter()
            .filter_map(|(hash, commit)| Some((*position.get(hash.as_str())?, hash, commit)))
            .collect();
        ordered.sort_by_key(|(at, _, _)| *at);
        if ordered.is_empty() {
            return Err(self.unknown(paths));
        }
        let mut wanted = Vec::new();
        for (_, hash, commit) in &mut ordered {
            commit.names.sort();
            if let Some((_, name)) = commit.names.first() {
                wanted.push((hash.clone(), name.clone()));
            }
        }
        let texts = self.contents(&wanted)?;
        let mut revisions: Vec<Revision> = Vec::new();
        let mut gone: Option<String> = None;
        for (_, hash, commit) in ordered {
            let Some((_, name)) = commit.names.first() else {
                gone.get_or_insert(commit.day);
                continue;
            };
            if let Some(from) = gone.take()
                && from != commit.day
                && !revisions.is_empty()
            {
                missing.push(format!(
                    "no text from {from} to {}, since the file was deleted: the text before it counts as in force on those days",
                    commit.day
                ));
            }
            let Some(bytes) = texts.get(&format!("{hash}:{name}")) else {
                let error = Diagnostic::error(format!(
                    "the repository lacks `{name}` as of the commit {hash}"
                ));
                return Err(error
                    .help("fetch all of its history, without a filter: `git fetch --refetch`")
                    .into());
            };
            let Some(mut day) = Date::parse(&commit.day) else {
                continue;
            };
            self.refuse_link(&hash, name, bytes)?;
            // The clock of the author's computer was wrong, and all later commits would get this day. One
            // day ahead is allowed: it may already be tomorrow in the author's time zone.
            if day.days_since_1970() > today.days_since_1970() + 1 {
                day = revisions.last().map_or(today, |before| before.day);
                missing.push(format!(
                    "the commit {} is dated {}, which is in the future: its text counts from {day}",
                    short(&hash),
                    commit.day
                ));
            }
            // A commit may be dated before its parent.
            let day = revisions.last().map_or(day, |before| before.day.max(day));
            revisions.push(Revision {
                day,
                summary: Some(summary(&commit.subject)).filter(|it| !it.is_empty()),
                origin: short(&hash).to_owned(),
                name: name.clone(),
                bytes: bytes.clone(),
            });
        }
        if let Some(from) = gone.filter(|_| !revisions.is_empty()) {
            missing.push(format!(
                "the file was deleted on {from}: the last text counts as in force until you release another"
            ));
        }
        Ok(History { revisions, missing })
    }

    /// Refuses a symbolic link, whose content is the path of the file that it leads to.
    fn refuse_link(&self, hash: &str, name: &str, bytes: &[u8]) -> Result<(), Diagnostics> {
        const LONGEST_PATH: usize = 4096;
        if bytes.len() > LONGEST_PATH || bytes.contains(&b'\n') {
            return Ok(());
        }
        let entry = self.run(&["ls-tree", "--full-tree", hash, "--", name])?;
        if !entry.starts_with("120000 ") {
            return Ok(());
        }
        let target = String::from_utf8_lossy(bytes);
        let error = Diagnostic::error(format!(
            "`{name}` is a symbolic link to `{target}` as of the commit {}",
            short(hash)
        ));
        // Outside of the repository, the file has no history.
        let is_inside = !target.starts_with('/');
        let path = resolve_path(&format!("/{name}"), &target).filter(|_| is_inside);
        let help = path.map(|path| {
            format!(
                "give that file first: `--path {} --path {name}`",
                &path[1..]
            )
        });
        Err(match help {
            Some(help) => error.help(help).into(),
            None => error.into(),
        })
    }

    /// The commits that change a file, newest first.
    fn log(&self, path: &str, renames: &str, tip: &str) -> Result<Vec<FileCommit>, Diagnostics> {
        let log = self.run(&[
            "log",
            "--first-parent",
            renames,
            "--name-status",
            "-z",
            "--format=%x01%H%x02%cs%x02%s%x02%P%x02%b%x03",
            tip,
            "--",
            path,
        ])?;
        let mut changes = Vec::new();
        for entry in log.split('\u{1}').skip(1) {
            let Some((head, files)) = entry.split_once('\u{3}') else {
                continue;
            };
            let head: Vec<&str> = head.split('\u{2}').collect();
            let &[hash, day, subject, parents, ref body @ ..] = head.as_slice() else {
                continue;
            };
            let mut files = files.split('\0').map(str::trim).filter(|it| !it.is_empty());
            let status = files.next().unwrap_or_default();
            let first = files.next().unwrap_or_default();
            // After a rename or copy comes the new name.
            let name = if status.starts_with(['R', 'C']) {
                files.next().unwrap_or(first)
            } else {
                first
            };
            changes.push(FileCommit {
                hash: hash.to_owned(),
                day: day.to_owned(),
                subject: self.subject(
                    subject,
                    body.first().copied().unwrap_or_default(),
                    parents,
                    name,
                ),
                name: name.to_owned(),
                is_added: status.starts_with('A'),
                is_deleted: status.starts_with('D'),
            });
        }
        Ok(changes)
    }

    /// What a commit is about. Git names a merge by its branches; its body or the merged commit says
    /// what it changed.
    fn subject(&self, subject: &str, body: &str, parents: &str, name: &str) -> String {
        let is_named_by_branch = subject.starts_with("Merge pull request ")
            || subject.starts_with("Merge branch ")
            || subject.starts_with("Merge remote-tracking branch ");
        let Some((first, second)) = parents.split_once(' ').filter(|_| is_named_by_branch) else {
            return subject.to_owned();
        };
        let mut lines = body.lines().map(str::trim);
        if let Some(line) = lines.find(|line| !line.is_empty()) {
            return line.to_owned();
        }
        let second = second.split(' ').next().unwrap_or_default();
        let merged = format!("{first}..{second}");
        self.run(&[
            "log",
            "-1",
            "--no-merges",
            "--format=%s",
            &merged,
            "--",
            name,
        ])
        .ok()
        .map(|merged| merged.trim().to_owned())
        .filter(|merged| !merged.is_empty())
        .unwrap_or_else(|| subject.to_owned())
    }

    /// The commits that change a file, followed from name to name without comparing all files.
    fn commits_across_renames(
        &self,
        path: &str,
        paths: &[String],
        missing: &mut Vec<String>,
    ) -> Result<Vec<FileCommit>, Diagnostics> {
        let mut all: Vec<FileCommit> = Vec::new();
        let mut name = path.to_owned();
        let mut tip = "HEAD".to_owned();
        let mut names: HashSet<String> = HashSet::new();
        while names.insert(name.clone()) {
            let changes = self.log(&name, "--no-renames", &tip)?;
            let oldest = changes.last().filter(|it| it.is_added);
            let begun = oldest.map(|it| (it.hash.clone(), it.day.clone()));
            all.extend(changes);
            let Some((hash, day)) = begun else { break };
            match self.moved_from(&hash, &name) {
                FileMove::From(old) => {
                    tip = format!("{hash}^1");
                    name = old;
                }
                FileMove::Nowhere => break,
                // The caller names the earlier places.
                FileMove::Unknown if paths.len() > 1 => break,
                FileMove::Unknown => {
                    missing.push(format!(
                        "renames could not be followed before {day}: the repository lacks files that it would have to compare (`git fetch --refetch` gets them; or name earlier places of the text with a second `--path`)"
                    ));
                    break;
                }
            }
        }
        Ok(all)
    }

    /// Under which name a file stood before the commit that added it.
    fn moved_from(&self, hash: &str, name: &str) -> FileMove {
        let parent = format!("{hash}^1");
        if self
            .run(&["rev-parse", "--verify", "--quiet", &parent])
            .is_err()
        {
            return FileMove::Nowhere;
        }
        let changes = |renames: &str| {
            let out = self.run(&[
                "diff-tree",
                "-r",
                renames,
                "--name-status",
                "-z",
                &parent,
                hash,
            ]);
            let out = out.unwrap_or_default();
            out.split('\0').map(str::to_owned).collect::<Vec<_>>()
        };
        // A file that only moved has the same digest, so nothing has to be compared.
        let exact = changes("-M100%");
        let mut fields = exact.iter();
        while let Some(status) = fields.next() {
            let Some(first) = fields.next() else { break };
            if status.starts_with(['R', 'C']) && fields.next().is_some_and(|new| new == name) {
                return FileMove::From(first.clone());
            }
        }
        let all = changes("--no-renames");
        let deleted: Vec<&String> = all
            .chunks(2)
            .filter_map(|pair| match pair {
                [status, old] if status == "D" && is_text(old) => Some(old),
                _ => None,
            })
            .collect();
        if deleted.is_empty() {
            return FileMove::Nowhere;
        }
        let mut wanted: Vec<(String, String)> = deleted
            .iter()
            .map(|old| (parent.clone(), (*old).clone()))
            .collect();
        wanted.push((hash.to_owned(), name.to_owned()));
        let Ok(contents) = self.contents(&wanted) else {
            return FileMove::Unknown;
        };
        let Some(new) = contents.get(&format!("{hash}:{name}")) else {
            return FileMove::Unknown;
        };
        let end = |path: &str| path.rsplit('/').next().unwrap_or_default().to_lowercase();
        let best = deleted
            .iter()
            .filter_map(|old| {
                let text = contents.get(&format!("{parent}:{old}"))?;
                Some((similarity(text, new), end(old) == end(name), *old))
            })
            .max_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
        match best {
            Some((percent, _, old)) if percent >= 50 => FileMove::From(old.clone()),
            _ if contents.len() < wanted.len() => FileMove::Unknown,
            _ => FileMove::Nowhere,
        }
    }

    fn unknown(&self, paths: &[String]) -> Diagnostics {
        let names = paths.join("`, `");
        let error = Diagnostic::error(format!("the repository has no file `{names}`"));
        let files = self
            .run(&["ls-tree", "-r", "--name-only", "HEAD"])
            .unwrap_or_default();
        let end = paths
            .first()
            .map(|path| path.rsplit('/').next().unwrap_or(path).to_lowercase());
        let near = files.lines().find(|file| {
            end.as_ref()
                .is_some_and(|end| file.to_lowercase().ends_with(end.as_str()))
        });
        error
            .did_you_mean(
                near,
                "give its path from the root of the repository, as `git ls-files` prints it",
            )
            .into()
    }

    /// The contents of files at commits, from one process.
    fn contents(
        &self,
        wanted: &[(String, String)],
    ) -> Result<HashMap<String, Vec<u8>>, Diagnostics> {
        let failed = |error: std::io::Error| Diagnostic::files("run", Path::new("git"), error);
        let mut child = self
            .command(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        let mut input = child.stdin.take();
        let mut output = child.stdout.take();
        let asked: Vec<String> = wanted
            .iter()
            .map(|(hash, name)| format!("{hash}:{name}"))
            .collect();
        // Written from another thread, since the process answers before it has read everything.
        let text = asked.join("\n") + "\n";
        let writer = std::thread::spawn(move || {
            if let Some(input) = &mut input {
                let _ = input.write_all(text.as_bytes());
            }
        });
        let mut bytes = Vec::new();
        if let Some(output) = &mut output {
            output.read_to_end(&mut bytes).map_err(failed)?;
        }
        let _ = writer.join();
        let _ = child.wait();
        let mut contents = HashMap::new();
        let mut rest = bytes.as_slice();
        for name in asked {
            let Some(end) = rest.iter().position(|byte| *byte == b'\n') else {
                break;
            };
            let head = String::from_utf8_lossy(&rest[..end]).into_owned();
            rest = &rest[end + 1..];
            let size = head
                .rsplit(' ')
                .next()
                .and_then(|size| size.parse::<usize>().ok());
            // The answer for what does not exist is one line.
            let Some(size) = size.filter(|size| head.contains(" blob ") && *size < rest.len())
            else {
                continue;
            };
            contents.insert(name, rest[..size].to_vec());
            rest = &rest[size + 1..];
        }
        Ok(contents)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .arg("-C")
            .arg(&self.folder)
            .args(["-c", "core.quotepath=off", "-c", "log.showSignature=false"])
            .args(arguments)
            .env("LC_ALL", "C")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env_remove("GIT_DIR")
            .env_remove("GIT_WORK_TREE");
        command
    }

    fn run(&self, arguments: &[&str]) -> Result<String, Diagnostics> {
        let out = self.command(arguments).output();
        let out = out.map_err(|error| {
            Diagnostic::files("run", Path::new("git"), error)
                .help("install Git, or import a folder of dated files")
        })?;
        if !out.status.success() {
            let said = String::from_utf8_lossy(&out.stderr);
            let said = said.trim().trim_start_matches("fatal: ");
            return Err(Diagnostic::files("read the history of", &self.folder, said).into());
        }
        Ok(String::from_utf8_lossy(&out.stdout).into_owned())
    }
}

/// A commit that changes a file.
struct FileCommit {
    hash: String,
    day: String,
    subject: String,
    /// The name of the file after it.
    name: String,
    is_added: bool,
    is_deleted: bool,
}

/// Where a file was before a commit.
enum FileMove {
    From(String),
    Nowhere,
    /// What would have to be compared is missing.
    Unknown,
}

/// The share of the larger text's lines that the other text has too, in percent.
fn similarity(one: &[u8], other: &[u8]) -> usize {
    let lines = |text: &[u8]| -> Vec<Vec<u8>> {
        text.split(|byte| *byte == b'\n')
            .map(|line| line.trim_ascii().to_vec())
            .filter(|line| !line.is_empty())
            .collect()
    };
    let (one, other) = (lines(one), lines(other));
    let mut counts: HashMap<&[u8], usize> = HashMap::new();
    for line in &one {
        *counts.entry(line).or_default() += 1;
    }
    let mut same = 0;
    for line in &other {
        if let Some(count) = counts.get_mut(line.as_slice()).filter(|count| **count > 0) {
            *count -= 1;
            same += 1;
        }
    }
    same * 100 / one.len().max(other.len()).max(1)
}

struct Commit {
    day: String,
    subject: String,
    /// The names of the file, with the rank of the path that they were found by.
    names: Vec<(usize, String)>,
}

/// The first line of a commit message, without the number of a pull request.
fn summary(subject: &str) -> String {
    let subject = subject.trim();
    let shown: String = subject.chars().filter(|c| !c.is_control()).collect();
    match shown.rsplit_once(" (#") {
        Some((words, number))
            if number
                .trim_end_matches(')')
                .bytes()
                .all(|b| b.is_ascii_digit()) =>
        {
            words.trim().to_owned()
        }
        _ => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::{day_in, summary};

    #[test]
    fn a_day_is_found_in_a_name() {
        for (name, day) in [
            ("2020-01-31.md", "2020-01-31"),
            ("guidelines-20200131.html", "2020-01-31"),
            ("2020-01-31T12-30-00Z.md", "2020-01-31"),
            ("rules_2020_01_31_final.md", "2020-01-31"),
            ("31.01.2020.md", "2020-01-31"),
            ("Rules 1-31-2020.docx", "2020-01-31"),
            ("02.02.2020.txt", "2020-02-02"),
        ] {
            assert_eq!(
                day_in(name)
                    .and_then(Result::ok)
                    .map(|day| day.to_string())
                    .as_deref(),
                Some(day),
                "{name}"
            );
        }
        for name in ["01.02.2024.md", "rules 1-2-2024.html", "3_4_2024"] {
            assert!(day_in(name).is_some_and(|day| day.is_err()), "{name}");
        }
        for name in [
            "a.md",
            "2020.md",
            "12020-01-31.md",
            "2020-13-41.md",
            "é",
            "1.2.md",
            "32.32.2020",
        ] {
            assert_eq!(day_in(name), None, "{name}");
        }
    }

    #[test]
    fn a_summary_is_the_first_line_without_the_number_of_a_request() {
        assert_eq!(summary("Ask for a warrant (#123)"), "Ask for a warrant");
        assert_eq!(summary("Ask (again)"), "Ask (again)");
    }
}
