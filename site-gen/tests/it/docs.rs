//! The documentation in `docs/`: it is a site without a warning, its commands run, and its reference
//! is made from the definitions of the program. `UPDATE_DOCS=1` writes the reference.

use crate::support::{Site, site_gen, workspace};
use clap::ValueEnum;
use serde_json::Value;
use site_gen::diagnostic::Name;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const TODAY: &str = "2026-03-02";

/// 2026-03-02, for commands that take no `--today`.
const EPOCH: &str = "1772409600";

fn folder() -> PathBuf {
    workspace().join("docs/content/pages")
}

/// Every page, by file name.
fn pages() -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder()).expect("the pages").flatten();
    let pages = entries.map(|entry| {
        let name = entry.file_name().into_string().expect("UTF-8");
        let text = fs::read_to_string(entry.path()).expect("UTF-8");
        (name, text)
    });
    pages.collect()
}

#[test]
fn the_documentation_is_a_site_without_a_warning() {
    let site = Site::like(&workspace().join("docs"));
    let built = site.built(TODAY, &[]);
    site.run(&["check", "--today", TODAY])
        .exits(0)
        .says("0 errors, 0 warnings");
    for name in pages().into_keys() {
        let address = name.trim_end_matches(".md").trim_end_matches("index");
        let page = if address.is_empty() {
            "index.html".to_owned()
        } else {
            format!("{address}/index.html")
        };
        assert!(built.has(&page), "{page}");
    }
    let home = built.text("index.html");
    assert!(
        home.contains("href=\"./tutorial/\""),
        "a link to a file leads to its page"
    );
    for file in ["versions/index.html", "feed.atom", "request/index.html"] {
        assert!(!built.has(file), "{file}");
    }
    site.run(&["verify", "dist", "--content", "content", "--today", TODAY])
        .exits(0);
}

#[test]
fn the_first_page_leads_to_every_other() {
    let pages = pages();
    let index = &pages["index.md"];
    for name in pages.keys().filter(|name| *name != "index.md") {
        assert!(index.contains(&format!("({name})")), "{name}");
    }
}

/// The parser's comment is for maintainers, the page for those who write rules.
#[test]
fn the_page_of_rules_has_every_condition_of_the_parser() {
    let parser = workspace().join("request-builder/src/rules/condition/mod.rs");
    let parser = fs::read_to_string(parser).expect("UTF-8");
    let mut blocks = parser.split("//! ```");
    let conditions = blocks.nth(1).expect("the conditions");
    let conditions = conditions.lines().filter_map(|line| {
        let (condition, _) = line.strip_prefix("//! ")?.split_once("   ")?;
        (!condition.starts_with("not X")).then_some(condition)
    });
    let page = &pages()["rules.md"];
    let conditions: Vec<&str> = conditions.collect();
    assert!(conditions.len() > 12, "{conditions:?}");
    for condition in conditions {
        assert!(page.contains(&format!("\n{condition}  ")), "{condition}");
    }
}

/// A command, and what the page shows of its output.
#[derive(Debug)]
enum Step {
    Run {
        command: String,
        output: Vec<String>,
    },
    /// A file that the page asks to write.
    Write { name: String, content: String },
}

/// The commands in the blocks ```` ```console ````, and the files, in the order of the page.
fn steps(page: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let block = |lines: &mut std::str::Lines<'_>| -> Vec<String> {
            let inside = lines.take_while(|line| !line.starts_with("```"));
            inside.map(str::to_owned).collect()
        };
        if let Some(rest) = line.strip_prefix("**`") {
            let Some(name) = rest.strip_suffix("`**") else {
                continue;
            };
            lines.next();
            let content = block(&mut lines).join("\n") + "\n";
            let name = name.to_owned();
            steps.push(Step::Write { name, content });
        } else if line == "```console" {
            for line in block(&mut lines) {
                match (line.strip_prefix("$ "), steps.last_mut()) {
                    (Some(command), _) => steps.push(Step::Run {
                        command: command.to_owned(),
                        output: Vec::new(),
                    }),
                    (None, Some(Step::Run { output, .. })) => output.push(line),
                    (None, _) => panic!("output without a command: {line}"),
                }
            }
        }
    }
    steps
}

/// What the page's commands find in their folder.
fn site_for(page: &str) -> Site {
    let harbour = || {
        let site = Site::empty();
        let init = [
            "init",
            "--name",
            "Harbour",
            "--mailbox",
            "legal@harbour.example",
            "--date",
            "2026-03-01",
            "--today",
            TODAY,
        ];
        site.run(&init).exits(0);
        site
    };
    match page {
        "host.md" | "language.md" | "rule.md" => harbour(),
        "new-version.md" | "review.md" | "verify.md" => {
            let site = harbour();
            site.run(&["release", "2026-03-01", "--today", TODAY])
                .exits(0);
            site
        }
        "import.md" => Site::empty().with(website),
        _ => Site::empty(),
    }
}

/// A repository with two revisions of a text.
fn website(folder: &Path) {
    let folder = folder.join("website");
    fs::create_dir_all(folder.join("legal")).expect("a folder");
    let git = |day: &str, arguments: &[&str]| {
        let out = Command::new("git")
            .args(["-c", "user.name=A", "-c", "user.email=a@harbour.example"])
            .args(["-c", "commit.gpgsign=false"])
            .args(arguments)
            .current_dir(&folder)
            .envs(["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"].map(|name| (name, day)))
            .output()
            .expect("git");
        assert!(
            out.status.success(),
            "{}",
            String::from_utf8_lossy(&out.stderr)
        );
    };
    git("", &["init", "--quiet"]);
    for (day, words) in [("2025-01-05", "nothing"), ("2025-06-05", "little")] {
        let text = format!("# Guidelines\n\nWe log {words}.\n");
        fs::write(folder.join("legal/guidelines.md"), text).expect("a file");
        let day = format!("{day}T10:00:00Z");
        git(&day, &["add", "."]);
        git(&day, &["commit", "--quiet", "--message", words]);
    }
}

/// Runs a line as a shell does, with `site-gen` on the path.
fn run(command: &str, folder: &Path) -> (Option<i32>, String) {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_site-gen"));
    let path = std::env::var("PATH").expect("a path");
    let own = program.parent().expect("a folder").display();
    let out = Command::new("sh")
        .args(["-c", &format!("{command} 2>&1")])
        .current_dir(folder)
        .env("PATH", format!("{own}:{path}"))
        .env("SOURCE_DATE_EPOCH", EPOCH)
        .env("NO_COLOR", "1")
        .output()
        .expect("a shell");
    (
        out.status.code(),
        String::from_utf8_lossy(&out.stdout).into_owned(),
    )
}

/// Whether lines are those shown. `…` at the end of a line stands for the rest of it, alone for any
/// lines.
fn is_shown(output: &[&str], shown: &[String]) -> bool {
    let Some((first, rest)) = shown.split_first() else {
        return output.is_empty();
    };
    if first == "…" {
        return (0..=output.len()).any(|at| is_shown(&output[at..], rest));
    }
    output.split_first().is_some_and(|(line, others)| {
        let same = match first.strip_suffix('…') {
            Some(start) => line.starts_with(start),
            None => line == first,
        };
        same && is_shown(others, rest)
    })
}

#[test]
fn the_commands_of_the_readme_make_and_release_a_site() {
    let readme = fs::read_to_string(workspace().join("README.md")).expect("UTF-8");
    let block = readme.split("\n\n").find_map(|block| {
        let lines: Option<Vec<&str>> = block.lines().map(|it| it.strip_prefix("    ")).collect();
        lines.filter(|lines| lines[0].starts_with("site-gen init"))
    });
    let commands = block.expect("a new site").join(" && ");
    let site = Site::empty();
    let (code, text) = run(&commands, site.folder());
    assert_eq!(code, Some(0), "{text}");
    for file in ["dist/index.html", "content/releases.lock", "harbour.conf"] {
        assert!(site.folder().join("law").join(file).exists(), "{file}");
    }
}

#[test]
fn every_command_of_the_documentation_runs() {
    let mut ran = 0;
    for (name, page) in pages() {
        let steps = steps(&page);
        let runs = |step: &Step| matches!(step, Step::Run { .. });
        if !steps.iter().any(runs) {
            continue;
        }
        let mut site = site_for(&name);
        for step in steps {
            match step {
                Step::Write { name, content } => site = site.write(&name, content),
                Step::Run { command, output } => {
                    // These run until somebody stops them, so only their options are checked.
                    let lasts = ["site-gen dev", "site-gen serve"].contains(&command.as_str());
                    let line = if lasts {
                        format!("{command} --help")
                    } else {
                        command.clone()
                    };
                    let (code, text) = run(&line, site.folder());
                    let fails = output.iter().any(|line| line.starts_with("error: "));
                    let differs = ["site-gen diff", "site-gen review"];
                    let differs = differs.iter().any(|start| command.starts_with(start));
                    let expected = i32::from(fails || differs);
                    assert_eq!(code, Some(expected), "{name}: {command}\n{text}");
                    let lines: Vec<&str> = text.lines().collect();
                    assert!(
                        output.is_empty() || is_shown(&lines, &output),
                        "{name}: {command}\n{text}"
                    );
                    ran += 1;
                }
            }
        }
    }
    println!("{ran} commands ran");
    assert!(ran > 25, "{ran}");
}

/// Commands in running text cannot run, but their options have to exist.
#[test]
fn every_command_that_the_documentation_names_exists() {
    let mut named = 0;
    for (page, text) in pages() {
        if page == "commands.md" {
            continue;
        }
        // Every second part of the text between lines of backticks is code.
        let prose: Vec<&str> = text.split("```").step_by(2).collect();
        // A command between backticks may continue on the next line.
        let flowing = prose.join(" ").replace('\n', " ");
        let inline = flowing.split('`').skip(1).step_by(2);
        let commands = inline.filter_map(|it| it.strip_prefix("site-gen "));
        for arguments in commands.collect::<BTreeSet<_>>() {
            let arguments = arguments.replace("\"…\"", "TEXT");
            let words: Vec<&str> = arguments.split_whitespace().collect();
            let out = site_gen().args(&words).arg("--help").output();
            let out = out.expect("site-gen runs");
            let text = String::from_utf8_lossy(&out.stderr);
            assert!(out.status.success(), "{page}: site-gen {arguments}\n{text}");
            named += 1;
        }
    }
    assert!(named > 40, "{named}");
}

/// Compares a page with what it has to be, or writes it.
fn is_up_to_date(page: &str, now: &str) {
    let path = folder().join(page);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, now).expect("it is written");
    }
    let text = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        text == now,
        "run this test with UPDATE_DOCS=1, and look at what changed in {page}"
    );
}

/// What a command prints as its help, and its subcommands.
fn help(command: &[&str]) -> (String, Vec<String>) {
    let out = site_gen().arg("help").args(command).output();
    let text = String::from_utf8(out.expect("site-gen runs").stdout).expect("UTF-8");
    let commands = text.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.take_while(|line| !line.is_empty());
    let names = commands.filter_map(|line| line.split_whitespace().next());
    let names = names.filter(|name| *name != "help");
    let names = names.map(str::to_owned).collect();
    (text, names)
}

#[test]
fn the_reference_of_commands_is_what_the_program_prints() {
    let mut page = "# Commands

Every command of `site-gen` with its options, as `site-gen help` prints them. `site-gen man` writes the same as man pages,
and `site-gen completions` prints completion scripts for shells.
"
        .to_owned();
    let mut add = |command: &[&str], text: &str| {
        let title = [&["site-gen"], command].concat().join(" ");
        // Clap indents empty lines too.
        let lines: Vec<&str> = text.trim_end().lines().map(str::trim_end).collect();
        page += &format!("\n## {title}\n\n```text\n{}\n```\n", lines.join("\n"));
    };
    let (text, commands) = help(&[]);
    add(&[], &text);
    for command in &commands {
        let (text, below) = help(&[command]);
        add(&[command], &text);
        for name in &below {
            add(&[command, name], &help(&[command, name]).0);
        }
    }
    is_up_to_date("commands.md", &page);
}

/// The files that people write: the name of their schema, and where they are.
const FILES: [(&str, &str); 10] = [
    ("site", "content/site.toml"),
    ("version", "content/guidelines/<version>/version.toml"),
    ("clauses", "content/guidelines/<version>/clauses.toml"),
    ("form", "content/request/form.toml"),
    ("rules", "content/request/*.toml"),
    ("labels", "content/request/labels/<language>.toml"),
    ("letter-words", "content/request/letters/words.toml"),
    ("letter-check", "content/request/letter-check.toml"),
    ("page", "front matter of content/pages/*.md"),
    ("theme", "themes/<name>/theme.toml"),
];

#[test]
fn the_reference_of_files_is_made_from_their_schemas() {
    let mut page = "# Files

The keys of every file that people write, made from the types that read them. `site-gen schema site` prints the first as
JSON Schema, with which an editor completes names and marks mistakes; the others have the names of the headings.
`x.<name>.y` is the key `y` in a table `[x.name]`, and `x[].y` the key `y` in each table `[[x]]`.
"
        .to_owned();
    for (name, path) in FILES {
        let out = site_gen().args(["schema", name]).output();
        let json = out.expect("site-gen runs").stdout;
        let schema: Value = serde_json::from_slice(&json).expect("JSON");
        page +=
            &format!("\n## {name}\n\n`{path}`\n\n| key | value | what it is |\n|---|---|---|\n");
        let mut rows = Rows {
            schema: &schema,
            text: &mut page,
            inside: Vec::new(),
        };
        rows.table(&schema, "");
    }
    is_up_to_date("files.md", &page);
}

#[test]
fn the_reference_of_warnings_is_made_from_their_names() {
    let mut page = "# Warnings and errors

Every message has a name, which stays the same if the message is reworded. A warning shows it in brackets, as in
`warning[empty-heading]`, and `site-gen release --accept empty-heading` releases a text that has this warning. In the output of
`site-gen check`, it is `rule` with `--format json`, `ruleId` with `--format sarif`, and `title` with `--format github`.

| name | what it means |
|---|---|
"
    .to_owned();
    for name in Name::value_variants() {
        page += &format!("| `{}` | {}. |\n", name.text(), name.explanation());
    }
    is_up_to_date("warnings.md", &page);
}

#[test]
fn every_name_of_a_warning_is_used() {
    let files = walkdir::WalkDir::new(workspace().join("site-gen/src")).into_iter();
    let files = files.flatten().filter(|entry| {
        let path = entry.path();
        path.extension().is_some_and(|it| it == "rs")
            && path
                .iter()
                .all(|part| part != "tests" && part != "tests.rs")
    });
    let mut used = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(file.path()).expect("UTF-8");
        let code = text
            .split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or_default();
        for rest in code.split("Name::").skip(1) {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric());
            used.insert(rest[..end.unwrap_or(rest.len())].to_owned());
        }
    }
    for name in Name::value_variants() {
        assert!(used.contains(&format!("{name:?}")), "{name:?}");
    }
}

#[test]
fn the_reference_of_templates_is_made_from_the_types_that_fill_them() {
    let out = site_gen().args(["schema", "templates"]).output();
    let json = out.expect("site-gen runs").stdout;
    let schema: Value = serde_json::from_slice(&json).expect("JSON");
    let rows = Rows {
        schema: &schema,
        text: &mut String::new(),
        inside: Vec::new(),
    };
    let mut page = "# Templates

What each template of a theme gets, made from the types that fill it. `site-gen schema templates` prints it as JSON
Schema. A type in the second column has its own table below.
"
    .to_owned();
    for (name, of) in schema["properties"].as_object().expect("the templates") {
        let (_, of_type) = rows.resolved(of);
        let what = [of, of_type].map(|it| it["description"].as_str());
        let what = what.into_iter().flatten().next().unwrap_or_default();
        let title = match name.as_str() {
            "*" => "Every template",
            "*.html" => "Every page",
            name => name,
        };
        let what = one_line(what);
        let what = what.trim_start_matches(&format!("`{name}`: "));
        page += &format!("\n## {title}\n\n{what}\n\n{}", rows.values(of_type));
    }
    page += "\n## Types\n";
    let types = schema["$defs"].as_object().expect("the types");
    let used_once: BTreeSet<&str> = schema["properties"]
        .as_object()
        .into_iter()
        .flat_map(|them| them.values())
        .filter_map(|of| rows.resolved(of).0)
        .collect();
    let types: BTreeMap<&String, &Value> = types.iter().collect();
    for (name, of) in types {
        if used_once.contains(name.as_str()) || !has_values(of) {
            continue;
        }
        let what = of["description"].as_str().unwrap_or_default();
        page += &format!("\n### {}\n\n{}\n\n", type_name(name), one_line(what));
        for variant in variants(of) {
            if variant["description"].is_string() && variant != of {
                let what = variant["description"].as_str().unwrap_or_default();
                page += &format!("{}\n\n", one_line(what));
            }
            page += &rows.values(variant);
        }
    }
    is_up_to_date("templates.md", &page);
}

#[test]
fn every_page_of_the_default_theme_is_in_the_reference_of_templates() {
    let reference = fs::read_to_string(folder().join("templates.md")).expect("the page");
    let templates = fs::read_dir(workspace().join("themes/default/templates")).expect("a folder");
    for template in templates.flatten() {
        let name = template.file_name().into_string().expect("UTF-8");
        let text = fs::read_to_string(template.path()).unwrap_or_default();
        // What `404.html` and every other page get is at the top of the reference.
        if text.contains("{% extends ") && name != "404.html" {
            assert!(reference.contains(&format!("\n## {name}\n")), "{name}");
        }
    }
}

/// Whether a type is a table, or one of several.
fn has_values(of: &Value) -> bool {
    variants(of).iter().any(|it| it["properties"].is_object())
}

/// The forms of a type: itself, or those that it chooses between.
fn variants(of: &Value) -> Vec<&Value> {
    match of["oneOf"].as_array() {
        Some(several) => several.iter().collect(),
        None => vec![of],
    }
}

/// The name of a type as the page shows it.
fn type_name(name: &str) -> &str {
    name.strip_suffix("Context").unwrap_or(name)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes the keys of a schema as rows of a table.
struct Rows<'a> {
    schema: &'a Value,
    text: &'a mut String,
    /// The types that the current key is in. A type that contains itself is written once.
    inside: Vec<&'a str>,
}

impl<'a> Rows<'a> {
    /// The type that a schema refers to, with its name. `null` is left out: it is how a schema says
    /// that a key may be missing.
    fn resolved(&self, of: &'a Value) -> (Option<&'a str>, &'a Value) {
        if let Some(name) = of["$ref"].as_str() {
            let name = name.trim_start_matches("#/$defs/");
            return (Some(name), &self.schema["$defs"][name]);
        }
        let choices = of["anyOf"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let mut choices = choices.iter().filter(|it| it["type"] != "null");
        match (choices.next(), choices.next()) {
            (Some(one), None) => self.resolved(one),
            _ => (None, of),
        }
    }

    fn table(&mut self, of: &'a Value, path: &str) {
        let required = of["required"].as_array();
        for (key, value) in of["properties"].as_object().into_iter().flatten() {
            let is_required = required.is_some_and(|names| names.iter().any(|name| name == key));
            self.key(&format!("{path}{key}"), value, is_required);
        }
    }

    fn key(&mut self, path: &str, of: &'a Value, is_required: bool) {
        let (name, resolved) = self.resolved(of);
        let kind = self.kind(resolved);
        let described = [of, resolved].map(|it| it["description"].as_str());
        let what = described.into_iter().flatten().next().unwrap_or_default();
        let what = what.split_whitespace().collect::<Vec<_>>().join(" ");
        let what = what.replace('|', "\\|");
        let required = if is_required { ", required" } else { "" };
        self.text
            .push_str(&format!("| `{path}` | {kind}{required} | {what} |\n"));
        if let Some(name) = name {
            if self.inside.contains(&name) {
                return;
            }
            self.inside.push(name);
        }
        self.below(path, resolved);
        if name.is_some() {
            self.inside.pop();
        }
    }

    /// The values of a type, without those inside them.
    fn values(&self, of: &'a Value) -> String {
        let mut table = "| value | type | what it is |\n|---|---|---|\n".to_owned();
        for (key, value) in of["properties"].as_object().into_iter().flatten() {
            let (_, resolved) = self.resolved(value);
            let what = [value, resolved].map(|it| it["description"].as_str());
            let what = what.into_iter().flatten().next().unwrap_or_default();
            let kind = self.type_of(value).replace('|', "\\|");
            let what = one_line(what).replace('|', "\\|");
            table += &format!("| `{key}` | {kind} | {what} |\n");
        }
        table
    }

    /// The type of a value: a table has its name.
    fn type_of(&self, of: &'a Value) -> String {
        let is_null = |it: &Value| it["type"] == "null";
        let choices = of["anyOf"].as_array().into_iter().flatten();
        let types = of["type"].as_array().into_iter().flatten();
        let may_be_missing = choices.clone().any(is_null) || types.clone().any(|it| it == "null");
        let missing = if may_be_missing { " or nothing" } else { "" };
        let (name, resolved) = self.resolved(of);
        let kind = match name {
            Some(name) if has_values(resolved) => type_name(name).to_owned(),
            _ if resolved["items"].is_object() => {
                format!("list of {}", self.type_of(&resolved["items"]))
            }
            _ if resolved["additionalProperties"].is_object() => {
                format!(
                    "table of {}",
                    self.type_of(&resolved["additionalProperties"])
                )
            }
            _ => self.kind(resolved),
        };
        kind + missing
    }

    /// The keys of the tables in a value.
    fn below(&mut self, path: &str, of: &'a Value) {
        self.table(of, &format!("{path}."));
        for (inner, path) in [
            (&of["additionalProperties"], format!("{path}.<name>")),
            (&of["items"], format!("{path}[]")),
        ] {
            let (name, resolved) = self.resolved(inner);
            if name.is_some_and(|name| self.inside.contains(&name)) {
                continue;
            }
            self.inside.extend(name);
            if resolved["properties"].is_object() {
                self.table(resolved, &format!("{path}."));
            } else if resolved["additionalProperties"].is_object() {
                self.below(&path, resolved);
            }
            if name.is_some() {
                self.inside.pop();
            }
        }
    }

    /// What a value is, in words.
    fn kind(&self, of: &'a Value) -> String {
        let (_, of) = self.resolved(of);
        if let Some(values) = of["enum"].as_array() {
            let values = values.iter().filter_map(Value::as_str);
            return values
                .map(|value| format!("`{value}`"))
                .collect::<Vec<_>>()
                .join(", ");
        }
        if let Some(value) = of["const"].as_str() {
            return format!("`{value}`");
        }
        for several in ["oneOf", "anyOf"] {
            if let Some(choices) = of[several].as_array() {
                let choices = choices.iter().filter(|it| it["type"] != "null");
                let mut kinds: Vec<String> = choices.map(|it| self.kind(it)).collect();
                kinds.dedup();
                return kinds.join(", ");
            }
        }
        let kinds = match &of["type"] {
            Value::String(one) => vec![one.as_str()],
            Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let kind = kinds.into_iter().find(|kind| *kind != "null");
        match kind {
            Some("string") => "text".to_owned(),
            Some("integer" | "number") => "number".to_owned(),
            Some("boolean") => "true or false".to_owned(),
            Some("array") => format!("list: {}", self.kind(&of["items"])),
            Some("object") => "table".to_owned(),
            Some(_) | None => "any".to_owned(),
        }
    }
}
