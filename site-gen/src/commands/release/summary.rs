//! Asks for the summary in an editor, as version control asks for a commit message.

use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus};
use std::env;
use std::fs;
use std::process::Command;

pub(super) fn missing() -> Diagnostic {
    Diagnostic::error("the summary of the changes is missing")
        .with_exit_status(ExitStatus::Usage)
        .help("describe them for readers in a sentence or two: `--summary \"We now answer within ten days.\"`")
        .help("or write `summary = \"...\"` into `version.toml` next to the text")
}

/// Opens the editor in `VISUAL` or `EDITOR` for the summary of a version.
pub(super) fn asked_for(version: &str) -> Result<String, Diagnostics> {
    let editor = ["VISUAL", "EDITOR"]
        .into_iter()
        .filter_map(|name| env::var(name).ok())
        .find(|editor| !editor.trim().is_empty());
    let Some(editor) = editor else {
        return Err(missing().help("or set `EDITOR`, and write it there").into());
    };
    let path = env::temp_dir().join(format!("site-gen-summary-{}.txt", std::process::id()));
    let asked = format!(
        "\n# What changed in `{version}`, in a sentence or two for readers. Lines that begin with `#` are\n\
         # left out; if the summary is empty, nothing is released.\n"
    );
    let failed = |doing, error: std::io::Error| Diagnostic::files(doing, &path, error);
    fs::write(&path, asked).map_err(|error| failed("write", error))?;
    // The variable may contain arguments, as in `code --wait`; a shell splits them.
    let status = Command::new("sh")
        .args(["-c", &format!("{editor} \"$1\""), "sh"])
        .arg(&path)
        .status();
    let text = fs::read_to_string(&path);
    let _ = fs::remove_file(&path);
    let status = status.map_err(|error| failed("edit", error))?;
    let text = text.map_err(|error| failed("read", error))?;
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    if !status.success() || lines.is_empty() {
        return Err(missing().into());
    }
    Ok(lines.join(" "))
}
