//! A separate browser of either engine, with its own profile and a free port, which ends with the
//! tests. Tests that need the same settings use it one after the other, each in a new tab.

use http::Method;
use serde_json::{Value, json};
use std::fmt;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;
use test_support::missing;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::prelude::*;
use thirtyfour::{Capabilities, RequestData, SessionId};
use tokio::runtime::Runtime;
use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

/// What draws pages and runs their programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
}

/// An unusual setting of an officer's browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Circumstance {
    /// The system is set to dark colours.
    Dark,
    /// 320 CSS pixels wide, as WCAG 1.4.10 has it.
    Narrow,
    /// Scripts are switched off.
    NoScripts,
    /// The browser stores nothing for pages, and says so by throwing.
    NoStorage,
}

/// A host name that the browser resolves to this machine but does not trust like `localhost`: pages
/// on it lack the features that browsers reserve for secure contexts.
pub(crate) const PLAIN_HOST: &str = "officer.test";

/// Tests that measure time hold the write lock, because other tests would slow them; the rest share.
static MACHINE: RwLock<()> = RwLock::const_new(());

#[expect(dead_code, reason = "held, not read")]
enum Access {
    Shared(RwLockReadGuard<'static, ()>),
    Alone(RwLockWriteGuard<'static, ()>),
}

/// Runs a test in a browser, if there is one.
pub(crate) fn in_browser(engine: Engine, test: impl Future<Output = ()>) {
    // One runtime for all tests, because the connection to a browser outlives the test that opened it.
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    if !engine.is_installed() {
        return missing(&format!("the driver of {engine}"));
    }
    let runtime = RUNTIME.get_or_init(|| Runtime::new().expect("threads"));
    runtime.block_on(test);
}

/// Waits until a condition holds. Only a failing test reaches the deadline.
pub(crate) async fn until(what: &str, matches: impl AsyncFn() -> bool) {
    assert!(
        eventually(matches).await,
        "the condition was not met: {what}"
    );
}

/// Whether a condition holds within half a minute.
pub(crate) async fn eventually(matches: impl AsyncFn() -> bool) -> bool {
    for _ in 0..1_500 {
        if matches().await {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    false
}

/// Browsers that no test is using now.
static IDLE: Mutex<Vec<Browser>> = Mutex::new(Vec::new());

/// A browser and its driver. A test has one at a time.
pub(crate) struct Browser {
    #[expect(dead_code, reason = "held, not read")]
    driver: Driver,
    pub(crate) page: WebDriver,
    pub(crate) engine: Engine,
    downloads: tempfile::TempDir,
    /// What it was started with.
    circumstances: Vec<Circumstance>,
    turn: Option<Access>,
}

impl Browser {
    /// A browser as most officers have it.
    pub(crate) async fn start(engine: Engine) -> Self {
        Self::start_where(engine, &[]).await
    }

    /// A browser with something unusual about it.
    pub(crate) async fn start_where(engine: Engine, circumstances: &[Circumstance]) -> Self {
        let turn = Access::Shared(MACHINE.read().await);
        if let Some(mut idle) = Self::idle(engine, circumstances) {
            idle.turn = Some(turn);
            return idle;
        }
        Self::begin(engine, circumstances, turn).await
    }

    /// A browser for measuring, while no other runs.
    pub(crate) async fn start_alone(engine: Engine) -> Self {
        let turn = Access::Alone(MACHINE.write().await);
        Self::begin(engine, &[], turn).await
    }

    fn idle(engine: Engine, circumstances: &[Circumstance]) -> Option<Self> {
        let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
        let at = idle.iter().position(|browser| {
            browser.engine == engine && browser.circumstances == circumstances
        })?;
        Some(idle.swap_remove(at))
    }

    async fn begin(engine: Engine, circumstances: &[Circumstance], turn: Access) -> Self {
        let downloads = tempfile::tempdir().expect("a folder");
        let driver = Driver::start(engine);
        let wanted = match engine {
            Engine::Chromium => chromium(circumstances, downloads.path()),
            Engine::Firefox => firefox(circumstances, downloads.path()),
        };
        let page = WebDriver::new(&driver.address, wanted)
            .await
            .unwrap_or_else(|error| panic!("{engine} starts: {error}"));
        page.set_script_timeout(Duration::from_mins(1))
            .await
            .expect("it can be set");
        let browser = Self {
            driver,
            page,
            engine,
            downloads,
            circumstances: circumstances.to_vec(),
            turn: Some(turn),
        };
        browser.set_the_clock().await;
        browser.emulate(circumstances).await;
        browser
    }

    /// Gives every page opened from now on the date of `clock/clock.js`, so that results do not depend
    /// on the day the tests run. Chromium needs the script in each tab, Firefox one extension for all.
    async fn set_the_clock(&self) {
        match self.engine {
            Engine::Chromium => {
                let script = json!({ "source": include_str!("clock/clock.js") });
                self.devtools("Page.addScriptToEvaluateOnNewDocument", &script)
                    .await;
            }
            Engine::Firefox => {
                let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/clock");
                let body = json!({ "path": folder, "temporary": true });
                let command = Extension("moz/addon/install".to_owned(), Some(body));
                self.page.cmd(command).await.expect("Firefox does it");
            }
        }
    }

    /// Lets nothing of a test reach the next one: another tab, no files, nothing stored, nothing
    /// logged. Pages come from another port each time, so that they share no storage either; those
    /// on disk would.
    async fn renew(&self) -> Option<()> {
        let forget = "try { localStorage.clear(); sessionStorage.clear(); } catch {}";
        self.page.execute(forget, Vec::new()).await.ok()?;
        let old = self.page.windows().await.ok()?;
        let new = self.page.new_tab().await.ok()?;
        for window in old {
            self.page.switch_to_window(window).await.ok()?;
            self.page.close_window().await.ok()?;
        }
        self.page.switch_to_window(new).await.ok()?;
        if self.engine == Engine::Chromium {
            self.set_the_clock().await;
            // Nothing in a tab behind others takes the focus before it is clicked at.
            self.devtools("Page.bringToFront", &json!({})).await;
        }
        self.emulate(&self.circumstances).await;
        self.logged().await;
        for file in std::fs::read_dir(self.downloads.path()).ok()? {
            std::fs::remove_file(file.ok()?.path()).ok()?;
        }
        Some(())
    }

    /// Waits until every timer that the page has set so far has gone off, as timers of a page do
    /// in their order: what has not happened by then does not happen.
    pub(crate) async fn after_timers(&self) {
        // As long as the longest timer of the program, except the one that keeps a file's address.
        self.run("return new Promise((done) => setTimeout(done, 1000))")
            .await;
    }

    /// Waits until the page is idle: some turns of its event loop without a change.
    pub(crate) async fn at_rest(&self) {
        self.run(
            "return new Promise((done) => {
                let turns = 0;
                const watch = new MutationObserver(() => { turns = 0; });
                const all = { subtree: true, childList: true, attributes: true, characterData: true };
                watch.observe(document, all);
                const turn = () => {
                    if (++turns < 8) return setTimeout(turn, 10);
                    watch.disconnect();
                    done();
                };
                turn();
            })",
        )
        .await;
    }

    /// Chromium is told of colours and width once it runs, and of others later; its window cannot
    /// be this narrow. Firefox has what it was started with.
    pub(crate) async fn emulate(&self, circumstances: &[Circumstance]) {
        if self.engine != Engine::Chromium {
            return;
        }
        let dark = circumstances.contains(&Circumstance::Dark);
        let colours = if dark { "dark" } else { "light" };
        let scheme = json!({ "name": "prefers-color-scheme", "value": colours });
        self.devtools(
            "Emulation.setEmulatedMedia",
            &json!({ "features": [scheme] }),
        )
        .await;
        if circumstances.contains(&Circumstance::Narrow) {
            let narrow =
                json!({ "width": 320, "height": 800, "deviceScaleFactor": 1, "mobile": false });
            self.devtools("Emulation.setDeviceMetricsOverride", &narrow)
                .await;
        } else {
            self.devtools("Emulation.clearDeviceMetricsOverride", &json!({}))
                .await;
        }
    }

    /// Gives the pages another size, in CSS pixels, until the test ends. Chromium only. On a phone, a
    /// scroll bar takes no room.
    pub(crate) async fn resize(&self, (width, height): (u32, u32)) {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", &size)
            .await;
    }

    async fn devtools(&self, command: &str, parameters: &Value) {
        let body = json!({ "cmd": command, "params": parameters });
        let command = Extension("goog/cdp/execute".to_owned(), Some(body));
        self.page.cmd(command).await.expect("Chromium does it");
    }

    /// Runs a script in the page. What it promises is waited for.
    pub(crate) async fn run(&self, script: &str) -> Value {
        self.run_with(script, Vec::new()).await
    }

    /// Runs a script in the page with something for its `arguments`.
    pub(crate) async fn run_with(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.page
            .execute(script, arguments)
            .await
            .unwrap_or_else(|error| panic!("the script runs: {error}"))
            .json()
            .clone()
    }

    /// What a script answers with, as a list of texts.
    pub(crate) async fn texts(&self, script: &str) -> Vec<String> {
        let list = self.run(script).await;
        let list = list.as_array().expect("a list").iter();
        list.map(|text| text.as_str().expect("a text").to_owned())
            .collect()
    }

    /// What the page has asked for, answered or not.
    pub(crate) async fn requests(&self) -> Vec<String> {
        let script = "return performance.getEntriesByType('resource').map(entry => entry.name)";
        self.texts(script).await
    }

    /// The same, once the page is loaded and all that it does later is done.
    pub(crate) async fn requests_of_loading(&self) -> Vec<String> {
        let mut before = self.requests().await;
        loop {
            self.after_timers().await;
            let now = self.requests().await;
            if now == before {
                return now;
            }
            before = now;
        }
    }

    /// How many pixels the title of the page, or its first heading, is from the left edge of the
    /// site's title.
    pub(crate) async fn indent_of_heading(&self) -> Option<i64> {
        let script = "const left = (element) => element.getBoundingClientRect().left;
            const all = ['main h1', 'main h2'].flatMap((it) => [...document.querySelectorAll(it)]);
            const heading = all.find((it) => it.checkVisibility());
            return Math.round(left(heading) - left(document.querySelector('.site-title')));";
        self.run(script).await.as_i64()
    }

    /// What a page was refused by its policy and the errors in it, where the witness is
    /// loaded, and what else the browser has to say where it does say it.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let mut complaints = self
            .texts("return [...witness.violations, ...witness.errors]")
            .await;
        complaints.extend(self.logged().await);
        complaints
    }

    /// What the browser logged about its pages. Empty in Firefox, because its driver
    /// keeps no log.
    pub(crate) async fn logged(&self) -> Vec<String> {
        match self.engine {
            Engine::Chromium => {
                let logged = self.page.browser_log().await.expect("a log");
                logged.into_iter().map(|entry| entry.message).collect()
            }
            Engine::Firefox => Vec::new(),
        }
    }

    /// What the page's accessibility says an element is and is called.
    pub(crate) async fn heard_as(&self, element: &WebElement) -> (String, String) {
        let of = |what: &str| Extension(format!("element/{}/{what}", element.element_id()), None);
        let text = async |command| {
            let answer = self.page.cmd(command).await.expect("the driver knows it");
            answer.value::<String>().expect("a text")
        };
        (
            text(of("computedrole")).await,
            text(of("computedlabel")).await,
        )
    }

    /// The file that was saved last, once the browser has written it.
    pub(crate) async fn saved(&self, extension: &str) -> PathBuf {
        let find = || {
            let files = std::fs::read_dir(self.downloads.path()).expect("it is a folder");
            let mut files = files.filter_map(|file| Some(file.ok()?.path()));
            files.find(|file| {
                let is_whole = file.metadata().is_ok_and(|about| about.len() > 0);
                is_whole && file.extension().is_some_and(|found| found == extension)
            })
        };
        until(&format!("a .{extension} is saved"), async || {
            find().is_some()
        })
        .await;
        find().expect("it was there")
    }

    /// Removes the file and returns its name and contents.
    pub(crate) async fn taken(&self, extension: &str) -> (String, Vec<u8>) {
        let file = self.saved(extension).await;
        let content = std::fs::read(&file).expect("a file");
        std::fs::remove_file(&file).expect("it can be removed");
        let name = file.file_name().expect("a name").to_string_lossy();
        (name.into_owned(), content)
    }

    /// Presses keys one after the other, wherever the focus is.
    pub(crate) async fn type_keys(&self, keys: &str) {
        self.page
            .action_chain_with_delay(Some(Duration::ZERO), Some(Duration::ZERO))
            .send_keys(keys)
            .perform()
            .await
            .expect("keys reach the page");
    }

    /// Presses a key while another is held.
    pub(crate) async fn press_with(&self, held: Key, key: impl Into<char>) {
        let key = key.into();
        self.page
            .action_chain_with_delay(Some(Duration::ZERO), Some(Duration::ZERO))
            .key_down(held.clone())
            .key_down(key)
            .key_up(key)
            .key_up(held)
            .perform()
            .await
            .expect("keys reach the page");
    }

    /// Ends the test and releases the browser to the next one.
    pub(crate) async fn end(mut self) {
        // Without scripts, nothing can be cleared.
        let has_scripts = !self.circumstances.contains(&Circumstance::NoScripts);
        if !has_scripts || self.renew().await.is_none() {
            let _ = self.page.clone().quit().await;
            return;
        }
        self.turn = None;
        let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
        idle.push(self);
    }
}

impl Drop for Browser {
    /// A browser that a failed test leaves behind goes with its driver; the library would ask it
    /// first, and wait for a minute.
    fn drop(&mut self) {
        let _ = self.page.clone().leak();
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
        })
    }
}

impl Engine {
    fn driver(self) -> PathBuf {
        match self {
            Self::Chromium => PathBuf::from("chromedriver"),
            Self::Firefox => geckodriver(),
        }
    }

    fn is_installed(self) -> bool {
        let mut driver = Command::new(self.driver());
        let driver = driver.arg("--version").stdout(Stdio::null());
        driver.status().is_ok_and(|status| status.success())
    }
}

/// The driver of an engine, on its own port, with the browsers that it started.
struct Driver {
    process: Child,
    address: String,
}

impl Driver {
    fn start(engine: Engine) -> Self {
        let (arguments, says) = match engine {
            Engine::Chromium => (&["--port=0"][..], "started successfully on port "),
            Engine::Firefox => (
                &["--port", "0", "--websocket-port", "0"][..],
                "Listening on 127.0.0.1:",
            ),
        };
        let program = engine.driver();
        // The driver's standard input closes when this program ends, even by a crash, and that ends
        // the driver.
        let until_the_end = "\"$@\" & exec >/dev/null; read end; kill -9 0";
        let mut process = Command::new("sh")
            .args(["-c", until_the_end, "driver"])
            .arg(&program)
            .args(arguments)
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell runs");
        let mut out = BufReader::new(process.stdout.take().expect("a pipe"));
        let mut line = String::new();
        let port = loop {
            line.clear();
            let read = out.read_line(&mut line).expect("the driver speaks");
            assert!(read > 0, "{} ended at once", program.display());
            let named = line.split(says).nth(1);
            if let Some(port) =
                named.and_then(|rest| rest.trim_end().trim_end_matches('.').parse::<u16>().ok())
            {
                break port;
            }
        };
        // A driver blocks when its output pipe is full, so something has to read it.
        std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
        Self {
            process,
            address: format!("http://127.0.0.1:{port}"),
        }
    }
}

impl Drop for Driver {
    /// A driver that is killed leaves its browser behind, so the whole group goes.
    fn drop(&mut self) {
        let group = format!("kill -9 -{}", self.process.id());
        let _ = Command::new("sh")
            .args(["-c", &group])
            .stderr(Stdio::null())
            .status();
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Debian has no package of it, so `.ci/run` installs it among the tools.
fn geckodriver() -> PathBuf {
    let own = tools().join("bin/geckodriver");
    if own.exists() {
        own
    } else {
        PathBuf::from("geckodriver")
    }
}

/// Where `.ci/run` installs what no Debian package has.
pub(crate) fn tools() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("../tools")
}

fn chromium(circumstances: &[Circumstance], downloads: &Path) -> Capabilities {
    let lead = format!("--host-resolver-rules=MAP {PLAIN_HOST} 127.0.0.1");
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        // No frame of a window to draw, and no new process for each page: a third of the work of a
        // load. The screen has room for the bar that says who drives the browser.
        "--kiosk",
        "--screen-info={1280x913}",
        "--disable-site-isolation-trials",
        "--renderer-process-limit=1",
        "--lang=en-US",
        // A page that scrolls smoothly is not yet where the driver clicks.
        "--force-prefers-reduced-motion",
        &lead,
    ];
    // 1 allows, 2 refuses.
    let allowed = |missing: Circumstance| 1 + i32::from(circumstances.contains(&missing));
    let preferences = json!({
        "download.default_directory": downloads,
        "download.prompt_for_download": false,
        "profile.managed_default_content_settings.javascript": allowed(Circumstance::NoScripts),
        "profile.default_content_setting_values.cookies": allowed(Circumstance::NoStorage),
    });
    capabilities(&json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "args": arguments, "prefs": preferences },
        "goog:loggingPrefs": { "browser": "ALL" },
    }))
}

fn firefox(circumstances: &[Circumstance], downloads: &Path) -> Capabilities {
    let has = |circumstance: Circumstance| circumstances.contains(&circumstance);
    let preferences = json!({
        "browser.download.folderList": 2,
        "browser.download.dir": downloads,
        "browser.download.alwaysOpenPanel": false,
        "browser.download.always_ask_before_handling_new_types": false,
        "javascript.enabled": !has(Circumstance::NoScripts),
        "layout.css.prefers-color-scheme.content-override": i32::from(!has(Circumstance::Dark)),
        "network.cookie.cookieBehavior": if has(Circumstance::NoStorage) { 2 } else { 5 },
        "network.dns.localDomains": PLAIN_HOST,
        // Firefox connects to the host of a link under the pointer, and asks it for nothing.
        "network.http.speculative-parallel-limit": 0,
        "ui.prefersReducedMotion": 1,
        // One process for all pages, which stays, instead of a new one for each tab.
        "fission.autostart": false,
        "dom.ipc.processCount": 1,
        "dom.ipc.processPrelaunch.enabled": false,
        "dom.ipc.keepProcessesAlive.web": 1,
        "browser.newtab.preload": false,
        // Times are rounded to a millisecond otherwise, and an input takes about as long.
        "privacy.reduceTimerPrecision": false,
    });
    let mut width = "1280";
    if has(Circumstance::Narrow) {
        // No window is narrower than 500 pixels, whatever it is asked for.
        width = "320";
    }
    let binary = ["/usr/bin/firefox-esr", "/usr/bin/firefox"]
        .into_iter()
        .find(|path| Path::new(path).exists())
        .expect("Firefox is installed: `.ci/run` does that");
    capabilities(&json!({
        "browserName": "firefox",
        "moz:firefoxOptions": {
            "binary": binary,
            "args": ["-headless", "--width", width, "--height", "1000"],
            "prefs": preferences,
        },
    }))
}

fn capabilities(wanted: &Value) -> Capabilities {
    Capabilities::from(wanted.as_object().expect("an object").clone())
}

/// A command that `thirtyfour` has no name for: its address, and what is sent there.
#[derive(Debug)]
struct Extension(String, Option<Value>);

impl FormatRequestData for Extension {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let Self(path, body) = self;
        let address = format!("session/{session}/{path}");
        match body {
            Some(body) => RequestData::new(Method::POST, address).add_body(body.clone()),
            None => RequestData::new(Method::GET, address),
        }
    }
}
