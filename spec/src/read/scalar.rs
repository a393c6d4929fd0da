//! What a plain scalar means: the YAML 1.2 core schema as `serde_yaml` applies it.

/// The value of a plain scalar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Plain {
    Null,
    Boolean(bool),
    Integer(i128),
    Float(f64),
    Text,
}

impl Plain {
    pub(crate) fn of(text: &str) -> Plain {
        match text {
            "" | "~" | "null" | "Null" | "NULL" => return Plain::Null,
            "true" | "True" | "TRUE" => return Plain::Boolean(true),
            "false" | "False" | "FALSE" => return Plain::Boolean(false),
            _ => {}
        }
        if let Some(integer) = integer(text) {
            return Plain::Integer(integer);
        }
        float(text).map_or(Plain::Text, Plain::Float)
    }
}

fn integer(text: &str) -> Option<i128> {
    let (negative, digits) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    if has_leading_zero(digits) {
        return None;
    }
    let (radix, digits) = match digits.get(..2) {
        Some("0x") => (16, &digits[2..]),
        Some("0o") => (8, &digits[2..]),
        Some("0b") => (2, &digits[2..]),
        _ => (10, digits),
    };
    if digits.starts_with(['+', '-']) {
        return None;
    }
    i128::from_str_radix(digits, radix).ok().map(|magnitude| if negative { -magnitude } else { magnitude })
}

fn float(text: &str) -> Option<f64> {
    match text {
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Some(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return Some(f64::NEG_INFINITY),
        ".nan" | ".NaN" | ".NAN" => return Some(f64::NAN),
        _ => {}
    }
    if has_leading_zero(text.trim_start_matches(['+', '-'])) || text.starts_with("+-") || text.starts_with("++") {
        return None;
    }
    text.parse().ok().filter(|float: &f64| float.is_finite())
}

/// Numbers like `007` are text.
fn has_leading_zero(digits: &str) -> bool {
    digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_yaml::Value;

    #[test]
    fn scalars_mean_what_serde_yaml_says() {
        let texts = [
            "~",
            "null",
            "true",
            "TRUE",
            "yes",
            "off",
            "0",
            "-0",
            "12",
            "+12",
            "-12",
            "--12",
            "+-12",
            "0x1F",
            "-0x1f",
            "0o17",
            "0b101",
            "0x+1",
            "007",
            "-007",
            "00.5",
            "1_000",
            "1.5",
            "-1.5e3",
            "1e400",
            ".5",
            "5.",
            ".inf",
            "-.INF",
            ".nan",
            "inf",
            "nan",
            "NaN",
            "infinity",
            "2016-04-28",
            "12:30:45",
            "18446744073709551616",
            "a",
            "-",
            "+",
            "0x",
            "1.2.3",
            "é",
        ];
        for text in texts {
            let expected = match serde_yaml::from_str::<Value>(&format!("[{text}]")).map(|list| list[0].clone()) {
                Ok(Value::Null) => Plain::Null,
                Ok(Value::Bool(boolean)) => Plain::Boolean(boolean),
                Ok(Value::Number(number)) if number.is_f64() => Plain::Float(number.as_f64().unwrap()),
                Ok(Value::Number(number)) => Plain::Integer(number.as_i64().unwrap().into()),
                Ok(Value::String(_)) => Plain::Text,
                // Integers beyond 64 bits are none of `Value`'s.
                Err(_) => Plain::Integer(text.parse().unwrap()),
                Ok(other) => panic!("{text}: {other:?}"),
            };
            assert!(same(Plain::of(text), expected), "{text}: {:?}, not {expected:?}", Plain::of(text));
        }
    }

    fn same(a: Plain, b: Plain) -> bool {
        matches!((a, b), (Plain::Float(a), Plain::Float(b)) if a.is_nan() && b.is_nan()) || a == b
    }
}
