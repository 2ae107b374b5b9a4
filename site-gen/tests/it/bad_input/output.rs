//! Output folders without write permission, and full disks.

use crate::support::{Site, skipped};
use std::fs;

fn build(output: &str) -> [&str; 5] {
    ["build", "--today", "2026-01-15", "--output", output]
}

#[test]
fn a_folder_that_site_gen_did_not_make_is_not_replaced() {
    let site = Site::tern_not_built().write("dist/thesis.txt", "ten years of work");
    let report = site.refused();
    report
        .exits(3)
        .says("was not made by site-gen")
        .helps("use another folder with `--output`")
        .reads("foreign_output");
    let site = Site::tern_not_built().write("dist/.hidden", "");
    site.refused().exits(3).says("was not made by site-gen");
}

#[cfg(unix)]
#[test]
fn no_file_is_made_through_a_link_in_place_of_the_lock() {
    let site = Site::tern_not_built().with(|folder| {
        std::os::unix::fs::symlink("outside.txt", folder.join(".dist.site-gen-lock"))
            .expect("a link");
    });
    site.refused().exits(3).says(".dist.site-gen-lock");
    assert!(!site.path("outside.txt").exists());
}

#[test]
fn an_empty_folder_may_be_filled() {
    Site::tern_not_built().with_folder("dist").builds();
}

#[test]
fn the_output_folder_is_not_the_source_and_does_not_hold_it_or_lie_in_it() {
    let site = Site::tern().with_folder("themes/gull");
    for output in [
        "content",
        "content/dist",
        ".",
        "..",
        "content/..",
        "dist/../content",
        "themes",
        "themes/gull",
        "content/guidelines/2025-05-01",
    ] {
        let report = site.refused_with(&build(output));
        assert!(matches!(report.code, 2 | 3), "{output}: {}", report.text);
        report.helps("`--output`");
    }
    site.refused_with(&build("content"))
        .exits(2)
        .reads("output_is_the_source");
    site.refused_with(&build("/")).helps("`--output`");
}

#[cfg(unix)]
#[test]
fn a_link_is_not_written_through() {
    let site = Site::tern_not_built()
        .with_folder("elsewhere")
        .with(|folder| {
            std::os::unix::fs::symlink("elsewhere", folder.join("dist")).expect("a link");
        });
    site.refused()
        .exits(3)
        .says("is a symbolic link")
        .helps("`--output`");
    let site = Site::tern().with(|folder| {
        std::os::unix::fs::symlink("content", folder.join("way-in")).expect("a link");
    });
    site.refused_with(&build("way-in/dist"))
        .exits(2)
        .helps("`--output`");
}

#[test]
fn a_file_is_not_an_output_folder() {
    Site::tern_not_built()
        .write("dist", "a file")
        .refused()
        .exits(3)
        .says("the output folder `dist` is a file")
        .helps("`--output`");
}

#[test]
fn folders_above_the_output_folder_are_made() {
    let site = Site::tern_not_built();
    site.run(&build("public/law/dist")).exits(0);
    assert!(site.path("public/law/dist/index.html").is_file());
}

#[cfg(unix)]
#[test]
fn an_unwritable_place_is_named_and_the_old_site_is_left_in_place() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = Site::tern().run_by_nobody();
    let Some(site) = site else { return };
    let site = site.with(|folder| {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o555)).expect("it can be shut");
    });
    let report = site.refused();
    report
        .exits(3)
        .says("ermission denied")
        .helps("allow writing there, or use another folder")
        .reads("no_permission");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_site_in_place() {
    let Some(disk) = Disk::of(64 * 1024) else {
        skipped("this machine does not let the test mount a small disk");
        return;
    };
    let output = disk.folder.path().join("dist");
    let output = output.to_str().expect("a path");
    // The old site is small enough; of the new one there is only a part by the time it is full.
    let site = Site::tern_not_built();
    fs::create_dir(output).expect("a folder");
    fs::write(format!("{output}/.site-gen"), "").expect("a mark");
    fs::write(format!("{output}/index.html"), "the old site").expect("a page");
    let report = site.run(&build(output));
    report
        .exits(3)
        .says("cannot write `")
        .says("o space left on device")
        .helps("make room on the disk");
    assert_eq!(
        fs::read_to_string(format!("{output}/index.html")).expect("the old site"),
        "the old site"
    );
    let left: Vec<_> = fs::read_dir(disk.folder.path())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert!(
        left.iter()
            .all(|name| name == "dist" || name == ".dist.site-gen-lock"),
        "{left:?}"
    );
}

/// A disk of so many bytes, unmounted on drop.
#[cfg(target_os = "linux")]
struct Disk {
    folder: tempfile::TempDir,
}

#[cfg(target_os = "linux")]
impl Disk {
    fn of(bytes: usize) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mut mount = std::process::Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", &format!("size={bytes}"), "tmpfs"])
            .arg(folder.path());
        mount
            .output()
            .is_ok_and(|out| out.status.success())
            .then_some(Self { folder })
    }
}

#[cfg(target_os = "linux")]
impl Drop for Disk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount")
            .arg(self.folder.path())
            .output();
    }
}

#[test]
fn a_command_that_is_not_understood_says_how_it_goes() {
    let site = Site::tern();
    site.refused_with(&["biuld"]).exits(2).says("build");
    site.refused_with(&["build", "--ouptut", "x"])
        .exits(2)
        .says("--output");
    site.refused_with(&["build", "--today", "2026-02-30"])
        .exits(2)
        .says("2020-01-31");
    site.refused_with(&[]).exits(2).says("Usage");
}

#[test]
fn a_folder_without_a_site_is_named() {
    Site::tern()
        .refused_with(&["build", "--site", "nowhere"])
        .exits(3)
        .says("nowhere")
        .helps("run the command in the folder that contains `content/`");
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_be_written_to_and_not_read_gets_its_site_with_a_warning() {
    use std::os::unix::fs::PermissionsExt as _;
    let Some(site) = Site::tern_not_built().with_folder("drop").run_by_nobody() else {
        return;
    };
    let permit = |mode| {
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(site.path("drop"), permissions).expect("permissions");
    };
    permit(0o333);
    let report = site.run(&build("drop/dist"));
    permit(0o755);
    report
        .exits(0)
        .says("the new site is in place, but may be lost in a power cut")
        .says("built drop/dist with 1 warning")
        .says_nothing_of("nothing was written");
    assert!(site.path("drop/dist/index.html").exists());
}
