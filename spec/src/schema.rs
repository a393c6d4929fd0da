//! The JSON Schema of an operation file, for editors that complete and check spec files.

use schemars::generate::SchemaSettings;

use crate::types::Operation;

/// The schema as JSON text, made from the types that read the files. Their documentation is what an editor shows.
///
/// A spec file names it in its first line: `# yaml-language-server: $schema=../schema.json`.
pub fn operation_schema() -> String {
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<Operation>();
    format!("{:#}\n", schema.to_value())
}
