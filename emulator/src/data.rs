//! The state in a file.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::{Map, Value};
use tempfile::NamedTempFile;

use crate::error::Error;
use crate::kinds;
use crate::store::{Due, Kind, Resource, Store};

/// Version of the file's format.
const FORMAT: u32 = 1;

#[derive(Deserialize)]
struct Loaded {
    format: u32,
    resources: Vec<LoadedResource>,
}

/// A resource as a data file has it.
#[derive(Deserialize)]
struct LoadedResource {
    #[serde(deserialize_with = "kind")]
    kind: &'static Kind,
    id: String,
    region: String,
    status: String,
    created: u64,
    owner: Option<String>,
    fields: Map<String, Value>,
    #[serde(default)]
    tags: BTreeMap<String, String>,
    #[serde(default)]
    due: Vec<Due>,
}

impl From<LoadedResource> for Resource {
    fn from(loaded: LoadedResource) -> Self {
        let LoadedResource { kind, id, region, status, created, owner, fields, tags, due } = loaded;
        Resource { kind, id, region, status, created, owner, fields, tags, due }
    }
}

fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static Kind, D::Error> {
    let name = String::deserialize(deserializer)?;
    kinds::named(&name).ok_or_else(|| de::Error::custom(format_args!("`{name}` is not a kind of resource")))
}

#[derive(Serialize)]
struct Saved<'w> {
    format: u32,
    resources: Vec<&'w Resource>,
}

/// The store that a file holds; an empty one if there is no file.
pub(crate) fn load(path: &Path) -> Result<Store, Error> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Store::default()),
        Err(error) => return Err(Error::file("read", path, error)),
    };
    let loaded: Loaded = serde_json::from_str(&text).map_err(|error| Error::content("data file", path, &error))?;
    if loaded.format != FORMAT {
        let message = format!("it has format {}, and this emulator reads format {FORMAT}", loaded.format);
        return Err(Error::content("data file of this version", path, &message));
    }
    let mut store = Store::default();
    loaded.resources.into_iter().for_each(|resource| store.insert(resource.into()));
    Ok(store)
}

/// Writes the state of a store: the file holds all of it, or what it held before.
pub(crate) fn save(path: &Path, store: &Store) -> Result<(), Error> {
    let saved = Saved { format: FORMAT, resources: store.all().collect() };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let write = || {
        let mut file = NamedTempFile::new_in(folder)?;
        let mut writer = BufWriter::new(file.as_file_mut());
        serde_json::to_writer_pretty(&mut writer, &saved)?;
        writer.write_all(b"\n")?;
        writer.flush()?;
        drop(writer);
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    write().map_err(|error| Error::file("write", path, error))
}
