//! Waiters and pages of an import: what the metadata says of them, and what it leaves open.
#![cfg(feature = "import")]
use acs_spec::check;
use acs_spec::import::{Import, NoteKind, import};
use acs_spec::read::{self, SpecTree};
use acs_spec::types::{PageStyle, Until};
use serde_json::{Value, json};

fn text(name: &str) -> Value {
    json!({ "name": name, "in": "query", "schema": { "type": "string" } })
}

fn whole(name: &str) -> Value {
    json!({ "name": name, "in": "query", "schema": { "type": "integer", "format": "int32" } })
}

/// An operation with these parameters and fields of its reply.
fn api(parameters: &[Value], reply: &Value) -> Value {
    json!({
        "methods": ["post"], "security": [{ "AK": [] }], "parameters": parameters,
        "responses": { "200": { "schema": { "type": "object", "properties": reply } } },
    })
}

/// An operation behind which another one is polled.
fn begins(callback: &str, parameters: &[Value], reply: &Value) -> Value {
    let mut api = api(parameters, reply);
    api["staticInfo"] = json!({ "returnType": "asynchronous", "callback": callback, "callbackInterval": 3000 });
    api
}

fn list(fields: Value) -> Value {
    json!({ "type": "array", "items": { "type": "object", "properties": fields } })
}

fn disks() -> Value {
    let states = json!(["Creating", "Available", "In_use", "Attached", "CreateFailed"]);
    let status = json!({ "type": "string", "x-known-values": states });
    let disks = list(json!({ "DiskId": { "type": "string" }, "Status": status }));
    json!({
        "ListDisks": api(&[text("DiskId"), text("NextToken")], &json!({ "Disks": disks, "NextToken": { "type": "string" } })),
        "AttachDisk": begins("Thing::2020-01-01::ListDisks", &[text("DiskId")], &json!({})),
        "CreateDisk": begins("Thing::2020-01-01::ListDisks", &[], &json!({ "DiskId": { "type": "string" } })),
        "DeleteDisk": begins("ListDisks", &[text("DiskId")], &json!({})),
        "DeleteDiskTags": begins("ListDisks", &[text("DiskId")], &json!({})),
        "ResetDisk": begins("Other::2020-01-01::ListDisks", &[text("DiskId")], &json!({})),
        "PauseDisk": begins("AttachDisk", &[text("DiskId")], &json!({})),
        "ScanDisks": begins("ListDisks", &[], &json!({})),
    })
}

fn document(apis: &Value) -> String {
    json!({ "info": { "style": "RPC", "product": "Thing", "version": "2020-01-01" }, "apis": apis }).to_string()
}

fn tree_of(done: &Import, old: Option<&str>) -> SpecTree {
    let mut files: Vec<(String, String)> = done.files.iter().map(|file| (file.path.clone(), file.text.clone())).collect();
    files.extend(old.map(|text| ("waiters.yaml".to_owned(), text.to_owned())));
    read::from_sources(files).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(false)))
}

fn notes(done: &Import, kind: NoteKind) -> Vec<String> {
    done.report.notes.iter().filter(|note| note.kind == kind).map(ToString::to_string).collect()
}

#[test]
fn waiters_come_from_what_the_metadata_says_to_poll() {
    let done = import(&document(&disks()), None).unwrap();
    let tree = tree_of(&done, None);
    let warnings = check::check(&tree).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(false)));
    assert_eq!(warnings.render(false), "");
    let waiter_of = |name: &str| {
        let found = tree.operations.iter().find(|source| source.operation.operation == name).unwrap();
        tree.waiters.get(found.operation.waiter.as_deref()?)
    };
    let attached = waiter_of("AttachDisk").unwrap();
    assert_eq!((attached.operation.as_str(), attached.id.as_deref()), ("ListDisks", Some("DiskId")));
    assert_eq!((attached.items.as_deref(), attached.matches.first().map(String::as_str)), (Some("Disks"), Some("DiskId")));
    assert_eq!(
        (attached.success.as_slice(), attached.failure.as_slice()),
        (["Attached".to_owned()].as_slice(), ["CreateFailed".to_owned()].as_slice())
    );
    assert_eq!((attached.transient.as_slice(), attached.delay), (["Creating".to_owned()].as_slice(), 3));
    assert_eq!(waiter_of("DeleteDisk").unwrap().until, Some(Until::Gone));
    assert_eq!(
        notes(&done, NoteKind::WaiterUnclear),
        [
            "CreateDisk: `ListDisks`: which state of `Status` ends the wait: `Available`, `In_use`, `Attached`",
            "DeleteDiskTags: `ListDisks`: whether what `DiskId` names is gone",
            "ResetDisk: `ListDisks`: which is not an operation of this API",
            "PauseDisk: `AttachDisk`: which may do more than read",
            "ScanDisks: `ListDisks`: no id that both operations know",
        ]
    );
    let again = import(&document(&disks()), Some(&tree)).unwrap();
    assert_eq!(again.files, []);
}

#[test]
fn waiters_that_people_wrote_stay_as_they_are() {
    let mut apis = disks();
    let mut less = apis.clone();
    less.as_object_mut().unwrap().remove("DeleteDisk");
    let first = import(&document(&less), None).unwrap();
    let written = "# Ours.\nDiskAttached:\n  summary: Waits. # a word\n  operation: ListDisks\n  id: DiskId\n  items: Disks\n  match: DiskId\n  until: present\n";
    let mut files = first.clone();
    files.files.retain(|file| file.path != "waiters.yaml");
    let tree = tree_of(&files, Some(written));
    assert_eq!(import(&document(&less), Some(&tree)).unwrap().files, []);
    // A new one is added behind what is there.
    apis["DeleteDisk"] = disks()["DeleteDisk"].clone();
    let again = import(&document(&apis), Some(&tree)).unwrap();
    let text = again.files.iter().find(|file| file.path == "waiters.yaml").map(|file| file.text.clone()).unwrap();
    assert!(text.starts_with(written) && text[written.len()..].starts_with("DiskDeleted:\n"), "{text}");
    assert_eq!(again.report.changed, ["waiters.yaml"]);
}

#[test]
fn lists_by_token_need_no_size() {
    let done = import(&document(&disks()), None).unwrap();
    let tree = tree_of(&done, None);
    let list = &tree.operations.iter().find(|source| source.operation.operation == "ListDisks").unwrap().operation;
    let pages = list.pagination.as_ref().unwrap();
    assert_eq!(
        (pages.style, pages.token.as_deref(), pages.next.as_deref()),
        (PageStyle::Token, Some("NextToken"), Some("NextToken"))
    );
    assert_eq!((pages.size.as_deref(), pages.items.as_str()), (None, "Disks"));
}

#[test]
fn lists_that_cannot_be_paginated_are_named_with_the_reason() {
    let items = list(json!({ "Name": { "type": "string" } }));
    let nested = json!({ "type": "object", "properties": { "Result": { "type": "object", "properties": {
        "List": items, "Total": { "type": "integer", "format": "int64" } } } } });
    let pages = [whole("pageNo"), whole("pageSize")];
    let apis = json!({
        "ListNested": api(&pages, &json!({ "Data": nested })),
        "ListMarked": api(&[text("Marker"), whole("Limit")], &json!({ "Items": items, "NextMarker": { "type": "string" } })),
        "ListTwo": api(&pages, &json!({ "A": items, "B": items })),
        "ListAnything": api(&pages, &json!({ "Data": { "type": "any" } })),
        "ListByOffset": api(&[whole("PageOffset"), whole("PageSize")], &json!({ "Items": items })),
        "ListToken": api(&[text("NextToken")], &json!({ "Items": items })),
        "ListNoSize": api(&[whole("PageNumber")], &json!({ "Items": items })),
        "CreateThing": api(&[text("Token"), whole("Size")], &json!({ "Items": items })),
    });
    let done = import(&document(&apis), None).unwrap();
    let tree = tree_of(&done, None);
    check::check(&tree).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(false)));
    let pages = |name: &str| {
        tree.operations.iter().find(|source| source.operation.operation == name).unwrap().operation.pagination.clone()
    };
    let nested = pages("ListNested").unwrap();
    assert_eq!((nested.items.as_str(), nested.total.as_deref()), ("Data.Result.List", Some("Data.Result.Total")));
    assert_eq!((nested.page.as_deref(), nested.size.as_deref()), (Some("pageNo"), Some("pageSize")));
    let marked = pages("ListMarked").unwrap();
    assert_eq!((marked.next.as_deref(), marked.size.as_deref()), (Some("NextMarker"), Some("Limit")));
    assert_eq!(
        notes(&done, NoteKind::PaginationUnclear),
        [
            "ListTwo: 2 lists in the reply, `A`, `B`: which one?",
            "ListAnything: the reply has no list with a type",
            "ListByOffset: `PageOffset` is neither the number of a page nor a token: does it count pages or items?",
            "ListToken: `NextToken` is there, but the reply has no token of the next page",
            "ListNoSize: `PageNumber` is there, but no parameter for the size of a page",
        ]
        .map(str::to_owned)
    );
    // All of them are printed, not a few.
    let printed = done.report.to_string();
    assert!(notes(&done, NoteKind::PaginationUnclear).iter().all(|note| printed.contains(note)), "{printed}");
}
