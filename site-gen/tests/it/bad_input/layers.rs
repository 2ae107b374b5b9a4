//! Ids that nothing has, in each place where one may be written; changes of the library that
//! change nothing; versions that build on each other. Each mistake is one error, with its place
//! and what to do.

use super::site::{CLAUSES, FORM, LABELS, LETTER, RULES, TEXT};
use crate::support::Site;
use std::fmt::Write as _;

const WORDS: &str = "content/request/letters/words.toml";
const LETTER_CHECK: &str = "content/request/letter-check.toml";

/// What is said of a site that has one mistake.
#[track_caller]
fn one_error(site: &Site) -> String {
    let report = site.refused().exits(1).says("help: ");
    assert_eq!(report.text.matches("error:").count(), 1, "{}", report.text);
    assert!(report.text.contains("--> content/"), "{}", report.text);
    let (error, _) = report.text.split_once("\n\n").unwrap_or((&report.text, ""));
    error.to_owned()
}

/// The good site with questions of every type that has options, groups and words.
fn larger() -> Site {
    let rules = "\n[group.crew]\n\n\
        [question.hull]\nstep = \"boat\"\ntype = \"choice\"\noptions = [\"wooden\", \"steel\"]\n\
        option-kinds = { steel = [\"passage\"] }\n\n\
        [question.sailor]\nstep = \"boat\"\ngroup = \"crew\"\ntype = \"text\"\n\n\
        [question.passed-on]\nstep = \"boat\"\ntype = \"date\"\n\n\
        [practice.more]\nask = [\"hull\", \"sailor\", \"passed-on\"]\nwhen = \"not hull is steel\"\n\n\
        [notice.knots]\nclause = \"open-from-dawn\"\nwhen = \"boat-name mentions knots\"\nstep = \"boat\"\n\n\
        [words.knots]\nwords = [\"bowline\"]\n\n\
        [reminder.tide]\nfrom = \"passed-on\"\ndays = 30\nbefore = 5\nrule = \"open-from-dawn\"\n";
    let labels = "\n[group.crew]\ntitle = \"Crew\"\nadd = \"Add\"\n\n\
        [question.hull]\nlabel = \"Hull\"\noptions.wooden = \"Wood\"\noptions.steel = \"Steel\"\n\n\
        [question.sailor]\nlabel = \"Sailor\"\n\n\
        [question.passed-on]\nlabel = \"Day\"\n\n\
        [practice.more]\ntext = \"Say more.\"\n\n\
        [notice.knots]\ntext = \"We know no knots.\"\n\n\
        [reminder.tide]\ntext = \"Tide\"\ntitle = \"Tide\"\nnote = \"Tide\"\n";
    Site::tern_not_built()
        .append(RULES, rules)
        .append(LABELS, labels)
}

/// Each case is one change of the larger site: the file, what is in it, and what takes its place.
fn each(cases: &[(&str, &str, &str)]) -> String {
    let mut all = String::new();
    for (file, from, to) in cases {
        let error = one_error(&larger().replace(file, from, to));
        writeln!(all, "{error}\n").expect("memory");
    }
    all
}

fn reads(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn the_larger_site_is_good() {
    larger().builds().says("with 0 warnings");
}

#[test]
fn an_unknown_id_is_one_error_wherever_a_rule_names_it() {
    let all = each(&[
        (FORM, "[\"passage\"]", "[\"passage\", \"acount\"]"),
        (
            FORM,
            "\"own-reference\"",
            "\"own-reference\", \"own-refrence\"",
        ),
        (
            RULES,
            "clause = \"coast-guard-only\"",
            "clause = \"coast-gaurd-only\"",
        ),
        (RULES, "clause = \"boat-named\"", "clause = \"boat-naemd\""),
        (
            RULES,
            "clause = \"open-from-dawn\"\nwhen",
            "clause = \"open-from-dwan\"\nwhen",
        ),
        (RULES, "ask = [\"guard\"]", "ask = [\"gaurd\"]"),
        (RULES, "ask = [\"boat-name\"]", "ask = [\"boat-nmae\"]"),
        (
            RULES,
            "\"hull\", \"sailor\"",
            "\"hull\", \"sialor\", \"sailor\"",
        ),
        (RULES, "step = \"kind\"", "step = \"kidn\""),
        (RULES, "\"boat\"\n\n[words", "\"baot\"\n\n[words"),
        (RULES, "group = \"crew\"", "group = \"crwe\""),
        (RULES, "steel = [\"passage\"]", "steel = [\"pasage\"]"),
        (RULES, "{ steel =", "{ stele ="),
        (
            RULES,
            "[question.hull]",
            "[question.hull]\nkinds = [\"pasage\"]",
        ),
        (
            RULES,
            "type = \"date\"",
            "type = \"date\"\nnot-before = \"pased-on\"",
        ),
        (
            RULES,
            "type = \"date\"",
            "type = \"date\"\nwhen = \"guard and boat-nmae\"",
        ),
        (RULES, "not hull is steel", "not hull is stele"),
        (
            RULES,
            "not hull is steel",
            "not hull is steel or kind is pasage",
        ),
        (RULES, "mentions knots", "mentions kontS"),
        (
            RULES,
            "ask = [\"boat-name\"]",
            "ask = [\"boat-name\"]\nfor-each = \"crwe\"",
        ),
        (
            RULES,
            "[practice.more]",
            "[practice.more]\nunless = [\"boat-nmaed\"]",
        ),
        (
            RULES,
            "[kind.passage]",
            "[kind.passage]\noffers = [\"hul\"]",
        ),
        (
            RULES,
            "[notice.knots]",
            "[notice.knots]\nsuggest = [\"pasage\"]",
        ),
        (
            RULES,
            "[notice.knots]",
            "[notice.knots]\nafter = \"open-from-dwan\"",
        ),
        (RULES, "from = \"passed-on\"", "from = \"pased-on\""),
        (
            RULES,
            "rule = \"open-from-dawn\"",
            "rule = \"open-from-dwan\"",
        ),
        (
            RULES,
            "[kind.passage]",
            "kinds = [\"pasage\"]\n\n[kind.passage]",
        ),
    ]);
    reads("unknown_ids_in_rules", &all);
}

#[test]
fn an_unknown_id_is_one_error_wherever_a_letter_names_it() {
    let after = "{boat-name} passed. [^boat-named]\n";
    let with = |more: &str| format!("{after}\n{more}\n");
    let all = each(&[
        (LETTER, "{boat-name}", "{boat-name} of {hul}"),
        (LETTER, "[^boat-named]", "[^boat-nmaed]"),
        (LETTER, after, &with("[if hul]\nA hull.\n[end]")),
        (LETTER, after, &with("[if hull is stele]\nA hull.\n[end]")),
        (LETTER, after, &with("[if kind is pasage]\nA hull.\n[end]")),
        (LETTER, after, &with("[if rule seald]\nA seal.\n[end]")),
        (LETTER, after, &with("[for each crwe]\n1. {sailor}\n[end]")),
        (LETTER, after, &with("[insert sever]")),
    ]);
    reads("unknown_ids_in_letters", &all);
}

#[test]
fn an_unknown_id_is_one_error_in_letters_and_in_the_letter_check() {
    let mut all = String::new();
    for words in [
        "[kind]\npasage = \"Passage\"\n",
        "[gap]\nboat-nmae = \"boat\"\n",
        "[option.hul]\nsteel = \"of steel\"\n",
        "[option.hull]\nstele = \"of steel\"\n",
        "[paper]\nseald = \"Seal it.\"\n",
        "[paper]\nboat-named = \"Name it.\"\n",
    ] {
        let error = one_error(&larger().write(WORDS, words));
        writeln!(all, "{error}\n").expect("memory");
    }
    let names = "[[words]]\nid = \"names\"\nwords = [\"boat\"]\n";
    let look = |entry: &str| format!("{names}\n[[look-for]]\n{entry}");
    for check in [
        look("rule = \"boat-nmaed\"\nfound.words.of = [\"names\"]\n"),
        look("rule = \"boat-named\"\nkinds = [\"pasage\"]\nfound.words.of = [\"names\"]\n"),
        look("rule = \"boat-named\"\nfound.words.of = [\"nmaes\"]\n"),
        look(
            "rule = \"boat-named\"\nfound.words = { of = [\"names\"], unless = [\"elsewhree\"] }\n",
        ),
        format!("{names}\n[[kind]]\nkind = \"pasage\"\nsign.words.of = [\"names\"]\n"),
    ] {
        let error = one_error(&larger().write(LETTER_CHECK, check));
        writeln!(all, "{error}\n").expect("memory");
    }
    reads("unknown_ids_in_words_and_letter_check", &all);
}

#[test]
fn a_label_under_another_id_is_found() {
    let all = each(&[
        (LABELS, "[question.hull]", "[question.hul]"),
        (LABELS, "options.steel", "options.stele"),
        (LABELS, "[group.crew]\ntitle", "[group.crew]\ntitel"),
    ]);
    reads("labels_under_other_ids", &all);
}

#[test]
fn a_label_that_is_missing_is_an_error_in_the_language_of_the_guidelines() {
    let all = each(&[
        (LABELS, "missing = \"Name the boat.\"\n", ""),
        (LABELS, "text = \"Come early.\"", "text = \"\""),
        (LABELS, "options.steel = \"Steel\"\n", ""),
        (LABELS, "paper = \"Seal the letter.\"\n", ""),
    ]);
    reads("missing_labels", &all);
}

#[test]
fn an_invalid_condition_is_shown_at_the_word_that_is_wrong() {
    let when = "boat-name mentions knots";
    let all = each(&[
        (RULES, when, "boat-name is"),
        (RULES, when, "boat-name equals knots"),
        (RULES, when, "boat-name and hull or guard"),
        (RULES, when, "(boat-name and guard"),
        (RULES, when, "boat-name)"),
        (RULES, when, ""),
        (RULES, when, "passed-on older than some days"),
        (RULES, "opens = \"guard\"", "opens = true"),
        (
            LETTER,
            "We ask when",
            "[if boat-name equals knots]\n[end]\n\nWe ask when",
        ),
    ]);
    reads("bad_conditions", &all);
}

#[test]
fn two_files_that_define_one_id_are_one_error() {
    let twice = "[question.hull]\nstep = \"boat\"\ntype = \"text\"\n";
    let error = one_error(&larger().write("content/request/boats.toml", twice));
    reads("two_files_of_one_id", &error);
}

#[test]
fn a_change_of_something_that_the_library_does_not_have_is_one_error() {
    let mut all = String::new();
    for change in [
        // Misspelt.
        "[question.ofice-name]\nautocomplete = \"name\"\n",
        "[requirement.letterhed]\nkinds = [\"passage\"]\n",
        "[reminder.day-90]\nbefore = 7\n",
        // An item that a newer release of the library dropped.
        "[question.fax-machine]\nautocomplete = \"fax\"\n",
        "[notice.telegrams]\ntone = \"warning\"\n",
        "[practice.telegrams]\nkinds = [\"passage\"]\n",
    ] {
        let error = one_error(&larger().append(RULES, &format!("\n{change}")));
        writeln!(all, "{error}\n").expect("memory");
    }
    let without = ("\"own-reference\"", "\"own-reference\", \"telegrams\"");
    let error = one_error(&larger().replace_first(FORM, without.0, without.1));
    writeln!(all, "{error}\n").expect("memory");
    reads("changes_of_nothing", &all);
}

#[test]
fn a_change_of_the_library_that_no_version_uses_is_one_error() {
    let mut all = String::new();
    for change in [
        "[kind.account]\noffers = []\n",
        "[question.officer-name]\ntype = \"text\"\n",
        "[requirement.letterhead]\nkinds = [\"passage\"]\n",
        "[requirement.letterhead]\nclause = \"boat-naemd\"\nkinds = [\"passage\"]\n",
        "[practice.own-reference]\nkinds = [\"passage\"]\n",
        "[words.ip-logs]\nalso = [\"net\"]\n",
        "[reminder.day-90-of-the-preservation]\nbefore = 7\n",
    ] {
        let error = one_error(&larger().append(RULES, &format!("\n{change}")));
        writeln!(all, "{error}\n").expect("memory");
    }
    reads("changes_that_no_version_uses", &all);
}

#[test]
fn a_change_of_an_unknown_library_item_is_one_error() {
    let used = |keys: &str| {
        larger().append(
            RULES,
            &format!(
                "\n[requirement.letterhead]\nclause = \"sealed\"\nkinds = [\"passage\"]\n{keys}"
            ),
        )
    };
    used("").builds();
    let mut all = String::new();
    for keys in [
        "ask = [\"boat-nmae\"]\n",
        "when = \"boat-nmae and guard\"\n",
        "check = \"kind is pasage\"\n",
        "kinds = [\"passage\", \"pasage\"]\n",
    ] {
        let site = if keys.starts_with("kinds") {
            used("").replace_first(RULES, "kinds = [\"passage\"]\n", keys)
        } else {
            used(keys)
        };
        let error = one_error(&site);
        writeln!(all, "{error}\n").expect("memory");
    }
    reads("changes_that_name_nothing", &all);
}

#[test]
fn things_that_come_next_to_each_other_in_a_circle_are_one_error() {
    let error = one_error(
        &larger()
            .replace_first(
                RULES,
                "[question.hull]",
                "[question.hull]\nafter = \"sailor\"",
            )
            .replace_first(
                RULES,
                "[question.sailor]",
                "[question.sailor]\nafter = \"hull\"",
            ),
    );
    reads("order_in_a_circle", &error);
}

#[test]
fn a_part_of_a_letter_that_is_never_inserted_is_reported() {
    let report = Site::tern_not_built()
        .write("content/request/letters/pasage.md", "Never sent.\n")
        .builds();
    report
        .says("with 1 warning")
        .at("content/request/letters/pasage.md")
        .says("no letter is made from this file")
        .helps("`passage.md`");
}

const OLDER: &str = "content/guidelines/2024-01-01/clauses.toml";

/// The good site with an older version of almost the same text; what differs in the newer one is
/// written into its clauses.
fn on_an_older_one(differs: &str) -> Site {
    let site = larger();
    let [text, clauses] =
        [TEXT, CLAUSES].map(|name| std::fs::read_to_string(site.path(name)).expect("a file"));
    let older = text.replace("who are late", "who come late");
    site.write("content/guidelines/2024-01-01/guidelines.md", older)
        .write(OLDER, clauses)
        .write(CLAUSES, format!("from = \"2024-01-01\"\n{differs}"))
}

#[test]
fn a_version_may_be_based_on_another() {
    on_an_older_one("").builds().says("with 0 warnings");
    on_an_older_one("\n[changed]\nsealed = \"carry a red seal.\"\n")
        .replace_first(TEXT, "a seal", "a red seal")
        .builds()
        .says("with 0 warnings");
    on_an_older_one("\n[renamed]\n\"## Hours\" = \"## When\"\n")
        .replace_first(TEXT, "## Hours", "## When")
        .builds()
        .says("with 0 warnings");
}

#[test]
fn versions_that_build_on_each_other_in_a_circle_are_one_error() {
    let site = on_an_older_one("");
    let clauses = std::fs::read_to_string(site.path(OLDER)).expect("a file");
    let site = site.write(OLDER, format!("from = \"2025-05-01\"\n\n{clauses}"));
    let mut all = one_error(&site);
    let itself = larger().replace_first(
        CLAUSES,
        "[[section]]",
        "from = \"2025-05-01\"\n\n[[section]]",
    );
    write!(all, "\n\n{}", one_error(&itself)).expect("memory");
    reads("versions_in_a_circle", &all);
}

#[test]
fn an_inherited_change_must_name_a_known_clause() {
    let mut all = String::new();
    for differs in [
        "gone = [\"seald\"]\n",
        "\n[changed]\nseald = \"carry a red seal.\"\n",
        "\n[renamed]\n\"## Huors\" = \"## When\"\n",
        "\n[[section]]\nheading = \"## Parcels\"\n",
        "\n[[section]]\nheading = \"## Parcels\"\nafter = \"## Huors\"\n",
    ] {
        let error =
            one_error(&on_an_older_one(differs).append(TEXT, "\n## Parcels\n\nWe like parcels.\n"));
        writeln!(all, "{error}\n").expect("memory");
    }
    let error = one_error(&on_an_older_one("").replace_first(CLAUSES, "2024-01-01", "2024-01-10"));
    writeln!(all, "{error}\n").expect("memory");
    let error =
        one_error(&larger().append(CLAUSES, "\n[changed]\nsealed = \"carry a red seal.\"\n"));
    writeln!(all, "{error}\n").expect("memory");
    reads("differences_from_nothing", &all);
}

#[test]
fn a_misspelt_id_of_a_reworded_clause_is_one_error() {
    let site = on_an_older_one("\n[changed]\nseald = \"carry a red seal.\"\n");
    let error = one_error(&site.replace_first(TEXT, "a seal", "a red seal"));
    assert!(error.contains("did you mean `sealed`?"), "{error}");
}

#[test]
fn a_sentence_that_changed_and_is_not_in_the_text_is_one_error_at_the_change() {
    let site = on_an_older_one("\n[changed]\nsealed = \"carry a red seal.\"\n");
    let error = one_error(&site);
    assert!(error.contains(&format!("{CLAUSES}:4:10")), "{error}");
    let rules = "content/guidelines/2025-05-01/rules.toml";
    let error = one_error(&on_an_older_one("").write(rules, "without = [\"seald\"]\n"));
    assert!(error.contains("did you mean `sealed`?"), "{error}");
    let error = one_error(&on_an_older_one("").write(rules, "without = [\"sealed\"]\n"));
    assert!(
        error.contains("`without` leaves out the rule `sealed`, which cites it"),
        "{error}"
    );
    let error =
        one_error(&on_an_older_one("").write(rules, "[question.officer-name]\ntype = \"text\"\n"));
    assert!(error.contains(&format!("{rules}:1:")), "{error}");
}
