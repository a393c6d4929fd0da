//! The loop of the server: messages in, answers and diagnostics out.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{
    Cancel, DidChangeTextDocument, DidChangeWatchedFiles, DidChangeWorkspaceFolders, DidCloseTextDocument, DidCreateFiles,
    DidDeleteFiles, DidOpenTextDocument, DidRenameFiles, DidSaveTextDocument, Exit, Initialized, Notification as _,
    PublishDiagnostics,
};
use lsp_types::request::{Initialize, Request as _, Shutdown};
use lsp_types::{
    CancelParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams, InitializeParams, MessageType,
    NumberOrString,
};
use serde::de::DeserializeOwned;

use super::client::{self, Abilities};
use super::documents::Document;
use super::grammar::Grammar;
use super::workspace::Workspace;
use super::{address, answers};

/// How long the server waits for the next message before it checks what was typed: a request that follows a change, like that for
/// completions, is answered first.
const QUIET: Duration = Duration::from_millis(25);

/// Serves a client until it says `exit` or is gone.
pub(super) fn serve(connection: &Connection) -> ExitCode {
    let mut server = Server {
        connection,
        state: State::New,
        abilities: Abilities::default(),
        grammar: Grammar::new(),
        workspace: Workspace::default(),
    };
    let mut queue: VecDeque<Message> = VecDeque::new();
    loop {
        let Some(message) = next(connection, &mut queue, server.workspace.is_stale()) else { return server.exit_code() };
        match message {
            Next::Quiet => server.publish(),
            Next::Message(Message::Request(request)) if is_cancelled(&request.id, &queue) => {
                server.refuse(request.id, ErrorCode::RequestCanceled, "cancelled");
            }
            Next::Message(Message::Request(request)) => server.request(request),
            Next::Message(Message::Notification(notification)) if notification.method == Exit::METHOD => {
                return server.exit_code();
            }
            Next::Message(Message::Notification(notification)) => server.notification(notification),
            // The server only asks for file notifications: nothing depends on the answer.
            Next::Message(Message::Response(_)) => {}
        }
    }
}

enum Next {
    Message(Message),
    /// No message came for a while.
    Quiet,
}

/// The next message; none when the client is gone.
fn next(connection: &Connection, queue: &mut VecDeque<Message>, is_stale: bool) -> Option<Next> {
    queue.extend(connection.receiver.try_iter());
    if let Some(message) = queue.pop_front() {
        return Some(Next::Message(message));
    }
    if !is_stale {
        return connection.receiver.recv().ok().map(Next::Message);
    }
    match connection.receiver.recv_timeout(QUIET) {
        Ok(message) => Some(Next::Message(message)),
        Err(error) => error.is_timeout().then_some(Next::Quiet),
    }
}

/// Whether the client has taken a request back that is not answered yet.
fn is_cancelled(id: &RequestId, queue: &VecDeque<Message>) -> bool {
    queue.iter().any(|message| match message {
        Message::Notification(notification) if notification.method == Cancel::METHOD => {
            let params: Option<CancelParams> = serde_json::from_value(notification.params.clone()).ok();
            params.is_some_and(|params| match params.id {
                NumberOrString::Number(number) => *id == RequestId::from(number),
                NumberOrString::String(text) => *id == RequestId::from(text),
            })
        }
        _ => false,
    })
}

/// How far the session is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    New,
    Running,
    ShutDown,
}

struct Server<'c> {
    connection: &'c Connection,
    state: State,
    abilities: Abilities,
    grammar: Grammar,
    workspace: Workspace,
}

impl Server<'_> {
    fn exit_code(&self) -> ExitCode {
        if self.state == State::ShutDown { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    fn send(&self, message: impl Into<Message>) {
        // A client that is gone is noticed when the next message is read.
        let _ = self.connection.sender.send(message.into());
    }

    fn refuse(&self, id: RequestId, code: ErrorCode, why: &str) {
        self.send(Response::new_err(id, code as i32, why.to_owned()));
    }

    fn request(&mut self, request: Request) {
        match (self.state, request.method.as_str()) {
            (State::New, Initialize::METHOD) => self.initialize(request),
            (State::New, _) => self.refuse(request.id, ErrorCode::ServerNotInitialized, "`initialize` comes first"),
            (State::ShutDown, _) => self.refuse(request.id, ErrorCode::InvalidRequest, "the server is shut down"),
            (State::Running, Shutdown::METHOD) => {
                self.state = State::ShutDown;
                self.send(Response { id: request.id, response_result: Ok(serde_json::Value::Null) });
            }
            (State::Running, _) => self.answer(request),
        }
    }

    fn initialize(&mut self, request: Request) {
        let params: InitializeParams = match serde_json::from_value(request.params) {
            Ok(params) => params,
            Err(error) => return self.refuse(request.id, ErrorCode::InvalidParams, &error.to_string()),
        };
        self.abilities = Abilities::of(&params.capabilities);
        #[allow(deprecated, reason = "what clients of older versions say in place of folders")]
        let root = params.root_uri;
        let folders = params.workspace_folders.map(|folders| folders.into_iter().map(|folder| folder.uri).collect());
        for folder in folders.unwrap_or_else(|| Vec::from_iter(root)).iter().filter_map(address::path) {
            self.workspace.discover(&folder);
        }
        self.state = State::Running;
        let result = serde_json::to_value(answers::capabilities()).unwrap_or_default();
        self.send(Response { id: request.id, response_result: Ok(result) });
    }

    /// Answers from what the client has sent so far. A fault of the server fails one request, not the session.
    fn answer(&mut self, request: Request) {
        self.publish();
        let id = request.id.clone();
        let (workspace, grammar, abilities) = (&self.workspace, &self.grammar, self.abilities);
        let answered = catch_unwind(AssertUnwindSafe(|| answers::answer(request, workspace, grammar, abilities)));
        match answered {
            Ok(response) => self.send(response),
            Err(_) => {
                self.refuse(id, ErrorCode::InternalError, "the server failed on this request; standard error has the details")
            }
        }
    }

    fn notification(&mut self, notification: Notification) {
        if self.state != State::Running {
            return;
        }
        let method = notification.method.clone();
        let done = match method.as_str() {
            Initialized::METHOD => {
                if self.abilities.watches {
                    self.send(client::watch());
                }
                Ok(())
            }
            DidOpenTextDocument::METHOD => self.opened(notification),
            DidChangeTextDocument::METHOD => self.edited(notification),
            DidCloseTextDocument::METHOD => self.closed(notification),
            DidSaveTextDocument::METHOD => {
                params(notification).map(|params: DidSaveTextDocumentParams| self.touched([params.text_document.uri]))
            }
            DidChangeWatchedFiles::METHOD => params(notification).map(|params: DidChangeWatchedFilesParams| {
                self.touched(params.changes.into_iter().map(|change| change.uri));
            }),
            DidCreateFiles::METHOD | DidRenameFiles::METHOD | DidDeleteFiles::METHOD => {
                self.workspace.all_changed();
                Ok(())
            }
            DidChangeWorkspaceFolders::METHOD => params(notification).map(|params: DidChangeWorkspaceFoldersParams| {
                params
                    .event
                    .removed
                    .iter()
                    .filter_map(|folder| address::path(&folder.uri))
                    .for_each(|folder| self.workspace.leave(folder));
                let added = params.event.added.iter().filter_map(|folder| address::path(&folder.uri));
                added.for_each(|folder| self.workspace.discover(&folder));
            }),
            _ => Ok(()),
        };
        if let Err(why) = done {
            self.send(client::log(MessageType::WARNING, format!("`{method}` is skipped: {why}")));
        }
    }

    fn opened(&mut self, notification: Notification) -> Result<(), serde_json::Error> {
        let DidOpenTextDocumentParams { text_document: item } = params(notification)?;
        if let Some(path) = address::path(&item.uri) {
            let document = Document { uri: item.uri, version: item.version, text: item.text };
            self.workspace.documents.open(path.clone(), document);
            self.workspace.changed(&path);
        }
        Ok(())
    }

    fn edited(&mut self, notification: Notification) -> Result<(), serde_json::Error> {
        let DidChangeTextDocumentParams { text_document: id, content_changes } = params(notification)?;
        if let Some(path) = address::path(&id.uri) {
            self.workspace.documents.change(&path, id.version, content_changes);
            self.workspace.changed(&path);
        }
        Ok(())
    }

    fn closed(&mut self, notification: Notification) -> Result<(), serde_json::Error> {
        let DidCloseTextDocumentParams { text_document: id } = params(notification)?;
        if let Some(path) = address::path(&id.uri) {
            self.workspace.documents.close(&path);
            self.workspace.changed(&path);
        }
        Ok(())
    }

    fn touched(&mut self, uris: impl IntoIterator<Item = lsp_types::Uri>) {
        let paths: Vec<PathBuf> = uris.into_iter().filter_map(|uri| address::path(&uri)).collect();
        paths.iter().for_each(|path| self.workspace.changed(path));
    }

    /// Checks what changed and notifies the client.
    fn publish(&mut self) {
        if !self.workspace.is_stale() {
            return;
        }
        let (workspace, related) = (&mut self.workspace, self.abilities.related);
        match catch_unwind(AssertUnwindSafe(|| workspace.refresh(related))) {
            Ok(updates) => updates.into_iter().for_each(|params| self.send(client::notification::<PublishDiagnostics>(params))),
            Err(_) => {
                self.workspace.forget_changes();
                self.send(client::log(MessageType::ERROR, "the check failed; standard error has the details".to_owned()));
            }
        }
    }
}

fn params<P: DeserializeOwned>(notification: Notification) -> Result<P, serde_json::Error> {
    serde_json::from_value(notification.params)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(id: i32, method: &str) -> Message {
        Request { id: id.into(), method: method.to_owned(), params: serde_json::json!({ "capabilities": {} }) }.into()
    }

    fn notification(method: &str, params: serde_json::Value) -> Message {
        Notification { method: method.to_owned(), params }.into()
    }

    #[test]
    fn a_request_that_is_taken_back_in_time_is_not_computed() {
        let (server, client) = Connection::memory();
        let messages = [
            request(1, "initialize"),
            request(2, "textDocument/hover"),
            request(3, "textDocument/hover"),
            notification("$/cancelRequest", serde_json::json!({ "id": 2 })),
            request(4, "shutdown"),
            notification("exit", serde_json::Value::Null),
        ];
        messages.into_iter().for_each(|message| client.sender.send(message).unwrap());
        assert_eq!(serve(&server), ExitCode::SUCCESS);
        drop(server);
        let code = |message: Message| match message {
            Message::Response(Response { id, response_result }) => (id, response_result.err().map(|error| error.code)),
            other => panic!("{other:?}"),
        };
        let answers: Vec<_> = client.receiver.iter().map(code).collect();
        let expected = [(1, None), (2, Some(-32800)), (3, Some(-32602)), (4, None)].map(|(id, code)| (RequestId::from(id), code));
        assert_eq!(answers, expected);
    }
}
