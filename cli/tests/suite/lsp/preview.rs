//! The generated Rust of what is being typed.

use serde_json::{Value, json};

use super::client::Client;
use super::{LAND, MOON};

fn preview(client: &mut Client, name: &str) -> Value {
    let uri = client.uri(name);
    let id = client.ask("acs/preview", &json!({ "textDocument": { "uri": uri } }));
    let response = client.response(id);
    let command = client.ask("workspace/executeCommand", &json!({ "command": "acs.preview", "arguments": [uri] }));
    let by_command = client.response(command);
    assert_eq!((&response["result"], &response["error"]), (&by_command["result"], &by_command["error"]), "both ways are one");
    response
}

#[test]
fn the_code_is_that_of_what_is_typed() {
    let mut client = Client::start(&MOON);
    client.open("moon/LandOn.yaml", &format!("{LAND}  Fuel: {{ type: integer, description: What burns. }}\n"));
    let response = preview(&mut client, "moon/LandOn.yaml");
    assert_eq!(response["result"]["operation"], "LandOn");
    let code = response["result"]["code"].as_str().unwrap().to_owned();
    assert!(
        code.contains("pub fn fuel(mut self, fuel: i64) -> Self") && code.contains("wait_until") | code.contains("send_and_wait"),
        "{code}"
    );
    // Another file that is broken does not matter.
    client.open("moon/Leave.yaml", "{");
    assert!(preview(&mut client, "moon/LandOn.yaml").get("error").is_none());
}

#[test]
fn a_preview_without_code_says_why() {
    let mut client = Client::start(&MOON);
    for (name, text, why) in [
        ("moon/LandOn.yaml", LAND.replace("type: string", "type: string, minimum: 3"), "E0304"),
        ("moon/LandOn.yaml", "{".to_owned(), "cannot be read"),
        ("waiters.yaml", MOON[2].1.to_owned(), "describes no operation"),
    ] {
        client.open(name, &text);
        let response = preview(&mut client, name);
        assert_eq!(response["error"]["code"], -32803);
        assert!(response["error"]["message"].as_str().unwrap().contains(why), "{response}");
    }
    let id = client.ask("acs/preview", &json!({ "textDocument": { "uri": "file:///nowhere/x.yaml" } }));
    assert!(client.response(id)["error"]["message"].as_str().unwrap().contains("belongs to no service"));
    for params in [
        json!({ "command": "rm", "arguments": [] }),
        json!({ "command": "acs.preview" }),
        json!({ "command": "acs.preview", "arguments": [7] }),
    ] {
        let id = client.ask("workspace/executeCommand", &params);
        assert_eq!(client.response(id)["error"]["code"], -32602);
    }
}
