//! Where a new crate finds the crates of this SDK.

use std::path::{Path, PathBuf};

use super::place::Place;
use crate::failure::Failure;

/// Where the crates are.
pub(super) enum Sdk {
    /// In a checkout.
    Path(PathBuf),
    /// In a git repository.
    Git(String),
}

impl Sdk {
    /// What was named, else the checkout that the crate is in. Inside of a checkout the path is a relative one: both move together.
    pub(super) fn find(named: Option<&str>, place: &Place) -> Result<Self, Failure> {
        let inside = |checkout: &Path| {
            let steps = place.dir.strip_prefix(checkout).ok()?.components().count();
            Some(std::iter::repeat_n("..", steps).collect())
        };
        let Some(named) = named else {
            let checkout = place.nearest.ancestors().find(|folder| is_checkout(folder));
            return checkout.and_then(inside).map(Sdk::Path).ok_or_else(|| {
                Failure::new(
                    "name the SDK that the crate builds on: `--sdk PATH` of a checkout, or `--sdk URL` of a git repository",
                )
            });
        };
        if ["https://", "http://", "ssh://", "git://", "file://", "git@"].iter().any(|begin| named.starts_with(begin)) {
            return Ok(Sdk::Git(named.to_owned()));
        }
        let path = Path::new(named);
        if !is_checkout(path) {
            return Err(Failure::new(format!(
                "{named} is not a checkout of this SDK: it has no `runtime/Cargo.toml` of acs-runtime"
            )));
        }
        let path = path.canonicalize().map_err(|error| Failure::io("find", path, &error))?;
        Ok(Sdk::Path(inside(&path).unwrap_or(path)))
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

/// A basic string of TOML, which is written as one of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
