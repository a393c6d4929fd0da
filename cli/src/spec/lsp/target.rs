//! The file that a request is about.

use std::path::{Path, PathBuf};

use acs_spec::Operation;
use lsp_server::{ErrorCode, ResponseError};

use super::grammar::FileKind;
use super::workspace::Service;

/// A file of a service.
pub(super) struct Target<'w> {
    pub(super) path: PathBuf,
    /// Path from the root of the tree.
    pub(super) name: String,
    pub(super) kind: FileKind,
    pub(super) root: &'w Path,
    pub(super) service: &'w Service,
    pub(super) text: &'w str,
}

impl<'w> Target<'w> {
    /// The operation that the file describes, as it was when the file could last be read.
    pub(super) fn operation(&self) -> Option<&'w Operation> {
        self.service.operation(&self.name)
    }

    /// The file's name without its extension.
    pub(super) fn stem(&self) -> Option<&str> {
        self.path.file_stem()?.to_str()
    }
}

/// Why a request cannot be answered.
pub(super) fn error(code: ErrorCode, message: String) -> ResponseError {
    ResponseError { code: code as i32, message, data: None }
}
