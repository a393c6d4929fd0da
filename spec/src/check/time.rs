//! Dates and times as ISO 8601 writes them.

/// Whether a text is a date like `2016-04-28`.
pub(super) fn is_date(text: &str) -> bool {
    let [year, month, day] = text.split('-').collect::<Vec<_>>()[..] else { return false };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else { return false };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// Whether a text is a date, or a date and a time like `2021-10-16T07:31Z`, with or without seconds, their fractions and a zone.
pub(super) fn is_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return is_date(text) };
    let (clock, zone) = match time.find(['Z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => (time, ""),
    };
    let is_zone = match zone {
        "" | "Z" => true,
        offset => is_clock(&offset[1..], false) || number(&offset[1..], 2).is_some() || number(&offset[1..], 4).is_some(),
    };
    is_date(date) && is_clock(clock, true) && is_zone
}

fn is_clock(text: &str, with_seconds: bool) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let below = |text: &str, limit| number(text, 2).is_some_and(|number| number < limit);
    match parts.as_slice() {
        [hours, minutes] => below(hours, 25) && below(minutes, 60),
        [hours, minutes, seconds] if with_seconds => {
            let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
            let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
            below(hours, 25) && below(minutes, 60) && below(whole, 61) && is_fraction
        }
        _ => false,
    }
}

/// A number of so many digits.
fn number(text: &str, digits: usize) -> Option<u32> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_from_other_texts() {
        for text in [
            "2021-10-16",
            "2024-02-29T23:59:60Z",
            "2000-02-29",
            "2021-10-16T07:31+08",
            "2021-10-16T24:00Z",
            "2021-10-16T07:31Z",
            "2021-10-16T07:31:09.123+08:00",
            "2021-10-16T07:31:09+0800",
            "2021-10-16T07:31:09",
        ] {
            assert!(is_time(text), "{text}");
        }
        for text in [
            "",
            "16.10.2021",
            "2021-13-16",
            "2023-02-29",
            "1900-02-29",
            "2021-04-31",
            "2021-10-00",
            "2021-00-16",
            "2021-10-16T25:00Z",
            "2021-10-16T07:31:61Z",
            "2021-10-16T07:31:09.Z",
            "2021-1-6",
            "2021-10-16 07:31:09",
            "2021-10-16T",
            "2021-10-16T7:31Z",
            "2021-10-16T07:31:09X",
            "soon",
            "2021-10-16T07:61Z",
        ] {
            assert!(!is_time(text), "{text}");
        }
    }
}
