//! A history of texts becomes released versions, without a lost word.

use crate::support::Site;
use std::path::Path;
use std::process::Command;

/// Commits everything in a repository as of a day.
fn commit(folder: &Path, day: &str, message: &str) {
    let day = format!("{day}T12:00:00Z");
    let git = |arguments: &[&str]| {
        let out = Command::new("git")
            .arg("-C")
            .arg(folder)
            .args([
                "-c",
                "user.name=Jane",
                "-c",
                "user.email=jane@harbour.example",
                "-c",
                "commit.gpgsign=false",
            ])
            .args(arguments)
            .env("GIT_AUTHOR_DATE", &day)
            .env("GIT_COMMITTER_DATE", &day)
            .output()
            .expect("git runs");
        assert!(
            out.status.success(),
            "{}",
            String::from_utf8_lossy(&out.stderr)
        );
    };
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", message]);
}

const FIRST: &str = "---\ntitle: Harbour rules\nredirect_from: /rules/\n---\n\n<a name=\"fees\"></a>\nWe charge 5 crowns, see [terms](../terms.md) and [below](#21-more--less).\n\n## 2.1 More & less\n\n{% hint style=\"info\" %}\nWrite to us.\n{% endhint %}\n\n<details>\n<summary>Private data</summary>\n\nOnly with a <u>warrant</u>.\n\n</details>\n";

/// A repository with five revisions of a text: one under its first name, one that only changes
/// markup, two on one day.
fn repository() -> Site {
    let site = Site::empty()
        .write("docs/old.md", FIRST)
        .write("README.md", "x");
    commit(site.folder(), "2020-02-01", "Publish the rules");
    let site = site.rename("docs/old.md", "docs/rules.md");
    commit(site.folder(), "2020-03-01", "Rename the file");
    let site = site.replace("docs/rules.md", "<u>warrant</u>", "**warrant**");
    commit(site.folder(), "2020-04-01", "Stress the warrant");
    let site = site.replace("docs/rules.md", "5 crowns", "6 crowns");
    commit(site.folder(), "2021-05-01", "Raise the fee (#12)");
    let site = site.replace("docs/rules.md", "6 crowns", "7 crowns");
    commit(site.folder(), "2021-05-01", "Raise it again");
    site
}

#[test]
fn the_history_of_a_file_becomes_released_versions() {
    let repository = repository();
    let site = Site::empty();
    let out = site.run(&[
        "import",
        "--git",
        &repository.folder().to_string_lossy(),
        "--path",
        "docs/rules.md",
        "--base",
        "https://harbour.example/legal/rules",
        "--today",
        "2026-01-15",
    ]);
    let out = out.exits(0);
    // The ids of commits depend on the version of Git.
    let lines = out.text.lines().map(|line| match line.split_once(" (") {
        Some((before, _)) if line.contains("left out") => before,
        _ => line,
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
    let text = site.text("content/guidelines/2021-05-01/guidelines.md");
    insta::assert_snapshot!(text);
    let about = site.text("content/guidelines/2021-05-01/version.toml");
    assert!(about.contains("summary = \"Raise the fee\""), "{about}");
    assert!(about.contains("released = \"2021-05-01\""), "{about}");
    let lock = site.text("content/releases.lock");
    assert_eq!(lock.matches("[[version]]").count(), 2, "{lock}");
    assert!(lock.contains("reason = \"Raise it again\""), "{lock}");
    site.run(&["check", "--today", "2026-01-15"]).exits(0);
    let built = site.built("2026-01-15", &[]);
    assert!(built.text("index.html").contains("id=\"21-more--less\""));
    let amended = built.text("versions/2021-05-01/index.html");
    assert!(amended.contains("Raise it again"), "{amended}");
    site.run(&["verify", "dist", "--lock", "content/releases.lock"])
        .exits(0);
    // Nothing is overwritten.
    site.run(&[
        "import",
        "--git",
        &repository.folder().to_string_lossy(),
        "--path",
        "docs/rules.md",
    ])
    .exits(1)
    .says("exists already");
}

#[test]
fn a_folder_of_dated_files_becomes_versions() {
    let site = Site::empty()
        .write("in/2020-01-01.md", "# Rules\n\nOne.\n")
        .write(
            "in/2021-01-01.html",
            "<h1>Rules</h1><p>One, <b>two</b>.</p>",
        )
        .write("in/2022-01-01/rules.txt", "Rules\n\nOne, two, three.\n")
        .write("in/2022-01-02-same.md", "# Rules\n\n**One**, two, three.\n");
    site.run(&["import", "in", "--today", "2026-01-15"])
        .exits(0)
        .says("4 revisions of 2020-01-01 to 2022-01-01: 3 versions, 3 editions")
        .says("1 revision left out")
        .says("every word of every version matches its original");
    assert_eq!(
        site.text("content/guidelines/2021-01-01/guidelines.md"),
        "# Rules\n\nOne, **two**.\n"
    );
    site.run(&["check", "--today", "2026-01-15"]).exits(0);
}

#[test]
fn what_cannot_be_imported_says_why() {
    let site = Site::empty()
        .write("in/rules.md", "# Rules\n")
        .write("latin/2020-01-01.md", b"# R\xe9gles\n");
    site.run(&["import", "in"])
        .exits(1)
        .says("no file in `in` has a day in its name")
        .helps("`2020-01-31.md`");
    site.run(&["import", "latin"])
        .exits(1)
        .says("`2020-01-01.md` is not text in UTF-8");
    site.run(&["import", "nowhere"]).exits(3);
    site.run(&["import"]).exits(2);
    site.run(&["import", "--git", "in", "--path", "rules.md"])
        .exits(3);
    commit(site.folder(), "2020-02-01", "x");
    site.run(&["import", "--git", ".", "--path", "Rules.md"])
        .exits(1)
        .says("the repository has no file `Rules.md`")
        .helps("did you mean `in/rules.md`?");
}
