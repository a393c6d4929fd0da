//! The id of what an operation created.

use crate::error::{Error, ErrorKind};

/// The id that a reply holds in the field `wire`.
///
/// # Errors
/// The reply does not have the field, or the field is empty: a request with an empty id would match every resource.
pub fn created_id<'r>(field: &'r Option<String>, wire: &str) -> Result<&'r str, Error> {
    match field.as_deref() {
        Some(id) if !id.trim().is_empty() => Ok(id),
        _ => Err(Error::new(ErrorKind::Decode, format!("the reply does not have `{wire}`, the id of what was created"))),
    }
}

#[cfg(test)]
mod tests {
    use super::created_id;

    #[test]
    fn an_id_that_is_missing_or_empty_is_an_error_with_the_name_of_its_field() {
        assert_eq!(created_id(&Some("vpc-1".to_owned()), "VpcId").unwrap(), "vpc-1");
        for missing in [None, Some(String::new()), Some("  ".to_owned())] {
            let error = created_id(&missing, "VpcId").unwrap_err();
            assert!(error.to_string().contains("`VpcId`"), "{error}");
        }
    }
}
