//! What may happen next.

use proptest::prelude::*;
use sandbox::Fault;

#[derive(Debug, Clone)]
pub enum Act {
    /// A worker does one step to its end.
    Work(usize),
    /// A worker dies after it was woken so often in its step; another process takes its place.
    Crash(usize, usize),
    /// A worker stops after it was woken so often, and holds what it holds.
    Freeze(usize, usize),
    /// A worker that stopped goes on.
    Thaw(usize),
    /// What Slack makes of the next message.
    Answer(Fault),
    /// What Slack makes of the next look into a DM.
    AnswerLook(Fault),
    /// So many seconds pass; a lease is twenty.
    Pass(i64),
    /// Another campaign begins.
    Launch,
}

pub fn acts() -> impl Strategy<Value = Act> {
    let worker = || 0_usize..2;
    prop_oneof![
        4 => worker().prop_map(Act::Work),
        3 => (worker(), 1_usize..120).prop_map(|(at, after)| Act::Crash(at, after)),
        3 => (worker(), 1_usize..120).prop_map(|(at, after)| Act::Freeze(at, after)),
        2 => worker().prop_map(Act::Thaw),
        4 => answers().prop_map(Act::Answer),
        1 => answers().prop_map(Act::AnswerLook),
        4 => (1_i64..40).prop_map(Act::Pass),
        1 => Just(Act::Launch),
    ]
}

/// Everything that Slack can answer but a plain yes, and a refusal for good.
fn answers() -> impl Strategy<Value = Fault> {
    prop_oneof![
        (1_u64..30).prop_map(Fault::RateLimited),
        Just(Fault::Status(500)),
        Just(Fault::Status(503)),
        Just(Fault::SentButStatus(500)),
        Just(Fault::SentButNoAnswer),
        Just(Fault::CutConnection),
        Just(Fault::Garbage),
        Just(Fault::Error("fatal_error")),
        Just(Fault::Error("internal_error")),
        Just(Fault::Error("invalid_auth")),
        Just(Fault::Error("a_code_that_is_not_documented")),
    ]
}
