//! `site-gen serve`: previews a built site as its host will serve it, on this machine only.

mod files;
mod headers;
mod http;

use super::terminal;
use crate::diagnostic::{Diagnostic, ExitStatus};
use clap::Args;
use files::{Found, Served};
use http::{Method, Response, Status};
use std::net::TcpListener;
use std::path::PathBuf;

/// Show a built site in a browser on this machine
///
/// Responds like a good host: sends the headers in the site's `_headers`, and the site's own page
/// for missing addresses. Other machines cannot connect.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The built site
    #[arg(long, value_name = "DIR", default_value = "dist")]
    output: PathBuf,
    /// The port; 0 selects a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

impl Serve {
    pub(super) fn run(self) -> ExitStatus {
        match self.serve() {
            Ok(exit) => exit,
            Err(found) => {
                let found = found.into();
                terminal::report(&found);
                found.exit()
            }
        }
    }

    fn serve(self) -> Result<ExitStatus, Diagnostic> {
        let site = Served::open(&self.output).map_err(|error| {
            Diagnostic::files("read", &self.output, error)
                .help("make the site first, with `site-gen build`")
        })?;
        let unheard = |error| {
            Diagnostic::error(format!("cannot listen on port {}: {error}", self.port))
                .exiting(ExitStatus::Files)
                .help("take a free one with `--port 0`")
        };
        let listener = TcpListener::bind(("127.0.0.1", self.port)).map_err(unheard)?;
        let port = listener.local_addr().map_err(unheard)?.port();
        terminal::print(&format!("http://127.0.0.1:{port}/\nstop it with Ctrl-C\n"));
        http::serve(&listener, move |method, url| answer(&site, method, url));
        Ok(ExitStatus::Success)
    }
}

fn answer(site: &Served, method: Method, url: &str) -> Response {
    match method {
        Method::Get | Method::Head => {}
        Method::Other => {
            return Response::empty(Status::MethodNotAllowed).with("Allow", "GET, HEAD");
        }
    }
    let (status, headers, body) = match site.find(url) {
        Found::File { content, headers } => (Status::Ok, headers, content),
        Found::Missing { content, headers } => (Status::NotFound, headers, content),
        Found::Elsewhere { address } => {
            return Response::empty(Status::MovedPermanently).with("Location", &address);
        }
    };
    Response {
        status,
        headers,
        body,
    }
}
