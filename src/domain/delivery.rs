//! The life of a notice: its states, and what leads from one to the next. `docs/delivery.md` tells why.

/// How a notice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Decided on.
    Planned,
    /// A send has begun whose outcome is open.
    Sending,
    /// Slack took it.
    Sent,
    /// Given up; nothing was sent.
    Failed,
    /// Sent, but nobody can say whether it arrived.
    Unknown,
    /// Not sent, because there was nothing left to say, or somebody said so.
    Dropped,
    /// Not sent, because nothing is: it would have been.
    Rehearsed,
    /// Not sent, because whoever it is for is not in the pilot group.
    HeldBack,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Planned,
        Self::Sending,
        Self::Sent,
        Self::Failed,
        Self::Unknown,
        Self::Dropped,
        Self::Rehearsed,
        Self::HeldBack,
    ];

    /// The word in the notification log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Dropped => "dropped",
            Self::Rehearsed => "rehearsed",
            Self::HeldBack => "held_back",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// What happens to a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// It was decided on.
    Planned,
    /// It was there when the record began.
    CarriedOver,
    /// It was not decided on, because its person cannot be told.
    Withheld,
    /// It is about to be handed to Slack.
    Sending,
    /// Slack took it.
    Sent,
    /// What it says was changed in place, because it was not true any more.
    Edited,
    /// Slack did not take it now; nothing was sent.
    Refused,
    /// What Slack made of it is not known.
    InDoubt,
    /// It was in doubt, and is in the DM.
    Found,
    /// It was in doubt, and is not in the DM.
    NotArrived,
    /// It was in doubt, and nobody can look.
    Unknown,
    /// It will never work.
    Failed,
    /// There is nothing left to say.
    Dropped,
    /// It would have been sent, had anything been.
    Rehearsed,
    /// It was not sent to somebody who is not in the pilot group.
    HeldBack,
    /// There is something to say again, or it may be said now.
    Revived,
    /// Somebody wants it sent again.
    Retried,
    /// Somebody does not want it sent any more.
    Discarded,
}

impl Event {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::Planned,
        Self::CarriedOver,
        Self::Withheld,
        Self::Sending,
        Self::Sent,
        Self::Edited,
        Self::Refused,
        Self::InDoubt,
        Self::Found,
        Self::NotArrived,
        Self::Unknown,
        Self::Failed,
        Self::Dropped,
        Self::Rehearsed,
        Self::HeldBack,
        Self::Revived,
        Self::Retried,
        Self::Discarded,
    ];

    /// The word in the record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::CarriedOver => "carried_over",
            Self::Withheld => "withheld",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Edited => "edited",
            Self::Refused => "refused",
            Self::InDoubt => "in_doubt",
            Self::Found => "found",
            Self::NotArrived => "not_arrived",
            Self::Unknown => "unknown",
            Self::Failed => "failed",
            Self::Dropped => "dropped",
            Self::Rehearsed => "rehearsed",
            Self::HeldBack => "held_back",
            Self::Revived => "revived",
            Self::Retried => "retried",
            Self::Discarded => "discarded",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.as_str() == word)
    }

    /// Whether it may happen to a notice in the state `from`, none before it is planned, and lead to `to`.
    pub fn leads(self, from: Option<State>, to: Option<State>) -> bool {
        use State::{Dropped, Failed, HeldBack, Planned, Rehearsed, Sending, Sent, Unknown};
        match self {
            Self::Withheld => from.is_none() && to.is_none(),
            Self::Planned => from.is_none() && to == Some(Planned),
            Self::CarriedOver => from.is_none() && to.is_some(),
            Self::Sending => from == Some(Planned) && to == Some(Sending),
            // Who comes late with Slack's answer says what is true, whatever was made of the notice meanwhile.
            Self::Sent => !matches!(from, None | Some(Sent)) && to == Some(Sent),
            Self::Edited => from == Some(Sent) && to == Some(Sent),
            Self::Found => from == Some(Sending) && to == Some(Sent),
            Self::Refused | Self::NotArrived => from == Some(Sending) && to == Some(Planned),
            Self::InDoubt => from == Some(Sending) && to == Some(Sending),
            Self::Unknown => from == Some(Sending) && to == Some(Unknown),
            // By Slack's plain refusal; what is in doubt becomes unknown instead.
            Self::Failed => matches!(from, Some(Planned | Sending)) && to == Some(Failed),
            Self::Dropped => from == Some(Planned) && to == Some(Dropped),
            Self::Rehearsed => from == Some(Planned) && to == Some(Rehearsed),
            Self::HeldBack => from == Some(Planned) && to == Some(HeldBack),
            Self::Revived => matches!(from, Some(Dropped | Rehearsed | HeldBack)) && to == Some(Planned),
            Self::Retried => matches!(from, Some(Planned | Failed | Unknown)) && to == Some(Planned),
            Self::Discarded => matches!(from, Some(Planned | Failed | Unknown)) && to == Some(Dropped),
        }
    }
}
