//! Mistakes that show between lines: a line that does not fit the ones around it.

use super::Cause;
use super::lines::{Line, shortened};

/// The first of them at the end of the lines that the parser accepted.
pub(super) fn misfit(lines: &[Line<'_>]) -> Option<Cause> {
    comma_behind(lines).or_else(|| no_colon(lines)).or_else(|| item_among_keys(lines)).or_else(|| outdented(lines))
}

/// `- { … },`, as JSON has it.
fn comma_behind(lines: &[Line<'_>]) -> Option<Cause> {
    let is_whole = |line: &&Line<'_>| {
        let count = |signs: [char; 2]| line.text.matches(signs).count();
        let opened = count(['{', '[']);
        !line.in_block && opened > 0 && opened == count(['}', ']'])
    };
    let line = lines.iter().rev().take(2).filter(is_whole).find(|line| line.text.ends_with(','))?;
    let bare = line.text.trim_end_matches([',', ' ']);
    let (start, end) = (line.start + bare.len(), line.start + line.text.len());
    bare.ends_with(['}', ']']).then(|| Cause {
        span: end - 1..end,
        label: "in YAML, a line does not end with a comma after its closing bracket".to_owned(),
        help: "leave it out".to_owned(),
        edit: Some((start..end, String::new())),
    })
}

/// `access write`.
fn no_colon(lines: &[Line<'_>]) -> Option<Cause> {
    const KEYS: &[&str] = &[
        "access",
        "description",
        "errors",
        "method",
        "operation",
        "pagination",
        "parameters",
        "response",
        "shapes",
        "summary",
        "waiter",
    ];
    let line = lines.iter().rev().take(2).find(|line| {
        let key = line.text.split(' ').next().unwrap_or_default();
        line.indent == 0 && !line.in_block && KEYS.contains(&key) && !line.text.contains(':')
    })?;
    let (key, value) = line.text.split_once(' ').unwrap_or((line.text, ""));
    let end = line.start + key.len();
    Some(Cause {
        span: line.start..end,
        label: "there is no colon after the key".to_owned(),
        help: format!("write one: `{key}: {}`", shortened(value.trim_start())),
        edit: Some((end..end, ":".to_owned())),
    })
}

/// A line that begins with a dash although the other lines in its column are keys of one mapping. A list may begin in the column of
/// its key.
fn item_among_keys(lines: &[Line<'_>]) -> Option<Cause> {
    let is_item = |line: &Line<'_>| line.text[line.indent..].starts_with("- ");
    let (index, item) = lines.iter().enumerate().rev().find(|(_, line)| !line.in_block && is_item(line))?;
    let before = lines[..index].iter().rev().find(|line| line.indent <= item.indent)?;
    let begins_list = before.text.ends_with(':') && (before.indent < item.indent || !is_item(before));
    let after = lines[index + 1..].iter().find(|line| line.indent <= item.indent);
    let is_key = |line: &Line<'_>| line.indent == item.indent && !is_item(line) && line.text.contains(':');
    let is_alone = if begins_list { before.indent < item.indent && after.is_some_and(is_key) } else { is_key(before) };
    let start = item.start + item.indent;
    is_alone.then(|| Cause {
        span: start..start + 1,
        label: "this dash begins an item of a list, but the lines around it are keys".to_owned(),
        help: "leave the dash out".to_owned(),
        edit: None,
    })
}

/// A line that is indented less than the lines before and after it, although it opens nothing.
fn outdented(lines: &[Line<'_>]) -> Option<Cause> {
    let [.., before, line, after] = lines else { return None };
    let stands_out = before.indent == after.indent && line.indent < after.indent;
    let opens_nothing = !line.text.ends_with([':', ',', '[', '{']) && !line.in_block && !before.in_block;
    (stands_out && opens_nothing).then(|| Cause {
        span: line.start + line.indent..line.start + line.text.len(),
        label: format!("this line is indented by {}, and those around it by {}", line.indent, after.indent),
        help: "check the indentation of the line: keys of one mapping begin in the same column".to_owned(),
        edit: None,
    })
}
