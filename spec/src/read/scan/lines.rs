//! The lines of a text that is not valid YAML.

/// A line of a text that is not a comment and not blank.
pub(super) struct Line<'t> {
    /// The offset where it begins.
    pub(super) start: usize,
    pub(super) text: &'t str,
    /// How many spaces it begins with.
    pub(super) indent: usize,
    /// Whether it is part of a literal block (`|` or `>`).
    pub(super) in_block: bool,
}

/// The lines of a text, without blank ones and comments.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut start = 0;
    // The indentation of the key of a literal block that the lines are in.
    let mut block: Option<usize> = None;
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end();
        let indent = line.len() - line.trim_start_matches(' ').len();
        if !line.is_empty() {
            block = block.filter(|key| indent > *key);
            let in_block = block.is_some();
            if in_block || !line.trim_start().starts_with('#') {
                lines.push(Line { start, text: line, indent, in_block });
            }
            if !in_block && opens_block(line) {
                block = Some(indent);
            }
        }
        start += whole.len();
    }
    lines
}

/// Whether the lines below are literal text.
pub(super) fn opens_block(line: &str) -> bool {
    let mark = line.rsplit(' ').next().unwrap_or_default();
    line.contains(": ") && mark.starts_with(['|', '>']) && mark[1..].chars().all(|c| matches!(c, '-' | '+' | '1'..='9'))
}

/// The beginning of a text, for a message.
pub(super) fn shortened(text: &str) -> String {
    if text.chars().count() <= 30 { text.to_owned() } else { format!("{}…", text.chars().take(30).collect::<String>()) }
}
