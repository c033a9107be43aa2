//! How to reach Okta: an API token, or a service app with a key; and how Okta's events come.

use secrecy::SecretString;
use url::Url;

use super::parse::{self, Reader};
use super::private_key::{self, PrivateKey};

/// How to reach Okta and to know it when it calls.
#[derive(Debug, Clone)]
pub struct OktaConfig {
    /// `OKTA_ORG_URL` – base URL without a trailing slash.
    pub org_url: Url,
    /// What is shown to be let in.
    pub access: OktaAccess,
    /// `OKTA_HOOK_SECRET` – what the hook's `Authorization` must equal; empty where no hook is listened to.
    pub hook_secret: SecretString,
    /// `OKTA_EVENTS` – how its events come.
    pub events: OktaEvents,
    /// `CERTS_REVIEW_URL` is not set: the org is asked where its reviews app is.
    pub asks_for_reviews_app: bool,
}

/// What is shown to Okta to be let in: one or the other.
#[derive(Debug, Clone)]
pub enum OktaAccess {
    /// `OKTA_API_TOKEN` – an SSWS token, with the rights of whoever made it.
    Token(SecretString),
    /// An OAuth 2.0 service app (*API Services*), known by a signature (`private_key_jwt`).
    ServiceApp(ServiceApp),
}

/// An OAuth 2.0 service app.
#[derive(Debug, Clone)]
pub struct ServiceApp {
    /// `OKTA_CLIENT_ID`.
    pub client_id: String,
    /// `OKTA_KEY_ID`, or the `kid` of a JWK – which of the app's public keys belongs to `key`.
    pub key_id: String,
    /// `OKTA_PRIVATE_KEY` or `OKTA_PRIVATE_KEY_FILE`.
    pub key: PrivateKey,
    /// Scopes that are asked for beside those of the service, by commands that do more.
    pub more_scopes: Vec<&'static str>,
}

impl OktaConfig {
    /// The same for a command that asks for these scopes too, where a service app is what is let in.
    #[must_use]
    pub fn asking_for(&self, scopes: &[&'static str]) -> Self {
        let mut config = self.clone();
        if let OktaAccess::ServiceApp(app) = &mut config.access {
            app.more_scopes.extend_from_slice(scopes);
        }
        config
    }
}

/// How Okta's events come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OktaEvents {
    /// An event hook brings them, and what it lost is found in the System Log.
    Hook,
    /// The System Log is read every minute; no hook is listened to.
    Poll,
}

const TOKEN: &str = "OKTA_API_TOKEN";
const CLIENT: &str = "OKTA_CLIENT_ID";
const KEY: &str = "OKTA_PRIVATE_KEY";
const KEY_FILE: &str = "OKTA_PRIVATE_KEY_FILE";
const KEY_ID: &str = "OKTA_KEY_ID";
const TOKEN_EXPECTED: &str = "an Okta API token (Security > API > Tokens), or OKTA_CLIENT_ID, OKTA_PRIVATE_KEY and OKTA_KEY_ID of a service app";
const HOOK_SECRET: &str = "OKTA_HOOK_SECRET";
/// The settings by which Okta lets us in, in one way or the other.
pub const ACCESS: &[&str] = &[TOKEN, CLIENT, KEY, KEY_FILE, KEY_ID];

impl OktaConfig {
    pub(super) fn read(read: &mut Reader<'_>, org_url: Option<Url>) -> Self {
        let access = access(read);
        let events = read.parsed("OKTA_EVENTS", "`hook` or `poll`", |text| match text {
            "hook" => Some(OktaEvents::Hook),
            "poll" => Some(OktaEvents::Poll),
            _ => None,
        });
        let events = events.unwrap_or(OktaEvents::Hook);
        let is_needed = events == OktaEvents::Hook || !read.is_empty(HOOK_SECRET);
        let secret = |read: &mut Reader<'_>| {
            read.secret(HOOK_SECRET, "the value of the hook's Authorization header", "")
        };
        Self {
            org_url: org_url.unwrap_or_else(parse::nowhere),
            access,
            hook_secret: if is_needed { secret(read) } else { SecretString::default() },
            events,
            asks_for_reviews_app: read.is_empty("CERTS_REVIEW_URL"),
        }
    }
}

/// Either way of being let in; neither and both are problems.
fn access(read: &mut Reader<'_>) -> OktaAccess {
    let of_app: Vec<&str> =
        [CLIENT, KEY, KEY_FILE, KEY_ID].into_iter().filter(|name| !read.is_empty(name)).collect();
    let Some(first) = of_app.first() else {
        return OktaAccess::Token(read.secret(TOKEN, TOKEN_EXPECTED, ""));
    };
    if !read.is_empty(TOKEN) {
        let before = read.problems();
        let token = read.secret(TOKEN, TOKEN_EXPECTED, "");
        let app = service_app(read);
        if read.problems() == before {
            read.note(format!(
                "{TOKEN} is set beside {first}; expected one way to be let in: the API token, or the service app"
            ));
        }
        return app.map_or(OktaAccess::Token(token), OktaAccess::ServiceApp);
    }
    // Where it is none, that is noted, and nothing of this is used.
    service_app(read).map_or_else(|| OktaAccess::Token(SecretString::default()), OktaAccess::ServiceApp)
}

fn service_app(read: &mut Reader<'_>) -> Option<ServiceApp> {
    let is_word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic());
    let word = |text: &str| is_word(text).then(|| text.to_owned());
    let client_id = read.parsed(CLIENT, "the client id of a service app (0oa…)", word);
    let key = key(read);
    let written = key.as_ref().and_then(|key| key.id.clone()).filter(|_| read.is_empty(KEY_ID));
    let expected = "the id (KID) that Okta shows beside the app's public key; a JWK may bear it as kid";
    // A key that cannot be read may well have had one.
    let is_moot = key.is_none() && read.is_empty(KEY_ID);
    let key_id = written.or_else(|| if is_moot { None } else { read.parsed(KEY_ID, expected, word) });
    Some(ServiceApp { client_id: client_id?, key_id: key_id?, key: key?, more_scopes: Vec::new() })
}

/// The key, from the setting itself or from the file that it names.
fn key(read: &mut Reader<'_>) -> Option<PrivateKey> {
    let direct = !read.is_empty(KEY) || read.is_empty(KEY_FILE);
    let of_setting = direct.then(|| read.parsed(KEY, private_key::EXPECTED, PrivateKey::read)).flatten();
    if read.is_empty(KEY_FILE) {
        return of_setting;
    }
    let of_file = match std::fs::read_to_string(read.text(KEY_FILE)) {
        Ok(text) => {
            let key = PrivateKey::read(&text);
            if key.is_none() {
                read.note(format!(
                    "{KEY_FILE} names a file that is not understood; expected {}",
                    private_key::EXPECTED
                ));
            }
            key
        }
        // Not the path: whoever put the key itself here would see it shown.
        Err(why) => {
            read.note(format!(
                "{KEY_FILE} cannot be read: {}; expected the path of a file with {}",
                why.kind(),
                private_key::EXPECTED
            ));
            None
        }
    };
    if of_setting.is_some() && of_file.is_some() {
        read.note(format!("{KEY_FILE} is set beside {KEY}; expected one of the two"));
    }
    of_setting.or(of_file)
}
