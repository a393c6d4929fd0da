//! Text compared with a snapshot file: what differs is told in a few lines.
//!
//! The files are insta's; accepting is as with insta, by `INSTA_UPDATE=always`.

use std::fmt;
use std::io::Write;
use std::path::Path;

/// Why a snapshot test failed. A test that returns it shows the text as it is, and no backtrace.
pub struct Differs(pub String);

impl fmt::Debug for Differs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether snapshots are to be written anew.
pub fn is_accepting() -> bool {
    std::env::var_os("INSTA_UPDATE").is_some_and(|value| value == "always")
}

/// Compares a text with the file of its snapshot, or writes the file when that is asked for. `what` is the text's, `header` what
/// the file says of it, `accept` the command that accepts it.
///
/// # Errors
/// The differences, and what to do about them.
pub fn compare(path: &Path, header: &str, text: &str, what: &str, accept: &str) -> Result<(), Differs> {
    let file = std::fs::read_to_string(path).ok();
    let old = file.as_deref().map(|file| content(file).trim_end());
    let new = text.trim_end();
    if old == Some(new) {
        return Ok(());
    }
    let folder = env!("CARGO_MANIFEST_DIR");
    let name = path.strip_prefix(folder).map_or_else(|_| path.to_owned(), |name| Path::new("tests").join(name));
    if is_accepting() {
        return write(path, &format!("---\n{header}---\n{new}\n"))
            .map_err(|error| Differs(format!("{} cannot be written: {error}", name.display())));
    }
    let told = match old {
        None => format!("{what} has no snapshot: {}", name.display()),
        Some(old) => format!("{what} differs from its snapshot\n\n{}", difference(old, new, &name.display().to_string())),
    };
    Err(Differs(format!("{told}\nif it is as intended: INSTA_UPDATE=always {accept}")))
}

/// What differs, as a unified diff.
fn difference(old: &str, new: &str, name: &str) -> String {
    let diff = similar::TextDiff::from_lines(old, new);
    diff.unified_diff().context_radius(2).missing_newline_hint(false).header(name, "generated").to_string()
}

/// The text below insta's header.
fn content(file: &str) -> &str {
    let body = file.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    body.map_or(file, |(_, text)| text)
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder)?;
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    temporary.write_all(text.as_bytes())?;
    temporary.persist(path)?;
    Ok(())
}
