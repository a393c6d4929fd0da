//! Decoding from XML text and decoding from a tree agree on every text, valid or not.

use acs_runtime::wire::{DecodeReport, Node, Reader, TextError, decode_xml, parse_xml};

use crate::wire::shapes::{Everything, FIELDS};

const REPLY: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<R xmlns=\"urn:>x\" a='1'><Text>a\"b&amp;&#x4e13;é</Text><Int> -12 </Int>\
    <Long>9007199254740993</Long><Double>1.5e2</Double><Flag>TRUE</Flag> x <Object>mixed&lt;<Key>k</Key>\n<Value/></Object>\
    <Parent><Ids>only</Ids><Ids><x><y>0</y></x></Ids><Int><x/></Int></Parent><Ids>a</Ids><Tags><Key>1</Key></Tags><Ids>b</Ids>\
    <Tags><Key>2</Key></Tags><Wrapped><Item><Key>x</Key></Item><Item></Item><New><a></a></New></Wrapped><WrappedIds><Id>one</Id>\
    </WrappedIds><Map><a>1</a><b>2</b></Map><Present>5</Present><Any><x>1</x><y/><x> </x></Any><Unknown><A><B>1</B></A></Unknown></R>\n";

type Outcome = Result<(Everything, DecodeReport), TextError>;

fn by_tree(xml: &[u8]) -> Outcome {
    let (_, node) = parse_xml(xml).map_err(TextError::Parse)?;
    let (mut value, mut report) = (Everything::default(), DecodeReport::default());
    Reader::new(&node, &mut report).fields(&mut value).map_err(TextError::Decode)?;
    Ok((value, report))
}

fn check(xml: &[u8]) -> bool {
    let (direct, tree) = (decode_xml::<Everything>(xml), by_tree(xml));
    assert_eq!(direct, tree, "{}", String::from_utf8_lossy(xml));
    // As a value that takes anything.
    let node = decode_xml::<Node<'static>>(xml).map(|(node, _)| node);
    assert_eq!(node.ok(), parse_xml(xml).ok().map(|(_, node)| node.to_static()), "{}", String::from_utf8_lossy(xml));
    direct.is_ok()
}

#[test]
fn every_beginning_of_a_reply() {
    for end in 0..REPLY.trim_end().len() {
        assert!(!check(&REPLY.as_bytes()[..end]), "{end}");
    }
    assert!(check(REPLY.as_bytes()));
    assert!(!check(&[REPLY.as_bytes(), b"<R/>"].concat()) && check(&[REPLY.as_bytes(), b"\t\r<!-- c -->"].concat()));
    assert!(!check(&[REPLY.as_bytes(), b"x"].concat()) && !check(&[b" \n", REPLY.as_bytes(), b"&amp;"].concat()));
}

#[test]
fn every_byte_replaced_or_dropped_and_markup_inserted() {
    let others = [
        "<",
        ">",
        "/",
        "&",
        ";",
        "\"",
        "'",
        "=",
        ":",
        "!",
        "?",
        "-",
        ".",
        "0",
        "x",
        " ",
        "\r",
        "\r\n",
        "\0",
        "é",
        "<a>",
        "</a>",
        "<a/>",
        "<a b='>'>",
        "</x></y>",
        "<!---->",
        "<![CDATA[",
        "<![CDATA[x]]>",
        "]]>",
        "<?p?>",
        "&lt;",
        "&#38;",
        "&#0;",
        "&nbsp;",
        "",
    ];
    let mut accepted = 0;
    for place in 0..REPLY.len() {
        let (before, after) = (&REPLY.as_bytes()[..place], &REPLY.as_bytes()[place + 1..]);
        for other in others.map(str::as_bytes).into_iter().chain([b"\xff".as_slice()]) {
            // Markup is put between bytes, anything else in place of one.
            let after = if other.len() > 2 { &REPLY.as_bytes()[place..] } else { after };
            accepted += u32::from(check(&[before, other, after].concat()));
        }
    }
    assert!(accepted > 4000, "{accepted} of the texts are valid: too few to prove anything");
}

#[test]
fn every_value_in_every_field() {
    let values = [
        "",
        " ",
        "\n",
        "0",
        " 7 ",
        "-1",
        "1.0",
        "1e3",
        "9223372036854775808",
        "true",
        "False",
        "null",
        "{}",
        "&#x1F680;",
        "&lt;",
        "&lt",
        "&",
        "& ;",
        "&amp;lt;",
        "&#65;&#66;",
        "&#x110000;",
        "a\rb",
        "a\r\nb",
        "]]>",
        "<!-- c -->",
        "1<!-- c -->2",
        "<![CDATA[1]]>",
        "1<a/>",
        "<a/>1",
        "<a>1</a>",
        "<a>1</b>",
        "<a>",
        "</a>",
        "<a/><a/>",
        "<Key>1</Key>",
        "<Key/>",
        "<p:Key>1</p:Key>",
        "<Key a='1'>1</Key>",
        "<Key a='/'>1</Key>",
        "<Key a=/>1</Key>",
        "<Key / >1</Key>",
        "<Key />",
        "<Key\n>1</Key>",
        "<Key>1</Key >",
        "<Key a=\"'>1</Key>",
        "<Item>1</Item>",
        "<Item><Key>1</Key></Item><Item/>",
        "<Id>1</Id><x/><Id>2</Id>",
        "<Id><a>1</a></Id>",
        "<1>1</1>",
        "<é>1</é>",
        "< a>1</ a>",
        "<>1</>",
        "<a",
    ];
    for field in FIELDS {
        for value in values {
            check(format!("<R><{field}>{value}</{field}></R>").as_bytes());
            check(format!("<R>\n<{field}>{value}</{field}><{field} a='1'>{value}</{field}><Text>after</Text></R>").as_bytes());
            check(format!("<R><Parent><Tags><Key>{value}</Key></Tags><{field}>{value}</{field}></Parent></R>").as_bytes());
            check(format!("<R><Unknown><{field}>{value}</{field}></Unknown><{field}/></R>").as_bytes());
        }
    }
}

#[test]
fn any_root_and_whatever_stands_around_it() {
    for around in [
        "",
        " \n",
        "\u{feff}",
        "<?xml?>",
        "<?xml version='1.0'?>",
        "<?xml ?>\r\n",
        "<?xml-stylesheet?>",
        "<?p?>",
        "<!DOCTYPE R>",
        "x",
        "<",
    ] {
        for root in
            ["<R/>", "<R></R>", "<R>1</R>", "<R a='1'/>", "<R ></R>", "<p:R/>", "<R><Int>1</Int></R>", "<R>", "</R>", "<R/><R/>"]
        {
            check(format!("{around}{root}").as_bytes());
            check(format!("{root}{around}").as_bytes());
        }
    }
}

#[test]
fn nesting_is_limited_alike() {
    for field in ["Any", "Unknown", "Ids", "Text"] {
        for depth in [1, 100, 124, 125, 126, 127, 128, 1000] {
            for inmost in ["", "1", "<b/>"] {
                let xml = format!("<R><{field}>{}{inmost}{}</{field}></R>", "<a>".repeat(depth), "</a>".repeat(depth));
                check(xml.as_bytes());
            }
        }
    }
    for depth in [125, 126, 127, 128] {
        check(format!("<R>{}1{}</R>", "<Parent>".repeat(depth), "</Parent>".repeat(depth)).as_bytes());
    }
    assert!(!check("<Parent>".repeat(100_000).as_bytes()));
}
