//! Advice on common errors.

use super::{Error, ErrorKind, Stopped};
use crate::operation::RetryClass;

/// Adds general advice on the error, unless it has more specific advice already.
pub(crate) fn general(error: Error) -> Error {
    let advice = match error.code() {
        Some(code) => advice_for(code).or_else(|| for_class(&error)),
        None => for_kind(error.kind()).or_else(|| for_class(&error)),
    };
    match advice {
        Some(advice) => error.advise(advice),
        None => error,
    }
}

/// The advice for whole codes, and for codes that begin with a text, given to another macro.
macro_rules! advice {
    ($to:ident $($code:ident)?) => {
        $to! {
            $($code)?
            {
                "InvalidAccessKeyId.NotFound" => "The access key id is wrong or the key was deleted: check it in the RAM console",
                "InvalidAccessKeyId.Inactive" => "The access key is disabled: enable it in the RAM console or use another",
                "MissingSecurityToken" | "InvalidSecurityToken.MismatchWithAccessKey" | "InvalidSecurityToken.Malformed" =>
                    "A temporary key is its id, secret and security token together: take all three from the same reply",
                "InvalidSecurityToken.Expired" | "SecurityTokenExpired" => "The temporary credentials have expired: get new ones",
                "SignatureDoesNotMatch" | "IncompleteSignature" =>
                    "The access key's secret is wrong, or the request was changed on its way",
                "InvalidTimeStamp.Expired" | "IllegalTimestamp" => "This machine's clock is wrong: set it",
                "IdempotentParameterMismatch" =>
                    "This client token was used before with other parameters: a token belongs to one request, so use a new one for a \
                     new request",
                "DryRunOperation" => "The request would have succeeded: it was a dry run",
                "InvalidAction.NotFound" | "InvalidApi.NotFound" | "InvalidProduct.NotFound" =>
                    "The endpoint does not offer this operation: check the endpoint and the operation's name",
                "Forbidden.RAM" | "NoPermission" | "Forbidden" | "Forbidden.NoPermission" =>
                    "Ask an administrator of the account to allow the operation in a RAM policy",
                "Forbbiden.SubUser" | "Forbidden.SubUser" => "The resource belongs to another user: use a key that may change it",
            }
            {
                "InvalidRegionId" => "The service does not know this region",
                "Missing" => "Set the parameter that the message names",
                "QuotaExceeded" => "Free something or ask for more in the Quota Center",
                "DependencyViolation" => "Remove or detach what depends on the resource first",
            }
        }
    };
}

/// The advice as a table for the documentation.
macro_rules! table {
    ({ $($($code:literal)|+ => $advice:literal,)+ } { $($start:literal => $general:literal,)+ }) => {
        concat!(
            "| code | advice |\n| --- | --- |\n",
            $("| ", $("`", $code, "` ",)+ "| ", $advice, " |\n",)+
            $("| `", $start, "…` | ", $general, " |\n",)+
        )
    };
}

/// The advice for a code.
macro_rules! find {
    ($wanted:ident { $($($code:literal)|+ => $advice:literal,)+ } { $($start:literal => $general:literal,)+ }) => {
        match $wanted {
            $($($code)|+ => Some($advice),)+
            $(_ if $wanted.starts_with($start) => Some($general),)+
            _ => None,
        }
    };
}

/// What to do about an error code of the service, whatever the operation; `None` where its message says all that is known.
///
/// ```
/// let advice = acs_runtime::error::advice_for("QuotaExceeded.Vpc");
/// assert_eq!(advice, Some("Free something or ask for more in the Quota Center"));
/// ```
///
#[doc = advice!(table)]
pub fn advice_for(code: &str) -> Option<&'static str> {
    advice!(find code)
}

fn for_class(error: &Error) -> Option<&'static str> {
    match error.retry_class() {
        RetryClass::Throttled => Some("Send fewer requests at once, or let the client wait longer between them"),
        RetryClass::Busy => Some("The resource is busy with another change: wait until that is done and try again"),
        RetryClass::Server | RetryClass::Transport if error.stopped() == Some(Stopped::NotSafe) => {
            Some("Find out whether it was done before you repeat it")
        }
        RetryClass::Server | RetryClass::Transport => Some("Try again later"),
        RetryClass::Clock => Some("This machine's clock is wrong: set it"),
        RetryClass::Credentials => Some("The temporary credentials have expired: get new ones"),
        RetryClass::None => None,
    }
}

fn for_kind(kind: ErrorKind) -> Option<&'static str> {
    match kind {
        ErrorKind::Transport => Some("Check the endpoint, name resolution, proxies and firewalls"),
        ErrorKind::Timeout => Some("`attempt_timeout` and `operation_timeout` set longer times"),
        ErrorKind::Decode => {
            Some("The call itself succeeded: `Error::reply` has the reply, and the operation's description is wrong")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::advice_for;

    #[test]
    fn codes_have_the_advice_that_fits_them() {
        for (code, part) in [
            ("InvalidAccessKeyId.NotFound", "the key was deleted"),
            ("InvalidAccessKeyId.Inactive", "disabled"),
            ("InvalidSecurityToken.Malformed", "together"),
            ("SecurityTokenExpired", "get new ones"),
            ("IncompleteSignature", "secret is wrong"),
            ("InvalidTimeStamp.Expired", "clock"),
            ("IllegalTimestamp", "clock"),
            ("IdempotentParameterMismatch", "token"),
            ("DryRunOperation", "dry run"),
            ("InvalidApi.NotFound", "check the endpoint"),
            ("NoPermission", "RAM policy"),
            ("Forbbiden.SubUser", "another user"),
            ("InvalidRegionId.NotFound", "region"),
            ("MissingParameter.VpcId", "Set the parameter"),
            ("MissingVpcId", "Set the parameter"),
            ("QuotaExceeded.Vpc", "Quota Center"),
            ("DependencyViolation.VSwitch", "detach"),
        ] {
            assert!(advice_for(code).is_some_and(|advice| advice.contains(part)), "{code}: {:?}", advice_for(code));
        }
        assert_eq!(advice_for("InvalidVpcId.NotFound"), None);
    }
}
