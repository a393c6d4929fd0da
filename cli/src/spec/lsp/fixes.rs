//! Quick fixes: the edits that diagnostics carry.

use std::ops::Range;
use std::path::Path;

use acs_spec::diagnostic::{Applicability, Change, Diagnostic, Edit};
use lsp_types::{CodeAction, CodeActionKind, TextEdit, WorkspaceEdit};

use super::client::Abilities;
use super::documents::Documents;
use super::edits::Edits;
use super::text;
use super::workspace::Service;

/// What can be done about the diagnostics of a file that touch a range of it, and about all of the file at once.
pub(super) fn fixes(
    root: &Path,
    service: &Service,
    path: &Path,
    range: &Range<usize>,
    documents: &Documents,
    abilities: Abilities,
) -> Vec<CodeAction> {
    let here: Vec<&Diagnostic> = service.found.iter().filter(|one| root.join(one.location.path()) == path).collect();
    let touches = |span: Range<usize>| span.start <= range.end && range.start <= span.end;
    let workspace = |edits: &[&Edit]| converted(root, edits, documents, abilities);
    let mut actions = Vec::new();
    for one in here.iter().filter(|one| touches(one.location.span())) {
        for edit in &one.edits {
            let Some(change) = workspace(&[edit]) else { continue };
            let is_preferred = Some(edit.applicability == Applicability::Certain);
            actions.push(action(edit.title(), CodeActionKind::QUICKFIX, change, is_preferred));
        }
    }
    let certain =
        apart(here.iter().filter_map(|one| one.certain_edit()).filter(|edit| matches!(edit.change, Change::Replace { .. })));
    if let (false, Some(change)) = (certain.is_empty(), workspace(&certain)) {
        let title = "fix all that is certain in this file".to_owned();
        actions.push(action(title, CodeActionKind::SOURCE_FIX_ALL, change, None));
    }
    actions
}

fn action(title: String, kind: CodeActionKind, edit: WorkspaceEdit, is_preferred: Option<bool>) -> CodeAction {
    CodeAction { title, kind: Some(kind), edit: Some(edit), is_preferred, ..CodeAction::default() }
}

/// The edits that do not meet an earlier one.
fn apart<'e>(edits: impl Iterator<Item = &'e Edit>) -> Vec<&'e Edit> {
    let mut kept: Vec<(&Edit, Range<usize>)> = Vec::new();
    for edit in edits {
        let Change::Replace { location, .. } = &edit.change else { continue };
        let span = location.span();
        if kept.iter().all(|(_, other)| span.end < other.start || other.end < span.start) {
            kept.push((edit, span));
        }
    }
    kept.into_iter().map(|(edit, _)| edit).collect()
}

fn converted(root: &Path, edits: &[&Edit], documents: &Documents, abilities: Abilities) -> Option<WorkspaceEdit> {
    let mut all = Edits::default();
    for edit in edits {
        match &edit.change {
            Change::Replace { location, replacement } => {
                let edit = TextEdit::new(text::range(location.text(), location.span()), replacement.clone());
                all.add(&root.join(location.path()), edit);
            }
            Change::Rename { location, name } => {
                let path = root.join(location.path());
                all.renamed = Some((path.clone(), path.with_file_name(name)));
            }
        }
    }
    all.into_workspace(documents, abilities)
}
