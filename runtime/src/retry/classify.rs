//! The class of a failed reply.

use super::RetryClass;
use crate::error_code::match_code;
use crate::operation::RetryTable;

/// The class of an error reply. The code decides: by the operation's own table, then the service's, then what is common to
/// all services. The status decides only about unknown codes, since the documentation of statuses is contradictory.
pub(crate) fn class_of(
    tables: [&RetryTable; 2],
    code: Option<&str>,
    message: &str,
    status: u16,
    stated_wait: bool,
) -> RetryClass {
    let Some(code) = code else {
        return of_status(status, stated_wait);
    };
    let in_tables =
        tables.iter().flat_map(|table| table.iter()).find(|(name, _)| match_code(name, code).is_some()).map(|(_, class)| class);
    in_tables.or_else(|| common(code, message)).unwrap_or_else(|| of_status(status, stated_wait))
}

fn common(code: &str, message: &str) -> Option<RetryClass> {
    // A resource that was activated before is reported as a failure of the service, and would stay one on every retry.
    if message.contains("您已开通过") {
        return Some(RetryClass::None);
    }
    match code {
        _ if code.contains("Throttling") => Some(RetryClass::Throttled),
        _ if says_expired(code) => Some(RetryClass::Credentials),
        "OperationConflict" | "SystemBusy" | "TaskConflict" => Some(RetryClass::Busy),
        // The first request with the same token is still running.
        "LastTokenProcessing" | "OperationFailed.LastTokenProcessing" | "OperationFailed.IdempotentTokenProcessing" => {
            Some(RetryClass::Busy)
        }
        "InternalError" | "ServiceUnavailable" | "UnknownError" => Some(RetryClass::Server),
        "InvalidTimeStamp.Expired" | "IllegalTimestamp" => Some(RetryClass::Clock),
        // Something between client and service sent the request twice, and the first one may have been processed.
        "SignatureNonceUsed" => Some(RetryClass::Transport),
        _ => None,
    }
}

/// Whether an error code says that temporary credentials have expired.
pub(crate) fn says_expired(code: &str) -> bool {
    code.contains("Expired") && (code.contains("SecurityToken") || code.contains("BearerToken"))
}

fn of_status(status: u16, stated_wait: bool) -> RetryClass {
    match status {
        429 => RetryClass::Throttled,
        400.. if stated_wait => RetryClass::Throttled,
        408 => RetryClass::Transport,
        500 | 502 | 503 | 504 => RetryClass::Server,
        _ => RetryClass::None,
    }
}

#[cfg(test)]
mod tests {
    use super::RetryClass::{self, *};
    use super::*;
    use crate::facts::List;

    const OPERATION: RetryTable = List::Static(&[("VpnGateway.Configuring", Busy), ("InternalError", None)]);
    const SERVICE: RetryTable = List::Static(&[("VpnGateway.Configuring", Server), ("IncorrectStatus", Busy)]);
    const NONE: RetryTable = List::EMPTY;

    #[test]
    fn the_code_goes_first_and_the_nearest_table_wins() {
        for (code, status, class) in [
            ("VpnGateway.Configuring", 400, Busy),
            ("IncorrectStatus", 400, Busy),
            // The operation declares the code final, which overrides what is common.
            ("InternalError", 500, None),
            ("Throttling.User", 400, Throttled),
            ("Rejected.Throttling", 503, Throttled),
            ("ServiceUnavailable", 403, Server),
            ("LastTokenProcessing", 400, Busy),
            ("InvalidTimeStamp.Expired", 400, Clock),
            ("InvalidSecurityToken.Expired", 400, Credentials),
            ("SecurityTokenExpired", 403, Credentials),
            ("InvalidSecurityToken.Malformed", 400, None),
            ("SignatureNonceUsed", 400, Transport),
            ("InvalidVpcId.NotFound", 404, None),
            ("IncorrectStatus.VSwitch", 400, None),
            ("Unknown.Code", 500, Server),
            ("Unknown.Code", 429, Throttled),
        ] {
            assert_eq!(class_of([&OPERATION, &SERVICE], Some(code), "", status, false), class, "{code} {status}");
        }
    }

    #[test]
    fn the_status_decides_without_a_code() {
        for (status, class) in [
            (400, None),
            (404, None),
            (408, Transport),
            (429, Throttled),
            (500, Server),
            (501, None),
            (502, Server),
            (503, Server),
        ] {
            assert_eq!(class_of([&NONE, &NONE], Option::None, "", status, false), class, "{status}");
        }
    }

    #[test]
    fn a_stated_wait_means_throttled_unless_the_code_says_otherwise() {
        assert_eq!(class_of([&NONE, &NONE], Option::None, "", 503, true), Throttled);
        assert_eq!(class_of([&NONE, &NONE], Some("Whatever"), "", 400, true), Throttled);
        assert_eq!(class_of([&OPERATION, &NONE], Some("VpnGateway.Configuring"), "", 400, true), Busy);
    }

    #[test]
    fn activated_before_is_final() {
        assert_eq!(class_of([&NONE, &NONE], Some("UnknownError"), "您已开通过", 500, false), RetryClass::None);
    }
}
