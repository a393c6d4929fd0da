//! Why metadata was not imported.

use std::fmt;
use std::path::PathBuf;

use crate::diagnostic::Diagnostics;

/// Why nothing was imported.
#[derive(Debug)]
#[non_exhaustive]
pub enum ImportError {
    /// The metadata is not valid JSON.
    Json(serde_json::Error),
    /// The JSON is not the metadata of an API: the sentence says what is missing.
    NoMetadata(&'static str),
    /// The product speaks another protocol.
    Style {
        /// Name of the product.
        product: String,
        /// Its style.
        style: String,
    },
    /// The tree is that of another product or version.
    OtherService {
        /// Product and version of the tree.
        tree: String,
        /// Product and version of the metadata.
        metadata: String,
    },
    /// The existing tree cannot be read.
    Tree(Diagnostics),
    /// A file would be overwritten in a folder that is not a spec tree.
    NoTree(PathBuf),
    /// A value cannot be written as YAML.
    Yaml(serde_yaml::Error),
    /// A file cannot be written.
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ImportError::Json(_) => f.write_str("the metadata is not valid JSON"),
            ImportError::NoMetadata(why) => write!(f, "this is not the metadata of an API: {why}"),
            ImportError::Style { product, style } => write!(
                f,
                "`{product}` is an API of style {style}, which is another protocol: paths and methods instead of an action, \
                 other places for parameters. Only APIs of style RPC, and of style V3 where operations have no path, can be imported"
            ),
            ImportError::OtherService { tree, metadata } => {
                write!(f, "the tree is that of {tree} and the metadata that of {metadata}: import it into a folder of its own")
            }
            ImportError::Tree(diagnostics) => {
                write!(f, "the existing tree has mistakes; correct them first\n{}", diagnostics.render(false))
            }
            ImportError::NoTree(path) => {
                write!(
                    f,
                    "`{}` is there already, in a folder without `service.yaml`: import into an empty folder",
                    path.display()
                )
            }
            ImportError::Yaml(_) => f.write_str("a value cannot be written as YAML"),
            ImportError::Io { path, .. } => write!(f, "cannot write `{}`", path.display()),
        }
    }
}

impl std::error::Error for ImportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ImportError::Json(source) => Some(source),
            ImportError::Yaml(source) => Some(source),
            ImportError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
