//! `site-gen dev` in a browser: what is saved reaches the open page.

use crate::browser::{Browser, Engine, until};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;
use walkdir::WalkDir;

in_both_engines! {
    a_saved_text_reaches_the_open_page_and_an_error_lies_over_it_until_it_is_mended,
}

/// A site that is being written, with the program that shows it.
struct Writing {
    folder: TempDir,
    program: Child,
    address: String,
}

impl Writing {
    fn begin() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/larkspur");
        for entry in WalkDir::new(&site).into_iter().flatten() {
            let path = entry.path().strip_prefix(&site).expect("below the site");
            let target = folder.path().join(path);
            if entry.file_type().is_dir() {
                fs::create_dir_all(target).expect("a folder");
            } else {
                fs::copy(entry.path(), target).expect("a copy");
            }
        }
        save(&folder, "The first words.");
        let mut program = Command::new(env!("CARGO_BIN_EXE_site-gen"))
            .current_dir(folder.path())
            .args(["dev", "--no-open", "--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("site-gen runs");
        let mut first = String::new();
        let out = program.stdout.take().expect("a pipe");
        let read = BufReader::new(out).read_line(&mut first);
        read.expect("it says where it listens");
        Self {
            folder,
            program,
            address: first.trim().to_owned(),
        }
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn save(folder: &TempDir, words: &str) {
    let page =
        format!("+++\ntitle = \"About\"\ndescription = \"Us.\"\n+++\n\n# About\n\n{words}\n");
    fs::write(folder.path().join("content/pages/about.md"), page).expect("a file");
}

async fn a_saved_text_reaches_the_open_page_and_an_error_lies_over_it_until_it_is_mended(
    engine: Engine,
) {
    let writing = Writing::begin();
    let browser = Browser::start(engine).await;
    let address = format!("{}about/", writing.address);
    browser.page.goto(address).await.expect("the page opens");
    // While the page reloads, no script runs in it, or it has no body yet.
    let text = async |script: &str| {
        let result = browser.page.execute(script, Vec::new()).await;
        let text = result.ok().and_then(|it| it.convert::<String>().ok());
        text.unwrap_or_default()
    };
    let reads = async |words: &str| {
        text("return document.body?.textContent")
            .await
            .contains(words)
    };
    // What lies over the page, and whether any of it is taken for HTML.
    let errors = async || {
        text(
            "const panel = document.querySelector('#site-gen-dev')?.shadowRoot;
            if (!panel) return 'none';
            if (panel.querySelector('b')) return 'HTML';
            return panel.querySelector('pre').textContent",
        )
        .await
    };
    assert!(reads("The first words.").await);
    save(&writing.folder, "The second words.");
    until("the page shows what was saved", async || {
        reads("The second words.").await
    })
    .await;
    save(&writing.folder, "[A link](no<b>where</b>/).");
    until("the error lies over the page", async || {
        errors().await.contains("content/pages/about.md:8")
    })
    .await;
    assert!(reads("The second words.").await, "the last good page");
    save(&writing.folder, "The third words.");
    until("the page shows what was mended", async || {
        reads("The third words.").await && errors().await == "none"
    })
    .await;
    // A script or connection that the page's policy forbids would be here.
    assert_eq!(browser.logged().await, [] as [String; 0]);
    browser.end().await;
}
