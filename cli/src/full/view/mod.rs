//! How a result is shown: as a table on a terminal, as JSON otherwise, or as asked for.
//!
//! A command gives its result as JSON and knows how to lay it out for people as [`Block`]s. A result that a query has changed,
//! and one of no known form, is laid out by its own shape ([`layout`]).

mod layout;
mod query;
mod table;
mod text;

use std::io::IsTerminal;

use clap::{Args, ValueEnum};
use serde_json::Value;

use crate::failure::Failure;
use crate::output;

/// How the result is shown.
#[derive(Args)]
#[command(next_help_heading = "Result")]
pub(crate) struct View {
    /// Format of the result. A table on a terminal, JSON otherwise.
    #[arg(long, short, value_enum, value_name = "FORMAT")]
    output: Option<Format>,
    /// Shows only what a JMESPath expression takes out of the result.
    #[arg(long, value_name = "JMESPATH")]
    query: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
    /// Tables with titles, for people.
    Table,
    /// Values with tabs between them, for other programs.
    Text,
}

/// A piece of a result as people read it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Block {
    /// What the following is about.
    Title(String),
    /// Sentences, in lines as long as the terminal's.
    Prose(String),
    /// Text as it is.
    Text(String),
    /// Rows under the names of their columns; none where the rows speak for themselves.
    Table { columns: Vec<String>, rows: Vec<Vec<String>> },
}

impl Block {
    pub(crate) fn title(text: impl Into<String>) -> Self {
        Block::Title(text.into())
    }

    pub(crate) fn prose(text: impl Into<String>) -> Self {
        Block::Prose(text.into())
    }

    pub(crate) fn text(text: impl Into<String>) -> Self {
        Block::Text(text.into())
    }

    pub(crate) fn table<const N: usize>(columns: [&str; N], rows: Vec<Vec<String>>) -> Self {
        Block::Table { columns: columns.map(str::to_owned).to_vec(), rows }
    }

    /// Facts under their names, without those that are empty.
    pub(crate) fn facts(facts: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        let rows = facts.into_iter().filter(|(_, fact)| !fact.is_empty()).map(|(name, fact)| vec![name.to_owned(), fact]);
        Block::Table { columns: Vec::new(), rows: rows.collect() }
    }
}

impl View {
    /// Shows a result that people read as `blocks` says.
    pub(crate) fn show(&self, value: Value, blocks: impl FnOnce(&Value) -> Vec<Block>) -> Result<(), Failure> {
        let format = self.format();
        let (value, blocks) = match &self.query {
            Some(expression) => {
                let taken = query::apply(expression, &value)?;
                let blocks = if format == Format::Table { layout::blocks(&taken) } else { Vec::new() };
                (taken, blocks)
            }
            None => {
                let blocks = if format == Format::Table { blocks(&value) } else { Vec::new() };
                (value, blocks)
            }
        };
        let shown = match format {
            Format::Json => serde_json::to_string_pretty(&value).map_err(|error| error.to_string()),
            Format::Yaml => serde_yaml::to_string(&value).map_err(|error| error.to_string()),
            Format::Table => Ok(table::render(&blocks, width())),
            Format::Text => Ok(text::render(&value)),
        };
        output::print(&shown.map_err(|error| Failure::new(format!("the result cannot be written: {error}")))?)
    }

    /// Shows a result that is laid out by its own shape.
    pub(crate) fn show_as_it_is(&self, value: Value) -> Result<(), Failure> {
        self.show(value, layout::blocks)
    }

    /// Refuses an expression that cannot be, before any work is done for it.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        self.query.as_deref().map_or(Ok(()), query::check)
    }

    fn format(&self) -> Format {
        self.output.unwrap_or(if std::io::stdout().is_terminal() { Format::Table } else { Format::Json })
    }
}

/// Columns of the terminal; 120 where there is none.
fn width() -> u16 {
    terminal_size::terminal_size().map_or(120, |(width, _)| width.0)
}
