//! A Chromium of our own: a fresh profile, a free port, gone when the test is.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use thirtyfour::prelude::*;

/// A browser and its driver.
pub(crate) struct Browser {
    pub(crate) page: WebDriver,
    driver: Child,
    /// Where it puts files that a page hands it to save.
    downloads: tempfile::TempDir,
}

impl Browser {
    pub(crate) async fn start() -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed: `.ci/run` does that");
        let out = BufReader::new(driver.stdout.take().expect("a pipe"));
        let port = out
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                line.split("started successfully on port ")
                    .nth(1)?
                    .trim_end_matches('.')
                    .parse::<u16>()
                    .ok()
            })
            .expect("chromedriver says which port it took");
        let mut wanted = DesiredCapabilities::chrome();
        for argument in [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            // A page that scrolls smoothly is not yet where the driver clicks.
            "--force-prefers-reduced-motion",
            "--window-size=1280,1000",
        ] {
            wanted.add_arg(argument).expect("an argument");
        }
        let downloads = tempfile::tempdir().expect("a folder");
        wanted
            .add_experimental_option(
                "prefs",
                serde_json::json!({ "download.default_directory": downloads.path() }),
            )
            .expect("an option");
        let page = WebDriver::new(&format!("http://127.0.0.1:{port}"), wanted)
            .await
            .expect("Chromium starts");
        Self {
            page,
            driver,
            downloads,
        }
    }

    /// The next file that it saved: its name, and what is in it.
    pub(crate) async fn saved(&self, extension: &str) -> (String, Vec<u8>) {
        for _ in 0..100 {
            let files = std::fs::read_dir(self.downloads.path()).expect("a folder");
            let mut finished = files.flatten().map(|file| file.path()).filter(|file| {
                file.extension().is_some_and(|it| it == extension)
                    && file.metadata().is_ok_and(|file| file.len() > 0)
            });
            if let Some(file) = finished.next() {
                let name = file.file_name().expect("a name").to_string_lossy();
                let content = std::fs::read(&file).expect("a file");
                std::fs::remove_file(&file).expect("gone");
                return (name.into_owned(), content);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("no .{extension} was saved");
    }

    /// Runs a script in the page.
    pub(crate) async fn run(&self, script: &str) -> serde_json::Value {
        self.page
            .execute(script, Vec::new())
            .await
            .expect("the script runs")
            .json()
            .clone()
    }

    /// What the page has asked for, answered or not.
    pub(crate) async fn requests(&self) -> Vec<String> {
        let script = "return performance.getEntriesByType('resource').map(entry => entry.name)";
        let names = self.run(script).await;
        let names = names.as_array().expect("a list").iter();
        names
            .map(|name| name.as_str().expect("a name").to_owned())
            .collect()
    }

    /// The same, once the page is loaded: when nothing was asked for in half a second.
    pub(crate) async fn requests_of_loading(&self) -> Vec<String> {
        let mut before = self.requests().await;
        loop {
            tokio::time::sleep(Duration::from_millis(500)).await;
            let now = self.requests().await;
            if now == before {
                return now;
            }
            before = now;
        }
    }

    pub(crate) async fn end(mut self) {
        let _ = self.page.clone().quit().await;
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
