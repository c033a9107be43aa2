//! What we show Okta to be let in.

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

/// The kinds of credentials. A service app with `private_key_jwt` will stand beside the token here.
#[derive(Debug, Clone)]
pub(super) enum Auth {
    /// An SSWS token: the rights of the administrator who made it.
    Token(SecretString),
}

impl Auth {
    /// The `Authorization` header.
    pub(super) fn header(&self) -> HeaderValue {
        let Self::Token(token) = self;
        let value = HeaderValue::try_from(format!("SSWS {}", token.expose_secret()));
        let mut value = value.unwrap_or_else(|_| HeaderValue::from_static("SSWS"));
        value.set_sensitive(true);
        value
    }
}
