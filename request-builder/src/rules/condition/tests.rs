//! Conditions read back from their text as they were; an error says where and what to write.

use super::{
    Beyond, Condition, DEPTH, Days, HostIs, MailIs, Mentions, Older, TwoQuestions, Within,
};
use crate::rules::MailClass;
use proptest::prelude::*;

fn parse(text: &str) -> Condition {
    text.parse()
        .unwrap_or_else(|error| panic!("`{text}`: {error}"))
}

fn answered(name: &str) -> Condition {
    Condition::Answered(name.into())
}

fn is(of: &str, options: &[&str]) -> Condition {
    Condition::Is {
        of: of.into(),
        options: options.iter().map(|&option| option.into()).collect(),
    }
}

fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one line for each form of a condition"
)]
fn each_form_of_a_condition_is_read() {
    let cases = [
        ("username", answered("username")),
        (
            "operator is cloud, unknown",
            is("operator", &["cloud", "unknown"]),
        ),
        (
            "operator is not cloud, unknown",
            not(is("operator", &["cloud", "unknown"])),
        ),
        (
            "kind is account, contents",
            Condition::Kind(vec!["account".into(), "contents".into()]),
        ),
        (
            "kind is not account",
            not(Condition::Kind(vec!["account".into()])),
        ),
        (
            "valid official-email",
            Condition::Valid("official-email".into()),
        ),
        (
            "host of server-url is other, look-alike",
            Condition::Host(HostIs {
                of: "server-url".into(),
                is: vec!["other".into(), "look-alike".into()],
            }),
        ),
        (
            "mail of mail is not free",
            not(Condition::Mail(MailIs {
                of: "mail".into(),
                is: vec![MailClass::Free],
            })),
        ),
        (
            "details, relation mentions ip-logs",
            Condition::Mentions(Mentions {
                questions: vec!["details".into(), "relation".into()],
                words: "ip-logs".into(),
            }),
        ),
        (
            "first-request-date older than 90 days",
            Condition::Older(Older {
                of: "first-request-date".into(),
                than: Days::Number(90),
                ahead: false,
            }),
        ),
        (
            "planned-when later than 90 days",
            Condition::Older(Older {
                of: "planned-when".into(),
                than: Days::Number(90),
                ahead: true,
            }),
        ),
        (
            "details outside period-from, period-to",
            Condition::Outside(Within {
                of: "details".into(),
                texts: vec!["period-from".into(), "period-to".into()],
            }),
        ),
        (
            "first-request-date older than {snapshot.days} days",
            Condition::Older(Older {
                of: "first-request-date".into(),
                than: Days::OfClause("snapshot".into()),
                ahead: false,
            }),
        ),
        (
            r#"username beyond "-_.""#,
            Condition::Beyond(Beyond {
                of: "username".into(),
                marks: "-_.".to_owned(),
            }),
        ),
        ("username repeats", Condition::Repeats("username".into())),
        (
            "official-email within username, account-other",
            Condition::Within(Within {
                of: "official-email".into(),
                texts: vec!["username".into(), "account-other".into()],
            }),
        ),
        (
            "period-to later than process-date",
            Condition::Later(TwoQuestions {
                of: "period-to".into(),
                than: "process-date".into(),
            }),
        ),
        (
            "official-email unlike officer-name",
            Condition::Unlike(TwoQuestions {
                of: "official-email".into(),
                than: "officer-name".into(),
            }),
        ),
        (
            "message-links lead elsewhere than server-url",
            Condition::Elsewhere(TwoQuestions {
                of: "message-links".into(),
                than: "server-url".into(),
            }),
        ),
        (
            "a and b and c",
            Condition::All(vec![answered("a"), answered("b"), answered("c")]),
        ),
        (
            "a and (b or not c)",
            Condition::All(vec![
                answered("a"),
                Condition::Any(vec![answered("b"), not(answered("c"))]),
            ]),
        ),
        (
            "not (a or b)",
            not(Condition::Any(vec![answered("a"), answered("b")])),
        ),
        (
            "host or mail",
            Condition::Any(vec![answered("host"), answered("mail")]),
        ),
        // An option may have a name that a question may not.
        ("process is valid", is("process", &["valid"])),
    ];
    for (text, condition) in cases {
        assert_eq!(parse(text), condition, "{text}");
        assert_eq!(condition.to_string(), text);
    }
}

#[test]
fn each_way_to_write_a_condition_is_written_in_the_same_way_again() {
    for (written, canonical) in [
        ("  a\tand\n b ", "a and b"),
        ("(((a)))", "a"),
        ("a and (b and (c))", "a and b and c"),
        ("not operator is cloud", "operator is not cloud"),
        (
            "not (operator is cloud,unknown)",
            "operator is not cloud, unknown",
        ),
        (
            "links leads elsewhere than server",
            "links lead elsewhere than server",
        ),
        ("date older than 1 days", "date older than 1 day"),
    ] {
        assert_eq!(parse(written).to_string(), canonical, "{written}");
    }
}

#[test]
fn a_wrong_condition_says_where_it_is_wrong_and_what_to_write() {
    let cases = [
        "",
        "   ",
        "and",
        "a and",
        "a b",
        "a and b or c",
        "(a or b",
        "a)",
        "()",
        "(a b)",
        "operator is",
        "operator is not",
        "operator is cloud unknown",
        "operator is cloud,",
        "operator = cloud",
        "kind",
        "kind is",
        "valid",
        "valid kind",
        "host of",
        "host of server-url",
        "mail of mail is gmail",
        "details, relation",
        "details mentions",
        "date older 90 days",
        "date older than soon",
        "date older than 99999999999 days",
        "date older than 90",
        "username beyond",
        "username beyond -_.",
        r#"username beyond "-_."#,
        "links lead to server",
        "links lead elsewhere than",
        "a, , b mentions words",
        "a AND b",
        "not",
    ];
    let messages: String = cases
        .iter()
        .map(|text| {
            let error = text.parse::<Condition>().expect_err(text);
            let under: String = (0..error.at.start)
                .map(|_| ' ')
                .chain((error.at.start..error.at.end.max(error.at.start + 1)).map(|_| '^'))
                .collect();
            format!("{text}\n{under} {error}\n  help: {}\n\n", error.kind.help())
        })
        .collect();
    insta::assert_snapshot!(messages);
}

#[test]
fn deep_nesting_is_refused_before_it_exhausts_the_stack() {
    for (open, close) in [("(", ")"), ("not ", ""), ("not (", ")")] {
        let deep = |levels: usize| format!("{}a{}", open.repeat(levels), close.repeat(levels));
        assert!(deep(DEPTH / 2).parse::<Condition>().is_ok());
        let error = deep(100_000).parse::<Condition>().expect_err("too deep");
        assert_eq!(error.to_string(), "parentheses are nested too deeply");
    }
    // Side by side is not nesting.
    let wide = vec!["(a or not b)"; 10_000].join(" and ");
    assert_eq!(parse(&wide).to_string(), wide);
}

#[test]
fn a_condition_is_text_in_json_and_an_error_says_what_is_wrong() {
    let condition = parse("a is b and not c");
    let json = serde_json::to_string(&condition).expect("it is data");
    assert_eq!(json, r#""a is b and not c""#);
    assert_eq!(
        serde_json::from_str::<Condition>(&json).expect("it reads"),
        condition
    );
    let error = serde_json::from_str::<Condition>(r#""a is""#).expect_err("it ends early");
    assert!(
        error
            .to_string()
            .starts_with("a name is missing\nwrite one name or several"),
        "{error}"
    );
}

/// What reads back from the condition's text.
fn normalized(condition: Condition) -> Condition {
    match condition {
        Condition::All(parts) => Condition::all(parts.into_iter().map(normalized)),
        Condition::Any(parts) => Condition::any(parts.into_iter().map(normalized)),
        Condition::Not(inner) => not(normalized(*inner)),
        other => other,
    }
}

fn a_name() -> impl Strategy<Value = String> {
    let names = prop_oneof![
        "[a-z][a-z0-9-]{0,8}",
        "[^\\s(),\"]{1,6}",
        Just("of".to_owned()),
        Just("than".to_owned()),
        Just("host".to_owned()),
        Just("mail".to_owned()),
        Just("mentions".to_owned()),
        Just("days".to_owned()),
    ];
    names.prop_filter("reserved", |name| !Condition::is_reserved(name))
}

fn names<T: From<String> + std::fmt::Debug>() -> impl Strategy<Value = Vec<T>> {
    prop::collection::vec(a_name().prop_map(T::from), 1..4)
}

fn days() -> impl Strategy<Value = Days> {
    prop_oneof![
        any::<u32>().prop_map(Days::Number),
        "[a-z][a-z0-9-]{0,8}".prop_map(|clause| Days::OfClause(clause.as_str().into())),
    ]
}

fn any_condition() -> impl Strategy<Value = Condition> {
    let mail = prop_oneof![
        Just(MailClass::Official),
        Just(MailClass::Free),
        Just(MailClass::Unknown)
    ];
    let single = prop_oneof![
        a_name().prop_map(|of| Condition::Answered(of.into())),
        a_name().prop_map(|of| Condition::Valid(of.into())),
        names().prop_map(Condition::Kind),
        (a_name(), names()).prop_map(|(of, options)| Condition::Is {
            of: of.into(),
            options
        }),
        (a_name(), names()).prop_map(|(of, is)| Condition::Host(HostIs { of: of.into(), is })),
        (a_name(), prop::collection::vec(mail, 1..3))
            .prop_map(|(of, is)| Condition::Mail(MailIs { of: of.into(), is })),
        (names(), a_name()).prop_map(|(questions, words)| {
            Condition::Mentions(Mentions {
                questions,
                words: words.into(),
            })
        }),
        (a_name(), days(), any::<bool>()).prop_map(|(of, than, ahead)| {
            Condition::Older(Older {
                of: of.into(),
                than,
                ahead,
            })
        }),
        (a_name(), any::<String>()).prop_map(|(of, marks)| Condition::Beyond(Beyond {
            of: of.into(),
            marks
        })),
        (a_name(), a_name()).prop_map(|(of, than)| {
            Condition::Elsewhere(TwoQuestions {
                of: of.into(),
                than: than.into(),
            })
        }),
        a_name().prop_map(|of| Condition::Repeats(of.into())),
        (a_name(), names()).prop_map(|(of, texts)| {
            Condition::Within(Within {
                of: of.into(),
                texts,
            })
        }),
        (a_name(), a_name(), any::<bool>()).prop_map(|(of, than, is_later)| {
            let both = TwoQuestions {
                of: of.into(),
                than: than.into(),
            };
            if is_later {
                Condition::Later(both)
            } else {
                Condition::Unlike(both)
            }
        }),
    ];
    single.prop_recursive(6, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Condition::All),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Condition::Any),
            inner.prop_map(not),
        ]
    })
}

proptest! {
    #[test]
    fn any_condition_reads_back_from_its_text(condition in any_condition()) {
        let text = condition.to_string();
        let read = text.parse::<Condition>();
        prop_assert_eq!(read, Ok(normalized(condition)), "{}", text);
    }

    #[test]
    fn no_text_stops_the_parser(text in any::<String>()) {
        if let Err(error) = text.parse::<Condition>() {
            prop_assert!(text.get(error.at).is_some());
        }
    }

    #[test]
    fn no_words_stop_the_parser(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "(", ")", ",", "\"", "\\", "and", "or", "not", "is", "valid", "kind", "host",
                "mail", "of", "mentions", "older", "than", "90", "days", "beyond", "leads",
                "elsewhere", "a", "free", "é",
            ]),
            0..12,
        ),
        blank in "[ \u{a0}]{0,2}",
    ) {
        let text = words.join(&blank);
        match text.parse::<Condition>() {
            Ok(condition) => {
                let canonical = condition.to_string();
                prop_assert_eq!(canonical.parse(), Ok(condition), "{}", canonical);
            }
            Err(error) => prop_assert!(text.get(error.at).is_some()),
        }
    }
}
