//! How long the service asks to wait.

use std::time::{Duration, SystemTime};

use crate::reply::HttpReply;

/// The wait that an error reply states: in `x-acs-retry-after` (milliseconds), `Retry-After` (seconds or a date), or in
/// `X-RateLimit-User-API` and `X-RateLimit-User` (`Remain:0,TimeLeft:1234`, milliseconds). At most two minutes, as in the
/// official SDKs.
pub(crate) fn stated_wait(reply: &HttpReply, now: SystemTime) -> Option<Duration> {
    let wait = own(reply)
        .or_else(|| retry_after(reply, now))
        .or_else(|| ["x-ratelimit-user-api", "x-ratelimit-user"].iter().find_map(|name| rate_limit(reply.header(name)?)))?;
    (!wait.is_zero()).then(|| wait.min(Duration::from_secs(120)))
}

fn own(reply: &HttpReply) -> Option<Duration> {
    reply.header("x-acs-retry-after")?.trim().parse().ok().map(Duration::from_millis)
}

fn retry_after(reply: &HttpReply, now: SystemTime) -> Option<Duration> {
    let value = reply.header("retry-after")?.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that is too large for a duration is as good as the longest.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let until = httpdate::parse_http_date(value).ok()?;
    // Relative to the clock of the service if the reply has its time: ours may be off.
    let now = reply.header("date").and_then(|date| httpdate::parse_http_date(date).ok()).unwrap_or(now);
    until.duration_since(now).ok()
}

fn rate_limit(value: &str) -> Option<Duration> {
    let part = |name: &str| {
        let (_, number) = value.split(',').filter_map(|part| part.split_once(':')).find(|(key, _)| key.trim() == name)?;
        number.trim().parse::<u64>().ok()
    };
    (part("Remain")? == 0).then(|| part("TimeLeft")).flatten().map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(headers: &[(&'static str, &str)]) -> Option<Duration> {
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        stated_wait(&HttpReply::new(429, headers, ""), SystemTime::UNIX_EPOCH)
    }

    #[test]
    fn all_ways_to_state_it() {
        let ms = |ms| Some(Duration::from_millis(ms));
        for (headers, expected) in [
            (&[("x-acs-retry-after", "1500")][..], ms(1500)),
            (&[("x-acs-retry-after", "99999999")], ms(120_000)),
            (&[("x-acs-retry-after", "0")], None),
            (&[("x-acs-retry-after", "-5")], None),
            (&[("retry-after", "7")], ms(7000)),
            (&[("retry-after", "7"), ("x-acs-retry-after", "20")], ms(20)),
            (&[("retry-after", "Thu, 01 Jan 1970 00:00:09 GMT")], ms(9000)),
            (&[("retry-after", "Thu, 01 Jan 1970 00:00:09 GMT"), ("date", "Thu, 01 Jan 1970 00:00:05 GMT")], ms(4000)),
            (&[("retry-after", "Thu, 01 Jan 1970 00:00:01 GMT"), ("date", "Thu, 01 Jan 1970 00:00:05 GMT")], None),
            (&[("x-ratelimit-user-api", "Remain:0,TimeLeft:1234")], ms(1234)),
            (&[("x-ratelimit-user-api", "Remain:5,TimeLeft:1234"), ("x-ratelimit-user", "Remain:0, TimeLeft:8")], ms(8)),
            (&[("x-ratelimit-user", "nonsense")], None),
            (&[], None),
        ] {
            assert_eq!(wait(headers), expected, "{headers:?}");
        }
    }
}
