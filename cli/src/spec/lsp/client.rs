//! What the client can do, and what the server sends unasked.

use lsp_server::{Message, Notification, Request, RequestId};
use lsp_types::notification::{LogMessage, Notification as _};
use lsp_types::request::{RegisterCapability, Request as _};
use lsp_types::{
    ClientCapabilities, DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, LogMessageParams, MessageType,
    Registration, RegistrationParams, ResourceOperationKind,
};

/// What the client can do, as far as it matters here.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Abilities {
    /// Watches files for the server.
    pub(super) watches: bool,
    /// Shows other places that take part in a diagnostic.
    pub(super) related: bool,
    /// Takes the edits of several files with their versions.
    pub(super) versioned_edits: bool,
    /// Renames files as part of an edit.
    pub(super) renames_files: bool,
}

impl Abilities {
    pub(super) fn of(capabilities: &ClientCapabilities) -> Self {
        let workspace = capabilities.workspace.clone().unwrap_or_default();
        let text = capabilities.text_document.clone().unwrap_or_default();
        let edit = workspace.workspace_edit.unwrap_or_default();
        let versioned_edits = edit.document_changes.unwrap_or_default();
        Abilities {
            watches: workspace.did_change_watched_files.and_then(|watched| watched.dynamic_registration).unwrap_or_default(),
            related: text.publish_diagnostics.and_then(|publish| publish.related_information).unwrap_or_default(),
            versioned_edits,
            renames_files: versioned_edits
                && edit.resource_operations.is_some_and(|kinds| kinds.contains(&ResourceOperationKind::Rename)),
        }
    }
}

/// A line for the client's log.
pub(super) fn log(typ: MessageType, message: String) -> Message {
    notification::<LogMessage>(LogMessageParams { typ, message })
}

/// A notification to the client.
pub(super) fn notification<N: lsp_types::notification::Notification>(params: N::Params) -> Message {
    Notification { method: N::METHOD.to_owned(), params: serde_json::to_value(params).unwrap_or_default() }.into()
}

/// Asks the client to report changes of spec files on disk.
pub(super) fn watch() -> Message {
    let pattern = GlobPattern::String("**/*.{yaml,yml}".to_owned());
    let options =
        DidChangeWatchedFilesRegistrationOptions { watchers: vec![FileSystemWatcher { glob_pattern: pattern, kind: None }] };
    let registration = Registration {
        id: "specs".to_owned(),
        method: lsp_types::notification::DidChangeWatchedFiles::METHOD.to_owned(),
        register_options: serde_json::to_value(options).ok(),
    };
    Request {
        id: RequestId::from("watch".to_owned()),
        method: RegisterCapability::METHOD.to_owned(),
        params: serde_json::to_value(RegistrationParams { registrations: vec![registration] }).unwrap_or_default(),
    }
    .into()
}
