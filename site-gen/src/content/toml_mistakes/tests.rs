use super::{Wanted, at};

fn corrected(line: &str, wanted: Wanted) -> Option<String> {
    let text = format!("x = 1\n  {line} \ny = 2\n");
    at(&text, 9, &|_, _| wanted).map(|found| found.corrected)
}

#[test]
fn a_mistake_is_named_if_its_correction_is_toml() {
    use Wanted::{List, Number, Text, YesNo};
    for (line, wanted, right) in [
        ("language\u{a0}= \"en\"", Text, "language = \"en\""),
        ("// English", Text, "# English"),
        ("/* English */", Text, "# English"),
        ("[also", Text, "[also]"),
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
        let found = at(text, place, &|_, _| Wanted::Text).map(|found| found.corrected);
        assert_eq!(found.as_deref(), Some(right));
    }
}
