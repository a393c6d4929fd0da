//! The last stage: from tokens to text.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

/// Formats items the way rustfmt would: for people who review the code.
///
/// # Errors
///
/// If the tokens are not items, which is a bug of the generator and not of the spec.
#[cfg(feature = "pretty")]
pub fn pretty(items: TokenStream) -> Result<String, syn::Error> {
    Ok(prettyplease::unparse(&syn::parse2(items)?))
}

/// Lays items out in lines, without parsing them: for a build script, where `pretty` would take most of the time.
pub fn quick(items: TokenStream) -> String {
    let mut printer = Printer::default();
    printer.stream(items, Delimiter::Brace);
    printer.end_line();
    printer.text
}

/// Relies on what [`emit`](crate::emit) makes: there are no comparisons, so `<` and `>` are always brackets.
#[derive(Default)]
struct Printer {
    text: String,
    depth: usize,
    /// Whether a token that wants a space before it gets one.
    space: bool,
}

impl Printer {
    fn stream(&mut self, tokens: TokenStream, within: Delimiter) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    if let Some(TokenTree::Group(group)) = tokens.next_if(|next| matches!(next, TokenTree::Group(_))) {
                        self.attribute(&group);
                    }
                }
                TokenTree::Group(group) => {
                    let ends_item = !matches!(tokens.peek(), Some(TokenTree::Punct(_)));
                    self.group(&group, ends_item);
                }
                TokenTree::Punct(punct) => self.punct(punct.as_char(), punct.spacing(), within),
                word => self.word(&word.to_string()),
            }
        }
    }

    fn attribute(&mut self, group: &Group) {
        self.end_line();
        match doc_text(group) {
            Some(text) => self.put(&format!("///{text}")),
            None => {
                self.put("#[");
                self.stream(group.stream(), Delimiter::Bracket);
                self.put("]");
            }
        }
        self.end_line();
    }

    fn group(&mut self, group: &Group, ends_item: bool) {
        match group.delimiter() {
            Delimiter::Brace if group.stream().is_empty() => {
                self.word("{}");
                if ends_item {
                    self.end_line();
                }
            }
            Delimiter::Brace => {
                self.word("{");
                self.end_line();
                self.depth += 1;
                self.stream(group.stream(), Delimiter::Brace);
                self.end_line();
                self.depth -= 1;
                self.put("}");
                self.space = true;
                if ends_item {
                    self.end_line();
                }
            }
            delimiter => {
                let (open, close) = if delimiter == Delimiter::Bracket { ("[", "]") } else { ("(", ")") };
                // `: [` and `= (` keep their space, `f (` has none.
                if self.space && (self.text.ends_with(['=', ':', ',']) || self.text.ends_with("->")) && !self.text.ends_with("::")
                {
                    self.put(" ");
                }
                self.put(open);
                self.space = false;
                self.stream(group.stream(), delimiter);
                self.put(close);
                self.space = true;
            }
        }
    }

    fn punct(&mut self, punct: char, spacing: Spacing, within: Delimiter) {
        let joint = spacing == Spacing::Joint;
        match punct {
            ';' => {
                self.put(";");
                self.end_line();
            }
            ',' => {
                self.put(",");
                self.space = true;
                if within == Delimiter::Brace {
                    self.end_line();
                }
            }
            ':' if joint || self.text.ends_with(':') => {
                self.put(":");
                self.space = false;
            }
            '.' | '?' | '!' => {
                self.put(&punct.to_string());
                self.space = false;
            }
            ':' => {
                self.put(":");
                self.space = true;
            }
            '<' => {
                self.put("<");
                self.space = false;
            }
            '>' if self.text.ends_with(['=', '-']) => {
                self.put(">");
                self.space = true;
            }
            '>' => {
                self.put(">");
                self.space = true;
            }
            '&' | '\'' => {
                self.word(&punct.to_string());
                self.space = false;
            }
            other => {
                self.word(&other.to_string());
                self.space = !joint;
            }
        }
    }

    /// Text with a space before it, if the token before wants one.
    fn word(&mut self, text: &str) {
        if self.space && !self.text.ends_with(['\n', ' ', '(', '[', '<']) {
            self.put(" ");
        }
        self.put(text);
        self.space = true;
    }

    fn put(&mut self, text: &str) {
        if self.text.is_empty() || self.text.ends_with('\n') {
            for _ in 0..self.depth {
                self.text.push_str("    ");
            }
        }
        self.text.push_str(text);
    }

    fn end_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.space = false;
    }
}

/// The text of `doc = "text"`, if it is on one line.
fn doc_text(group: &Group) -> Option<String> {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    let [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(literal)] = tokens.as_slice() else { return None };
    let quoted = literal.to_string();
    if name != "doc" {
        return None;
    }
    if let Some(raw) = quoted.strip_prefix("r\"") {
        return raw.strip_suffix('"').map(str::to_owned);
    }
    let text = quoted.strip_prefix('"')?.strip_suffix('"')?.replace("\\\"", "\"").replace("\\'", "'");
    (!text.contains('\\')).then_some(text)
}
