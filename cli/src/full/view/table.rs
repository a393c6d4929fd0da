//! Blocks as text for a terminal.

use anstyle::Style;
use comfy_table::{ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle};

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
            Block::Prose(sentences) => text.push_str(&wrapped(sentences.trim_end(), width)),
            Block::Text(exact) => {
                text.push_str(exact.trim_end());
                text.push('\n');
            }
            Block::Table { columns, rows } => text.push_str(&table(columns, rows, width)),
        }
    }
    text
}

fn table(columns: &[String], rows: &[Vec<String>], width: u16) -> String {
    let (columns, rows) = without_empty_columns(columns, rows);
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    if !columns.is_empty() {
        table.set_header(&columns);
    }
    table.add_rows(&rows);
    // Names come first, and a name is one word, while what is said of it has several.
    let longest = rows.iter().chain([&columns]).filter_map(|row| Some(row.first()?.chars().count())).max();
    if longest.unwrap_or_default() * 3 <= usize::from(width) * 2
        && let Some(names) = table.column_mut(0)
    {
        names.set_constraint(ColumnConstraint::ContentWidth);
    }
    let lines = table.lines().map(|line| format!("{}\n", line.trim_end()));
    lines.collect()
}

/// The columns that have a name and something in them. Columns without names are all kept.
fn without_empty_columns(columns: &[String], rows: &[Vec<String>]) -> (Vec<String>, Vec<Vec<String>>) {
    let used =
        |column: &usize| columns.is_empty() || rows.iter().any(|row| row.get(*column).is_some_and(|cell| !cell.is_empty()));
    let kept: Vec<usize> = (0..rows.iter().map(Vec::len).max().unwrap_or_default()).filter(used).collect();
    let of = |row: &Vec<String>| kept.iter().filter_map(|column| row.get(*column).cloned()).collect();
    (of(&columns.to_vec()), rows.iter().map(of).collect())
}

/// The paragraphs of a text, in lines of at most `width` characters. A line that begins an item of a list begins one here, too.
fn wrapped(text: &str, width: u16) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in text.lines() {
        if !goes_on || line.is_empty() || line.starts_with(['-', '*']) {
            lines.push(String::new());
        }
        goes_on = !line.is_empty();
        for word in line.split_whitespace() {
            match lines.last_mut() {
                Some(last) if last.is_empty() => last.push_str(word),
                Some(last) if last.chars().count() + 1 + word.chars().count() <= usize::from(width) => {
                    last.push(' ');
                    last.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_fills_lines_and_keeps_paragraphs() {
        assert_eq!(wrapped("one two\nthree four\n\nfive\n- six\n- seven", 10), "one two\nthree four\n\nfive\n- six\n- seven\n");
        assert_eq!(wrapped("a\nb c", 10), "a b c\n");
        assert_eq!(wrapped("longer-than-a-line x", 5), "longer-than-a-line\nx\n");
    }

    #[test]
    fn a_column_with_nothing_in_it_is_left_out() {
        let shown = render(&[Block::table(["A", "B", "C"], vec![vec!["a".into(), String::new(), "c".into()]])], 60);
        assert!(shown.contains("A   C") && !shown.contains('B'), "{shown}");
    }

    #[test]
    fn a_name_stays_whole_on_a_narrow_terminal() {
        let name = "DescribeNatGatewayAssociateNetworks";
        let row = vec![name.to_owned(), "a few words of what it does, and some more".to_owned()];
        let shown = render(&[Block::table(["Operation", "Summary"], vec![row])], 60);
        assert!(shown.contains(name) && shown.lines().all(|line| line.chars().count() <= 60), "{shown}");
    }
}
