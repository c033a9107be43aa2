//! Who is told nothing while the service is tried out, and why.

use certs::domain::delivery::State;
use certs::domain::pilot::{Hold, Mode, Pilot};

fn pilot(mode: Mode, only: &[&str]) -> Pilot {
    Pilot { mode, only: only.iter().map(|one| (*one).to_owned()).collect() }
}

#[test]
fn everybody_is_told_unless_something_is_set() {
    let live = Pilot::default();
    assert_eq!((live.holds_any(), live.hold(&[None, None])), (false, None));
}

#[test]
fn the_group_is_asked_first_and_then_the_mode() {
    let group = ["alice@acme.example", "U0BOB"];
    for (mode, inside) in [(Mode::Live, None), (Mode::DryRun, Some(Hold::DryRun))] {
        let pilot = pilot(mode, &group);
        assert!(pilot.holds_any());
        assert_eq!(pilot.hold(&[Some("Alice@Acme.Example"), None]), inside);
        assert_eq!(pilot.hold(&[Some("bob@acme.example"), Some("U0BOB")]), inside);
        assert_eq!(pilot.hold(&[Some("carol@acme.example"), Some("U0CAROL")]), Some(Hold::NotInGroup));
        assert_eq!(pilot.hold(&[None]), Some(Hold::NotInGroup));
    }
    assert_eq!(pilot(Mode::DryRun, &[]).hold(&[None]), Some(Hold::DryRun));
}

#[test]
fn what_was_held_counts_for_whoever_is_held_in_the_same_way() {
    for hold in [Hold::DryRun, Hold::NotInGroup] {
        assert!(hold.continues(hold.state()));
        assert!(State::ALL.into_iter().filter(|state| hold.continues(*state)).count() == 1);
    }
}

#[test]
fn the_words_of_the_setting_are_read_as_they_are_written() {
    for mode in [Mode::Live, Mode::DryRun] {
        assert_eq!(Mode::parse(mode.as_str()), Some(mode));
    }
    assert_eq!(Mode::parse("dry"), None);
}
