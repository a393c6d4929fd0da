//! Colours for code. It looks at tokens only, so that half a program has colours, too.

use maud::{Markup, PreEscaped, Render, html};

/// What the code is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Yaml,
    Rust,
    Json,
    Python,
    Go,
    JavaScript,
    Shell,
}

impl Language {
    fn comment(self) -> &'static str {
        match self {
            Language::Rust | Language::Go | Language::JavaScript => "//",
            Language::Yaml | Language::Python | Language::Shell => "#",
            Language::Json => "\0",
        }
    }

    fn keywords(self) -> &'static [&'static str] {
        match self {
            Language::Rust => &[
                "as", "async", "await", "const", "else", "enum", "false", "fn", "for", "if", "impl", "let", "match", "mod",
                "move", "mut", "pub", "ref", "return", "self", "Self", "static", "struct", "super", "true", "type", "use",
                "where",
            ],
            Language::Yaml | Language::Json => &["true", "false", "null"],
            Language::Python => &["as", "False", "from", "import", "in", "None", "not", "or", "and", "True", "with"],
            Language::Go => &["func", "if", "import", "nil", "package", "return", "var"],
            Language::JavaScript => &["await", "const", "false", "from", "import", "new", "null", "true"],
            Language::Shell => &["do", "done", "else", "fi", "for", "if", "in", "local", "printf", "set", "then"],
        }
    }
}

/// Code with its comments, strings, numbers and keywords marked.
pub(super) fn highlight(code: &str, language: Language) -> Markup {
    html! { @for line in code.split_inclusive('\n') { (Line { line, language }) } }
}

struct Line<'c> {
    line: &'c str,
    language: Language,
}

impl Render for Line<'_> {
    fn render_to(&self, out: &mut String) {
        let mut rest = self.line;
        while let Some(c) = rest.chars().next() {
            let (class, length) = self.token(rest, c);
            let (token, after) = rest.split_at(length.clamp(c.len_utf8(), rest.len()));
            match class {
                Some(class) => html! { span class=(class) { (token) } }.render_to(out),
                None => token.render_to(out),
            }
            rest = after;
        }
    }

    fn render(&self) -> Markup {
        let mut out = String::new();
        self.render_to(&mut out);
        PreEscaped(out)
    }
}

impl Line<'_> {
    /// The class and the length in bytes of the token at the start of `rest`.
    fn token(&self, rest: &str, c: char) -> (Option<&'static str>, usize) {
        let language = self.language;
        let run = |belongs: fn(char) -> bool| rest.find(|c| !belongs(c)).unwrap_or(rest.len());
        if rest.starts_with(language.comment()) {
            return (Some("c"), rest.trim_end_matches('\n').len());
        }
        if c == '"' || (c == '\'' && matches!(language, Language::Yaml | Language::Shell | Language::Python)) {
            let class = if language == Language::Json && is_key(rest, c) { "k" } else { "s" };
            return (Some(class), quoted(rest, c));
        }
        if c.is_alphabetic() || c == '_' {
            let yaml = |c: char| c.is_alphanumeric() || "_.-".contains(c);
            let word = if language == Language::Yaml { run(yaml) } else { run(|c| c.is_alphanumeric() || c == '_') };
            let (text, after) = rest.split_at(word);
            let class = match language {
                Language::Yaml if after.starts_with(':') => Some("k"),
                _ if language.keywords().contains(&text) => Some("w"),
                Language::Rust if c.is_uppercase() => Some("t"),
                _ => None,
            };
            return (class, word);
        }
        if c.is_ascii_digit() {
            return (Some("n"), run(|c| c.is_ascii_alphanumeric() || c == '.' || c == '_'));
        }
        (None, c.len_utf8())
    }
}

/// Length of a quoted text with its quotes; to the end where it is not closed.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

fn is_key(text: &str, quote: char) -> bool {
    text.get(quoted(text, quote)..).is_some_and(|after| after.trim_start().starts_with(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_code_is_escaped() {
        let shown = highlight("\"<script>\" </pre> 'x", Language::Yaml).into_string();
        assert!(!shown.contains("<script>") && !shown.contains("</pre>"), "{shown}");
    }

    #[test]
    fn the_text_is_left_as_it_is() {
        for code in ["a: 'b\"", "let x = \"ü\\\"\"; // é", "{\"a\": [1.5, true]}\n", "\u{0}x"] {
            for language in [Language::Yaml, Language::Rust, Language::Json] {
                let shown = highlight(code, language).into_string();
                let mut text = String::new();
                let mut inside = false;
                for c in shown.chars() {
                    match c {
                        '<' => inside = true,
                        '>' => inside = false,
                        c if !inside => text.push(c),
                        _ => {}
                    }
                }
                let text = text.replace("&quot;", "\"").replace("&amp;", "&");
                assert_eq!(text, code);
            }
        }
    }
}
