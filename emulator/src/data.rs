//! The state in a file.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::Error;
use crate::world::{Resource, World};

/// Version of the file's format.
const FORMAT: u32 = 1;

#[derive(Deserialize)]
struct Loaded {
    format: u32,
    resources: Vec<Resource>,
}

#[derive(Serialize)]
struct Saved<'w> {
    format: u32,
    resources: Vec<&'w Resource>,
}

/// The world that a file holds; an empty one if there is no file.
pub(crate) fn load(path: &Path) -> Result<World, Error> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(World::default()),
        Err(error) => return Err(Error::file("read", path, error)),
    };
    let loaded: Loaded = serde_json::from_str(&text).map_err(|error| Error::content("data file", path, &error))?;
    if loaded.format != FORMAT {
        let message = format!("it has format {}, and this emulator reads format {FORMAT}", loaded.format);
        return Err(Error::content("data file of this version", path, &message));
    }
    let mut world = World::default();
    loaded.resources.into_iter().for_each(|resource| world.insert(resource));
    Ok(world)
}

/// Writes a world beside the file and moves it there, so that there is always a whole file.
pub(crate) fn save(path: &Path, world: &World) -> Result<(), Error> {
    let saved = Saved { format: FORMAT, resources: world.all().collect() };
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = path.with_file_name(name);
    let written = (|| {
        let mut file = fs::File::create(&temporary)?;
        serde_json::to_writer_pretty(&mut file, &saved)?;
        file.write_all(b"\n")?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    })();
    written.map_err(|error| {
        // What cannot be written may be left over; it is in nobody's way.
        let _ = fs::remove_file(&temporary);
        Error::file("write", path, error)
    })
}
