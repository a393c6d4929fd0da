//! Blocks as text for a terminal.

use anstyle::Style;
use textwrap::core::display_width;

use super::Block;

/// Between two columns.
const GAP: usize = 3;
/// Before the first column.
const MARGIN: usize = 1;
/// The least width of a last column beside the others. With less, its cells go on lines of their own.
const NARROW: usize = 30;
/// The indentation of such lines.
const INDENT: usize = 4;

/// Blocks one below the other, in lines of at most `width` columns.
pub(super) fn render(blocks: &[Block], width: u16) -> String {
    let width = usize::from(width);
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

/// Columns of a table, and how wide each is.
struct Layout {
    /// Widths of all columns but the last.
    widths: Vec<usize>,
    /// Width of the last column; `None` if its cells go on lines of their own.
    last: Option<usize>,
    /// Width of the whole table.
    whole: usize,
}

fn table(columns: &[String], rows: &[Vec<String>], width: usize) -> String {
    let (columns, rows) = without_empty_columns(columns, rows);
    let layout = Layout::of(&columns, &rows, width);
    let mut text = String::new();
    if !columns.is_empty() {
        layout.row(&columns, &mut text);
        text.push_str(&"─".repeat(layout.whole));
        text.push('\n');
    }
    for row in &rows {
        layout.row(row, &mut text);
    }
    text
}

impl Layout {
    fn of(columns: &[String], rows: &[Vec<String>], width: usize) -> Self {
        let count = rows.iter().map(Vec::len).chain([columns.len()]).max().unwrap_or_default();
        let mut widths: Vec<Vec<usize>> = vec![Vec::new(); count];
        for row in rows.iter().chain([&columns.to_vec()]) {
            for (cell, widths) in row.iter().zip(&mut widths) {
                widths.push(widest_line(cell));
            }
        }
        let widest = |widths: &Vec<usize>| widths.iter().max().copied().unwrap_or_default();
        let natural: Vec<usize> = widths.iter().map(widest).collect();
        let whole = MARGIN + natural.iter().sum::<usize>() + GAP * count.saturating_sub(1) + MARGIN;
        let (before, last) = match natural.split_last() {
            Some((last, before)) => (before.to_vec(), *last),
            None => (Vec::new(), 0),
        };
        if whole <= width || count < 2 {
            return Layout { widths: before, last: Some(last), whole: whole.min(width) };
        }
        // A few long cells do not decide how much room is left for the others.
        let headers = columns.iter().map(|column| display_width(column)).chain(std::iter::repeat(0));
        let most: Vec<usize> =
            widths.iter_mut().take(count - 1).zip(headers).map(|(all, header)| most_need(all).max(header)).collect();
        let used = |widths: &[usize]| MARGIN + widths.iter().map(|width| width + GAP).sum::<usize>();
        for before in [before, most.clone()] {
            let left = width.saturating_sub(used(&before));
            if left >= last.min(NARROW) {
                return Layout { widths: before, last: Some(left.min(last)), whole: width };
            }
        }
        // Without room for columns the cells of a row follow each other.
        let widths = if used(&most) <= width + GAP { most } else { vec![0; count - 1] };
        Layout { widths, last: None, whole: width }
    }

    /// Leads to where a cell of this width begins: its column; behind a cell that was too long for its own; or a new line.
    fn begin_cell(&self, line: &mut String, start: usize, width: usize, text: &mut String) {
        let behind = display_width(line) + if line.trim().is_empty() { 0 } else { GAP };
        if behind > start && behind + width > self.whole {
            flush(line, text);
        }
        let behind = if line.is_empty() { 0 } else { behind };
        pad(line, start.max(behind).max(MARGIN));
    }

    fn row(&self, row: &[String], text: &mut String) {
        let mut line = " ".repeat(MARGIN);
        let mut start = MARGIN;
        let last = self.widths.len();
        for (cell, width) in row.iter().zip(&self.widths).map(|(cell, width)| (cell.replace(['\n', '\t'], " "), width)) {
            if !cell.is_empty() {
                self.begin_cell(&mut line, start, display_width(&cell), text);
                line.push_str(&cell);
            }
            start += width + GAP;
        }
        let Some(cell) = row.get(last).filter(|cell| !cell.is_empty()) else { return flush(&mut line, text) };
        let (start, width) = match self.last {
            Some(width) => {
                self.begin_cell(&mut line, start, widest_line(cell).min(width), text);
                (start, width)
            }
            None => {
                flush(&mut line, text);
                (INDENT, self.whole.saturating_sub(INDENT))
            }
        };
        for piece in cell.lines().flat_map(|paragraph| pieces(paragraph, width)) {
            pad(&mut line, start);
            line.push_str(&piece);
            flush(&mut line, text);
        }
    }
}

/// The width that nine of ten cells do not exceed.
fn most_need(widths: &mut [usize]) -> usize {
    widths.sort_unstable();
    widths.get((widths.len() * 9 / 10).min(widths.len().saturating_sub(1))).copied().unwrap_or_default()
}

fn widest_line(cell: &str) -> usize {
    cell.lines().map(display_width).max().unwrap_or_default()
}

fn pad(line: &mut String, to: usize) {
    let missing = to.saturating_sub(display_width(line));
    line.extend(std::iter::repeat_n(' ', missing));
}

fn flush(line: &mut String, text: &mut String) {
    if !line.trim().is_empty() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    line.clear();
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
fn wrapped(text: &str, width: usize) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in text.lines() {
        match paragraphs.last_mut().filter(|_| goes_on && !line.is_empty() && !line.starts_with(['-', '*'])) {
            Some(paragraph) => {
                paragraph.push(' ');
                paragraph.push_str(line);
            }
            None => paragraphs.push(line.to_owned()),
        }
        goes_on = !line.is_empty();
    }
    let lines = paragraphs.iter().flat_map(|paragraph| pieces(paragraph, width));
    lines.map(|line| format!("{line}\n")).collect()
}

/// A paragraph in lines of at most `width` columns. Words, like identifiers, stay whole where they fit a line.
fn pieces(paragraph: &str, width: usize) -> Vec<String> {
    let options = textwrap::Options::new(width.max(1)).word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(paragraph, options.wrap_algorithm(textwrap::WrapAlgorithm::FirstFit))
        .into_iter()
        .map(|line| line.into_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    #[test]
    fn prose_fills_lines_and_keeps_paragraphs() {
        assert_eq!(wrapped("one two\nthree four\n\nfive\n- six\n- seven", 10), "one two\nthree four\n\nfive\n- six\n- seven\n");
        assert_eq!(wrapped("a\nb c", 10), "a b c\n");
        assert_eq!(wrapped("longer-than-a-line x", 20), "longer-than-a-line x\n");
    }

    #[test]
    fn a_column_with_nothing_in_it_is_left_out() {
        let shown = render(&[Block::table(["A", "B", "C"], rows(&[&["a", "", "c"]]))], 60);
        assert!(shown.contains("A   C") && !shown.contains('B'), "{shown}");
    }

    #[test]
    fn a_name_stays_whole_on_a_narrow_terminal() {
        let name = "DescribeNatGatewayAssociateNetworks";
        let row = rows(&[&[name, "a few words of what it does, and some more"]]);
        let shown = render(&[Block::table(["Operation", "Summary"], row)], 60);
        assert!(shown.contains(name) && shown.lines().all(|line| display_width(line) <= 60), "{shown}");
    }

    #[test]
    fn one_long_cell_does_not_take_the_room_of_the_others() {
        let long = "x".repeat(40);
        let mut table = vec![vec!["short", "what it does, in some words that fill a line"]; 20];
        table.push(vec![&long, "long"]);
        let table: Vec<&[&str]> = table.iter().map(Vec::as_slice).collect();
        let shown = render(&[Block::table(["Name", "Summary"], rows(&table))], 60);
        assert_eq!(shown.lines().count(), 2 + 20 + 1, "{shown}");
        assert!(shown.contains(&format!(" {long}   long\n")), "{shown}");
    }

    #[test]
    fn a_last_column_without_room_goes_below() {
        let cells = rows(&[&["DescribeVpcAttribute", "vpc", "read", "Shows all that is known of a VPC."]]);
        let shown = render(&[Block::table(["Operation", "Group", "Access", "Summary"], cells)], 50);
        assert!(shown.contains("read\n    Shows all that is known of a VPC.\n"), "{shown}");
    }

    #[test]
    fn wide_characters_count_twice() {
        let shown = render(&[Block::table(["Name", "Id"], rows(&[&["网络", "a"], &["net", "b"]]))], 60);
        assert!(shown.contains("网络   a\n") && shown.contains("net    b\n"), "{shown}");
    }
}
