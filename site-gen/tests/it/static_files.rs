//! Files of `static/`, which are published as they are.

use crate::support::{FIRST, Site};

const TODAY: &str = "2026-01-15";
const NOT_TEXT: &[u8] = b"\x89PNG\r\n\x1a\n\0\xff";

fn site() -> Site {
    Site::larkspur()
        .write("static/CNAME", "law.larkspur.example\r\n")
        .write(
            "static/.well-known/security.txt",
            "Contact: mailto:a@larkspur.example\n",
        )
        .write("static/seals/bench.png", NOT_TEXT)
}

#[test]
fn a_merge_conflict_in_static_or_in_a_theme_is_not_published() {
    let both = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> fax\n";
    for file in [
        "static/.well-known/security.txt",
        "themes/larkspur/styles/own.css",
    ] {
        let site = site().write(file, both);
        let found = site.run(&["check", "--today", TODAY]).exits(1);
        found
            .says("a merge conflict is not resolved")
            .says(&format!("{file}:1"))
            .says("1 error, ");
    }
}

#[test]
fn they_are_published_as_they_are_and_proved_like_all_files() {
    let site = site();
    let page = "content/pages/discretion.md";
    let site = site.append(page, "\n[The seal of the Bench](../seals/bench.png).\n");
    site.run(&["release", FIRST, "--today", "2025-11-01"])
        .exits(0);
    let built = site.built(TODAY, &[]);
    assert_eq!(built.text("CNAME"), "law.larkspur.example\r\n");
    assert!(built.has(".well-known/security.txt"));
    assert_eq!(
        site.dist()[std::path::Path::new("seals/bench.png")],
        NOT_TEXT
    );
    let sums = built.text("SHA256SUMS");
    for file in [
        "  CNAME\n",
        "  .well-known/security.txt\n",
        "  seals/bench.png\n",
    ] {
        assert!(sums.contains(file), "{file} in {sums}");
    }
    assert!(
        built
            .text("discretion/index.html")
            .contains("../seals/bench.png")
    );
    site.verify(TODAY).exits(0);
    let by_content = ["verify", "dist", "--content", ".", "--today", TODAY];
    site.run(&by_content).exits(0);
    let site = site.write("dist/CNAME", "law.example.org\n");
    site.verify(TODAY).exits(1).says("dist/CNAME");
    site.run(&by_content).exits(1).says("dist/CNAME");
}

#[test]
fn what_site_gen_makes_is_not_replaced() {
    for (file, taken) in [
        ("robots.txt", "`robots.txt`"),
        ("sha256sums", "`sha256sums`"),
        ("index.html", "`index.html`"),
        ("index.html.gz", "`index.html`"),
        ("discretion/index.html", "`discretion/index.html`"),
        ("discretion", "`discretion/index.html`"),
        ("feed.atom/old.xml", "`feed.atom`"),
        ("assets/own.css", "`assets/`"),
        ("versions/2020.pdf", "`versions/`"),
        ("request", "`request/`"),
        ("fr/request/note.txt", "`fr/request/`"),
    ] {
        let site = Site::larkspur().write(&format!("static/{file}"), "x");
        let run = site.run(&["check", "--today", TODAY]).exits(1);
        run.says(&format!("`static/{file}` would")).says(taken);
    }
    Site::larkspur()
        .write("static/discretion/seal.txt", "x")
        .run(&["check", "--today", TODAY])
        .exits(0);
}

/// `verify --lock` refuses each of them.
#[test]
fn what_hosts_run_or_read_is_reported() {
    for (file, what) in [
        ("main.php", "is a program that some hosts run"),
        ("tools/a.py", "is a program that some hosts run"),
        ("a.PL", "is a program that some hosts run"),
        ("a.cgi", "is a program that some hosts run"),
        ("crossdomain.xml", "by which some hosts redirect readers"),
        ("_redirects", "by which some hosts redirect readers"),
        ("tools/web.config", "by which some hosts redirect readers"),
        ("functions/x.js", "is a program that some hosts run"),
        ("request.html", "at `/request/`, in place of that page"),
        ("Versions.htm", "at `/versions/`, in place of that page"),
        ("seals/index.htm", "some hosts show in place of a page"),
        ("seals/404.html", "some hosts show in place of a page"),
        ("law.php.txt", "is a program that some hosts run"),
        (
            "old/versions/2025-11-01/more.txt",
            "has the address of a version",
        ),
        (
            "old/Versions/2025-11-01.html",
            "has the address of a version",
        ),
        (
            "seal.txt.gz",
            "is the compressed copy of a file that is not there",
        ),
    ] {
        let site = Site::larkspur().write(&format!("static/{file}"), "x");
        let run = site.run(&["check", "--today", TODAY]).exits(0);
        run.says("host-file")
            .says(&format!("`static/{file}`"))
            .says(what);
    }
    for file in [
        "request.pdf",
        "history.pdf",
        "seals/index.xml",
        "functions/x.txt",
        "old/versions/2025-11-01/guidelines.pdf",
        "old/versions/2019-01-01/more.txt",
        "data.xml.zip",
        "CNAME.gz",
    ] {
        let site = Site::larkspur()
            .write("static/CNAME", "x")
            .write(&format!("static/{file}"), "x");
        let run = site.run(&["check", "--today", TODAY]).exits(0);
        run.says_nothing_of("host-file");
    }
    let page = "+++\ntitle = \"x\"\ndescription = \"x\"\n+++\n\nx\n";
    Site::larkspur()
        .write("content/pages/functions.md", page)
        .run(&["check", "--today", TODAY])
        .exits(0)
        .says_nothing_of("host-file");
    Site::larkspur()
        .write("static/a\u{202e}b.txt", "x")
        .run(&["check", "--today", TODAY])
        .exits(1)
        .says("show differently");
}

#[test]
fn hidden_files_and_temporary_files_of_editors_are_ignored() {
    let site = site()
        .write("static/.DS_Store", "x")
        .write("static/CNAME~", "x")
        .write("static/.git/config", "x")
        .write("static/.well-known/.security.txt.swp", "x");
    let built = site.built(TODAY, &[]);
    assert!(built.has("CNAME") && built.has(".nojekyll"));
    for file in [
        ".DS_Store",
        "CNAME~",
        ".git/config",
        ".well-known/.security.txt.swp",
    ] {
        assert!(!built.has(file), "{file}");
    }
}

#[cfg(unix)]
#[test]
fn nothing_from_outside_the_folder_is_published() {
    use std::os::unix::fs::symlink;
    let site = site().with(|folder| {
        symlink("/etc/passwd", folder.join("static/users")).expect("a link");
    });
    let run = site.run(&["build", "--today", TODAY]).exits(1);
    run.says("users` is a link that points outside `static/`");
    let site = Site::larkspur().with_folder("static").with(|folder| {
        let pipe = std::process::Command::new("mkfifo")
            .arg(folder.join("static/pipe"))
            .status();
        assert!(pipe.expect("mkfifo runs").success());
    });
    site.run(&["build", "--today", TODAY])
        .exits(1)
        .says("pipe` is not a file");
}

#[test]
fn no_site_is_built_into_it() {
    let site = site();
    let run = site.run(&["build", "--today", TODAY, "--output", "static"]);
    run.exits(2).says("which the site is made from");
}
