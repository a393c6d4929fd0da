//! From a tree to its text.

use serde_yaml::Value;

use super::FileKind;
use super::scalar::{block_text, quoted, scalar as written};
use super::tree::{Data, Item, Scalar, Written};

/// Width up to which things stay on one line.
const WIDTH: usize = 120;

/// Keys whose values are mappings from names, which are always written one to a line.
const NAMED: [&str; 8] = ["endpoints", "fields", "groups", "map", "parameters", "response", "shapes", "pagination"];

/// The text of a file, with the comments behind its last item.
pub(super) fn document(items: &[Item], end: &[String], kind: FileKind) -> String {
    let mut writer = Writer { out: String::new(), kind };
    match kind {
        FileKind::Waiters => writer.blocks(items),
        FileKind::Glossary => items.iter().enumerate().for_each(|(at, item)| writer.entry(0, item, at == 0, 0)),
        FileKind::Operation | FileKind::Service => writer.keys(items, 0),
    }
    writer.lines(0, end, items.is_empty());
    writer.out
}

struct Writer {
    out: String,
    kind: FileKind,
}

impl Writer {
    /// Each item as a block, however short.
    fn blocks(&mut self, items: &[Item]) {
        for (at, item) in items.iter().enumerate() {
            match &item.data {
                Data::Map(inner) if !inner.is_empty() => {
                    self.head(0, item, at == 0);
                    self.keys(inner, 2);
                    self.lines(0, &item.notes.after, false);
                }
                _ => self.entry(0, item, at == 0, 0),
            }
        }
    }

    /// A mapping whose keys are the format's.
    fn keys(&mut self, items: &[Item], indent: usize) {
        for (at, item) in items.iter().enumerate() {
            let key = key(item);
            match &item.data {
                Data::Map(names) if NAMED.contains(&key.as_str()) && !names.is_empty() => {
                    let text = flow(&item.data).filter(|text| key == "pagination" && fits(indent, &key, text));
                    if let Some(text) = text {
                        self.line(indent, item, at == 0, &text, 0);
                    } else {
                        self.head(indent, item, at == 0);
                        match key.as_str() {
                            "endpoints" | "pagination" => self.keys(names, indent + 2),
                            _ => self.named(names, indent + 2),
                        }
                    }
                    self.lines(indent, &item.notes.after, false);
                }
                _ => self.entry(indent, item, at == 0, 0),
            }
        }
    }

    /// A mapping whose keys are names of things. Neighbours that fit on a line are aligned.
    fn named(&mut self, items: &[Item], indent: usize) {
        let fits_line = |item: &Item| {
            let text = flow(&item.data).filter(|text| fits(indent, &key(item), text));
            text.is_some() && matches!(item.data, Data::Map(_))
        };
        let is_apart = |item: &Item| item.notes.before.iter().any(String::is_empty);
        let mut start = 0;
        while start < items.len() {
            let in_run = |(at, item): &(usize, &Item)| fits_line(item) && (*at == 0 || !is_apart(item));
            let run = items[start..].iter().enumerate().take_while(in_run).count();
            let width = items[start..start + run].iter().map(|item| key(item).chars().count()).max().unwrap_or_default();
            for (at, item) in items.iter().enumerate().skip(start).take(run) {
                let text = flow(&item.data).unwrap_or_default();
                self.line(indent, item, at == 0, &text, width);
                self.lines(indent, &item.notes.after, false);
            }
            start += run;
            // What begins the next run is part of it.
            if let Some(item) = items.get(start).filter(|item| !fits_line(item)) {
                self.entry(indent, item, start == 0, 0);
                start += 1;
            }
        }
    }

    /// One key and its value, on one line if they fit.
    fn entry(&mut self, indent: usize, item: &Item, is_first: bool, width: usize) {
        let key = key(item);
        if let Data::Scalar(scalar) = &item.data
            && let Some(lines) = block(scalar, indent + 2)
        {
            self.line(indent, item, is_first, &lines, width);
            self.lines(indent, &item.notes.after, false);
            return;
        }
        match (&item.data, flow(&item.data)) {
            (Data::Scalar(Scalar { written: Written::So(text), .. }), _) if text.is_empty() => self.head(indent, item, is_first),
            (Data::List(items), text) if !items.is_empty() && (text.is_none() || items.iter().any(is_mapping)) => {
                self.head(indent, item, is_first);
                self.sequence(items, indent + 2);
            }
            (Data::Scalar(scalar), _) if self.kind == FileKind::Glossary => {
                let text = match &scalar.value {
                    Value::String(text) => quoted(text),
                    _ => one_line(scalar, true),
                };
                self.line(indent, item, is_first, &text, width);
            }
            (_, Some(text)) if fits(indent, &key, &text) => self.line(indent, item, is_first, &text, width),
            (Data::Map(inner), _) => {
                self.head(indent, item, is_first);
                self.keys(inner, indent + 2);
            }
            (Data::List(items), _) => self.wrapped(indent, item, is_first, items),
            // Nothing to break a long line at.
            (Data::Scalar(scalar), _) => self.line(indent, item, is_first, &one_line(scalar, false), width),
        }
        self.lines(indent, &item.notes.after, false);
    }

    /// Items one to a line.
    fn sequence(&mut self, items: &[Item], indent: usize) {
        for (at, item) in items.iter().enumerate() {
            self.lines(indent, &item.notes.before, at == 0);
            let text = flow(&item.data).filter(|text| !is_mapping(item) || indent + text.len() <= WIDTH);
            let nested = |write: &dyn Fn(&mut Writer)| {
                let mut inner = Writer { out: String::new(), kind: self.kind };
                write(&mut inner);
                inner.out
            };
            let body = match (&item.data, text) {
                (_, Some(text)) => format!("{text}\n"),
                (Data::Map(inner), None) => nested(&|writer| writer.keys(inner, indent + 2)),
                (Data::List(inner), None) => nested(&|writer| writer.sequence(inner, indent + 2)),
                (Data::Scalar(scalar), None) => {
                    let lines = block(scalar, indent + 2).unwrap_or_else(|| one_line(scalar, false));
                    format!("{lines}\n")
                }
            };
            let body = body.trim_start();
            let (first, rest) = body.split_once('\n').unwrap_or((body, ""));
            // Nothing stands beside what takes several lines.
            let beside = item.notes.beside.as_deref();
            let (above, beside) = if rest.is_empty() { (None, beside) } else { (beside, None) };
            if let Some(comment) = above {
                self.lines(indent, &[comment.to_owned()], false);
            }
            push_indent(&mut self.out, indent);
            self.out.push_str(format!("- {first}").trim_end());
            self.beside(beside);
            self.out.push('\n');
            self.out.push_str(rest);
            self.lines(indent, &item.notes.after, false);
        }
    }

    /// A list of scalars that is too long for a line.
    fn wrapped(&mut self, indent: usize, item: &Item, is_first: bool, items: &[Item]) {
        self.head(indent, item, is_first);
        let mut row = String::new();
        let mut open = "[";
        for (index, item) in items.iter().enumerate() {
            let end = if index + 1 == items.len() { "]" } else { "," };
            let text = format!("{}{end}", inline(&item.data));
            if !row.is_empty() && indent + 3 + row.chars().count() + text.chars().count() > WIDTH {
                self.row(indent + 2, open, &row);
                (open, row) = (" ", String::new());
            }
            if !row.is_empty() {
                row.push(' ');
            }
            row.push_str(&text);
        }
        self.row(indent + 2, open, &row);
    }

    fn row(&mut self, indent: usize, open: &str, row: &str) {
        push_indent(&mut self.out, indent);
        self.out.push_str(open);
        self.out.push_str(row);
        self.out.push('\n');
    }

    fn head(&mut self, indent: usize, item: &Item, is_first: bool) {
        self.line(indent, item, is_first, "", 0);
    }

    /// A key with what stands behind it, aligned to a width of keys, and with the comments before and beside it.
    fn line(&mut self, indent: usize, item: &Item, is_first: bool, text: &str, width: usize) {
        self.lines(indent, &item.notes.before, is_first);
        let key = key(item);
        push_indent(&mut self.out, indent);
        self.out.push_str(&key);
        self.out.push(':');
        let (first, rest) = text.split_once('\n').map_or((text, None), |(first, rest)| (first, Some(rest)));
        if !first.is_empty() {
            push_indent(&mut self.out, width.saturating_sub(key.chars().count()) + 1);
            self.out.push_str(first);
        }
        self.beside(item.notes.beside.as_deref());
        self.out.push('\n');
        if let Some(rest) = rest {
            self.out.push_str(rest);
            self.out.push('\n');
        }
    }

    fn beside(&mut self, comment: Option<&str>) {
        if let Some(comment) = comment {
            self.out.push(' ');
            self.out.push_str(comment);
        }
    }

    /// Comments and blank lines. None is blank at the beginning.
    fn lines(&mut self, indent: usize, lines: &[String], is_first: bool) {
        for (at, line) in lines.iter().enumerate() {
            if line.is_empty() {
                let follows_blank = self.out.is_empty() || self.out.ends_with("\n\n");
                if !(follows_blank || is_first && at == 0) {
                    self.out.push('\n');
                }
                continue;
            }
            push_indent(&mut self.out, indent);
            self.out.push_str(line);
            self.out.push('\n');
        }
    }
}

fn key(item: &Item) -> String {
    item.key.as_ref().map(|key| one_line(key, true)).unwrap_or_default()
}

fn is_mapping(item: &Item) -> bool {
    matches!(item.data, Data::Map(_))
}

/// A text of several lines with its mark, if it is one.
fn block(scalar: &Scalar, indent: usize) -> Option<String> {
    match (&scalar.written, &scalar.value) {
        (Written::Folded(mark, lines), _) => {
            let mut block = mark.clone();
            for line in lines {
                block.push('\n');
                if !line.is_empty() {
                    push_indent(&mut block, indent);
                    block.push_str(line);
                }
            }
            Some(block)
        }
        (_, Value::String(text)) => block_text(text, indent),
        _ => None,
    }
}

/// A value on one line; `None` if it reads better on several, or has comments in it.
fn flow(data: &Data) -> Option<String> {
    (!wants_lines(data)).then(|| inline(data))
}

/// Whether a value has text of several lines in it, or comments, or fields, which are for reading one below the other however short.
fn wants_lines(data: &Data) -> bool {
    let has_fields = |item: &Item| {
        matches!(&item.key, Some(key) if key.value == "fields") && matches!(&item.data, Data::Map(fields) if !fields.is_empty())
    };
    match data {
        Data::Scalar(scalar) => {
            matches!(scalar.written, Written::Folded(..)) || scalar.value.as_str().is_some_and(|text| text.contains('\n'))
        }
        data => data.items().iter().any(|item| item.notes.has_comments() || has_fields(item) || wants_lines(&item.data)),
    }
}

/// Any value on one line.
fn inline(data: &Data) -> String {
    match data {
        Data::Map(items) if items.is_empty() => "{}".to_owned(),
        Data::Map(items) => {
            let pairs: Vec<String> = items.iter().map(|item| format!("{}: {}", key(item), inline(&item.data))).collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        Data::List(items) => format!("[{}]", items.iter().map(|item| inline(&item.data)).collect::<Vec<_>>().join(", ")),
        Data::Scalar(scalar) => match one_line(scalar, true) {
            text if text.is_empty() => "null".to_owned(),
            text => text,
        },
    }
}

fn one_line(scalar: &Scalar, inside: bool) -> String {
    match &scalar.written {
        Written::So(text) => text.clone(),
        _ => written(&scalar.value, inside),
    }
}

fn fits(indent: usize, key: &str, text: &str) -> bool {
    indent + key.chars().count() + 2 + text.chars().count() <= WIDTH
}

fn push_indent(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_may_be_as_wide_as_it_may() {
        let text = |width: usize| "x".repeat(width);
        // An indent of 4, a key of 5, a colon and a space.
        assert!(fits(4, "names", &text(WIDTH - 11)));
        assert!(!fits(4, "names", &text(WIDTH - 10)));
        assert!(fits(0, "ü", &"ü".repeat(WIDTH - 3)), "signs count, not bytes");
    }
}
