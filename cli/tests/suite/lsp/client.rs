//! A client of the language server: the binary on the other side of its standard input and output.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// Far more than any answer takes; a server that hangs fails the test.
const PATIENCE: Duration = Duration::from_secs(120);

/// A server at work on a folder of its own.
pub(crate) struct Client {
    process: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
    folder: tempfile::TempDir,
    next: i64,
    /// What the server published last, by file name.
    pub(crate) published: BTreeMap<String, Value>,
    /// All else that it sent unasked.
    pub(crate) sent: Vec<Value>,
}

impl Client {
    /// Starts a server on files: pairs of a path and a text.
    pub(crate) fn start(files: &[(&str, &str)]) -> Client {
        Client::start_with(
            files,
            &json!({ "workspace": { "workspaceEdit": {
            "documentChanges": true, "resourceOperations": ["rename"],
        } } }),
        )
    }

    pub(crate) fn start_with(files: &[(&str, &str)], capabilities: &Value) -> Client {
        let mut client = Client::new(files);
        let root = client.uri("");
        let folders = json!([{ "uri": root, "name": "specs" }]);
        client.request("initialize", &json!({ "capabilities": capabilities, "workspaceFolders": folders }));
        client.notify("initialized", &json!({}));
        client.settle();
        client
    }

    /// The same before it is initialized.
    pub(crate) fn new(files: &[(&str, &str)]) -> Client {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_acs"));
        command.args(["spec", "lsp"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let input = process.stdin.take();
        let mut stdout = BufReader::new(process.stdout.take().unwrap());
        let (sender, output) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut stdout) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Client { process, input, output, folder, next: 0, published: BTreeMap::new(), sent: Vec::new() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(name)
    }

    pub(crate) fn uri(&self, name: &str) -> String {
        format!("file://{}", self.path(name).display())
    }

    /// Sends bytes as they are.
    pub(crate) fn raw(&mut self, bytes: &str) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes.as_bytes()).unwrap();
        input.flush().unwrap();
    }

    pub(crate) fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.raw(&format!("Content-Length: {}\r\n\r\n{text}", text.len()));
    }

    pub(crate) fn notify(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and returns its id.
    pub(crate) fn ask(&mut self, method: &str, params: &Value) -> i64 {
        self.next += 1;
        let id = self.next;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// The whole response to a request, read behind what the server sent before.
    pub(crate) fn response(&mut self, id: i64) -> Value {
        loop {
            let message = self.output.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no response to {id}"));
            if message["id"] == json!(id) && message.get("method").is_none() {
                return message;
            }
            if message["method"] == "textDocument/publishDiagnostics" {
                let name = message["params"]["uri"].as_str().unwrap().replace(&self.uri(""), "");
                self.published.insert(name, message["params"]["diagnostics"].clone());
            } else {
                self.sent.push(message);
            }
        }
    }

    /// The result of a request that must succeed.
    pub(crate) fn request(&mut self, method: &str, params: &Value) -> Value {
        let id = self.ask(method, params);
        let response = self.response(id);
        assert!(response.get("error").is_none(), "{method}: {response}");
        response["result"].clone()
    }

    /// Waits until the server has done all that it was told: it publishes before it answers, even what it does not know.
    pub(crate) fn settle(&mut self) {
        let id = self.ask("acs/unknown", &Value::Null);
        assert_eq!(self.response(id)["error"]["code"], -32601);
    }

    pub(crate) fn open(&mut self, name: &str, text: &str) {
        let item = json!({ "uri": self.uri(name), "languageId": "yaml", "version": 1, "text": text });
        self.notify("textDocument/didOpen", &json!({ "textDocument": item }));
        self.settle();
    }

    /// Gives an open file another text.
    pub(crate) fn change(&mut self, name: &str, text: &str) {
        let id = json!({ "uri": self.uri(name), "version": 2 });
        self.notify("textDocument/didChange", &json!({ "textDocument": id, "contentChanges": [{ "text": text }] }));
        self.settle();
    }

    /// Codes and places of what was published last of a file.
    pub(crate) fn diagnostics(&self, name: &str) -> Vec<String> {
        let list = self.published.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
        list.iter()
            .map(|one| {
                let (start, end) = (&one["range"]["start"], &one["range"]["end"]);
                format!("{} {}:{}-{}", one["code"].as_str().unwrap(), start["line"], start["character"], end["character"])
            })
            .collect()
    }

    /// Parameters of a request at the place of `|` in a text, which is what the file has without it.
    pub(crate) fn at(&mut self, name: &str, marked: &str) -> Value {
        let at = marked.find('|').unwrap();
        let text = marked.replacen('|', "", 1);
        self.open(name, &text);
        let line = text[..at].matches('\n').count();
        let character = text[..at].rsplit('\n').next().unwrap().encode_utf16().count();
        json!({ "textDocument": { "uri": self.uri(name) }, "position": { "line": line, "character": character } })
    }

    /// Ends the session, and returns the exit status.
    pub(crate) fn exit(mut self, shutdown: bool) -> Option<i32> {
        if shutdown {
            self.request("shutdown", &Value::Null);
        }
        self.notify("exit", &Value::Null);
        self.process.wait().unwrap().code()
    }

    /// Goes away without a word, and returns the exit status of the server.
    pub(crate) fn vanish(mut self) -> Option<i32> {
        self.input = None;
        self.process.wait().unwrap().code()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => length = line.strip_prefix("Content-Length: ").map_or(length, |length| length.parse().unwrap()),
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).unwrap())
}
