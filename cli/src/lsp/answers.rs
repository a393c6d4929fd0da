//! Which requests are answered, and by what.

use std::path::{Path, PathBuf};

use lsp_server::{ErrorCode, Request, Response, ResponseError};
use lsp_types::request::{self as requests, Request as _};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionOrCommand, CodeActionParams, CodeActionProviderCapability, FileOperationFilter,
    FileOperationPattern, FileOperationRegistrationOptions, InitializeResult, OneOf, ServerCapabilities, ServerInfo,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, Uri, WorkspaceFileOperationsServerCapabilities,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::client::Abilities;
use super::workspace::{Service, Workspace};
use super::{address, fixes, text};

/// What the server says of itself.
pub(super) fn capabilities() -> InitializeResult {
    let any = FileOperationFilter {
        scheme: Some("file".to_owned()),
        pattern: FileOperationPattern { glob: "**/*".to_owned(), ..FileOperationPattern::default() },
    };
    let files = Some(FileOperationRegistrationOptions { filters: vec![any] });
    let capabilities = ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(lsp_types::SaveOptions::default().into()),
            ..TextDocumentSyncOptions::default()
        })),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::SOURCE_FIX_ALL]),
            ..CodeActionOptions::default()
        })),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: Some(WorkspaceFileOperationsServerCapabilities {
                did_create: files.clone(),
                did_rename: files.clone(),
                did_delete: files,
                ..WorkspaceFileOperationsServerCapabilities::default()
            }),
        }),
        ..ServerCapabilities::default()
    };
    let server_info = ServerInfo { name: "acs spec lsp".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
    InitializeResult { capabilities, server_info: Some(server_info) }
}

/// Answers a request.
pub(super) fn answer(request: Request, workspace: &Workspace, abilities: Abilities) -> Response {
    let Request { id, method, params } = request;
    let context = Context { workspace, abilities };
    let result = match method.as_str() {
        requests::CodeActionRequest::METHOD => with(params, |params| Ok(context.actions(params))),
        _ => Err(error(ErrorCode::MethodNotFound, format!("there is no request `{method}`"))),
    };
    Response { id, response_result: result }
}

fn with<P: DeserializeOwned, R: Serialize>(
    params: Value,
    handle: impl FnOnce(P) -> Result<R, ResponseError>,
) -> Result<Value, ResponseError> {
    let params = serde_json::from_value(params).map_err(|why| error(ErrorCode::InvalidParams, why.to_string()))?;
    serde_json::to_value(handle(params)?).map_err(|why| error(ErrorCode::InternalError, why.to_string()))
}

pub(super) fn error(code: ErrorCode, message: String) -> ResponseError {
    ResponseError { code: code as i32, message, data: None }
}

/// What answers are made from.
struct Context<'w> {
    workspace: &'w Workspace,
    abilities: Abilities,
}

/// A file of a service.
struct Target<'w> {
    path: PathBuf,
    root: &'w Path,
    service: &'w Service,
    text: &'w str,
}

impl<'w> Context<'w> {
    fn target(&self, uri: &Uri) -> Option<Target<'w>> {
        let path = address::path(uri)?;
        let (root, service, name) = self.workspace.service(&path)?;
        let text = &service.texts.get(&name)?.text;
        Some(Target { path, root, service, text })
    }

    fn actions(&self, params: CodeActionParams) -> Vec<CodeActionOrCommand> {
        let Some(Target { path, root, service, text }) = self.target(&params.text_document.uri) else { return Vec::new() };
        let range = text::offset(text, params.range.start)..text::offset(text, params.range.end);
        let is_wanted = |kind: &CodeActionKind| match &params.context.only {
            Some(only) => only.iter().any(|only| kind == only || kind.as_str().starts_with(&format!("{}.", only.as_str()))),
            None => *kind != CodeActionKind::SOURCE_FIX_ALL,
        };
        let fixes = fixes::fixes(root, service, &path, &range, &self.workspace.documents, self.abilities);
        let wanted = fixes.into_iter().filter(|action| action.kind.as_ref().is_some_and(is_wanted));
        wanted.map(CodeActionOrCommand::CodeAction).collect()
    }
}
