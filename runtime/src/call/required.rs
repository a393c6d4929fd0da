//! Required parameters that say nothing.
//!
//! The service takes an empty parameter for a missing one. What a call with an empty id then does is for each operation to say: it is
//! refused, or is about every resource, or about none. The program has lost an id on the way, so the call fails before anything is
//! signed or sent.

use crate::error::Error;
use crate::facts::Names;
use crate::sanitize::is_blank;
use crate::wire::Params;

/// Refuses parameters if one that is required is blank, or an item of a required list is. What is missing altogether was left out by a
/// program that sends requests as data; the service says so.
pub(super) fn check_required(required: &Names, params: &Params) -> Result<(), Error> {
    required.iter().try_for_each(|name| {
        let mut values = params.iter().filter(|param| param.name() == name || is_item(param.name(), name));
        match values.find(|param| is_blank(param.value())) {
            Some(blank) => Err(refusal(blank.name(), what_is(blank.value()))),
            None => Ok(()),
        }
    })
}

/// Whether a name is that of an item of a list of texts, like `InstanceIds.1`.
fn is_item(name: &str, list: &str) -> bool {
    let index = name.strip_prefix(list).and_then(|rest| rest.strip_prefix('.'));
    index.is_some_and(|index| index.bytes().all(|byte| byte.is_ascii_digit()))
}

fn what_is(blank: &str) -> &'static str {
    match blank {
        "" => "is empty",
        blank if blank.chars().all(char::is_whitespace) => "has nothing but white space",
        _ => "has nothing but invisible characters",
    }
}

fn refusal(name: &str, what: &str) -> Error {
    let advice = "Set it; if its value comes from a reply or a variable, check that there is one. `call`, by the operation's name, sends \
                  what it is given";
    Error::config(format!("the required parameter `{name}` {what}, so nothing was sent")).unsent().advise(advice)
}
