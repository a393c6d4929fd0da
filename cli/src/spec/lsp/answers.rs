//! Which requests are answered, and by what.

use lsp_server::{ErrorCode, Request, Response, ResponseError};
use lsp_types::request::{self as requests, Request as _};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionOrCommand, CodeActionParams, CodeActionProviderCapability, CompletionList,
    CompletionOptions, CompletionParams, ExecuteCommandOptions, ExecuteCommandParams, FileOperationFilter, FileOperationPattern,
    FileOperationRegistrationOptions, GotoDefinitionParams, HoverParams, HoverProviderCapability, InitializeResult, OneOf,
    ReferenceParams, RenameOptions, RenameParams, ServerCapabilities, ServerInfo, TextDocumentIdentifier,
    TextDocumentPositionParams, TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, Uri,
    WorkDoneProgressOptions, WorkspaceFileOperationsServerCapabilities, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::client::Abilities;
use super::grammar::{self, Grammar};
use super::target::{Target, error};
use super::workspace::Workspace;
use super::{address, complete, fixes, hover, navigate, rust, text};

/// The request for the Rust code of the operation in a file.
const PREVIEW: &str = "acs/preview";

/// The same as a command, whose argument is the file's address.
const PREVIEW_COMMAND: &str = "acs.preview";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PreviewParams {
    text_document: TextDocumentIdentifier,
}

#[derive(Serialize)]
struct Preview {
    operation: String,
    code: String,
}

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
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some([" ", ":", "{", "[", ",", "-"].map(str::to_owned).into()),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: vec![PREVIEW_COMMAND.to_owned()],
            ..ExecuteCommandOptions::default()
        }),
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
pub(super) fn answer(request: Request, workspace: &Workspace, grammar: &Grammar, abilities: Abilities) -> Response {
    let Request { id, method, params } = request;
    let context = Context { workspace, grammar, abilities };
    let result = match method.as_str() {
        requests::Completion::METHOD => with(params, |params| Ok(context.completion(params))),
        requests::HoverRequest::METHOD => with(params, |params: HoverParams| {
            let place = context.place(params.text_document_position_params);
            Ok(place.and_then(|(target, offset)| hover::hover(&target, grammar, offset)))
        }),
        requests::GotoDefinition::METHOD => with(params, |params: GotoDefinitionParams| {
            let place = context.place(params.text_document_position_params);
            Ok(place.map(|(target, offset)| navigate::definition(&target, offset, &workspace.documents)))
        }),
        requests::References::METHOD => with(params, |params: ReferenceParams| {
            let with_definition = params.context.include_declaration;
            let place = context.place(params.text_document_position);
            Ok(place.map(|(target, offset)| navigate::references(&target, offset, with_definition, &workspace.documents)))
        }),
        requests::PrepareRenameRequest::METHOD => with(params, |params| {
            let place = context.place(params);
            place.map(|(target, offset)| navigate::renamable(&target, offset).map(|(_, range)| range)).transpose()
        }),
        requests::Rename::METHOD => with(params, |params: RenameParams| {
            let Some((target, offset)) = context.place(params.text_document_position) else { return Ok(None) };
            navigate::rename(&target, offset, &params.new_name, &workspace.documents, abilities)
        }),
        requests::ExecuteCommand::METHOD => with(params, |params| context.execute(params)),
        PREVIEW => with(params, |params: PreviewParams| context.preview(&params.text_document.uri)),
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

/// What answers are made from.
struct Context<'w> {
    workspace: &'w Workspace,
    grammar: &'w Grammar,
    abilities: Abilities,
}

impl<'w> Context<'w> {
    fn target(&self, uri: &Uri) -> Option<Target<'w>> {
        let path = address::path(uri)?;
        let (root, service, name) = self.workspace.service(&path)?;
        let text = &service.texts.get(&name)?.text;
        Some(Target { path, kind: grammar::kind(&name)?, name, root, service, text })
    }

    fn place(&self, params: TextDocumentPositionParams) -> Option<(Target<'w>, usize)> {
        let target = self.target(&params.text_document.uri)?;
        let offset = text::offset(target.text, params.position);
        Some((target, offset))
    }

    fn completion(&self, params: CompletionParams) -> Option<CompletionList> {
        let (target, offset) = self.place(params.text_document_position)?;
        Some(complete::complete(&target, self.grammar, offset))
    }

    fn execute(&self, params: ExecuteCommandParams) -> Result<Preview, ResponseError> {
        if params.command != PREVIEW_COMMAND {
            return Err(error(ErrorCode::InvalidParams, format!("there is no command `{}`", params.command)));
        }
        let uri = params.arguments.first().and_then(|uri| serde_json::from_value::<Uri>(uri.clone()).ok());
        let uri =
            uri.ok_or_else(|| error(ErrorCode::InvalidParams, format!("`{PREVIEW_COMMAND}` takes the address of a file")))?;
        self.preview(&uri)
    }

    fn preview(&self, uri: &Uri) -> Result<Preview, ResponseError> {
        let failed = |why: String| error(ErrorCode::RequestFailed, why);
        let target = self
            .target(uri)
            .ok_or_else(|| failed("the file belongs to no service: no folder above has a `service.yaml`".to_owned()))?;
        let (operation, code) = rust::code(&target).map_err(failed)?;
        Ok(Preview { operation, code })
    }

    fn actions(&self, params: CodeActionParams) -> Vec<CodeActionOrCommand> {
        let Some(Target { path, root, service, text, .. }) = self.target(&params.text_document.uri) else { return Vec::new() };
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
