//! The `User-Agent` header.

use http::HeaderValue;

use crate::error::Error;

/// `AlibabaCloud (linux; x86_64) Rust/1.89 Core/0.1.0 my-tool/1.2`: the order that the official SDKs keep.
pub(crate) fn user_agent(application: Option<&str>) -> Result<HeaderValue, Error> {
    let mut text = format!(
        "AlibabaCloud ({}; {}) Rust/{} Core/{}",
        std::env::consts::OS,
        std::env::consts::ARCH,
        env!("CARGO_PKG_RUST_VERSION"),
        env!("CARGO_PKG_VERSION")
    );
    if let Some(application) = application {
        text.push(' ');
        text.push_str(application);
    }
    match HeaderValue::from_str(&text) {
        Ok(value) if value.to_str().is_ok() => Ok(value),
        _ => Err(Error::config("the user agent holds characters that a header cannot hold: keep to visible ASCII and spaces")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_application_comes_last() {
        let text = |application| user_agent(application).unwrap().to_str().unwrap().to_owned();
        assert!(text(Some("my-tool/1.2")).ends_with(concat!(" Core/", env!("CARGO_PKG_VERSION"), " my-tool/1.2")));
        assert!(text(None).starts_with("AlibabaCloud ("));
        assert!(user_agent(Some("a\r\nX-Evil: 1")).is_err());
    }
}
