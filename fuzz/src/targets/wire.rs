//! Replies and requests on the wire, against second parsers.

use acs_runtime::sign::ReplyFormat as Format;
use acs_runtime::wire::{DecodeReport, FromNode, Node, Params, Reader, TextError, decode_xml, parse_json, parse_xml, write_json};
use serde_json::Value;
use vpc_api::vpc::DescribeVpcsResponse;

use super::anything::Anything;
use super::{head, json_lines, second};
use crate::Target;

pub(super) const JSON: Target = Target {
    name: "json",
    seeds: || json_lines("tests/fixtures/samples.jsonl").iter().map(|sample| sample["json"].to_string().into_bytes()).collect(),
    words: &["{\"", "\":", ",", "[", "]", "{", "}", "\"\\u00e4\"", "1e5", "-1", "\"RequestId\":\"a\"", "\"Code\":\"x\"", "null"],
    cases: 8_000,
    run: json,
};

pub(super) const XML: Target = Target {
    name: "xml",
    seeds: || {
        json_lines("tests/fixtures/samples.jsonl")
            .iter()
            .filter_map(|sample| Some(sample["xml"].as_str()?.as_bytes().to_vec()))
            .collect()
    },
    words: &[
        "<a>",
        "</a>",
        "<a/>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<?xml version='1.0'?>",
        "<!DOCTYPE a [",
        "&lt;",
        "&#x41;",
        "&e;",
        "RequestId",
    ],
    cases: 4_000,
    run: xml,
};

pub(super) const DECODE: Target = Target {
    name: "decode",
    seeds: || {
        let samples = json_lines("tests/fixtures/samples.jsonl");
        let seeds = samples.iter().flat_map(|sample| {
            let name = sample["operation"].as_str().unwrap_or_default();
            [format!("{name}\n{}", sample["json"]), format!("{name}\n{}", sample["xml"].as_str().unwrap_or_default())]
        });
        seeds.map(String::into_bytes).collect()
    },
    words: JSON.words,
    cases: 800,
    run: decode,
};

pub(super) const ENCODE: Target = Target {
    name: "encode",
    seeds: || {
        let vectors = json_lines("tests/fixtures/params.jsonl");
        vectors
            .iter()
            .map(|vector| format!("{}\n{}", vector["operation"].as_str().unwrap_or_default(), vector["input"]).into_bytes())
            .collect()
    },
    words: JSON.words,
    cases: 3_000,
    run: encode,
};

fn json(input: &[u8]) {
    let ours = parse_json(input);
    let other = serde_json::from_slice::<Value>(input);
    assert_eq!(ours.is_ok(), other.is_ok(), "{ours:?} and {other:?}");
    let Ok(node) = ours else { return };
    let written = write_json(&node);
    let again = parse_json(&written).expect("what was written is JSON");
    // Names are sorted, and repeated ones gathered, by the first writing.
    assert_eq!(write_json(&again), written);
}

fn xml(input: &[u8]) {
    as_read_and_as_tree::<Anything>(input);
    as_read_and_as_tree::<Node<'static>>(input);
    as_read_and_as_tree::<DescribeVpcsResponse>(input);
    let Ok((root, node)) = parse_xml(input) else { return };
    assert!(!root.is_empty());
    drop(write_json(&node));
    let Ok(text) = std::str::from_utf8(input) else { panic!("accepted what is not UTF-8") };
    // The second parser is stricter: names, attributes and namespaces must be right, too.
    let Ok(document) = roxmltree::Document::parse(text) else { return };
    let element = document.root_element();
    assert_eq!(element.tag_name().name(), root);
    compare(element, &node);
}

/// A value that is decoded as the text is read is what its tree decodes to.
fn as_read_and_as_tree<T: FromNode + Default + PartialEq + std::fmt::Debug>(input: &[u8]) {
    let tree = parse_xml(input).map_err(TextError::Parse).and_then(|(_, node)| {
        let mut report = DecodeReport::default();
        let value = T::read(Reader::new(&node, &mut report)).map_err(TextError::Decode)?;
        Ok((value.unwrap_or_default(), report))
    });
    assert_eq!(decode_xml::<T>(input), tree);
}

fn compare(element: roxmltree::Node<'_, '_>, node: &Node<'_>) {
    let children: Vec<_> = element.children().filter(roxmltree::Node::is_element).collect();
    match node {
        Node::Object(entries) => {
            assert_eq!(children.len(), entries.len());
            for (child, entry) in children.into_iter().zip(entries) {
                assert_eq!(child.tag_name().name(), entry.name);
                compare(child, &entry.node);
            }
        }
        Node::Text(text) => {
            assert!(children.is_empty());
            let other: String =
                element.children().filter_map(|child| if child.is_text() { child.text() } else { None }).collect();
            assert_eq!(&other, text);
        }
        other => panic!("XML has no {other:?}"),
    }
}

/// A reply of an operation, decoded into its type and written again, decodes to the same.
fn decode(input: &[u8]) {
    let (name, reply) = head(input);
    let Ok(name) = std::str::from_utf8(name) else { return };
    for format in [Format::Json, Format::Xml] {
        let Ok(value) = vpc_api::OPERATIONS.decode(name, format, reply) else { continue };
        let text = value.to_string();
        let again = vpc_api::OPERATIONS.decode(name, Format::Json, text.as_bytes());
        assert_eq!(again.expect("what was written decodes"), value);
    }
}

/// What a request sends, put together again by a second decoder, is what was given.
fn encode(input: &[u8]) {
    let (name, request) = head(input);
    let (Ok(name), Ok(node)) = (std::str::from_utf8(name), parse_json(request)) else { return };
    if let Ok(given) = serde_json::from_slice::<Value>(request) {
        let sent = vpc_api::OPERATIONS.encode(name, &given);
        drop(sent.map(|sent| (sent.query.len(), sent.body.len())).map_err(|error| error.to_string()));
    }
    // Any object flattens; nothing is lost but what holds nothing.
    let params = Params::from_node(&node);
    let query = acs_runtime::sign::write_query(params.iter().map(|param| (param.name(), param.value())));
    let seen = second::parse(&query);
    let sent: Vec<_> = params.iter().map(|param| (param.name().to_owned(), param.value().to_owned())).collect();
    assert_eq!(seen, sent);
    if let Node::Object(entries) = &node {
        let scalars: usize = entries.iter().map(|entry| scalars(&entry.node)).sum();
        assert_eq!(params.len(), scalars);
    }
}

fn scalars(node: &Node<'_>) -> usize {
    match node {
        Node::Null => 0,
        Node::List(items) => items.iter().map(scalars).sum(),
        Node::Object(entries) => entries.iter().map(|entry| scalars(&entry.node)).sum(),
        _ => 1,
    }
}
