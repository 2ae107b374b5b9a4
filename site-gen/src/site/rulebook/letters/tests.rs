//! Flattened letters, and the diagnostics for invalid ones.

use super::flatten::Partials;
use crate::content::Located;
use crate::content::letter_template::{Layer, LetterTemplate, Purpose};
use crate::diagnostic::{Diagnostics, Source};
use crate::site::simplify::Active;
use proptest::prelude::*;
use request_builder::letter::{Entries, MailPart, Paragraph};

fn letter(text: &str) -> (LetterTemplate, Diagnostics) {
    let source = Source::new("content/request/letters/account.md", text);
    LetterTemplate::parse(source, Layer::Site, Purpose::Letter)
}

/// Parses a text without errors.
fn valid_template(name: &str, text: &str, layer: Layer, purpose: Purpose) -> LetterTemplate {
    let source = Source::new(format!("letters/{name}.md"), text);
    let (template, found) = LetterTemplate::parse(source, layer, purpose);
    assert!(found.is_empty(), "{}", found.plain());
    template
}

/// Formats one paragraph per line.
fn shown(paragraphs: &[Located<Paragraph>]) -> String {
    paragraphs.iter().map(|it| line(&it.value)).collect()
}

fn line(paragraph: &Paragraph) -> String {
    let mut line = format!("{:?}", paragraph.style).to_lowercase();
    if let Some(when) = &paragraph.when {
        line += &format!(" if {when}");
    }
    if let Some(group) = &paragraph.for_each {
        line += &format!(" each {group}");
    }
    if paragraph.entries != Entries::Any {
        line += &format!(" ({:?})", paragraph.entries).to_lowercase();
    }
    if paragraph.blank_only {
        line += " blank";
    }
    line += if paragraph.optional { " ? " } else { ": " };
    line += &paragraph.text.replace('\n', " / ");
    for more in &paragraph.more {
        line += &format!(" +{}", more.replace('\n', " / "));
    }
    for column in &paragraph.columns {
        let optional = if column.optional { "? " } else { "" };
        line += &format!("| {}: {optional}{} ", column.head, column.text);
        if let Some(instead) = &column.instead {
            line += &format!("[if {}: {}] ", instead.when, instead.text);
        }
    }
    if let Some(rule) = &paragraph.rule {
        line = format!("{} ^{rule}", line.trim_end());
    }
    line.trim_end().to_owned() + "\n"
}

fn account(template: &LetterTemplate, partials: &Partials<'_>, part: &Active<'_>) -> String {
    let (paragraphs, found) = template.paragraphs(&"account".into(), partials, part);
    assert!(found.is_empty(), "{}", found.plain());
    assert!(
        paragraphs
            .iter()
            .all(|it| it.value.kinds == ["account".into()])
    );
    shown(&paragraphs)
}

/// Flattens a site's letter.
fn paragraphs(text: &str) -> String {
    let template = valid_template("account", text, Layer::Site, Purpose::Letter);
    account(&template, &Partials::new(), &Active::all())
}

/// Flattens a library letter in which names that begin with `no-` are inactive.
fn library(text: &str) -> String {
    let template = valid_template("account", text, Layer::Library, Purpose::Letter);
    let active = |name: &str| !name.starts_with("no-");
    let active = Active {
        question: &active,
        rule: &active,
        group: &active,
        kind: &active,
        option: &|_, option| active(option),
        ..Active::all()
    };
    account(&template, &Partials::new(), &active)
}

#[test]
fn a_letter_of_the_library_leaves_out_options_that_a_site_does_not_have() {
    for (text, expected) in [
        (
            "[if a is b]\nText\n[else]\nOther\n[end]",
            "text if a is b: Text\ntext if a is not b: Other\n",
        ),
        (
            "[if a is no-b]\nText\n[else]\nOther\n[end]",
            "text: Other\n",
        ),
        ("[if a is b, no-b]\nText\n[end]", "text if a is b: Text\n"),
    ] {
        assert_eq!(library(text), expected, "{text}");
    }
}

#[test]
fn each_sort_of_block_becomes_its_paragraph() {
    for (text, expected) in [
        (
            "One line.\nAnother. [^rule]\n\nA second block.",
            "text: One line. / Another. ^rule\ntext: A second block.\n",
        ),
        (
            "// A note.\nText\n// in between\ngoes on.\n",
            "text: Text / goes on.\n",
        ),
        (
            "A\n? B {b}\nC\n? D [^d]",
            "text: A\ntext ? B {b} / C\ntext ? D ^d\n",
        ),
        (
            "# {kind.title}: {server} [^a]\n## Heading\nText",
            "subject: {kind.title}: {server} ^a\nheading: Heading\ntext: Text\n",
        ),
        (
            "[address] [^to]\nCompany\n{organisation.postal-address}\n\nDear all,",
            "address: Company / {organisation.postal-address} ^to\ntext: Dear all,\n",
        ),
        (
            "[date]\n{today}\n[signature]\n{name}\n# not a heading there",
            "date: {today}\nsignature: {name} / # not a heading there\n",
        ),
        (
            "[enclosure] [^a]\nEnclosure: one\n? Enclosure: {two} [^b]",
            "enclosure: Enclosure: one ^a\nenclosure ? Enclosure: {two} ^b\n",
        ),
        (
            "[cover sheet]\n# URGENT\nFrom: {name} [^a]\n? Phone: {phone}\n\nDate\n[page break] [^b]\n# Subject",
            "covertitle: URGENT\ncover: From: {name} ^a\ncover ? Phone: {phone}\ncover: Date\npagebreak: ^b\nsubject: Subject\n",
        ),
        (
            "[for each item] [^it]\n1. {category}\n   {details}\n? From: {from}\n? Up to:\n{to}\n[end]\n2. Alone\n3. Last",
            "item each item: {category} / {details} +From: {from} +Up to: / {to} ^it\nitem: Alone\nitem: Last\n",
        ),
        (
            "[facts] [^a]\nKind: {kind}\n? Issued by: {issuer} [^b]\n\nText: more",
            "fact: Kind: {kind} ^a\nfact ? Issued by: {issuer} ^b\ntext: Text: more\n",
        ),
        (
            "[for each item, if one]\n[facts]\nName: {name}\n[end]\n[for each item, if several]\n| Name |\n|-|\n| {name} |\n[end]",
            "fact each item (one): Name: {name}\ntable each item (several): | Name: {name}\n",
        ),
        (
            "[signature]\n{name}\n? {title}\nPhone: {phone}",
            "signature: {name} / ? {title} / Phone: {phone}\n",
        ),
        ("1999. That was a year.", "text: 1999. That was a year.\n"),
        (
            "[blank letters]\nYes or no?\n[end]",
            "text blank: Yes or no?\n",
        ),
        (
            "A word [sic] and a ] or [two",
            "text: A word [sic] and a ] or [two\n",
        ),
        ("Text.\n[^rule]", "text: Text. ^rule\n"),
        ("- a dash\n- another", "text: - a dash / - another\n"),
        ("", ""),
    ] {
        assert_eq!(paragraphs(text), expected, "{text}");
    }
}

#[test]
fn conditions_in_each_other_become_one() {
    for (text, expected) in [
        (
            "[if a]\nYes\n[else]\nNo\n[end]",
            "text if a: Yes\ntext if not a: No\n",
        ),
        (
            "[if a is not b]\nYes\n[else]\nNo\n[end]",
            "text if a is not b: Yes\ntext if a is b: No\n",
        ),
        (
            "[if a]\n1st\n[else if b]\n2nd\n[else if c]\n3rd\n[else]\n4th\n[end]",
            "text if a: 1st\ntext if not a and b: 2nd\ntext if not a and not b and c: 3rd\ntext if not a and not b and not c: 4th\n",
        ),
        (
            "[if a or b]\n[if c and d]\nText\n[end]\n[end]",
            "text if (a or b) and c and d: Text\n",
        ),
        (
            "[if a or b]\nText\n[else]\nOther\n[end]",
            "text if a or b: Text\ntext if not (a or b): Other\n",
        ),
        // The kind is known.
        (
            "[if kind is account]\nText\n[else]\nOther\n[end]",
            "text: Text\n",
        ),
        (
            "[if kind is contents]\nText\n[else if a]\nOther\n[end]",
            "text if a: Other\n",
        ),
        (
            "[if (kind is account, contents) and a]\nText\n[end]",
            "text if a: Text\n",
        ),
        (
            "[if username beyond \"]:\"]\nText\n[end]",
            "text if username beyond \"]:\": Text\n",
        ),
    ] {
        assert_eq!(paragraphs(text), expected, "{text}");
    }
}

#[test]
fn a_table_has_a_row_for_each_entry() {
    let text = "\
[for each account] [^both]
| Username | What else | a \\| b |
|---|:--|---|
| {username} [if unknown is yes: not known: {reason}] | ? {other} | ? |
[end]";
    assert_eq!(
        paragraphs(text),
        "table each account: | Username: {username} [if unknown is yes: not known: {reason}] \
         | What else: ? {other} | a | b: ? ^both\n"
    );
}

#[test]
fn partials_are_put_in_where_they_are_named() {
    let server = valid_template(
        "server",
        "## Server\nServer: {server}\n\n[insert more]",
        Layer::Site,
        Purpose::Letter,
    );
    let more = valid_template("more", "# In it", Layer::Site, Purpose::Letter);
    let partials = Partials::from([("server", &server), ("more", &more)]);
    let text = "Before\n[if a]\n[cover sheet]\n[insert more]\n[page break]\n[insert server]\n[end]";
    let letter = valid_template("account", text, Layer::Site, Purpose::Letter);
    assert_eq!(
        account(&letter, &partials, &Active::all()),
        "text: Before\ncovertitle if a: In it\npagebreak if a:\nheading if a: Server\n\
         text if a: Server: {server}\nsubject if a: In it\n"
    );
    let (placed, _) = letter.paragraphs(&"account".into(), &partials, &Active::all());
    assert_eq!(placed[4].place.source.name(), "letters/server.md");
    assert_eq!(placed[4].place.span, Some(10..26));
}

#[test]
fn the_library_reports_nothing_about_unused_items() {
    for (text, expected) in [
        ("A\nShows {no-answer}\nC", "text: A / C\n"),
        ("? A:\n{no-answer}\n? B", "text ? B\n"),
        ("Text [^no-rule]", ""),
        ("Text [^no-rule?]", "text: Text\n"),
        ("Text [^no-rule] [^rule?]", "text: Text ^rule\n"),
        ("Text [^no-rule?] [^rule]", "text: Text ^rule\n"),
        ("[address] [^no-rule]\nTo", ""),
        (
            "## Gone\nText [^no-rule]\n## Kept\nText",
            "heading: Kept\ntext: Text\n",
        ),
        (
            "## Gone\n[if no-answer]\nText\n[end]\n[signature]\nMe",
            "signature: Me\n",
        ),
        ("## Gone\n[insert gone]", ""),
        // Nothing below this heading was removed: the text below it belongs to another one.
        (
            "[if a]\n## A\n[else if no-b]\n## B\nText\n[else]\n## C\n[end]\nText",
            "heading if a: A\nheading if not a: C\ntext: Text\n",
        ),
        ("## Alone", "heading: Alone\n"),
        (
            "[if a or no-answer]\nText\n[else]\nOther\n[end]",
            "text if a: Text\ntext if not a: Other\n",
        ),
        (
            "[if no-answer is not yes]\nText\n[else]\nOther\n[end]",
            "text: Text\n",
        ),
        (
            "[if rule no-rule]\nText\n[else]\nOther\n[end]",
            "text: Other\n",
        ),
        (
            "[if a and (b or rule rule)]\nText\n[end]",
            "text if a: Text\n",
        ),
        (
            "[if not rule no-rule and a is yes]\nText\n[end]",
            "text if a is yes: Text\n",
        ),
        ("[for each no-group]\nText\n[end]", ""),
        ("[for each item] [^no-rule]\nText\n[end]", ""),
        (
            "[for each item]\n1. {a}\n{no-b}\n? {no-c}\n? {d}\n[end]",
            "item each item: {a} +{d}\n",
        ),
        (
            "[for each item]\n| A | B | C |\n|-|-|-|\n| {a} [if no-b: none] | {no-c} | {no-d} [if not no-e: unknown] |\n[end]",
            "table each item: | A: {a} | C: unknown\n",
        ),
    ] {
        let text = text.replace("[insert gone]", "[if no-answer]\n[insert gone]\n[end]");
        assert_eq!(library(&text), expected, "{text}");
    }
    // A site's own text is used as written.
    assert_eq!(
        valid_template(
            "a",
            "Shows {no-answer} [^no-rule]",
            Layer::Site,
            Purpose::Letter
        )
        .paragraphs(
            &"a".into(),
            &Partials::new(),
            &Active {
                rule: &|_| false,
                ..Active::all()
            }
        )
        .0
        .len(),
        1
    );
}

#[test]
fn the_covering_mail_has_a_subject_words_and_attachments() {
    let text = "\
[if case-number]
# {kind.title}, our reference {case-number}
[else]
# {kind.title}
[end]

[if kind is emergency]
Urgent.
By: {respond-by}
[end]

- Copy of the process [^process]
- Another
  of two lines";
    let mail = valid_template("mail", text, Layer::Site, Purpose::Mail);
    let one_line = |part: &Located<MailPart>| {
        let part = &part.value;
        let when = part.when.as_ref().map(|when| format!(" if {when}"));
        let rule = part.rule.as_ref().map(|rule| format!(" ^{rule}"));
        format!(
            "{:?}{}: {}{}\n",
            part.part,
            when.unwrap_or_default(),
            part.text.replace('\n', " / "),
            rule.unwrap_or_default()
        )
    };
    let shown = |kind: Option<&str>| -> String {
        let kind = kind.map(Into::into);
        let (parts, found) = mail.mail_parts(kind.as_ref(), &Active::all());
        assert!(found.is_empty());
        parts.iter().map(one_line).collect()
    };
    let subjects = "\
Subject if case-number: {kind.title}, our reference {case-number}
Subject if not case-number: {kind.title}
";
    let attached = "Attachment: Copy of the process ^process\nAttachment: Another / of two lines\n";
    let urgent = "Text if kind is emergency: Urgent. / By: {respond-by}\n";
    assert_eq!(shown(None), format!("{subjects}{urgent}{attached}"));
    assert_eq!(shown(Some("account")), format!("{subjects}{attached}"));
}

#[test]
fn a_letter_says_what_it_names_and_where() {
    let text = "\
[if a is b and rule c]
{d} and {e}, {today}: {d} [^f] [^g?]
[end]
[for each h]
[insert i]
[end]";
    let letter = valid_template("account", text, Layer::Site, Purpose::Letter);
    let at = |place: &crate::diagnostic::Place| {
        text[place.span.clone().expect("it is a place")].to_owned()
    };
    let questions: Vec<_> = letter
        .questions()
        .iter()
        .map(|it| (it.value.to_string(), at(&it.place)))
        .collect();
    let expected = [
        ("d", "{d}"),
        ("e", "{e}"),
        ("d", "{d}"),
        ("a", "a is b and rule c"),
    ];
    assert_eq!(
        questions,
        expected.map(|(name, at)| (name.to_owned(), at.to_owned()))
    );
    assert_eq!(letter.placeholders().len(), 4);
    let conditions: Vec<_> = letter
        .conditions()
        .iter()
        .map(|it| it.value.to_string())
        .collect();
    assert_eq!(conditions, ["a is b"]);
    let names = |names: Vec<Located<String>>| -> Vec<_> {
        names
            .into_iter()
            .inspect(|it| assert_eq!(at(&it.place), it.value))
            .map(|it| it.value)
            .collect()
    };
    assert_eq!(names(letter.footnotes()), ["f"]);
    assert_eq!(names(letter.rules_asked_for()), ["c"]);
    assert_eq!(names(letter.groups()), ["h"]);
    assert_eq!(names(letter.inserts()), ["i"]);
}

#[test]
fn an_invalid_letter_is_reported_with_its_place_and_the_allowed_syntax() {
    let mut report = String::new();
    for text in [
        "[adress]\nTo",
        "[see annex]\nText",
        "[iff a]\nText\n[end]",
        "Text\n[end]",
        "Text\n[if a]\nText\n\nMore",
        "[if operator is]\nText\n[end]",
        "[if operator = cloud]\nText\n[end]",
        "[if a and b or c]\nText\n[end]",
        "[if]\nText\n[end]",
        "[else]\nText",
        "[if a]\nText\n[else]\nMore\n[else if b]\nEven more\n[end]",
        "[for each account]\nText\n[else]\nMore\n[end]",
        "[for each the account]\nText\n[end]",
        "[for each account, if many]\nText\n[end]",
        "[facts]\nKind {kind}",
        "[for each a]\n[for each b]\nText\n[end]\n[end]",
        "[if a] Text [end]",
        "Text [if a] more [end]",
        "[if a\nText",
        "[cover sheet]\n# Title",
        "[if a]\n[cover sheet]\n# Title\n[end]",
        "[cover sheet]\n[if a]\n[page break]\n[end]\n[page break]",
        "[address]\n\nTo",
        "[date]\n[signature]\nMe",
        "Text [^rule] goes on",
        "Text [^Rule]",
        "[^rule]",
        "[if a] [^rule]\nText\n[end]",
        "### Small\n\n##",
        "[insert ../secret.md]",
        "[for each a]\n| A | B |\n|---|\n| a | b |\n[end]",
        "[for each a]\n| A |\n|---|\n[end]",
        "[for each a]\n| A |\n| a |\n[end]",
        "[for each a]\n| A |\n|---|\n| a |\n| b |\n[end]",
        "[for each a]\n| A |\n|---|\n| a [if b is yes] |\n[end]",
        "[for each a]\n| A |\n|---|\n| a [if b is: c] |\n[end]",
        "[for each a]\n| A |\n|---|\n| [if b: c] d |\n[end]",
        "+++\ntitel = \"Account\"\n+++\nText",
    ] {
        let (_, found) = letter(text);
        assert!(found.has_errors(), "{text}");
        report += &found.plain();
        report += "\n----\n";
    }
    insta::assert_snapshot!(report);
}

#[test]
fn an_invalid_covering_mail_is_reported_with_its_place_and_the_allowed_syntax() {
    let text = "\
## Heading

? Optional

[insert server]

[address]
To

| A |
|---|
| a |";
    let source = Source::new("content/request/letters/mail.md", text);
    let (_, found) = LetterTemplate::parse(source, Layer::Site, Purpose::Mail);
    insta::assert_snapshot!(found.plain());
}

#[test]
fn texts_that_cannot_be_put_together_say_where_and_why() {
    let parse = |name, text| valid_template(name, text, Layer::Site, Purpose::Letter);
    let server = parse("server", "[insert round]");
    let round = parse("round", "Text\n[insert server]");
    let each = parse("each", "[for each account]\nText\n[end]");
    let table = parse("table", "| A |\n|---|\n| a |");
    let partials = Partials::from([
        ("server", &server),
        ("round", &round),
        ("each", &each),
        ("table", &table),
    ]);
    let letter = parse(
        "account",
        "[insert servre]\n[insert what-is-this]\n[insert server]\n[insert table]\n[for each item]\n[insert each]\n[insert table]\n[end]",
    );
    let (_, found) = letter.paragraphs(&"account".into(), &partials, &Active::all());
    insta::assert_snapshot!(found.plain());
}

#[test]
fn no_text_grows_or_runs_deep_beyond_a_bound() {
    let many = 20_000;
    let nested = "[if a]\nText\n".repeat(many) + &"[end]\n".repeat(many);
    let (template, found) = letter(&nested);
    assert!(found.has_errors());
    drop(template);
    for text in [
        "[if a]\n".repeat(many),
        "[end]\n".repeat(many),
        format!("[if a]\n{}", "[else if b]\nText\n".repeat(many)),
        format!("[if {}]\nText\n[end]", "not ".repeat(many)),
        format!("[if {}]\nText\n[end]", vec!["a"; many].join(" or ")),
        "[^a]".repeat(many),
        "[".repeat(many),
        "[\"".repeat(many),
        "[if \"\\".repeat(many),
        "{".repeat(many) + "}",
        "|".repeat(many) + "\n|---|\n|a|",
        "[cover sheet]\n".repeat(many),
        "? ".repeat(many),
        "# ".repeat(many),
        "[for each a]\n".repeat(many),
        format!("[for each a] {}\nText\n[end]", "[^b] ".repeat(many)),
    ] {
        let (template, _) = letter(&text);
        let (paragraphs, _) = template.paragraphs(&"a".into(), &Partials::new(), &Active::all());
        let length: usize = shown(&paragraphs).len();
        assert!(length < 4_100 * (text.len() + 1), "{}", &text[..20]);
    }
    // Texts that insert each other twice would be inserted a million times.
    let names: Vec<String> = (0..20).map(|at| format!("p{at}")).collect();
    let texts: Vec<LetterTemplate> = (1..=20)
        .map(|next| letter(&format!("Text\n[insert p{next}]\n[insert p{next}]")).0)
        .collect();
    let partials: Partials<'_> = names.iter().map(String::as_str).zip(&texts).collect();
    let (paragraphs, found) = texts[0].paragraphs(&"a".into(), &partials, &Active::all());
    assert!(found.has_errors() && paragraphs.len() < 1_000);
}

/// A valid text, and its words.
fn a_text() -> impl Strategy<Value = (String, Vec<String>)> {
    let words = "[a-zA-Zé(][a-zA-Zé.,?!()]{0,8}( [a-zA-Zé.,0-9]{1,8}){0,4}";
    let lines = prop::collection::vec(words, 1..4);
    let mark = prop::sample::select(vec![
        "",
        "? ",
        "# ",
        "## ",
        "1. ",
        "[address]\n",
        "[signature]\n",
        "[enclosure]\n",
        "[date]\n",
    ]);
    let footnote = prop::sample::select(vec!["", " [^rule]", "\n// note"]);
    let block = (mark, lines, footnote).prop_map(|(mark, lines, footnote)| {
        (format!("{mark}{}{footnote}\n\n", lines.join("\n")), lines)
    });
    let leaf = block.boxed();
    let inner = leaf.prop_recursive(4, 24, 4, |inner| {
        let several = prop::collection::vec(inner, 1..4).prop_map(|parts| {
            let (texts, words): (Vec<String>, Vec<Vec<String>>) = parts.into_iter().unzip();
            (texts.concat(), words.concat())
        });
        let around = prop::sample::select(vec![
            ("", ""),
            ("[if a]\n", "[end]\n"),
            ("[if a]\nYes\n[else if b is c]\n", "[else]\nNo\n[end]\n"),
        ]);
        (around, several)
            .prop_map(|((begin, end), (text, words))| (format!("{begin}{text}{end}"), words))
    });
    prop_oneof![
        inner.clone(),
        inner
            .clone()
            .prop_map(|(text, words)| (format!("[cover sheet]\n{text}[page break]\n"), words)),
        inner
            .clone()
            .prop_map(|(text, words)| (format!("[blank letters]\n{text}[end]"), words)),
        inner.prop_map(|(text, words)| (format!("[for each g]\n{text}[end]"), words)),
    ]
}

proptest! {
    #[test]
    fn no_word_is_lost((text, words) in a_text(), layer in prop::sample::select(vec![Layer::Site, Layer::Library])) {
        let source = Source::new("letters/a.md", text.as_str());
        let (template, found) = LetterTemplate::parse(source, layer, Purpose::Letter);
        prop_assert!(!found.has_errors(), "{}\n{}", text, found.plain());
        let (paragraphs, found) = template.paragraphs(&"a".into(), &Partials::new(), &Active::all());
        prop_assert!(found.is_empty());
        let mut out = paragraphs.iter().flat_map(|it| {
            let more = it.value.more.iter().flat_map(|text| text.lines());
            it.value.text.lines().chain(more)
        });
        for line in &words {
            let line = line.trim();
            prop_assert!(out.any(|out| out.ends_with(line)), "{:?} of\n{}", line, text);
        }
    }

    #[test]
    fn no_text_stops_the_reader(text in any::<String>(), purpose in prop::sample::select(vec![Purpose::Letter, Purpose::Mail])) {
        let (template, _) = LetterTemplate::parse(Source::new("a", text), Layer::Library, purpose);
        let _ = template.paragraphs(&"a".into(), &Partials::new(), &Active::all());
    }

    #[test]
    fn no_pieces_stop_the_reader(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "[if a]", "[else]", "[else if é]", "[end]", "[for each a]", "[blank letters]", "[cover sheet]",
                "[page break]", "[address]", "[date]", "[insert a]", "[if ", "a: b", "]", "[", "[^a]", "[^", "| a |",
                "|---|", "|", "\\|", "? ", "# ", "## ", "- ", "1. ", "{a}", "{", "\"", "\\", "é", "+++", "//", "rule ",
                "\n", "\n", "\n\n", " ",
            ]),
            0..24,
        ),
        purpose in prop::sample::select(vec![Purpose::Letter, Purpose::Mail]),
    ) {
        let source = Source::new("a", pieces.concat());
        let (template, found) = LetterTemplate::parse(source, Layer::Library, purpose);
        let _ = found.plain();
        let partials = Partials::from([("a", &template)]);
        let (paragraphs, found) = template.paragraphs(&"a".into(), &partials, &Active::all());
        let _ = (shown(&paragraphs), found.plain());
        let _ = (template.questions(), template.footnotes(), template.mail_parts(None, &Active::all()));
    }
}

#[test]
fn a_name_that_is_never_closed_is_noticed() {
    for (text, name) in [
        ("Dear {officer-name,", "did you mean `{officer-name}`?"),
        (
            "{organisation.mailbox\nNext",
            "did you mean `{organisation.mailbox}`?",
        ),
        ("{if phone", "`[if phone]`, and `[end]` after it"),
        ("{if phone}", "`[if phone]`, and `[end]` after it"),
    ] {
        let source = Source::new("letters/a.md", text);
        let (_, found) = LetterTemplate::parse(source, Layer::Site, Purpose::Letter);
        let found = found.plain();
        assert!(found.contains(name), "{text}: {found}");
    }
}
