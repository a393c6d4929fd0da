//! Addresses of files, as the protocol writes them, and their paths.

use std::path::{Path, PathBuf};

use lsp_types::Uri;
use url::Url;

/// The path of a file; `None` for a document that is not a file, such as one that was never saved.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    Url::parse(uri.as_str()).ok().filter(|url| url.scheme() == "file")?.to_file_path().ok()
}

/// The address of a file.
pub(super) fn uri(path: &Path) -> Option<Uri> {
    Url::from_file_path(path).ok()?.as_str().parse().ok()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn names_beyond_ascii_round_trip() {
        let path_of = Path::new("/a b/ü#%/x.yaml");
        assert_eq!(path(&uri(path_of).unwrap()).as_deref(), Some(path_of));
        assert_eq!(path(&"untitled:Untitled-1".parse().unwrap()), None);
        assert_eq!(path(&"file:///a%20b".parse().unwrap()).as_deref(), Some(Path::new("/a b")));
    }
}
