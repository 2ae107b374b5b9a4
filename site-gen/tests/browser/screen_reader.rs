//! What a screen reader is given: every field has a role and a name, says whether the guidelines
//! require it, and is described by its hint and by what is wrong with it.

use crate::browser::Engine;
use crate::officer::Officer;
use crate::site::KINDS;
use std::collections::HashSet;
use thirtyfour::prelude::*;

in_both_engines! {
    every_field_says_what_it_is_and_whether_it_is_required,
    what_is_wrong_with_a_field_is_part_of_its_description,
    headings_and_regions_lead_through_the_page,
}

async fn every_field_says_what_it_is_and_whether_it_is_required(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    let mut heard = HashSet::new();
    for kind in KINDS {
        officer.go_to("kind").await;
        officer.press(&format!("#kind-{kind}")).await;
        for step in officer.open_steps().await {
            if heard.insert(format!("{step} {kind}")) {
                officer.go_to(&step).await;
                every_field_of_this_step(&officer, &mut heard).await;
            }
        }
    }
    assert!(heard.len() > 60, "{} fields were heard", heard.len());
    officer.end().await;
}

async fn every_field_of_this_step(officer: &Officer, heard: &mut HashSet<String>) {
    let fields = "[data-step]:not([hidden]) [data-question]:not([hidden]) :is(input, textarea)";
    for control in officer.all(fields).await {
        let id = control.id().await.expect("it answers").expect("a name");
        let required = "return arguments[0].closest('[data-question]')
            .querySelector('.level-must:not([hidden]) .level-word')?.textContent ?? ''";
        let required = officer.asks_of(&control, required).await;
        if !heard.insert(format!("{id} {required}")) {
            continue;
        }
        let (role, name) = officer.browser.heard_as(&control).await;
        let sort = control.attr("type").await.expect("it answers");
        let expected = match sort.as_deref() {
            Some("radio") => "radio",
            Some("checkbox") => "checkbox",
            // Browsers have no agreed role for it.
            Some("date") => &role,
            _ => "textbox",
        };
        assert_eq!(role, expected, "{id}");
        assert!(name.chars().count() > 1, "{id} has a name: {name:?}");
        let label = "const field = arguments[0].closest('[data-question]');
            return (field.localName === 'fieldset' ? field.querySelector('legend') : arguments[0].labels[0])
                .innerText";
        let label = officer.asks_of(&control, label).await;
        assert!(
            label.contains(&required),
            "{id}: {label:?} says {required:?}"
        );
        let described = officer.asks_of(&control, DESCRIPTION).await;
        let hint = "return arguments[0].closest('[data-question]')
            .querySelector('.field-hint:not([hidden])')?.textContent ?? ''";
        let hint = officer.asks_of(&control, hint).await;
        assert!(
            described.contains(&hint),
            "{id}: {described:?} has {hint:?}"
        );
    }
}

async fn what_is_wrong_with_a_field_is_part_of_its_description(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer.go_to("kind").await;
    officer.press("#kind-contents").await;
    let mut wrong = 0;
    for step in officer.open_steps().await {
        if step == "review" || step == "kind" {
            continue;
        }
        officer.go_to(&step).await;
        officer.next().await;
        if officer.step().await != step {
            continue;
        }
        let (role, name) = {
            let summary = officer.one("[data-summary]").await;
            officer.browser.heard_as(&summary).await
        };
        assert_eq!(role, "group", "{step}");
        assert!(!name.is_empty(), "it says that something is missing");
        for link in officer.all("[data-summary] a").await {
            let words = link.text().await.expect("text");
            let address = link.attr("href").await.expect("it answers");
            let control = officer.one(&address.expect("a link")).await;
            assert_eq!(
                control
                    .attr("aria-invalid")
                    .await
                    .expect("it answers")
                    .as_deref(),
                Some("true"),
                "{step}: {words}"
            );
            let described = officer.asks_of(&control, DESCRIPTION).await;
            // The summary may begin with the question, which is the label at the field.
            let labelled = words.rsplit_once("? ").or(words.rsplit_once(": "));
            let message = labelled.map_or(words.as_str(), |(_, message)| message);
            assert!(
                described.contains(message),
                "{step}: {described:?} has {message:?}"
            );
            wrong += 1;
        }
    }
    assert!(wrong >= 5, "{wrong} fields were tried");
    officer.end().await;
}

async fn headings_and_regions_lead_through_the_page(engine: Engine) {
    let officer = Officer::at_the_form(engine).await;
    officer.go_to("kind").await;
    officer.press("#kind-contents").await;
    for step in officer.open_steps().await {
        officer.go_to(&step).await;
        let levels = officer
            .browser
            .texts(
                "return [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
                    .filter((heading) => heading.checkVisibility())
                    .map((heading) => heading.localName + ' ' + heading.textContent.trim())",
            )
            .await;
        let mut before = 0;
        for heading in &levels {
            let level = usize::from(heading.as_bytes()[1] - b'0');
            assert!(level <= before + 1, "{step}: {heading} in {levels:?}");
            before = level;
        }
        let ones = levels.iter().filter(|heading| heading.starts_with("h1"));
        assert_eq!(ones.count(), 1, "{step}: {levels:?}");
        let region = officer.one(&format!("[data-step='{step}']")).await;
        let (role, name) = officer.browser.heard_as(&region).await;
        assert_eq!(role, "region", "{step}");
        let heading = officer.one(&format!("[data-step='{step}'] h2")).await;
        assert_eq!(name, heading.text().await.expect("text"));
    }
    officer.end().await;
}

/// What describes a control, itself or through the group that it is in, as far as it is shown.
const DESCRIPTION: &str = "
    const own = arguments[0], group = own.closest('fieldset[aria-describedby]');
    return [group, own]
        .flatMap((one) => (one?.getAttribute('aria-describedby') ?? '').split(' '))
        .filter(Boolean)
        .map((id) => {
            const place = document.getElementById(id);
            if (!place) throw new Error(`nothing is called ${id}`);
            return place.hidden ? '' : place.innerText;
        })
        .join(' ')";

impl Officer {
    /// The steps that can be gone to.
    pub(crate) async fn open_steps(&self) -> Vec<String> {
        let script = "return [...document.querySelectorAll('[data-step-item]:not([hidden])')]
            .map((item) => item.dataset.stepItem)";
        self.browser.texts(script).await
    }

    /// What a script says of an element.
    async fn asks_of(&self, element: &WebElement, script: &str) -> String {
        let element = element.to_json().expect("an element");
        let said = self.browser.run_with(script, vec![element]).await;
        said.as_str().expect("a text").to_owned()
    }
}
