//! What must never happen to a published site.

use super::{Destination, OutputError, PublishStats, Relation, Staging};
use crate::file_path::{FilePath, MARKER};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use test_support::skipped;

/// A folder with `content/` in it, and builds into its `dist/`.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("content/pages")).expect("content");
        Self { folder }
    }

    fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside)
    }

    fn begin(&self, output: &str) -> Staging {
        let destination = self.destination(output).expect("may be replaced");
        Staging::begin(destination, || {}).expect("begins")
    }

    fn destination(&self, output: &str) -> Result<Destination, OutputError> {
        Destination::new(
            &self.path(output),
            self.folder.path(),
            &[self.path("content")],
        )
    }

    fn build(&self, text: &str) -> Result<PublishStats, OutputError> {
        build(self.folder.path(), text, 3)
    }

    fn page(&self) -> String {
        fs::read_to_string(self.path("dist/index.html")).expect("a page")
    }

    /// Everything next to `content` and `dist`.
    fn leftovers(&self) -> Vec<String> {
        let names = fs::read_dir(self.folder.path())
            .expect("the folder")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .into_string()
                    .expect("a name")
            });
        names
            .filter(|name| name != "content" && name != "dist")
            .collect()
    }
}

fn path_of(address: &str) -> FilePath {
    FilePath::of_page(address).expect("a path")
}

fn build(site: &Path, text: &str, pages: usize) -> Result<PublishStats, OutputError> {
    build_and_say(site, text, pages, |_| {})
}

/// Builds, and calls back after each page is written.
fn build_and_say(
    site: &Path,
    text: &str,
    pages: usize,
    wrote: impl Fn(usize),
) -> Result<PublishStats, OutputError> {
    let destination = Destination::new(&site.join("dist"), site, &[site.join("content")])?;
    let mut staging = Staging::begin(destination, || {})?;
    staging.write(&path_of("/"), text.as_bytes())?;
    for page in 0..pages {
        staging.write(&path_of(&format!("/pages/{page}/")), text.as_bytes())?;
        wrote(page);
    }
    staging.publish()
}

fn refused(result: Result<impl std::fmt::Debug, OutputError>) -> OutputError {
    result.expect_err("refused")
}

#[test]
fn a_build_replaces_the_one_before_and_leaves_no_other_files() {
    let place = Place::new();
    place.build("old").expect("builds");
    place.build("new").expect("builds");
    assert_eq!(place.page(), "new");
    assert_eq!(place.leftovers(), Vec::<String>::new());
}

#[test]
fn the_sums_are_what_sha256sum_checks() {
    let place = Place::new();
    place.build("text").expect("builds");
    let sums = fs::read_to_string(place.path("dist/SHA256SUMS")).expect("sums");
    let digest = "982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1";
    assert_eq!(
        sums.lines().next(),
        Some(format!("{digest}  index.html").as_str())
    );
    assert_eq!(sums.lines().count(), 4);
}

#[test]
fn an_abandoned_build_leaves_the_old_site_and_nothing_else() {
    let place = Place::new();
    place.build("old").expect("builds");
    let mut staging = place.begin("dist");
    staging
        .write(&FilePath::new("index.html").expect("a path"), b"new")
        .expect("writes");
    drop(staging);
    assert_eq!(place.page(), "old");
    assert_eq!(place.leftovers(), Vec::<String>::new());
}

#[test]
fn a_folder_that_site_gen_did_not_make_is_not_replaced() {
    let place = Place::new();
    fs::create_dir(place.path("dist")).expect("a folder");
    fs::write(place.path("dist/thesis.txt"), "years of work").expect("a file");
    assert!(matches!(
        refused(place.build("new")),
        OutputError::Foreign(_)
    ));
    assert!(place.path("dist/thesis.txt").exists());
}

#[test]
fn a_folder_that_another_program_took_over_during_a_build_is_not_replaced() {
    let place = Place::new();
    let mut staging = place.begin("dist");
    staging
        .write(&FilePath::new("index.html").expect("a path"), b"new")
        .expect("writes");
    fs::create_dir(place.path("dist")).expect("a folder");
    fs::write(place.path("dist/thesis.txt"), "years of work").expect("a file");
    assert!(matches!(
        refused(staging.publish()),
        OutputError::Foreign(_)
    ));
    assert!(place.path("dist/thesis.txt").exists());
    assert_eq!(place.leftovers(), Vec::<String>::new());
}

#[test]
fn an_empty_folder_is_fine_to_replace() {
    let place = Place::new();
    fs::create_dir(place.path("dist")).expect("a folder");
    place.build("new").expect("builds");
    assert!(place.path("dist").join(MARKER).is_file());
}

#[test]
fn what_the_site_is_made_from_is_not_replaced() {
    let place = Place::new();
    let relation = |output: &str| match refused(place.destination(output)) {
        OutputError::Source { relation, .. } => relation,
        other => panic!("{other}"),
    };
    assert_eq!(relation("content"), Relation::Is);
    assert_eq!(relation("content/pages"), Relation::Inside);
    assert_eq!(relation("content/not/there/yet"), Relation::Inside);
    assert_eq!(relation("."), Relation::Is);
    assert_eq!(relation("content/../content"), Relation::Is);
    assert_eq!(relation(".."), Relation::Holds);
    assert!(matches!(
        refused(place.destination("/")),
        OutputError::NoFolderOfItsOwn(_)
    ));
}

#[cfg(unix)]
#[test]
fn a_link_is_neither_replaced_nor_followed_into_the_source() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    symlink(place.path("content"), place.path("dist")).expect("a link");
    assert!(matches!(refused(place.build("new")), OutputError::Link(_)));
    symlink(place.path("content"), place.path("way-in")).expect("a link");
    assert!(matches!(
        refused(place.destination("way-in/dist")),
        OutputError::Source { .. }
    ));
}

#[test]
fn a_file_in_place_of_the_output_folder_is_not_replaced() {
    let place = Place::new();
    fs::write(place.path("dist"), "a file").expect("a file");
    assert!(matches!(
        refused(place.build("new")),
        OutputError::NotAFolder(_)
    ));
}

#[test]
fn two_files_of_one_path_are_refused() {
    let place = Place::new();
    let mut staging = place.begin("dist");
    for name in ["a.html", "SHA256SUMS", MARKER] {
        let path = FilePath::new(name).expect("a path");
        let _ = staging.write(&path, b"one");
        assert!(matches!(
            refused(staging.write(&path, b"two")),
            OutputError::Twice(_)
        ));
    }
}

#[cfg(unix)]
#[test]
fn the_umask_does_not_change_the_site() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.build("text").expect("builds");
    let mode = |inside| {
        fs::metadata(place.path(inside))
            .expect("there")
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!(
        [mode("dist"), mode("dist/pages"), mode("dist/index.html")],
        [0o755, 0o755, 0o644]
    );
}

#[test]
fn files_of_a_killed_build_are_removed_and_foreign_files_are_kept() {
    let place = Place::new();
    let left = place.path(".dist.site-gen-new");
    fs::create_dir_all(left.join("pages")).expect("a folder");
    fs::write(left.join(MARKER), "").expect("a marker");
    fs::create_dir(place.path(".dist.backup")).expect("a folder");
    place.build("new").expect("builds");
    assert_eq!(place.leftovers(), [".dist.backup"]);
}

#[test]
fn a_folder_that_only_has_the_name_of_a_leftover_is_not_removed() {
    let place = Place::new();
    let stranger = place.path(".dist.site-gen-new");
    fs::create_dir(&stranger).expect("a folder");
    fs::write(stranger.join("mine.txt"), "mine").expect("a file");
    assert!(matches!(
        refused(place.build("new")),
        OutputError::Foreign(_)
    ));
    assert!(stranger.join("mine.txt").exists());
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_keeps_its_site() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.build("old").expect("builds");
    let permit = |mode| fs::set_permissions(place.folder.path(), fs::Permissions::from_mode(mode));
    permit(0o555).expect("permissions");
    // Root can write everywhere, so the test proves nothing.
    if fs::write(place.path("probe"), "").is_err() {
        let error = refused(place.build("new"));
        assert!(error.help().contains("--output"), "{error}");
        assert_eq!(place.page(), "old");
    }
    permit(0o755).expect("permissions");
}

#[test]
fn a_second_build_waits_for_the_first() {
    let place = Place::new();
    let first = place.begin("dist");
    let (waiting, waits) = std::sync::mpsc::channel();
    let second = place.destination("dist").expect("may be replaced");
    let thread = std::thread::spawn(move || {
        let mut staging = Staging::begin(second, || waiting.send(()).expect("told"))?;
        staging.write(&path_of("/"), b"second")?;
        staging.publish()
    });
    waits.recv().expect("the second waits");
    let mut first = first;
    first
        .write(&FilePath::new("index.html").expect("a path"), b"first")
        .expect("writes");
    first.publish().expect("publishes");
    assert_eq!(place.page(), "first");
    thread.join().expect("ends").expect("publishes");
    assert_eq!(place.page(), "second");
    assert_eq!(place.leftovers(), Vec::<String>::new());
}

/// The process that [`a_build_killed_at_any_moment_leaves_one_whole_site`] kills. It prints a line
/// after each page and each build.
#[cfg(unix)]
#[test]
#[ignore = "it builds for ever, to be killed by another test"]
fn builds_until_it_is_killed() {
    let Ok(site) = std::env::var("SITE_GEN_TEST_BUILD_UNTIL_KILLED") else {
        return;
    };
    for turn in 0.. {
        let text = if turn % 2 == 0 { "even" } else { "odd" };
        let wrote = |page| eprintln!("wrote page {page}");
        build_and_say(Path::new(&site), text, 40, wrote).expect("builds");
        eprintln!("published");
    }
}

#[cfg(unix)]
#[test]
fn a_build_killed_at_any_moment_leaves_one_whole_site() {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Command, Stdio};
    let place = Place::new();
    build(place.folder.path(), "odd", 40).expect("builds");
    // Kill after so many lines of the first two builds, in an order that is the same in every run.
    let moments = (1..=100_usize).map(|turn| 1 + turn * 37 % 82);
    let mut inside = 0;
    for moment in moments {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["builds_until_it_is_killed", "--ignored", "--nocapture"])
            .env("SITE_GEN_TEST_BUILD_UNTIL_KILLED", place.folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a child");
        let lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        assert_eq!(lines.take(moment).count(), moment, "it builds");
        child.kill().expect("killed");
        child.wait().expect("ended");
        if place.path(".dist.site-gen-new").exists() {
            inside += 1;
        }
        whole(&place);
    }
    assert!(inside >= 50, "{inside} of 100 were killed within a build");
    place.build("after all that").expect("builds");
    assert_eq!(place.leftovers(), Vec::<String>::new());
}

/// All pages are from one build, and the checksums match.
#[cfg(unix)]
fn whole(place: &Place) {
    let sums = fs::read_to_string(place.path("dist/SHA256SUMS")).expect("a site");
    let mut texts = BTreeMap::new();
    for line in sums.lines() {
        let (digest, path) = line.split_once("  ").expect("a sum");
        let text =
            fs::read_to_string(place.path("dist").join(path)).expect("a file that is listed");
        texts.insert(digest.to_owned(), text);
    }
    assert_eq!(sums.lines().count(), 41);
    assert_eq!(
        texts.len(),
        1,
        "pages of two builds stand beside each other"
    );
}

/// A full disk, which needs root: a file system of 64 KiB.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_keeps_the_old_site() {
    let place = Place::new();
    let small = place.path("small");
    fs::create_dir_all(small.join("content")).expect("a folder");
    let mount = std::process::Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=256k", "site-gen-test"])
        .arg(&small)
        .stderr(std::process::Stdio::null())
        .status();
    if !mount.is_ok_and(|status| status.success()) {
        return skipped("this machine does not let the test mount a small disk");
    }
    let outcome = std::panic::catch_unwind(|| {
        fs::create_dir(small.join("content")).expect("a folder");
        build(&small, "old", 3).expect("builds");
        let error = refused(build(&small, &"new".repeat(20_000), 9));
        let page = fs::read_to_string(small.join("dist/index.html")).expect("a page");
        (
            error.help(),
            page,
            small.join(".dist.site-gen-new").exists(),
        )
    });
    let unmounted = std::process::Command::new("umount").arg(&small).status();
    assert!(unmounted.is_ok_and(|status| status.success()));
    let (help, page, left) = outcome.expect("no panic");
    assert!(help.contains("make room"), "{help}");
    assert_eq!((page.as_str(), left), ("old", false));
}
