//! Checks the patterns of the letter check: the rules, kinds, lists and guards that they name
//! exist, and every required rule has a pattern.

use super::Subject;
use super::report::Report;
use crate::diagnostic::{Diagnostic, Diagnostics, Name};
use request_builder::letter_check::{LetterPatterns, LookFor, Pattern};
use request_builder::rules::{KindId, Level, Rules};
use std::collections::BTreeSet;

pub(super) fn check(subject: &Subject<'_>, found: &mut Diagnostics) {
    let Some(checking) = subject.letter_check else {
        return;
    };
    let mut checker = PatternCheck {
        rules: subject.rules,
        checking,
        report: Report::new(subject, found),
    };
    checker.names();
    checker.kinds();
    for (index, entry) in checking.look_for.iter().enumerate() {
        checker.look_for(index, entry);
    }
    checker.musts();
}

struct PatternCheck<'a> {
    rules: &'a Rules,
    checking: &'a LetterPatterns,
    report: Report<'a>,
}

impl PatternCheck<'_> {
    /// Lists and guards have unique ids and are not empty.
    fn names(&mut self) {
        let mut taken = BTreeSet::new();
        for (index, list) in self.checking.words.iter().enumerate() {
            let path = format!("letter-check.words[{index}]");
            self.once(&path, list.id.as_str(), &mut taken);
            let blank = |word: &String| word.trim_matches(['*', '#', ' ']).is_empty();
            if list.words.iter().all(blank) {
                let error = Diagnostic::error(format!("the word list `{}` is empty", list.id));
                self.report.push(&format!("{path}.words"), error);
            } else if let Some(word) = list.words.iter().find(|word| blank(word)) {
                let error = Diagnostic::error(format!("`{word}` matches any word"));
                self.report
                    .push(&format!("{path}.words"), error.help("remove it"));
            }
        }
        let mut taken = BTreeSet::new();
        for (index, guard) in self.checking.guards.iter().enumerate() {
            let path = format!("letter-check.guard[{index}]");
            self.once(&path, guard.id.as_str(), &mut taken);
            let words = [&guard.before, &guard.after, &guard.value, &guard.line];
            if words.into_iter().all(Vec::is_empty) && !guard.questions {
                let error = Diagnostic::error(format!("the guard `{}` has no words", guard.id));
                self.report.push(
                    &format!("{path}.id"),
                    error.help("add words to `before` or `after`"),
                );
            }
        }
    }

    fn once<'n>(&mut self, path: &str, name: &'n str, taken: &mut BTreeSet<&'n str>) {
        if !taken.insert(name) {
            let error = Diagnostic::error(format!("the name `{name}` is used twice"));
            self.report.push(
                &format!("{path}.id"),
                error.help("give one of them another name"),
            );
        }
    }

    fn kinds(&mut self) {
        for (index, tell) in self.checking.kinds.iter().enumerate() {
            let path = format!("letter-check.kind[{index}]");
            self.kind(&format!("{path}.kind"), &tell.kind);
            self.sign(&format!("{path}.sign"), &tell.pattern);
        }
        if let Some(danger) = &self.checking.danger {
            self.sign("letter-check.danger", danger);
        }
        for (index, particular) in self.checking.particulars.iter().enumerate() {
            let path = format!("letter-check.particular[{index}].found");
            self.sign(&path, &particular.found);
            if let Some(beside) = &particular.beside {
                let path = format!("letter-check.particular[{index}].beside");
                self.sign(&path, beside);
            }
        }
    }

    fn kind(&mut self, path: &str, kind: &KindId) {
        let known = self.rules.kinds.iter().map(|kind| kind.id.as_str());
        self.report
            .known(path, "kind of request", kind.as_str(), known);
    }

    fn look_for(&mut self, index: usize, entry: &LookFor) {
        let path = |key: &str| format!("letter-check.look-for[{index}].{key}");
        let requirements = self.rules.requirements.iter().map(|rule| rule.id.as_str());
        let gates = self.rules.gates.iter().map(|rule| rule.id.as_str());
        let known = requirements.chain(gates);
        self.report.known(
            &path("rule"),
            "requirement or gate",
            entry.rule.as_str(),
            known,
        );
        for kind in &entry.kinds {
            self.kind(&path("kinds"), kind);
        }
        let signs = [
            ("when", &entry.when),
            ("lacking", &entry.lacking),
            ("found", &entry.found),
            ("only-if", &entry.only_if),
            ("hint", &entry.hint),
            ("doubt", &entry.doubt),
        ];
        for (key, sign) in signs {
            if let Some(sign) = sign {
                self.sign(&path(key), sign);
            }
        }
        let rule = self.rules.requirement(&entry.rule);
        if rule.is_some_and(|rule| rule.paper) && entry.found.is_some() {
            let error = Diagnostic::error(format!(
                "the requirement `{}` is met on paper, which no text shows",
                entry.rule
            ));
            self.report.push(
                &path("found"),
                error.help("remove it: the report then says that only a reader can tell"),
            );
        }
    }

    /// The lists and guards that a pattern names exist, and the pattern is not empty.
    fn sign(&mut self, path: &str, sign: &Pattern) {
        let mut all = Vec::new();
        sign.each(&mut |sign| all.push(sign));
        for sign in all {
            let (lists, guards) = sign.names();
            for list in lists {
                let known = self.checking.words.iter().map(|list| list.id.as_str());
                self.report.known(path, "word list", list.as_str(), known);
            }
            for guard in guards {
                let known = self.checking.guards.iter().map(|guard| guard.id.as_str());
                self.report.known(path, "guard", guard.as_str(), known);
            }
            if is_empty(sign) {
                let error = Diagnostic::error("the pattern is empty");
                self.report.push(
                    path,
                    error.help("write what to look for between the brackets, or remove it"),
                );
            }
        }
    }

    /// Without a pattern, the letter check can never decide about a requirement. An entry without
    /// `found` says that this is intended.
    fn musts(&mut self) {
        for rule in &self.rules.requirements {
            let looked_for = self
                .checking
                .look_for
                .iter()
                .any(|entry| entry.rule == rule.id);
            if rule.level == Level::Must && !rule.paper && !looked_for {
                let warning = Diagnostic::warning(
                    Name::MissingLetterPattern,
                    format!(
                        "no pattern finds `{}` in a letter, so the check can only say that it does not know",
                        rule.id
                    ),
                );
                let help = "add `[[look-for]]` for it to `letter-check.toml`; if no text can show it, leave out `found`";
                self.report
                    .push(&format!("requirement.{}", rule.id), warning.help(help));
            }
        }
    }
}

fn is_empty(sign: &Pattern) -> bool {
    match sign {
        Pattern::All(signs) | Pattern::Any(signs) => signs.is_empty(),
        Pattern::Near(near) => near.all.len() < 2,
        Pattern::Words(words) | Pattern::Heading(words) => words.of.is_empty(),
        Pattern::Gap(gap) => gap.of.is_empty(),
        Pattern::Field(field) => field.label.is_empty(),
        Pattern::Mail(mail) => mail.is.is_empty(),
        Pattern::Host(_)
        | Pattern::Username(_)
        | Pattern::Link(_)
        | Pattern::Date(_)
        | Pattern::Name(_) => false,
    }
}
