//! The session itself: its beginning, its end, and what no client should send.

use serde_json::{Value, json};

use crate::MOON;
use crate::client::Client;

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
fn a_cancelled_request_is_not_computed() {
    let mut client = Client::start(&MOON);
    let request = json!({ "jsonrpc": "2.0", "id": 500, "method": "textDocument/codeAction", "params": {} }).to_string();
    let cancel = json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": 500 } }).to_string();
    // While the server checks, it reads no messages: both wait for it together.
    let open = json!({ "jsonrpc": "2.0", "id": 499, "method": "acs/unknown" }).to_string();
    let together: String =
        [open, request, cancel].iter().map(|text| format!("Content-Length: {}\r\n\r\n{text}", text.len())).collect();
    client.raw(&together);
    // Whichever comes first, the request is answered once: as cancelled, or as wrong if it was already under way.
    assert!([json!(-32800), json!(-32602)].contains(&client.response(500)["error"]["code"]));
    client.settle();
}

#[test]
fn files_are_watched_by_a_client_that_can() {
    let can = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let client = Client::start_with(&MOON, &can);
    let registered = client.sent.iter().find(|message| message["method"] == "client/registerCapability").unwrap();
    assert_eq!(registered["params"]["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    assert!(Client::start(&MOON).sent.is_empty(), "one that cannot is not asked");
}
