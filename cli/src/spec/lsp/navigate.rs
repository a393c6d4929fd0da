//! Go to definition, find references, rename.

use std::path::Path;

use acs_spec::read::written;
use lsp_server::{ErrorCode, ResponseError};
use lsp_types::{Location, TextEdit, WorkspaceEdit};

use super::client::Abilities;
use super::documents::Documents;
use super::edits::Edits;
use super::grammar::Grammar;
use super::symbols::{self, Occurrence, Symbol};
use super::target::{Target, error};
use super::workspace::Service;
use super::{address, text};

/// Where what stands at a place is defined. For a parameter that the glossary describes, that is the entry.
pub(super) fn definition(target: &Target<'_>, grammar: &Grammar, offset: usize, documents: &Documents) -> Vec<Location> {
    let here = symbols::at(target, grammar, offset);
    // A name leads on to what describes it, if it is itself the definition.
    let Some(symbol) = here.iter().rev().find(|one| !one.is_definition).or(here.first()).map(|one| &one.symbol) else {
        return Vec::new();
    };
    let found = symbols::definitions(target.service, grammar, symbol);
    let definitions = found.iter().flat_map(|(name, list)| list.iter().map(move |one| (name, one)));
    definitions.filter_map(|(name, one)| location(target.root, target.service, name, one, documents)).collect()
}

/// Where what stands at a place is named.
pub(super) fn references(
    target: &Target<'_>,
    grammar: &Grammar,
    offset: usize,
    with_definition: bool,
    documents: &Documents,
) -> Vec<Location> {
    let here = symbols::at(target, grammar, offset);
    let Some(symbol) = here.first().map(|one| &one.symbol) else { return Vec::new() };
    let all = symbols::all(target.service, grammar, symbol);
    let wanted = all
        .iter()
        .flat_map(|(name, list)| list.iter().filter(|one| with_definition || !one.is_definition).map(move |one| (name, one)));
    wanted.filter_map(|(name, one)| location(target.root, target.service, name, one, documents)).collect()
}

fn location(root: &Path, service: &Service, name: &str, one: &Occurrence, documents: &Documents) -> Option<Location> {
    let path = root.join(name);
    let uri = documents.get(&path).map(|document| document.uri.clone()).or_else(|| address::uri(&path))?;
    Some(Location::new(uri, text::range(&service.texts.get(name)?.text, one.span.clone())))
}

/// What of a text would be renamed, if it can be.
pub(super) fn renamable(
    target: &Target<'_>,
    grammar: &Grammar,
    offset: usize,
) -> Result<(Symbol, lsp_types::Range), ResponseError> {
    let here = symbols::at(target, grammar, offset);
    let found = here.into_iter().find(|one| matches!(one.symbol, Symbol::Waiter(_) | Symbol::Shape(..)));
    match found {
        Some(one) => Ok((one.symbol, text::range(target.text, one.span))),
        None => Err(failed("only waiters and shapes can be renamed here: the service gives all other names")),
    }
}

/// Renames what stands at a place wherever it is named.
pub(super) fn rename(
    target: &Target<'_>,
    grammar: &Grammar,
    offset: usize,
    name: &str,
    documents: &Documents,
    abilities: Abilities,
) -> Result<Option<WorkspaceEdit>, ResponseError> {
    let (symbol, _) = renamable(target, grammar, offset)?;
    let (is_taken, what) = match &symbol {
        Symbol::Waiter(_) => (target.service.tree.as_ref().is_some_and(|tree| tree.waiters.get(name).is_some()), "waiter"),
        _ => (target.operation().is_some_and(|operation| operation.shapes.get(name).is_some()), "shape"),
    };
    if is_taken {
        return Err(failed(&format!("there is a {what} `{name}` already")));
    }
    if !acs_spec::names::is_type(name) {
        return Err(failed(&format!(
            "`{name}` is not a valid name for a {what}: it begins with a capital, and letters and digits follow"
        )));
    }
    let mut edits = Edits::default();
    for (file, occurrences) in symbols::all(target.service, grammar, &symbol) {
        let Some(source) = target.service.texts.get(&file) else { continue };
        for one in occurrences {
            edits.add(&target.root.join(&file), TextEdit::new(text::range(&source.text, one.span), written(name)));
        }
    }
    Ok(edits.into_workspace(documents, abilities))
}

fn failed(why: &str) -> ResponseError {
    error(ErrorCode::RequestFailed, why.to_owned())
}
