//! Our own address, called as Okta and Slack call it: from this machine, so a way in that is open to them alone cannot be
//! seen. Nothing that is sent starts any work.

use std::time::Duration;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, LOCATION};
use reqwest::{Client, RequestBuilder, Response};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;

use super::finding::Finding;
use super::patient::{Look, Patient};
use crate::config::{OktaEvents, below};
use crate::slack::sign;

/// Both vendors wait this long.
const WITHIN: Duration = Duration::from_secs(3);
const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// Why it does not work: what was found, and what to do.
type Wrong = (String, String);

pub(super) async fn okta(patient: &Patient) -> Look {
    if patient.config(&["OKTA_EVENTS"])?.okta.events == OktaEvents::Poll {
        return Ok(Finding::ok(super::hook::NOT_NEEDED));
    }
    let config = patient.config(&["CERTS_PUBLIC_URL", "OKTA_HOOK_SECRET"])?;
    let address = below(public(config.public_url.as_ref())?, "/okta/hooks");
    let client = client()?;
    let tried = async {
        is_proved(&client, &address).await?;
        takes_secret(&client, &address, &config.okta.hook_secret).await
    };
    Ok(told(tried.await, &format!("{address} proves that it is ours, and takes OKTA_HOOK_SECRET")))
}

pub(super) async fn slack(patient: &Patient) -> Look {
    if patient.config(&["SLACK_APP_TOKEN"])?.slack.app_token.is_some() {
        return Ok(Finding::ok(
            "not needed: with SLACK_APP_TOKEN Slack speaks over Socket Mode, and calls no address",
        ));
    }
    let config = patient.config(&["CERTS_PUBLIC_URL", "SLACK_SIGNING_SECRET"])?;
    let base = public(config.public_url.as_ref())?;
    let signer = Signer {
        client: client()?,
        secret: &config.slack.signing_secret,
        stamp: patient.clock.now().timestamp().to_string(),
    };
    let tried = async {
        signer.events(&below(base, "/slack/events")).await?;
        signer.form(&below(base, "/slack/commands"), "ssl_check=1").await?;
        // Of a kind that nobody knows: it is acknowledged, and nothing is done.
        let press = "payload=%7B%22type%22%3A%22certs_doctor%22%7D";
        signer.form(&below(base, "/slack/interactions"), press).await
    };
    let shown = below(base, "");
    let all = format!(
        "{shown} answers a signed call to each of /slack/events, /slack/commands and /slack/interactions"
    );
    Ok(told(tried.await, &all))
}

fn public(set: Option<&Url>) -> Result<&Url, Finding> {
    set.ok_or_else(|| {
        Finding::unseen(
            "CERTS_PUBLIC_URL is not set, so our own address is not known",
            "Set it to the https address under which Okta and Slack reach the service, and run this again",
        )
    })
}

fn told(tried: Result<(), Wrong>, all_is_well: &str) -> Finding {
    match tried {
        Ok(()) => Finding::ok(all_is_well),
        Err((found, remedy)) => Finding::failed(found, remedy),
    }
}

fn client() -> Result<Client, Finding> {
    let client = Client::builder().timeout(WITHIN).redirect(reqwest::redirect::Policy::none()).build();
    client.map_err(|_| Finding::waits_for("no HTTP client can be set up on this machine"))
}

/// Okta's one-time verification.
async fn is_proved(client: &Client, address: &str) -> Result<(), Wrong> {
    let challenge = Uuid::new_v4().simple().to_string();
    let request = client.get(address).header("x-okta-verification-challenge", &challenge);
    let answer = sent(request, address).await?;
    let body: Value = answer.json().await.unwrap_or_default();
    if body["verification"] == challenge { Ok(()) } else { Err(somebody_else(address)) }
}

/// A batch of no events.
async fn takes_secret(client: &Client, address: &str, secret: &SecretString) -> Result<(), Wrong> {
    let mut value = reqwest::header::HeaderValue::try_from(secret.expose_secret()).map_err(|_| {
        ("OKTA_HOOK_SECRET is no header's value".to_owned(), "Make up another one".to_owned())
    })?;
    value.set_sensitive(true);
    let request =
        client.post(address).header(AUTHORIZATION, value).json(&json!({ "data": { "events": [] } }));
    sent(request, address).await.map(drop)
}

struct Signer<'a> {
    client: Client,
    secret: &'a SecretString,
    stamp: String,
}

impl Signer<'_> {
    /// Slack's verification of an events URL.
    async fn events(&self, address: &str) -> Result<(), Wrong> {
        let challenge = Uuid::new_v4().simple().to_string();
        let body = json!({ "type": "url_verification", "challenge": challenge }).to_string();
        let answer = sent(self.signed(address, JSON, body), address).await?;
        let body: Value = answer.json().await.unwrap_or_default();
        if body["challenge"] == challenge { Ok(()) } else { Err(somebody_else(address)) }
    }

    async fn form(&self, address: &str, body: &str) -> Result<(), Wrong> {
        sent(self.signed(address, FORM, body.to_owned()), address).await.map(drop)
    }

    fn signed(&self, address: &str, kind: &str, body: String) -> RequestBuilder {
        let signature = sign(self.secret, &self.stamp, body.as_bytes());
        let request = self.client.post(address).header(CONTENT_TYPE, kind);
        request
            .header("x-slack-request-timestamp", &self.stamp)
            .header("x-slack-signature", signature)
            .body(body)
    }
}

/// Sends it; an answer that Okta or Slack would not take is none.
async fn sent(request: RequestBuilder, address: &str) -> Result<Response, Wrong> {
    let answer = request.send().await.map_err(|why| silence(&why, address))?;
    let status = answer.status();
    if status.is_success() {
        return Ok(answer);
    }
    let found = format!("{address} answers with HTTP {}", status.as_u16());
    Err(match status.as_u16() {
        401 => (
            format!("{found}: what answers there has another secret than this one"),
            "Give the service and this command the same settings, and start the service again after changing one".to_owned(),
        ),
        404 | 405 => (
            format!("{found}: something answers there that does not know that route"),
            "Have whatever ends TLS pass /okta/hooks and /slack/ to CERTS_LISTEN, path and body unchanged".to_owned(),
        ),
        300..=399 => {
            let to = answer.headers().get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or("elsewhere");
            let host = Url::parse(to).ok().and_then(|url| url.host_str().map(str::to_owned));
            (
                format!("{found} to {}, which neither Okta nor Slack follows", host.unwrap_or_else(|| "another path".to_owned())),
                "Set CERTS_PUBLIC_URL to where it leads, or take the redirect or the sign-in away from these routes".to_owned(),
            )
        }
        502 | 504 => (
            format!("{found}: the proxy there does not reach the service"),
            "Start the service, and have the proxy pass these routes to CERTS_LISTEN".to_owned(),
        ),
        503 => (
            format!("{found}: what comes there cannot be stored just now"),
            "See what is said of the database, or start the service if a proxy says this".to_owned(),
        ),
        _ => (found, "See the log of the service, or of the proxy in front of it".to_owned()),
    })
}

fn silence(why: &reqwest::Error, address: &str) -> Wrong {
    let what = match why {
        _ if why.is_timeout() => "it took longer than three seconds",
        _ if why.is_connect() => "no connection could be made: name, port, certificate or firewall",
        _ => "the connection broke",
    };
    (
        format!("{address} does not answer: {what}"),
        "Start the service, and have whatever ends TLS pass these routes to CERTS_LISTEN. Where only this machine cannot reach that address, run `certs doctor` from outside too".to_owned(),
    )
}

fn somebody_else(address: &str) -> Wrong {
    (
        format!("{address} answers, and it is not Certs that does"),
        "Have whatever ends TLS pass /okta/hooks and /slack/ to CERTS_LISTEN, path and body unchanged"
            .to_owned(),
    )
}
