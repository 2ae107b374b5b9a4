//! `site-gen serve`: to look at a built site as its host will show it. For this machine only.

mod files;
mod headers;

use super::terminal;
use crate::diagnostic::{Diagnostic, Exit};
use clap::Args;
use files::{Found, Served};
use std::io::Read;
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
    // Whoever asked may have gone away.
    let _ = if matches!(request.method(), Method::Get | Method::Head) {
        let found = site.find(request.url());
        match &found {
            Found::File { content, .. } => request.respond(with(
                found.headers(),
                Response::from_data(content.as_slice()),
            )),
            Found::Missing { content, .. } => {
                let response = Response::from_data(content.as_slice()).with_status_code(404);
                request.respond(with(found.headers(), response))
            }
            Found::Elsewhere { address } => {
                request.respond(with([("Location", address.as_str())], Response::empty(301)))
            }
        }
    } else {
        request.respond(with([("Allow", "GET, HEAD")], Response::empty(405)))
    };
}

/// An answer with headers. What is no header (a `_headers` of the site's own may hold anything)
/// is left out.
fn with<'a, R: Read>(
    headers: impl IntoIterator<Item = (&'a str, &'a str)>,
    mut response: Response<R>,
) -> Response<R> {
    for (name, value) in headers {
        let header = Header::from_bytes(name, value).ok();
        if let Some(header) = header.filter(|_| is_header(name, value)) {
            response.add_header(header);
        }
    }
    response
}

/// RFC 9110, 5.1 and 5.5, which the server takes on trust.
fn is_header(name: &str, value: &str) -> bool {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(token) && !value.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::with;
    use tiny_http::Response;

    #[test]
    fn what_is_no_header_is_left_out() {
        let headers = [
            ("A", "1"),
            ("B c", "2"),
            ("D", "drei \u{fc}"),
            ("", "4"),
            ("F", "5\r6"),
            ("G", "7"),
        ];
        let response = with(headers, Response::from_string(""));
        let names: Vec<_> = response
            .headers()
            .iter()
            .map(|header| header.field.as_str().as_str())
            .filter(|name| *name != "Content-Type")
            .collect();
        assert_eq!(names, ["A", "G"]);
    }
}
