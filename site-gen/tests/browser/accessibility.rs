//! Looks for barriers in every state of the pages: WCAG 2.2 A and AA and best practice, as far as
//! axe can detect, in light, in dark, and at 320 CSS pixels.
//!
//! The states are a list. A new feature's states are a few more lines of it.

use crate::browser::{Browser, Circumstance, Engine, tools};
use crate::drafts::{changed, draft_of, file};
use crate::officer::{Officer, file_address};
use crate::one_file::copied;
use crate::site::{KINDS, Manner, PAGES, Served, documentation};
use request_builder::answers::{Answer, Field};
use serde_json::json;
use std::collections::HashSet;

/// An action that leads towards a state.
#[derive(Clone, Copy, Debug)]
enum Go {
    /// Choose a kind of request.
    Kind(&'static str),
    /// Go to a step.
    Step(&'static str),
    /// Try to leave the step.
    Next,
    /// Enter an answer at the first place of a question.
    Enter(&'static str, &'static str),
    /// Press whatever a selector finds first.
    Press(&'static str),
    /// Open a file with a complete request of a kind.
    Draft(&'static str),
    /// Open a file with a request that was made under other rules.
    Changed,
    /// Open a file that is not a draft.
    NoDraft,
    /// Open every clause and every list that can be opened.
    Unfold,
}

/// Circumstances in which a state is checked.
type Sight = &'static [Circumstance];

/// A state, and the actions that lead to it from the empty form.
type State = (&'static str, &'static [Go]);

/// States beyond each step of each kind.
const STATES: [State; 27] = [
    ("the empty form, everything opened", &[Go::Unfold]),
    (
        "a server of someone else, its note copied",
        &[
            Go::Enter("server-url", "chat.example.org"),
            Go::Press("#q_operator_someone-else"),
            Go::Press("[data-notice=no-access-to-other-servers] [data-copy-note]"),
            Go::Unfold,
        ],
    ),
    (
        "an address that tells of nobody",
        &[Go::Enter("server-url", "chat.example.org"), Go::Unfold],
    ),
    (
        "an address that looks like another",
        &[Go::Enter("server-url", "open.rocket.chat.example.com")],
    ),
    (
        "the kinds, each with its clauses",
        &[Go::Step("kind"), Go::Unfold],
    ),
    (
        "a gate that is closed",
        &[
            Go::Kind("emergency"),
            Go::Step("emergency"),
            Go::Press("#q_danger_no"),
            Go::Unfold,
        ],
    ),
    (
        "another kind suggested and taken",
        &[
            Go::Kind("emergency"),
            Go::Step("emergency"),
            Go::Press("#q_danger_no"),
            Go::Press("[data-gate]:not([hidden]) [data-suggest=account]"),
        ],
    ),
    (
        "several accounts, one unsound",
        &[
            Go::Kind("account"),
            Go::Step("accounts"),
            Go::Press("[data-add=account]"),
            Go::Press("[data-add=account]"),
            Go::Enter("username", "two words"),
            Go::Next,
        ],
    ),
    (
        "what is better not asked for",
        &[
            Go::Kind("account"),
            Go::Step("items"),
            Go::Enter(
                "details",
                "Any and all IP addresses, passwords and messages, from now on",
            ),
            Go::Unfold,
        ],
    ),
    (
        "an end before its beginning",
        &[
            Go::Kind("preservation"),
            Go::Step("items"),
            Go::Enter("records-from", "2026-01-05 14:30 -03:00"),
            Go::Enter("records-to", "2025-12-01 00:00 UTC"),
        ],
    ),
    (
        "something left out knowingly",
        &[
            Go::Kind("preservation"),
            Go::Press("[data-list=should] [data-leave-out]"),
            Go::Unfold,
        ],
    ),
    (
        "an unsound address",
        &[
            Go::Kind("contents"),
            Go::Step("you"),
            Go::Enter("official-email", "nobody"),
            Go::Next,
        ],
    ),
    (
        "an answer that is being changed",
        &[
            Go::Draft("account"),
            Go::Press(".row-change a[href='#q_officer-name']"),
        ],
    ),
    (
        "characters left out of the letter",
        &[
            Go::Draft("account"),
            Go::Step("you"),
            Go::Enter("case-number", "FMP\u{202e}-1\u{200b}7"),
            Go::Step("review"),
        ],
    ),
    (
        "an e-mail that is too long for a link",
        &[
            Go::Draft("emergency"),
            Go::Step("you"),
            Go::Enter("agency", LONG),
            Go::Step("review"),
        ],
    ),
    (
        "a letter with gaps",
        &[Go::Kind("contents"), Go::Step("review"), Go::Unfold],
    ),
    (
        "a complete preservation request, with a day to remember",
        &[Go::Draft("preservation"), Go::Unfold],
    ),
    (
        "a complete extension",
        &[Go::Draft("extension"), Go::Unfold],
    ),
    (
        "a complete request for account information",
        &[Go::Draft("account"), Go::Unfold],
    ),
    (
        "a complete request for contents, saved",
        &[
            Go::Draft("contents"),
            // An open menu covers the button.
            Go::Press("[data-export=text]"),
            Go::Unfold,
        ],
    ),
    (
        "a complete emergency request",
        &[Go::Draft("emergency"), Go::Unfold],
    ),
    ("what can be done with a draft", &[Go::Unfold]),
    (
        "whether to open a draft",
        &[
            Go::Enter("server-url", "chat.example.org"),
            Go::Draft("account"),
        ],
    ),
    ("what opening a draft changed", &[Go::Changed, Go::Unfold]),
    ("a file that is no draft", &[Go::NoDraft]),
    (
        "whether to clear everything",
        &[Go::Unfold, Go::Press("[data-draft-do=clear]")],
    ),
    (
        "answers that this browser keeps",
        &[Go::Unfold, Go::Press("[data-draft-keep]")],
    ),
];

/// Where the form is another page, or in another language: what that may change.
const SOME_STATES: [State; 6] = [
    ("the empty form, everything opened", &[Go::Unfold]),
    (
        "a server of someone else",
        &[
            Go::Enter("server-url", "chat.example.org"),
            Go::Press("#q_operator_someone-else"),
        ],
    ),
    (
        "the kinds, each with its clauses",
        &[Go::Step("kind"), Go::Unfold],
    ),
    (
        "accounts that are missing",
        &[Go::Kind("account"), Go::Step("accounts"), Go::Next],
    ),
    ("what opening a draft changed", &[Go::Changed, Go::Unfold]),
    (
        "a complete emergency request",
        &[Go::Draft("emergency"), Go::Unfold],
    ),
];

const LONG: &str = "Ministerium fuer Sicherheit und Ordnung, Abteilung fuer die Aufklaerung von \
    Straftaten im Netz, Referat fuer Ersuchen an auslaendische Anbieter von Diensten, die der \
    Verstaendigung unter Abwesenden dienen, Sachgebiet 4: Ersuchen in Faellen, in denen Gefahr \
    fuer Leib und Leben besteht und in denen die Anschrift laenger ist als das, was jemand lesen \
    mag, der einen Brief erhaelt, und laenger auch als das, was in einer Verknuepfung Platz hat, \
    weshalb das Programm sie nicht in eine setzt, sondern sagt, dass der Text des Schreibens mit \
    der Hand hineinzukopieren ist";

// What axe finds is the same in both engines, because it goes by the page's markup and computed
// styles. So Chromium checks every state, and Firefox every page and one state of each type.
in_both_engines! {
    no_barriers_on_any_page,
    no_barriers_in_any_state_of_the_form,
}
in_engine! {
    in_chromium, Chromium,
    no_barriers_in_any_step_of_any_kind,
    no_barriers_in_the_form_in_another_language,
    no_barriers_in_the_form_in_a_file,
    no_barriers_in_the_documentation,
    a_barrier_that_is_there_is_found,
}

async fn no_barriers_on_any_page(engine: Engine) {
    let mut eyes = Eyes::new(engine).await;
    eyes.look_at_pages(&PAGES).await;
    eyes.found_nothing().await;
}

async fn no_barriers_in_any_state_of_the_form(engine: Engine) {
    let mut eyes = Eyes::new(engine).await;
    let form = format!("{}request/", eyes.officer.served.address);
    eyes.go_through(&form, states(engine)).await;
    eyes.found_nothing().await;
}

async fn no_barriers_in_the_form_in_another_language(engine: Engine) {
    let mut eyes = Eyes::new(engine).await;
    let form = format!("{}pt-br/request/", eyes.officer.served.address);
    eyes.go_through(&form, &SOME_STATES).await;
    eyes.found_nothing().await;
}

async fn no_barriers_in_the_form_in_a_file(engine: Engine) {
    let (_folder, file) = copied();
    let mut eyes = Eyes::new(engine).await;
    eyes.go_through(&file_address(&file), &SOME_STATES).await;
    eyes.found_nothing().await;
}

async fn no_barriers_in_the_documentation(engine: Engine) {
    let served = Served::of(&documentation(), Manner::default());
    let mut eyes = Eyes::before_pages(engine, served).await;
    let pages = [
        "",
        "tutorial/",
        "commands/",
        "files/",
        "templates/",
        "figures/",
        "404.html",
    ];
    eyes.look_at_pages(&pages).await;
    eyes.found_nothing().await;
}

fn states(engine: Engine) -> &'static [State] {
    match engine {
        Engine::Chromium => &STATES,
        Engine::Firefox => &SOME_STATES,
    }
}

/// Each step of each kind, empty, and tried with something missing. What one kind asks in the
/// same words as another is looked at once.
async fn no_barriers_in_any_step_of_any_kind(engine: Engine) {
    let mut eyes = Eyes::new(engine).await;
    let mut seen = HashSet::new();
    for kind in KINDS {
        eyes.officer.open_afresh().await;
        eyes.officer.goes(Go::Kind(kind)).await;
        for step in eyes.officer.open_steps().await {
            eyes.officer.go_to(&step).await;
            if !seen.insert(eyes.officer.text(SHOWN).await) {
                continue;
            }
            eyes.look(&format!("{kind}: {step}")).await;
            if step != "review" {
                eyes.officer.next().await;
                if eyes.officer.step().await == step {
                    eyes.look(&format!("{kind}: {step}, tried")).await;
                }
            }
        }
    }
    eyes.found_nothing().await;
}

/// The questions and notices of a step.
const SHOWN: &str = "[...document.querySelectorAll('[data-step]:not([hidden]), \
    [data-step]:not([hidden]) :is([data-question], [data-notice], [data-kinds], [data-task])')]
    .filter((part) => part.checkVisibility())
    .map(({ dataset, textContent }) => Object.values(dataset) + textContent.length)";

/// The circumstances in which every state is checked: light and wide, dark and narrow. Colours and
/// width do not depend on each other, so two views show what four would, and the second need only be
/// checked for what depends on them. Chromium changes both while it runs. Firefox is started with
/// them, and has the view that can also scroll sideways.
fn sights(engine: Engine) -> &'static [Sight] {
    const DARK_AND_NARROW: Sight = &[Circumstance::Dark, Circumstance::Narrow];
    match engine {
        Engine::Chromium => &[&[], DARK_AND_NARROW],
        Engine::Firefox => &[DARK_AND_NARROW],
    }
}

/// Checks states for barriers and collects the findings.
pub(crate) struct Eyes {
    pub(crate) officer: Officer,
    /// The views in which each state is checked, one after the other.
    sights: &'static [Sight],
    looks: usize,
    barriers: Vec<String>,
}

impl Eyes {
    async fn new(engine: Engine) -> Self {
        Self::before(engine, Served::start()).await
    }

    pub(crate) async fn before(engine: Engine, served: Served) -> Self {
        let eyes = Self::before_pages(engine, served).await;
        eyes.officer.opens_the_form().await;
        eyes
    }

    /// Before a site that may have no form.
    async fn before_pages(engine: Engine, served: Served) -> Self {
        let sights = sights(engine);
        let browser = Browser::start_where(engine, sights[0]).await;
        Self {
            officer: Officer::who_only_reads(browser, served),
            sights,
            looks: 0,
            barriers: Vec::new(),
        }
    }

    async fn go_through(&mut self, form: &str, states: &[State]) {
        for (name, way) in states {
            let page = &self.officer.browser.page;
            page.goto("about:blank").await.expect("it opens");
            self.officer.open(form).await;
            for go in *way {
                self.officer.goes(*go).await;
            }
            self.look(name).await;
            self.officer.forgets_what_is_kept().await;
        }
    }

    pub(crate) async fn look_at_pages(&mut self, pages: &[&str]) {
        for page in pages {
            let address = format!("{}{page}", self.officer.served.address);
            let opened = self.officer.browser.page.goto(address).await;
            opened.expect("the page opens");
            self.look(&format!("/{page}")).await;
        }
    }

    async fn look(&mut self, state: &str) {
        let browser = &self.officer.browser;
        let is_there = browser.run("return Boolean(window.axe)").await;
        if is_there != json!(true) {
            browser.run(&axe()).await;
        }
        for (nth, sight) in self.sights.iter().enumerate() {
            browser.emulate(sight).await;
            self.looks += 1;
            let rules = if nth == 0 { EVERYTHING } else { APPEARANCE };
            let found = browser.run(&LOOK.replace("RULES", rules)).await;
            for barrier in found.as_array().expect("a list") {
                let barrier = barrier.as_str().expect("a text");
                self.barriers.push(format!("{state}, {sight:?}: {barrier}"));
            }
            let wide = "return document.scrollingElement.scrollWidth > innerWidth";
            if browser.run(wide).await == json!(true) {
                self.barriers
                    .push(format!("{state}, {sight:?}: scrolls sideways"));
            }
        }
        if self.sights.len() > 1 {
            browser.emulate(self.sights[0]).await;
        }
    }

    pub(crate) async fn found_nothing(self) {
        println!(
            "{}: looked {} times",
            self.officer.browser.engine, self.looks
        );
        assert_eq!(self.barriers, [] as [String; 0]);
        self.officer.end().await;
    }
}

fn axe() -> String {
    let path = tools().join("axe.min.js");
    std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; `.ci/run` installs it", path.display()))
}

/// All rules of axe for WCAG 2.2 A and AA and for best practice.
const EVERYTHING: &str =
    "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";
/// The rules of axe that depend on colours or width.
const APPEARANCE: &str =
    "['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size']";

/// Hidden elements are emptied while axe reads the page. It reports nothing in them, but reads all of
/// the document, of which four fifths are hidden, and takes five times as long.
const LOOK: &str = "
    const options = { runOnly: RULES, resultTypes: ['violations'], preload: false };
    const hidden = [...document.querySelectorAll('[hidden]')]
        .filter((part) => !part.parentElement.closest('[hidden]'))
        .map((part) => [part, [...part.childNodes]]);
    for (const [part] of hidden) part.replaceChildren();
    return axe.run(options)
        .finally(() => { for (const [part, content] of hidden) part.replaceChildren(...content); })
        .then((found) => found.violations.flatMap(({ id, nodes }) =>
            nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${failureSummary}`)))";

impl Officer {
    async fn goes(&self, go: Go) {
        match go {
            Go::Kind(kind) => {
                self.go_to("kind").await;
                self.press(&format!("#kind-{kind}")).await;
            }
            Go::Step(step) => self.go_to(step).await,
            Go::Next => self.next().await,
            Go::Enter(question, answer) => {
                let question = self.book.rules.question(&question.into());
                let question = question.expect("it is in the rules");
                let field = Field::new(question.id.clone(), question.group.as_ref().map(|_| 0));
                let place = format!("[data-question='{}']", question.id);
                if !self.shows(&place).await {
                    self.go_to_with_some_kind(question.step.as_str()).await;
                }
                self.enter(&field, &Answer::Text(answer.to_owned())).await;
                self.leaves_the_field().await;
            }
            Go::Press(selector) => self.press(selector).await,
            Go::Draft(kind) => self.choose(&draft_of(kind)).await,
            Go::Changed => self.choose(&changed(&self.book)).await,
            Go::NoDraft => self.choose(&file("letter.txt", "Dear Sir or Madam")).await,
            Go::Unfold => {
                let script = "for (const fold of document.querySelectorAll('details'))
                    if (fold.checkVisibility()) fold.open = true";
                self.browser.run(script).await;
            }
        }
    }

    /// The next state begins without what this one left in the browser.
    async fn forgets_what_is_kept(&self) {
        self.browser.run("localStorage.clear()").await;
    }
}

async fn a_barrier_that_is_there_is_found(engine: Engine) {
    let mut eyes = Eyes::new(engine).await;
    let script = "const field = document.createElement('input');
        document.querySelector('main').append(field)";
    eyes.officer.browser.run(script).await;
    eyes.look("a field without a name").await;
    assert!(
        eyes.barriers
            .iter()
            .any(|barrier| barrier.contains("label at #page_main > input")),
        "{:?}",
        eyes.barriers
    );
    eyes.officer.end().await;
}
