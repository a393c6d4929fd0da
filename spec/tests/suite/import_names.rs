//! Names that Rust cannot have twice: another is chosen, and nothing is left out.
#![cfg(feature = "import")]
use crate::common::imported::{operation, tree_of};
use acs_spec::check;
use acs_spec::import::{NoteKind, import};
use acs_spec::names::{OwnTypes, field_of, setter};
use serde_json::{Value as Json, json};

fn metadata() -> Json {
    let string = json!({"type": "string"});
    let parameter =
        |name: &str, required: bool| json!({"name": name, "in": "query", "schema": {"type": "string", "required": required}});
    let reply = json!({"200": {"schema": {"type": "object", "properties": {
        "RequestId": string, "Paths": string, "paths": string, "Isp": string, "ISP": string, "Count": {"type": "integer"}, "count": string,
        "self": string, "名称": string,
    }}}});
    json!({
        "info": {"style": "RPC", "product": "Thing", "version": "2020-01-01"},
        "apis": {
            "GetNode": {"parameters": [
                parameter("Param", true), parameter("Items", false), parameter("Options", false), parameter("SetItems", false),
                parameter("VSwitchId", false), parameter("VswitchId", false),
            ], "responses": reply},
            "GetNodeCode": {"responses": {}},
            "GetNodeResponse": {"responses": {}},
            "tagResources": {"responses": {}},
            "Clone": {"responses": {}},
            "Client": {"responses": {}},
        },
    })
}

#[test]
fn nothing_is_left_out_where_a_name_can_be_chosen() {
    let done = import(&metadata().to_string(), None).unwrap();
    let left_out: Vec<String> = done.report.left_out().map(ToString::to_string).collect();
    assert_eq!(left_out, Vec::<String>::new());
    let tree = tree_of(&done);
    let warnings = check::check(&tree).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(false)));
    assert_eq!(warnings.render(false), "");

    let node = operation(&tree, "GetNode");
    let setters = node.parameters.iter().map(|(wire, schema)| (wire, setter(&field_of(wire, schema))));
    let expected = [
        ("Param", "set_param"),
        ("Items", "items_value"),
        ("Options", "set_options"),
        ("SetItems", "set_items"),
        ("VSwitchId", "vswitch_id"),
        ("VswitchId", "vswitch_id_2"),
    ];
    assert_eq!(setters.collect::<Vec<_>>(), expected.map(|(wire, setter)| (wire, setter.to_owned())));
    let fields = node.response.iter().map(|(wire, schema)| (wire, field_of(wire, schema)));
    let expected = [
        ("RequestId", "request_id"),
        ("Paths", "paths"),
        ("Isp", "isp"),
        ("ISP", "isp_2"),
        ("Count", "count"),
        ("count", "count_2"),
        ("self", "self_field"),
        ("名称", "field"),
    ];
    assert_eq!(fields.collect::<Vec<_>>(), expected.map(|(wire, field)| (wire, field.to_owned())));
    // Names that differ in case only, of one type, are one field.
    assert_eq!(node.response.get("Paths").unwrap().aliases, ["paths"]);

    let operations = ["GetNode", "GetNodeCode", "GetNodeResponse"];
    let types = OwnTypes::of("GetNode", |name| operations.contains(&name));
    assert_eq!((types.code.as_str(), types.response.as_str()), ("GetNodeErrorCode", "GetNodeReply"));
}

#[test]
fn chosen_names_stay_when_the_metadata_is_imported_again() {
    let first = import(&metadata().to_string(), None).unwrap();
    let tree = tree_of(&first);
    assert_eq!(import(&metadata().to_string(), Some(&tree)).unwrap().files, []);

    // In another order, and with a third of the name.
    let mut more = metadata();
    let parameters = more["apis"]["GetNode"]["parameters"].as_array_mut().unwrap();
    parameters.reverse();
    parameters.push(json!({"name": "vswitchId", "in": "query", "schema": {"type": "string"}}));
    let again = import(&more.to_string(), Some(&tree)).unwrap();
    let text = &again.files.iter().find(|file| file.path.ends_with("GetNode.yaml")).unwrap().text;
    assert!(text.contains("  VSwitchId: { type: string }"), "{text}");
    assert!(text.contains("  VswitchId: { type: string, rust_name: vswitch_id_2 }"), "{text}");
    assert!(text.contains("  vswitchId: { type: string, rust_name: vswitch_id_3 }"), "{text}");
}

#[test]
fn what_cannot_be_kept_is_named_with_its_reason() {
    let mut odd = metadata();
    odd["apis"]["getNode"] = json!({"responses": {}});
    odd["apis"]["2Fast"] = json!({"responses": {}});
    let parameters = odd["apis"]["GetNode"]["parameters"].as_array_mut().unwrap();
    parameters.push(json!({"name": "Vpc Id", "in": "query", "schema": {"type": "string"}}));
    parameters.push(json!({"name": "Body", "in": "body", "schema": {"type": "string"}}));
    let done = import(&odd.to_string(), None).unwrap();
    let left_out: Vec<_> = done.report.left_out().map(|note| (note.kind, note.operation.as_str(), note.place.as_str())).collect();
    let expected = [
        (NoteKind::ParameterLeftOut, "GetNode", "Vpc Id"),
        (NoteKind::ParameterLeftOut, "GetNode", "Body"),
        (NoteKind::OperationLeftOut, "getNode", ""),
        (NoteKind::OperationLeftOut, "2Fast", ""),
    ];
    assert_eq!(left_out, expected);
    let report = done.report.to_string();
    assert!(done.report.left_out().all(|note| !note.text.is_empty() && report.contains(&note.to_string())), "{report}");
}
