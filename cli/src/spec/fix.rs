//! `acs spec fix`.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use acs_spec::diagnostic::{Change, Code};
use acs_spec::fix::{Fixed, FixedFile, fix};
use clap::Args;

use super::patch;
use super::report::{counted, counts};
use super::scope::{Paths, Scope};
use crate::failure::Failure;
use crate::output;

/// Makes the changes that are certain: names with one slip, words of other schema languages, quotes too many or too few, spaces that
/// are missing, extensions, and names of files that differ from their operation. Comments and layout stay. What was changed is shown
/// as a diff. The exit status is 1 if errors are left.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    paths: Paths,
    /// Shows what would change, and changes nothing.
    #[arg(long)]
    dry_run: bool,
}

const EXAMPLES: &str = "Examples:
  acs spec fix --dry-run
  acs spec fix api-spec/vpc/CreateVpc.yaml";

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let mut is_right = true;
    for scope in arguments.paths.scopes()? {
        is_right &= one(&scope, arguments.dry_run)?;
    }
    Ok(if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whether no errors are left.
fn one(scope: &Scope, dry_run: bool) -> Result<bool, Failure> {
    let files = Files::of(scope)?;
    let is_meant = |name: &str| scope.has(&scope.root.join(name));
    let texts = files.found.iter().map(|file| (file.name.clone(), file.text.clone()));
    let fixed = fix(texts, &is_meant);
    let changes = files.changes(&fixed);
    for change in &changes {
        output::print(&change.shown())?;
    }
    if !dry_run {
        patch::write(&changes)?;
    }
    for made in &fixed.made {
        let place = made.place.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
        output::note(&format!("{}{place}: {} ({})", files.path(&made.name), made.title, made.code));
    }
    // What cannot be read as text is not fixed, so it stays wrong.
    let is_right = !fixed.left.has_errors() && files.unreadable == 0;
    let done = if dry_run { "would be made, nothing is written" } else { "made" };
    let made = fixed.made.len() + files.renamed;
    let left = if files.unreadable > 0 { "errors".to_owned() } else { counts(&fixed.left) };
    let next = if is_right { "" } else { ": `acs spec check` shows them" };
    output::note(&format!("{} {done}, {left} left in {}{next}", counted(made, "change"), scope.name()));
    Ok(is_right)
}

/// The files of a service, as they are and as they are called.
struct Files {
    root: PathBuf,
    found: Vec<File>,
    /// How many of those that are meant cannot be read as text.
    unreadable: usize,
    /// How many get a name that the reader looks at.
    renamed: usize,
}

struct File {
    path: PathBuf,
    /// Path from the root. Files that the reader skips have the name that they are to have.
    name: String,
    text: String,
    has_mark: bool,
}

const MARK: char = '\u{feff}';

impl Files {
    fn of(scope: &Scope) -> Result<Files, Failure> {
        let mut files = Files {
            root: scope.root.strip_prefix(".").unwrap_or(&scope.root).to_owned(),
            found: Vec::new(),
            unreadable: 0,
            renamed: 0,
        };
        files.unreadable = scope.unreadable().len();
        for file in acs_spec::read::files(&scope.root) {
            files.add(files.root.join(&file.name), file.name);
        }
        // The reader skips what has another extension: it says so, and the name that was meant.
        let (_, found) = acs_spec::check::folder(&scope.root);
        for one in found.iter().filter(|one| one.code == Code::IgnoredFile && scope.has(Path::new(one.location.path()))) {
            let Some(Change::Rename { name, .. }) = one.certain_edit().map(|edit| &edit.change) else { continue };
            let path = PathBuf::from(one.location.path());
            let new = path.with_file_name(name);
            let Some(name) = inner(&scope.root, &new).filter(|_| !new.exists() && name.as_str() != "") else { continue };
            if files.found.iter().all(|file| !file.name.eq_ignore_ascii_case(&name)) {
                output::note(&format!("{}: rename the file to `{}` ({})", path.display(), base(&name), one.code));
                files.renamed += 1;
                files.add(path, name);
            }
        }
        Ok(files)
    }

    fn add(&mut self, path: PathBuf, name: String) {
        // A file that is not text is reported as unreadable.
        if let Some(text) = std::fs::read(&path).ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
            let has_mark = text.starts_with(MARK);
            let text = text.strip_prefix(MARK).map(str::to_owned).unwrap_or(text);
            self.found.push(File { path, name, text, has_mark });
        }
    }

    /// The path to show for a file.
    fn path(&self, name: &str) -> String {
        self.root.join(name).display().to_string()
    }

    /// What has to be written.
    fn changes(&self, fixed: &Fixed) -> Vec<patch::Change> {
        let change = |one: &FixedFile| {
            let file = self.found.iter().find(|file| file.name == one.old_name)?;
            let new_path = file.path.with_file_name(base(&one.new_name));
            let mark = if file.has_mark { MARK.to_string() } else { String::new() };
            let (old, new) = (format!("{mark}{}", one.old_text), format!("{mark}{}", one.new_text));
            (file.path != new_path || old != new).then(|| patch::Change::edited(file.path.clone(), new_path, old, new))
        };
        fixed.files.iter().filter_map(change).collect()
    }
}

fn inner(root: &Path, path: &Path) -> Option<String> {
    let inner = path.strip_prefix(root).or_else(|_| path.strip_prefix(".")).unwrap_or(path);
    let parts: Option<Vec<&str>> = inner.iter().map(OsStr::to_str).collect();
    Some(parts?.join("/"))
}

fn base(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}
