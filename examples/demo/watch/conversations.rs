//! Which conversations a person has, and what they have not read of them.

use std::sync::PoisonError;

use sandbox::{Channel, Member};

use super::Watch;

/// A channel, or a conversation of several people and the app.
pub struct Conversation {
    pub id: String,
    pub name: String,
    pub is_channel: bool,
}

impl Conversation {
    /// What stands above it.
    pub fn title(&self) -> String {
        if self.is_channel { format!("# {}", self.name) } else { self.name.clone() }
    }
}

impl Watch {
    /// The conversations besides the one with the app.
    pub fn conversations_of(&self, member: &Member) -> Vec<Conversation> {
        let channels = self.sandbox.slack.channels().into_iter();
        let theirs = channels.filter(|channel| channel.members.contains(&member.id) && !channel.is_archived);
        let channel =
            |channel: Channel| Conversation { id: channel.id, name: channel.name, is_channel: true };
        theirs.map(channel).chain(self.groups_of(member)).collect()
    }

    fn groups_of(&self, member: &Member) -> Vec<Conversation> {
        let members = self.sandbox.slack.members();
        let groups = self.sandbox.slack.group_dms().into_iter();
        let group = |(id, people): (String, Vec<String>)| {
            let others = members.iter().filter(|other| other.id != member.id && people.contains(&other.id));
            let names: Vec<&str> = others.map(|other| other.name.as_str()).collect();
            Conversation { id, name: format!("{}, Certs", names.join(", ")), is_channel: false }
        };
        groups.filter(|(_, people)| people.contains(&member.id)).map(group).collect()
    }

    /// Everything there is in the conversation counts as read.
    pub fn has_read(&self, member: &Member, channel: &str) {
        if let Some(last) = self.sandbox.slack.messages_in(channel).pop() {
            let key = (member.id.clone(), channel.to_owned());
            self.read.lock().unwrap_or_else(PoisonError::into_inner).insert(key, last.ts);
        }
    }

    /// How many messages there the person has not read.
    pub fn unread(&self, member: &Member, channel: &str) -> usize {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let last = read.get(&(member.id.clone(), channel.to_owned())).cloned().unwrap_or_default();
        self.sandbox.slack.messages_in(channel).iter().filter(|message| message.ts > last).count()
    }
}
