//! The address under which Okta and Slack reach the service, and what is made of it before the rest can be set.

use url::{Host, Url};

use super::parse::Reader;
use super::{CampaignChannel, Problems};

/// What the Slack app's manifest depends on. An app has no tokens before it was made of one.
#[derive(Debug, Clone)]
pub struct ManifestConfig {
    /// `CERTS_PUBLIC_URL`; none is needed where Slack calls no address.
    pub public_url: Option<Url>,
    /// Whether Slack speaks over Socket Mode: `SLACK_APP_TOKEN` is set, or will be once the app is made.
    pub socket_mode: bool,
    /// `CERTS_CAMPAIGN_CHANNEL`.
    pub campaign_channel: Option<CampaignChannel>,
}

impl ManifestConfig {
    /// Reads the settings through `lookup`, which gives a name's value; `socket_mode`: whether it is asked for anyhow.
    ///
    /// # Errors
    /// When one of them cannot be used, or there is no address where one is needed.
    pub fn from_lookup(lookup: &dyn Fn(&str) -> Option<String>, socket_mode: bool) -> Result<Self, Problems> {
        let mut read = Reader::new(lookup);
        let public_url = read.public_url("CERTS_PUBLIC_URL");
        let socket_mode = socket_mode || !read.is_empty("SLACK_APP_TOKEN");
        if !socket_mode && public_url.is_none() && read.is_empty("CERTS_PUBLIC_URL") {
            return Err(no_address());
        }
        let campaign_channel = read.campaign_channel("CERTS_CAMPAIGN_CHANNEL");
        read.finish(Self { public_url, socket_mode, campaign_channel })
    }

    /// Reads them from the environment and a `.env` file.
    ///
    /// # Errors
    /// As [`from_lookup`](Self::from_lookup); also when a `.env` cannot be read.
    pub fn from_environment(socket_mode: bool) -> Result<Self, Problems> {
        Self::from_lookup(&super::lookup()?, socket_mode)
    }
}

/// The problem of a command that needs an address, where none is set.
pub fn no_address() -> Problems {
    Problems(vec![format!("CERTS_PUBLIC_URL is not set; expected {EXPECTED}")])
}

const EXPECTED: &str = "the https address that Okta and Slack reach, such as https://certs.example.com";

impl Reader<'_> {
    /// An https address; `None` where none is set. A local Okta and a local Slack may do without TLS.
    pub(super) fn public_url(&mut self, name: &str) -> Option<Url> {
        if self.is_empty(name) {
            return None;
        }
        self.parsed(name, EXPECTED, |text| {
            let url = Url::parse(text.trim_end_matches('/')).ok()?;
            let is_local = match url.host()? {
                Host::Domain(name) => name == "localhost",
                Host::Ipv4(address) => address.is_loopback(),
                Host::Ipv6(address) => address.is_loopback(),
            };
            let is_right = url.scheme() == "https" || (url.scheme() == "http" && is_local);
            let is_bare = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
            (is_right && is_bare && url.password().is_none()).then_some(url)
        })
    }
}

/// The address of a route below the public one.
pub fn below(public: &Url, route: &str) -> String {
    format!("{}{route}", public.as_str().trim_end_matches('/'))
}
