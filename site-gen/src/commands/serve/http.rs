//! A minimal HTTP/1.1 server to preview a site: one request per connection, no request body, no
//! keep-alive. Memory per connection is bounded by the longest request.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// The longest request, including its headers, in bytes.
const LONGEST: usize = 16 * 1024;
/// The largest number of request headers.
const MOST_HEADERS: usize = 100;
/// Timeout. Browsers open connections before they have a request to send.
const PATIENCE: Duration = Duration::from_secs(20);
/// The largest number of concurrent connections; a page loads a few files.
const MOST_AT_ONCE: usize = 64;

/// Request methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    /// The headers only.
    Head,
    /// Any other method: a static site supports none of them.
    Other,
}

/// A response.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) status: Status,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

/// Response status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Ok,
    MovedPermanently,
    BadRequest,
    NotFound,
    MethodNotAllowed,
    HeaderFieldsTooLarge,
}

impl Status {
    fn line(self) -> &'static str {
        match self {
            Self::Ok => "200 OK",
            Self::MovedPermanently => "301 Moved Permanently",
            Self::BadRequest => "400 Bad Request",
            Self::NotFound => "404 Not Found",
            Self::MethodNotAllowed => "405 Method Not Allowed",
            Self::HeaderFieldsTooLarge => "431 Request Header Fields Too Large",
        }
    }
}

impl Response {
    pub(super) fn empty(status: Status) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// Answers connections in an endless loop.
pub(super) fn serve(
    listener: &TcpListener,
    answer: impl Fn(Method, &str) -> Response + Send + Sync + 'static,
) {
    let answer = Arc::new(answer);
    let asking = Arc::new(AtomicUsize::new(0));
    for connection in listener.incoming() {
        // The client may have disconnected.
        let Ok(connection) = connection else { continue };
        if asking.fetch_add(1, Ordering::Relaxed) >= MOST_AT_ONCE {
            asking.fetch_sub(1, Ordering::Relaxed);
            continue;
        }
        let (answer, left) = (Arc::clone(&answer), Arc::clone(&asking));
        let started = thread::Builder::new().spawn(move || {
            // The client may have disconnected before the response.
            let _ = handle(&connection, &*answer);
            left.fetch_sub(1, Ordering::Relaxed);
        });
        if started.is_err() {
            asking.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

fn handle(mut connection: &TcpStream, answer: &dyn Fn(Method, &str) -> Response) -> io::Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_write_timeout(Some(PATIENCE))?;
    let Some((method, answer)) = read_request(connection, answer)? else {
        return Ok(());
    };
    connection.write_all(&written(method, &answer))?;
    connection.flush()?;
    connection.shutdown(Shutdown::Write)?;
    // Unread input would make the system reset the connection and discard the response.
    connection.set_read_timeout(Some(Duration::from_millis(200)))?;
    let mut rest = [0; 4096];
    for _ in 0..256 {
        if connection.read(&mut rest)? == 0 {
            break;
        }
    }
    Ok(())
}

/// Reads a request and responds. Does nothing if no request arrives.
fn read_request(
    mut connection: &TcpStream,
    answer: &dyn Fn(Method, &str) -> Response,
) -> io::Result<Option<(Method, Response)>> {
    let mut read = Vec::new();
    let mut piece = [0; 2048];
    loop {
        let length = connection.read(&mut piece)?;
        if length == 0 {
            return Ok(None);
        }
        read.extend_from_slice(&piece[..length]);
        if let Some(answered) = respond(&read, answer) {
            return Ok(Some(answered));
        }
    }
}

/// The response to the bytes received so far, or `None` if the request is incomplete.
fn respond(read: &[u8], answer: &dyn Fn(Method, &str) -> Response) -> Option<(Method, Response)> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    match request.parse(read) {
        Ok(httparse::Status::Complete(_)) => {
            let method = match request.method {
                Some("GET") => Method::Get,
                Some("HEAD") => Method::Head,
                _ => Method::Other,
            };
            Some((method, answer(method, request.path.unwrap_or_default())))
        }
        Ok(httparse::Status::Partial) if read.len() < LONGEST => None,
        Ok(httparse::Status::Partial) | Err(httparse::Error::TooManyHeaders) => {
            Some((Method::Get, Response::empty(Status::HeaderFieldsTooLarge)))
        }
        Err(_) => Some((Method::Get, Response::empty(Status::BadRequest))),
    }
}

fn written(method: Method, answer: &Response) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {}\r\n", answer.status.line());
    let length = answer.body.len().to_string();
    let own = [("Content-Length", length.as_str()), ("Connection", "close")];
    let given = answer
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let given = given.filter(|(name, value)| {
        is_header(name, value) && !own.iter().any(|(own, _)| own.eq_ignore_ascii_case(name))
    });
    for (name, value) in given.chain(own) {
        head.push_str(name);
        head.push_str(": ");
        head.push_str(value);
        head.push_str("\r\n");
    }
    head.push_str("\r\n");
    let mut bytes = head.into_bytes();
    if method != Method::Head {
        bytes.extend_from_slice(&answer.body);
    }
    bytes
}

/// Whether this is a valid header (RFC 9110, 5.1 and 5.5). A site's `_headers` may contain
/// anything, so invalid ones are left out.
fn is_header(name: &str, value: &str) -> bool {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let text = |c: char| c.is_ascii() && !c.is_control();
    !name.is_empty() && name.chars().all(token) && value.chars().all(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hello(method: Method, path: &str) -> Response {
        if method == Method::Other {
            return Response::empty(Status::MethodNotAllowed).with("Allow", "GET, HEAD");
        }
        Response {
            body: path.as_bytes().to_owned(),
            ..Response::empty(Status::Ok)
        }
    }

    /// Sends bytes to a new server and returns its response.
    fn response(sent: &[u8]) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        thread::spawn(move || serve(&listener, hello));
        let mut connection = TcpStream::connect(address).expect("it listens");
        let _ = connection.write_all(sent);
        let mut answer = Vec::new();
        let _ = connection.read_to_end(&mut answer);
        String::from_utf8(answer).expect("text")
    }

    #[test]
    fn a_question_is_answered_once_and_the_connection_closed() {
        assert_eq!(
            response(b"GET /a%20b?c HTTP/1.1\r\nHost: x\r\n\r\n"),
            "HTTP/1.1 200 OK\r\nContent-Length: 8\r\nConnection: close\r\n\r\n/a%20b?c"
        );
        assert_eq!(
            response(b"HEAD / HTTP/1.1\r\n\r\n"),
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\n"
        );
    }

    #[test]
    fn whatever_length_a_body_is_said_to_have_it_is_not_waited_for() {
        for length in ["18446744073709551615", "9223372036854775807", "-1", "x"] {
            for method in ["GET", "POST"] {
                let sent = format!("{method} / HTTP/1.1\r\nContent-Length: {length}\r\n\r\nabc");
                let answer = response(sent.as_bytes());
                let status = if method == "GET" { "200" } else { "405" };
                assert!(answer.contains(status), "{answer}");
            }
        }
    }

    #[test]
    fn what_is_no_question_is_refused() {
        assert!(response(b"\x16\x03\x01\x02\x00\x01").starts_with("HTTP/1.1 400"));
        let headers = "X: y\r\n".repeat(101);
        let many = format!("GET / HTTP/1.1\r\n{headers}\r\n");
        assert!(response(many.as_bytes()).starts_with("HTTP/1.1 431"));
        let long = [b"GET /".as_slice(), &vec![b'a'; LONGEST]].concat();
        assert!(response(&long).starts_with("HTTP/1.1 431"));
    }

    #[test]
    fn what_is_no_header_is_left_out() {
        let mut answer = Response::empty(Status::Ok);
        for (name, value) in [
            ("A", "1"),
            ("B c", "2"),
            ("D", "drei \u{fc}"),
            ("", "4"),
            ("F", "5\r6"),
            ("content-length", "7"),
            ("G", "8"),
        ] {
            answer = answer.with(name, value);
        }
        let head = String::from_utf8(written(Method::Get, &answer)).expect("text");
        assert_eq!(
            head,
            "HTTP/1.1 200 OK\r\nA: 1\r\nG: 8\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
    }
}
