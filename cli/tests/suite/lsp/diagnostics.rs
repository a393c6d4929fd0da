//! Diagnostics while typing.

use std::fs;

use serde_json::json;

use super::client::Client;
use super::{LAND, MOON, SERVICE};

#[test]
fn what_is_typed_is_checked_before_it_is_saved() {
    let mut client = Client::start(&MOON);
    assert!(client.published.is_empty(), "nothing is wrong: {:?}", client.published);

    client.open("moon/LandOn.yaml", LAND);
    client.change("moon/LandOn.yaml", &LAND.replace("access: write", "access: writes"));
    assert_eq!(client.diagnostics("moon/LandOn.yaml"), ["E0104 2:8-14"]);
    let message = client.published["moon/LandOn.yaml"][0]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("help: did you mean `write`?"), "{message}");

    client.change("moon/LandOn.yaml", LAND);
    assert_eq!(client.published["moon/LandOn.yaml"], json!([]), "what is mended is cleared");
}

#[test]
fn a_change_in_one_file_is_seen_in_the_others() {
    let mut client = Client::start(&MOON);
    client.open("waiters.yaml", &MOON[2].1.replace("Landed:", "Touched:"));
    assert_eq!(client.diagnostics("moon/LandOn.yaml"), ["E0603 3:8-14"], "a file that is not open");
    let id = json!({ "textDocument": { "uri": client.uri("waiters.yaml") } });
    client.notify("textDocument/didClose", &id);
    client.settle();
    assert_eq!(client.diagnostics("moon/LandOn.yaml"), [""; 0], "what is closed without saving is as it was");
}

#[test]
fn columns_count_utf_16_units() {
    let mut client = Client::start(&MOON);
    let text = LAND.replace("{ type: string, required", "{ description: \"𝄞 für\", type: strng, required");
    client.open("moon/LandOn.yaml", &text);
    assert_eq!(client.diagnostics("moon/LandOn.yaml"), ["E0104 5:41-46"]);
}

#[test]
fn changes_of_ranges_are_applied() {
    let mut client = Client::start(&MOON);
    client.open("moon/LandOn.yaml", &LAND.replace("Lands", "𝄞 lands"));
    let range = |line: u32, from: u32, to: u32| json!({ "start": { "line": line, "character": from }, "end": { "line": line, "character": to } });
    let id = json!({ "uri": client.uri("moon/LandOn.yaml"), "version": 3 });
    let changes = json!([{ "range": range(1, 9, 11), "text": "" }, { "range": range(2, 8, 99), "text": "reads" }]);
    client.notify("textDocument/didChange", &json!({ "textDocument": id, "contentChanges": changes }));
    client.settle();
    assert_eq!(client.diagnostics("moon/LandOn.yaml"), ["E0104 2:8-13"]);
}

#[test]
fn broken_yaml_is_reported_and_the_rest_is_still_checked() {
    let mut client = Client::start(&MOON);
    client.open("moon/ListLandings.yaml", "operation: ListLandings\n  summary: [\n\t\"\u{0}");
    assert_eq!(client.diagnostics("moon/ListLandings.yaml").len(), 1);
    client.open("moon/LandOn.yaml", &LAND.replace("Landed", "Lended"));
    assert_eq!(client.diagnostics("moon/LandOn.yaml").len(), 1);
    for text in ["", "\n", "{", "- ", "a: &a [*a]", "\u{feff}x: y", "--- a\n--- b\n", "operation: \"\u{1f600}"] {
        client.change("moon/LandOn.yaml", text);
        assert_ne!(client.diagnostics("moon/LandOn.yaml"), [""; 0], "{text:?}");
    }
    client.change("moon/LandOn.yaml", LAND);
    assert_eq!(client.diagnostics("moon/LandOn.yaml"), [""; 0]);
}

#[test]
fn files_that_come_and_go_are_followed() {
    let mut client = Client::start(&MOON);
    let watched = |client: &Client, names: &[&str]| {
        let changes: Vec<_> = names.iter().map(|name| json!({ "uri": client.uri(name), "type": 2 })).collect();
        json!({ "changes": changes })
    };
    fs::write(client.path("moon/Leave.yaml"), "operation: Leave\nsummary: Leaves.\naccess: write\nwaiter: Gone\n").unwrap();
    client.notify("workspace/didChangeWatchedFiles", &watched(&client, &["moon/Leave.yaml"]));
    client.settle();
    assert_eq!(client.diagnostics("moon/Leave.yaml"), ["E0603 3:8-12"]);

    fs::rename(client.path("moon/Leave.yaml"), client.path("moon/Stay.yaml")).unwrap();
    client.notify("workspace/didRenameFiles", &json!({ "files": [] }));
    client.settle();
    assert_eq!(client.diagnostics("moon/Leave.yaml"), [""; 0]);
    assert!(!client.diagnostics("moon/Stay.yaml").is_empty());

    fs::remove_file(client.path("service.yaml")).unwrap();
    client.notify("workspace/didChangeWatchedFiles", &watched(&client, &["service.yaml"]));
    client.settle();
    assert!(client.published.values().all(|list| *list == json!([])), "without a service nothing is a spec");

    fs::write(client.path("service.yaml"), SERVICE).unwrap();
    client.notify("workspace/didChangeWatchedFiles", &watched(&client, &["service.yaml"]));
    client.settle();
    assert!(!client.diagnostics("moon/Stay.yaml").is_empty());
}

#[test]
fn a_file_outside_of_a_service_is_left_alone() {
    let mut client =
        Client::start(&[("elsewhere/values.yaml", "a: 1\n"), ("other/service.yaml", "apiVersion: v1\nkind: Service\n")]);
    client.open("elsewhere/values.yaml", "a: [\n");
    client.open("other/service.yaml", "apiVersion: v1\nkind: [\n");
    assert!(client.published.is_empty(), "{:?}", client.published);
}

#[test]
fn a_service_that_is_only_typed_yet_is_one() {
    let mut client = Client::start(&[("deep/down/moon/Land.yaml", "operation: Land\nsummary: Lands.\naccess: write\n")]);
    client.open("deep/down/service.yaml", &SERVICE.replace("moon: What", "mars: What"));
    assert_eq!(client.diagnostics("deep/down/moon/Land.yaml"), ["E0203 0:11-15"]);
}
