//! Looks for barriers in every state of the pages: WCAG 2.2 A and AA and best practice, as far as
//! axe can tell, in light, in dark, and at 320 CSS pixels.
//!
//! The states are one list. A new feature's states are a few more lines of it.

use crate::browser::{Browser, Circumstance, Engine, tools};
use crate::officer::Officer;
use crate::site::{KINDS, PAGES, Served, complete};
use request_builder::answers::{Answer, Field};
use serde_json::json;

/// Something to be done on the way to a state.
#[derive(Clone, Copy, Debug)]
enum Go {
    /// Open a page other than the form.
    To(&'static str),
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
    /// Go through the whole form with everything that is asked for.
    Complete(&'static str),
    /// Open every clause and every list that can be opened.
    Unfold,
}

/// States beyond each step of each kind. Each begins at the empty form.
const STATES: [(&str, &[Go]); 14] = [
    ("the empty form", &[]),
    ("the empty form, every clause opened", &[Go::Unfold]),
    (
        "a server of someone else",
        &[
            Go::Enter("server-url", "chat.example.org"),
            Go::Enter("operator", "someone-else"),
        ],
    ),
    (
        "an address that looks like another",
        &[Go::Enter("server-url", "open.rocket.chat.example.com")],
    ),
    (
        "a gate that is closed",
        &[
            Go::Kind("emergency"),
            Go::Step("emergency"),
            Go::Enter("danger", "no"),
            Go::Unfold,
        ],
    ),
    (
        "another kind suggested and taken",
        &[
            Go::Kind("emergency"),
            Go::Step("emergency"),
            Go::Enter("danger", "no"),
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
        "a complete preservation request",
        &[Go::Complete("preservation"), Go::Unfold],
    ),
    (
        "a complete extension",
        &[Go::Complete("extension"), Go::Unfold],
    ),
    (
        "a complete request for account information",
        &[Go::Complete("account"), Go::Unfold],
    ),
    (
        "a complete request for contents",
        &[
            Go::Complete("contents"),
            Go::Unfold,
            Go::Press("[data-export=text]"),
        ],
    ),
    (
        "a complete emergency request",
        &[Go::Complete("emergency"), Go::Unfold],
    ),
];

async fn no_barriers(engine: Engine, circumstances: &[Circumstance], all: bool) {
    let browser = Browser::start_where(engine, circumstances).await;
    let officer = Officer::with(browser, Served::start()).await;
    let mut found = Found::default();
    for page in PAGES {
        officer.goes(Go::To(page)).await;
        found.look(&officer, &format!("/{page}")).await;
    }
    for (name, way) in STATES {
        officer.open_afresh().await;
        for go in way {
            officer.goes(*go).await;
        }
        found.look(&officer, name).await;
    }
    let kinds = if all { &KINDS[..] } else { &KINDS[3..4] };
    for kind in kinds {
        each_step(&officer, kind, &mut found).await;
    }
    println!("{engine}, {circumstances:?}: {} states", found.states);
    assert_eq!(found.barriers, [] as [String; 0]);
    officer.end().await;
}

/// Each step of a kind, empty, and tried with something missing.
async fn each_step(officer: &Officer, kind: &'static str, found: &mut Found) {
    officer.open_afresh().await;
    officer.goes(Go::Kind(kind)).await;
    for step in officer.open_steps().await {
        officer.go_to(&step).await;
        found.look(officer, &format!("{kind}: {step}")).await;
        if step != "review" {
            officer.next().await;
            if officer.step().await == step {
                found.look(officer, &format!("{kind}: {step}, tried")).await;
            }
        }
    }
}

/// What was found.
#[derive(Default)]
struct Found {
    states: usize,
    barriers: Vec<String>,
}

impl Found {
    async fn look(&mut self, officer: &Officer, state: &str) {
        self.states += 1;
        let browser = &officer.browser;
        let is_there = browser.run("return Boolean(window.axe)").await;
        if is_there != json!(true) {
            browser.run(&axe()).await;
        }
        let found = browser.run(LOOK).await;
        for barrier in found.as_array().expect("a list") {
            let barrier = barrier.as_str().expect("a text");
            self.barriers.push(format!("{state}: {barrier}"));
        }
        let wide = "return document.scrollingElement.scrollWidth > innerWidth";
        if browser.run(wide).await == json!(true) {
            self.barriers.push(format!("{state}: scrolls sideways"));
        }
    }
}

fn axe() -> String {
    let path = tools().join("axe.min.js");
    std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; `.ci/run` installs it", path.display()))
}

const LOOK: &str = "
    const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    return axe.run({ runOnly: { type: 'tag', values }, resultTypes: ['violations'] }).then((found) =>
        found.violations.flatMap(({ id, nodes }) =>
            nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${failureSummary}`)))";

impl Officer {
    async fn goes(&self, go: Go) {
        match go {
            Go::To(path) => {
                let page = &self.browser.page;
                page.goto(format!("{}{path}", self.served.address))
                    .await
                    .expect("the page opens");
            }
            Go::Kind(kind) => {
                self.go_to("kind").await;
                self.press(&format!("#kind-{kind}")).await;
            }
            Go::Step(step) => self.go_to(step).await,
            Go::Next => self.next().await,
            Go::Enter(question, answer) => {
                let question = self.book.form.question(&question.into());
                let question = question.expect("it is in the rules");
                let field = Field {
                    question: question.id.clone(),
                    entry: question.group.as_ref().map(|_| 0),
                };
                self.enter(&field, &Answer::Text(answer.to_owned())).await;
                self.press("h1").await;
            }
            Go::Press(selector) => self.press(selector).await,
            Go::Complete(kind) => self.go_through(&complete(kind).answers).await,
            Go::Unfold => {
                let script = "for (const fold of document.querySelectorAll('details'))
                    if (fold.checkVisibility()) fold.open = true";
                self.browser.run(script).await;
            }
        }
    }
}

macro_rules! looks {
    ($($name:ident: $engine:ident, $circumstances:expr, $all:expr);+ $(;)?) => {$(
        #[tokio::test]
        async fn $name() {
            no_barriers(Engine::$engine, $circumstances, $all).await;
        }
    )+};
}

looks! {
    no_barriers_in_light: Chromium, &[], true;
    no_barriers_in_dark: Chromium, &[Circumstance::Dark], true;
    no_barriers_at_320_pixels: Chromium, &[Circumstance::Narrow], true;
    no_barriers_in_firefox: Firefox, &[], false;
    no_barriers_in_firefox_in_dark_at_320_pixels: Firefox, &[Circumstance::Dark, Circumstance::Narrow], false;
}

#[tokio::test]
async fn a_barrier_that_is_there_is_found() {
    let browser = Browser::start(Engine::Chromium).await;
    let officer = Officer::with(browser, Served::start()).await;
    let script = "const field = document.createElement('input');
        document.querySelector('main').append(field)";
    officer.browser.run(script).await;
    let mut found = Found::default();
    found.look(&officer, "a field without a name").await;
    assert!(
        found
            .barriers
            .iter()
            .any(|barrier| barrier.contains("label at #page_main > input")),
        "{:?}",
        found.barriers
    );
    officer.end().await;
}
