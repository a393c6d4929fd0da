//! What a data file holds: resources, one a line, and what makes repeated requests recognised.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Deserializer, de};
use serde_json::{Map, Value};

use crate::auth::Nonces;
use crate::clock::Setting;
use crate::error::Error;
use crate::kinds;
use crate::store::{Due, Kind, Resource, Store};
use crate::tokens::{KeptToken, Tokens};

/// Version of the file's format. Version 1 had resources alone.
const FORMAT: u32 = 2;

/// What is saved of a state.
#[derive(Debug, Default)]
pub(crate) struct Saved {
    pub(crate) store: Store,
    pub(crate) tokens: Tokens,
    pub(crate) nonces: Nonces,
    pub(crate) clock: Setting,
}

#[derive(Deserialize)]
struct Format {
    format: u32,
}

/// What versions 1 and 2 have; version 1 has no more than resources.
#[derive(Deserialize)]
struct Loaded {
    #[serde(deserialize_with = "store")]
    resources: Store,
    #[serde(default)]
    clock: Setting,
    #[serde(default)]
    tokens: Vec<KeptToken>,
    /// The time of use, and the hash as hexadecimal digits.
    #[serde(default)]
    nonces: Vec<(u64, String)>,
}

/// A resource in a data file.
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
        let (fields, tags) = (fields.into(), tags.into_iter().collect());
        Resource { kind, id, region, status, created, owner, fields, tags, due }
    }
}

/// Each resource takes its place as soon as it is read: a list of all would need as much memory again.
fn store<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Store, D::Error> {
    struct Resources;

    impl<'de> de::Visitor<'de> for Resources {
        type Value = Store;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of resources")
        }

        fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<Store, A::Error> {
            let mut store = Store::default();
            while let Some(resource) = items.next_element::<LoadedResource>()? {
                store.insert(resource.into());
            }
            Ok(store)
        }
    }

    deserializer.deserialize_seq(Resources)
}

fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static Kind, D::Error> {
    let name = String::deserialize(deserializer)?;
    kinds::named(&name).ok_or_else(|| de::Error::custom(format_args!("`{name}` is not a kind of resource")))
}

impl Saved {
    /// Reads the text of a data file.
    pub(super) fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        let wrong = |error: &dyn std::fmt::Display| Error::content("data file", path, error);
        let Format { format } = serde_json::from_str(text).map_err(|error| wrong(&error))?;
        if !(1..=FORMAT).contains(&format) {
            let message = format!("it has format {format}, and this version reads formats 1 to {FORMAT}");
            return Err(Error::content("data file of this version of the emulator", path, &message));
        }
        let loaded: Loaded = serde_json::from_str(text).map_err(|error| wrong(&error))?;
        let mut saved = Saved { store: loaded.resources, clock: loaded.clock, ..Saved::default() };
        loaded.tokens.into_iter().for_each(|token| saved.tokens.restore(token));
        for (at, hash) in loaded.nonces {
            saved.nonces.restore(at, u128::from_str_radix(&hash, 16).map_err(|error| wrong(&error))?);
        }
        Ok(saved)
    }

    pub(super) fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let clock = serde_json::to_string(&self.clock)?;
        write!(to, "{{\n\"format\": {FORMAT},\n\"clock\": {clock},\n\"resources\": [")?;
        write_lines(to, self.store.all())?;
        write!(to, "],\n\"tokens\": [")?;
        write_lines(to, self.tokens.kept())?;
        write!(to, "],\n\"nonces\": [")?;
        write_lines(to, self.nonces.kept().map(|(at, hash)| (at, format!("{hash:x}"))))?;
        writeln!(to, "]\n}}")
    }
}

/// The items of a list, one a line.
fn write_lines(to: &mut impl Write, items: impl Iterator<Item = impl serde::Serialize>) -> io::Result<()> {
    for (number, item) in items.enumerate() {
        to.write_all(if number == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *to, &item)?;
    }
    to.write_all(b"\n")
}
