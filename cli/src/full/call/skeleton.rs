//! `acs call OPERATION --skeleton`: a file with every parameter, for `--file`.

use acs_spec::facts::{NEEDED, is_needed};
use acs_spec::read::SpecTree;
use acs_spec::{Operation, Schema};
use serde_yaml::{Mapping, Value};

/// The parameters as YAML: those that the caller must give, or needs in practice, first, the others as comments, each with its type and meaning.
pub(super) fn write(operation: &Operation, tree: &SpecTree) -> String {
    let (required, optional): (Vec<_>, Vec<_>) =
        operation.parameters.iter().partition(|(name, schema)| is_needed(name, schema, &tree.service));
    let mut text = format!(
        "# {}: {}\n# Send it with: acs call {} --file FILE\n",
        operation.operation, operation.summary, operation.operation
    );
    for (name, schema) in required {
        text.push('\n');
        if schema.needed {
            text.push_str(&format!("# {NEEDED}\n"));
        }
        add(name, schema, operation, tree, "", &mut text);
    }
    if !optional.is_empty() {
        text.push_str("\n# Optional parameters.\n");
    }
    for (name, schema) in optional {
        text.push('\n');
        add(name, schema, operation, tree, "# ", &mut text);
    }
    text
}

fn add(name: &str, schema: &Schema, operation: &Operation, tree: &SpecTree, comment: &str, text: &mut String) {
    let keys = [format!("{}:{name}", operation.operation), name.to_owned()];
    let meaning = schema.description.as_ref().or_else(|| keys.iter().find_map(|key| tree.glossary.get(key)));
    for line in meaning.into_iter().flat_map(|meaning| meaning.trim_end().lines()) {
        text.push_str(&format!("# {line}\n"));
    }
    let example = acs_spec::example(name, schema, &operation.shapes, &|name| format!("<{name}>"));
    let field = Mapping::from_iter([(Value::from(name), example.unwrap_or_default())]);
    let yaml = serde_yaml::to_string(&field).unwrap_or_default();
    for line in yaml.lines() {
        text.push_str(&format!("{comment}{line}\n"));
    }
}
