//! What nobody sends who means well.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

/// In a text of JSON, half a surrogate pair: no Rust string can hold one.
const HALF_A_PAIR: &str = "HALF-A-PAIR";

/// So many values, other ones each time.
pub fn sampled<T: std::fmt::Debug>(strategy: impl Strategy<Value = T>, count: usize) -> Vec<T> {
    let mut runner = TestRunner::default();
    (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

/// Texts that were trouble to somebody before.
pub fn text() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "",
        " ",
        ".",
        "..",
        "../..",
        "a/b?c#d%2e",
        "\0",
        "a\0b",
        "\u{7f}\u{85}\u{2028}",
        "\u{202e}\u{feff}",
        "null",
        "''\"\\;--",
        "$1",
        "<!channel>",
        "{campaignId}",
        "9223372036854775808",
        "-1",
        "1e400",
        "0000-01-01T00:00:00+23:59",
        "9999-12-31T23:59:60-23:59",
        "-200000-01-01T00:00:00Z",
        "+262142-12-31T23:59:59Z",
        "2026-09-01T08:00:00Z",
        "2026-12-31T23:59:60Z",
        "1970-01-01T00:00:00Z",
        HALF_A_PAIR,
        "ACTIVE",
        "COMPLETED",
        "UNREVIEWED",
        "DELEGATE",
        "GROUP",
        "RECURRING",
    ]);
    // No compression of an index can make these short.
    let long = (any::<u64>(), 200_usize..40_000).prop_map(|(seed, length)| {
        let digits = (0..length as u64).map(|at| seed.wrapping_mul(at | 1).wrapping_add(at * at) % 36);
        digits.map(|digit| char::from_digit(u32::try_from(digit).unwrap(), 36).unwrap()).collect()
    });
    let wide = (1_usize..2_000).prop_map(|length| "👩‍👩‍👧م".repeat(length));
    prop_oneof![4 => known.prop_map(str::to_owned), 2 => any::<String>(), 2 => long, 1 => wide]
}

fn scalar() -> impl Strategy<Value = Value> {
    let numbers = prop::sample::select(vec![
        json!(0),
        json!(-1),
        json!(i64::MIN),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1e308),
        json!(-0.5),
    ]);
    prop_oneof![
        6 => text().prop_map(Value::String),
        1 => numbers,
        1 => any::<bool>().prop_map(Value::Bool),
        1 => Just(Value::Null),
    ]
}

/// Any JSON.
pub fn any_json() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 40, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::Array),
            prop::collection::btree_map(text(), inner, 0..8)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// Good JSON in which up to three things are something else.
pub fn spoiled(good: Value) -> impl Strategy<Value = Value> {
    prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![3 => scalar(), 1 => any_json()]), 1..4)
        .prop_map(move |changes| {
            let mut value = good.clone();
            for (at, other) in changes {
                let nodes = count(&value);
                let mut left = at.index(nodes);
                replace(&mut value, &mut left, &other);
            }
            value
        })
}

fn children(value: &mut Value) -> Vec<&mut Value> {
    match value {
        Value::Array(entries) => entries.iter_mut().collect(),
        Value::Object(fields) => fields.values_mut().collect(),
        _ => Vec::new(),
    }
}

fn count(value: &Value) -> usize {
    let mut value = value.clone();
    1 + children(&mut value).into_iter().map(|child| count(child)).sum::<usize>()
}

fn replace(value: &mut Value, left: &mut usize, other: &Value) -> bool {
    if *left == 0 {
        *value = other.clone();
        return true;
    }
    *left -= 1;
    children(value).into_iter().any(|child| replace(child, left, other))
}

/// As it is sent.
pub fn written(value: &Value) -> String {
    value.to_string().replace(HALF_A_PAIR, r"half \ud83d and \udc00 pairs")
}

/// For the faults of the sandbox, which are as small as a word.
pub fn kept(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}
