//! Builds the programs that run in the pages, one for the request form and one for checking
//! letters, and makes one script of each, so that `site-gen` carries them inside itself.
//!
//! `request-builder/pages` is compiled for wasm32 by a nested cargo, `wasm-bindgen` writes the glue
//! between a program and the browser, and both end up in a single file that starts itself. It has to be
//! one file: a page whose policy says `connect-src 'none'` may not fetch a `.wasm`.

#[path = "build/script.rs"]
mod script;

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The packages of the programs, and the names of the scripts that are made of them.
const PROGRAMS: [(&str, &str); 2] = [
    ("form-page", "request-builder.js"),
    ("check-page", "letter-checker.js"),
];

const TARGET: &str = "wasm32-unknown-unknown";

fn main() -> ExitCode {
    match embed() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            for line in error.to_string().lines() {
                println!("cargo::error={line}");
            }
            ExitCode::FAILURE
        }
    }
}

fn embed() -> Result<()> {
    let out = PathBuf::from(variable("OUT_DIR")?);
    let package = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let workspace = package.parent().ok_or("site-gen has no folder above it")?;
    watch(workspace);
    require_target()?;
    let compiled = compile(workspace, &target_folder(&out))?;
    for (package, script) in PROGRAMS {
        let wasm = compiled.join(format!("{}.wasm", package.replace('-', "_")));
        fs::write(out.join(script), script::of(&wasm)?)?;
    }
    Ok(())
}

/// What the script and the theme inside the program are made of.
fn watch(workspace: &Path) {
    for path in [
        "request-builder/src",
        "request-builder/Cargo.toml",
        "request-builder/pages",
        "themes",
        "site-gen/library",
        "Cargo.toml",
    ] {
        println!("cargo::rerun-if-changed={}", workspace.join(path).display());
    }
    let lock = workspace.join("Cargo.lock");
    if lock.exists() {
        println!("cargo::rerun-if-changed={}", lock.display());
    }
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
}

/// Says what to do when the compiler cannot make wasm, instead of letting it complain that it
/// "can't find crate for `core`".
fn require_target() -> Result<()> {
    let rustc = variable("RUSTC")?;
    let printed = Command::new(&rustc)
        .args(["--print", "target-libdir", "--target", TARGET])
        .output()?;
    let folder = String::from_utf8(printed.stdout)?;
    // rustc prints a path whether or not anything is installed there.
    if printed.status.success() && Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    Err(format!(
        "this compiler cannot build the program for the page: its {TARGET} library is not installed\n\
         run `rustup target add {TARGET}` and build again"
    )
    .into())
}

/// One folder for every build, test and clippy run of any profile, since the program is the same in
/// all: in `OUT_DIR`, which is `<target>/<profile>/build/<package>/out`, each would compile all of
/// the program again.
fn target_folder(out: &Path) -> PathBuf {
    let build = out
        .ancestors()
        .find(|folder| folder.file_name().is_some_and(|name| name == "build"));
    let target = build.and_then(Path::parent).and_then(Path::parent);
    target.unwrap_or(out).join("wasm-embed")
}

/// Compiles the programs and returns the folder that they are in.
fn compile(workspace: &Path, target: &Path) -> Result<PathBuf> {
    let mut cargo = Command::new(variable("CARGO")?);
    cargo
        .current_dir(workspace)
        .args(["build", "--profile", "wasm", "--target", TARGET])
        .arg("--target-dir")
        .arg(target);
    for (package, _) in PROGRAMS {
        cargo.args(["--package", package]);
    }
    if workspace.join("Cargo.lock").exists() {
        cargo.arg("--locked");
    }
    for (name, _) in env::vars_os() {
        if !is_inherited(&name.to_string_lossy()) {
            cargo.env_remove(name);
        }
    }
    cargo.env("CARGO_ENCODED_RUSTFLAGS", rustflags(workspace));
    let run = cargo.output()?;
    if !run.status.success() {
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        return Err(format!("the programs of the pages did not compile\n{said}").into());
    }
    Ok(target.join(TARGET).join("wasm"))
}

/// Whether the nested cargo may see a variable. What the outer cargo, clippy or a user set for the
/// machine that builds would be wrong, or break the link, for the page.
fn is_inherited(name: &str) -> bool {
    const KEPT: [&str; 5] = [
        "CARGO_NET_",
        "CARGO_HTTP_",
        "CARGO_REGISTR",
        "CARGO_SOURCE_",
        "CARGO_HOME",
    ];
    const DROPPED: [&str; 8] = [
        "RUSTFLAGS",
        "RUSTC_WRAPPER",
        "RUSTC_WORKSPACE_WRAPPER",
        "CLIPPY_ARGS",
        "TARGET",
        "HOST",
        "PROFILE",
        "OUT_DIR",
    ];
    if name.starts_with("CARGO") {
        return KEPT.iter().any(|kept| name.starts_with(kept));
    }
    !DROPPED.contains(&name)
}

/// Keeps the builder's folders out of a public file. Being set at all, it also overrides a user's
/// `[build] rustflags`, whose linker arguments the wasm linker would refuse.
fn rustflags(workspace: &Path) -> OsString {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    let mut flags = OsString::from("--remap-path-prefix=");
    flags.push(workspace);
    flags.push("=/site");
    if let Some(home) = home {
        flags.push("\x1f--remap-path-prefix=");
        flags.push(home);
        flags.push("=/cargo");
    }
    flags
}

fn variable(name: &str) -> Result<OsString> {
    env::var_os(name).ok_or_else(|| format!("cargo did not set {name}").into())
}
