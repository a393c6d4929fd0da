//! The vendor's own texts, for those who ask for them: titles, summaries and descriptions in English, without what documentation
//! would run or load.

use super::metadata;
use crate::check::is_plain_text;

/// The sentence for an operation or a group: its title, else its summary, in one line.
pub(super) fn sentence(source: metadata::Schema<'_>) -> Result<Option<String>, String> {
    let Some(text) = ["title", "summary"].iter().find_map(|key| usable(source, key)) else { return Ok(None) };
    let line = clean(text).split_whitespace().collect::<Vec<_>>().join(" ");
    match line.as_str() {
        "" => Ok(None),
        line if line.ends_with(['.', '!', '?']) => taken(line.to_owned()),
        line => taken(format!("{line}.")),
    }
}

/// The text about an operation, a parameter or a field: its description, else its title.
pub(super) fn description(source: metadata::Schema<'_>, keys: &[&str]) -> Result<Option<String>, String> {
    match keys.iter().find_map(|key| usable(source, key)).map(clean).as_deref() {
        None | Some("") => Ok(None),
        Some(text) => taken(text.to_owned()),
    }
}

/// A text that is there and in English.
fn usable<'m>(source: metadata::Schema<'m>, key: &str) -> Option<&'m str> {
    source.text(key).filter(|text| is_english(text))
}

/// Chinese and other scripts are none that a reader of English documentation can use.
fn is_english(text: &str) -> bool {
    let other = |c: char| c.is_alphabetic() && c > '\u{24f}';
    !text.trim().is_empty() && !text.contains(other)
}

/// Without HTML tags, anchors and blanks at the ends of lines; a `*` of a note by the vendor's own mark is none of Markdown.
fn clean(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        plain.push_str(before);
        let end = tag.find('>').filter(|_| tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!".contains(c)));
        let Some(end) = end else {
            plain.push('<');
            rest = &tag[1..];
            continue;
        };
        let name = tag[1..end].trim_start_matches('/').to_ascii_lowercase();
        if ["br", "p", "li", "tr", "div", "ul", "ol"].iter().any(|block| name.trim_end_matches(['/', ' ']) == *block) {
            plain.push('\n');
        }
        rest = &tag[end + 1..];
    }
    plain.push_str(rest);
    let plain = without_links(&without_marks(&plain.replace("\r\n", "\n").replace('\t', " ")));
    let lines = plain.lines().map(|line| if is_fence(line) && line.trim().len() > 3 { "```text" } else { line.trim_end() });
    let mut lines: Vec<&str> = lines.collect();
    // One blank line between paragraphs is enough.
    lines.dedup_by(|line, before| line.is_empty() && before.is_empty());
    lines.join("\n").trim().to_owned()
}

/// Without `{#anchor}` marks and control characters.
fn without_marks(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("{#") {
        let (before, mark) = rest.split_at(at);
        plain.push_str(before);
        match mark.find('}') {
            Some(end) => rest = &mark[end + 1..],
            None => {
                plain.push_str("{#");
                rest = &mark[2..];
            }
        }
    }
    plain.push_str(rest);
    plain.retain(|c| c == '\n' || !c.is_control());
    plain
}

fn is_fence(line: &str) -> bool {
    line.trim_start().starts_with("```")
}

/// Links within the vendor's pages lead nowhere from here: what they are called stays. Of images nothing does.
fn without_links(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        let (before, link) = rest.split_at(at);
        let (Some(start), Some(end)) = (before.rfind('['), link.find(')')) else {
            plain.push_str(before);
            plain.push_str("](");
            rest = &link[2..];
            continue;
        };
        let (is_image, is_page) =
            (before[..start].ends_with('!'), link[2..].starts_with("https://") || link[2..].starts_with("http://"));
        plain.push_str(before[..start].strip_suffix('!').filter(|_| is_image).unwrap_or(&before[..start]));
        match (is_image, is_page) {
            (true, _) => {}
            (false, true) => plain.push_str(&rest[start..=at + end]),
            (false, false) => plain.push_str(&before[start + 1..]),
        }
        rest = &link[end + 1..];
    }
    plain.push_str(rest);
    plain
}

fn taken(text: String) -> Result<Option<String>, String> {
    is_plain_text(&text).map(|()| Some(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn texts_lose_what_documentation_would_run() {
        for (text, expected) in [
            ("The ID of the disk.", "The ID of the disk."),
            ("<p>One.</p><p>Two &lt; 3.</p>", "One.\n\nTwo &lt; 3."),
            ("See [regions](~~40654~~) and [this](https://example.com).", "See regions and [this](https://example.com)."),
            ("Before ![picture](https://example.com/x.png) after [1](x", "Before  after [1](x"),
            ("```shell\nls\n```", "```text\nls\n```"),
            ("if a < b, c > d", "if a < b, c > d"),
            ("## Usage notes {#usage}\r\nSee  below. \n\n\n\nEnd", "## Usage notes\nSee  below.\n\nEnd"),
        ] {
            assert_eq!(clean(text), expected, "{text}");
        }
    }

    #[test]
    fn only_english_texts_are_taken() {
        let source = json!({ "title": "查询", "summary": "Queries disks", "description": "磁盘" });
        let source = metadata::Schema(&source);
        assert_eq!(sentence(source), Ok(Some("Queries disks.".to_owned())));
        assert_eq!(description(source, &["description"]), Ok(None));
    }
}
