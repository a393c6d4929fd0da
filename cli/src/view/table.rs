//! Blocks as text for a terminal.

use anstyle::Style;
use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};

use super::Block;

/// Blocks one below the other, in lines of at most `width` columns.
pub(super) fn render(blocks: &[Block], width: u16) -> String {
    let mut text = String::new();
    for block in blocks {
        if !text.is_empty() {
            text.push('\n');
        }
        match block {
            Block::Title(title) => {
                let bold = Style::new().bold();
                text.push_str(&format!("{bold}{title}{bold:#}\n"));
            }
            Block::Text(sentences) => {
                text.push_str(sentences.trim_end());
                text.push('\n');
            }
            Block::Table { columns, rows } => text.push_str(&table(columns, rows, width)),
        }
    }
    text
}

fn table(columns: &[String], rows: &[Vec<String>], width: u16) -> String {
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    if !columns.is_empty() {
        table.set_header(columns);
    }
    table.add_rows(rows);
    let lines = table.lines().map(|line| format!("{}\n", line.trim_end()));
    lines.collect()
}
