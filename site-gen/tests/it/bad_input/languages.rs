//! Words in other languages that are missing, odd, or for something that is not there. Most of it
//! is a warning: the text is published, and what is empty is said in its own language.

use super::site::{LABELS, RULES};
use crate::support::Site;

/// The labels of the good site in Portuguese, all of them.
const WORDS: &str = r#"[kind.passage]
title = "Passagens de um barco"
use-when = "Você quer saber quando um barco passou."

[step.boat]
title = "Qual barco?"

[question.guard]
label = "Escrevo pela guarda costeira"

[question.boat-name]
label = "Nome do barco"

[gate.coast-guard-only]
closed = "Só se responde à guarda costeira."

[requirement.boat-named]
title = "Barco"
missing = "Dê o nome do barco."

[requirement.sealed]
title = "Selo"
paper = "Sele a carta."
missing = "Sele a carta."

[notice.open-from-dawn]
text = "Venha cedo."
"#;

const FILE: &str = "content/request/labels/pt-BR.toml";
const OWN_WORDS: &str = "themes/default/text/gd.ftl";

/// The good site, also in Portuguese.
fn bilingual() -> Site {
    Site::tern_not_built()
        .replace_first(
            "content/site.toml",
            "language = \"en\"",
            "language = \"en\"\nlanguages = [\"pt-BR\"]",
        )
        .write(FILE, WORDS)
}

fn page(site: &Site) -> String {
    let page = std::fs::read_to_string(site.path("dist/pt-br/request/index.html"));
    page.expect("the page is made")
}

#[test]
fn a_site_in_two_languages_builds_without_a_warning() {
    let site = bilingual();
    site.builds().says("0 warnings");
    let page = page(&site);
    assert!(page.contains("<html lang=\"pt-BR\">"));
    assert!(page.contains("<span lang=\"en\">We answer the coast guard.</span>"));
    site.run(&["words", "pt-BR"]).exits(0).reads_nothing();
}

#[test]
fn untranslated_texts_are_reported_together_and_shown_in_the_first_language() {
    let site = bilingual()
        .replace_first(FILE, "label = \"Nome do barco\"\n", "")
        .replace_first(FILE, "missing = \"Dê o nome do barco.\"\n", "");
    let report = site.builds();
    assert_eq!(
        report.text.matches("warning[").count(),
        1,
        "{}",
        report.text
    );
    report
        .says("`question.boat-name.label`, `requirement.boat-named.missing`")
        .helps("site-gen words pt-BR")
        .reads("texts_without_words");
    assert!(page(&site).contains("<span lang=\"en\">Name of the boat</span>"));
    site.run(&["words", "pt-BR"])
        .exits(0)
        .reads("words_to_translate");
}

#[test]
fn a_form_without_translations_still_has_a_page() {
    let site = bilingual().remove(FILE);
    site.builds()
        .says("12 labels have no text in `pt-BR`")
        .helps("`site-gen words pt-BR` prints what is missing");
    assert!(page(&site).contains("<span lang=\"en\">Which boat?</span>"));
    let words = site.run(&["words", "pt-BR"]).exits(0);
    let site = bilingual().write(FILE, words.text);
    // What comes out of `words` is what goes in, once it is translated.
    site.builds().says_nothing_of("have no text");
}

#[test]
fn labels_of_missing_items_are_reported() {
    let site = bilingual()
        .replace_first(FILE, "[question.boat-name]", "[question.boat-nam]")
        .replace_first(
            FILE,
            "[requirement.boat-named]",
            "[requirement.boat-named]\ninvalid = \"Outro nome.\"",
        );
    site.builds()
        .says("unknown question `boat-nam`")
        .helps("did you mean `boat-name`?")
        .says("the requirement `boat-named` has no text `invalid` on any page")
        .helps("`missing`, `title`")
        .reads("words_for_nothing");
}

#[test]
fn a_key_that_is_not_a_string_is_refused() {
    bilingual()
        .replace_first(
            FILE,
            "[requirement.sealed]",
            "[requirement.sealed]\nlevel = \"may\"",
        )
        .refused()
        .exits(1)
        .says("unknown key `level`")
        .reads("words_that_would_change_a_rule");
}

#[test]
fn both_languages_have_the_same_placeholders() {
    bilingual()
        .replace_first(
            LABELS,
            "missing = \"Name the boat.\"",
            "missing = \"Name the boat of {guard}.\"",
        )
        .replace_first(FILE, "Dê o nome do barco.", "Dê o nome do {barco}.")
        .refused()
        .exits(1)
        .says("`requirement.boat-named.missing` has `{barco}` where the original has `{guard}`")
        .helps("write them as in the original")
        .reads("words_with_another_placeholder");
}

#[test]
fn a_sentence_that_was_copied_and_not_translated_is_reported() {
    bilingual()
        .replace_first(
            FILE,
            "Você quer saber quando um barco passou.",
            "You want to know when a boat passed.",
        )
        .builds()
        .says("`kind.passage.use-when` has the same text in `pt-BR` and `en`")
        .helps("translate it");
}

#[test]
fn labels_in_a_language_that_the_site_does_not_have_are_reported() {
    Site::tern_not_built()
        .write(FILE, WORDS)
        .builds()
        .says("this site has no language `pt-BR`")
        .helps("languages = [\"pt-BR\"]");
}

#[test]
fn a_word_list_that_no_pattern_uses_is_refused() {
    Site::tern_not_built()
        .append(RULES, "\n[words.knots]\nalso = [\"bowline\"]\n")
        .refused()
        .exits(1)
        .says("the word list `knots` is not used")
        .helps("remove it");
}

#[test]
fn languages_are_tags_of_their_own() {
    bilingual()
        .replace_first(
            "content/site.toml",
            "[\"pt-BR\"]",
            "[\"Portuguese (Brazil)\", \"EN\", \"fr\", \"FR\"]",
        )
        .refused()
        .exits(1)
        .says("is not a language tag")
        .says("`EN` is already the language of the text")
        .says("`FR` occurs twice");
}

#[test]
fn a_language_without_words_for_the_interface_is_refused() {
    bilingual()
        .replace_first("content/site.toml", "[\"pt-BR\"]", "[\"gd\"]")
        .remove(FILE)
        .refused()
        .exits(1)
        .says("the theme has no text in the language `gd`")
        .helps("text/gd.ftl");
}

#[test]
fn messages_are_compared_with_those_of_the_first_language() {
    let gaelic = "language-name = Gàidhlig\n\
                  nav-vershons = Tionndaidhean\n\
                  request-letter-draft = DREACHD\n";
    bilingual()
        .replace_first("content/site.toml", "[\"pt-BR\"]", "[\"gd\"]")
        .remove(FILE)
        .write(OWN_WORDS, gaelic)
        .builds()
        .says("the text `nav-vershons` is not used by any page")
        .helps("did you mean `nav-versions`?")
        .says("the text `request-letter-draft` goes into letters")
        .says("messages of the theme that have no text in this language: ")
        .at("themes/default/text/gd.ftl:2:1");
}

#[test]
fn a_message_filled_in_with_something_else_is_refused() {
    bilingual()
        .replace_first("content/site.toml", "[\"pt-BR\"]", "[\"gd\"]")
        .remove(FILE)
        .write(OWN_WORDS, "title = { $duilleag } – { $site }\n")
        .refused()
        .exits(1)
        .says("the text `title` has the placeholders `{ $duilleag }` and `{ $site }`")
        .helps("write it with `{ $page }` and `{ $site }`")
        .reads("message_with_another_placeholder");
}

#[test]
fn a_translated_page_has_the_address_of_its_page_in_its_language() {
    let site = bilingual().write(
        "content/pages/help.pt-BR.md",
        "+++\ntitle = \"Ajuda\"\ndescription = \"Ajuda.\"\n+++\n\n# Ajuda\n\n[Escreva](/pt-br/request/).\n",
    );
    site.builds().says("0 warnings");
    let page = std::fs::read_to_string(site.path("dist/pt-br/help/index.html")).expect("made");
    assert!(page.contains("<html lang=\"pt-BR\">"), "{page}");
    assert!(page.contains("hreflang=\"x-default\" href=\"https://asking.tern.example/help/\""));
}

#[test]
fn a_translation_of_no_page_or_with_an_address_of_its_own_is_refused() {
    let front = "+++\ntitle = \"A\"\ndescription = \"A.\"\n";
    bilingual()
        .write(
            "content/pages/nobody.pt-BR.md",
            format!("{front}+++\n\n# A\n"),
        )
        .write(
            "content/pages/help.pt-BR.md",
            format!("{front}address = \"/ajuda/\"\n+++\n\n# A\n"),
        )
        .refused()
        .exits(1)
        .says("this is a translation, but there is no page `nobody.md`")
        .says("a translation of a page has no address of its own")
        .reads("translation_of_no_page");
}

#[test]
fn no_page_may_have_the_address_of_a_translated_request_page() {
    bilingual()
        .write(
            "content/pages/own.md",
            "+++\ntitle = \"A\"\ndescription = \"A.\"\naddress = \"/pt-br/request/\"\n+++\n\n# A\n",
        )
        .refused()
        .exits(1)
        .says("have the same address, `/pt-br/request/`");
}

#[test]
fn only_a_language_of_the_site_has_words_to_translate() {
    let report = Site::tern_not_built().run(&["words", "tlh"]);
    report
        .exits(2)
        .says("`tlh` is not a language of this site")
        .helps("languages = [\"tlh\"]");
}

#[test]
fn a_file_whose_name_almost_ends_in_a_language_is_told_its_name() {
    let page = "+++\ntitle = \"A\"\ndescription = \"A.\"\n+++\n\n# A\n";
    let with = |name: &str| {
        let site = bilingual().write(&format!("content/pages/help.{name}.md"), page);
        site.refused().exits(1)
    };
    for tag in ["pt_BR", "pt-br", "PT-BR"] {
        with(tag)
            .says(&format!("the language `pt-BR` is written `{tag}` here"))
            .helps("rename the file to `help.pt-BR.md`");
    }
    with("pt").helps("for a translation into `pt-BR`, rename it to `help.pt-BR.md`");
    with("law").helps("for a page of its own, rename it to `help-law.md`");
}

#[test]
fn several_languages_in_one_text_are_one_error() {
    Site::tern()
        .replace_first(
            "content/site.toml",
            "language = \"en\"",
            "language = \"en\"\nlanguages = [\"pt-BR, de\"]",
        )
        .refused()
        .exits(1)
        .says("`pt-BR, de` is more than one language")
        .helps("write each between its own quotation marks: \"pt-BR\", \"de\"")
        .says_nothing_of("labels/pt-BR, de.toml");
}
