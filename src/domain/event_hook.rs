//! What is wrong with an event hook of Okta's, if anything.

/// An event hook as Okta shows it; the secret that it bears is not shown to anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventHook {
    /// `who…`
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it goes.
    pub address: String,
    /// Switched on.
    pub is_active: bool,
    /// Its address has answered the one-time verification.
    pub is_verified: bool,
    /// The event types that it is subscribed to.
    pub events: Vec<String>,
    /// Those of which it delivers only what a filter lets through.
    pub filtered: Vec<String>,
    /// The header that bears its secret.
    pub header: Option<String>,
}

/// What keeps a hook from telling us everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// Its address has a slash at the end, where nothing listens.
    Slashed,
    /// It is not subscribed to these.
    Missing(Vec<String>),
    /// It bears no `Authorization`, so it is refused.
    Unauthorized,
    /// It is switched off.
    Inactive,
    /// Nobody has proved that its address is theirs.
    Unverified,
}

impl EventHook {
    /// Whether it is meant to go to this address: the capitals of a host make no difference, and a slash at the end is
    /// a slip.
    pub fn goes_to(&self, address: &str) -> bool {
        plain(self.address.trim_end_matches('/')) == plain(address)
    }

    /// What is wrong with it, in the order in which it is put right.
    pub fn flaws(&self, address: &str, wanted: &[&str]) -> Vec<Flaw> {
        let is_missing = |event: &&&str| !self.events.iter().any(|known| known == **event);
        let missing: Vec<String> = wanted.iter().filter(is_missing).map(|&event| event.to_owned()).collect();
        let is_authorization = |name: &String| name.eq_ignore_ascii_case("authorization");
        let mut flaws = Vec::new();
        flaws.extend((plain(&self.address) != plain(address)).then_some(Flaw::Slashed));
        flaws.extend((!missing.is_empty()).then_some(Flaw::Missing(missing)));
        flaws.extend((!self.header.as_ref().is_some_and(is_authorization)).then_some(Flaw::Unauthorized));
        flaws.extend((!self.is_active).then_some(Flaw::Inactive));
        flaws.extend((!self.is_verified).then_some(Flaw::Unverified));
        flaws
    }

    /// Those of the wanted events that a filter may keep back.
    pub fn kept_back(&self, wanted: &[&str]) -> Vec<&str> {
        let events = self.filtered.iter().map(String::as_str);
        events.filter(|event| wanted.contains(event)).collect()
    }
}

impl Flaw {
    /// In words that go on from the name of a hook.
    pub fn explanation(&self) -> String {
        match self {
            Self::Slashed => "has a slash too many at the end of its address".to_owned(),
            Self::Missing(events) => format!("is not subscribed to {}", events.join(", ")),
            Self::Unauthorized => "does not send its secret in the header Authorization".to_owned(),
            Self::Inactive => "is switched off".to_owned(),
            Self::Unverified => "is not verified".to_owned(),
        }
    }

    /// Whether it takes writing the whole hook anew.
    pub fn takes_writing(&self) -> bool {
        matches!(self, Self::Slashed | Self::Missing(_) | Self::Unauthorized)
    }
}

/// An address with its scheme and host in small letters.
fn plain(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    format!("{}://{}{path}", scheme.to_lowercase(), host.to_lowercase())
}
