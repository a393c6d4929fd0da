//! Searching text for the few bytes that end a string or a run of text, eight bytes at a time: most of a reply is strings, and byte by
//! byte this took a fifth of all instructions of decoding.

const ONES: u64 = u64::MAX / 255;
const HIGH: u64 = ONES << 7;

/// The offset of the first quote, backslash or control character from `at` on; past the end if there is none.
pub(super) fn json_special(bytes: &[u8], at: usize) -> usize {
    let chunk = |chunk: u64| less_one(chunk, b'"') | less_one(chunk, b'\\') | chunk.wrapping_sub(ONES * 0x20);
    find(bytes, at, chunk, |byte| matches!(byte, b'"' | b'\\' | 0..0x20))
}

/// The offset of the first `<`, `&` or carriage return from `at` on; past the end if there is none.
pub(super) fn xml_special(bytes: &[u8], at: usize) -> usize {
    let chunk = |chunk: u64| less_one(chunk, b'<') | less_one(chunk, b'&') | less_one(chunk, b'\r');
    find(bytes, at, chunk, |byte| matches!(byte, b'<' | b'&' | b'\r'))
}

/// Each subtraction borrows into the high bit of the bytes that are `wanted`. A borrow may reach later bytes, never earlier ones.
fn less_one(chunk: u64, wanted: u8) -> u64 {
    (chunk ^ (ONES * u64::from(wanted))).wrapping_sub(ONES)
}

#[inline(always)]
fn find(bytes: &[u8], mut at: usize, special: impl Fn(u64) -> u64, is_special: impl Fn(u8) -> bool) -> usize {
    let (chunks, _) = bytes.get(at..).unwrap_or_default().as_chunks::<8>();
    for chunk in chunks {
        let chunk = u64::from_le_bytes(*chunk);
        let found = special(chunk) & !chunk & HIGH;
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|byte| !is_special(*byte)) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_characters_are_found_at_every_place() {
        finds(json_special, "é専~ !#[]<&".chars(), ['"', '\\', '\0', '\n', '\u{1f}']);
        finds(xml_special, "é専~ !;=%'\"\n\u{c}\u{e}".chars(), ['<', '&', '\r', '<', '&']);
    }

    /// `others` are not special, nor is any letter.
    fn finds(special: fn(&[u8], usize) -> usize, others: std::str::Chars<'_>, wanted: [char; 5]) {
        let others = format!("\u{7f}{}\u{10348}\u{80}\u{ff}", others.as_str());
        for text in ["abcdefghijklmnopqrstuvwxyz", &others] {
            for place in (0..=text.len()).filter(|place| text.is_char_boundary(*place)) {
                for character in wanted {
                    let mut with = text.to_owned();
                    with.insert(place, character);
                    with.push_str("<\"and more");
                    assert_eq!(special(with.as_bytes(), 0), place, "{with:?}");
                }
            }
            assert_eq!(special(text.as_bytes(), 0), text.len());
        }
    }
}
