//! One script of a program and the glue that wasm-bindgen makes for it.

use std::path::Path;

use crate::Result;

/// The glue and the program in one script that starts itself.
pub(crate) fn of(wasm: &Path) -> Result<String> {
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
    let glue = packed(without_loader(output.js())?)?;
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

/// The glue without wasm-bindgen's loaders, because they use `fetch`, and the script that an auditor
/// reads should contain nothing that can send a request.
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
/// refuses it, the form in the page's HTML works without it. `data-builder` on the root element
/// says which of the two it is.
///
/// It is in a block, because the glue may already use any of its names.
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

/// The glue without the comments and the indentation that wasm-bindgen gives it.
fn packed(glue: &str) -> Result<String> {
    let lines = glue.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    let packed: String = lines.flat_map(|line| [line, "\n"]).collect();
    let is_open = |line: &str| line.matches('`').count() % 2 == 1;
    if packed.lines().any(is_open) {
        let reason =
            "wasm-bindgen's glue has a template of several lines, which may not be trimmed";
        return Err(reason.into());
    }
    Ok(packed)
}

/// A letter for each byte, in the order of the bytes. No letter needs escaping, not even in HTML.
///
/// The printable ASCII characters take one byte of UTF-8, and all others two. They are assigned to
/// the most frequent bytes of the program. Of these, a byte that is a printable character represents
/// itself, and so does every byte that occurs in text, however rare: the names of imports are in the
/// glue as well, and equal strings compress better (1,500 bytes). Brotli then sees the bytes' own
/// patterns, which base64 would hide: a program of 250,164 bytes became 74,868 this way and 99,192 in
/// base64, where brotli 11 alone makes 73,621.
fn alphabet(bytes: &[u8]) -> Vec<char> {
    let mut counts = [0_usize; 256];
    for byte in bytes {
        counts[usize::from(*byte)] += 1;
    }
    let is_text = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b' ' | b'_' | b'-' | b'.');
    let mut by_count: Vec<u8> = (0..=255).collect();
    by_count.sort_by_key(|byte| {
        let count = counts[usize::from(*byte)];
        (!is_text(*byte), std::cmp::Reverse(count), *byte)
    });
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
