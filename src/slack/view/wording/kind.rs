//! The messages whose wording can be another's: each has a template file of its name.

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A campaign begins, or its second level reaches somebody.
    Launch,
    /// Items of one campaign are still open.
    Reminder,
    /// The same, because an administrator asked for it.
    Nudge,
    /// The head of a reminder of several campaigns.
    Digest,
    /// The same, after something in it has changed.
    DigestChanged,
    /// One campaign in it.
    DigestCampaign,
    /// Items were handed over to the reader.
    Reassignment,
    /// Somebody else will hear of the reader's open items.
    EscalationWarning,
    /// The head of what others have not decided.
    Escalation,
    /// One campaign in it.
    EscalationCampaign,
    /// The head of what whoever runs campaigns gets.
    OwnerDigest,
    /// One campaign in it.
    OwnerDigestCampaign,
    /// The beginning of a conversation with an owner.
    Question,
    /// A line in the channel: a campaign began.
    Began,
    /// The status of a campaign in its channel.
    Board,
    /// A line in the channel: a campaign is over.
    Closed,
    /// What stands in the place of a message whose work is done, went to somebody else, or is over.
    Settled,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::Launch,
        Self::Reminder,
        Self::Nudge,
        Self::Digest,
        Self::DigestChanged,
        Self::DigestCampaign,
        Self::Reassignment,
        Self::EscalationWarning,
        Self::Escalation,
        Self::EscalationCampaign,
        Self::OwnerDigest,
        Self::OwnerDigestCampaign,
        Self::Question,
        Self::Began,
        Self::Board,
        Self::Closed,
        Self::Settled,
    ];

    /// The name of its file.
    pub fn file(self) -> &'static str {
        match self {
            Self::Launch => "launch.txt",
            Self::Reminder => "reminder.txt",
            Self::Nudge => "nudge.txt",
            Self::Digest => "digest.txt",
            Self::DigestChanged => "digest_changed.txt",
            Self::DigestCampaign => "digest_campaign.txt",
            Self::Reassignment => "reassignment.txt",
            Self::EscalationWarning => "escalation_warning.txt",
            Self::Escalation => "escalation.txt",
            Self::EscalationCampaign => "escalation_campaign.txt",
            Self::OwnerDigest => "owner_digest.txt",
            Self::OwnerDigestCampaign => "owner_digest_campaign.txt",
            Self::Question => "question.txt",
            Self::Began => "began.txt",
            Self::Board => "board.txt",
            Self::Closed => "closed.txt",
            Self::Settled => "settled.txt",
        }
    }

    /// Our own wording as a template: what somebody who wants another one begins with.
    pub fn ours(self) -> &'static str {
        match self {
            Self::Launch => include_str!("templates/launch.txt"),
            Self::Reminder => include_str!("templates/reminder.txt"),
            Self::Nudge => include_str!("templates/nudge.txt"),
            Self::Digest => include_str!("templates/digest.txt"),
            Self::DigestChanged => include_str!("templates/digest_changed.txt"),
            Self::DigestCampaign => include_str!("templates/digest_campaign.txt"),
            Self::Reassignment => include_str!("templates/reassignment.txt"),
            Self::EscalationWarning => include_str!("templates/escalation_warning.txt"),
            Self::Escalation => include_str!("templates/escalation.txt"),
            Self::EscalationCampaign => include_str!("templates/escalation_campaign.txt"),
            Self::OwnerDigest => include_str!("templates/owner_digest.txt"),
            Self::OwnerDigestCampaign => include_str!("templates/owner_digest_campaign.txt"),
            Self::Question => include_str!("templates/question.txt"),
            Self::Began => include_str!("templates/began.txt"),
            Self::Board => include_str!("templates/board.txt"),
            Self::Closed => include_str!("templates/closed.txt"),
            Self::Settled => include_str!("templates/settled.txt"),
        }
    }

    /// Whether it is a message, with a text for notifications; a part of one has none.
    pub(super) fn is_whole(self) -> bool {
        !matches!(self, Self::DigestCampaign | Self::EscalationCampaign | Self::OwnerDigestCampaign)
    }
}
