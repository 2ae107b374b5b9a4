use super::{ExpectedType, at, is_simple};

fn corrected(line: &str, wanted: ExpectedType) -> Option<String> {
    let text = format!("x = 1\n  {line} \ny = 2\n");
    at(&text, 9, &|_, _| wanted).map(|found| found.corrected)
}

#[test]
fn a_mistake_is_named_if_its_correction_is_toml() {
    use ExpectedType::{List, Number, Text, YesNo};
    for (line, wanted, right) in [
        ("language\u{a0}= \"en\"", Text, "language = \"en\""),
        ("// English", Text, "# English"),
        ("/* English */", Text, "# English"),
        ("[allowed", Text, "[allowed]"),
        ("[question urgency]", Text, "[question.urgency]"),
        ("[question][urgency]", Text, "[question.urgency]"),
        ("language: \"en\"", Text, "language = \"en\""),
        ("language: en", Text, "language = \"en\""),
        ("clauses.a-b: \"c\"", Text, "clauses.a-b = \"c\""),
        ("accent: #2c5f2d;", Text, "accent = \"#2c5f2d\""),
        ("quote: \"a\",", Text, "quote = \"a\""),
        ("\"title\": \"a\",", Text, "title = \"a\""),
        ("language == \"en\"", Text, "language = \"en\""),
        ("accent = #2c5f2d", Text, "accent = \"#2c5f2d\""),
        ("raw-html = True", YesNo, "raw-html = true"),
        ("raw-html = Yes", YesNo, "raw-html = true"),
        ("label = Yes", Text, "label = \"Yes\""),
        ("days = 30 days", Number, "days = 30"),
        ("names = [\"A\"; \"B\"]", List, "names = [\"A\", \"B\"]"),
        ("names = [\"A\" \"B\"]", List, "names = [\"A\", \"B\"]"),
        ("names = [A, B]", List, "names = [\"A\", \"B\"]"),
        ("names = [\"A\", \"B\"", List, "names = [\"A\", \"B\"]"),
        ("kinds = (\"A\", \"B\")", List, "kinds = [\"A\", \"B\"]"),
        ("names = A b", List, "names = [\"A b\"]"),
        ("a = \"say \"b\" now\"", Text, "a = \"say \\\"b\\\" now\""),
        (
            "a.b = \"say \"b\" now\"",
            Text,
            "a.b = \"say \\\"b\\\" now\"",
        ),
        ("a = \"say \"\"b\"\".\"", Text, "a = \"say \\\"b\\\".\""),
        ("a = \"\"b.\"\"", Text, "a = \"b.\""),
        ("when = \"a is \"b\"\"", Text, "when = \"a is b\""),
        ("a = 'Harbour's name'", Text, "a = \"Harbour's name\""),
        ("a = ``bear a seal.``", Text, "a = \"bear a seal.\""),
        ("a = \"themes\\logo.svg\"", Text, "a = \"themes/logo.svg\""),
        (
            "a = \"Such as C:\\Users.\"",
            Text,
            "a = \"Such as C:\\\\Users.\"",
        ),
        ("a = \"b\",", Text, "a = \"b\""),
        ("a = \"b\";", Text, "a = \"b\""),
        ("a = \"b\" // c", Text, "a = \"b\" # c"),
        (
            "a = { b: \"c: d\", \"e\": \"f\" }",
            Text,
            "a = { b = \"c: d\", e = \"f\" }",
        ),
        ("a = 31/01/2020", Text, "a = \"2020-01-31\""),
        ("a = New address", Text, "a = \"New address\""),
        ("a = - New address", Text, "a = \"New address\""),
        ("a = \"b", Text, "a = \"b\""),
        ("a b = \"c\"", Text, "a-b = \"c\""),
        ("a =", List, "a = [\"…\"]"),
    ] {
        assert_eq!(corrected(line, wanted).as_deref(), Some(right), "{line}");
    }
    for line in ["a = [", "", "https://a.example/"] {
        assert_eq!(corrected(line, Text), None, "{line}");
    }
    assert_eq!(at("é", 1, &|_, _| Text), None);
    assert_eq!(at("", 7, &|_, _| Text), None);
}

#[test]
fn lines_of_yaml_become_a_table_a_list_or_a_text() {
    let text = "label = \"One\ntwo.\"\norganisation:\n  host:\n    name: Harbour\nnames:\n  - A\n  - \"B\"\nsummary: |\n  One\n  two.\n---\n";
    for (place, right) in [
        ("label", "label = \"One two.\""),
        ("organisation", "[organisation]"),
        ("host", "[organisation.host]"),
        ("name:", "name = \"Harbour\""),
        ("names", "names = [\"A\", \"B\"]"),
        ("- \"B", "names = [\"A\", \"B\"]"),
        ("summary", "summary = \"One two.\""),
        ("---", ""),
    ] {
        let place = text.find(place).expect("it is there");
        let found = at(text, place, &|_, _| ExpectedType::Text).map(|found| found.corrected);
        assert_eq!(found.as_deref(), Some(right));
    }
}

#[test]
fn only_a_line_that_can_be_meant_in_one_way_is_certain() {
    use ExpectedType::{List, Number, Text, YesNo};
    let certain = |text: &str, place: usize, wanted: ExpectedType| {
        let found = at(text, place, &|_, _| wanted);
        found.is_some_and(|found| found.is_certain && is_simple(text, &found.span))
    };
    for (line, wanted) in [
        ("summary: The first day;", Text),
        ("// English", Text),
        ("raw-html = Yes", YesNo),
        ("names = \"A\",", List),
    ] {
        assert!(certain(line, 0, wanted), "{line}");
    }
    for (line, wanted) in [
        ("a = \"A \"B\" C\" # was \"D\"", Text),
        ("a = \"A\" b = \"c\"", Text),
        ("a = 'A' b = 'c'", Text),
        ("a = b, c: d", Text),
        ("a = b, // c, // d", Text),
        ("names = [A, B] # x, y", List),
        ("names = [A, Inc.]", List),
        ("names = A, Inc.", List),
        ("days = 2 weeks", Number),
        ("raw-html = no way", YesNo),
        ("a = \"One\\nTown\\, Country\"", Text),
        ("a = \"legal\\_team@example.org\"", Text),
        ("a: b # c", Text),
        ("  a: b", Text),
        ("a = \"A\nb: c\"", Text),
        ("a:\n- b # c\n- d", List),
        ("a: |\n  b\n  c", List),
    ] {
        assert!(!certain(line, 0, wanted), "{line}");
    }
    let text = "a = \"\"\"\n// b \\d\n\"\"\"\n";
    assert_eq!(at(text, text.find("//").unwrap_or(0), &|_, _| Text), None);
}

#[test]
fn text_after_a_value_does_not_hide_its_mistake() {
    use ExpectedType::{List, Text, YesNo};
    for (line, wanted, right) in [
        ("a = A title # b", Text, "a = \"A title\" # b"),
        (
            "a = \"A \"B\" C\" # \"D\"",
            Text,
            "a = \"A \\\"B\\\" C\" # \"D\"",
        ),
        (
            "names = [A, B] # x, y",
            List,
            "names = [\"A\", \"B\"] # x, y",
        ),
        ("a: \"10\u{a0}000\"", Text, "a = \"10\u{a0}000\""),
        ("raw-html = no way", YesNo, "raw-html = true"),
        (
            "a = \"legal\\_team@b.org\"",
            Text,
            "a = \"legal_team@b.org\"",
        ),
        ("a = \"One\\nTown\\, C\"", Text, "a = \"One\\nTown\\\\, C\""),
    ] {
        assert_eq!(corrected(line, wanted).as_deref(), Some(right), "{line}");
    }
    let marks = format!("a = b{}", ",".repeat(100_000));
    assert_eq!(corrected(&marks, Text).as_deref(), Some("a = \"b\""));
    let comments = format!("a = b{}", ", //".repeat(10_000));
    assert!(corrected(&comments, Text).is_some());
    let lines = "a:\n- b: c\n";
    assert_eq!(
        at(lines, 0, &|_, _| List).map(|it| it.corrected).as_deref(),
        Some("a = [\"…\"]")
    );
    let lines = "a: |\n  b\n  c\n";
    assert_eq!(
        at(lines, 0, &|_, _| List).map(|it| it.corrected).as_deref(),
        Some("a = [\"b\", \"c\"]")
    );
}
