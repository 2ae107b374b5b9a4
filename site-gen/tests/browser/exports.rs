//! The letter and what accompanies it, exported from the page: on paper, as files, as a link. Needs
//! poppler's `pdftotext` to read what was printed; `.ci/run` installs it.

use crate::browser::{Browser, Engine, until};
use crate::officer::Officer;
use crate::site::{Served, complete};
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use thirtyfour::common::print::PrintParameters;

in_both_engines! {
    a_draft_says_so_on_every_page_and_every_page_has_its_number_and_the_version,
    nothing_but_the_letter_is_printed_and_its_signature_stays_together,
    no_word_of_the_guidelines_is_cut_on_paper,
    the_cover_sheet_of_an_emergency_is_a_page_of_its_own,
    the_covering_e_mail_is_a_link_and_a_file_and_lists_what_is_attached,
    the_email_of_an_emergency_has_the_whole_letter_in_its_file,
    nobody_is_asked_whether_to_leave_for_a_mail_program,
    an_e_mail_that_is_too_long_for_a_link_says_so,
    a_calendar_reminds_of_day_90_and_the_page_calls_it_an_estimate,
    what_cannot_be_seen_is_in_no_export_and_the_page_says_so,
    a_megabyte_in_a_field_does_not_hang_the_page,
}

/// Sets answers with input events, which is quicker than keys; `keyboard.rs` tests the keys.
const ENTER: &str = "
    const said = control => ['input', 'change'].forEach(name =>
        control.dispatchEvent(new Event(name, { bubbles: true })));
    const enter = (place, answer) => {
        const controls = [...place.querySelectorAll('input, textarea')];
        const [first] = controls;
        if (first.type === 'radio' || first.type === 'checkbox') {
            const wanted = [answer].flat();
            controls.forEach(it => { it.checked = answer === true || wanted.includes(it.value) });
        } else {
            first.value = answer;
        }
        said(first);
    };
    const [draft] = arguments;
    document.querySelector('#kind-' + draft.kind).click();
    for (const [name, answer] of Object.entries(draft.answers))
        enter(document.querySelector(`[data-question='${name}']`), answer);
    for (const [group, entries] of Object.entries(draft.groups ?? {}))
        entries.forEach((entry, at) => {
            const all = () => document.querySelectorAll(`[data-group='${group}'] [data-entry]`);
            if (all().length <= at) document.querySelector(`[data-add='${group}']`).click();
            for (const [name, answer] of Object.entries(entry))
                enter(all()[at].querySelector(`[data-question='${name}']`), answer);
        });
    location.hash = '#step-review';";

/// Keeps what is handed to the browser to save, instead of saving it.
const KEEP: &str = "
    window.kept = [];
    URL.createObjectURL = blob => { kept.push({ blob }); return '#kept' };
    HTMLAnchorElement.prototype.click = function () { kept.at(-1).name = this.download };";

/// An officer who entered a complete request of a kind, with some answers changed.
async fn at_the_end(engine: Engine, kind: &str, changes: &[(&str, Value)]) -> Officer {
    let officer = Officer::at_the_form(engine).await;
    let mut draft = serde_json::to_value(complete(kind)).expect("a draft is plain data");
    for (place, answer) in changes {
        let place = draft.pointer_mut(place);
        *place.unwrap_or_else(|| panic!("an answer that is there")) = answer.clone();
    }
    run(&officer, ENTER, vec![draft]).await;
    run(&officer, KEEP, Vec::new()).await;
    officer
}

async fn run(officer: &Officer, script: &str, arguments: Vec<Value>) -> Value {
    let ran = officer.browser.page.execute(script, arguments).await;
    ran.expect("the script runs").json().clone()
}

/// Presses a button and gives the name and the text of the file that was made.
async fn saved(officer: &Officer, form: &str) -> (String, String) {
    let script = format!(
        "document.querySelector(\"[data-export='{form}']\").click();
         const {{ blob, name }} = kept.at(-1);
         return blob.text().then(text => [name, text]);"
    );
    let file = run(officer, &script, Vec::new()).await;
    let part = |at: usize| file[at].as_str().expect("text").to_owned();
    (part(0), part(1))
}

/// The text of each sheet of a printed page.
pub(crate) async fn printed(browser: &Browser) -> Vec<String> {
    let pdf = browser.page.print_page(PrintParameters::default()).await;
    let mut reader = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext is installed: `.ci/run` does that");
    let mut input = reader.stdin.take().expect("a pipe");
    input.write_all(&pdf.expect("it prints")).expect("it reads");
    drop(input);
    let text = reader.wait_with_output().expect("it ends").stdout;
    let text = String::from_utf8(text).expect("text");
    let pages = text.trim_end_matches('\u{c}').split('\u{c}');
    pages.map(str::to_owned).collect()
}

/// Code, an address and a table that are wider than the paper.
async fn no_word_of_the_guidelines_is_cut_on_paper(engine: Engine) {
    let browser = Browser::start(engine).await;
    let served = Served::start();
    let opened = browser.page.goto(&served.address).await;
    opened.expect("the page opens");
    browser
        .run(
            "const text = document.querySelector('.prose');
            const add = (name, words, place = text) => {
                const element = place.appendChild(document.createElement(name));
                element.textContent = words;
                return element;
            };
            const long = 'long-line-without-a-blank-'.replaceAll('-', '').repeat(12);
            add('pre', `${long} END1`);
            add('code', `${long}END2`, add('p', ''));
            add('a', `https://example.org/${long}END3`, add('p', ''));
            const box = add('div', '');
            box.className = 'table';
            const table = add('table', '', box);
            for (const name of ['th', 'td']) {
                const row = add('tr', '', table);
                for (let at = 0; at < 14; at += 1) add(name, `${name} wordwithoutblanks Z${at}`, row);
            }",
        )
        .await;
    let pages = printed(&browser).await.concat();
    let all: String = pages.split_whitespace().collect();
    for word in ["END1", "END2", "END3", "Z13"] {
        assert!(all.contains(word), "{word} is cut:\n{pages}");
    }
    browser.end().await;
}

/// How a page says which it is. Firefox has no boxes in a page's margins and counts no pages for a
/// style sheet: there the officer's own print settings put the number on the page.
fn page_of(engine: Engine, at: usize, pages: usize) -> String {
    match engine {
        Engine::Chromium => format!("Page {} of {pages}", at + 1),
        Engine::Firefox => String::new(),
    }
}

/// The first line with words on it, and the last.
fn ends(page: &str) -> (&str, &str) {
    let mut lines = page.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    (first, lines.next_back().unwrap_or(first))
}

async fn a_draft_says_so_on_every_page_and_every_page_has_its_number_and_the_version(
    engine: Engine,
) {
    let long = "It was seen again. ".repeat(600);
    let changes = [
        ("/answers/official-email", json!("")),
        ("/groups/item/0/relation", json!(long)),
    ];
    let officer = at_the_end(engine, "contents", &changes).await;
    let pages = printed(&officer.browser).await;
    assert!(pages.len() >= 3, "{pages:#?}");
    for (at, page) in pages.iter().enumerate() {
        let (first, last) = ends(page);
        assert!(first.starts_with("DRAFT"), "{page}");
        assert!(
            last.starts_with("Guidelines of 2020-01-31, rules revision"),
            "{page}"
        );
        assert!(last.ends_with(&page_of(engine, at, pages.len())), "{page}");
    }
    officer.end().await;
}

async fn nothing_but_the_letter_is_printed_and_its_signature_stays_together(engine: Engine) {
    // Some letters end near the end of a page, whichever fonts the machine has.
    for lines in [16, 22] {
        let facts = "One more line of it.\n".repeat(lines);
        let changes = [("/answers/records", json!(facts))];
        let officer = at_the_end(engine, "preservation", &changes).await;
        let pages = printed(&officer.browser).await;
        let all = pages.concat();
        for word in [
            "Make a request",
            "Save as",
            "Your answers",
            "DRAFT",
            "Check and take",
        ] {
            assert!(!all.contains(word), "{word}: {all}");
        }
        let (first, _) = ends(&pages[0]);
        assert!(
            first.split(' ').count() == 3 && first.contains(" 20"),
            "a letter that is no draft begins with its day: {all}"
        );
        // Firefox ignores `break-after: avoid`, so blocks have to stay whole.
        let begin = match engine {
            Engine::Chromium => "Yours faithfully,",
            Engine::Firefox => "Ingrid Solberg\nDetective",
        };
        let signed = pages.iter().find(|page| page.contains(begin));
        let signed = signed.expect("it is signed");
        for line in [
            "Ingrid Solberg",
            "Detective Sergeant",
            "E-mail: ",
            // Before it, Firefox sets a ligature.
            "cation number: 4417",
        ] {
            assert!(signed.contains(line), "{line} is on another page: {all}");
        }
        officer.end().await;
    }
}

async fn the_cover_sheet_of_an_emergency_is_a_page_of_its_own(engine: Engine) {
    let officer = at_the_end(engine, "emergency", &[]).await;
    let pages = printed(&officer.browser).await;
    assert_eq!(ends(&pages[0]).0, "EMERGENCY DISCLOSURE REQUEST");
    assert!(!pages[0].contains("Dear Sir or Madam"));
    assert!(pages[1].contains("Dear Sir or Madam"), "{}", pages[1]);
    assert!(pages[0].contains(&page_of(engine, 0, pages.len())));
    officer.end().await;
}

async fn the_covering_e_mail_is_a_link_and_a_file_and_lists_what_is_attached(engine: Engine) {
    let officer = at_the_end(engine, "account", &[]).await;
    let link = officer.one("[data-mail-link]").await;
    let link = link
        .attr("href")
        .await
        .expect("a link")
        .expect("an address");
    let subject = "Request%20for%20account%20information%2C%20our%20reference%20LCS-26-0077";
    assert!(
        link.starts_with(&format!("mailto:legal@rocket.chat?subject={subject}")),
        "{link}"
    );
    assert!(
        link.contains("&body=Dear%20Sir%20or%20Madam%2C%0D%0A"),
        "{link}"
    );
    let (name, file) = saved(&officer, "eml").await;
    let reference = "Rocket.Chat-account-request-LCS-26-0077-";
    assert!(name.starts_with(reference), "{name}");
    assert_eq!(
        Path::new(&name).extension().and_then(|it| it.to_str()),
        Some("eml")
    );
    assert!(
        file.starts_with(concat!(
            "X-Unsent: 1\r\nTo: legal@rocket.chat\r\n",
            "Subject: Request for account information, our reference LCS-26-0077, server\r\n",
            " https://open.rocket.chat\r\n",
        )),
        "{file}"
    );
    assert!(
        file.contains("- Complete copy of the legal process\r\n"),
        "{file}"
    );
    officer.end().await;
}

async fn the_email_of_an_emergency_has_the_whole_letter_in_its_file(engine: Engine) {
    let officer = at_the_end(engine, "emergency", &[]).await;
    let link = officer.one("[data-mail-now]").await;
    let link = link.attr("href").await.expect("a link");
    let link = link.expect("an address");
    assert!(link.contains("short%20form"), "{link}");
    let (name, file) = saved(&officer, "now-eml").await;
    assert!(name.contains("emergency-request"), "{name}");
    for line in [
        "X-Unsent: 1",
        "EMERGENCY DISCLOSURE REQUEST",
        "Dear Sir or Madam,",
        "Yours faithfully,",
    ] {
        assert!(file.lines().any(|it| it == line), "{line}: {file}");
    }
    officer.end().await;
}

async fn nobody_is_asked_whether_to_leave_for_a_mail_program(engine: Engine) {
    let officer = at_the_end(engine, "preservation", &[]).await;
    let leave = "const asked = new Event('beforeunload', { cancelable: true });
        dispatchEvent(asked);
        return asked.defaultPrevented;";
    let asked = run(&officer, leave, Vec::new()).await;
    assert_eq!(asked, json!(true), "something was entered");
    // The machine has no mail program: the click is kept from the browser, not from the page.
    let click = "addEventListener('click', event => event.preventDefault());
        document.querySelector('[data-mail-link]').focus();
        document.activeElement.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));";
    run(&officer, click, Vec::new()).await;
    assert_eq!(run(&officer, leave, Vec::new()).await, json!(false));
    until("it asks again before it lets go", async || {
        run(&officer, leave, Vec::new()).await == json!(true)
    })
    .await;
    officer.end().await;
}

async fn an_e_mail_that_is_too_long_for_a_link_says_so(engine: Engine) {
    let agency = "Ministerium für Sicherheit und Ordnung ".repeat(40);
    let officer = at_the_end(engine, "emergency", &[("/answers/agency", json!(agency))]).await;
    let link = officer.one("[data-mail-link]").await;
    let link = link
        .attr("href")
        .await
        .expect("a link")
        .expect("an address");
    assert!(!link.contains("body="), "{link}");
    let unfold = "document.querySelector('[data-after-email]').open = true";
    officer.browser.run(unfold).await;
    let note = officer.one("[data-mail-without-text]").await;
    assert!(note.is_displayed().await.expect("it is on the page"));
    officer.end().await;
}

async fn a_calendar_reminds_of_day_90_and_the_page_calls_it_an_estimate(engine: Engine) {
    let officer = at_the_end(engine, "preservation", &[]).await;
    let shown = officer.one("[data-reminder]:not([hidden])").await;
    let shown = shown.text().await.expect("text");
    assert!(shown.contains("estimate"), "{shown}");
    let (name, file) = saved(&officer, "calendar").await;
    assert_eq!(name, "Preservation-request-day-90-is-near.ics");
    assert!(
        file.starts_with("BEGIN:VCALENDAR\r\n") && file.contains("estimate"),
        "{file}"
    );
    officer.end().await;
}

async fn what_cannot_be_seen_is_in_no_export_and_the_page_says_so(engine: Engine) {
    let hostile = "FMP\u{202e}-1\u{7}\r\nBcc: x@else.example";
    let officer = at_the_end(
        engine,
        "preservation",
        &[("/answers/case-number", json!(hostile))],
    )
    .await;
    // Half of an emoji, as only a script can have it.
    let half = "const field = document.querySelector(\"[data-question='badge'] input\");
        field.value = '44\\ud83d17';
        field.dispatchEvent(new Event('input', { bubbles: true }));";
    run(&officer, half, Vec::new()).await;
    let said = officer
        .one("[data-removed-characters]")
        .await
        .text()
        .await
        .expect("text");
    assert!(said.contains("In “Your reference”: "), "{said}");
    assert!(said.contains("1 × damaged character"), "{said}");
    let letter = officer.letter().await;
    assert!(
        letter.contains("FMP-1") && letter.contains("4417"),
        "{letter}"
    );
    for form in ["text", "markdown", "eml", "calendar"] {
        let (name, file) = saved(&officer, form).await;
        let found = file.contains(['\u{202e}', '\u{7}', '\u{fffd}']);
        assert!(!found && !file.contains("\nBcc:"), "{form}: {file}");
        assert!(
            name.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)),
            "{name}"
        );
    }
    officer.end().await;
}

async fn a_megabyte_in_a_field_does_not_hang_the_page(engine: Engine) {
    let officer = at_the_end(engine, "contents", &[]).await;
    let script = "
        const field = document.querySelector(\"[data-question='details'] textarea\");
        field.value = '京'.repeat(350_000);
        const start = performance.now();
        field.dispatchEvent(new Event('input', { bubbles: true }));
        document.querySelector(\"[data-export='docx']\").click();
        document.querySelector(\"[data-export='eml']\").click();
        return [performance.now() - start, kept[0].blob.size];";
    let measured = run(&officer, script, Vec::new()).await;
    let [taken, size] = [0, 1].map(|at| measured[at].as_f64().expect("a number"));
    println!("a megabyte in a field is drawn and saved in {taken:.0} ms");
    assert!(taken < 20_000.0, "{taken} ms");
    assert!(size > 1_000_000.0, "{size} bytes");
    officer.end().await;
}
