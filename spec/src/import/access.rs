//! Whether an operation only reads, and whether its caller must sign. A read may always be repeated, so in doubt an operation
//! writes.

use super::metadata::Api;
use super::report::{NoteKind, Notes};
use crate::names;
use crate::types::{Access, Auth};

/// Verbs of operations that only read.
const READING: [&str; 6] = ["check", "count", "describe", "get", "list", "query"];

/// What the metadata says, unless the name contradicts it; without its word, what the name says.
pub(super) fn classify(api: Api<'_>, notes: &mut Notes) -> Access {
    let verb = verb(api.name);
    let reading_name = READING.contains(&verb.as_str());
    let changes = matches!(api.tagged_type(), Some("create" | "update" | "delete"));
    let mut guess = |access: Access, text: &str| {
        notes.add(NoteKind::AccessGuessed, &[], text);
        access
    };
    match api.operation_type() {
        Some("read") if changes && !reading_name => guess(Access::Write, "write, though the metadata says that it reads"),
        Some("read") => Access::Read,
        // Said of many operations that do nothing but read.
        Some("readAndWrite") if reading_name && !changes => {
            guess(Access::Read, "read, though the metadata says that it reads and writes")
        }
        Some("write" | "readAndWrite") => Access::Write,
        _ if reading_name => guess(Access::Read, "read"),
        _ => guess(Access::Write, "write"),
    }
}

/// Whether a request is signed. Without a word about it, it is.
pub(super) fn auth(api: Api<'_>, notes: &mut Notes) -> Auth {
    match api.security() {
        Some(ways) if ways.contains(&"AK") => Auth::Signed,
        // The token is the credentials of the client.
        Some(ways) if ways.contains(&"BearerToken") => {
            notes.add(NoteKind::NoPlace, &[], "that it takes a bearer token and no access key");
            Auth::Signed
        }
        Some(_) => Auth::Anonymous,
        None => Auth::Signed,
    }
}

/// The first word of an operation's name, in lower case.
pub(super) fn verb(name: &str) -> String {
    let name = names::field(name);
    let letters = name.trim_start_matches('_');
    letters.chars().take_while(|c| c.is_ascii_lowercase()).collect()
}
