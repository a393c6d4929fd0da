//! Error codes as an API documents them: some are templates, such as `MissingParam.%s`.

use std::fmt::{self, Debug, Display};
use std::mem::discriminant;

/// A documented error code of an operation. Generated for each operation; nothing else implements it.
///
/// A variant for a template holds the text that stands in place of each `%s`. `Display` writes the code as the service sends it.
pub trait ErrorCode: Clone + PartialEq + Debug + Display + 'static {
    /// The texts in place of each `%s`, in order.
    fn arguments(&self) -> Vec<&str> {
        Vec::new()
    }

    /// Sets the texts in place of each `%s`.
    fn set_arguments(&mut self, arguments: &[&str]) {
        let _ = arguments;
    }
}

/// Matches `code` with a code that an API documents, and returns the text in place of each `%s`.
///
/// A `%s` stands for any text that is not empty; with more than one, each takes as little as it can. Case matters. The template
/// `%s` alone matches nothing: it would match every code, and say nothing about it.
///
/// ```
/// use acs_runtime::error_code::match_code;
///
/// assert_eq!(match_code("MissingParam.%s", "MissingParam.VpcId"), Some(vec!["VpcId"]));
/// assert_eq!(match_code("Mismatch.%sAnd%s", "Mismatch.VpcAndVSwitch"), Some(vec!["Vpc", "VSwitch"]));
/// assert_eq!(match_code("InvalidVpcId.NotFound", "InvalidVpcId.NotFound"), Some(vec![]));
/// assert_eq!(match_code("MissingParam.%s", "MissingParam."), None);
/// assert_eq!(match_code("%s", "Anything"), None);
/// ```
pub fn match_code<'c>(documented: &str, code: &'c str) -> Option<Vec<&'c str>> {
    let (start, rest) = match documented.split_once("%s") {
        None => return (documented == code).then(Vec::new),
        Some(_) if documented.split("%s").all(str::is_empty) => return (documented == code).then(Vec::new),
        Some(parts) => parts,
    };
    let mut code = code.strip_prefix(start)?;
    let mut arguments = Vec::new();
    let mut literals = rest.split("%s").peekable();
    while let Some(literal) = literals.next() {
        let is_last = literals.peek().is_none();
        let first = code.chars().next()?.len_utf8();
        let length = if is_last {
            code.len().checked_sub(literal.len()).filter(|length| *length >= first && code.ends_with(literal))?
        } else {
            first + code[first..].find(literal)?
        };
        arguments.push(&code[..length]);
        code = &code[length + literal.len()..];
    }
    Some(arguments)
}

/// The documented code that a received code matches: the same text, or of the matching templates the one with the most fixed text.
pub(crate) fn find<C: ErrorCode>(codes: &[(&str, C)], code: &str) -> Option<C> {
    let exact = codes.iter().find(|(documented, _)| *documented == code).map(|(_, code)| code.clone());
    exact.or_else(|| {
        let matches = codes.iter().filter_map(|row| Some((row, match_code(row.0, code)?)));
        let ((_, variant), arguments) = matches.max_by_key(|((documented, _), _)| documented.replace("%s", "").len())?;
        let mut found = variant.clone();
        found.set_arguments(&arguments);
        Some(found)
    })
}

/// Writes a code of a table as the service sends it.
///
/// # Errors
/// If the formatter cannot be written to.
#[doc(hidden)]
pub fn display<C: ErrorCode>(codes: &[(&str, C)], code: &C, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let row = codes.iter().find(|(_, known)| discriminant(known) == discriminant(code));
    let mut literals = row.map_or("", |(documented, _)| documented).split("%s");
    f.write_str(literals.next().unwrap_or_default())?;
    for (argument, literal) in code.arguments().into_iter().zip(literals) {
        f.write_str(argument)?;
        f.write_str(literal)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::match_code;

    #[test]
    fn a_template_matches_what_fills_it() {
        for (documented, code, arguments) in [
            ("IllegalParam.%s", "IllegalParam.CidrBlock", Some(vec!["CidrBlock"])),
            ("IllegalParam.%s", "IllegalParam.Tag.1.Key", Some(vec!["Tag.1.Key"])),
            ("IllegalParam.%s", "IllegalParamFormat.CidrBlock", None),
            ("IllegalParam.%s", "illegalparam.CidrBlock", None),
            ("%s.NotFound", "Vpc.NotFound", Some(vec!["Vpc"])),
            ("%s.NotFound", ".NotFound", None),
            ("Invalid%s.NotFound", "Invalid.NotFound", None),
            ("ExclusiveParam.%sAnd%s", "ExclusiveParam.VpcIdAndVSwitchId", Some(vec!["VpcId", "VSwitchId"])),
            ("ExclusiveParam.%sAnd%s", "ExclusiveParam.AndAndAnd", Some(vec!["And", "And"])),
            ("ExclusiveParam.%sAnd%s", "ExclusiveParam.VpcIdAnd", None),
            ("Quota.%s", "Quota.专有", Some(vec!["专有"])),
            ("%s%s", "Anything", None),
        ] {
            assert_eq!(match_code(documented, code), arguments, "{documented} {code}");
        }
    }
}
