//! Edits of several files, as the client takes them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lsp_types::{
    DocumentChangeOperation, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, RenameFile, ResourceOp,
    TextDocumentEdit, TextEdit, WorkspaceEdit,
};

use super::address;
use super::client::Abilities;
use super::documents::Documents;

/// Edits by file, and at last a file that gets another path.
#[derive(Debug, Default)]
pub(super) struct Edits {
    pub(super) texts: BTreeMap<PathBuf, Vec<TextEdit>>,
    pub(super) renamed: Option<(PathBuf, PathBuf)>,
}

impl Edits {
    pub(super) fn add(&mut self, path: &Path, edit: TextEdit) {
        self.texts.entry(path.to_owned()).or_default().push(edit);
    }

    /// The edits for this client; none if it cannot rename files and one is to be renamed.
    pub(super) fn into_workspace(self, documents: &Documents, abilities: Abilities) -> Option<WorkspaceEdit> {
        if self.renamed.is_some() && !abilities.renames_files {
            return None;
        }
        let with_uri = |(path, edits): (PathBuf, Vec<TextEdit>)| {
            let document = documents.get(&path);
            let uri = document.map(|document| document.uri.clone()).or_else(|| address::uri(&path))?;
            Some((uri, document.map(|document| document.version), edits))
        };
        let texts = self.texts.into_iter().filter_map(with_uri);
        if !abilities.versioned_edits {
            #[allow(clippy::mutable_key_type, reason = "the protocol's own type; nothing changes an address")]
            let changes = texts.map(|(uri, _, edits)| (uri, edits)).collect();
            return Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() });
        }
        let edits = texts.map(|(uri, version, edits)| {
            DocumentChangeOperation::Edit(TextDocumentEdit {
                text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
                edits: edits.into_iter().map(OneOf::Left).collect(),
            })
        });
        let rename = self.renamed.and_then(|(from, to)| {
            let old_uri = documents.get(&from).map(|document| document.uri.clone()).or_else(|| address::uri(&from))?;
            let rename = RenameFile { old_uri, new_uri: address::uri(&to)?, options: None, annotation_id: None };
            Some(DocumentChangeOperation::Op(ResourceOp::Rename(rename)))
        });
        let operations = edits.chain(rename).collect();
        Some(WorkspaceEdit { document_changes: Some(DocumentChanges::Operations(operations)), ..WorkspaceEdit::default() })
    }
}
