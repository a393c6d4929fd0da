//! Diagnostics as the protocol has them, and which of them the client knows.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use acs_spec::diagnostic::{self, Code, Diagnostics, Severity};
use lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, NumberOrString,
    PublishDiagnosticsParams,
};

use super::documents::Documents;
use super::{address, text};

/// The diagnostics last sent to the client, by file. Files without diagnostics are not in it.
#[derive(Debug, Default)]
pub(super) struct Published(BTreeMap<PathBuf, Vec<Diagnostic>>);

impl Published {
    /// The notifications after which the client has these diagnostics and no others.
    pub(super) fn update(
        &mut self,
        root: &Path,
        found: &Diagnostics,
        documents: &Documents,
        related: bool,
    ) -> Vec<PublishDiagnosticsParams> {
        let mut by_file: BTreeMap<PathBuf, Vec<Diagnostic>> = BTreeMap::new();
        for one in found {
            by_file.entry(root.join(one.location.path())).or_default().push(converted(root, one, documents, related));
        }
        let gone = self.0.keys().filter(|path| !by_file.contains_key(*path)).map(|path| (path, &[][..]));
        let changed =
            by_file.iter().filter(|(path, list)| self.0.get(*path) != Some(*list)).map(|(path, list)| (path, &list[..]));
        let updates = gone.chain(changed).filter_map(|(path, list)| {
            let document = documents.get(path);
            Some(PublishDiagnosticsParams {
                uri: document.map(|document| document.uri.clone()).or_else(|| address::uri(path))?,
                diagnostics: list.to_vec(),
                version: document.map(|document| document.version),
            })
        });
        let updates = updates.collect();
        self.0 = by_file;
        updates
    }
}

fn converted(root: &Path, one: &diagnostic::Diagnostic, documents: &Documents, related: bool) -> Diagnostic {
    let notes = one.notes.iter().map(|note| format!("note: {note}"));
    let helps = one.helps.iter().map(|help| format!("help: {help}"));
    let label = (!one.label.is_empty()).then(|| one.label.clone());
    let lines: Vec<String> = std::iter::once(one.message.clone()).chain(label).chain(notes).chain(helps).collect();
    let others = one.related.iter().filter_map(|(location, label)| {
        Some(DiagnosticRelatedInformation {
            location: place(root, location, documents)?,
            message: if label.is_empty() { "see also".to_owned() } else { label.clone() },
        })
    });
    Diagnostic {
        range: text::range(one.location.text(), one.location.span()),
        severity: Some(match one.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
        }),
        code: Some(NumberOrString::String(one.code.id().to_owned())),
        source: Some("acs".to_owned()),
        message: lines.join("\n"),
        related_information: Some(others.collect::<Vec<_>>()).filter(|others| related && !others.is_empty()),
        tags: matches!(one.code, Code::UnusedShape | Code::UnusedEntry).then(|| vec![DiagnosticTag::UNNECESSARY]),
        ..Diagnostic::default()
    }
}

/// A piece of a spec file.
pub(super) fn place(root: &Path, location: &diagnostic::Location, documents: &Documents) -> Option<Location> {
    let path = root.join(location.path());
    let uri = documents.get(&path).map(|document| document.uri.clone()).or_else(|| address::uri(&path))?;
    Some(Location::new(uri, text::range(location.text(), location.span())))
}
