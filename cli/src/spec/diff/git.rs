//! Spec files of a git revision, read with the program `git`.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use acs_spec::read::Loose;

use crate::failure::Failure;

/// A folder of a repository, for `git` to run in.
pub(super) struct Repository {
    folder: PathBuf,
}

impl Repository {
    /// The repository that a path is in. The path itself need not be there any more.
    pub(super) fn around(path: &Path) -> Result<Repository, Failure> {
        let absolute = std::path::absolute(path).map_err(|error| Failure::io("find", path, &error))?;
        let folder = absolute.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new(".")).to_owned();
        let repository = Repository { folder };
        let output = repository.git(&["rev-parse", "--git-dir"])?;
        if !output.status.success() {
            let folder = repository.folder.display();
            let why = said(&output);
            return Err(Failure::new(if why.contains("not a git repository") {
                format!("{folder} is in no git repository: give two folders or files to compare")
            } else {
                format!("`git` cannot use the repository of {folder}: {why}")
            }));
        }
        Ok(repository)
    }

    /// Whether there is a commit or a tree of that name.
    pub(super) fn has(&self, revision: &str) -> Result<bool, Failure> {
        if revision.is_empty() || revision.starts_with('-') {
            return Ok(false);
        }
        Ok(self.git(&["rev-parse", "--verify", "--quiet", &format!("{revision}^{{tree}}")])?.status.success())
    }

    /// Fails unless there is a revision of that name.
    pub(super) fn require(&self, revision: &str) -> Result<(), Failure> {
        if self.has(revision)? {
            return Ok(());
        }
        let output = self.git(&["for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes"])?;
        let known = String::from_utf8_lossy(&output.stdout).into_owned();
        let near = acs_spec::suggest::similar(revision, known.lines(), 3);
        let help = match near.as_slice() {
            [] => ": `git log` and `git tag` list what there is".to_owned(),
            near => acs_spec::suggest::did_you_mean(near),
        };
        let what = if Path::new(revision).exists() { "" } else { ", nor a file or folder" };
        Err(Failure::new(format!("there is no revision `{revision}`{what}{help}")))
    }

    /// The commit at which two revisions parted.
    pub(super) fn merge_base(&self, one: &str, other: &str) -> Result<String, Failure> {
        self.require(one)?;
        self.require(other)?;
        let output = self.git(&["merge-base", one, other])?;
        match String::from_utf8_lossy(&output.stdout).trim() {
            "" => Err(Failure::new(format!("`{one}` and `{other}` have no commit in common"))),
            base => Ok(base.to_owned()),
        }
    }

    /// The path of a folder from the root of the repository, with `/` between its parts.
    pub(super) fn path(&self, folder: &Path) -> Result<String, Failure> {
        let outside = || Failure::new(format!("{} is not below the repository's folder", folder.display()));
        let output = self.git(&["rev-parse", "--show-prefix"])?;
        let prefix = String::from_utf8(output.stdout).map_err(|_| outside())?;
        let absolute = std::path::absolute(folder).map_err(|error| Failure::io("find", folder, &error))?;
        // The rest are names of folders that are not there now.
        let mut rest = Vec::new();
        let mut here = absolute.as_path();
        let (wanted, mut found) = (std::fs::canonicalize(&self.folder).ok(), false);
        while !found {
            found = std::fs::canonicalize(here).ok().is_some_and(|here| Some(here) == wanted);
            if !found {
                rest.push(here.file_name().and_then(|name| name.to_str()).ok_or_else(outside)?.to_owned());
                here = here.parent().ok_or_else(outside)?;
            }
        }
        let prefix = prefix.trim_end_matches('\n').trim_end_matches('/');
        let parts = Some(prefix).filter(|prefix| !prefix.is_empty()).into_iter().chain(rest.iter().rev().map(String::as_str));
        Ok(parts.collect::<Vec<_>>().join("/"))
    }

    /// The spec files in a folder of a revision; none if the folder is not there.
    pub(super) fn files(&self, revision: &str, folder: &str) -> Result<Option<Vec<Loose>>, Failure> {
        let folder = folder.trim_end_matches('/');
        let name = format!("{revision}:{folder}");
        let object = |name: &str| -> Result<Option<String>, Failure> {
            let output = self.git(&["rev-parse", "--verify", "--quiet", name])?;
            Ok(output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned()))
        };
        // A file of that name is not a tree.
        let Some(tree) = object(&name)?.map(|found| object(&format!("{found}^{{tree}}"))).transpose()?.flatten() else {
            return Ok(None);
        };
        let listed = self.succeed(&["ls-tree", "-r", "-z", "--full-tree", &tree], &[])?;
        let mut entries = Vec::new();
        for entry in listed.split(|byte| *byte == 0).filter(|entry| !entry.is_empty()) {
            let entry = String::from_utf8_lossy(entry);
            let Some((facts, path)) = entry.split_once('\t') else { continue };
            let mut facts = facts.split(' ');
            let (mode, object) = (facts.next(), facts.nth(1).unwrap_or_default().to_owned());
            // Neither links nor repositories inside.
            let is_file = mode.is_some_and(|mode| mode.starts_with("100"));
            let is_spec =
                (path.ends_with(".yaml") || path.ends_with(".yml")) && !path.split('/').any(|part| part.starts_with('.'));
            if is_file && is_spec {
                entries.push((path.to_owned(), object));
            }
        }
        let contents = self.contents(&entries.iter().map(|(_, object)| object.as_str()).collect::<Vec<_>>())?;
        let slash = if folder.is_empty() { "" } else { "/" };
        let loose =
            |((path, _), bytes): ((String, String), Vec<u8>)| Loose { shown: format!("{name}{slash}{path}"), name: path, bytes };
        Ok(Some(entries.into_iter().zip(contents).map(loose).collect()))
    }

    /// The contents of objects, in their order.
    fn contents(&self, objects: &[&str]) -> Result<Vec<Vec<u8>>, Failure> {
        let input = objects.iter().map(|object| format!("{object}\n")).collect::<String>();
        let output = self.succeed(&["cat-file", "--batch"], input.as_bytes())?;
        let mut rest = output.as_slice();
        let mut contents = Vec::with_capacity(objects.len());
        let strange = || Failure::new("`git cat-file` printed something unexpected: is the repository intact? Run `git fsck`");
        for _ in objects {
            let end = rest.iter().position(|byte| *byte == b'\n').ok_or_else(strange)?;
            let header = String::from_utf8_lossy(&rest[..end]).into_owned();
            let size: usize = header.rsplit(' ').next().and_then(|size| size.parse().ok()).ok_or_else(strange)?;
            let content = rest.get(end + 1..end + 1 + size).ok_or_else(strange)?;
            contents.push(content.to_vec());
            rest = rest.get(end + 2 + size..).ok_or_else(strange)?;
        }
        Ok(contents)
    }

    fn succeed(&self, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, Failure> {
        let output = self.fed(arguments, input)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        Err(Failure::new(format!("`git {}` failed: {}", arguments.join(" "), said(&output))))
    }

    fn git(&self, arguments: &[&str]) -> Result<Output, Failure> {
        self.fed(arguments, &[])
    }

    fn fed(&self, arguments: &[&str], input: &[u8]) -> Result<Output, Failure> {
        let mut command = Command::new("git");
        command.args(arguments).current_dir(&self.folder).env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let failed = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound => {
                Failure::new("there is no program `git`, which reads revisions: install it, or give two folders or files")
            }
            _ => Failure::new(format!("cannot run `git`: {error}")),
        };
        let mut child = command.spawn().map_err(failed)?;
        let stdin = child.stdin.take();
        // What is written is read while `git` prints, or both would wait.
        std::thread::scope(|scope| {
            scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
            child.wait_with_output()
        })
        .map_err(failed)
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim().trim_start_matches("fatal: ").to_owned()
}
