//! What `site-gen dev` shows while a site is written.

use crate::support::{FIRST, Site, of, site_gen};
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Stdio};

/// A page without rules, so that any words will do.
const PAGE: &str = "content/pages/about.md";

/// A running `site-gen dev`, which ends with the test.
struct Dev {
    program: Child,
    /// `127.0.0.1:8080`.
    host: String,
    messages: BufReader<ChildStderr>,
}

/// The events that an open page receives.
struct Events(BufReader<TcpStream>);

impl Dev {
    fn of(site: &Site) -> Self {
        let mut program = site_gen()
            .current_dir(site.folder())
            .args(["dev", "--no-open", "--port", "0", "--today", "2026-01-15"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("site-gen runs");
        let mut first = String::new();
        let out = program.stdout.take().expect("a pipe");
        let read = BufReader::new(out).read_line(&mut first);
        read.expect("it says where it listens");
        let host = first.trim().trim_start_matches("http://");
        Self {
            host: host.trim_end_matches('/').to_owned(),
            messages: BufReader::new(program.stderr.take().expect("a pipe")),
            program,
        }
    }

    /// Waits until the terminal says some words, and returns what it said until then.
    fn says(&mut self, words: &str) -> String {
        let mut text = String::new();
        while !text.contains(words) {
            let read = self.messages.read_line(&mut text).expect("text");
            assert!(read > 0, "it ends without `{words}`: {text}");
        }
        text
    }

    fn request(&self, path: &str) -> BufReader<TcpStream> {
        let mut connection = TcpStream::connect(&self.host).expect("it listens");
        // In this version of HTTP a response ends with its connection.
        let request = format!("GET {path} HTTP/1.0\r\nHost: {}\r\n\r\n", self.host);
        let sent = connection.write_all(request.as_bytes());
        sent.expect("it reads");
        BufReader::new(connection)
    }

    /// The response with its headers.
    fn get(&self, path: &str) -> String {
        let mut response = Vec::new();
        let read = self.request(path).read_to_end(&mut response);
        read.expect("it answers");
        String::from_utf8_lossy(&response).into_owned()
    }

    fn events(&self, page: &str) -> Events {
        Events(self.request(&format!("/.site-gen/events{page}")))
    }
}

impl Drop for Dev {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

impl Events {
    /// Waits for the next event. `None` if nothing that the page shows has changed.
    fn next(&mut self) -> Option<Value> {
        let mut line = String::new();
        loop {
            line.clear();
            let read = self.0.read_line(&mut line).expect("text");
            assert!(read > 0, "the events end");
            if let Some(data) = line.strip_prefix("data: ") {
                return Some(serde_json::from_str(data).expect("JSON"));
            }
            if line == ":\n" {
                return None;
            }
        }
    }

    /// Waits until an event is about something.
    fn until(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        std::iter::from_fn(|| Some(self.next()))
            .flatten()
            .find(is_it)
            .expect("events do not end")
    }

    /// Waits until an event has errors that say some words.
    fn until_errors(&mut self, words: &str) {
        self.until(|event| {
            let errors = event["errors"].as_str();
            errors.is_some_and(|errors| errors.contains(words))
        });
    }

    fn until_fixed(&mut self) {
        self.until(|event| event["errors"].is_null());
    }
}

fn page_of(words: &str) -> String {
    format!("+++\ntitle = \"About\"\ndescription = \"Who we are.\"\n+++\n\n# About\n\n{words}\n")
}

fn site() -> Site {
    Site::larkspur().write(PAGE, page_of("The first words."))
}

#[test]
fn a_saved_text_reaches_the_pages_that_show_it_and_no_other() {
    let site = site();
    let before = crate::support::files(site.folder());
    let dev = Dev::of(&site);
    assert_eq!(crate::support::files(site.folder()), before);
    let (mut about, mut home) = (dev.events("/about/"), dev.events("/"));
    let first = about.next().expect("the current state");
    let digest = first["page"].as_str().expect("a digest");
    assert!(home.next().is_some());
    let page = dev.get("/about/");
    assert!(page.contains("The first words."), "{page}");
    let script = format!("<script src=\"/.site-gen/dev.js?page={digest}\" defer></script></head>");
    assert!(page.contains(&script), "{page}");
    assert!(dev.get("/.site-gen/dev.js").contains("EventSource"));
    // As many editors save: to another file first.
    let site = site
        .write("content/pages/.about.md.swp", page_of("The second words."))
        .rename("content/pages/.about.md.swp", PAGE);
    let second = about.until(|event| event["page"] != first["page"]);
    assert_eq!(second["errors"], Value::Null);
    assert!(dev.get("/about/").contains("The second words."));
    assert_eq!(home.next(), None, "the home page need not reload");
    // In place.
    let site = site.replace(PAGE, "second", "third");
    about.until(|event| event["page"] != second["page"]);
    assert!(dev.get("/about/").contains("The third words."));
    // The folder of files that are published as they are is new.
    let mut file = dev.events("/.well-known/security.txt");
    let missing = file.next().expect("the current state");
    let _site = site.write("static/.well-known/security.txt", "Contact: us\n");
    file.until(|event| event["page"] != missing["page"]);
    assert!(
        dev.get("/.well-known/security.txt")
            .ends_with("Contact: us\n")
    );
}

#[test]
fn the_policy_allows_the_added_script_and_nothing_else() {
    let site = site();
    let dev = Dev::of(&site);
    site.built("2026-01-15", &[]);
    let built = site.text("dist/about/index.html");
    let policy = |page: &str| {
        let (_, rest) = page
            .split_once("http-equiv=\"Content-Security-Policy\" content=\"")
            .expect("a policy");
        let policy = rest.split('"').next().expect("it ends");
        policy.replace("&#39;", "'")
    };
    let shown = dev.get("/about/");
    assert_eq!(
        policy(&shown),
        policy(&built)
            .replace("script-src 'none'", "script-src 'self'")
            .replace("connect-src 'none'", "connect-src 'self'")
    );
    let headers = site.text("dist/_headers");
    let header = headers
        .lines()
        .find_map(|line| line.strip_prefix("  Content-Security-Policy: "))
        .expect("a policy");
    let (head, _) = shown.split_once("\r\n\r\n").expect("headers");
    let line = head
        .lines()
        .find_map(|line| line.strip_prefix("content-security-policy: "))
        .expect("a policy");
    assert_eq!(
        line,
        header.replace("connect-src 'none'", "connect-src 'self'")
    );
}

#[test]
fn errors_are_said_in_the_terminal_and_to_the_pages_until_they_are_mended() {
    let site = site();
    let mut dev = Dev::of(&site);
    dev.says("; built ");
    let mut page = dev.events("/about/");
    let first = page.next().expect("the current state");
    let site = site.append(PAGE, "\n[nowhere](../no<b>where/)\n");
    page.until_errors("content/pages/about.md:10");
    let said = dev.says("the pages show the last site without errors");
    assert!(said.contains("content/pages/about.md:10"), "{said}");
    assert!(dev.get("/about/").contains("The first words."));
    let _site = site.write(PAGE, page_of("The first words."));
    page.until_fixed();
    dev.says("; built ");
    let now = dev.events("/about/").next().expect("the current state");
    assert_eq!(now, first, "the page is as it was");
}

#[test]
fn a_site_that_begins_with_errors_appears_when_they_are_mended() {
    let site = site();
    let config = site.text("content/site.toml");
    let site = site.append("content/site.toml", "\nnonsense = 1\n");
    let mut dev = Dev::of(&site);
    dev.says("there is no site to show yet");
    let page = dev.get("/about/");
    assert!(page.starts_with("HTTP/1.0 404"), "{page}");
    assert!(page.contains("there is no site yet") && page.contains("/.site-gen/dev.js"));
    let mut events = dev.events("/about/");
    events.until_errors("nonsense");
    let _site = site.write("content/site.toml", config);
    events.until_fixed();
    assert!(dev.get("/about/").contains("The first words."));
}

#[test]
fn the_next_version_is_shown_with_its_redline_and_its_form_as_soon_as_it_is_written() {
    let site = site();
    let dev = Dev::of(&site);
    let mut page = dev.events("/versions/next/");
    let missing = page.next().expect("the current state");
    assert!(dev.get("/versions/next/").starts_with("HTTP/1.0 404"));
    let site = site.version("next", FIRST);
    page.until(|event| event["page"] != missing["page"] && event["errors"].is_null());
    // Both files of one edit; between them, the text may not be what its rules were made for.
    let _site = site
        .replace(
            &of("next", "clauses.toml"),
            "Third edition",
            "Fourth edition",
        )
        .replace(
            &of("next", "guidelines.md"),
            "Third edition",
            "Fourth edition",
        );
    let mut redline = dev.events("/versions/next/changes/");
    redline.until(|_| {
        dev.get("/versions/next/changes/")
            .contains("</span>Fourth<span")
    });
    assert!(dev.get("/versions/next/").contains("Fourth edition"));
    assert!(dev.get("/request/").contains("/versions/next/#"));
}

#[test]
fn folders_may_go_and_come_back() {
    let site = site();
    let dev = Dev::of(&site);
    let mut page = dev.events("/about/");
    let first = page.next().expect("the current state");
    let site = site.rename("content", "elsewhere");
    page.until_errors("content");
    let site = site.rename("elsewhere", "content");
    page.until_fixed();
    // The folder that is there now is the one that is watched.
    let site = site.replace(PAGE, "first", "second");
    page.until(|event| event["page"] != first["page"] && event["errors"].is_null());
    let site = site.remove("themes");
    page.until_errors("theme");
    crate::support::copy(
        &crate::support::tests("sites/larkspur/themes"),
        &site.path("themes"),
    );
    page.until_fixed();
    let _site = site.replace(PAGE, "second", "third");
    page.until(|_| dev.get("/about/").contains("The third words."));
}

#[test]
fn a_flood_of_changes_ends_with_the_last_of_them() {
    let site = site();
    let dev = Dev::of(&site);
    let mut page = dev.events("/about/");
    for turn in 0..500 {
        let folder = site.path(&format!("content/pages/of-turn-{turn}"));
        fs::create_dir(&folder).expect("a folder");
        fs::write(site.path(PAGE), page_of(&format!("Turn {turn}."))).expect("a file");
        fs::remove_dir(&folder).expect("it goes");
    }
    page.until(|event| event["errors"].is_null() && dev.get("/about/").contains("Turn 499."));
}

#[test]
fn a_folder_without_content_is_refused() {
    let run = Site::empty().run(&["dev", "--no-open", "--port", "0"]);
    run.exits(3).says("cannot find `./content`");
}

#[test]
fn a_taken_port_is_said_with_what_to_do() {
    let site = site();
    let dev = Dev::of(&site);
    let port = dev.host.rsplit(':').next().expect("a port");
    let run = site.run(&["dev", "--no-open", "--port", port]).exits(3);
    run.says(&format!(
        "cannot listen on port {port}: another program uses it"
    ))
    .helps("--port 0");
}
