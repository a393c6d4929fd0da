//! Names that are chosen where the plain one is taken: of a setter, of an operation and its types, of a second field.

use std::collections::HashSet;

use super::reserved::{CALL_METHODS, CLIENT_METHODS, TYPES};
use super::{field, is_never_raw, type_name, usable_field};
use crate::types::{Named, Schema};

/// The Rust name of a field: the one that its schema gives, else the one of its wire name.
pub fn field_of(wire: &str, schema: &Schema) -> String {
    schema.rust_name.clone().unwrap_or_else(|| field(wire))
}

/// The method that sets an optional parameter: named as its field, unless every call has a method of that name. `items` →
/// `set_items`.
pub fn setter(field: &str) -> String {
    if CALL_METHODS.contains(&field) { format!("set_{field}") } else { field.to_owned() }
}

/// The client's method for an operation: `tagResources` → `tag_resources`; `Clone` → `clone_operation`, since every client has
/// a method `clone`.
pub fn method(operation: &str) -> String {
    let name = field(operation);
    if CLIENT_METHODS.contains(&name.as_str()) { format!("{name}_operation") } else { name }
}

/// The type that stands for an operation: `tagResources` → `TagResources`; `Client` → `ClientOperation`, since generated code
/// needs `Client` for something else.
pub fn operation_type(operation: &str) -> String {
    let name = type_name(operation);
    if TYPES.contains(&name.as_str()) || is_never_raw(&name) { format!("{name}Operation") } else { name }
}

/// What stands behind an operation's name in the names of its types, and what stands there if an operation has that name.
const SUFFIXES: [[&str; 2]; 5] = [
    ["Code", "ErrorCode"],
    ["Ext", "Extension"],
    ["Request", "Parameters"],
    ["Required", "RequiredParameters"],
    ["Response", "Reply"],
];

/// The names of the types of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnTypes {
    /// The call.
    pub call: String,
    /// Its error codes.
    pub code: String,
    /// The trait that adds the operation to other clients.
    pub extension: String,
    /// What it sends.
    pub request: String,
    /// The required parameters, where there are many.
    pub required: String,
    /// What comes back.
    pub response: String,
}

impl OwnTypes {
    /// The names for an operation beside others, of which `is_operation` knows the types of the calls: the error codes of
    /// `GetNode` are `GetNodeCode`, and beside an operation `GetNodeCode` they are `GetNodeErrorCode`.
    pub fn of(operation: &str, is_operation: impl Fn(&str) -> bool) -> Self {
        let call = operation_type(operation);
        let [code, extension, request, required, response] = SUFFIXES.map(|[usual, other]| {
            let usual = format!("{call}{usual}");
            if is_operation(&usual) { format!("{call}{other}") } else { usual }
        });
        OwnTypes { call, code, extension, request, required, response }
    }

    /// All of them, the call first.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        [&self.call, &self.code, &self.extension, &self.request, &self.required, &self.response].into_iter().map(String::as_str)
    }
}

/// Chooses a Rust name for each field whose own name is taken, or whose wire name gives no valid one.
/// Names that are given stay.
pub fn choose(fields: &mut Named<Schema>) {
    choose_beside(fields, &Named::default());
}

/// The same, where the fields of `known` have their names already.
pub fn choose_beside(fields: &mut Named<Schema>, known: &Named<Schema>) {
    let is_known = |wire: &str| known.get(wire).is_some() && usable_field(wire).is_ok();
    let given = fields.iter().filter(|(wire, schema)| schema.rust_name.is_some() || is_known(wire));
    let mut taken: HashSet<String> = given.map(|(wire, schema)| field_of(wire, schema)).collect();
    for (wire, schema) in &mut fields.0 {
        if schema.rust_name.is_some() || is_known(wire) {
            continue;
        }
        let plain = usable_field(wire).ok();
        if plain.as_ref().is_some_and(|plain| taken.insert(plain.clone())) {
            continue;
        }
        let plain = plain.unwrap_or_else(|| match field(wire) {
            name if is_never_raw(&name) && name != "_" => format!("{name}_field"),
            _ => "field".to_owned(),
        });
        let numbered = (2..).map(|number| format!("{plain}_{number}"));
        schema.rust_name = std::iter::once(plain.clone()).chain(numbered).find(|name| taken.insert(name.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_of_calls_and_clients_are_left_to_them() {
        assert_eq!((setter("items"), setter("item")), ("set_items".to_owned(), "item".to_owned()));
        assert_eq!((method("Clone"), method("tagResources")), ("clone_operation".to_owned(), "tag_resources".to_owned()));
        assert_eq!((operation_type("Client"), operation_type("tagResources")), ("ClientOperation".into(), "TagResources".into()));
    }

    #[test]
    fn types_give_way_to_operations_of_their_name() {
        let operations = ["GetNode", "GetNodeCode"];
        let types = OwnTypes::of("GetNode", |name| operations.contains(&name));
        assert_eq!((types.code.as_str(), types.response.as_str()), ("GetNodeErrorCode", "GetNodeResponse"));
        assert_eq!(OwnTypes::of("GetNodeCode", |name| operations.contains(&name)).code, "GetNodeCodeCode");
    }

    #[test]
    fn fields_without_a_name_of_their_own_get_one() {
        let wires = ["Isp", "ISP", "isp_2", "self", "名称", "***"];
        let mut fields = Named(wires.map(|wire| (wire.to_owned(), Schema::default())).to_vec());
        choose(&mut fields);
        let names: Vec<_> = fields.iter().map(|(wire, schema)| field_of(wire, schema)).collect();
        assert_eq!(names, ["isp", "isp_2", "isp_2_2", "self_field", "field", "field_2"]);
        let again = fields.clone();
        choose(&mut fields);
        assert_eq!(fields, again);
    }
}
