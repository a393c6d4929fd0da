//! The session itself: its beginning, its end, and what no client should send.

use serde_json::{Value, json};

use super::MOON;
use super::client::Client;

#[test]
fn a_session_begins_and_ends_as_the_protocol_says() {
    let mut client = Client::new(&MOON);
    let early = client.ask("textDocument/hover", &json!({}));
    assert_eq!(client.response(early)["error"]["code"], -32002);
    let result = client.request("initialize", &json!({ "capabilities": {}, "rootUri": client.uri("") }));
    assert_eq!(result["serverInfo"]["name"], "acs spec lsp");
    client.request("shutdown", &Value::Null);
    let late = client.ask("textDocument/hover", &json!({}));
    assert_eq!(client.response(late)["error"]["code"], -32600);
    assert_eq!(client.exit(false), Some(0));

    assert_eq!(Client::start(&MOON).exit(true), Some(0));
    assert_eq!(Client::start(&MOON).exit(false), Some(1), "`exit` without `shutdown`");
    assert_eq!(Client::start(&MOON).vanish(), Some(1), "a client that is gone");
}

#[test]
fn garbage_is_answered_and_the_session_goes_on() {
    let mut client = Client::start(&MOON);
    client.raw("Content-Length: 5\r\n\r\n{]{]{");
    client.raw("nonsense\r\nContent-Length: 2\r\n\r\n[]");
    client.send(&json!({ "jsonrpc": "2.0", "id": 77, "params": {} }));
    assert_eq!(client.response(77)["error"]["code"], -32600);
    for params in [json!(null), json!(7), json!({ "textDocument": { "uri": "::" }, "position": {} })] {
        for method in
            ["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "workspace/didChangeWatchedFiles"]
        {
            client.notify(method, &params);
        }
        let id = client.ask("textDocument/codeAction", &params);
        assert_eq!(client.response(id)["error"]["code"], -32602);
    }
    client.notify("$/whatever", &json!([]));
    client.send(&json!({ "jsonrpc": "2.0", "id": "nobody asked", "result": null }));
    client.settle();
    assert_eq!(client.sent.iter().filter(|message| message["method"] == "window/logMessage").count(), 2 + 3 * 4);
    assert_eq!(client.exit(true), Some(0));
}

#[test]
fn folders_come_and_go() {
    let broken = [("one/service.yaml", "product: One\n"), ("two/deep/service.yaml", "product: Two\n")];
    let mut client = Client::start(&broken);
    assert!(!client.diagnostics("one/service.yaml").is_empty());
    let folder = |client: &Client, name: &str| json!([{ "uri": client.uri(name), "name": name }]);
    let event = json!({ "event": { "added": folder(&client, "two"), "removed": folder(&client, "one") } });
    client.notify("workspace/didChangeWorkspaceFolders", &event);
    client.settle();
    assert!(client.diagnostics("one/service.yaml").is_empty() && !client.diagnostics("two/deep/service.yaml").is_empty());
}

#[test]
fn no_request_in_no_text_fails_the_server() {
    let mut client = Client::start(&MOON);
    for (name, text) in MOON {
        client.open(name, text);
        for end in (0..text.len()).step_by(13) {
            let cut = text[..end].to_owned() + ["", "{", "\"", "- ", "\u{1f600}: ["][end % 5];
            client.change(name, &cut);
            let line = cut.matches('\n').count();
            for (line, character) in
                [(0, 0), (line, 3), (line, cut.rsplit('\n').next().unwrap().encode_utf16().count()), (line + 9, 99)]
            {
                let place = json!({ "line": line, "character": character });
                let params = json!({
                    "textDocument": { "uri": client.uri(name) }, "position": place, "range": { "start": place, "end": place },
                    "context": { "includeDeclaration": true, "diagnostics": [] }, "newName": "Other",
                });
                for method in ["completion", "hover", "definition", "references", "prepareRename", "rename", "codeAction"] {
                    let id = client.ask(&format!("textDocument/{method}"), &params);
                    assert_ne!(client.response(id)["error"]["code"], -32603, "{method} at {place} of {cut:?}");
                }
            }
            let id = client.ask("acs/preview", &json!({ "textDocument": { "uri": client.uri(name) } }));
            assert_ne!(client.response(id)["error"]["code"], -32603, "preview of {cut:?}");
        }
        client.change(name, text);
    }
    assert!(client.published.values().all(|list| *list == json!([])), "{:?}", client.published);
}

#[test]
fn files_are_watched_by_a_client_that_can() {
    let can = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let client = Client::start_with(&MOON, &can);
    let registered = client.sent.iter().find(|message| message["method"] == "client/registerCapability").unwrap();
    assert_eq!(registered["params"]["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    assert!(Client::start(&MOON).sent.is_empty(), "one that cannot is not asked");
}
