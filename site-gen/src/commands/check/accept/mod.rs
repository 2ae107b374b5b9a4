//! `site-gen check --accept`: asks about each sentence that creates an obligation and that no rule cites,
//! and about each that a rule cites and that was reworded, and writes what was decided. A decision is
//! written once all its questions are answered, and taken back if `check` would not accept it.

mod request;
mod reworded;
mod toml_text;

use super::fix::is_released;
use crate::commands::site_folder::SiteFolder;
use crate::commands::terminal;
use crate::commands::today::Today;
use crate::commands::write::write;
use crate::diagnostic::{Diagnostic, Diagnostics, Undecided};
use crate::quoted::quoted;
use request::Request;
use reworded::Asked;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, BufRead};
use std::path::Path;

/// Asks about every such sentence, until each is decided or put off, or the answers end.
///
/// # Errors
///
/// If a file cannot be read or written.
pub(super) fn decide(site: &SiteFolder, today: Today) -> Result<(), Diagnostics> {
    let lock = fs::read_to_string(site.path().join("content/releases.lock")).unwrap_or_default();
    let mut answers = Answers(io::stdin().lock());
    let mut asked = reworded::decide(site, today, &lock, &mut answers)?;
    if asked.has_ended {
        terminal::print("\nended\n");
    } else {
        decide_uncovered(site, today, &lock, &mut answers, &mut asked)?;
    }
    terminal::print(&format!(
        "{} written, {} postponed\n",
        terminal::count(asked.written, "decision"),
        asked.postponed
    ));
    Ok(())
}

/// Asks about each sentence that no rule cites.
fn decide_uncovered<R: BufRead>(
    site: &SiteFolder,
    today: Today,
    lock: &str,
    answers: &mut Answers<R>,
    asked: &mut Asked,
) -> Result<(), Diagnostics> {
    let mut postponed: BTreeSet<Undecided> = BTreeSet::new();
    loop {
        let (_, _, found) = site.resolved(today);
        let errors = found.counts().0;
        let known: BTreeSet<String> = found.sorted().iter().map(|it| it.message.clone()).collect();
        let open = undecided(&found, lock);
        let next = open.iter().find(|(_, one)| !postponed.contains(one));
        let Some((place, one)) = next else { break };
        terminal::print(&introduction(place, one));
        let request = Request::read(site.path(), &one.file)?;
        let Some(decision) = answers.decision(one, &request) else {
            terminal::print("\nended\n");
            break;
        };
        if decision.0.is_empty() {
            postponed.insert(one.clone());
            continue;
        }
        let before = decision.write(site.path())?;
        let (_, _, now) = site.resolved(today);
        // Of several items of a list, the others are still one error.
        let still_open = undecided(&now, lock);
        let is_accepted = now.counts().0 <= errors
            && others(&now) <= others(&found)
            && still_open.len() < open.len()
            && still_open.iter().all(|(_, it)| it.clauses != one.clauses);
        let mut unexpected = Diagnostics::new();
        let errors = now.errors();
        let errors = errors.sorted().into_iter().cloned();
        unexpected.extend(errors.filter(|it| !known.contains(&it.message)));
        if is_accepted {
            asked.written += 1;
            for file in decision.0.keys() {
                terminal::print(&format!("wrote {file}\n"));
            }
        } else {
            before.write(site.path())?;
            terminal::report(&unexpected);
            terminal::note(
                "`check` would not accept this, so it was not written: write it by hand",
            );
            postponed.insert(one.clone());
        }
    }
    asked.postponed += postponed.len();
    Ok(())
}

/// Undecided sentences in texts that are not released, each with its place, in the order of the text.
fn undecided(found: &Diagnostics, lock: &str) -> Vec<(String, Undecided)> {
    let open = found.sorted_with_explained().into_iter().filter_map(|it| {
        let place = it.place.as_ref()?;
        let undecided = place.undecided.as_ref();
        let undecided = undecided.filter(|it| !is_released(&it.file, lock))?;
        let place = place.file_and_line();
        Some(one_by_one(undecided).map(move |one| (place.clone(), one)))
    });
    open.flatten().collect()
}

/// The number of errors that no decision removes.
fn others(found: &Diagnostics) -> usize {
    let errors = found.errors();
    let undecided = |error: &&Diagnostic| {
        let place = error.place.as_ref();
        place.is_some_and(|place| place.undecided.is_some() || place.reworded.is_some())
    };
    let errors = errors.sorted().into_iter();
    errors.filter(|error| !undecided(error)).count()
}

/// Each item of a list by itself: an officer may have to do the one and not the other.
fn one_by_one(of: &Undecided) -> impl Iterator<Item = Undecided> {
    let is_list = of.clauses.len() > 1;
    of.clauses.iter().map(move |clause| Undecided {
        no_rule: if is_list {
            vec![format!("sentence = {}", quoted(&clause.1))]
        } else {
            of.no_rule.clone()
        },
        clauses: vec![clause.clone()],
        ..of.clone()
    })
}

fn introduction(place: &str, one: &Undecided) -> String {
    let mut text = format!("\n{place}\n{}\n", one.heading);
    if let Some(lead_in) = &one.lead_in {
        text += &format!("  {lead_in}\n");
    }
    for (_, quote) in &one.clauses {
        text += &format!("  > {quote}\n");
    }
    text
}

/// The files that a decision writes, with their whole text. `None` removes a file.
#[derive(Debug, Default)]
struct Decision(BTreeMap<String, Option<String>>);

impl Decision {
    /// Writes the files, and returns what was there before.
    fn write(&self, site: &Path) -> Result<Self, Diagnostic> {
        let mut before = Self::default();
        for (name, text) in &self.0 {
            let path = site.join(name);
            before.0.insert(name.clone(), toml_text::read(&path)?);
            match text {
                Some(text) => {
                    let folder = path.parent().unwrap_or(site);
                    fs::create_dir_all(folder)
                        .map_err(|error| Diagnostic::files("create", folder, error))?;
                    write(&path, text)?;
                }
                None => fs::remove_file(&path)
                    .map_err(|error| Diagnostic::files("remove", &path, error))?,
            }
        }
        Ok(before)
    }

    /// Changes the text of a file, as it is on disk or in this decision.
    fn change(&mut self, request: &Request, name: &str, change: impl FnOnce(&str) -> String) {
        let text = self
            .0
            .entry(name.to_owned())
            .or_insert_with(|| request.file(name));
        let changed = toml_text::changed(text.as_deref().unwrap_or_default(), change);
        *text = Some(changed);
    }
}

/// Answers from standard input, a line each.
struct Answers<R>(R);

impl<R: BufRead> Answers<R> {
    /// Asks until the answer is one of those accepted. `None` if the answers end.
    fn ask<T>(&mut self, question: &str, accept: impl Fn(&str) -> Option<T>) -> Option<T> {
        loop {
            terminal::print(question);
            let mut line = String::new();
            // Without a line end, the answer may have been cut off.
            if self.0.read_line(&mut line).ok()? == 0 || !line.ends_with('\n') {
                return None;
            }
            if let Some(answer) = accept(line.trim()) {
                return Some(answer);
            }
            terminal::print(&format!(
                "`{}` is not an answer to this; Ctrl+C ends\n",
                line.trim()
            ));
        }
    }

    fn words(&mut self, question: &str) -> Option<String> {
        let accept = |words: &str| (!words.is_empty()).then(|| words.to_owned());
        self.ask(question, accept)
    }

    /// Asks what to do about a sentence. An empty decision puts it off.
    fn decision(&mut self, one: &Undecided, request: &Request) -> Option<Decision> {
        #[derive(Clone, Copy)]
        enum Choice {
            Rule,
            NoRule,
            Later,
            Quit,
        }
        let choice = self.ask(
            "[r]ule, [n]o rule, [l]ater or [q]uit? ",
            |answer| match answer {
                "rule" | "r" => Some(Choice::Rule),
                "no rule" | "no" | "n" => Some(Choice::NoRule),
                "later" | "l" | "" => Some(Choice::Later),
                "quit" | "q" => Some(Choice::Quit),
                _ => None,
            },
        )?;
        let mut decision = Decision::default();
        match choice {
            Choice::Later => {}
            Choice::Quit => return None,
            Choice::NoRule => {
                let reason = self.words("why it needs no rule: ")?;
                let entries = one.no_rule.iter().map(|entry| {
                    format!(
                        "[[section.no-rule]]\n{entry}\nreason = {}\n",
                        quoted(&reason)
                    )
                });
                let entries = entries.collect::<Vec<_>>().join("\n");
                decision.change(request, &one.file, |text| {
                    toml_text::in_section(text, &one.heading, position(one), "", &entries)
                });
            }
            Choice::Rule => {
                let mut keys = String::new();
                for (proposed, quote) in &one.clauses {
                    if one.clauses.len() > 1 {
                        terminal::print(&format!("> {quote}\n"));
                    }
                    let name = self.rule(proposed, request, &mut decision)?;
                    keys += &format!("clauses.{name} = {}\n", quoted(quote));
                }
                decision.change(request, &one.file, |text| match &one.lead_in {
                    Some(lead_in) => {
                        toml_text::in_list(text, &one.heading, position(one), lead_in, &keys)
                    }
                    None => toml_text::in_section(text, &one.heading, position(one), &keys, ""),
                });
            }
        }
        Some(decision)
    }

    /// Asks for the name of a clause, and for a requirement if no rule cites that name. Returns the
    /// name.
    fn rule(
        &mut self,
        proposed: &str,
        request: &Request,
        decision: &mut Decision,
    ) -> Option<String> {
        let question = format!(
            "name of the clause; a rule that cites this name is active (`site-gen library list`) [{proposed}]: "
        );
        let name = loop {
            let name = self.ask(&question, |answer| match answer {
                "" => Some(proposed.to_owned()),
                name => is_id(name).then(|| name.to_owned()),
            })?;
            if request.is_cited(&name) {
                return Some(name);
            }
            if !request.has_rule(&name) {
                break name;
            }
            terminal::print(&format!(
                "`{name}` is the name of a rule that cites no such sentence: give another one\n"
            ));
        };
        let kinds = request.kinds().join(", ");
        let kinds = self.ask(
            &format!("no rule cites it yet: for which kinds of request is the new one, of {kinds} [all]? "),
            |answer| {
                let answer = if answer == "all" { "" } else { answer };
                let named = answer.split(',').map(str::trim).filter(|it| !it.is_empty());
                let named: Vec<String> = named.map(str::to_owned).collect();
                named.iter().all(|it| request.kinds().contains(it)).then_some(named)
            },
        )?;
        let title = self.words("its title in the list of what is asked for: ")?;
        let todo = self.words("what the officer has to do (an item of the checklist; for a question in the form, edit the rule afterwards): ")?;
        let kinds = match &kinds[..] {
            [] => String::new(),
            kinds => {
                let kinds: Vec<String> = kinds.iter().map(|kind| quoted(kind)).collect();
                format!("kinds = [{}]\n", kinds.join(", "))
            }
        };
        let table = format!("[requirement.{name}]\n");
        // Something to do by hand. Anyone who wants a question for it adds it to this table.
        let rule = format!("{table}{kinds}clause = {}\npaper = true\n", quoted(&name));
        let (title, todo) = (quoted(&title), quoted(&todo));
        let labels = format!("{table}title = {title}\nmissing = {todo}\npaper = {todo}\n");
        decision.change(request, &request.rules_file(), |text| {
            toml_text::append(text, &rule)
        });
        decision.change(request, &request.labels_file(), |text| {
            toml_text::append(text, &labels)
        });
        Some(name)
    }
}

fn position(one: &Undecided) -> (usize, Option<&str>) {
    (one.earlier, one.after.as_deref())
}

fn is_id(name: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    name.split('-').all(is_part)
}
