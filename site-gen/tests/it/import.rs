//! A history of texts becomes released versions, without a lost word.

use crate::support::Site;
use std::path::Path;
use std::process::Command;

/// Runs Git in a folder as of a day, and returns what it prints.
fn git(folder: &Path, day: &str, arguments: &[&str]) -> String {
    let day = format!("{day}T12:00:00Z");
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
    String::from_utf8_lossy(&out.stdout).trim().to_owned()
}

/// Commits everything in a repository as of a day.
fn commit(folder: &Path, day: &str, message: &str) {
    git(folder, day, &["init", "-q", "-b", "main"]);
    git(folder, day, &["add", "-A"]);
    git(folder, day, &["commit", "-q", "-m", message]);
}

/// Takes a file of a commit out of a repository, as a copy without large files lacks it.
fn lose(folder: &Path, file: &str) {
    let id = git(folder, "2020-01-01", &["rev-parse", file]);
    let (start, end) = id.split_at(2);
    let object = folder.join(".git/objects").join(start).join(end);
    std::fs::remove_file(object).expect("an object");
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
fn the_days_on_which_the_file_was_deleted_are_listed() {
    let repository = Site::empty().write("a.md", "# Rules\n\nOne.\n");
    commit(repository.folder(), "2020-02-01", "Publish");
    let repository = repository.remove("a.md").write("b.md", "Gone");
    commit(repository.folder(), "2020-03-01", "Withdraw");
    let repository = repository.write("a.md", "# Rules\n\nTwo.\n");
    commit(repository.folder(), "2020-04-01", "Publish again");
    let folder = repository.folder().to_string_lossy();
    let import = ["import", "--git", &folder, "--path", "a.md"];
    Site::empty()
        .run(&[&import[..], &["--today", "2026-01-15"]].concat())
        .exits(0)
        .says("no text from 2020-03-01 to 2020-04-01, since the file was deleted");
}

#[test]
fn a_flat_document_of_a_word_processor_is_refused() {
    let flat = "<?xml version=\"1.0\"?>\n<office:document><text:p>One.</text:p></office:document>";
    let site = Site::empty().write("rules.fodt", flat);
    let out = site.run(&[
        "init",
        "new",
        "--from",
        "rules.fodt",
        "--today",
        "2026-01-15",
    ]);
    out.exits(1)
        .says("`rules.fodt` cannot be read: it is an XML document of another program")
        .says("save it as DOCX");
}

#[test]
fn a_revision_in_which_the_file_is_empty_is_left_out() {
    let site = Site::empty()
        .write("in/2020-01-01.md", "# Rules\n\nOne.\n")
        .write("in/2021-01-01.md", " \n")
        .write("in/2022-01-01.md", "# Rules\n\nTwo.\n");
    site.run(&["import", "in", "--today", "2026-01-15"])
        .exits(0)
        .says("3 revisions of 2020-01-01 to 2022-01-01: 2 versions")
        .says("1 revision left out, because it has no sentence: 2021-01-01 (2021-01-01.md)");
}

#[test]
fn drafts_and_translations_in_folders_of_their_own_are_not_imported() {
    let site = Site::empty()
        .write("in/2020-01-01.md", "# Rules\n\nOne.\n")
        .write("in/2021/2021-01-01.md", "# Rules\n\nTwo.\n")
        .write("in/2021/2021-01-01 b.md", "# Rules\n\nTwo, corrected.\n")
        .write("in/2017-2018/2018-01-01.md", "# Rules\n\nNone.\n")
        .write("in/v1/2019-01-01.md", "# Rules\n\nHalf.\n")
        .write("in/de/2020-01-01.md", "# Regeln\n\nEins.\n")
        .write("in/drafts/2023-01-01.md", "# Rules\n\nNot approved.\n");
    site.run(&["import", "in", "--today", "2026-01-15"])
        .exits(0)
        .says("5 revisions of 2018-01-01 to 2021-01-01: 4 versions, 5 editions")
        .says("(move out of it what was in force): `de/2020-01-01.md`, `drafts/2023-01-01.md`")
        .says(
            "of several files of one day, each replaces the one before it: `2021/2021-01-01 b.md`",
        );
    // Next to the text they would be corrections of it.
    let site = Site::empty()
        .write("in/2020-01-01.md", "# Rules\n\nOne.\n")
        .write("in/2020-01-01.de.md", "# Regeln\n\nEins.\n")
        .write("in/2020-01-01_pt-BR.txt", "Regras\n\nUm.\n")
        .write("in/2020-01-01 (copy).md", "# Rules\n\nOne.\n");
    site.run(&["import", "in", "--today", "2026-01-15"])
        .exits(0)
        .says("1 revision of 2020-01-01 to 2020-01-01: 1 version")
        .says("not imported, since each is a translation of another file of that day: `2020-01-01.de.md`, `2020-01-01_pt-BR.txt`")
        .says("another file of that day has the same content: `2020-01-01 (copy).md`");
    // Two letters alone are no language, and nothing says which of two languages is that of the guidelines.
    let one = Site::empty()
        .write("in/2020-01-01-le.md", "# Rules\n\nOne.\n")
        .write("in/2021-01-01.md", "# Rules\n\nTwo.\n");
    one.run(&["import", "in", "--today", "2026-01-15"])
        .exits(0)
        .says("2 versions");
    let two = one
        .write("in/2022-01-01.de.md", "# Regeln\n\nDrei.\n")
        .write("in/2022-01-01.en.md", "# Rules\n\nThree.\n");
    two.run(&["import", "in", "--today", "2026-01-15"])
        .exits(1)
        .says("are one text in several languages");
    let site = Site::empty().write("in/de/2020-01-01.md", "# Regeln\n\nEins.\n");
    site.run(&["import", "in", "--today", "2026-01-15"])
        .says("there is `de/2020-01-01.md`");
}

#[test]
fn a_commit_in_the_future_a_link_and_a_deletion_make_no_false_version() {
    let site = Site::empty();
    let history = site.path("history");
    std::fs::create_dir(&history).expect("it can be made");
    for (day, text) in [
        ("2020-01-01", "One."),
        ("2031-01-01", "Two."),
        ("2021-01-01", "Three."),
    ] {
        std::fs::write(history.join("a.md"), format!("# Rules\n\n{text}\n"))
            .expect("it is written");
        commit(&history, day, text);
    }
    let import = ["import", "--git", "history", "--path", "a.md", "--today"];
    let arguments = [&import[..], &["2026-01-15", "--dry-run"]].concat();
    site.run(&arguments)
        .says("2 versions, 3 editions")
        .says("is dated 2031-01-01, which is in the future: its text counts from 2020-01-01");
    std::fs::remove_file(history.join("a.md")).expect("it is there");
    std::fs::write(history.join("b.md"), "# Rules\n\nFour.\n").expect("it is written");
    std::os::unix::fs::symlink("b.md", history.join("a.md")).expect("it is linked");
    commit(&history, "2022-01-01", "Move");
    site.run(&arguments)
        .says("`a.md` is a symbolic link to `b.md` as of the commit")
        .says("give that file first: `--path b.md --path a.md`");
    std::fs::remove_file(history.join("a.md")).expect("it is there");
    std::fs::remove_file(history.join("b.md")).expect("it is there");
    commit(&history, "2023-01-01", "Delete");
    let both = ["--path", "b.md"];
    site.run(&[&import[..3], &both[..], &import[3..], &arguments[6..]].concat())
        .says("the file was deleted on 2023-01-01");
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
        .write("in/2022-01-02-same.md", "# Rules\n\n**One**, two, three.\n")
        .write("in/2023-01-01.md", "# Rules\n");
    site.run(&["import", "in", "--today", "2026-01-15"])
        .exits(0)
        .says("5 revisions of 2020-01-01 to 2022-01-01: 3 versions, 3 editions")
        .says("1 revision left out, because it has no sentence: 2023-01-01 (2023-01-01.md)")
        .says("1 revision left out")
        .says("every word of every version matches its original");
    assert_eq!(
        site.text("content/guidelines/2021-01-01/guidelines.md"),
        "# Rules\n\nOne, **two**.\n"
    );
    site.run(&["check", "--today", "2026-01-15"]).exits(0);
    // What came later can be added.
    let site = site.write("in/2024-01-01.md", "# Rules\n\nFour.\n");
    site.run(&["import", "in", "--today", "2026-01-15"])
        .exits(0)
        .says("3 versions of an earlier import left as they are")
        .says("released 1 version");
    site.run(&["check", "--today", "2026-01-15"])
        .exits(0)
        .says("4 versions");
    // A correction of an imported text does not stop what comes after it.
    let site = site.append("content/guidelines/2024-01-01/guidelines.md", "\nFive.\n");
    site.run(&[
        "release",
        "--amend",
        "2024-01-01",
        "--reason",
        "A word",
        "--today",
        "2026-01-15",
    ])
    .exits(0);
    let site = site
        .write("in/2024-01-01-b.md", "# Rules\n\nFour, later.\n")
        .write("in/2025-01-01.md", "# Rules\n\nSix.\n");
    site.run(&["import", "in", "--today", "2026-01-15"])
        .exits(0)
        .says("4 versions of an earlier import left as they are")
        .says("1 revision left out, because its day was imported before")
        .says("released 1 version");
    assert!(
        site.text("content/guidelines/2024-01-01/guidelines.md")
            .ends_with("Five.\n")
    );
    let site = site.write("in/2020-01-01.md", "# Rules\n\nOther.\n");
    site.run(&["import", "in", "--today", "2026-01-15"])
        .exits(1)
        .says("the version 2020-01-01 exists already");
}

/// A text that was announced before it applies.
#[test]
fn an_imported_version_of_a_later_day_is_no_fault_of_the_site() {
    let site = Site::empty()
        .write("in/2024-01-01.md", "# Rules\n\nOne.\n")
        .write("in/2097-06-01.md", "# Rules\n\nOne, two.\n");
    site.run(&["import", "in", "--today", "2026-01-15"])
        .exits(0);
    site.built("2026-01-15", &[]);
    let verify = ["verify", "dist", "--today", "2026-01-15"];
    for against in [
        ["--lock", "content/releases.lock"],
        ["--content", "content"],
    ] {
        site.run(&[&verify[..], &against].concat()).exits(0);
    }
}

/// A text with a name of its own, which moves and changes in one commit.
fn moved() -> Site {
    let site = Site::empty()
        .write("photo.bin", "a picture")
        .write("old-rules.md", "# Rules\n\nOne.\n\nTwo.\n\nThree.\n");
    commit(site.folder(), "2020-02-01", "Publish");
    let site = site
        .remove("photo.bin")
        .rename("old-rules.md", "new-rules.md")
        .replace("new-rules.md", "Three.", "Four.");
    commit(site.folder(), "2020-03-01", "Move");
    site
}

#[test]
fn a_rename_is_followed_where_files_are_missing_or_its_end_is_reported() {
    let arguments = ["--path", "new-rules.md", "--dry-run", "--git"];
    let import = |repository: &Site| {
        let folder = repository.folder().to_string_lossy().into_owned();
        let site = Site::empty();
        site.run(&[&["import"], &arguments[..], &[folder.as_str()]].concat())
    };
    import(&moved()).exits(0).says("2 revisions of 2020-02-01");
    let repository = moved();
    lose(repository.folder(), "HEAD^:photo.bin");
    import(&repository)
        .exits(0)
        .says("2 revisions of 2020-02-01");
    lose(repository.folder(), "HEAD^:old-rules.md");
    import(&repository)
        .exits(0)
        .says("1 revision of 2020-03-01")
        .says("renames could not be followed before 2020-03-01");
}

#[test]
fn the_summary_of_a_merge_says_what_was_merged() {
    let site = Site::empty().write("rules.md", "# Rules\n\nOne.\n");
    let folder = site.folder().to_owned();
    commit(&folder, "2020-02-01", "Publish");
    let mut site = site;
    for (at, (day, message)) in [
        (
            "2020-03-01",
            "Merge pull request #5 from jane/patch\n\nAsk for a warrant",
        ),
        ("2020-04-01", "Merge branch 'patch' into main"),
    ]
    .into_iter()
    .enumerate()
    {
        git(
            &folder,
            day,
            &["checkout", "-q", "-b", &format!("patch{at}")],
        );
        site = site.write("rules.md", format!("# Rules\n\nOne, {at}.\n").as_bytes());
        commit(&folder, day, &format!("Say it better {at}"));
        git(&folder, day, &["checkout", "-q", "main"]);
        git(
            &folder,
            day,
            &[
                "merge",
                "-q",
                "--no-ff",
                "-m",
                message,
                &format!("patch{at}"),
            ],
        );
    }
    let out = Site::empty();
    out.run(&[
        "import",
        "--path",
        "rules.md",
        "--git",
        &folder.to_string_lossy(),
    ])
    .exits(0);
    for (day, summary) in [
        ("2020-03-01", "Ask for a warrant"),
        ("2020-04-01", "Say it better 1"),
    ] {
        let about = out.text(&format!("content/guidelines/{day}/version.toml"));
        assert!(
            about.contains(&format!("summary = \"{summary}\"")),
            "{about}"
        );
    }
}

#[test]
fn a_file_without_a_clear_day_is_listed() {
    let site = Site::empty()
        .write("in/31.01.2020.md", "# Rules\n\nOne.\n")
        .write("in/01.02.2021.md", "# Rules\n\nTwo.\n")
        .write("in/latest.md", "# Rules\n\nThree.\n")
        .write("in/2022-03-01", "Rules\n\nFour.\n")
        .write("in/2023-03-01.rst", "Rules\n=====\n\nFive.\n");
    site.run(&["import", "in", "--today", "2026-01-15"])
        .exits(0)
        .says("1 revision of 2020-01-31")
        .says("the name can mean two days: `01.02.2021.md` (2021-02-01 or 2021-01-02?)")
        .says("the name has no day such as `2020-01-31`, or one that does not exist: `latest.md`")
        .says(
            "rename it to `.txt`, `.md` or `.html`, or convert it): `2022-03-01`, `2023-03-01.rst`",
        );
}

#[test]
fn translations_and_copies_are_no_editions_and_no_day_of_release_is_in_the_future() {
    let site = Site::empty()
        .write("in/2022-01-31.md", "# Rules\n\nOne.\n")
        .write("in/2022-01-31.de.md", "# Regeln\n\nEins.\n")
        .write("in/2022-01-31 (copy).md", "# Rules\n\nOne.\n")
        .write("in/2031-01-01-pt-BR.md", "# Regras\n\nDois.\n")
        .write("in/2031-01-01.md", "# Rules\n\nTwo.\n");
    site.run(&["import", "in", "--today", "2026-01-15"])
        .exits(0)
        .says("2 versions, 2 editions")
        .says("each is a translation of another file of that day: `2022-01-31.de.md`, `2031-01-01-pt-BR.md`")
        .says("has the same content: `2022-01-31 (copy).md`");
    let about = site.text("content/guidelines/2031-01-01/version.toml");
    assert!(about.contains("released = \"2026-01-15\""), "{about}");
}

#[test]
fn a_text_in_another_encoding_or_of_a_word_processor_is_imported() {
    let site = Site::empty()
        .write("in/2020-01-01.md", b"# R\xe8gles\n\nUn.\n")
        .write("in/2021-01-01.txt", b"\xff\xfeR\0\xe8\0g\0l\0e\0s\0")
        .write(
            "in/2022-01-01.rtf",
            b"{\\rtf1\\ansi R\\'e8gles\\par\\par Deux.\\par}",
        )
        .write("in/2023-01-01.md", b"{\\rtf1\\ansi Trois.\\par}");
    site.run(&["import", "in", "--today", "2026-01-15"])
        .exits(0)
        .says("4 revisions")
        .says("text that was not in UTF-8 decoded")
        .says("only the text of a document was read");
    for (day, text) in [
        ("2020-01-01", "# Règles\n\nUn.\n"),
        ("2022-01-01", "# Règles\n\nDeux.\n"),
    ] {
        assert_eq!(
            site.text(&format!("content/guidelines/{day}/guidelines.md")),
            text
        );
    }
}

#[test]
fn what_cannot_be_imported_says_why() {
    let site = Site::empty()
        .write("in/rules.md", "# Rules\n")
        .write("two/01.02.2024.md", "# Rules\n")
        .write("binary/2020-01-01.md", b"# R\0\xe9gles\n")
        .write("picture/2020-01-01.md", b"\x89PNG\r\n\x1a\n\0\xff")
        .write("zip/2020-01-01.md", b"PK\x03\x04\0\xff")
        .write("empty/2020-01-01.md", b"\n")
        .write("short/2020-01-01.doc", b"PK")
        .write("old/2020-01-01.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    site.run(&["import", "in"])
        .exits(1)
        .says("no file in `in` has a day in its name")
        .helps("`2020-01-31.md`");
    site.run(&["import", "two"])
        .exits(1)
        .helps("the name can mean two days: `01.02.2024.md`");
    site.run(&["import", "binary"])
        .exits(1)
        .says("`2020-01-01.md` is not a text, or it is damaged");
    for (folder, what) in [
        ("picture", "`2020-01-01.md` is a picture"),
        ("zip", "`2020-01-01.md` cannot be read: it is a ZIP archive"),
        ("empty", "the history has no text"),
    ] {
        site.run(&["import", folder])
            .exits(1)
            .says(what)
            .helps("DOCX, HTML");
    }
    site.run(&["import", "short"])
        .exits(1)
        .says("`2020-01-01.doc` cannot be read: it is damaged, or not what its name says");
    site.run(&["import", "old"])
        .exits(1)
        .says("`2020-01-01.doc` cannot be read: it has the format of an older word processor")
        .helps("save it as DOCX");
    site.run(&["import", "nowhere"]).exits(3);
    site.run(&["init", "x", "--from", "in"])
        .exits(2)
        .says("`in` is a folder");
    site.run(&["init", "x", "--from", "nowhere.docx"])
        .exits(3)
        .helps("look at its name");
    site.run(&["init", "x", "--from", "in/rules.rst"]).exits(3);
    let url = [
        "import",
        "--git",
        "https://harbour.example/x",
        "--path",
        "a.md",
    ];
    site.run(&url).exits(2).helps("`git clone");
    site.run(&["import", "--git", ".", "--path", "in"])
        .exits(2)
        .says("`in` is a folder");
    site.run(&["import"]).exits(2);
    site.run(&["import", "--git", "in", "--path", "rules.md"])
        .exits(3);
    commit(site.folder(), "2020-02-01", "x");
    site.run(&["import", "--git", ".", "--path", "Rules.md"])
        .exits(1)
        .says("the repository has no file `Rules.md`")
        .helps("did you mean `in/rules.md`?");
}

#[test]
fn a_revision_with_an_unresolved_merge_conflict_is_left_out() {
    let site = Site::empty().write("rules.md", "# Rules\n\nWrite to us.\n");
    commit(site.folder(), "2024-03-01", "Publish the rules");
    let merged = "# Rules\n\n<<<<<<< HEAD x\nWrite to us.\n=======\nCall us.\n>>>>>>> other\n";
    let site = site.write("rules.md", merged);
    commit(site.folder(), "2024-04-01", "Merge");
    let import = [
        "import",
        "--git",
        ".",
        "--path",
        "rules.md",
        "--site",
        "to",
        "--today",
        "2026-01-15",
    ];
    site.run(&import)
        .exits(0)
        .says("1 revision left out, because a merge conflict in the text was not resolved: 2024-04-01")
        .says("released 1 version");
}

#[test]
fn a_failed_import_leaves_nothing_behind() {
    let site = Site::empty()
        .write("texts/2024-03-01.md", "# Rules\n\nWrite to us.\n")
        .write("to/content/pages/help.md", "no front matter\n");
    let import = ["import", "texts", "--site", "to", "--today", "2026-01-15"];
    site.run(&import).exits(1).says("nothing was imported");
    for name in ["guidelines", "releases", "releases.lock", "site.toml"] {
        assert!(!site.path(&format!("to/content/{name}")).exists(), "{name}");
    }
    site.remove("to/content/pages/help.md")
        .run(&import)
        .exits(0)
        .says("released 1 version");
}

#[test]
fn the_sample_of_a_new_site_gives_way_to_a_history() {
    let init = [
        "init",
        "--name",
        "Harbour",
        "--mailbox",
        "legal@harbour.example",
        "--date",
        "2026-01-01",
        "--today",
        "2026-01-15",
    ];
    let import = ["import", "texts", "--today", "2026-01-15"];
    let text = "# Rules\n\nWrite to us.\n";
    let sample = "content/guidelines/2026-01-01/guidelines.md";
    let site = Site::empty().write("texts/2024-03-01.md", text);
    site.run(&init).exits(0);
    site.run(&import)
        .exits(0)
        .says("moved the sample text of `init`");
    assert!(!site.path(sample).exists());
    site.run(&["check", "--today", "2026-01-15"])
        .exits(0)
        .says("0 errors, 0 warnings: 1 version");
    // Even on the day of the sample.
    let site = Site::empty().write("texts/2026-01-01.md", text);
    site.run(&init).exits(0);
    site.run(&import).exits(0);
    assert_eq!(site.text(sample), text);
    // A text that somebody has edited stays.
    let site = Site::empty().write("texts/2024-03-01.md", text);
    site.run(&init).exits(0);
    let site = site.append(sample, "\nThe desk is open on Mondays.\n");
    site.run(&import)
        .exits(0)
        .says_nothing_of("moved the sample");
    assert!(site.path(sample).exists());
}

#[test]
fn a_file_becomes_the_draft_of_a_site_with_a_form() {
    let text = "content/guidelines/2026-03-01/guidelines.md";
    let site = Site::empty();
    let init = ["init", "--name", "Harbour", "--date", "2026-03-01"];
    site.run(&[&init[..], &["--today", "2026-03-01"]].concat())
        .exits(0);
    let next = site
        .text(text)
        .replace("be on letterhead and signed", "bear a seal");
    let site = site
        .append(text, "\nThe desk is open on Mondays.\n")
        .write("in/2026-09-01.md", &*next)
        .write("new.md", &*next);
    // A history would take the form from the version in force.
    site.run(&["import", "in", "--today", "2026-03-02"])
        .exits(1)
        .says("the version 2026-09-01 would have no form, and 2026-03-01 has one")
        .helps("`site-gen import FILE --next`");
    let import = ["import", "new.md", "--next"];
    site.run(&import)
        .exits(0)
        .says("every word of the text matches the file")
        .says("wrote the draft");
    let draft = "content/guidelines/next/";
    assert_eq!(site.text(&format!("{draft}guidelines.md")), next);
    assert!(
        site.text(&format!("{draft}clauses.toml"))
            .ends_with("\nfrom = \"2026-03-01\"\n")
    );
    site.run(&["check", "--drafts", "--today", "2026-03-02"])
        .says("is no longer in this version");
    site.run(&import).exits(1).says("there is a draft already");
    site.run(&["import", "in", "--next"])
        .exits(2)
        .says("`in` is a folder");
    assert!(!site.path("content/releases.lock").exists());
}
