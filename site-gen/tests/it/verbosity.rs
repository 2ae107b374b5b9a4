//! `--quiet` and `--verbose`, which every command takes.

use crate::support::Site;

const TODAY: [&str; 2] = ["--today", "2026-01-15"];

#[test]
fn a_quiet_command_prints_errors_only() {
    let site = Site::larkspur();
    let run = |arguments: &[&str]| site.run(&[arguments, &TODAY].concat());
    // This site has warnings.
    run(&["check"]).exits(0).says("warning[");
    run(&["check", "--quiet"]).exits(0).reads_nothing();
    run(&["--quiet", "build"]).exits(0).reads_nothing();
    run(&["verify", "dist", "--content", "content", "--quiet"])
        .exits(0)
        .reads_nothing();
    // What a command was asked to print is not left out.
    site.run(&["library", "list", "--quiet"])
        .exits(0)
        .says("  requirement.letterhead cites the clause letterhead\n");
    let site = site.remove("content/request/labels/en-GB.toml");
    let said = site.run(&["build", "--quiet", TODAY[0], TODAY[1]]).exits(1);
    said.says("error: ")
        .says_nothing_of("warning[")
        .says_nothing_of("nothing was written");
    site.run(&["check", "--quiet", "--verbose"]).exits(2);
}

/// Times go to standard error only, and into no file.
#[test]
fn a_verbose_build_says_what_it_read_and_wrote_and_how_long_it_took() {
    let site = Site::larkspur();
    site.built(TODAY[1], &[]);
    let before = site.dist();
    let quiet = site.run(&["build", TODAY[0], TODAY[1]]).exits(0);
    let said = site
        .run(&["build", "--verbose", TODAY[0], TODAY[1]])
        .exits(0);
    assert_eq!(said.stdout, quiet.stdout);
    assert!(site.dist() == before);
    let lines = said.text.lines().filter_map(|line| {
        let part = line.strip_suffix(" ms")?.rsplit_once(": ")?.0;
        Some(part.to_owned())
    });
    let parts = [
        "reading the content",
        "checking the content",
        "reading the theme",
        "comparing the versions",
        "rendering and writing the pages",
        "replacing the output folder",
    ];
    assert_eq!(lines.collect::<Vec<_>>(), parts);
    said.says("read `.`: 1 version, 1 page, 0 files of `static/`")
        .says("\nwrote ");
}
