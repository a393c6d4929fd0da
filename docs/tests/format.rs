//! The reference of the spec format is made from the types that read the files.
//!
//! `UPDATE=1 cargo test -p acs-guide --test format` writes it anew.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use quote::ToTokens;
use syn::{Attribute, Expr, Fields, Item, Lit, Meta};

const HEAD: &str = "# The spec format

One file describes one operation; three files are shared by all. Names are wire names, unchanged, and unknown keys are errors. This page
is made from the types that read the files; editors that know YAML schemas complete and check each kind of file against the one in
`api-spec/schema/`.

| file | type |
| --- | --- |
| `<group>/<Operation>.yaml` | [`Operation`](#operation) |
| `service.yaml` | [`Service`](#service) |
| `waiters.yaml` | a mapping from names to [`Waiter`](#waiter) |
| `glossary.yaml` | a mapping from `Name`, `Parent.Name` or `Operation:Name` to text |

## Lists of values

`enum` is a closed set: it becomes a Rust enum, and a request of another value says so (`Unknown`). `values` are the known values of an
open set: it stays a string, and they are in its documentation. Which one a list is:

1. Closed is what the service's metadata closes (`enum` there), and nothing else.
2. Open is everything else: what documentation, examples or another SDK list. That includes what looks complete. States, charge types,
   carriers, line types and kinds of resources grow without a new version; and even `true` and `false` as text are written as `True` and
   `False` by some operations.
3. In doubt, open. A closed set may grow, since its enum is `#[non_exhaustive]`, but programs know a new value only as `Unknown` until they
   are built again, and to open the set later is a breaking change. An open set that never grows costs nothing.

No lint can decide it, since both look alike in a file: the metadata decides, and the importer follows it. A new closed set shows as
a new type in `tests/snapshots/surface.snap`, where a review finds it. What the values mean belongs into the `description`, unless each
says so itself.
";

#[test]
fn the_reference_is_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut page = HEAD.to_owned();
    for file in ["operation", "schema", "service", "waiter"] {
        let text = fs::read_to_string(root.join(format!("../spec/src/types/{file}.rs"))).unwrap();
        for item in syn::parse_file(&text).unwrap().items {
            describe(&item, &mut page);
        }
    }
    let path = root.join("src/format.md");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).unwrap();
    }
    assert!(fs::read_to_string(&path).unwrap_or_default() == page, "run `UPDATE=1 cargo test -p acs-guide --test format`");
}

fn describe(item: &Item, page: &mut String) {
    match item {
        Item::Struct(item) => {
            let Fields::Named(fields) = &item.fields else { return };
            writeln!(page, "\n## {}\n\n{}\n\n| key | value | meaning |\n| --- | --- | --- |", item.ident, docs(&item.attrs))
                .unwrap();
            for field in fields.named.iter().filter(|field| !serde(&field.attrs).contains("skip)")) {
                let name = renamed(&field.attrs).unwrap_or_else(|| field.ident.as_ref().unwrap().to_string());
                let is_required = !serde(&field.attrs).contains("default") && !serde(&field.attrs).contains("flatten");
                let must = if is_required { " (required)" } else { "" };
                let ty = value(&field.ty.to_token_stream().to_string());
                writeln!(page, "| `{}`{must} | {ty} | {} |", name.trim_start_matches("r#"), cell(&docs(&field.attrs))).unwrap();
            }
        }
        Item::Enum(item) if !item.variants.is_empty() => {
            writeln!(page, "\n## {}\n\n{}\n\n| value | meaning |\n| --- | --- |", item.ident, docs(&item.attrs)).unwrap();
            let case = serde(&item.attrs);
            for variant in &item.variants {
                let name = variant.ident.to_string();
                let name = renamed(&variant.attrs).unwrap_or_else(|| match () {
                    () if case.contains("UPPERCASE") => name.to_uppercase(),
                    () if case.contains("camelCase") => name[..1].to_lowercase() + &name[1..],
                    () => name.to_lowercase(),
                });
                writeln!(page, "| `{name}` | {} |", cell(&docs(&variant.attrs))).unwrap();
            }
        }
        _ => {}
    }
}

/// The type in words.
fn value(ty: &str) -> String {
    let plain: String = ty.chars().filter(|c| !c.is_whitespace()).collect();
    let inner = |name: &str| plain.strip_prefix(name).and_then(|rest| rest.strip_prefix('<')?.strip_suffix('>')).map(value);
    if let Some(inner) = inner("Option").or_else(|| inner("Box")) {
        return inner;
    }
    if let Some(inner) = inner("Vec") {
        return format!("list of {inner}");
    }
    if let Some(inner) = inner("Named") {
        return format!("mapping from names to {inner}");
    }
    match plain.as_str() {
        "String" => "text".to_owned(),
        "bool" => "`true` or `false`".to_owned(),
        "u32" | "u64" | "i64" | "usize" => "whole number".to_owned(),
        "Number" => "number".to_owned(),
        "Value" => "any value".to_owned(),
        "Texts" => "text, or a list of texts".to_owned(),
        "OneOrMany" => "a number, or a list of numbers".to_owned(),
        name => format!("[`{name}`](#{})", name.to_lowercase()),
    }
}

fn serde(attributes: &[Attribute]) -> String {
    let serde = attributes.iter().filter(|attribute| attribute.path().is_ident("serde"));
    serde.map(|attribute| attribute.to_token_stream().to_string()).collect()
}

fn renamed(attributes: &[Attribute]) -> Option<String> {
    let text = serde(attributes);
    let (_, behind) = text.split_once("rename = \"")?;
    Some(behind.split('"').next()?.to_owned())
}

fn docs(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(doc) if doc.path.is_ident("doc") => match &doc.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value().trim_start_matches(' ').to_owned()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    });
    plain_links(&lines.collect::<Vec<_>>().join("\n"))
}

/// Links of rustdoc lead nowhere here: [`Kind`](Kind) and [`Kind`] become `Kind`.
fn plain_links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("[`") {
        out.push_str(&rest[..start]);
        let behind = &rest[start + 1..];
        let Some(end) = behind.find("`]") else { break };
        out.push_str(&behind[..=end]);
        rest = &behind[end + 2..];
        if let Some(target) = rest.strip_prefix('(').and_then(|target| target.find(')')) {
            rest = &rest[target + 2..];
        }
    }
    out + rest
}

fn cell(text: &str) -> String {
    text.replace('\n', " ").replace('|', "\\|")
}
