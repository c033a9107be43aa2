//! What was typed, as Slack hands it on and as it was.

use certs::domain::typed::{Named, person_at_the_end, plain};
use proptest::prelude::*;

#[test]
fn slacks_spelling_is_undone() {
    for (handed_on, typed) in [
        ("Q4", "Q4"),
        ("R&amp;D &lt;prod&gt;", "R&D <prod>"),
        ("R&D <prod", "R&D <prod"),
        ("&amp;lt;", "&lt;"),
        ("Q4 <@U123|alice.ng>", "Q4 @alice.ng"),
        ("Q4 <@U123>", "Q4 @U123"),
        ("<#C1|general> roles", "#general roles"),
        ("see <https://acme.example/x>", "see https://acme.example/x"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<http://acme.example|acme.example>", "acme.example"),
        ("a < b > c", "a  b  c"),
    ] {
        assert_eq!(plain(handed_on), typed, "{handed_on}");
    }
}

#[test]
fn a_person_is_named_in_several_ways() {
    for (text, named) in [
        ("<@U123|alice>", Named::Slack("U123".to_owned())),
        ("<@U123>", Named::Slack("U123".to_owned())),
        ("Alice.Ng@Acme.Example", Named::Email("alice.ng@acme.example".to_owned())),
        ("<mailto:a@b.example|a@b.example>", Named::Email("a@b.example".to_owned())),
        ("@alice.ng", Named::Word("alice.ng".to_owned())),
        (" Alice Ng ", Named::Word("Alice Ng".to_owned())),
        ("00u1", Named::Word("00u1".to_owned())),
    ] {
        assert_eq!(Named::read(text), named, "{text}");
    }
}

#[test]
fn a_person_stands_at_the_end_where_one_plainly_does() {
    for (text, parts) in [
        ("Q4 <@U123|alice>", Some(("Q4", "<@U123|alice>"))),
        ("Q4 prod @alice", Some(("Q4 prod", "@alice"))),
        ("Q4 @Alice Ng", Some(("Q4", "@Alice Ng"))),
        ("Q4 a@b.example", Some(("Q4", "a@b.example"))),
        ("Q4 <mailto:a@b.example|a@b.example>", Some(("Q4", "<mailto:a@b.example|a@b.example>"))),
        ("Q4", None),
        ("Q4 Alice Ng", None),
        ("a@b", None),
        ("Q4 &lt;prod&gt;", None),
        ("", None),
    ] {
        assert_eq!(person_at_the_end(text), parts, "{text}");
    }
}

proptest! {
    #[test]
    fn nothing_that_is_typed_is_too_strange(text in any::<String>(), marks in "[<>@|& a]{0,12}") {
        let typed = format!("{text}{marks}");
        plain(&typed);
        Named::read(&typed);
        if let Some((campaign, person)) = person_at_the_end(&typed) {
            prop_assert!(typed.contains(campaign) && typed.contains(person));
        }
    }
}
