//! What a word means.

use super::client::Client;
use super::{GLOSSARY, LAND, LIST, MOON, SERVICE, WAITERS};

fn hover(client: &mut Client, name: &str, marked: &str) -> String {
    let params = client.at(name, marked);
    let hover = client.request("textDocument/hover", &params);
    hover["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

#[track_caller]
fn tells(client: &mut Client, name: &str, marked: &str, expected: &[&str]) {
    let text = hover(client, name, marked);
    for part in expected {
        assert!(text.contains(part), "no {part:?} in {text:?}");
    }
}

#[test]
fn words_of_the_format_are_explained() {
    let mut client = Client::start(&MOON);
    let file = "moon/LandOn.yaml";
    tells(
        &mut client,
        file,
        &LAND.replace("access", "acc|ess"),
        &["Whether the operation changes anything", "`read`: It only reads."],
    );
    tells(&mut client, file, &LAND.replace("write", "wri|te"), &["It changes something."]);
    tells(&mut client, file, &LAND.replace("required", "requ|ired"), &["rejects a request without it"]);
    tells(&mut client, "waiters.yaml", &WAITERS.replace("match", "mat|ch"), &["must equal the id"]);
    tells(&mut client, "service.yaml", &SERVICE.replace("product", "prod|uct"), &["roduct"]);
    assert_eq!(hover(&mut client, file, &LAND.replace("Lands", "La|nds")), "");
}

#[test]
fn a_parameter_is_described_with_its_setter() {
    let mut client = Client::start(&MOON);
    let file = "moon/LandOn.yaml";
    let required = LAND.replace("Crater", "Cra|ter");
    tells(
        &mut client,
        file,
        &required,
        &[
            "**Crater**: string",
            "A hole.",
            "entry `Crater` of the glossary",
            "required",
            "pub fn land_on(&self, crater: impl Into<String>)",
        ],
    );
    let optional = format!("{LAND}  Fu|el: {{ type: integer, format: int32, description: What burns., example: 3 }}\n");
    tells(&mut client, file, &optional, &["What burns.", "example `3`", "pub fn fuel(mut self, fuel: i32) -> Self"]);
    let field = LIST.replace("fields: { Crater", "fields: { Cra|ter");
    tells(&mut client, "moon/ListLandings.yaml", &field, &["A hole.", "pub crater: Option<String>"]);
    let list = LIST.replace("Landings:\n", "Land|ings:\n");
    tells(&mut client, "moon/ListLandings.yaml", &list, &["list of object", "pub landings: Vec<ListLandingsLandings>"]);
}

#[test]
fn what_comes_from_other_files_is_described() {
    let mut client = Client::start(&MOON);
    let waiter = LAND.replace("Landed", "Lan|ded");
    tells(
        &mut client,
        "moon/LandOn.yaml",
        &waiter,
        &["polls `ListLandings` until `State` is `Standing`", "Waits until", "client.wait_until_landed(…)"],
    );
    tells(
        &mut client,
        "waiters.yaml",
        &WAITERS.replace("ListLandings", "List|Landings"),
        &["**ListLandings** (read)", "client.list_landings(…)"],
    );
    tells(
        &mut client,
        "waiters.yaml",
        &WAITERS.replace("match: Crater", "match: Cra|ter"),
        &["**Crater**: string of ListLandings", "A hole."],
    );
    tells(
        &mut client,
        "glossary.yaml",
        &GLOSSARY.replace("Crater", "Cra|ter"),
        &["A hole.", "Describes 2 parameters and fields."],
    );
    tells(
        &mut client,
        "service.yaml",
        &SERVICE.replace("moon: What", "mo|on: What"),
        &["a cargo feature", "What there is of it."],
    );
    let code = format!("{LAND}errors:\n  - {{ code: Fu|ll, status: 409, retry: busy, description: No room. }}\n");
    tells(&mut client, "moon/LandOn.yaml", &code, &["No room.", "Status 409, in 1 operations; retry class `busy`"]);
    let shape = format!(
        "{LAND}  Ship: {{ shape: Sh|ip }}\nshapes:\n  Ship: {{ type: object, fields: {{ Name: {{ type: string }} }} }}\n"
    );
    tells(&mut client, "moon/LandOn.yaml", &shape, &["shape of this operation", "Fields: Name"]);
}

#[test]
fn an_operation_with_errors_is_described_without_rust() {
    let mut client = Client::start(&MOON);
    let text = LAND.replace("Crater: { type: string", "Cra|ter: { type: string, minimum: 3");
    let shown = hover(&mut client, "moon/LandOn.yaml", &text);
    assert!(shown.contains("A hole.") && !shown.contains("rust"), "{shown}");
}
