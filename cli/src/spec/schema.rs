//! `acs spec schema`.

use std::path::PathBuf;
use std::process::ExitCode;

use acs_spec::layout::FileKind;
use clap::{Args, ValueEnum};

use crate::failure::Failure;
use crate::output;

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Kind of file.
    #[arg(value_enum, default_value = "operation")]
    kind: Kind,
    /// Writes it to a file.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Writes the schemas of all kinds to a folder.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "kind"])]
    dir: Option<PathBuf>,
}

const EXAMPLES: &str = "Examples:
  acs spec schema waiters
  acs spec schema --dir api-spec/schema";

/// What a file holds.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// An operation.
    Operation,
    /// `service.yaml`.
    Service,
    /// `waiters.yaml`.
    Waiters,
    /// `glossary.yaml`.
    Glossary,
}

/// Every kind of file, with the name of its schema.
const KINDS: [(&str, FileKind); 4] = [
    ("operation", FileKind::Operation),
    ("service", FileKind::Service),
    ("waiters", FileKind::Waiters),
    ("glossary", FileKind::Glossary),
];

/// The schema of a kind of file, as the build script made it from the types that read the files.
pub(crate) fn schema(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Operation => include_str!(concat!(env!("OUT_DIR"), "/schema-operation.json")),
        FileKind::Service => include_str!(concat!(env!("OUT_DIR"), "/schema-service.json")),
        FileKind::Waiters => include_str!(concat!(env!("OUT_DIR"), "/schema-waiters.json")),
        FileKind::Glossary => include_str!(concat!(env!("OUT_DIR"), "/schema-glossary.json")),
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    if let Some(folder) = &arguments.dir {
        for (name, kind) in KINDS {
            output::write_file(&folder.join(format!("{name}.json")), schema(kind))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let schema = schema(match arguments.kind {
        Kind::Operation => FileKind::Operation,
        Kind::Service => FileKind::Service,
        Kind::Waiters => FileKind::Waiters,
        Kind::Glossary => FileKind::Glossary,
    });
    match &arguments.out {
        Some(path) => output::write_file(path, schema)?,
        None => output::print(schema)?,
    }
    Ok(ExitCode::SUCCESS)
}
