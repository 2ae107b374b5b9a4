//! What a version's text costs to read, resolve, search and render grows with its length and not
//! with the square of it, whatever its shape. A contributor could otherwise stop a build with a
//! file of 250 KB.

use crate::documents::rulebook;
use crate::support::Site;
use request_builder::answers::Date;
use request_builder::answers::{Answer, Field, server_address};
use request_builder::session::{Event, Session};
use site_gen::content::{self, Content, VersionId};
use site_gen::diagnostic::Source;
use site_gen::history::History;
use site_gen::render::{Renderer, Theme};
use site_gen::site::{self, leftovers};
use std::path::Path;
use test_support::cpu_time;

/// The shortest of three lengths, each twice the one before, in bytes.
const SHORT: usize = 5_000;

/// How much more the second doubling may cost than the first: twice as much is linear, four times
/// as much quadratic.
const MOST: f64 = 2.5;

/// Pieces of text, each repeated until the text is long enough. `{n}` is the number of the piece,
/// `{w}` the same in letters.
const PIECES: [&str; 68] = [
    "You must do it. ",
    "You must do it.\n\n",
    "You must do it\n",
    "law@b.example ",
    "law{n}@b{n}.example ",
    "31 January 2020 ",
    "Last updated 31 January 2020 ",
    "[a](#a) ",
    "[a](#zz) ",
    "[a](#zz{n}) ",
    "[a](https://e.org) ",
    "[a](https://e{n}.org/) ",
    "[e{n}.org](https://e{n}.org/) ",
    "Then Ab{w} Inc. will do it. ",
    "Then Ab{w} Inc. will do it.\n\n",
    "Ab{w}, ",
    "Tern Post, ",
    "12 Harbour Street ",
    "{n} Harbour Street, ",
    "The Harbour Act ",
    "a-",
    "a.",
    "a. B",
    "e.g. ",
    "\u{a7} ",
    "thirty ",
    "30 ",
    "If so, send it, ",
    "\"",
    "*",
    "*a ",
    "**a *b `c` ",
    "_a ",
    "[",
    "[a](",
    "[a] [^b] {% ",
    "![",
    "` ",
    "> ",
    "- a\n",
    "- a\n\n",
    "1. must\n",
    "(a) b\n",
    "## h{n}\n\n",
    "## h\n\na\n\n",
    "a\n=\n\n",
    "&amp; ",
    "&a ",
    "<",
    "<b>",
    "<!-- a --> ",
    "a<br>",
    "<br> ",
    "<a id=\"a{n}\"></a>x ",
    "a[^{n}]\n\n[^{n}]: b\n\n",
    "[a{n}]: https://e.org/{n}\n",
    "|",
    "|a|b|\n|-|-|\n|c|d|\n\n",
    ":",
    "{% a %}",
    "~~a ",
    "https://e.org/a ",
    "\u{a0}a",
    "a\u{200b} ",
    "\u{63d0}",
    "a's ",
    "    a\n\n",
    "```\na\n```\n",
];

fn text(piece: &str, length: usize) -> String {
    let mut text = String::from("# A\n\n");
    let mut number = 0_u32;
    while text.len() < length {
        let digits = number.to_string();
        let letters: String = digits
            .bytes()
            .map(|digit| char::from(digit - b'0' + b'a'))
            .collect();
        text += &piece.replace("{n}", &digits).replace("{w}", &letters);
        number += 1;
    }
    text + "\n"
}

/// Pieces that are read with clauses that list every sentence: each of their sentences is new, and many
/// are equal.
const PIECES_WITH_CLAUSES: [&str; 12] = [
    "You must do it. ",
    "You must do it.\n\n",
    "You must do it.  \n",
    "You must do it {n}.\n\n",
    "- You must do it.\n",
    "## h\n\nYou must do it.\n\n",
    "## You must\n\n",
    "|a|b|\n|-|-|\n|must|days|\n|must|days|\n\n",
    "a\u{200b}",
    "\u{202e}a",
    "word\u{200b}word ",
    "law@b.\u{200b}example ",
];

/// A table with one row of many cells.
fn wide(length: usize) -> String {
    let row = |cell: &str| cell.repeat(length / 6) + "|\n";
    format!("# A\n\n{}{}{}", row("|a"), row("|-"), row("|b"))
}

struct Reader {
    content: Content,
    theme: Theme,
}

impl Reader {
    fn new() -> Self {
        let tern = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/bad_input/tern");
        let content = content::read(&tern).0.expect("the good site");
        let theme = Theme::load(&tern, &content.config.theme, &content.config.language);
        let theme = theme.unwrap_or_else(|found| panic!("{}", found.plain()));
        Self { content, theme }
    }

    /// Reads, resolves, searches, compares and renders a text.
    fn reads(&self, text: &str, with_clauses: bool) {
        let mut content = self.content.clone();
        let vocabulary = content.vocabulary.clone().expect("words");
        let version = content.versions.last_mut().expect("a version");
        version.text = Source::new("guidelines.md", text);
        if !with_clauses {
            version.clauses = None;
        }
        let day = Date::parse("2026-01-15").expect("a day");
        let (site, found) = site::resolve(content, day);
        let Some(site) = site else { return };
        let more = leftovers::find(&site, &vocabulary);
        assert!(found.plain().len() + more.plain().len() < 100_000_000);
        if !found.has_errors() {
            let history = History::new(&site).expect("it can be compared");
            let renderer = Renderer::new(&site, &history, &self.theme).expect("templates");
            // On this thread, whose time is measured.
            for page in renderer.pages() {
                renderer.render_page(&page).expect("it can be rendered");
            }
        }
    }

    /// What the second doubling of a text costs, as a multiple of what the first costs. What does
    /// not depend on the text cancels out.
    fn growth(&self, text: &dyn Fn(usize) -> String, with_clauses: bool) -> f64 {
        let [one, two, four] = [SHORT, 2 * SHORT, 4 * SHORT].map(|length| {
            let text = text(length);
            cpu_time(1, || self.reads(&text, with_clauses))
        });
        // Below some milliseconds, the difference is that of chance.
        (four - two) / (two - one).max(0.012)
    }
}

#[test]
fn twice_a_versions_text_costs_about_twice_as_much() {
    let reader = Reader::new();
    let mut slow = Vec::new();
    let mut check = |name: &str, text: &dyn Fn(usize) -> String, with_clauses: bool| {
        // Whatever else the machine does can only make it seem slow, so the best of some counts.
        let tries = (0..6).map(|_| reader.growth(text, with_clauses));
        let growth = tries
            .scan(f64::INFINITY, |best, growth| {
                let is_fine = *best <= MOST;
                *best = best.min(growth);
                (!is_fine).then_some(*best)
            })
            .last()
            .unwrap_or_default();
        if growth > MOST {
            slow.push(format!("{name:?}: {growth:.1}"));
        }
    };
    for piece in PIECES {
        check(piece, &|length| text(piece, length), false);
    }
    for piece in PIECES_WITH_CLAUSES {
        check(piece, &|length| text(piece, length), true);
    }
    check("a wide table", &wide, false);
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}

/// Pieces of two versions: how each reads in the earlier one, and in the later one. There other numbers
/// and letters change as well.
const PIECES_OF_TWO: [[&str; 2]; 17] = [
    ["We keep copy {n}.\n\n", "We keep copy {n}. "],
    ["We keep copy {n}. ", "We keep copy {n}.\n\n"],
    ["- We keep copy {n}.\n", "We keep copy {n}. "],
    ["|We keep copy {n}.|b|\n", "We keep copy {n}. "],
    ["{n} days and "; 2],
    ["write to a{n}@b{n}.example now. "; 2],
    ["Acme{n} Inc. and "; 2],
    [
        "You must send form {w} within 30 days. ",
        "Within 30 days you must have sent form {w}. ",
    ],
    [
        "You must do it within 30 days. ",
        "You must not do it within 30 days. ",
    ],
    ["|Ab{w}|kept for 30 days|\n"; 2],
    [
        "|Ab|must be kept {n} days|\n",
        "|Ab|may be kept {n} days|\n",
    ],
    ["|{n}|must|\n", "|{n}|should|\n"],
    // Many cells of one row.
    ["|{n} days"; 2],
    ["|You must {n}", "|You should {n}"],
    ["|We keep copy {n}.", "We keep copy {n}. "],
    [
        "We shall keep log {n}. Lamp {n} is red and old and warm. ",
        "Whoever asks pays {n} euros. Lamp {n} is red and old and warm. ",
    ],
    [
        "<tr><td>must</td><td>{n} days</td></tr>\n",
        "<tr><td>must</td><td>{n} weeks</td></tr>\n",
    ],
];

/// The same piece many times; rows below the head of their table, and cells below one as wide.
fn text_or_table(piece: &str, length: usize) -> String {
    let text = text(piece, length);
    match piece.chars().next() {
        Some('|') if !piece.ends_with('\n') => {
            let cells = text.matches('|').count();
            let head = format!("\n\n{}|\n{}|\n", "|a".repeat(cells), "|-".repeat(cells));
            text.trim_end().replacen("\n\n", &head, 1) + "|\n"
        }
        Some('|') => text.replacen("\n\n", "\n\n|a|b|\n|-|-|\n", 1),
        Some('<') => text.replacen("\n\n", "\n\n<table>\n", 1) + "</table>\n",
        _ => text,
    }
}

#[test]
fn twice_the_text_of_two_versions_costs_about_twice_as_much() {
    let reader = Reader::new();
    let compares = |before: &str, after: &str| {
        let mut content = reader.content.clone();
        content.config.raw_html = true;
        let mut earlier = content.versions.last().expect("a version").clone();
        earlier.id = VersionId::Dated(Date::parse("2001-02-03").expect("a day"));
        earlier.clauses = None;
        earlier.text = Source::new("guidelines.md", before);
        let mut later = content.versions.pop().expect("a version");
        later.clauses = None;
        let changed = after.replace("30", "31").replacen('a', "e", 50);
        later.text = Source::new("guidelines.md", changed);
        content.versions = vec![earlier, later];
        let day = Date::parse("2026-01-15").expect("a day");
        let site = site::resolve(content, day).0.expect("a site");
        History::new(&site).expect("it can be compared");
    };
    let growth = |[before, after]: [&str; 2]| {
        let [one, two, four] = [4, 8, 16].map(|times| {
            let [before, after] = [before, after].map(|piece| text_or_table(piece, times * SHORT));
            cpu_time(1, || compares(&before, &after))
        });
        (four - two) / (two - one).max(0.012)
    };
    for pieces in PIECES_OF_TWO {
        // Whatever else the machine does can only make it seem slow, so the best of some counts.
        let growths: Vec<f64> = (0..6)
            .map(|_| growth(pieces))
            .scan(false, |is_fine, growth| {
                let goes_on = !*is_fine;
                *is_fine |= growth < MOST;
                goes_on.then_some(growth)
            })
            .collect();
        assert!(
            growths.iter().any(|it| *it < MOST),
            "{pieces:?}: {growths:?}"
        );
    }
}

/// Whatever is in a file of 1 MB, the build either works or says why not, and needs no more memory than
/// the smallest machines that build sites have.
#[cfg(target_os = "linux")]
#[test]
fn a_megabyte_of_any_shape_is_built_or_refused_in_256_mb() {
    const LENGTH: usize = 1_000_000;
    let rows = |length: usize| "a|b\n-|-\n".to_owned() + &"a\n".repeat(length / 2);
    let shapes = [
        ("invisible characters", "a\u{200b}".repeat(LENGTH / 4)),
        ("turns", "\u{202e}a".repeat(LENGTH / 4)),
        ("equal sentences", "You must do it. ".repeat(LENGTH / 16)),
        ("rows", rows(LENGTH)),
        ("one row", wide(LENGTH)),
        ("headings", text("## h{n}\n\na\n\n", LENGTH)),
        ("equal headings", text("## h\n\na\n\n", LENGTH)),
        ("items", "1. a\n".repeat(LENGTH / 5)),
        ("quotes", ">".repeat(LENGTH)),
        ("links", "[a](#a) ".repeat(LENGTH / 8)),
        ("references", "[a][b] ".repeat(LENGTH / 7)),
        ("footnotes", text("a[^{n}]\n\n[^{n}]: b\n\n", LENGTH)),
    ];
    for (what, shape) in shapes {
        let path = "content/guidelines/2025-05-01/guidelines.md";
        let site = Site::tern_not_built();
        let before = site.text(path);
        let site = site.write(path, format!("{before}\n\n{shape}\n"));
        let build = std::process::Command::new("sh")
            .args([
                "-c",
                "ulimit -d 262144 && exec \"$0\" build --today 2026-01-15",
            ])
            .arg(env!("CARGO_BIN_EXE_site-gen"))
            .current_dir(site.path("."))
            .output()
            .expect("a shell");
        let said = String::from_utf8_lossy(&build.stderr);
        assert!(
            matches!(build.status.code(), Some(0 | 1)),
            "{what}: {:?}: {said:.2000}",
            build.status
        );
    }
}

/// If every page listed every other, 5,000 pages would be a gigabyte.
#[test]
fn the_footer_lists_a_limited_number_of_pages() {
    let site = (0..40).fold(Site::tern_not_built(), |site, number| {
        let page = format!("content/pages/page-{number:02}.md");
        let front = format!("+++\ntitle = \"Page {number:02}\"\ndescription = \"Words.\"\n+++\n");
        site.write(&page, front + "\nWords.\n")
    });
    site.run(&["build", "--today", "2026-01-15"])
        .exits(0)
        .says("of 41 pages below the root, the footer lists the first 30");
    let page = site.text("dist/page-39/index.html");
    let (_, footer) = page.split_once("<footer").expect("a footer");
    // The pages, and the feed.
    assert_eq!(footer.matches("<li>").count(), 31, "{footer}");
}

/// Every key press reviews the whole request again, so it must cost little more for each account.
#[test]
fn an_input_is_almost_as_fast_with_many_accounts() {
    let (book, labels) = rulebook();
    let field = |question: &str, entry| Field::new(question, Some(entry));
    let input = |accounts: usize| {
        let today = Date::parse("2026-01-15").expect("a day");
        let mut session = Session::new(book.clone(), labels.clone(), today);
        session.update(Event::Started("account".into()));
        for entry in 0..accounts {
            session.update(Event::Added("account".into()));
            for (question, text) in [
                ("username", format!("b.{entry}")),
                ("account-other", "xx".into()),
            ] {
                session.update(Event::Entered(field(question, entry), Answer::Text(text)));
            }
        }
        // Shows what is wrong with each of them.
        session.update(Event::GoTo("accounts".into()));
        session.update(Event::Next);
        let name = Answer::Text("c.1".into());
        session.update(Event::Entered(field("username", 0), name));
        cpu_time(5, || session.view())
    };
    let growth = || {
        let [one, hundred, two_hundred] = [1, 101, 201].map(input);
        println!("1, 101 and 201 accounts: {one:.6}, {hundred:.6}, {two_hundred:.6} s");
        (
            (two_hundred - hundred) / (hundred - one),
            (hundred - one) / one,
        )
    };
    // Whatever else the machine does can only make it seem slow, so the best of some counts.
    let is_fine = (0..6)
        .map(|_| growth())
        .any(|(second, first)| second < MOST && first < 8.0);
    assert!(
        is_fine,
        "100 accounts more make an input more than 8 times as slow"
    );
}

#[test]
fn links_to_twice_as_many_servers_take_about_twice_as_long() {
    let (book, labels) = rulebook();
    let server = Field::new("server-url", None);
    let paste = |count: usize| {
        let link = |at| format!("https://chat{at}.example.org/channel/a?msg=x ");
        let links: String = (0..count).map(link).collect();
        let today = Date::parse("2026-01-15").expect("a day");
        let mut session = Session::new(book.clone(), labels.clone(), today);
        session.update(Event::Chose("account".into()));
        cpu_time(1, || {
            session.update(Event::Pasted(server.clone(), links.clone()))
        })
    };
    let growth = (0..6).map(|_| paste(1000) / paste(500));
    let best = growth.fold(f64::INFINITY, f64::min);
    assert!(best < 3.0, "twice the links take {best:.1} times as long");
}

#[test]
fn a_link_with_twice_as_many_schemes_in_it_takes_about_twice_as_long() {
    let (book, _) = rulebook();
    let growth = |piece: &str| {
        let read = |count: usize| {
            let link = format!("https://a.example/{}", piece.repeat(count));
            cpu_time(3, || server_address(&link, &book))
        };
        let growth = (0..6).map(|_| read(8000) / read(4000));
        growth.fold(f64::INFINITY, f64::min)
    };
    for piece in ["/http", "/http%", "/http:", "/https-3A_"] {
        let best = growth(piece);
        assert!(best < 3.0, "twice `{piece}` takes {best:.1} times as long");
    }
}
