//! The file that a new operation starts from.

/// The summary of the template, to be replaced.
pub(crate) const SUMMARY: &str = "Says in one sentence what the operation does.";

/// The description of the template, to be replaced.
pub(crate) const DESCRIPTION: &str = "What a caller must know beyond that. Leave it out where there is nothing.";

/// The text of a new operation file.
pub fn operation(name: &str) -> String {
    format!(
        "# yaml-language-server: $schema=../schema/operation.json
operation: {name}
summary: {SUMMARY}
description: |
  {DESCRIPTION}
access: write
parameters:
  RegionId: {{ type: string, required: true, example: cn-hangzhou }}
  ClientToken: {{ type: string, idempotency_token: true }}
response:
  RequestId: {{ type: string, example: 606998F0-B94D-48FE-8316-ACA81BB230DA }}
errors:
  - {{ code: Forbidden, status: 403 }}
"
    )
}
