//! What a word means.

use acs_spec::facts::Descriptions;
use acs_spec::{Schema, Waiter};
use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind};

use super::grammar::{Grammar, Place};
use super::navigate;
use super::scan::{self, Part, Word};
use super::target::Target;
use super::{known, rust, text};
use crate::spec::symbols::{self, Symbol, fields};

/// What the word at a place means: for a name what the service says of it and the Rust generated from it, for a word of the format
/// what the format says.
pub(super) fn hover(target: &Target<'_>, grammar: &Grammar, offset: usize) -> Option<Hover> {
    let word = scan::cursor(target.text, offset).filter(|word| !word.span.is_empty())?;
    let symbol = navigate::at(target, offset).into_iter().next().map(|one| one.symbol);
    let value = symbol.and_then(|symbol| of_symbol(target, &symbol)).or_else(|| of_format(target, grammar, &word))?;
    let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
    Some(Hover { contents, range: Some(text::range(target.text, word.span)) })
}

fn of_symbol(target: &Target<'_>, symbol: &Symbol) -> Option<String> {
    let tree = target.service.tree.as_ref()?;
    let uses = |symbol: &Symbol| {
        let all = target.service.context(|context| symbols::all(context, symbol));
        all.iter().flat_map(|(_, list)| list).filter(|one| !one.is_definition).count()
    };
    Some(match symbol {
        Symbol::Waiter(name) => of_waiter(name, tree.waiters.get(name)?),
        Symbol::Operation(name) => {
            let operation = known::operation(tree, name)?;
            let access = operation.access.as_str();
            parts([
                Some(format!("**{name}** ({access})")),
                Some(operation.summary.clone()),
                Some(rust_block(&rust::operation_method(name))),
            ])
        }
        Symbol::Group(name) => parts([
            Some(format!("**{name}**: a folder, a module and a cargo feature")),
            tree.service.groups.get(name).cloned(),
            None,
        ]),
        Symbol::Entry(name) => {
            let used = format!("Describes {} parameters and fields.", uses(symbol));
            parts([Some(format!("**{name}**, entry of the glossary")), tree.glossary.get(name).cloned(), Some(used)])
        }
        Symbol::Code(name) => {
            let codes = known::codes(tree);
            let code = codes.get(name.as_str())?;
            let statuses: Vec<String> = code.statuses.iter().map(u16::to_string).collect();
            let retry = code.retry.map(|retry| format!("; retry class `{}`", retry.as_str())).unwrap_or_default();
            let facts = format!("Status {}, in {} operations{retry}.", statuses.join(", "), code.operations);
            parts([Some(format!("**{name}**, error code")), code.description.map(str::to_owned), Some(facts)])
        }
        Symbol::Shape(_, name) => {
            let schema = target.operation()?.shapes.get(name)?;
            let fields: Vec<&str> = schema.fields.names().collect();
            parts([
                Some(format!("**{name}**, shape of this operation")),
                schema.description.clone(),
                Some(format!("Fields: {}", fields.join(", "))),
            ])
        }
        Symbol::Field(file, way) => {
            let operation = target.service.operation(file)?;
            let field = fields::field(operation, way)?;
            let descriptions = Descriptions::new(&tree.glossary);
            let entry = fields::entry(&descriptions, operation, &field);
            let description = field.schema.description.clone().or_else(|| entry.map(|(_, text)| text.to_owned()));
            let source = entry.map(|(name, _)| format!("From the entry `{name}` of the glossary."));
            let title = format!(
                "**{}**: {}{}",
                field.name,
                fields::described(field.schema, &operation.shapes),
                of_operation(target, file, &operation.operation)
            );
            let rust = (*file == target.name).then(|| rust::declaration(target, way)).flatten().map(|line| rust_block(&line));
            let facts = facts(field.schema);
            parts([Some(title), description.map(|text| text.trim().to_owned()), source]) + &rest([facts, rust])
        }
    })
}

fn of_operation(target: &Target<'_>, file: &str, operation: &str) -> String {
    if file == target.name { String::new() } else { format!(" of {operation}") }
}

fn of_waiter(name: &str, waiter: &Waiter) -> String {
    let ends = match (&waiter.until, waiter.success.is_empty()) {
        (Some(acs_spec::Until::Gone), _) => "until it is gone".to_owned(),
        (Some(acs_spec::Until::Present), _) => "until it is there".to_owned(),
        (Some(acs_spec::Until::Detached), _) => "until it is detached".to_owned(),
        (None, false) => format!(
            "until `{}` is {}",
            waiter.status.as_deref().unwrap_or_default(),
            acs_spec::suggest::listed(&waiter.success, "or")
        ),
        (None, true) => String::new(),
    };
    parts([
        Some(format!("**{name}**: polls `{}` {ends}", waiter.operation)),
        Some(waiter.summary.clone()),
        Some(rust_block(&rust::waiter_method(name))),
    ])
}

/// What a schema says besides its type, in a line.
fn facts(schema: &Schema) -> Option<String> {
    let word = |value: &acs_spec::Value| serde_json::to_string(value).ok();
    let mut facts: Vec<String> = Vec::new();
    facts.extend(schema.required.then(|| "required".to_owned()));
    facts.extend(schema.needed.then(|| "needed in practice".to_owned()));
    facts.extend(schema.sensitive.then(|| "sensitive".to_owned()));
    facts.extend(schema.deprecated.then(|| "deprecated".to_owned()));
    facts.extend(schema.idempotency_token.then(|| "idempotency token".to_owned()));
    facts.extend(schema.default.as_ref().and_then(word).map(|value| format!("default `{value}`")));
    facts.extend(schema.example.as_ref().and_then(word).map(|value| format!("example `{value}`")));
    (!facts.is_empty()).then(|| facts.join(", "))
}

fn of_format(target: &Target<'_>, grammar: &Grammar, word: &Word) -> Option<String> {
    let place = grammar.place(target.kind, &word.way())?;
    if word.part == Part::Value {
        let term = place.words().into_iter().find(|term| term.word == word.text && !term.meaning.is_empty())?;
        return Some(parts([Some(format!("`{}`", term.word)), Some(term.meaning), None]));
    }
    if place.is_name || place.meaning().is_empty() {
        return None;
    }
    Some(parts([Some(format!("`{}`", word.text)), Some(place.meaning().to_owned()), words_of(place)]))
}

fn words_of(place: Place<'_>) -> Option<String> {
    let terms = place.words();
    let line = |term: &super::grammar::Term| {
        let meaning = if term.meaning.is_empty() { String::new() } else { format!(": {}", term.meaning) };
        format!("- `{}`{meaning}", term.word)
    };
    (!terms.is_empty()).then(|| terms.iter().map(line).collect::<Vec<_>>().join("\n"))
}

fn rust_block(line: &str) -> String {
    format!("```rust\n{line}\n```")
}

fn parts(parts: [Option<String>; 3]) -> String {
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn rest(parts: [Option<String>; 2]) -> String {
    parts.into_iter().flatten().map(|part| format!("\n\n{part}")).collect()
}
