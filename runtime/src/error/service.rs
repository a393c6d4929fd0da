//! What the service says about an error.

use std::fmt;

use crate::wire::Node;

/// An error in the service's words.
#[derive(Clone, PartialEq, Eq)]
pub struct ServiceError {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) request_id: Option<String>,
    host_id: Option<String>,
    recommend: Option<String>,
    access_denied: Option<AccessDenied>,
}

/// Why permission was denied. The service gives it with some permission errors.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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
    /// Reads an error reply. Names come capitalised or, from some gateways, not. `None` without an error code: then it is no
    /// error of the service.
    pub(crate) fn read(node: &Node<'_>) -> Option<Self> {
        // Old replies wrap the error in one more object.
        let node = node.get("Error").unwrap_or(node);
        Some(ServiceError {
            code: text(node, "Code").filter(|code| !code.is_empty())?,
            message: text(node, "Message").unwrap_or_default(),
            request_id: text(node, "RequestId"),
            host_id: text(node, "HostId"),
            recommend: text(node, "Recommend"),
            access_denied: field(node, "AccessDeniedDetail").and_then(AccessDenied::read),
        })
    }

    /// The error code, like `InvalidVpcId.NotFound`.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What went wrong. A string to sign, which holds parameters, is cut off.
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

impl AccessDenied {
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

fn field<'n>(node: &'n Node<'n>, name: &str) -> Option<&'n Node<'n>> {
    node.get(name).or_else(|| {
        let mut lower = name.to_owned();
        lower[..1].make_ascii_lowercase();
        node.get(&lower)
    })
}

fn text(node: &Node<'_>, name: &str) -> Option<String> {
    field(node, name)?.to_text().map(|text| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{parse_json, parse_xml};

    #[test]
    fn json_and_xml_say_the_same() {
        let json = r#"{"RequestId":"R","HostId":"vpc.aliyuncs.com","Code":"InvalidVpcId.NotFound","Message":"No.","Recommend":"https://x"}"#;
        let xml = "<Error><RequestId>R</RequestId><HostId>vpc.aliyuncs.com</HostId><Code>InvalidVpcId.NotFound</Code>\
                   <Message>No.</Message><Recommend>https://x</Recommend></Error>";
        let of_json = ServiceError::read(&parse_json(json).unwrap());
        assert_eq!(of_json, ServiceError::read(&parse_xml(xml).unwrap().1));
        assert_eq!(of_json.unwrap().code(), "InvalidVpcId.NotFound");
    }

    #[test]
    fn lower_camel_names_are_taken() {
        let json = r#"{"code":"NoPermission","message":"No.","requestId":"R","accessDeniedDetail":{"AuthAction":"vpc:DeleteVpc",
                       "AuthPrincipalDisplayName":"alice","AuthPrincipalType":"SubUser","NoPermissionType":"ImplicitDeny"}}"#;
        let error = ServiceError::read(&parse_json(json).unwrap()).unwrap();
        assert_eq!((error.code(), error.request_id()), ("NoPermission", Some("R")));
        assert_eq!(error.access_denied().unwrap().to_string(), "alice (SubUser) may not do vpc:DeleteVpc: no policy allows it");
    }

    #[test]
    fn without_a_code_it_is_no_service_error() {
        for json in [r#"{"message":"bad gateway"}"#, "[]", r#"{"Code":""}"#, r#"{"Code":{"a":1}}"#] {
            assert_eq!(ServiceError::read(&parse_json(json).unwrap()), None, "{json}");
        }
    }
}
