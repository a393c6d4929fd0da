//! What a code means by its form, for those that no spec describes. What to do about it is the runtime's to say.

use acs_spec::Retry;

/// Forms of codes, the more telling ones first. All lower case.
const FORMS: &[(Form, &str)] = &[
    (Form::Starts("quotaexceeded"), "A quota is used up."),
    (Form::Starts("dependencyviolation"), "Other resources depend on it."),
    (Form::Ends(".notfound"), "What the request names does not exist, or not in this region or account."),
    (Form::Contains("notfound"), "What the request names does not exist, or not in this region or account."),
    (Form::Contains("notexist"), "What the request names does not exist."),
    (Form::Ends(".malformed"), "A parameter does not have the form that the service expects."),
    (Form::Ends(".duplicate"), "There is one of this name or value already."),
    (Form::Contains("duplicate"), "There is one of this name or value already."),
    (Form::Contains("alreadyexist"), "It exists already."),
    (Form::Starts("missing"), "A required parameter is missing."),
    (Form::Starts("invalidparam"), "A parameter has a value that the operation does not take."),
    (Form::Starts("illegalparam"), "A parameter has a value that the operation does not take."),
    (Form::Starts("forb"), "The caller may not do this, or not to this resource."),
    (Form::Starts("nopermission"), "The caller lacks the permission."),
    (Form::Starts("unauthorized"), "The caller lacks the permission."),
    (Form::Contains("incorrectstatus"), "The resource's state does not allow the operation now."),
    (Form::Starts("incorrect"), "The resource's state or kind does not allow the operation."),
    (Form::Starts("operationdenied"), "The resource's state or the way it is used does not allow the operation."),
    (Form::Starts("operationfailed"), "The operation could not be carried out."),
    (Form::Starts("operationunsupported"), "The resource does not support the operation."),
    (Form::Starts("unsupported"), "The resource, its kind or the region does not support this."),
    (Form::Contains("notsupport"), "The resource, its kind or the region does not support this."),
    (Form::Contains("conflict"), "It conflicts with something that is there, or that is going on."),
    (Form::Contains("notenough"), "There is not enough left of what the request asks for."),
    (Form::Contains("limit"), "A limit is reached."),
    (Form::Starts("resourcenotavailable"), "The resource is not on offer here and now."),
    (
        Form::Starts("invalid"),
        "A parameter has a value that the operation does not take, or the resource is in a state that does not allow it.",
    ),
];

enum Form {
    Starts(&'static str),
    Ends(&'static str),
    Contains(&'static str),
}

/// A sentence about a code of this form.
pub(super) fn of(code: &str, class: Option<Retry>) -> &'static str {
    let code = code.to_lowercase();
    let fits = |form: &Form| match form {
        Form::Starts(text) => code.starts_with(text),
        Form::Ends(text) => code.ends_with(text),
        Form::Contains(text) => code.contains(text),
    };
    match (FORMS.iter().find(|(form, _)| fits(form)), class) {
        (Some((_, meaning)), _) => meaning,
        (None, Some(Retry::Busy)) => "The resource, or one that it belongs to, is busy with another change.",
        (None, _) => "The message of the error says what is wrong.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_specific_form_wins() {
        for (code, meaning) in [
            ("InvalidVpcId.NotFound", "does not exist"),
            ("Forbbiden.SubUser", "may not"),
            ("InvalidVpcName.Malformed", "form"),
            ("QuotaExceeded.VSwitch", "quota"),
            ("Whatever", "message"),
        ] {
            assert!(of(code, None).contains(meaning), "{code}");
        }
        assert!(of("VpnGateway.Configuring", Some(Retry::Busy)).contains("busy"));
    }
}
