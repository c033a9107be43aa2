//! Every error that Slack documents for a method that the service calls has a class.

use certs::slack::{METHODS, class_of};

use super::reference;
use super::slack::{COMMON_ERRORS, method};

#[test]
fn every_documented_error_has_a_class() -> anyhow::Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let mut without: Vec<String> = COMMON_ERRORS
        .iter()
        .filter(|code| class_of(code).is_none())
        .map(|code| format!("{code}, of every method"))
        .collect();
    for name in METHODS {
        let described = method(&reference, name)?;
        let Some(described) = described else {
            without.push(format!("{name} is no method"));
            continue;
        };
        let codes = described["errors"].as_object().into_iter().flatten().map(|(code, _)| code);
        without
            .extend(codes.filter(|code| class_of(code).is_none()).map(|code| format!("{code}, of {name}")));
    }
    assert!(without.is_empty(), "no class: {}", without.join("; "));
    Ok(())
}
