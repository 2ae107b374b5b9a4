//! The site as README's command builds it, served by `site-gen serve` on a free port, with a
//! front before it that counts requests.

use request_builder::answers::Draft;
use request_builder::labels::Labels;
use request_builder::page_data::from_script;
use request_builder::rulebook::Rulebook;
use serde::de::DeserializeOwned;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::{self, JoinHandle};

/// The kinds of request that the real content has.
pub(crate) const KINDS: [&str; 5] = [
    "preservation",
    "extension",
    "account",
    "contents",
    "emergency",
];

/// The pages that are not the request form. A new page is one more line.
pub(crate) const PAGES: [&str; 10] = [
    "",
    "versions/",
    "versions/2020-01-31/",
    "privacy/",
    "accessibility/",
    "about/",
    "pt-br/privacy/",
    "pt-br/accessibility/",
    "pt-br/about/",
    "404.html",
];

/// The built site, made once for all tests in its own folder.
pub(crate) fn dist() -> &'static Path {
    static DIST: OnceLock<PathBuf> = OnceLock::new();
    DIST.get_or_init(|| built("..", "browser-dist"))
}

/// The documentation, which is a site too.
pub(crate) fn documentation() -> PathBuf {
    built("../docs", "browser-docs")
}

fn built(site: &str, output: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(output);
    let built = Command::new(env!("CARGO_BIN_EXE_site-gen"))
        .args(["build", "--site"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(site))
        .arg("--output")
        .arg(&folder)
        .output()
        .expect("site-gen runs");
    assert!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    folder
}

/// What the front does besides forwarding.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Manner {
    /// An extra header: a policy stricter than the site's.
    pub(crate) policy: Option<&'static str>,
    /// The witness is the first script of every page; see `witness.js`.
    pub(crate) witness: bool,
}

/// A server for the built site. It ends with the test, or before it where that is the point.
pub(crate) struct Served {
    server: Child,
    listening: Option<JoinHandle<()>>,
    port: u16,
    front: Arc<Front>,
    pub(crate) address: String,
}

/// Forwards requests and counts them.
struct Front {
    behind: SocketAddr,
    manner: Manner,
    ended: AtomicBool,
    asked: Mutex<Vec<String>>,
}

impl Served {
    pub(crate) fn start() -> Self {
        Self::in_a_manner(Manner::default())
    }

    pub(crate) fn in_a_manner(manner: Manner) -> Self {
        Self::of(dist(), manner)
    }

    /// Another built site than that of the real content.
    pub(crate) fn of(dist: &Path, manner: Manner) -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_site-gen"))
            .args(["serve", "--port", "0", "--output"])
            .arg(dist)
            .stdout(Stdio::piped())
            .spawn()
            .expect("site-gen runs");
        let mut first = String::new();
        let out = server.stdout.take().expect("a pipe");
        BufReader::new(out)
            .read_line(&mut first)
            .expect("it says where it listens");
        let behind = first.trim().trim_start_matches("http://");
        let front = Arc::new(Front {
            behind: behind.trim_end_matches('/').parse().expect("an address"),
            manner,
            ended: AtomicBool::new(false),
            asked: Mutex::default(),
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = listener.local_addr().expect("it has one").port();
        let listening = {
            let front = Arc::clone(&front);
            thread::spawn(move || front.listen(&listener))
        };
        Self {
            server,
            listening: Some(listening),
            port,
            front,
            address: format!("http://127.0.0.1:{port}/"),
        }
    }

    /// The same site under another name for this machine.
    pub(crate) fn under(&self, host: &str) -> String {
        format!("http://{host}:{}/", self.port)
    }

    /// Every request so far, and every connection without one.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.front.asked.lock().expect("nobody failed").clone()
    }

    /// Stops answering requests.
    pub(crate) fn stop(&mut self) {
        self.front.ended.store(true, Ordering::SeqCst);
        if let Some(listening) = self.listening.take() {
            // Wakes the front, which is waiting for a connection.
            let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
            let _ = listening.join();
        }
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Front {
    fn listen(self: &Arc<Self>, listener: &TcpListener) {
        for stream in listener.incoming() {
            if self.ended.load(Ordering::SeqCst) {
                return;
            }
            let front = Arc::clone(self);
            // A browser may close the connection during a response.
            thread::spawn(move || stream.and_then(|stream| front.answer(&stream)));
        }
    }

    fn answer(&self, mut stream: &TcpStream) -> std::io::Result<()> {
        let mut lines = BufReader::new(stream);
        let mut request = String::new();
        lines.read_line(&mut request)?;
        let place = {
            let mut asked = self.asked.lock().expect("nobody failed");
            asked.push(if request.is_empty() {
                "a connection without a request".to_owned()
            } else {
                request.trim_end().to_owned()
            });
            request.split(' ').nth(1).unwrap_or("/").to_owned()
        };
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line)? == 0 || line.trim().is_empty() {
                break;
            }
        }
        if request.is_empty() {
            return Ok(());
        }
        let (head, body) = if self.manner.witness && place == WITNESS_ADDRESS {
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/javascript".to_owned();
            (head, include_bytes!("witness.js").to_vec())
        } else {
            self.pass_on(&place)?
        };
        let policy = self.manner.policy.map_or(String::new(), |policy| {
            format!("\r\nContent-Security-Policy: {policy}")
        });
        let length = body.len();
        write!(
            stream,
            "{head}{policy}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
        )?;
        stream.write_all(&body)
    }

    /// What `site-gen serve` answers, its headers untouched but for those about the connection.
    fn pass_on(&self, place: &str) -> std::io::Result<(String, Vec<u8>)> {
        let mut behind = TcpStream::connect(self.behind)?;
        write!(
            behind,
            "GET {place} HTTP/1.0\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.behind
        )?;
        let mut answer = Vec::new();
        behind.read_to_end(&mut answer)?;
        let end = answer
            .windows(4)
            .position(|bytes| bytes == b"\r\n\r\n")
            .ok_or(std::io::ErrorKind::InvalidData)?;
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let kept = head.lines().filter(|line| {
            let line = line.to_ascii_lowercase();
            let own = ["content-length:", "connection:", "transfer-encoding:"];
            !own.iter().any(|name| line.starts_with(name))
        });
        let head = kept.collect::<Vec<_>>().join("\r\n");
        let body = answer.split_off(end + 4);
        Ok((head, self.with_witness(body)))
    }

    fn with_witness(&self, body: Vec<u8>) -> Vec<u8> {
        match String::from_utf8(body) {
            Ok(page) if self.manner.witness => {
                let script = format!("<head>\n<script src=\"{WITNESS_ADDRESS}\"></script>");
                page.replacen("<head>", &script, 1).into_bytes()
            }
            Ok(page) => page.into_bytes(),
            Err(error) => error.into_bytes(),
        }
    }
}

const WITNESS_ADDRESS: &str = "/_witness.js";

/// The rules that the request page carries for its program.
pub(crate) fn rulebook() -> Rulebook {
    carried("data-rulebook")
}

/// What the request page says of them, likewise.
pub(crate) fn labels() -> Labels {
    carried("data-labels")
}

fn carried<T: DeserializeOwned>(name: &str) -> T {
    let page = std::fs::read_to_string(dist().join("request/index.html")).expect("the page");
    let start = format!("{name}>");
    let (_, rest) = page.split_once(&start).expect("the page has it");
    let (json, _) = rest.split_once("</script>").expect("it ends");
    from_script(json).expect("it is what the program reads")
}

/// What an officer enters for a complete request of a kind.
pub(crate) fn complete(kind: &str) -> Draft {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/answers")
        .join(format!("{kind}.json"));
    Draft::parse(&std::fs::read(path).expect("there is one for each kind")).expect("it is a draft")
}
