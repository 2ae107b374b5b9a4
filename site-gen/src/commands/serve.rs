//! `site-gen serve`: to look at a built site as its host will show it. For this machine only.

mod files;
mod headers;

use super::terminal;
use crate::diagnostic::{Diagnostic, Exit};
use clap::Args;
use files::{Found, Served};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use tiny_http::{Header, Method, Request, Response, Server};

/// Show a built site in a browser on this machine
///
/// It answers as a good host does: with the headers that the site's `_headers` asks for, and the
/// site's own page for addresses where nothing is. No other machine can reach it.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The built site
    #[arg(long, value_name = "DIR", default_value = "dist")]
    output: PathBuf,
    /// The port; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

/// A page asks for a few files at once.
const THREADS: usize = 4;

impl Serve {
    pub(super) fn run(self) -> Exit {
        match self.serve() {
            Ok(exit) => exit,
            Err(found) => {
                let found = found.into();
                terminal::tell(&found);
                found.exit()
            }
        }
    }

    fn serve(self) -> Result<Exit, Diagnostic> {
        let site = Served::open(&self.output).map_err(|error| {
            Diagnostic::files("read", &self.output, error)
                .help("make the site first, with `site-gen build`")
        })?;
        let server = Server::http(("127.0.0.1", self.port)).map_err(|error| {
            Diagnostic::error(format!("cannot listen on port {}: {error}", self.port))
                .exiting(Exit::Files)
                .help("take a free one with `--port 0`")
        })?;
        let port = server
            .server_addr()
            .to_ip()
            .map_or(self.port, |address| address.port());
        terminal::print(&format!("http://127.0.0.1:{port}/\nstop it with Ctrl-C\n"));
        let (server, site) = (Arc::new(server), Arc::new(site));
        let workers: Vec<_> = (0..THREADS)
            .map(|_| {
                let (server, site) = (Arc::clone(&server), Arc::clone(&site));
                thread::spawn(move || {
                    server
                        .incoming_requests()
                        .for_each(|request| answer(&site, request));
                })
            })
            .collect();
        for worker in workers {
            // A worker ends when the server does; there is nothing to learn from how.
            let _ = worker.join();
        }
        Ok(Exit::Fine)
    }
}

fn answer(site: &Served, request: Request) {
    if !matches!(request.method(), Method::Get | Method::Head) {
        let _ = request.respond(Response::empty(405).with_header(header("Allow", "GET, HEAD")));
        return;
    }
    let found = site.find(request.url());
    let (status, content) = match &found {
        Found::File { content, .. } => (200, content.as_slice()),
        Found::Missing { content, .. } => (404, content.as_slice()),
        Found::Elsewhere { address } => {
            let _ = request.respond(Response::empty(301).with_header(header("Location", address)));
            return;
        }
    };
    let mut response = Response::from_data(content).with_status_code(status);
    for (name, value) in found.headers() {
        response.add_header(header(name, value));
    }
    // Whoever asked may have gone away.
    let _ = request.respond(response);
}

/// A header; what is no header (a `_headers` of the site's own may hold anything) is left out.
fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value)
        .unwrap_or_else(|()| Header::from_bytes("X-Left-Out", "1").expect("a header"))
}
