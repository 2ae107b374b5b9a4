//! Tells open pages of new builds, with server-sent events (HTML Living Standard, 9.2).

use super::SiteState;
use crate::commands::serve::server::{self, Response};
use http_body_util::{Channel, Either};
use hyper::StatusCode;
use hyper::body::Bytes;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::sync::watch::Receiver;
use tokio::time::timeout;

/// The largest number of concurrent streams, so that they leave connections for pages. Only pages
/// that are seen have one.
const MAX_STREAMS: usize = 16;
/// How often a page gets a comment when nothing changes. Sending it fails if the page is closed.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The streams of all pages.
pub(super) struct Events {
    showing: Receiver<SiteState>,
    streams: Arc<Semaphore>,
}

impl Events {
    pub(super) fn new(showing: Receiver<SiteState>) -> Self {
        Self {
            showing,
            streams: Arc::new(Semaphore::new(MAX_STREAMS)),
        }
    }

    /// Sends the page at a path the current state, and then each change.
    pub(super) fn stream(&self, path: &str) -> Response {
        let Ok(permit) = Arc::clone(&self.streams).try_acquire_owned() else {
            let text = "Too many pages are already listening.\n";
            return server::text_response(StatusCode::SERVICE_UNAVAILABLE, text);
        };
        let (mut sender, body) = Channel::new(1);
        let (mut showing, path) = (self.showing.clone(), path.to_owned());
        tokio::spawn(async move {
            let _permit = permit;
            let mut last = String::new();
            loop {
                let event = event(&showing.borrow_and_update(), &path);
                let sent = if event == last {
                    ":\n\n"
                } else {
                    last = event;
                    &last
                };
                // The page is closed, or the program ends.
                if sender
                    .send_data(Bytes::from(sent.to_owned()))
                    .await
                    .is_err()
                    || timeout(KEEP_ALIVE, showing.changed())
                        .await
                        .is_ok_and(|changed| changed.is_err())
                {
                    return;
                }
            }
        });
        let mut response = Response::new(Either::Right(body));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// An event with the digest of the newest page at a path, and the errors of the newest build. After
/// a lost connection, the browser tries again in half a second.
fn event(shown: &SiteState, path: &str) -> String {
    let state = json!({ "page": shown.digest(path), "errors": shown.errors.as_deref() });
    format!("retry: 500\ndata: {state}\n\n")
}
