//! Mistakes that show between lines: a line that does not fit the ones around it.

use super::Cause;
use super::lines::{Line, shortened};

/// The first of them at the end of the lines that the parser accepted.
pub(super) fn misfit(lines: &[Line<'_>]) -> Option<Cause> {
    comma_behind(lines)
        .or_else(|| no_colon(lines))
        .or_else(|| item_among_keys(lines))
        .or_else(|| outdented(lines))
        .or_else(|| block_outdented(lines))
        .or_else(|| first_outdented(lines))
        .or_else(|| indented(lines))
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
        "asynchronous",
        "auth",
        "columns",
        "deprecated",
        "description",
        "errors",
        "method",
        "operation",
        "pagination",
        "parameters",
        "replaced_by",
        "response",
        "sample",
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
        help: match value.trim_start() {
            "" => format!("write a colon, and a value behind it: `{key}: …`"),
            value => format!("write one: `{key}: {}`", shortened(value)),
        },
        edit: (!value.trim().is_empty()).then(|| (end..end, ":".to_owned())),
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
        help: "leave the dash out, or indent the keys of the item deeper than the dash".to_owned(),
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

/// The text of a block, in the column of its key or further left.
fn block_outdented(lines: &[Line<'_>]) -> Option<Cause> {
    let [above @ .., line] = lines else { return None };
    let opener = above.iter().rposition(|line| !line.in_block && super::lines::opens_block(line.text))?;
    let key = &above[opener];
    let name = key.text.trim_start().split(':').next().unwrap_or_default();
    let text = above[opener + 1..].first();
    let span = line.start + line.indent..line.start + line.text.len();
    // A line of the text that is not as deep as its first one.
    if let Some(first) = text.filter(|first| line.in_block && line.indent < first.indent) {
        return Some(Cause {
            span,
            label: format!("this line is indented by {}, and the text by {}", line.indent, first.indent),
            help: format!("indent it as the first line of the text of `{name}`"),
            edit: None,
        });
    }
    let ends_there = above[opener + 1..].iter().all(|line| line.in_block);
    (ends_there && line.indent <= key.indent && key_and_value(line).is_none() && !line.text.ends_with(':')).then(|| Cause {
        span,
        label: "this text is not indented below its key".to_owned(),
        help: format!("indent it deeper than `{name}`"),
        edit: None,
    })
}

/// The first key of a mapping, in the column of the key that the mapping belongs to.
fn first_outdented(lines: &[Line<'_>]) -> Option<Cause> {
    let [before @ .., after] = lines else { return None };
    // The keys in the column of the last one, up to one without a value.
    let same =
        before.iter().rev().take_while(|line| line.indent == before[before.len() - 1].indent && key_and_value(line).is_some());
    let first = before.len() - same.count();
    let (parent, line) = (before.get(first.checked_sub(1)?)?, before.get(first)?);
    let (last, _) = key_and_value(before.last()?)?;
    let opens = parent.text.trim_start().strip_suffix(':')?;
    let is_child = parent.indent == line.indent && after.indent > line.indent && !parent.in_block;
    let goes_on = key_and_value(after).is_some() || after.text.ends_with(':');
    let is_child = is_child && goes_on && !matches!(last, "summary" | "description");
    is_child.then(|| Cause {
        span: line.start + line.indent..line.start + line.text.len(),
        label: format!("this line is indented as `{opens}:` is, and the next one deeper"),
        help: format!("indent what belongs to `{opens}`, all keys by the same number of spaces"),
        edit: None,
    })
}

/// A key that is indented deeper than the one above, which has a value already.
fn indented(lines: &[Line<'_>]) -> Option<Cause> {
    let [.., before, line] = lines else { return None };
    let (_, value) = key_and_value(before)?;
    let is_one_word = !value.contains([' ', '"', '\'', '|', '>', '[', '{', '&', '*', '!']);
    let deeper = line.indent > before.indent && !before.in_block && key_and_value(line).is_some();
    (is_one_word && deeper).then(|| Cause {
        span: line.start + line.indent..line.start + line.text.len(),
        label: format!("this line is indented deeper than `{}`, which has a value already", before.text.trim_start()),
        help: "check the indentation of the line: keys of one mapping begin in the same column".to_owned(),
        edit: None,
    })
}

/// The key and the value of a line that has both.
fn key_and_value<'t>(line: &Line<'t>) -> Option<(&'t str, &'t str)> {
    let (key, value) = line.text.trim_start().split_once(": ")?;
    let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    (is_key && !value.trim().is_empty() && !line.in_block).then_some((key, value.trim()))
}
