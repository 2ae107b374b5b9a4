//! Builds the programs that run in the pages, one for the request form and one for checking
//! letters, and makes one script of each, so that `site-gen` carries them inside itself.
//!
//! `request-builder` is compiled for wasm32 by a nested cargo, `wasm-bindgen` writes the glue
//! between it and the browser, and both end up in a single file that starts itself. It has to be
//! one file: a page whose policy says `connect-src 'none'` may not fetch a `.wasm`.

#[path = "build/traps.rs"]
mod traps;

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

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
    for (name, features) in [("request-builder", ""), ("letter-checker", "checker")] {
        let wasm = compile(workspace, &target_folder(&out), features)?;
        // The next one is written to the same place.
        let kept = out.join(format!("{name}.wasm"));
        fs::copy(wasm, &kept)?;
        fs::write(out.join(format!("{name}.js")), script(&kept)?)?;
    }
    Ok(())
}

/// What the script and the theme inside the program are made of.
fn watch(workspace: &Path) {
    for path in [
        "request-builder/src",
        "request-builder/Cargo.toml",
        "themes",
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

/// One folder for every build, test and clippy run: in `OUT_DIR` each would compile all of the
/// program afresh. Cargo puts `CACHEDIR.TAG` at the root of its target folder.
fn target_folder(out: &Path) -> PathBuf {
    let root = out
        .ancestors()
        .find(|folder| folder.join("CACHEDIR.TAG").exists());
    root.unwrap_or(out).join("wasm-embed")
}

/// Compiles `request-builder` and returns where the `.wasm` is.
fn compile(workspace: &Path, target: &Path, features: &str) -> Result<PathBuf> {
    let mut cargo = Command::new(variable("CARGO")?);
    cargo
        .current_dir(workspace)
        .args([
            "build",
            "--package",
            "request-builder",
            "--lib",
            "--profile",
            "wasm",
        ])
        .args(["--target", TARGET, "--features", features])
        .arg("--target-dir")
        .arg(target);
    if workspace.join("Cargo.lock").exists() {
        cargo.arg("--locked");
    }
    for (name, _) in env::vars_os() {
        if !survives(&name.to_string_lossy()) {
            cargo.env_remove(name);
        }
    }
    cargo.env("CARGO_ENCODED_RUSTFLAGS", rustflags(workspace));
    let run = cargo.output()?;
    if !run.status.success() {
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        return Err(format!("request-builder did not compile for the page\n{said}").into());
    }
    Ok(target
        .join(TARGET)
        .join("wasm")
        .join("request_builder.wasm"))
}

/// Whether the nested cargo may see a variable. What the outer cargo, clippy or a user set for the
/// machine that builds would be wrong, or break the link, for the page.
fn survives(name: &str) -> bool {
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

/// The glue and the program in one script that starts itself.
fn script(wasm: &Path) -> Result<String> {
    let mut output = wasm_bindgen_cli_support::Bindgen::new()
        .input_path(wasm)
        .web(true)
        .and_then(|bindgen| {
            bindgen
                .typescript(false)
                .omit_default_module_path(true)
                .remove_name_section(true)
                .remove_producers_section(true)
                .generate_output()
        })
        .map_err(|error| format!("wasm-bindgen refused the program: {error:#}"))?;
    let snippets = output
        .snippets()
        .iter()
        .filter(|(_, scripts)| !scripts.is_empty());
    let foreign: Vec<_> = snippets
        .map(|(name, _)| name)
        .chain(output.local_modules().keys())
        .collect();
    if !foreign.is_empty() {
        return Err(format!(
            "the program brings scripts of its own, {foreign:?}; it has to be one file"
        )
        .into());
    }
    traps::cut(output.wasm_mut());
    let glue = without_loader(output.js())?.to_owned();
    let glue = plainly_named(glue, output.wasm_mut())?;
    let wasm = output.wasm_mut().emit_wasm();
    let letters = alphabet(&wasm);
    let program: String = wasm
        .iter()
        .map(|byte| letters[usize::from(*byte)])
        .collect();
    let letters: String = letters.into_iter().collect();
    Ok(format!(
        "{glue}{START}  start(\"{letters}\", \"{program}\").catch(refused);\n}}\n"
    ))
}

/// The glue without wasm-bindgen's own ways to load a program, which fetch one. Nothing in the
/// script that an auditor reads should be able to.
fn without_loader(glue: &str) -> Result<&str> {
    let (kept, loader) = glue
        .split_once("async function __wbg_load(")
        .ok_or("wasm-bindgen's glue has no `__wbg_load` to cut off")?;
    if !kept.contains("function __wbg_get_imports(")
        || !kept.contains("function __wbg_finalize_init(")
    {
        return Err("wasm-bindgen's glue is not laid out as expected".into());
    }
    if loader.contains("__wbg_adapter") || loader.contains("function wasm_bindgen__") {
        return Err("wasm-bindgen's glue has more behind its loader than was expected".into());
    }
    for word in [
        "fetch(",
        "eval(",
        "new Function(",
        "innerHTML",
        "import.meta",
        "document.write",
    ] {
        if kept.contains(word) {
            return Err(format!(
                "the program's glue has `{word}`, which the page's policy forbids"
            )
            .into());
        }
    }
    Ok(kept.trim_end())
}

/// Starts the program, or leaves the page as it was made: without WebAssembly, or where a policy
/// refuses it, the form in the page's HTML stands by itself. `data-builder` on the root element
/// says which of the two it is.
///
/// It stands in a block, since the glue may have a name for anything.
const START: &str = r#"

{
  const root = document.documentElement;
  const start = async (letters, text) => {
    const byte = new Uint8Array(512), bytes = new Uint8Array(text.length);
    for (let at = 0; at < 256; at++) byte[letters.charCodeAt(at)] = at;
    for (let at = 0; at < bytes.length; at++) bytes[at] = byte[text.charCodeAt(at)];
    const { instance, module } = await WebAssembly.instantiate(bytes, __wbg_get_imports());
    __wbg_finalize_init(instance, module);
    root.dataset.builder = "ready";
  };
  const refused = (error) => {
    root.dataset.builder = "refused";
    console.info(error);
  };
"#;

/// The glue with plain names for what the program imports, which it then asks for by these.
///
/// wasm-bindgen adds 16 digits of a hash to each, so that names of many crates differ; brotli can
/// do nothing with them: 2,500 bytes. Here a number tells apart the few that have the same name.
fn plainly_named(mut glue: String, program: &mut walrus::Module) -> Result<String> {
    let mut counts = BTreeMap::<String, usize>::new();
    for import in program.imports.iter_mut() {
        let name = import.name.trim_start_matches("__wbg_");
        let name = match name.rsplit_once('_') {
            Some((plain, hash)) if hash.len() == 16 => plain,
            Some(_) | None => name,
        };
        let count = counts.entry(name.to_owned()).or_default();
        *count += 1;
        let name = format!("{name}_{count}");
        let (given, plain) = (format!("{}:", import.name), format!("{name}:"));
        if glue.matches(&given).count() != 1 {
            return Err(format!("wasm-bindgen's glue does not have `{given}` once").into());
        }
        glue = glue.replace(&given, &plain);
        import.name = name;
    }
    Ok(glue)
}

/// A letter for each byte, in the order of the bytes. No letter needs escaping, not even in HTML.
///
/// The printable ASCII characters, which take one byte of UTF-8 where all others take two, go to
/// the bytes that the program has most often; those among them that are such characters stand for
/// themselves. Brotli then sees the bytes' own patterns, which base64 would hide: a program of
/// 250,164 bytes became 74,868 this way and 99,192 in base64, where brotli 11 alone makes 73,621.
fn alphabet(bytes: &[u8]) -> Vec<char> {
    let mut counts = [0_usize; 256];
    for byte in bytes {
        counts[usize::from(*byte)] += 1;
    }
    let mut by_count: Vec<u8> = (0..=255).collect();
    by_count.sort_by_key(|byte| (std::cmp::Reverse(counts[usize::from(*byte)]), *byte));
    let plain: Vec<u8> = (b' '..=b'~')
        .filter(|byte| !b"\"\\<>&'`".contains(byte))
        .collect();
    let frequent = &by_count[..plain.len()];
    let mut free = plain.iter().filter(|byte| !frequent.contains(byte));
    let mut letters: Vec<char> = (0x100..0x200).filter_map(char::from_u32).collect();
    for byte in frequent {
        let letter = if plain.contains(byte) {
            Some(byte)
        } else {
            free.next()
        };
        if let Some(letter) = letter {
            letters[usize::from(*byte)] = char::from(*letter);
        }
    }
    letters
}

fn variable(name: &str) -> Result<OsString> {
    env::var_os(name).ok_or_else(|| format!("cargo did not set {name}").into())
}
