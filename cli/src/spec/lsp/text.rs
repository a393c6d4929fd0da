//! Places in a text: the protocol counts lines and UTF-16 units, the reader counts bytes.

use std::ops::Range;

use lsp_types::Position;

/// The position of a byte. One behind the end is at the end.
pub(super) fn position(text: &str, offset: usize) -> Position {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let (number, start) = lines(text).take_while(|(_, start)| *start <= offset).last().unwrap_or_default();
    let units = text[start..offset].encode_utf16().count();
    Position::new(u32::try_from(number).unwrap_or(u32::MAX), u32::try_from(units).unwrap_or(u32::MAX))
}

/// The range of some bytes.
pub(super) fn range(text: &str, span: Range<usize>) -> lsp_types::Range {
    lsp_types::Range::new(position(text, span.start), position(text, span.end))
}

/// The byte of a position: behind the end of a line it is the end of the line, behind the last line it is the end of the text.
pub(super) fn offset(text: &str, position: Position) -> usize {
    let Some((_, start)) = lines(text).nth(position.line as usize) else { return text.len() };
    let line = &text[start..];
    let line = &line[..line.find(['\n', '\r']).unwrap_or(line.len())];
    let mut units = position.character as usize;
    for (at, c) in line.char_indices() {
        if units < c.len_utf16() {
            return start + at;
        }
        units -= c.len_utf16();
    }
    start + line.len()
}

/// Number and start of each line. Lines end with `\n`, `\r\n` or `\r`.
fn lines(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let bytes = text.as_bytes();
    let ends = (0..bytes.len())
        .filter(move |at| bytes[*at] == b'\n' || bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'))
        .map(|at| at + 1);
    std::iter::once(0).chain(ends).enumerate()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_utf_16_units() {
        let text = "a\r\nü𝄞x\rz\n";
        for (offset, line, character) in
            [(0, 0, 0), (1, 0, 1), (3, 1, 0), (5, 1, 1), (9, 1, 3), (10, 1, 4), (11, 2, 0), (13, 3, 0)]
        {
            assert_eq!(position(text, offset), Position::new(line, character), "{offset}");
            assert_eq!(super::offset(text, Position::new(line, character)), offset);
        }
        assert_eq!(position(text, 7), Position::new(1, 1), "inside a character");
        assert_eq!(position(text, 99), Position::new(3, 0));
    }

    #[test]
    fn positions_that_are_not_there_are_moved_back() {
        let text = "ab\n𝄞\n";
        assert_eq!(offset(text, Position::new(0, 99)), 2);
        assert_eq!(offset(text, Position::new(1, 1)), 3, "half of a surrogate pair");
        assert_eq!(offset(text, Position::new(9, 0)), text.len());
    }
}
