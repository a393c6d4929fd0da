//! How a result is shown: as a table on a terminal, as JSON otherwise, or as asked for.
//!
//! A command gives its result as JSON and knows how to lay it out for people as [`Block`]s. A result that a query has changed,
//! and one of no known form, is laid out by its own shape ([`layout`]).

mod columns;
mod layout;
mod pager;
mod printable;
mod query;
mod table;
mod text;

use std::io::IsTerminal;

use acs_spec::Operation;
use acs_spec::facts::TableFacts;
use acs_spec::printable::json;
use clap::{Args, ValueEnum};
use serde_json::Value;

use crate::failure::Failure;
use crate::output;

/// How the result is shown.
#[derive(Args)]
#[command(next_help_heading = "Result")]
pub(crate) struct View {
    /// Format of the result.
    ///
    /// A table on a terminal, JSON otherwise.
    #[arg(long, short, value_enum, value_name = "FORMAT", env = "ACS_OUTPUT")]
    output: Option<Format>,
    /// Columns of tables to show, in this order.
    #[arg(long, value_name = "NAME", value_delimiter = ',', hide_short_help = true)]
    columns: Vec<String>,
    /// Never starts a pager.
    ///
    /// By default, the program that PAGER names, or `less`, shows output longer than the terminal.
    #[arg(long, hide_short_help = true)]
    no_pager: bool,
    /// Shows only the part of the result that this JMESPath expression selects.
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
    /// Tab-separated values, for other programs.
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
        let value = match &self.query {
            Some(expression) => query::apply(expression, &value)?,
            None => value,
        };
        let format = self.format();
        // Programs that read YAML or text want it as it came.
        let is_for_people = format == Format::Table || std::io::stdout().is_terminal();
        let value = if is_for_people && format != Format::Json { printable::printable(value) } else { value };
        let shown = match format {
            // Escapes say the same to programs, whatever the reply holds.
            Format::Json => {
                serde_json::to_string_pretty(&value).map(|text| json(&text).into_owned()).map_err(|error| error.to_string())
            }
            Format::Yaml => serde_yaml::to_string(&value).map_err(|error| error.to_string()),
            Format::Table => {
                let mut blocks = if self.query.is_some() { self.blocks(&value, None) } else { blocks(&value) };
                if !self.columns.is_empty() {
                    columns::select(&mut blocks, &self.columns)?;
                }
                return pager::print(&table::render(&blocks, width()), !self.no_pager);
            }
            Format::Text => Ok(text::render(&value)),
        };
        output::print(&shown.map_err(|error| Failure::new(format!("the result cannot be written: {error}")))?)
    }

    /// Shows a result that is laid out by its own shape.
    pub(crate) fn show_as_it_is(&self, value: Value) -> Result<(), Failure> {
        self.show(value, |value| self.blocks(value, None))
    }

    /// Shows the reply of an operation.
    pub(crate) fn show_reply(&self, reply: Value, operation: &Operation) -> Result<(), Failure> {
        self.show(reply, |reply| self.blocks(reply, TableFacts::of(operation).as_ref()))
    }

    fn blocks(&self, value: &Value, list: Option<&TableFacts<'_>>) -> Vec<Block> {
        layout::blocks(value, layout::Space { width: width(), all_columns: !self.columns.is_empty(), list })
    }

    /// Rejects an invalid expression before any work is done.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        self.query.as_deref().map_or(Ok(()), query::check)
    }

    fn format(&self) -> Format {
        self.output.unwrap_or(if std::io::stdout().is_terminal() { Format::Table } else { Format::Json })
    }
}

/// Columns of the terminal; where there is none, those that `COLUMNS` names, or 120.
fn width() -> u16 {
    let columns = || std::env::var("COLUMNS").ok()?.parse().ok().filter(|columns| *columns >= 20);
    terminal_size::terminal_size().map(|(width, _)| width.0).or_else(columns).unwrap_or(120)
}
