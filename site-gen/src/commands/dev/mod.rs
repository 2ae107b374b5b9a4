//! `site-gen dev`: shows the site while it is written. Builds it in memory, and again after every
//! save.

mod events;
mod page;
#[cfg(test)]
mod tests;
mod watch;

use super::serve::files::{self, Found};
use super::serve::redirect;
use super::serve::server::{self, Port, Response};
use super::site_folder::{SiteCache, SiteFolder};
use super::terminal::{self, count};
use super::today::Today;
use crate::diagnostic::{Diagnostics, ExitStatus};
use crate::digest::digest;
use crate::render::Content;
use clap::Args;
use events::Events;
use hyper::StatusCode;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Instant;
use tokio::sync::watch::{Sender, channel};
use watch::Changes;

/// The address of the script that is added to every page.
const SCRIPT: &str = "/.site-gen/dev.js";
/// The address of the events that it listens to, before the path of the page.
const EVENTS: &str = "/.site-gen/events";

/// Show the site in a browser while you write it
///
/// Builds the site in memory, with the draft version `next` and its form, and again whenever a file
/// in `content/`, `themes/` or `static/` is saved. Open pages that are affected reload. Errors appear
/// in the terminal and over the page, with the last site without errors below. Nothing is written,
/// and other machines cannot connect.
#[derive(Debug, Args)]
pub(super) struct Dev {
    /// The folder that holds `content/`, and `themes/` and `static/` if the site has them
    #[arg(long = "site", value_name = "DIR", default_value = ".")]
    site: PathBuf,
    #[command(flatten)]
    today: Today,
    /// The port; 0 selects a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Do not open the browser
    #[arg(long)]
    no_open: bool,
}

/// All files of a built site, by path.
type BuiltFiles = BTreeMap<String, Content>;

/// The state that the pages show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct SiteState {
    /// The newest site without errors, if there has been one.
    site: Option<Arc<BuiltFiles>>,
    /// The errors of the newest build, as text.
    errors: Option<Arc<str>>,
}

impl Dev {
    pub(super) fn run(self) -> ExitStatus {
        match self.dev() {
            Ok(never) => match never {},
            Err(found) => {
                terminal::report(&found);
                found.exit()
            }
        }
    }

    fn dev(self) -> Result<Infallible, Diagnostics> {
        let site = SiteFolder::with_drafts(self.site);
        if !site.path().join("content").is_dir() {
            // Later it may be deleted and made again, but now this is not the folder of a site.
            let (_, _, found) = site.resolved(self.today);
            return Err(found);
        }
        let port = Port::listen(self.port)?;
        let changes = Changes::watch(site.path())?;
        let address = port.address();
        let (shown, showing) = channel(SiteState::default());
        let mut builder = Builder {
            site,
            today: self.today,
            shown,
            cache: SiteCache::default(),
            reported: String::new(),
        };
        builder.build();
        terminal::print(&format!("{address}\nstop it with Ctrl-C\n"));
        thread::spawn(move || builder.build_after(changes));
        if !self.no_open {
            // A program that opens the browser may run as long as the browser does.
            thread::spawn(move || open(&address));
        }
        let events = Events::new(showing.clone());
        Ok(port.serve(move |url| {
            if let Some(path) = url.strip_prefix(EVENTS) {
                events.stream(path)
            } else if url.starts_with(SCRIPT) {
                script()
            } else {
                page_or_file(&showing.borrow(), url)
            }
        })?)
    }
}

fn open(address: &str) {
    if open::that_detached(address).is_err() {
        terminal::note("no browser could be opened: open the address yourself");
    }
}

/// Builds the site and shows the result.
struct Builder {
    site: SiteFolder,
    today: Today,
    shown: Sender<SiteState>,
    /// The cache for the next build.
    cache: SiteCache,
    /// The diagnostics that were last reported, as text: the same ones are not repeated.
    reported: String,
}

impl Builder {
    fn build_after(mut self, mut changes: Changes) {
        loop {
            if let Err(error) = changes.wait() {
                terminal::report(&error.into());
            }
            self.build();
        }
    }

    fn build(&mut self) {
        let started = Instant::now();
        let (files, found) = self.site.rendered_with_cache(self.today, &mut self.cache);
        let text = terminal::as_text(&found);
        let before = self.shown.borrow().clone();
        let after = match files {
            Some(files) => SiteState {
                site: Some(Arc::new(files)),
                errors: None,
            },
            None => SiteState {
                site: before.site.clone(),
                errors: Some(text.as_str().into()),
            },
        };
        if text != self.reported {
            terminal::report(&found);
            self.reported = text;
        }
        if after == before {
            return;
        }
        let counts = terminal::counts(&found);
        terminal::note(&match &after.site {
            Some(site) if after.errors.is_none() => {
                let files = count(site.len(), "file");
                let time = started.elapsed().as_millis();
                format!("{counts}; built {files} in {time} ms")
            }
            Some(_) => format!("{counts}; the pages show the last site without errors"),
            None => format!("{counts}; there is no site to show yet"),
        });
        self.shown.send_replace(after);
    }
}

fn script() -> Response {
    let headers = [
        ("Content-Type", "text/javascript; charset=utf-8"),
        ("Cache-Control", "no-cache"),
    ];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    server::response(StatusCode::OK, &headers, include_bytes!("dev.js").to_vec())
}

fn page_or_file(shown: &SiteState, url: &str) -> Response {
    let (status, mut headers, content) = match shown.find(url) {
        Found::File { content, headers } => (StatusCode::OK, headers, content),
        Found::Missing { content, headers } => (StatusCode::NOT_FOUND, headers, content),
        Found::MovedPermanently { address } => return redirect(&address),
    };
    let named = |name: &str| {
        let name = name.to_owned();
        move |(known, _): &&mut (String, String)| known.eq_ignore_ascii_case(&name)
    };
    let is_page = (headers.iter_mut().find(named("Content-Type")))
        .is_some_and(|(_, value)| value.starts_with("text/html"));
    let text = match String::from_utf8(content) {
        Ok(text) if is_page => text,
        Ok(text) => return server::response(status, &headers, text.into_bytes()),
        Err(error) => return server::response(status, &headers, error.into_bytes()),
    };
    if let Some((_, policy)) = headers.iter_mut().find(named("Content-Security-Policy")) {
        *policy = page::with_own_script(policy);
    }
    let page = page::with_script(&text, &digest(text.as_bytes()));
    server::response(status, &headers, page.into_bytes())
}

impl SiteState {
    /// Looks up the path of a request. Before there is a site, every path is the same page.
    fn find(&self, url: &str) -> Found {
        match &self.site {
            Some(site) => files::find(&**site, url),
            None => Found::Missing {
                content: include_bytes!("waiting.html").to_vec(),
                headers: vec![(
                    "Content-Type".to_owned(),
                    "text/html; charset=utf-8".to_owned(),
                )],
            },
        }
    }

    /// The digest of the page at a path, without what is added to it. `None` if the path is a
    /// folder, whose page is elsewhere.
    fn digest(&self, path: &str) -> Option<String> {
        match self.find(path) {
            Found::File { content, .. } | Found::Missing { content, .. } => Some(digest(&content)),
            Found::MovedPermanently { .. } => None,
        }
    }
}
