//! Go to definition, find references, rename.

use std::path::Path;

use lsp_server::{ErrorCode, ResponseError};
use lsp_types::{Location, TextEdit, WorkspaceEdit};

use super::client::Abilities;
use super::documents::Documents;
use super::edits::Edits;
use super::target::{Target, error};
use super::workspace::Service;
use super::{address, scan, text};
use crate::spec::symbols::{self, Occurrence, Symbol};

/// The symbols at a place: the one that stands there, and behind it the entry of the glossary that describes it.
pub(super) fn at(target: &Target<'_>, offset: usize) -> Vec<Occurrence> {
    let Some(word) = scan::cursor(target.text, offset).filter(|word| !word.span.is_empty()) else { return Vec::new() };
    target.service.context(|context| symbols::of_word(context, &target.name, &word))
}

/// Where what stands at a place is defined. For a parameter that the glossary describes, that is the entry.
pub(super) fn definition(target: &Target<'_>, offset: usize, documents: &Documents) -> Vec<Location> {
    let here = at(target, offset);
    // A name leads on to what describes it, if it is itself the definition.
    let Some(symbol) = here.iter().rev().find(|one| !one.is_definition).or(here.first()).map(|one| &one.symbol) else {
        return Vec::new();
    };
    let found = target.service.context(|context| symbols::definitions(context, symbol));
    let definitions = found.iter().flat_map(|(name, list)| list.iter().map(move |one| (name, one)));
    definitions.filter_map(|(name, one)| location(target.root, target.service, name, one, documents)).collect()
}

/// Where what stands at a place is named.
pub(super) fn references(target: &Target<'_>, offset: usize, with_definition: bool, documents: &Documents) -> Vec<Location> {
    let here = at(target, offset);
    let Some(symbol) = here.first().map(|one| &one.symbol) else { return Vec::new() };
    let all = target.service.context(|context| symbols::all(context, symbol));
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
pub(super) fn renamable(target: &Target<'_>, offset: usize) -> Result<(Symbol, lsp_types::Range), ResponseError> {
    let here = at(target, offset);
    let found = here.into_iter().find(|one| matches!(one.symbol, Symbol::Waiter(_) | Symbol::Shape(..)));
    match found {
        Some(one) => Ok((one.symbol, text::range(target.text, one.span))),
        None => Err(failed("only waiters and shapes can be renamed here: the service gives all other names")),
    }
}

/// Renames what stands at a place wherever it is named.
pub(super) fn rename(
    target: &Target<'_>,
    offset: usize,
    name: &str,
    documents: &Documents,
    abilities: Abilities,
) -> Result<Option<WorkspaceEdit>, ResponseError> {
    let (symbol, _) = renamable(target, offset)?;
    let made = target.service.context(|context| symbols::rename(context, &symbol, name)).map_err(|why| failed(&why))?;
    let mut edits = Edits::default();
    for file in made {
        let Some(source) = target.service.texts.get(&file.file) else { continue };
        for (span, text) in file.pieces {
            edits.add(&target.root.join(&file.file), TextEdit::new(text::range(&source.text, span), text));
        }
    }
    Ok(edits.into_workspace(documents, abilities))
}

fn failed(why: &str) -> ResponseError {
    error(ErrorCode::RequestFailed, why.to_owned())
}
