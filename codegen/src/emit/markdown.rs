//! Spec text as Markdown that is safe inside documentation comments.
//!
//! rustdoc compiles code blocks as tests, passes HTML through, and resolves bracketed words as links. Text from a spec must do
//! none of that: code blocks become `text` blocks, HTML and brackets are escaped, and only links to web pages stay links.

/// The text with everything that rustdoc would run or pass through made inert.
pub(super) fn inert(text: &str) -> String {
    let mut lines = Vec::new();
    let mut fence: Option<&str> = None;
    for line in text.trim_end().lines() {
        let content = line.trim();
        match fence {
            Some(mark) if closes(content, mark) => {
                lines.push("```".to_owned());
                fence = None;
            }
            // A code block ends only where ours does.
            Some(_) => lines.push(line.replace("```", "'''")),
            None => match opening(content) {
                Some(mark) => {
                    lines.push("```text".to_owned());
                    fence = Some(mark);
                }
                None => lines.push(prose(line)),
            },
        }
    }
    if fence.is_some() {
        lines.push("```".to_owned());
    }
    lines.join("\n")
}

/// Text as inline code: on one line, and without backticks, which would end it.
pub(super) fn code(text: &str) -> String {
    format!("`{}`", text.replace(['`', '\n', '\r'], "'"))
}

/// The marker of a line that opens a code block.
fn opening(content: &str) -> Option<&str> {
    ['`', '~'].into_iter().find_map(|mark| {
        let rest = content.trim_start_matches(mark);
        let length = content.len() - rest.len();
        (length >= 3 && !rest.contains('`')).then(|| &content[..length])
    })
}

fn closes(content: &str, mark: &str) -> bool {
    content.starts_with(mark) && content.trim_start_matches(&mark[..1]).is_empty()
}

/// A line outside of code blocks. Four leading spaces would make one, also after the marker of a list item.
fn prose(line: &str) -> String {
    let content = line.trim_start();
    let indent = (line.len() - content.len()).min(3);
    let mut out = " ".repeat(indent);
    let mut rest = content;
    while let Some((mark, behind)) = list_mark(rest) {
        out.push_str(mark);
        out.push(' ');
        rest = behind;
    }
    // What would be a quotation, or a code block inside of a list item. Backticks are escaped below.
    if rest.starts_with(['>', '~']) {
        out.push('\\');
    }
    inline(rest, &mut out);
    out
}

/// The marker of a list item and the text after it.
fn list_mark(content: &str) -> Option<(&str, &str)> {
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    let length = match (digits, content.as_bytes().get(digits)) {
        (0, Some(b'-' | b'*' | b'+')) => 1,
        (1..=9, Some(b'.' | b')')) => digits + 1,
        _ => return None,
    };
    let (mark, behind) = content.split_at(length);
    let text = behind.trim_start();
    (text.len() < behind.len()).then_some((mark, text))
}

/// Words, code spans and links. A span or link must end on its line.
fn inline(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        match c {
            '`' => {
                let run = rest.len() - rest.trim_start_matches('`').len();
                match code_span(rest, run) {
                    Some(length) => {
                        out.push_str(&rest[..length]);
                        taken = length;
                    }
                    None => {
                        out.push_str(&"\\`".repeat(run));
                        taken = run;
                    }
                }
            }
            '\\' => {
                let escaped = rest.chars().nth(1).filter(char::is_ascii_punctuation);
                out.push('\\');
                out.push(escaped.unwrap_or('\\'));
                taken += usize::from(escaped.is_some());
            }
            '[' => match link(rest) {
                Some((words, target, length)) => {
                    let mut shown = String::new();
                    inline(words, &mut shown);
                    match is_web_page(target) {
                        true => out.push_str(&format!("[{shown}]({target})")),
                        false => out.push_str(&shown),
                    }
                    taken = length;
                }
                None => out.push_str("\\["),
            },
            '<' => match rest.find('>').filter(|end| is_web_page(&rest[1..*end])) {
                Some(end) => {
                    out.push_str(&rest[..=end]);
                    taken = end + 1;
                }
                None => out.push_str("&lt;"),
            },
            // An image would be fetched by every reader of the page.
            '!' if rest.starts_with("![") => out.push_str("\\!"),
            c => out.push(c),
        }
        rest = &rest[taken..];
    }
}

/// Length of the code span that begins with a run of backticks.
fn code_span(text: &str, run: usize) -> Option<usize> {
    let mut at = run;
    loop {
        let start = at + text[at..].find('`')?;
        let length = text[start..].len() - text[start..].trim_start_matches('`').len();
        at = start + length;
        if length == run {
            return Some(at);
        }
    }
}

/// `[words](target)` at the start of a text: the words, the target and the length of the whole.
fn link(text: &str) -> Option<(&str, &str, usize)> {
    let middle = text.find("](")?;
    let words = &text[1..middle];
    let end = middle + text[middle..].find(')')?;
    (!words.contains(['[', ']'])).then(|| (words, &text[middle + 2..end], end + 1))
}

fn is_web_page(target: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '(' | ')' | '"' | '\'' | '`' | '\\');
    (target.starts_with("https://") || target.starts_with("http://")) && target.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_blocks_are_text_and_end() {
        assert_eq!(inert("Run:\n```rust\nfn main() {}\n```\nDone."), "Run:\n```text\nfn main() {}\n```\nDone.");
        assert_eq!(inert("~~~\nlet x = 1;\n```\n"), "```text\nlet x = 1;\n'''\n```");
        assert_eq!(inert("````\n```\ncode\n````"), "```text\n'''\ncode\n```");
    }

    #[test]
    fn indentation_makes_no_code_block() {
        assert_eq!(inert("A.\n\n    panic!()\n\n\tpanic!()"), "A.\n\n   panic!()\n\n panic!()");
        assert_eq!(inert("-     panic!()\n1.      2.      panic!()"), "- panic!()\n1. 2. panic!()");
        assert_eq!(inert("- ```rust\n>     panic!()"), "- \\`\\`\\`rust\n\\>     panic!()");
    }

    #[test]
    fn html_is_escaped_and_code_spans_are_kept() {
        assert_eq!(inert("<script>alert(1)</script> `a<b>`"), "&lt;script>alert(1)&lt;/script> `a<b>`");
        assert_eq!(inert("one ` only\n`<b>`"), "one \\` only\n`<b>`");
        assert_eq!(inert("\\`<b>\\`"), "\\`&lt;b>\\`");
        assert_eq!(inert("a \\<b"), "a \\<b");
        assert_eq!(inert("``a`<b>``"), "``a`<b>``");
    }

    #[test]
    fn only_links_to_web_pages_are_links() {
        assert_eq!(inert("[docs](https://example.com/a?b=c)"), "[docs](https://example.com/a?b=c)");
        assert_eq!(inert("<https://example.com>"), "<https://example.com>");
        assert_eq!(inert("[x](javascript:alert) [y](data:text/html)"), "x y");
        assert_eq!(inert("![x](https://example.com/x.png)"), "\\![x](https://example.com/x.png)");
        assert_eq!(inert("[Vpc] [a]: javascript:x"), "\\[Vpc] \\[a]: javascript:x");
    }

    #[test]
    fn inline_code_is_one_span() {
        assert_eq!(code("a`b\nc"), "`a'b'c`");
    }
}
