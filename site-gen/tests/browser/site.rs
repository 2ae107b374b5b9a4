//! The site as README's command builds it, served by `site-gen serve` on a free port.

use request_builder::answers::Draft;
use request_builder::rulebook::Rulebook;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// The kinds of request that the real content has.
pub(crate) const KINDS: [&str; 5] = [
    "preservation",
    "extension",
    "account",
    "contents",
    "emergency",
];

/// The built site; made once for all tests, in a folder of its own.
pub(crate) fn dist() -> &'static Path {
    static DIST: OnceLock<PathBuf> = OnceLock::new();
    DIST.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser-dist");
        let built = Command::new(env!("CARGO_BIN_EXE_site-gen"))
            .args(["build", "--site"])
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
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
    })
}

/// A server for the built site. It ends with the test, or before it where that is the point.
pub(crate) struct Served {
    server: Child,
    pub(crate) address: String,
}

impl Served {
    pub(crate) fn start() -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_site-gen"))
            .args(["serve", "--port", "0", "--output"])
            .arg(dist())
            .stdout(Stdio::piped())
            .spawn()
            .expect("site-gen runs");
        let mut first = String::new();
        let out = server.stdout.take().expect("a pipe");
        BufReader::new(out)
            .read_line(&mut first)
            .expect("it says where it listens");
        Self {
            server,
            address: first.trim().to_owned(),
        }
    }

    /// From now on nobody answers.
    pub(crate) fn stop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The rules, as the site publishes them.
pub(crate) fn rulebook() -> Rulebook {
    let json = std::fs::read(dist().join("versions/2020-01-31/requests.json"))
        .expect("rules are published");
    serde_json::from_slice(&json).expect("they are rules")
}

/// What an officer enters for a complete request of a kind.
pub(crate) fn complete(kind: &str) -> Draft {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/answers")
        .join(format!("{kind}.json"));
    Draft::parse(&std::fs::read(path).expect("there is one for each kind")).expect("it is a draft")
}
