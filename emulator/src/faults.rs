//! Faults on demand: what a network, a gateway or a busy service does to a request.

use std::time::Duration;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::pattern;
use crate::service_error::ServiceError;

/// A fault, and the requests that it is injected into.
///
/// In files and over the control endpoint a rule is JSON:
/// `{"operation": "Create*", "fault": {"kind": "throttle", "retry_after_ms": 1500}, "times": 2}`.
///
/// ```
/// use acs_emulator::{Fault, FaultRule};
///
/// let twice = FaultRule::new(Fault::busy("VpnGateway.Configuring")).operation("DeleteSslVpnClientCert").times(2);
/// let often = FaultRule::new(Fault::DropBefore).rate(0.3);
/// # let _ = (twice, often);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultRule {
    #[serde(default = "every_operation", deserialize_with = "pattern::read")]
    operation: String,
    fault: Fault,
    /// Remaining requests that the fault is injected into. Without a number the rule never ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    times: Option<u32>,
    /// Remaining requests that are answered as usual first.
    #[serde(default)]
    skip: u32,
    #[serde(default = "always")]
    rate: f64,
}

/// What happens to a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fault {
    /// `Throttling.User`, with the wait in `x-acs-retry-after` if one is stated. The work is not done.
    Throttle {
        /// Milliseconds to wait.
        #[serde(default)]
        retry_after_ms: Option<u64>,
    },
    /// An error of the service. The work is not done.
    Error {
        /// HTTP status.
        #[serde(deserialize_with = "error_status")]
        status: u16,
        /// Error code.
        #[serde(deserialize_with = "error_code")]
        code: String,
    },
    /// A gateway's HTML page, with status 502. The work is not done.
    BadGateway,
    /// Status 503 and nothing else. The work is not done.
    Unavailable,
    /// The work is done, and half of the reply's body arrives, as if it were whole.
    Truncated,
    /// The work is done, and the reply's body is neither JSON nor XML.
    Malformed,
    /// The work is done, and the reply is called a web page.
    WrongContentType,
    /// The work is done, and the reply's body comes twice.
    Duplicated,
    /// The work is done, and the reply is this many bytes longer: JSON white space.
    Oversize {
        /// Bytes added, at most 64 MiB.
        bytes: usize,
    },
    /// The work is done, and the answer takes this long to begin.
    SlowStart {
        /// Milliseconds.
        ms: u64,
    },
    /// The work is done, and the body stops for this long after its first half.
    SlowBody {
        /// Milliseconds.
        ms: u64,
    },
    /// The connection ends before the work is done.
    DropBefore,
    /// The work is done, and the connection ends without an answer.
    DropAfter,
    /// The work is done, and the connection ends in the middle of the body.
    DropWithin,
    /// The emulator's clock is ahead, or behind if negative.
    Clock {
        /// Seconds.
        seconds: i64,
    },
}

/// The most that [`Fault::Oversize`] adds.
pub(crate) const MAX_OVERSIZE: usize = 64 << 20;

impl Fault {
    /// An error that says that something else is being done: status 400 with this code.
    pub fn busy(code: impl Into<String>) -> Self {
        Fault::Error { status: 400, code: code.into() }
    }

    /// `InternalError` with status 500.
    pub fn internal_error() -> Self {
        Fault::Error { status: 500, code: "InternalError".into() }
    }

    /// Whether it happens in place of the work.
    pub(crate) fn is_instead(&self) -> bool {
        matches!(self, Fault::Throttle { .. } | Fault::Error { .. } | Fault::BadGateway | Fault::Unavailable | Fault::DropBefore)
    }

    /// The service error that it answers with instead of doing the work.
    pub(crate) fn error(&self) -> Option<ServiceError> {
        match self {
            Fault::Throttle { .. } => {
                Some(ServiceError::new(400, "Throttling.User", "Request was denied due to user flow control."))
            }
            Fault::Error { status, code } => {
                let status = if (400..=599).contains(status) { *status } else { 400 };
                Some(ServiceError::new(status, code.as_str(), "The emulator was asked for this error."))
            }
            _ => None,
        }
    }

    /// How long the answer takes to begin.
    pub(crate) fn slow_start(&self) -> Duration {
        match self {
            Fault::SlowStart { ms } => Duration::from_millis(*ms),
            _ => Duration::ZERO,
        }
    }
}

impl FaultRule {
    /// A fault that is injected into every request.
    pub fn new(fault: Fault) -> Self {
        FaultRule { operation: every_operation(), fault, times: None, skip: 0, rate: always() }
    }

    /// The pattern of the operations that it is about.
    pub(crate) fn pattern(&self) -> &str {
        &self.operation
    }

    /// Limits the rule to requests of this operation; a name may end in `*`.
    #[must_use]
    pub fn operation(mut self, name: impl Into<String>) -> Self {
        self.operation = name.into();
        self
    }

    /// Ends the rule after this many faults.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Answers this many requests as usual first.
    #[must_use]
    pub fn skip(mut self, requests: u32) -> Self {
        self.skip = requests;
        self
    }

    /// Limits the rule to a share of the requests: 0.3 is 30 %.
    #[must_use]
    pub fn rate(mut self, rate: f64) -> Self {
        self.rate = rate;
        self
    }
}

fn error_status<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    let status = u16::deserialize(deserializer)?;
    match (400..=599).contains(&status) {
        true => Ok(status),
        false => Err(D::Error::custom("the status of an error is from 400 to 599")),
    }
}

fn error_code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let code = String::deserialize(deserializer)?;
    if code.is_empty() { Err(D::Error::custom("an error has a code")) } else { Ok(code) }
}

fn every_operation() -> String {
    "*".into()
}

fn always() -> f64 {
    1.0
}

/// The rules in force.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults {
    rules: Vec<FaultRule>,
}

/// Rules that are in force at the same time; more are not taken.
const MAX_RULES: usize = 1000;

impl Faults {
    pub(crate) fn add(&mut self, rule: FaultRule) {
        if self.rules.len() < MAX_RULES {
            self.rules.push(rule);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    pub(crate) fn rules(&self) -> &[FaultRule] {
        &self.rules
    }

    /// The fault to inject into a request, if there is one. `chance` returns a number in `0.0..1.0`.
    pub(crate) fn take(&mut self, operation: &str, chance: impl Fn() -> f64) -> Option<Fault> {
        let mut taken = None;
        for rule in &mut self.rules {
            if !pattern::names(&rule.operation, operation) || rule.times == Some(0) {
                continue;
            }
            if rule.skip > 0 {
                rule.skip -= 1;
                continue;
            }
            if chance() < rule.rate {
                rule.times = rule.times.map(|times| times - 1);
                taken = Some(rule.fault.clone());
                break;
            }
        }
        self.rules.retain(|rule| rule.times != Some(0));
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_count_skip_and_match() {
        let mut faults = Faults::default();
        faults.add(FaultRule::new(Fault::BadGateway).operation("Create*").skip(1).times(2));
        let mut hit = |operation| faults.take(operation, || 0.5).is_some();
        assert!(!hit("DescribeVpcs"));
        let hits: Vec<_> = (0..4).map(|_| hit("CreateVpc")).collect();
        assert_eq!(hits, [false, true, true, false]);
        assert!(faults.rules().is_empty());
    }

    #[test]
    fn a_rate_leaves_the_rest_alone() {
        let mut faults = Faults::default();
        faults.add(FaultRule::new(Fault::DropBefore).rate(0.3));
        assert!(faults.take("CreateVpc", || 0.2).is_some());
        assert!(faults.take("CreateVpc", || 0.3).is_none());
    }

    #[test]
    fn rules_are_read_from_json() {
        let text = r#"{"operation": "CreateVpc", "fault": {"kind": "throttle", "retry_after_ms": 1500}, "times": 2}"#;
        let rule: FaultRule = serde_json::from_str(text).unwrap();
        assert_eq!(rule, FaultRule::new(Fault::Throttle { retry_after_ms: Some(1500) }).operation("CreateVpc").times(2));
        assert!(serde_json::from_str::<FaultRule>(r#"{"fault": {"kind": "drop_after"}}"#).is_ok());
        for wrong in [
            r#"{"fault": {"kind": "drop_after"}, "time": 1}"#,
            r#"{"operation": "*Vpcs", "fault": {"kind": "drop_after"}}"#,
            r#"{"fault": {"kind": "error", "status": 200, "code": "X"}}"#,
            r#"{"fault": {"kind": "error", "status": 700, "code": "X"}}"#,
            r#"{"fault": {"kind": "error", "status": 400, "code": ""}}"#,
        ] {
            assert!(serde_json::from_str::<FaultRule>(wrong).is_err(), "{wrong}");
        }
    }
}
