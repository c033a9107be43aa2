//! Which conversations a person has, and what they have not read of them.

use std::sync::PoisonError;

use sandbox::Member;

use super::Watch;

/// A channel, or a conversation of several people and the app.
pub struct Conversation {
    pub id: String,
    pub name: String,
    pub is_channel: bool,
}

impl Watch {
    /// The conversations besides the one with the app.
    pub fn conversations_of(&self, member: &Member) -> Vec<Conversation> {
        let members = self.sandbox.slack.members();
        let groups = self.sandbox.slack.group_dms().into_iter();
        let theirs = groups.filter(|(_, people)| people.contains(&member.id));
        theirs
            .map(|(id, people)| {
                let others =
                    members.iter().filter(|other| other.id != member.id && people.contains(&other.id));
                let names: Vec<&str> = others.map(|other| other.name.as_str()).collect();
                Conversation { id, name: format!("{}, Certs", names.join(", ")), is_channel: false }
            })
            .collect()
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
