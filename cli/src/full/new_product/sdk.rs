//! Where a new crate finds the crates of this SDK.

use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// Where the crates are.
pub(super) enum Sdk {
    /// In a checkout.
    Path(PathBuf),
    /// In a git repository.
    Git(String),
}

impl Sdk {
    /// What was named, else the checkout that a folder is in.
    pub(super) fn find(named: Option<&str>, folder: &Path) -> Result<Self, Failure> {
        if let Some(named) = named {
            if ["https://", "http://", "ssh://", "git://", "file://", "git@"].iter().any(|begin| named.starts_with(begin)) {
                return Ok(Sdk::Git(named.to_owned()));
            }
            let path = Path::new(named);
            return match is_checkout(path) {
                true => Ok(Sdk::Path(absolute(path)?)),
                false => Err(Failure::new(format!(
                    "{named} is not a checkout of this SDK: it has no `runtime/Cargo.toml` of acs-runtime"
                ))),
            };
        }
        let folder = absolute(folder)?;
        match folder.ancestors().find(|folder| is_checkout(folder)) {
            Some(checkout) => Ok(Sdk::Path(checkout.to_owned())),
            None => Err(Failure::new(
                "name the SDK that the crate builds on: `--sdk PATH` of a checkout, or `--sdk URL` of a git repository",
            )),
        }
    }

    /// The keys of a dependency on one of its crates, which is in the folder `folder`.
    pub(super) fn dependency(&self, folder: &str) -> String {
        match self {
            Sdk::Path(path) => format!("path = {}", quoted(&path.join(folder).to_string_lossy())),
            Sdk::Git(url) => format!("git = {}", quoted(url)),
        }
    }
}

fn is_checkout(folder: &Path) -> bool {
    let manifest = std::fs::read_to_string(folder.join("runtime/Cargo.toml")).unwrap_or_default();
    manifest.lines().any(|line| line.trim() == "name = \"acs-runtime\"")
}

fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    path.canonicalize().map_err(|error| Failure::io("find", path, &error))
}

/// A basic string of TOML, which is written as one of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
