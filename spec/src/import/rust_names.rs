//! Which wire names can become names in Rust.

use crate::names;
use crate::types::{Kind, Schema};

/// Longest name that is taken, in bytes. YAML ends at about a thousand.
const LONGEST_NAME: usize = 256;

/// Whether a wire name can become the name of a Rust field.
pub(super) fn expressible(name: &str) -> Result<(), String> {
    let ident = names::field(name);
    // `<<` is a merge key to some readers of YAML.
    if !is_identifier(&ident) || name.starts_with('<') {
        return Err(format!("`{name}` makes no Rust name"));
    }
    if name.len() > LONGEST_NAME {
        return Err("its name is longer than a key can be".to_owned());
    }
    if names::is_never_raw(&ident) {
        return Err(format!("its name in Rust would be `{ident}`, which is reserved"));
    }
    Ok(())
}

/// Whether a name can be written in Rust by all that handle it.
pub(super) fn is_identifier(name: &str) -> bool {
    name.is_ascii() && name.contains(|c: char| c.is_ascii_alphanumeric())
}

/// Whether values can be the variants of a Rust enum.
pub(super) fn enum_of(schema: &Schema, values: &[String]) -> Result<(), String> {
    if schema.kind != Some(Kind::String) {
        return Err("its values are no strings".to_owned());
    }
    let variants: Vec<String> = values.iter().map(|value| names::variant(value)).collect();
    for (index, variant) in variants.iter().enumerate() {
        if !is_identifier(variant) {
            return Err(format!("`{}` makes no Rust name", values[index]));
        }
        let taken = variants[..index].contains(variant) || names::is_never_raw(variant) || variant == "Unknown";
        if taken {
            return Err(format!("`{}` would be the variant `{variant}`, which is taken", values[index]));
        }
    }
    Ok(())
}
