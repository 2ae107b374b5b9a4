//! Reads the history of a text: from Git, or from a folder of dated files.

use crate::diagnostic::{Diagnostic, Diagnostics};
use request_builder::answers::Date;
use std::collections::{HashMap, HashSet};
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

/// The largest file that is read.
const LARGEST: u64 = 20 * 1024 * 1024;

/// The revisions in a folder, oldest first: files and folders whose names begin with or contain a
/// day, such as `2020-01-31.md`, `2020-01-31/guidelines.md` or `guidelines-20200131.html`.
pub(crate) fn of_folder(folder: &Path) -> Result<Vec<Revision>, Diagnostics> {
    let mut revisions = Vec::new();
    let mut undated = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| Diagnostic::files("read", folder, error))?;
        let inside = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let shown = inside.to_string_lossy().replace('\\', "/");
        let is_hidden = shown.split('/').any(|part| part.starts_with('.'));
        if !entry.file_type().is_file() || is_hidden || !is_text(&shown) {
            continue;
        }
        let Some(day) = shown.split('/').rev().find_map(day_in) else {
            undated.push(shown);
            continue;
        };
        let path = entry.path();
        let length = entry.metadata().map_or(0, |it| it.len());
        if length > LARGEST {
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
        let mut error = Diagnostic::error(format!(
            "no file in `{}` has a day in its name",
            folder.display()
        ))
        .help("name each file after the date from which it applies, such as `2020-01-31.md`");
        if let Some(first) = undated.first() {
            error = error.help(format!("`{first}` has none"));
        }
        return Err(error.into());
    }
    revisions.sort_by(|a, b| (a.day, &a.name).cmp(&(b.day, &b.name)));
    Ok(revisions)
}

/// Whether a file is of a format that can be converted.
pub(crate) fn is_text(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default();
    let ending = ending.to_ascii_lowercase();
    ["md", "markdown", "mdx", "html", "htm", "txt", "docx"].contains(&ending.as_str())
}

/// The first day in a name.
fn day_in(name: &str) -> Option<Date> {
    let bytes = name.as_bytes();
    (0..bytes.len()).find_map(|at| {
        let is_start = at == 0 || !bytes[at - 1].is_ascii_digit();
        let text = name.get(at..)?;
        if !is_start {
            return None;
        }
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
    })
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
    pub(crate) fn history(&self, paths: &[String]) -> Result<Vec<Revision>, Diagnostics> {
        let order = self.run(&["rev-list", "--first-parent", "--reverse", "HEAD"])?;
        let position: HashMap<&str, usize> = order
            .lines()
            .enumerate()
            .map(|(at, hash)| (hash, at))
            .collect();
        // Each commit that changes one of the files, with the names that the file has after it.
        let mut commits: HashMap<String, Commit> = HashMap::new();
        let mut known: HashSet<String> = HashSet::new();
        for (rank, path) in paths.iter().enumerate() {
            let log = |renames: &str| {
                self.run(&[
                    "log",
                    "--first-parent",
                    renames,
                    "--name-status",
                    "-z",
                    "--format=%x01%H%x02%cs%x02%s%x03",
                    "HEAD",
                    "--",
                    path,
                ])
            };
            // A copy that lacks some large files cannot compare all files to find renames.
            let log = log("--follow").or_else(|_| log("--no-renames"))?;
            for entry in log.split('\u{1}').skip(1) {
                let Some((head, files)) = entry.split_once('\u{3}') else {
                    continue;
                };
                let mut head = head.split('\u{2}');
                let (Some(hash), Some(day), Some(subject)) =
                    (head.next(), head.next(), head.next())
                else {
                    continue;
                };
                let mut files = files.split('\0').map(str::trim).filter(|it| !it.is_empty());
                let status = files.next().unwrap_or_default();
                let is_moved = status.starts_with(['R', 'C']);
                let first = files.next().unwrap_or_default();
                let name = if is_moved {
                    files.next().unwrap_or(first)
                } else {
                    first
                };
                let commit = commits.entry(hash.to_owned()).or_insert_with(|| Commit {
                    day: day.to_owned(),
                    subject: subject.to_owned(),
                    names: Vec::new(),
                });
                if !status.starts_with('D') && !name.is_empty() {
                    known.insert(name.to_owned());
                    commit.names.push((rank, name.to_owned()));
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
        for (_, hash, commit) in ordered {
            let Some((_, name)) = commit.names.first() else {
                continue;
            };
            let Some(bytes) = texts.get(&format!("{hash}:{name}")) else {
                let error = Diagnostic::error(format!(
                    "the repository lacks `{name}` as of the commit {hash}"
                ));
                return Err(error
                    .help("fetch all of its history, without a filter: `git fetch --refetch`")
                    .into());
            };
            let Some(day) = Date::parse(&commit.day) else {
                continue;
            };
            // A commit may be dated before its parent.
            let day = revisions.last().map_or(day, |before| before.day.max(day));
            revisions.push(Revision {
                day,
                summary: Some(summary(&commit.subject)).filter(|it| !it.is_empty()),
                origin: hash[..hash.len().min(12)].to_owned(),
                name: name.clone(),
                bytes: bytes.clone(),
            });
        }
        Ok(revisions)
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
            .help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "give its path from the root of the repository, as `git ls-files` prints it"
                        .to_owned()
                }
            })
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
        ] {
            assert_eq!(
                day_in(name).map(|day| day.to_string()).as_deref(),
                Some(day),
                "{name}"
            );
        }
        for name in ["a.md", "2020.md", "12020-01-31.md", "2020-13-41.md", "é"] {
            assert_eq!(day_in(name), None, "{name}");
        }
    }

    #[test]
    fn a_summary_is_the_first_line_without_the_number_of_a_request() {
        assert_eq!(summary("Ask for a warrant (#123)"), "Ask for a warrant");
        assert_eq!(summary("Ask (again)"), "Ask (again)");
    }
}
