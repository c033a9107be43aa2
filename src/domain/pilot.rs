//! Trying the service out: running without saying anything, or saying it to a pilot group alone.

use super::delivery::State;

/// Whether anything is said at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// Messages are sent.
    #[default]
    Live,
    /// Everything is done but the sending: what would have been said is on record.
    DryRun,
}

impl Mode {
    /// The word of `CERTS_MODE`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::DryRun => "dry-run",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Live, Self::DryRun].into_iter().find(|mode| mode.as_str() == word)
    }
}

/// Who may be told anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pilot {
    /// Whether anything is said at all.
    pub mode: Mode,
    /// The pilot group: e-mail addresses in lower case, Slack ids of users and channels. Everybody, if empty.
    pub only: Vec<String>,
}

/// Why a notice is recorded instead of being sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// Nothing is sent.
    DryRun,
    /// Whoever it is for is not in the pilot group.
    NotInGroup,
}

impl Pilot {
    /// Whether nothing is said to anybody.
    pub fn is_dry(&self) -> bool {
        self.mode == Mode::DryRun
    }

    /// Whether there is anybody to whom nothing is said.
    pub fn holds_any(&self) -> bool {
        self.is_dry() || !self.only.is_empty()
    }

    /// Why nothing is said to somebody, or in a channel, that goes by these names; none when it is.
    pub fn hold(&self, names: &[Option<&str>]) -> Option<Hold> {
        let is_in = |name: &&str| self.only.iter().any(|one| one.eq_ignore_ascii_case(name));
        let is_in_group = self.only.is_empty() || names.iter().flatten().any(is_in);
        match (is_in_group, self.mode) {
            (false, _) => Some(Hold::NotInGroup),
            (true, Mode::DryRun) => Some(Hold::DryRun),
            (true, Mode::Live) => None,
        }
    }
}

impl Hold {
    /// The state of a notice that was held.
    pub fn state(self) -> State {
        match self {
            Self::DryRun => State::Rehearsed,
            Self::NotInGroup => State::HeldBack,
        }
    }

    /// Why, for the record.
    pub fn why(self) -> &'static str {
        match self {
            Self::DryRun => "would have been sent: CERTS_MODE is dry-run",
            Self::NotInGroup => "held back: not in the pilot group (CERTS_ONLY)",
        }
    }

    /// Whether a notice that was held earlier, and is in `state`, counts as said by whoever is held in the same way now:
    /// a rehearsal has its own past, and what is said in earnest takes no account of it.
    pub fn continues(self, state: State) -> bool {
        self.state() == state
    }
}
