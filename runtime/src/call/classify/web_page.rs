//! Web pages in place of replies: how they are recognised, and what they say.

use std::borrow::Cow;

use quick_xml::escape::unescape;

/// As much of a page as is examined. Titles stand near the top.
const EXAMINED_BYTES: usize = 16 << 10;

/// Elements that begin a page, or a piece of one.
const ELEMENTS: [&str; 20] = [
    "html", "head", "title", "meta", "link", "style", "script", "noscript", "body", "center", "div", "p", "h1", "h2", "form",
    "iframe", "table", "a", "span", "br",
];

/// Whether a body is a web page: HTML or XHTML, also after comments and an XML declaration. `body` has no white space before it.
pub(super) fn is_web_page(body: &[u8], content_type: &str) -> bool {
    let start = beginning(body);
    let Some(tag) = after_prolog(&start).strip_prefix('<') else {
        return is_html_type(content_type) && !start.starts_with(['{', '[']);
    };
    if tag.get(..8).is_some_and(|tag| tag.eq_ignore_ascii_case("!doctype")) {
        return tag[8..].trim_start().get(..4).is_some_and(|root| root.eq_ignore_ascii_case("html"));
    }
    // A name may have the prefix of a namespace.
    let name = tag.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or_default();
    let name = name.rsplit(':').next().unwrap_or_default();
    let is_of_service = name == "Error" || name.ends_with("Response");
    ELEMENTS.iter().any(|element| name.eq_ignore_ascii_case(element)) || (is_html_type(content_type) && !is_of_service)
}

/// What a page says.
pub(super) struct Page {
    pub(super) title: String,
    /// The text of the body, as far as it was looked at.
    pub(super) text: String,
}

pub(super) fn describe(body: &[u8]) -> Page {
    let html = beginning(body);
    let mut page = Page { title: String::new(), text: String::new() };
    let mut rest = html.as_ref();
    while let Some((text, tag)) = rest.split_once('<') {
        push(&mut page.text, text);
        if let Some(comment) = tag.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        let Some((tag, after)) = tag.split_once('>') else { return page };
        rest = after;
        // The content of these elements is not text of the page.
        if let Some(name) = ["title", "script", "style"].into_iter().find(|name| is_tag(tag, name)) {
            let (content, after) = until_end(after, name);
            if name == "title" && page.title.is_empty() {
                push(&mut page.title, content);
            }
            rest = after;
        }
    }
    push(&mut page.text, rest);
    page
}

/// The first few kilobytes of a body, as text.
pub(super) fn beginning(body: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(&body[..body.len().min(EXAMINED_BYTES)])
}

/// What follows an XML declaration, comments and white space.
fn after_prolog(mut text: &str) -> &str {
    loop {
        text = text.trim_start();
        let ends = [("<?", "?>"), ("<!--", "-->")];
        let next = ends.into_iter().find_map(|(start, end)| Some(text.strip_prefix(start)?.split_once(end)?.1));
        match next {
            Some(rest) => text = rest,
            None => return text,
        }
    }
}

fn is_html_type(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("text/html") || kind.eq_ignore_ascii_case("application/xhtml+xml")
}

fn is_tag(tag: &str, name: &str) -> bool {
    let (start, rest) = tag.split_at_checked(name.len()).unwrap_or((tag, ""));
    start.eq_ignore_ascii_case(name) && rest.chars().next().is_none_or(|c| c.is_whitespace() || c == '/')
}

/// What stands before the end tag `name`, and what follows that.
fn until_end<'t>(text: &'t str, name: &str) -> (&'t str, &'t str) {
    for (start, _) in text.match_indices("</") {
        if is_tag(text[start + 2..].split('>').next().unwrap_or_default(), name) {
            return (&text[..start], text[start..].split_once('>').map_or("", |(_, after)| after));
        }
    }
    (text, "")
}

fn push(text: &mut String, more: &str) {
    if !more.trim().is_empty() {
        text.push(' ');
        text.push_str(&unescape(more.trim()).unwrap_or(Cow::Borrowed(more.trim())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_pages_are_recognised() {
        for page in [
            "<!DOCTYPE html><html>",
            "<!doctype HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">",
            "<HTML lang=en>",
            "<!-- a comment -->\n<!-- and another --><html>",
            "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"x.dtd\"><html/>",
            "<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\">",
            "<script>location='/login'</script>",
            "<head><title>x",
        ] {
            assert!(is_web_page(page.as_bytes(), ""), "{page}");
        }
        assert!(is_web_page(b"Please <b>sign in</b>", "text/html; charset=utf-8"));
        assert!(is_web_page(b"<h:html xmlns:h='http://www.w3.org/1999/xhtml'><h:head/></h:html>", ""));
        for other in [
            "<Error><Code>X</Code></Error>",
            "<DescribeVpcsResponse/>",
            "<a:DescribeVpcsResponse xmlns:a='x'/>",
            "<DescribeVpcsResponse\nxmlns='x'>",
            "{\"RequestId\":\"R\"}",
        ] {
            assert!(!is_web_page(other.as_bytes(), "text/html"), "{other}");
        }
        assert!(!is_web_page(b"<ListBucketResult/>", "application/xml"));
        assert!(!is_web_page(b"upstream timed out", "text/plain"));
    }

    #[test]
    fn a_page_is_described_by_its_title_and_its_text() {
        let page = describe(
            b"<html><head><TITLE class=t>Sign &amp; in</TITLE><style>p { color: red }</style></head>\
              <body><!-- <p>hidden</p> --><script type='x'>if (1 < 2) {}</script><p>Welcome to <b>the hotel</b>.</p></body>",
        );
        assert_eq!((page.title.trim(), page.text.trim()), ("Sign & in", "Welcome to the hotel ."));
    }
}
