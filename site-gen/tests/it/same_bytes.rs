//! The output is reproducible: the same content and day produce the same site on every machine and
//! for every user.

use crate::support::{copy, files, skipped, workspace};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_site-gen");

/// The real site, copied to its own folder and built there by a shell that sets things up.
fn built(folder: &Path, setting: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    copy(&workspace().join("content"), &folder.join("content"));
    let command = format!("{setting}; \"$0\" build --today 2026-01-15");
    built_by(Command::new("sh").args(["-c", &command, PROGRAM]), folder)
}

fn built_by(command: &mut Command, folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let report = command.current_dir(folder).output().expect("a shell runs");
    assert!(
        report.status.success(),
        "{}",
        String::from_utf8_lossy(&report.stderr)
    );
    files(&folder.join("dist"))
}

/// Only root can build as another user.
#[test]
fn two_builds_of_different_users_are_equal() {
    let id = Command::new("id").arg("-u").output().expect("it runs");
    if id.stdout != b"0\n" {
        skipped("only root can build as another user");
        return;
    }
    let own = tempfile::tempdir().expect("a folder");
    let here = built(own.path(), "true");
    let others = tempfile::tempdir().expect("a folder");
    copy(&workspace().join("content"), &others.path().join("content"));
    // Other users may have no access to the folder where it was compiled.
    let program = others.path().join("site-gen");
    fs::copy(PROGRAM, &program).expect("a copy");
    let given = Command::new("chown")
        .args(["-R", "65534:65534"])
        .arg(others.path())
        .status();
    assert!(given.expect("it runs").success());
    let mut nobody = Command::new("setpriv");
    nobody.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
    nobody.arg(program).args(["build", "--today", "2026-01-15"]);
    assert!(here == built_by(nobody.env("HOME", "/nonexistent"), others.path()));
}

/// Everything below a folder, with the time of its last change.
fn untouched(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, std::time::SystemTime)> {
    let with_time = files(folder).into_iter().map(|(name, content)| {
        let of = fs::metadata(folder.join(&name)).and_then(|of| of.modified());
        (name, (content, of.expect("a time")))
    });
    with_time.collect()
}

#[test]
fn four_builds_at_once_leave_one_whole_site_and_never_touch_the_source() {
    let folder = tempfile::tempdir().expect("a folder");
    let alone = built(folder.path(), "true");
    let source = untouched(&folder.path().join("content"));
    let builds: Vec<_> = (0..4)
        .map(|_| {
            Command::new(env!("CARGO_BIN_EXE_site-gen"))
                .args(["build", "--today", "2026-01-15"])
                .current_dir(folder.path())
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::null())
                .spawn()
                .expect("it runs")
        })
        .collect();
    for mut build in builds {
        assert!(build.wait().expect("it ends").success());
    }
    let together = files(&folder.path().join("dist"));
    assert!(together == alone, "the site is that of a build alone");
    assert!(source == untouched(&folder.path().join("content")));
    let mut beside: Vec<_> = fs::read_dir(folder.path())
        .expect("a folder")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.ends_with(".site-gen-lock"))
        .collect();
    beside.sort();
    assert_eq!(beside, ["content", "dist"]);
}

#[test]
fn two_builds_in_different_places_zones_languages_and_masks_are_equal() {
    let one = tempfile::tempdir().expect("a folder");
    let other = tempfile::tempdir().expect("a folder");
    let deep = other.path().join("somewhere else/ü");
    let here = built(one.path(), "export TZ=Pacific/Kiritimati LANG=C; umask 022");
    // On one processor, however many there are.
    let there = built(
        &deep,
        "export TZ=America/Adak LC_ALL=tr_TR.UTF-8; umask 077; taskset -cp 0 $$ >/dev/null",
    );
    assert!(here.len() > 20, "{} files", here.len());
    assert_eq!(
        here.keys().collect::<Vec<_>>(),
        there.keys().collect::<Vec<_>>()
    );
    for (name, content) in &here {
        assert!(there[name] == *content, "{} differs", name.display());
    }
}
