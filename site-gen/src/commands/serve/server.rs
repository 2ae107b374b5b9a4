//! An HTTP/1.1 server for the browsers on this machine: one request for each connection, GET and
//! HEAD only. What a client can take up (memory, time, connections) is bounded.

use crate::diagnostic::{Diagnostic, ExitStatus};
use http_body_util::{Channel, Either, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

/// The longest request line with its headers, in bytes.
const MAX_HEAD_SIZE: usize = 16 * 1024;
/// How long a connection may take. Browsers open connections before they have a request to send.
/// As many of them as may be open at once shut out everybody else for that long.
const TIMEOUT: Duration = Duration::from_secs(5);
/// How long a stream of events lasts. Browsers then open the next one.
const MAX_STREAM: Duration = Duration::from_hours(1);
/// The largest number of concurrent connections; further ones wait. A page loads a few files.
const MAX_CONNECTIONS: usize = 64;

/// A file, or a stream of events.
pub(in crate::commands) type Body = Either<Full<Bytes>, Channel<Bytes>>;
pub(in crate::commands) type Response = hyper::Response<Body>;

/// Makes the response to a GET request for a path with its query.
pub(in crate::commands) trait Handler:
    Fn(&str) -> Response + Send + Sync + 'static
{
}
impl<T: Fn(&str) -> Response + Send + Sync + 'static> Handler for T {}

/// A port of this machine, which no other machine can reach.
#[derive(Debug)]
pub(in crate::commands) struct Port {
    listener: TcpListener,
    number: u16,
}

impl Port {
    /// Listens on a port. 0 is any free one.
    ///
    /// # Errors
    ///
    /// If it is taken, or needs permissions.
    pub(in crate::commands) fn listen(number: u16) -> Result<Self, Diagnostic> {
        let refused = |error: io::Error| {
            let error = match error.kind() {
                io::ErrorKind::AddrInUse => "another program uses it".to_owned(),
                _ => error.to_string(),
            };
            Diagnostic::error(format!("cannot listen on port {number}: {error}"))
                .with_exit_status(ExitStatus::Files)
                .help("take a free one with `--port 0`")
        };
        let listener = TcpListener::bind(("127.0.0.1", number)).map_err(refused)?;
        let number = listener.local_addr().map_err(refused)?.port();
        Ok(Self { listener, number })
    }

    /// The URL of the site's root.
    pub(in crate::commands) fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.number)
    }

    /// Handles requests until the program ends.
    ///
    /// # Errors
    ///
    /// If the system refuses what a server needs.
    pub(in crate::commands) fn serve(
        self,
        handler: impl Handler,
    ) -> Result<Infallible, Diagnostic> {
        let served = self.serve_on(handler);
        served.map_err(|error| {
            Diagnostic::error(format!("cannot start the server: {error}"))
                .with_exit_status(ExitStatus::Files)
                .help("end other programs, and try again")
        })
    }

    fn serve_on(self, handler: impl Handler) -> io::Result<Infallible> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async {
            self.listener.set_nonblocking(true)?;
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            let handler = Arc::new(handler);
            let connections = Arc::new(Semaphore::new(MAX_CONNECTIONS));
            loop {
                // The semaphore is never closed, so there is always a permit.
                let permit = Arc::clone(&connections).acquire_owned().await;
                let Ok((stream, _)) = listener.accept().await else {
                    // The client may have disconnected, or this process has too many open files,
                    // which takes time to change.
                    sleep(Duration::from_millis(10)).await;
                    continue;
                };
                let handler = Arc::clone(&handler);
                tokio::spawn(async move {
                    handle_connection(stream, self.number, &*handler).await;
                    drop(permit);
                });
            }
        })
    }
}

/// Handles the one request of a connection. Errors are the client's: it disconnected, or sent no
/// HTTP, and hyper has responded to that.
async fn handle_connection(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    port: u16,
    handler: &impl Handler,
) {
    let is_stream = AtomicBool::new(false);
    let service = service_fn(|request: Request<Incoming>| {
        let response = handle(&request, port, handler);
        let streams = matches!(response.body(), Either::Right(_));
        is_stream.store(streams, Ordering::Relaxed);
        async { Ok::<_, Infallible>(response) }
    });
    let connection = http1::Builder::new()
        .keep_alive(false)
        .max_buf_size(MAX_HEAD_SIZE)
        .auto_date_header(false)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    let ended = timeout(TIMEOUT, connection.as_mut()).await;
    if ended.is_err() && is_stream.load(Ordering::Relaxed) {
        let _ = timeout(MAX_STREAM, connection).await;
    }
}

fn handle(request: &Request<Incoming>, port: u16, handler: &impl Handler) -> Response {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = hosts.next().filter(|_| hosts.next().is_none());
    let is_here = |host: &HeaderValue| is_this_machine(host, port);
    // A request through a proxy names the host in its first line as well.
    let target = request.uri().authority();
    let target = target.map(|it| HeaderValue::from_str(it.as_str()));
    let is_target = target.is_none_or(|it| it.is_ok_and(|it| is_here(&it)));
    if !(host.is_some_and(is_here) && is_target) {
        let text = format!("This server only answers at http://127.0.0.1:{port}/\n");
        return text_response(StatusCode::MISDIRECTED_REQUEST, text);
    }
    match *request.method() {
        Method::GET | Method::HEAD => {}
        _ => {
            let mut response = text_response(
                StatusCode::METHOD_NOT_ALLOWED,
                "A static site only answers GET and HEAD.\n",
            );
            let allowed = HeaderValue::from_static("GET, HEAD");
            response.headers_mut().insert(header::ALLOW, allowed);
            return response;
        }
    }
    let path = request.uri().path_and_query();
    handler(path.map_or("/", |path| path.as_str()))
}

/// Whether a request names this machine. Without this check, a page of any site whose own name
/// leads to 127.0.0.1 could read an unpublished text (DNS rebinding).
fn is_this_machine(host: &HeaderValue, port: u16) -> bool {
    let Ok(host) = host.to_str() else {
        return false;
    };
    let host = host.to_ascii_lowercase();
    let name = match host.strip_suffix(&format!(":{port}")) {
        Some(name) => name,
        // The default port of a URL is left out.
        None if port == 80 => &host,
        None => return false,
    };
    ["localhost", "127.0.0.1", "[::1]"].contains(&name)
}

/// A response with a file. Invalid headers are left out, since a site's `_headers` may contain
/// anything, and so are those that say how the bytes are sent.
pub(in crate::commands) fn response(
    status: StatusCode,
    headers: &[(String, String)],
    content: Vec<u8>,
) -> Response {
    let mut response = Response::new(Either::Left(Full::from(content)));
    *response.status_mut() = status;
    for (name, value) in headers {
        let name = HeaderName::try_from(name);
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value))
            && ![
                header::CONTENT_LENGTH,
                header::TRANSFER_ENCODING,
                header::CONNECTION,
            ]
            .contains(&name)
        {
            // More than it can have are left out.
            let _ = response.headers_mut().try_append(name, value);
        }
    }
    response
}

/// A response with a plain text.
pub(in crate::commands) fn text_response(status: StatusCode, text: impl Into<String>) -> Response {
    let headers = [(
        "Content-Type".to_owned(),
        "text/plain; charset=utf-8".to_owned(),
    )];
    response(status, &headers, text.into().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    const PORT: u16 = 8080;

    fn hello(path: &str) -> Response {
        response(StatusCode::OK, &[], path.as_bytes().to_owned())
    }

    /// Sends bytes on a new connection and returns the response. The clock stands still while
    /// anything happens, and is put forward when nothing does.
    fn response_to(sent: &[u8]) -> String {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let (mut client, server) = duplex(1024);
            tokio::spawn(async move { handle_connection(server, PORT, &hello).await });
            let (mut reader, mut writer) = tokio::io::split(&mut client);
            let mut answer = Vec::new();
            // The server may close the connection before it has read everything.
            let (_, read) = tokio::join!(writer.write_all(sent), reader.read_to_end(&mut answer));
            read.expect("the connection ends");
            String::from_utf8(answer).expect("text")
        })
    }

    fn get(host: &str) -> String {
        response_to(format!("GET /a%20b?c HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes())
    }

    #[test]
    fn a_request_is_answered_once_and_the_connection_closed() {
        assert_eq!(
            get("127.0.0.1:8080"),
            "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 8\r\n\r\n/a%20b?c"
        );
        assert_eq!(
            response_to(b"HEAD / HTTP/1.1\r\nHost: localhost:8080\r\n\r\n"),
            "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 1\r\n\r\n"
        );
    }

    #[test]
    fn only_the_names_of_this_machine_are_answered() {
        for host in [
            "127.0.0.1:8080",
            "localhost:8080",
            "LOCALHOST:8080",
            "[::1]:8080",
        ] {
            assert!(get(host).starts_with("HTTP/1.1 200"), "{host}");
        }
        for host in [
            "",
            "localhost",
            "localhost:8081",
            "127.0.0.1.example.org:8080",
            "example.org:8080",
            "example.org",
        ] {
            assert!(get(host).starts_with("HTTP/1.1 421"), "{host}");
        }
        assert!(response_to(b"GET / HTTP/1.0\r\n\r\n").starts_with("HTTP/1.0 421"));
        for (target, hosts) in [
            ("/", "Host: localhost:8080\r\nHost: example.org"),
            ("/", "Host: localhost:8080\r\nhost: localhost:8080"),
            ("http://example.org/", "Host: localhost:8080"),
            ("http://user@localhost:8080/", "Host: localhost:8080"),
        ] {
            let sent = format!("GET {target} HTTP/1.1\r\n{hosts}\r\n\r\n");
            let answer = response_to(sent.as_bytes());
            assert!(
                answer.starts_with("HTTP/1.1 421"),
                "{target} {hosts}: {answer}"
            );
        }
    }

    #[test]
    fn a_body_is_not_waited_for() {
        for length in [
            "18446744073709551615",
            "9223372036854775807",
            "3",
            "-1",
            "x",
        ] {
            for method in ["GET", "POST"] {
                let sent = format!(
                    "{method} / HTTP/1.1\r\nHost: localhost:8080\r\nContent-Length: {length}\r\n\r\nabc"
                );
                let answer = response_to(sent.as_bytes());
                let refused = ["400", "431"].map(|status| format!("HTTP/1.1 {status}"));
                let status = if method == "GET" { "200" } else { "405" };
                assert!(
                    answer.starts_with(&format!("HTTP/1.1 {status}"))
                        || refused.iter().any(|refused| answer.starts_with(refused)),
                    "{length}: {answer}"
                );
            }
        }
    }

    #[test]
    fn an_invalid_request_is_refused() {
        assert!(response_to(b"\x16\x03\x01\x02\x00\x01").starts_with("HTTP/1.1 400"));
        let headers = "X: y\r\n".repeat(101);
        let many = format!("GET / HTTP/1.1\r\n{headers}\r\n");
        assert!(response_to(many.as_bytes()).starts_with("HTTP/1.1 431"));
        let long = [
            b"GET / HTTP/1.1\r\nX: ".as_slice(),
            &vec![b'a'; MAX_HEAD_SIZE],
        ]
        .concat();
        assert!(response_to(&long).starts_with("HTTP/1.1 431"));
    }

    #[test]
    fn a_connection_on_which_too_little_happens_is_closed() {
        for sent in ["", "G", "GET / HTTP/1.1\r\nHost: localhost:8080\r\n"] {
            assert_eq!(response_to(sent.as_bytes()), "", "{sent}");
        }
    }

    #[test]
    fn an_invalid_header_is_left_out() {
        let headers = [
            ("A", "1"),
            ("B c", "2"),
            ("D", "drei \u{fc}"),
            ("", "4"),
            ("F", "5\r6"),
            ("content-length", "7"),
            ("G", "8"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let response = response(StatusCode::OK, &headers, Vec::new());
        let names: Vec<_> = response.headers().keys().map(HeaderName::as_str).collect();
        assert_eq!(names, ["a", "d", "g"]);
        // A response has room for 32,768 at most.
        let many = (0..40_000).map(|at| (format!("X-{at}"), "1".to_owned()));
        let many = super::response(StatusCode::OK, &many.collect::<Vec<_>>(), Vec::new());
        assert!(many.headers().len() > 10_000);
    }
}
