//! `build --precompress` and the proof of its copies.

use crate::support::{FIRST, Site};
use std::path::Path;
use std::process::Command;

const TODAY: &str = "2026-01-15";

#[test]
fn copies_are_written_beside_texts_and_proved_by_their_content() {
    let site = Site::larkspur();
    site.run(&["release", FIRST, "--today", "2025-11-01"])
        .exits(0);
    site.built(TODAY, &[]);
    let without = site.dist();
    let built = site.built(TODAY, &["--precompress"]);
    for path in without.keys() {
        let path = path.to_str().expect("UTF-8");
        let is_text = [
            ".html", ".css", ".js", ".json", ".md", ".txt", ".xml", ".svg", ".atom",
        ]
        .iter()
        .any(|ending| path.ends_with(ending));
        for ending in [".gz", ".br"] {
            assert_eq!(built.has(&format!("{path}{ending}")), is_text, "{path}");
        }
    }
    // Another program reads them too.
    let read = Command::new("gzip")
        .args(["-dc", "dist/index.html.gz"])
        .current_dir(site.folder())
        .output();
    assert_eq!(
        read.expect("gzip runs").stdout,
        without[Path::new("index.html")]
    );
    let by_content = ["verify", "dist", "--content", ".", "--today", TODAY];
    site.verify(TODAY).exits(0);
    site.run(&by_content).exits(0);
    // A copy of another file.
    let other = std::fs::read(site.path("dist/404.html.br")).expect("a copy");
    let site = site.write("dist/index.html.br", &other);
    for run in [site.verify(TODAY), site.run(&by_content)] {
        run.exits(1)
            .says("`index.html.br` does not decompress to the file whose copy it is");
    }
}

#[test]
fn copies_that_a_host_made_are_proved_as_well() {
    let site = Site::larkspur();
    site.run(&["release", FIRST, "--today", "2025-11-01"])
        .exits(0);
    site.built(TODAY, &[]);
    let made = Command::new("gzip")
        .args(["-9nk", "dist/index.html"])
        .current_dir(site.folder())
        .status();
    assert!(made.expect("gzip runs").success());
    site.verify(TODAY).exits(0);
    let by_content = ["verify", "dist", "--content", ".", "--today", TODAY];
    site.run(&by_content).exits(0);
    // A link may point to another file tomorrow.
    #[cfg(unix)]
    {
        let link = site.path("dist/robots.txt.gz");
        std::os::unix::fs::symlink("index.html.gz", &link).expect("a link");
        site.run(&by_content).exits(1).says("robots.txt.gz");
        std::fs::remove_file(link).expect("it goes");
    }
    let site = site.write("dist/about.html.gz", "the copy of no file");
    site.verify(TODAY).exits(1).says("about.html.gz");
}
