//! Tests the promise that every clause has a rule and every rule a clause, on the real guidelines.
//! Every sentence that a rule quotes, and every lead-in that gives one its force, is removed,
//! negated, strengthened, weakened and so on; each rule that cites it must be named. Changes of
//! markup that no reader sees must cause no report.

use request_builder::answers::Date;
use request_builder::rulebook::Rulebook;
use site_gen::content::{self, Content};
use site_gen::diagnostic::{Diagnostics, Source};
use site_gen::markdown::{Block, Document, Settings, normalized};
use site_gen::release::Releases;
use site_gen::site::{self, Site};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

// ---- the content, and what is said about it

fn real_content() -> Content {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (content, found) = content::read(&root);
    assert!(!found.has_errors(), "{}", found.plain());
    let mut content = content.expect("the real content");
    // It would reject every change, independently of the rules.
    content.releases = Releases::default();
    // They have no rules, and reading them again for every change takes a fifth of the time.
    content.pages.clear();
    for version in &mut content.versions {
        version.about.released = None;
    }
    content
}

fn resolved(content: &Content, text: &str) -> (Option<Site>, Diagnostics) {
    let mut content = content.clone();
    let version = newest(&mut content);
    version.text = Source::new(version.text.name(), text);
    site::resolve(content, Date::parse("2026-11-24").expect("a day"))
}

fn newest(content: &mut Content) -> &mut content::Version {
    content.versions.last_mut().expect("a version")
}

/// A sentence that the content cites.
struct Cited {
    /// As messages call what cites it: a rule, or the line of an entry that needs none.
    by: String,
    section: String,
    lead_in: Option<String>,
    quote: String,
}

impl Cited {
    fn is_no_rule(&self) -> bool {
        is_no_rule(&self.by)
    }
}

fn is_no_rule(by: &str) -> bool {
    by.starts_with("clauses.toml:")
}

/// What every rule cites, and every sentence that obliges and needs none.
fn cited(content: &Content, book: &Rulebook) -> Vec<Cited> {
    let of_rules = book.rules.all().into_iter().filter_map(|rule| {
        let clause = book.rules.clause(rule.clause?).expect("it is a clause");
        Some(Cited {
            by: format!("the {} `{}`", rule.table, rule.id),
            section: clause.section.clone(),
            lead_in: clause.lead_in.clone(),
            quote: clause.quote.clone(),
        })
    });
    let clauses = content.versions.last().expect("a version").clauses.as_ref();
    let sections = &clauses.expect("the real clauses").sections;
    let no_rule = sections.iter().flat_map(|section| {
        section.no_rule.iter().filter_map(|entry| {
            let start = entry.place.span.as_ref().expect("a place").start;
            let (line, _) = entry.place.source.line_column(start);
            let title = section.heading.value.trim_start_matches('#').trim();
            Some(Cited {
                by: format!("clauses.toml:{line}:"),
                section: title.to_owned(),
                lead_in: None,
                quote: entry.value.sentence.clone()?,
            })
        })
    });
    of_rules.chain(no_rule).collect()
}

/// A sentence or lead-in that rules cite, and the rules.
struct Ground {
    sentence: String,
    block: usize,
    sentences: Range<usize>,
    rules: Vec<String>,
}

/// Every quoted sentence and every lead-in of the real rules, once each.
fn grounds(document: &Document, cited: &[Cited]) -> Vec<Ground> {
    let mut grounds: BTreeMap<(usize, usize, usize), Ground> = BTreeMap::new();
    for one in cited {
        for sentence in std::iter::once(&one.quote).chain(&one.lead_in) {
            let (block, sentences) = find(document, &one.section, sentence);
            let ground = grounds
                .entry((block, sentences.start, sentences.end))
                .or_insert(Ground {
                    sentence: normalized(sentence),
                    block,
                    sentences,
                    rules: Vec::new(),
                });
            ground.rules.push(one.by.clone());
        }
    }
    grounds.into_values().collect()
}

/// The real content, its text, and the site that it makes.
struct Real {
    content: Content,
    source: String,
    site: Site,
}

impl Real {
    fn read() -> Self {
        let content = real_content();
        let source = newest(&mut content.clone()).text.text().to_owned();
        let (site, found) = resolved(&content, &source);
        assert!(found.is_empty(), "{}", found.plain());
        let site = site.expect("the real site");
        Self {
            content,
            source,
            site,
        }
    }

    /// Without a search for other companies' names and addresses, which takes a fifth of the time and
    /// finds nothing about a clause.
    fn without_leftovers() -> Self {
        let mut real = Self::read();
        real.content.vocabulary = Err(Diagnostics::new());
        real
    }

    fn document(&self) -> &Document {
        &self.site.versions[0].document
    }

    fn book(&self) -> &Rulebook {
        let book = self.site.versions[0].rulebook.as_ref();
        book.expect("the real rules")
    }

    fn cited(&self) -> Vec<Cited> {
        cited(&self.content, self.book())
    }
}

fn find(document: &Document, section: &str, quote: &str) -> (usize, Range<usize>) {
    let quote = normalized(quote);
    let blocks = document.blocks.iter().enumerate();
    let mut blocks = blocks.filter(|(_, block)| document.sections[block.section].title == section);
    let found = blocks.find_map(|(index, block)| {
        let start = block.text.find(&quote)?;
        let end = start + quote.len();
        let first = block
            .sentences
            .iter()
            .position(|sentence| sentence.range.start == start)?;
        let last = block
            .sentences
            .iter()
            .position(|sentence| sentence.range.end == end)?;
        Some((index, first..last + 1))
    });
    found.unwrap_or_else(|| panic!("{quote:?} is not under {section:?}"))
}

// ---- changes of a sentence's meaning

/// A source with a part of it replaced.
fn replaced(source: &str, span: &Range<usize>, with: &str) -> String {
    format!("{}{with}{}", &source[..span.start], &source[span.end..])
}

/// The byte range of a cited sentence in the source.
fn span(document: &Document, ground: &Ground) -> Range<usize> {
    let sentences = &document.blocks[ground.block].sentences[ground.sentences.clone()];
    sentences[0].span.start..sentences[sentences.len() - 1].span.end
}

fn negated(sentence: &str) -> String {
    let (first, rest) = sentence.split_once(' ').unwrap_or((sentence, ""));
    format!("{first} not {rest}")
}

/// The sentence with each word of force in turn replaced by each of the others.
fn with_other_force(sentence: &str) -> Vec<String> {
    const FORCE: [&str; 8] = [
        "may", "should", "must", "required", "require", "can", "cannot", "will",
    ];
    let mut changed = Vec::new();
    for word in FORCE {
        for (at, _) in sentence.match_indices(word) {
            let before = sentence[..at].chars().next_back();
            let after = sentence[at + word.len()..].chars().next();
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            if letter(before) || letter(after) {
                continue;
            }
            let others = FORCE.iter().filter(|other| **other != word);
            changed.extend(others.map(|other| {
                format!("{}{other}{}", &sentence[..at], &sentence[at + word.len()..])
            }));
        }
    }
    changed
}

/// The sentence with each of its numbers that a reader sees one more.
fn with_other_numbers(sentence: &str) -> Vec<String> {
    let mut changed = Vec::new();
    let mut at = 0;
    while let Some(start) = sentence[at..]
        .find(|c: char| c.is_ascii_digit())
        .map(|s| s + at)
    {
        let length = sentence[start..]
            .chars()
            .take_while(char::is_ascii_digit)
            .count();
        let number: u64 = sentence[start..start + length].parse().expect("a number");
        let other = replaced(
            sentence,
            &(start..start + length),
            &(number + 1).to_string(),
        );
        changed.extend((read(&other) != read(sentence)).then_some(other));
        at = start + length;
    }
    changed
}

/// The sentence with its visible addresses replaced by another company's.
fn with_other_addresses(sentence: &str) -> Vec<String> {
    [
        "rocket.chat",
        "agency.gov",
        "Wilmington",
        "Delaware",
        "Falls Drive",
    ]
    .iter()
    .filter(|address| read(sentence).contains(**address))
    .map(|address| sentence.replace(address, "elsewhere.example"))
    .collect()
}

/// A piece of Markdown as it reads.
fn read(text: &str) -> String {
    Document::read(&Source::new("sentence", text), &Settings::default())
        .0
        .plain_text()
}

/// The sentence as two, cut at a space or comma in the middle.
fn split(sentence: &str) -> Option<String> {
    let middle = sentence.floor_char_boundary(sentence.len() / 2);
    let gaps = sentence.match_indices(' ').map(|(at, _)| at);
    // Not inside of a link's brackets, where it would be no sentence's end.
    let outside = gaps.filter(|at| {
        let before = &sentence[..*at];
        before.matches('[').count() == before.matches(']').count()
            && before.matches('(').count() == before.matches(')').count()
    });
    let at = outside.min_by_key(|at| at.abs_diff(middle))?;
    let before = sentence[..at].trim_end_matches([',', ';']);
    Some(format!("{before}. The{}", &sentence[at..]))
}

/// The source with the ground and what follows it as one sentence.
fn merged(document: &Document, ground: &Ground, source: &str) -> Option<String> {
    let block = &document.blocks[ground.block];
    let next = if let Some(next) = block.sentences.get(ground.sentences.end) {
        next.span.clone()
    } else {
        let next = document.blocks.get(ground.block + 1)?;
        if next.section != block.section {
            return None;
        }
        next.sentences[0].span.clone()
    };
    let end = span(document, ground).end;
    let kept = source[..end].trim_end_matches(['.', ';', ':', '?']);
    Some(format!("{kept}, and {}", &source[next.start..]))
}

/// The source with the ground in another section.
fn moved(document: &Document, ground: &Ground, source: &str) -> String {
    let span = span(document, ground);
    let sentence = &source[span.clone()];
    let without = replaced(source, &span, "");
    let last = document.sections.len() - 1;
    if document.blocks[ground.block].section == last {
        let heading = document.sections[1].span.end;
        format!(
            "{}\n\n{sentence}\n\n{}",
            &without[..heading],
            &without[heading..]
        )
    } else {
        format!("{}\n\n{sentence}\n", without.trim_end())
    }
}

#[test]
fn a_change_to_any_clause_or_basis_stops_the_build_and_names_each_of_its_rules() {
    let real = Real::without_leftovers();
    let (content, source, document) = (&real.content, &real.source, real.document());

    let mut tried: BTreeMap<&str, usize> = BTreeMap::new();
    for ground in grounds(document, &real.cited()) {
        let span = span(document, &ground);
        let sentence = &source[span.clone()];
        let here = |with: &str| replaced(source, &span, with);
        let mut changes = vec![
            ("delete", here("")),
            ("negate", here(&negated(sentence))),
            ("strike", here(&format!("~~{sentence}~~"))),
            ("move", moved(document, &ground, source)),
            (
                "note",
                here(&format!("{sentence}[^x]")) + "\n\n[^x]: Not in Brazil.\n",
            ),
        ];
        changes.extend(
            with_other_force(sentence)
                .iter()
                .map(|with| ("force", here(with))),
        );
        changes.extend(
            with_other_numbers(sentence)
                .iter()
                .map(|with| ("number", here(with))),
        );
        changes.extend(
            with_other_addresses(sentence)
                .iter()
                .map(|with| ("address", here(with))),
        );
        changes.extend(split(sentence).map(|with| ("split", here(&with))));
        changes.extend(merged(document, &ground, source).map(|changed| ("merge", changed)));
        for (change, text) in changes {
            *tried.entry(change).or_default() += 1;
            let (site, found) = resolved(content, &text);
            let report = found.plain();
            let shown = &ground.sentence;
            assert!(site.is_none(), "{change}: {shown:?} may change unseen");
            for rule in &ground.rules {
                assert!(
                    report.contains(rule),
                    "{change}: {shown:?} does not name {rule}:\n{report}"
                );
            }
            assert!(
                report.contains("clauses.toml:"),
                "{change}: {shown:?} has no line:\n{report}"
            );
        }
    }
    // Without this, a type of change that applies nowhere would go untested unnoticed.
    let sorts: Vec<&str> = tried.keys().copied().collect();
    assert_eq!(
        sorts,
        [
            "address", "delete", "force", "merge", "move", "negate", "note", "number", "split",
            "strike"
        ]
    );
    assert!(tried["delete"] > 40 && tried["force"] > 100, "{tried:?}");
    let all: usize = tried.values().sum();
    println!(
        "changes of a clause's words that were refused, each naming its rules: {all} of {all}: {tried:?}"
    );
}

/// The byte range of the lines that contain a cited sentence; in a list, of all its items with the
/// lead-in.
fn surroundings(document: &Document, ground: &Ground, source: &str) -> Range<usize> {
    let block = &document.blocks[ground.block];
    let items = |list: usize| {
        document
            .blocks
            .iter()
            .filter(move |it| it.list == Some(list))
    };
    let whole = |list: usize| {
        let lead_in = document.lists[list].lead_in;
        let first = lead_in.map(|lead_in| document.blocks[lead_in].span.start);
        let spans: Vec<_> = items(list).map(|item| item.span.clone()).collect();
        first.unwrap_or(spans[0].start)..spans[spans.len() - 1].end
    };
    let leads = |list: &usize| document.lists[*list].lead_in == Some(ground.block);
    let list = block
        .list
        .or_else(|| (0..document.lists.len()).find(|list| leads(list)));
    let span = list.map_or(block.span.clone(), whole);
    let start = source[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let rest = &source[span.end..];
    start..span.end + rest.find('\n').unwrap_or(rest.len())
}

/// Lines with something before each that is not empty, the first with something else.
fn indented(lines: &str, first: &str, others: &str) -> String {
    let lines = lines
        .lines()
        .enumerate()
        .map(|(at, line)| match (at, line) {
            (0, line) => format!("{first}{line}"),
            (_, "") => String::new(),
            (_, line) => format!("{others}{line}"),
        });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_change_to_the_context_of_a_clause_stops_the_build_and_names_each_of_its_rules() {
    let real = Real::without_leftovers();
    let (content, source, document) = (&real.content, &real.source, real.document());
    for ground in grounds(document, &real.cited()) {
        let around = surroundings(document, &ground, source);
        let lines = &source[around.clone()];
        let here = |with: &str| replaced(source, &around, &format!("\n{with}\n"));
        let changes = [
            ("quotation", here(&indented(lines, "> ", "> "))),
            ("footnote", here(&indented(lines, "[^z]: ", "    "))),
            (
                "bullet",
                here(&indented(lines, "* This is history:\n\n  ", "  ")),
            ),
            (
                "second in a bullet",
                here(&indented(lines, "* History.\n\n  ", "  ")),
            ),
            ("code", here(&format!("```\n{lines}\n```"))),
            ("heading", here(&format!("#### This is history\n\n{lines}"))),
        ];
        for (change, text) in changes {
            let (site, found) = resolved(content, &text);
            let (report, shown) = (found.plain(), &ground.sentence);
            assert!(site.is_none(), "{change}: {shown:?} may change unseen");
            for rule in ground.rules.iter().filter(|rule| !is_no_rule(rule)) {
                assert!(
                    report.contains(rule),
                    "{change}: {shown:?} does not name {rule}:\n{report}"
                );
            }
        }
    }
}

#[test]
fn a_sentence_that_takes_a_clause_back_stops_the_build_whatever_its_words() {
    let real = Real::without_leftovers();
    let (content, source, document) = (&real.content, &real.source, real.document());
    for ground in grounds(document, &real.cited()) {
        let sentence = span(document, &ground).end;
        let around = surroundings(document, &ground, source);
        let after = |at: usize, with: &str| replaced(source, &(at..at), with);
        let changes = [
            ("beside it", after(sentence, " That is history.")),
            ("below", after(around.end, "\n\nThat is history.\n")),
            ("as an item", after(around.end, "\n\n* That is history.\n")),
            ("above", after(around.start, "What follows is history.\n\n")),
            (
                "in a table",
                after(around.end, "\n\n|That|is|\n|-|-|\n|now|history|\n"),
            ),
        ];
        for (change, text) in changes {
            let (site, found) = resolved(content, &text);
            let (report, shown) = (found.plain(), &ground.sentence);
            assert!(
                site.is_none(),
                "{change}: {shown:?} may be taken back unseen"
            );
            assert!(report.contains("guidelines.md:"), "{change}: {report}");
        }
        // A sentence added directly after a clause is shown with the rules that it may affect, or,
        // in a list of obligations, as a further item.
        let (_, found) = resolved(content, &after(sentence, " That is history."));
        let report = found.plain();
        let one_more = report.contains("its lead-in has the word");
        for rule in ground.rules.iter().filter(|rule| !is_no_rule(rule)) {
            assert!(one_more || report.contains(rule), "{rule}: {report}");
        }
    }
}

#[test]
fn a_lead_in_stops_the_build_when_it_changes_though_it_asks_for_nothing() {
    let real = Real::without_leftovers();
    let (content, source) = (&real.content, &real.source);
    let text = source.replace("In particular:", "None of this is so any longer:");
    assert_ne!(text, *source);
    let (site, found) = resolved(content, &text);
    assert!(site.is_none());
    let report = found.plain();
    assert!(
        report.contains("None of this is so any longer:"),
        "{report}"
    );
    assert!(
        report.contains("the lead-in that gives it its force is not named"),
        "{report}"
    );
}

#[test]
fn a_heading_above_stops_the_build() {
    let real = Real::without_leftovers();
    let (content, source, site) = (&real.content, &real.source, &real.site);
    for section in site.versions[0].document.sections.iter().skip(1) {
        let start = section.span.start;
        for level in 1..section.level {
            let heading = format!("{} This is history\n\n", "#".repeat(level.into()));
            let (site, found) = resolved(content, &replaced(source, &(start..start), &heading));
            let report = found.plain();
            assert!(site.is_none(), "above {}", section.title);
            assert!(report.contains("This is history"), "{report}");
        }
    }
}

#[test]
fn a_new_sentence_of_obligation_stops_the_build_in_any_place() {
    let real = Real::without_leftovers();
    let (content, source, site) = (&real.content, &real.source, &real.site);
    let ends: Vec<usize> = site.versions[0]
        .document
        .blocks
        .iter()
        .map(|block| block.span.end)
        .collect();
    for end in ends {
        let end = source[..end].trim_end().len();
        let text = replaced(source, &(end..end), " You must send it twice.");
        let (site, found) = resolved(content, &text);
        assert!(site.is_none(), "at byte {end}");
        assert!(
            found.plain().contains("guidelines.md:"),
            "{}",
            found.plain()
        );
    }
}

#[test]
fn a_heading_that_rules_name_stops_the_build_when_it_changes() {
    let real = Real::without_leftovers();
    let (content, source) = (&real.content, &real.source);
    let cited = real.cited();
    for section in &real.document().sections {
        let text = replaced(
            source,
            &section.span,
            &format!("{} Other words\n", "#".repeat(section.level.into())),
        );
        let (site, found) = resolved(content, &text);
        let report = found.plain();
        assert!(site.is_none(), "{}", section.title);
        for one in cited.iter().filter(|one| one.section == section.title) {
            assert!(
                one.is_no_rule() || report.contains(&one.by),
                "{}: {report}",
                section.title
            );
        }
    }
}

// ---- changes that no reader sees

/// What a reader sees, and where.
fn read_aloud(site: &Site) -> Vec<(String, String, String)> {
    let blocks = |document: &Document| -> Vec<(String, String, String)> {
        let report = |block: &Block| (block.address.clone(), block.text.clone(), block.digest());
        document.blocks.iter().map(report).collect()
    };
    blocks(&site.versions[0].document)
}

/// Lines of Markdown that are running text or items of a list.
fn lines_of_text(source: &str, change: impl Fn(&str) -> String) -> String {
    let changed = source.lines().map(|line| {
        if line.starts_with('#') || line.trim().is_empty() {
            line.to_owned()
        } else {
            change(line)
        }
    });
    changed.collect::<Vec<_>>().join("\n") + "\n"
}

/// Wraps running text after so many bytes, at spaces that are followed by a letter.
fn rewrapped(source: &str, width: usize) -> String {
    lines_of_text(source, |line| {
        let indent = if line.starts_with("* ") { "\n  " } else { "\n" };
        let mut wrapped = String::new();
        let mut length = 0;
        let mut words = line.split(' ').peekable();
        while let Some(word) = words.next() {
            wrapped.push_str(word);
            length += word.len() + 1;
            let safe = words
                .peek()
                .is_some_and(|next| next.starts_with(char::is_alphabetic));
            if length >= width && safe && word != "*" {
                wrapped.push_str(indent);
                length = 0;
            } else if words.peek().is_some() {
                wrapped.push(' ');
            }
        }
        wrapped
    })
}

/// The same with something else for the spaces inside of running text.
fn spaced(source: &str, space: &str) -> String {
    lines_of_text(source, |line| {
        let (bullet, text) = match line.strip_prefix("* ") {
            Some(text) => ("* ", text),
            None => ("", line),
        };
        format!("{bullet}{}", text.replace(' ', space))
    })
}

#[test]
fn a_change_of_markup_alone_causes_no_report() {
    let real = Real::read();
    let (content, source, site) = (&real.content, &real.source, &real.site);
    let expected = read_aloud(site);
    let clauses = |site: &Site| {
        site.versions[0]
            .rulebook
            .as_ref()
            .map(|book| book.rules.clauses.clone())
    };
    let linked = |from: &str, to: &str| {
        assert!(source.contains(from), "{from:?}");
        source.replace(from, to)
    };
    let changes = [
        ("wrapped at 40", rewrapped(source, 40)),
        ("wrapped at 72", rewrapped(source, 72)),
        ("a line a word", rewrapped(source, 1)),
        ("CRLF", source.replace('\n', "\r\n")),
        ("bullets -", linked("\n* ", "\n- ")),
        ("bullets +", linked("\n* ", "\n+ ")),
        ("bullets far in", linked("\n* ", "\n  *   ")),
        ("some bullets -", linked("* be signed", "- be signed")),
        ("loose lists", linked("\n* ", "\n\n* ")),
        (
            "no escapes",
            linked("\\(", "(").replace("\\)", ")").replace("\\#", "#"),
        ),
        ("NBSP", spaced(source, "\u{a0}")),
        ("NBSP beside a space", spaced(source, " \u{a0}")),
        ("narrow NBSP", spaced(source, "\u{202f}")),
        ("&#x20;", spaced(source, "&#x20; ")),
        ("&nbsp;", spaced(source, "&nbsp;")),
        ("U+200B", spaced(source, "\u{200b} \u{200b}")),
        ("two spaces", spaced(source, "  ")),
        (
            "spaces at the end",
            source.replace('\n', "  \n").replace("\n  \n", "\n\n"),
        ),
        (
            "emphasis",
            linked("law enforcement", "*law* **enforcement**"),
        ),
        ("no emphasis", linked("**not**", "not")),
        ("other emphasis", linked("**not**", "__not__")),
        (
            "words of links alone",
            linked(
                "[legal@rocket.chat](mailto:legal@rocket.chat)",
                "legal@rocket.chat",
            ),
        ),
        (
            "links as addresses",
            linked(
                "[https://open.rocket.chat](https://open.rocket.chat)",
                "<https://open.rocket.chat>",
            ),
        ),
        (
            "links by reference",
            linked("(https://rocket.chat/terms)", "[terms]")
                + "\n[terms]: https://rocket.chat/terms\n",
        ),
        (
            "closed headings",
            lines_of_headings(source, |line| format!("{line} ##")),
        ),
        (
            "underlined title",
            linked(
                "# Guidelines for Law Enforcement\n",
                "Guidelines for Law Enforcement\n===\n",
            ),
        ),
        (
            "entities",
            linked("–", "&ndash;")
                .replace('§', "&sect;")
                .replace('’', "&rsquo;"),
        ),
        ("empty lines", source.replace("\n\n", "\n\n\n\n")),
    ];
    for (change, text) in changes {
        assert_ne!(text, *source, "{change} changes nothing");
        let (changed, found) = resolved(content, &text);
        assert!(found.is_empty(), "{change}:\n{}", found.plain());
        let changed = changed.expect("a site");
        assert_eq!(read_aloud(&changed), expected, "{change}");
        assert_eq!(clauses(&changed), clauses(site), "{change}");
    }
}

fn lines_of_headings(source: &str, change: impl Fn(&str) -> String) -> String {
    let lines = source.lines();
    let changed = lines.map(|line| {
        if line.starts_with('#') {
            change(line)
        } else {
            line.to_owned()
        }
    });
    changed.collect::<Vec<_>>().join("\n") + "\n"
}
