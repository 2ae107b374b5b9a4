//! `site-gen serve`: previews a built site as its host will serve it, on this machine only.

pub(super) mod files;
mod headers;
pub(super) mod server;

use super::terminal;
use crate::diagnostic::{Diagnostic, ExitStatus};
use clap::Args;
use files::{Files, Found, OnDisk};
use hyper::StatusCode;
use hyper::header::{HeaderValue, LOCATION};
use server::{Port, Response};
use std::path::PathBuf;

/// Show a built site in a browser on this machine
///
/// Responds like a good host: sends the headers in the site's `_headers`, and the site's own page
/// for missing addresses. Other machines cannot connect. `site-gen dev` shows the content while you
/// write it.
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
            Ok(never) => match never {},
            Err(found) => {
                let found = found.into();
                terminal::report(&found);
                found.exit()
            }
        }
    }

    fn serve(self) -> Result<std::convert::Infallible, Diagnostic> {
        let site = OnDisk::open(&self.output).map_err(|error| {
            Diagnostic::files("read", &self.output, error)
                .help("build the site first, with `site-gen build`")
        })?;
        let port = Port::listen(self.port)?;
        terminal::print(&format!("{}\nstop it with Ctrl-C\n", port.address()));
        port.serve(move |url| response_from(&site, url))
    }
}

fn response_from(site: &dyn Files, url: &str) -> Response {
    match files::find(site, url) {
        Found::File { content, headers } => server::response(StatusCode::OK, &headers, content),
        Found::Missing { content, headers } => {
            server::response(StatusCode::NOT_FOUND, &headers, content)
        }
        Found::MovedPermanently { address } => redirect(&address),
    }
}

/// A redirect to a URL path.
pub(super) fn redirect(address: &str) -> Response {
    let mut response = server::text_response(StatusCode::MOVED_PERMANENTLY, "");
    if let Ok(address) = HeaderValue::from_str(address) {
        response.headers_mut().insert(LOCATION, address);
    }
    response
}
