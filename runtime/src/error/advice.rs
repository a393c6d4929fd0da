//! What to do about the common errors.

use std::borrow::Cow;

use crate::error::ErrorKind;
use crate::retry::RetryClass;

/// What to do about a service's error code.
pub(crate) fn for_code(code: &str, class: RetryClass) -> Option<&'static str> {
    let advice = match code {
        "InvalidAccessKeyId.NotFound" => "The access key id is wrong or the key was deleted: check it in the RAM console",
        "InvalidAccessKeyId.Inactive" => "The access key is disabled: enable it in the RAM console or use another",
        "MissingSecurityToken" | "InvalidSecurityToken.MismatchWithAccessKey" | "InvalidSecurityToken.Malformed" => {
            "A temporary key is its id, secret and security token together: take all three from the same reply"
        }
        "InvalidSecurityToken.Expired" | "SecurityTokenExpired" => "The temporary key has ended: get a new one",
        "InvalidTimeStamp.Expired" | "IllegalTimestamp" => "This machine's clock is wrong: set it",
        "IdempotentParameterMismatch" => {
            "This client token was used before with other parameters: a token belongs to one request, so use a new one for a new \
             request"
        }
        "DryRunOperation" => "The request would have succeeded: it was a dry run",
        "InvalidAction.NotFound" | "InvalidApi.NotFound" | "InvalidProduct.NotFound" => {
            "The endpoint does not offer this operation: check the endpoint and the operation's name"
        }
        "Forbidden.RAM" | "NoPermission" | "Forbidden" | "Forbidden.NoPermission" => {
            "Ask an administrator of the account to allow the operation in a RAM policy"
        }
        "Forbbiden.SubUser" | "Forbidden.SubUser" => "The resource belongs to another user: use a key that may change it",
        _ if code.starts_with("InvalidRegionId") => "The service does not know this region",
        _ if code.starts_with("MissingParameter") || code.starts_with("Missing") => "Set the parameter that the message names",
        _ if code.starts_with("QuotaExceeded") => "Free something or ask for more in the Quota Center",
        _ => return for_class(class),
    };
    Some(advice)
}

fn for_class(class: RetryClass) -> Option<&'static str> {
    match class {
        RetryClass::Throttled => Some("Send fewer requests at once, or let the client wait longer between them"),
        RetryClass::Busy => Some("The resource is busy with another change: wait until that is done and try again"),
        RetryClass::Server | RetryClass::Transport => Some("Try again later"),
        RetryClass::Clock => Some("This machine's clock is wrong: set it"),
        RetryClass::None => None,
    }
}

/// What to do about an error that is not the service's.
pub(crate) fn for_kind(kind: ErrorKind) -> Option<Cow<'static, str>> {
    match kind {
        ErrorKind::Transport => Some(Cow::Borrowed("Check the endpoint, name resolution, proxies and firewalls")),
        ErrorKind::Decode => Some(Cow::Borrowed(
            "The call itself succeeded; the reply is in `Error::reply`, and the operation's description is wrong",
        )),
        _ => None,
    }
}
