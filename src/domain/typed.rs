//! What somebody typed after a command, as Slack hands it on: people, channels and addresses may have become tokens
//! such as `<@U123|alice>`, and `&`, `<` and `>` entities.
//!
//! Source: <https://docs.slack.dev/interactivity/implementing-slash-commands/#escaping-users-channels-and-links>.

/// Slack's spelling of a text undone: `<@U123|alice>` is `@alice` again, and `&lt;` is `<`.
pub fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, token)) = rest.split_once('<') {
        plain.push_str(before);
        let Some((token, after)) = token.split_once('>') else {
            rest = token;
            plain.push('<');
            continue;
        };
        plain.push_str(&shown(token));
        rest = after;
    }
    plain.push_str(rest);
    // The last of them last: `&amp;lt;` is what somebody typed as `&lt;`.
    plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// What stood where a token stands now.
fn shown(token: &str) -> String {
    let (inside, label) =
        token.split_once('|').map_or((token, None), |(inside, label)| (inside, Some(label)));
    let label = label.filter(|label| !label.is_empty());
    let mark = inside.chars().next().filter(|mark| "@#".contains(*mark));
    match (mark, label) {
        (Some(mark), Some(label)) => format!("{mark}{}", label.trim_start_matches(mark)),
        (None, Some(label)) => label.to_owned(),
        (_, None) => inside.strip_prefix("mailto:").unwrap_or(inside).to_owned(),
    }
}

/// How somebody names a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// By their Slack user id, as a mention holds it.
    Slack(String),
    /// By an e-mail address.
    Email(String),
    /// By a name, a handle, or whatever it may be.
    Word(String),
}

impl Named {
    /// Reads a mention, an address, `@handle` or a name.
    pub fn read(text: &str) -> Self {
        let text = text.trim();
        let token = text.strip_prefix("<@").and_then(|token| token.strip_suffix('>'));
        if let Some(token) = token {
            return Self::Slack(token.split('|').next().unwrap_or_default().to_owned());
        }
        let word = plain(text);
        let word = word.trim_start_matches('@').trim();
        if is_address(word) { Self::Email(word.to_lowercase()) } else { Self::Word(word.to_owned()) }
    }
}

fn is_address(word: &str) -> bool {
    let sides = word.split_once('@');
    sides.is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        && !word.contains(char::is_whitespace)
}

/// A campaign and the person named after it, where one plainly is: by a mention, `@…` or an address at the end.
pub fn person_at_the_end(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let at = if text.ends_with('>') {
        text.rfind("<@").or_else(|| text.rfind("<mailto:"))
    } else {
        let word = text.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let mut marked = text.match_indices('@').map(|(at, _)| at);
        let mark = marked.rfind(|at| text[..*at].ends_with(char::is_whitespace));
        mark.or_else(|| is_address(text.get(word..)?).then_some(word))
    }?;
    let (campaign, person) = text.split_at(at);
    Some((campaign.trim(), person))
}
