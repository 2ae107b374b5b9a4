//! The form in another language than the guidelines': all of it is, but for what is quoted and
//! what goes out.

use crate::browser::Engine;
use crate::officer::Officer;
use crate::site::{complete, labels};

in_both_engines! {
    a_request_made_in_portuguese_ends_in_the_same_english_letter,
    what_is_missing_is_said_in_the_language_of_the_page,
    each_page_leads_to_the_other_language,
    a_change_of_the_language_keeps_the_kind_of_request,
}

const PORTUGUESE: &str = "pt-br/request/";

/// Every text of the page that is not marked as English, whether it is shown or not.
const OWN_TEXTS: &str = "
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (!node.parentElement.closest('[lang=en], script')) texts.push(node.data.trim());
    }
    for (const element of document.querySelectorAll('[aria-label], [title]')) {
        texts.push(element.ariaLabel ?? '', element.title ?? '');
    }
    return texts.filter(text => text)";

async fn own_texts(officer: &Officer) -> Vec<String> {
    let texts = officer.browser.run(OWN_TEXTS).await;
    let texts = texts.as_array().expect("a list").iter();
    texts
        .filter_map(|text| Some(text.as_str()?.to_owned()))
        .collect()
}

/// No sentence of the rules is left in English.
async fn says_nothing_in_english(officer: &Officer) {
    let own = own_texts(officer).await;
    for (key, text) in &labels().texts {
        // A word or two, such as a name, may be the same in both.
        if text.split_whitespace().count() > 2 {
            assert!(!own.contains(text), "`{key}` is in English: {text}");
        }
    }
    for clause in &officer.book.rules.clauses {
        let quote = &clause.quote;
        assert!(!own.iter().any(|own| own == quote), "not marked: {quote}");
    }
}

async fn a_request_made_in_portuguese_ends_in_the_same_english_letter(engine: Engine) {
    let english = Officer::with_a_draft(engine, "contents").await;
    let expected = english.letter().await;
    english.end().await;
    let officer = Officer::at_the_form_at(engine, PORTUGUESE).await;
    officer.go_through(&complete("contents").answers).await;
    let letter = officer.letter().await;
    assert_eq!(letter, expected);

    let languages = officer
        .browser
        .run(
            "const lang = selector => document.querySelector(selector)?.closest('[lang]').lang;
             return [lang('html'), lang('[data-letter]'), lang('blockquote p span'), lang('h1')]",
        )
        .await;
    assert_eq!(languages, serde_json::json!(["pt-BR", "en", "en", "pt-BR"]));
    let title = officer.browser.page.title().await.expect("a title");
    let begin = "Salvar, assinar e enviar – Fazer uma solicitação – ";
    assert!(title.starts_with(begin), "{title}");
    says_nothing_in_english(&officer).await;
    officer.end().await;
}

async fn what_is_missing_is_said_in_the_language_of_the_page(engine: Engine) {
    let officer = Officer::at_the_form_at(engine, PORTUGUESE).await;
    let mut answers = complete("account").answers;
    officer.go_through(&answers).await;
    // Clears every answer, so that every message about a missing one appears.
    answers.given.clear();
    let empty = "for (const input of document.querySelectorAll('[data-question] input[type=text], [data-question] input[type=email], textarea')) {
        input.value = '';
        for (const name of ['input', 'change']) input.dispatchEvent(new Event(name, { bubbles: true }));
    }";
    officer.browser.run(empty).await;
    officer.go_to("accounts").await;
    officer.next().await;
    let summary = officer.one("[data-summary]").await.text().await;
    let summary = summary.expect("text");
    assert!(summary.contains("Há um problema"), "{summary}");
    assert!(summary.contains("Informe o @nome de usuário."), "{summary}");
    assert!(officer.listed("must").await.len() > 3);
    says_nothing_in_english(&officer).await;
    // The status is said once the officer has stopped.
    officer.browser.after_timers().await;
    let status = officer.one("[data-status]").await.text().await;
    let status = status.expect("text");
    assert!(
        status.starts_with("Obrigatório e ainda em falta: "),
        "{status}"
    );
    officer.end().await;
}

async fn each_page_leads_to_the_other_language(engine: Engine) {
    let officer = Officer::at_the_form_at(engine, PORTUGUESE).await;
    let links = officer
        .browser
        .run(
            "return [...document.querySelectorAll('.languages a, .site-nav a')]
                .map(link => [link.textContent, link.hreflang, new URL(link.href).pathname])",
        )
        .await;
    let links = links.as_array().expect("a list");
    for link in [
        ["English", "en", "/request/"],
        ["Diretrizes (abre em outra aba)", "en", "/"],
        [
            "Como garantimos isso (abre outra aba)",
            "",
            "/pt-br/privacy/",
        ],
    ] {
        assert!(
            links.contains(&serde_json::json!(link)),
            "{link:?} in {links:?}"
        );
    }
    officer
        .press(".site-nav a[hreflang=en][href$='request/']")
        .await;
    let alternates = officer
        .browser
        .run(
            "return [...document.querySelectorAll('link[rel=alternate][hreflang]')]
                .map(link => [link.hreflang, new URL(link.href).pathname])",
        )
        .await;
    assert_eq!(
        alternates,
        serde_json::json!([
            ["en", "/request/"],
            ["x-default", "/request/"],
            ["pt-BR", "/pt-br/request/"]
        ])
    );
    officer.end().await;
}

async fn a_change_of_the_language_keeps_the_kind_of_request(engine: Engine) {
    let officer = Officer::at_the_form_at(engine, "request/#emergency").await;
    officer.press(".site-nav a[hreflang=pt-BR]").await;
    officer.soon("html[lang=pt-BR][data-builder=ready]").await;
    let kind = "return document.querySelector('[name=kind]:checked')?.value ?? location.hash";
    let there = officer.browser.run(kind).await;
    assert!(
        there.as_str().is_some_and(|it| it.contains("emergency")),
        "{there}"
    );
    officer.end().await;
}
