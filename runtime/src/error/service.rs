//! What the service says about an error.

use std::borrow::Cow;
use std::fmt;

use crate::sanitize::{MAX_NAME_BYTES, MAX_TEXT_BYTES, sanitize};
use crate::wire::Node;

/// An error in the service's words.
///
/// All of it is fit to be shown: secrets of the request are hidden, control characters, bidirectional marks and invisible characters are
/// replaced, and what is very long is cut. [`Error::reply`](super::Error::reply) has it as it came.
#[derive(Clone, PartialEq, Eq)]
pub struct ServiceError {
    code: String,
    message: String,
    request_id: Option<String>,
    host_id: Option<String>,
    recommend: Option<String>,
    access_denied: Option<AccessDenied>,
}

/// Why permission was denied. The service gives it with some permission errors.
#[derive(Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct AccessDenied {
    /// The action that was not allowed, like `vpc:DeleteVpc`.
    pub action: Option<String>,
    /// What the caller is, like `SubUser` or `AssumedRoleUser`.
    pub principal_type: Option<String>,
    /// The account that the caller belongs to.
    pub principal_owner_id: Option<String>,
    /// The caller's id or name.
    pub principal: Option<String>,
    /// `ImplicitDeny`: no policy allows it; `ExplicitDeny`: a policy forbids it.
    pub no_permission_type: Option<String>,
    /// The kind of policy that decided, like `AccountLevelIdentityBasedPolicy`.
    pub policy_type: Option<String>,
    /// A message that RAM's `DecodeDiagnosticMessage` explains in full.
    pub encoded_diagnostic_message: Option<String>,
}

impl ServiceError {
    /// Reads an error reply as it came; [`sanitized`](Self::sanitized) makes it fit to be shown. Names come capitalised or, from
    /// some gateways, not, and a name may come more than once. `None` if there is no error code that `counts`: then it is not an
    /// error of the service.
    pub(crate) fn read(node: &Node<'_>, counts: impl Fn(&str) -> bool) -> Option<Self> {
        // Old replies wrap the error in one more object.
        let wrapped = fields(node, "Error").filter(|node| matches!(node, Node::Object(_)));
        let codes = wrapped.chain([node]).flat_map(|object| fields(object, "Code").map(move |code| (object, code)));
        let mut codes = codes.filter_map(|(object, code)| Some((object, error_code(code)?)));
        let (object, code) = codes.find(|(_, code)| counts(code))?;
        Some(ServiceError {
            code: code.into_owned(),
            message: text(object, "Message").unwrap_or_default(),
            request_id: text(object, "RequestId").or_else(|| text(node, "RequestId")),
            host_id: text(object, "HostId"),
            recommend: text(object, "Recommend"),
            access_denied: field(object, "AccessDeniedDetail").and_then(AccessDenied::read),
        })
    }

    /// The same error with another message, fit to be shown: without secrets, and bounded.
    pub(crate) fn sanitized(&self, message: &str, secrets: &[&str]) -> Self {
        let name = |text: &String| sanitize(text, MAX_NAME_BYTES, secrets);
        ServiceError {
            code: name(&self.code),
            message: sanitize(message, MAX_TEXT_BYTES, secrets),
            request_id: self.request_id.as_ref().map(name),
            host_id: self.host_id.as_ref().map(name),
            recommend: self.recommend.as_ref().map(|url| sanitize(url, MAX_TEXT_BYTES, secrets)),
            access_denied: self.access_denied.as_ref().map(|detail| detail.sanitized(secrets)),
        }
    }

    /// The error code, like `InvalidVpcId.NotFound`.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What went wrong. A string to sign at the end, which holds parameters, is left out.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The id that the service gave to the request.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The endpoint that answered.
    pub fn host_id(&self) -> Option<&str> {
        self.host_id.as_deref()
    }

    /// The service's troubleshooting page for this very error.
    pub fn recommend(&self) -> Option<&str> {
        self.recommend.as_deref()
    }

    /// Why permission was denied.
    pub fn access_denied(&self) -> Option<&AccessDenied> {
        self.access_denied.as_ref()
    }
}

impl fmt::Debug for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("ServiceError");
        debug.field("code", &self.code).field("message", &self.message).field("request_id", &self.request_id);
        debug.field("host_id", &self.host_id).field("access_denied", &self.access_denied).finish_non_exhaustive()
    }
}

/// A message for `DecodeDiagnosticMessage` is useless when it is cut.
const MAX_DIAGNOSTIC_BYTES: usize = 16 << 10;

impl AccessDenied {
    fn sanitized(&self, secrets: &[&str]) -> Self {
        let name = |text: &Option<String>| text.as_ref().map(|text| sanitize(text, MAX_NAME_BYTES, secrets));
        let diagnostic = self.encoded_diagnostic_message.as_ref();
        AccessDenied {
            action: name(&self.action),
            principal_type: name(&self.principal_type),
            principal_owner_id: name(&self.principal_owner_id),
            principal: name(&self.principal),
            no_permission_type: name(&self.no_permission_type),
            policy_type: name(&self.policy_type),
            encoded_diagnostic_message: diagnostic.map(|text| sanitize(text, MAX_DIAGNOSTIC_BYTES, secrets)),
        }
    }

    fn read(node: &Node<'_>) -> Option<Self> {
        let detail = AccessDenied {
            action: text(node, "AuthAction"),
            principal_type: text(node, "AuthPrincipalType"),
            principal_owner_id: text(node, "AuthPrincipalOwnerId"),
            principal: text(node, "AuthPrincipalDisplayName"),
            no_permission_type: text(node, "NoPermissionType"),
            policy_type: text(node, "PolicyType"),
            encoded_diagnostic_message: text(node, "EncodedDiagnosticMessage"),
        };
        (detail != AccessDenied::default()).then_some(detail)
    }
}

/// Without the encoded message, which is long and says nothing to a reader.
impl fmt::Debug for AccessDenied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("AccessDenied");
        debug.field("action", &self.action).field("principal_type", &self.principal_type);
        debug.field("principal_owner_id", &self.principal_owner_id).field("principal", &self.principal);
        debug.field("no_permission_type", &self.no_permission_type).field("policy_type", &self.policy_type);
        debug.finish_non_exhaustive()
    }
}

impl fmt::Display for AccessDenied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unnamed = || "the caller";
        f.write_str(self.principal.as_deref().unwrap_or_else(unnamed))?;
        if let Some(kind) = &self.principal_type {
            write!(f, " ({kind})")?;
        }
        write!(f, " may not do {}", self.action.as_deref().unwrap_or("this"))?;
        match self.no_permission_type.as_deref() {
            Some("ImplicitDeny") => f.write_str(": no policy allows it"),
            Some("ExplicitDeny") => f.write_str(": a policy forbids it"),
            _ => Ok(()),
        }?;
        match &self.policy_type {
            Some(policy) => write!(f, " ({policy})"),
            None => Ok(()),
        }
    }
}

/// The text of an error code. Blank text, zero and `false` say that there is no error, as number or truth value and as text alike: XML
/// has nothing but text, and an answer must not change with its format.
fn error_code<'n>(node: &'n Node<'_>) -> Option<Cow<'n, str>> {
    let code = node.to_text()?;
    let text = code.trim();
    let says_nothing = text.is_empty() || text.eq_ignore_ascii_case("false") || text.parse() == Ok(0.0);
    (!says_nothing).then_some(code)
}

/// The values of all fields of a name, in any case.
fn fields<'n>(node: &'n Node<'n>, name: &'n str) -> impl Iterator<Item = &'n Node<'n>> {
    let entries = if let Node::Object(entries) = node { entries.as_slice() } else { &[] };
    entries.iter().filter(move |entry| entry.name.eq_ignore_ascii_case(name)).map(|entry| &entry.node)
}

fn field<'n>(node: &'n Node<'n>, name: &'n str) -> Option<&'n Node<'n>> {
    node.get(name).or_else(|| fields(node, name).next())
}

/// The text of a field: the first that is not blank.
fn text<'n>(node: &'n Node<'n>, name: &'n str) -> Option<String> {
    let texts = || fields(node, name).filter_map(Node::to_text);
    texts().find(|text| !text.trim().is_empty()).or_else(|| texts().next()).map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{parse_json, parse_xml};

    #[test]
    fn errors_read_alike_from_json_and_xml() {
        let json = r#"{"RequestId":"R","HostId":"vpc.aliyuncs.com","Code":"InvalidVpcId.NotFound","Message":"No.","Recommend":"https://x"}"#;
        let xml = "<Error><RequestId>R</RequestId><HostId>vpc.aliyuncs.com</HostId><Code>InvalidVpcId.NotFound</Code>\
                   <Message>No.</Message><Recommend>https://x</Recommend></Error>";
        let of_json = ServiceError::read(&parse_json(json).unwrap(), |_| true);
        assert_eq!(of_json, ServiceError::read(&parse_xml(xml).unwrap().1, |_| true));
        assert_eq!(of_json.unwrap().code(), "InvalidVpcId.NotFound");
    }

    #[test]
    fn names_in_another_case_are_read() {
        let json = r#"{"code":"NoPermission","message":"No.","requestId":"R","accessDeniedDetail":{"AuthAction":"vpc:DeleteVpc",
                       "AuthPrincipalDisplayName":"alice","AuthPrincipalType":"SubUser","NoPermissionType":"ImplicitDeny"}}"#;
        let error = ServiceError::read(&parse_json(json).unwrap(), |_| true).unwrap();
        assert_eq!((error.code(), error.request_id()), ("NoPermission", Some("R")));
        assert_eq!(error.access_denied().unwrap().to_string(), "alice (SubUser) may not do vpc:DeleteVpc: no policy allows it");
    }

    #[test]
    fn an_error_of_the_service_has_a_code() {
        for json in [
            r#"{"message":"bad gateway"}"#,
            "[]",
            r#"{"Code":""}"#,
            r#"{"Code":{"a":1}}"#,
            r#"{"Code":0}"#,
            r#"{"Code":"0"}"#,
            r#"{"Code":false}"#,
        ] {
            assert_eq!(ServiceError::read(&parse_json(json).unwrap(), |_| true), None, "{json}");
        }
    }
}
