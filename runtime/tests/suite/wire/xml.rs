//! XML text to nodes.

use acs_runtime::wire::{Node, parse_xml, write_json};

use super::Outcome;

/// The root's name, and what it holds as JSON: a name that is repeated shows as a list.
fn read(xml: &str) -> Result<String, Box<dyn std::error::Error>> {
    let (root, node) = parse_xml(xml)?;
    Ok(format!("{root} {}", write_json(&node)))
}

#[test]
fn elements_become_text_objects_and_repeated_entries() -> Outcome {
    for (xml, expected) in [
        ("<R>text</R>", r#"R "text""#),
        ("<R/>", "R {}"),
        ("<R></R>", "R {}"),
        ("<R><A>1</A><B/></R>", r#"R {"A":"1","B":{}}"#),
        ("<R><A>1</A><B>x</B><A>2</A></R>", r#"R {"A":["1","2"],"B":"x"}"#),
        ("<R><A><A><A>1</A></A></A></R>", r#"R {"A":{"A":{"A":"1"}}}"#),
        ("<R>\n  <A>\n    <B>1</B>\n  </A>\n</R>\n", r#"R {"A":{"B":"1"}}"#),
        ("<R>mixed<A>1</A>text</R>", r#"R {"A":"1"}"#),
        ("<R><A> kept \n</A></R>", r#"R {"A":" kept \n"}"#),
        ("<R><A> </A></R>", r#"R {"A":" "}"#),
        ("<R a='1' b=\"x>y\"><A c='2'>1</A></R>", r#"R {"A":"1"}"#),
        ("<R xmlns='urn:x'><p:A>1</p:A></R>", r#"R {"A":"1"}"#),
        ("<p:R xmlns:p='urn:x'><p:A>1</p:A><q:A/></p:R>", r#"R {"A":["1",{}]}"#),
        ("<R><名>值🚀</名></R>", r#"R {"名":"值🚀"}"#),
        ("<R ><A\n>1</A ></R\t>", r#"R {"A":"1"}"#),
    ] {
        assert_eq!(read(xml)?, expected, "{xml}");
    }
    Ok(())
}

#[test]
fn entities_and_cdata_are_decoded() -> Outcome {
    for (xml, expected) in [
        ("<R>&lt;a href=&quot;x&quot;&gt; &amp;amp; &apos;</R>", r#"R "<a href=\"x\"> &amp; '""#),
        ("<R>&#65;&#x4e13;&#x1F680;</R>", r#"R "A专🚀""#),
        ("<R>a<![CDATA[<b>&amp;]]>c</R>", r#"R "a<b>&amp;c""#),
        ("<R><![CDATA[]]></R>", "R {}"),
        ("<R>a<!-- no -->b<?pi no?>c</R>", r#"R "abc""#),
        ("<R>a\r\nb\rc</R>", r#"R "a\nb\nc""#),
        ("<R>&#13;</R>", r#"R "\r""#),
    ] {
        assert_eq!(read(xml)?, expected, "{xml}");
    }
    Ok(())
}

#[test]
fn declarations_comments_and_white_space_around_the_root_are_skipped() -> Outcome {
    for around in [
        "<?xml version='1.0' encoding='UTF-8'?>\n",
        "<!-- c -->",
        "<?pi x?>",
        "<!DOCTYPE R>",
        "<!DOCTYPE R [<!ENTITY e \"<x>\"> <!ELEMENT R ANY>]>",
        "\u{feff}",
    ] {
        assert_eq!(read(&format!("{around}<R>1</R>"))?, r#"R "1""#, "{around}");
    }
    assert_eq!(read("<R>1</R>\n<!-- c -->\n<?pi?>\n")?, r#"R "1""#);
    Ok(())
}

#[test]
fn declared_entities_are_not_expanded() {
    let bomb = r#"<!DOCTYPE R [<!ENTITY a "s3cret"><!ENTITY b "&a;&a;&a;">]><R>&b;</R>"#;
    assert!(parse_xml(bomb).is_err_and(|error| error.to_string().contains("an entity that XML does not know")));
    let external = r#"<!DOCTYPE R [<!ENTITY a SYSTEM "file:///etc/hostname">]><R>&a;</R>"#;
    assert!(parse_xml(external).is_err());
}

#[test]
fn xml_parse_errors_say_where_and_never_quote() {
    for (xml, line, problem) in [
        ("", 1, "there is no element"),
        ("  \n", 2, "there is no element"),
        ("<!-- c -->", 1, "there is no element"),
        ("<R>\n<s3cret>", 2, "it ends before the root element does"),
        ("<R><A>s3cret", 1, "it ends before the root element does"),
        ("<R><s3cret", 1, "markup that does not end"),
        ("<R><![CDATA[s3cret</R>", 1, "markup that does not end"),
        ("<R><!-- s3cret</R>", 1, "markup that does not end"),
        ("<R>\n</s3cret>", 2, "an end tag that does not fit the start tag"),
        ("</s3cret>", 1, "an end tag without a start tag"),
        ("<!DOCTYPE><s3cret/>", 1, "markup that is not well-formed"),
        ("<R/><s3cret/>", 1, "a second root element"),
        ("<R/>s3cret", 1, "text outside of the root element"),
        ("s3cret", 1, "text outside of the root element"),
        ("{\"a\": \"s3cret\"}", 1, "text outside of the root element"),
        ("<R>&s3cret;</R>", 1, "an entity that XML does not know"),
        ("<R>s3cret & more</R>", 1, "`&` without an entity"),
        ("<R>&#x110000;</R>", 1, "a reference to no character"),
        ("<R>&#0;</R>", 1, "a reference to no character"),
    ] {
        let Err(error) = parse_xml(xml) else { panic!("{xml}") };
        let shown = error.to_string();
        assert!(shown.starts_with(&format!("not valid XML: {problem} at line {line}, column ")), "{xml}: {shown}");
        assert!(error.column() >= 1, "{xml}");
        assert!(!shown.contains("s3cret") && !format!("{error:?}").contains("s3cret"), "{xml}: {shown}");
    }
}

#[test]
fn bytes_must_be_utf8() -> Outcome {
    assert!(matches!(parse_xml("<R>专</R>".as_bytes())?, (root, Node::Text(text)) if root == "R" && text == "专"));
    let error = parse_xml(b"<R>\n\xff</R>".as_slice()).err().ok_or("it was accepted")?;
    assert_eq!(error.to_string(), "not valid XML: it is not UTF-8 at line 2, column 1");
    Ok(())
}

#[test]
fn every_truncation_of_a_document_is_an_error() -> Outcome {
    let xml = "<?xml version=\"1.0\"?><R a='1'><A>&lt;专<![CDATA[x]]></A><!-- c --><B/></R>";
    assert!(parse_xml(xml).is_ok());
    for end in 0..xml.len() {
        assert!(parse_xml(&xml.as_bytes()[..end]).is_err(), "{:?}", xml.get(..end));
    }
    Ok(())
}

#[test]
fn nesting_is_limited() {
    let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    assert!(parse_xml(&nested(127)).is_ok());
    assert!(parse_xml(&nested(128)).is_err_and(|error| error.to_string().contains("nested too deeply")));
    assert!(parse_xml(&"<a>".repeat(1_000_000)).is_err());
}
