#![allow(clippy::unwrap_used)]

use rand_core::Rng;

use super::*;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn world(seed: u64) -> Ambient {
    Ambient::simulated(seed, date("2025-03-01"))
}

#[test]
fn a_new_consumer_does_not_shift_the_others() {
    let (alone, crowded) = (world(1), world(1));
    let _ = crowded.stream("another").bytes::<100>();
    assert_eq!(
        alone.stream("one").bytes::<40>(),
        crowded.stream("one").bytes::<40>()
    );
}

#[test]
fn a_stream_gives_the_same_bytes_however_they_are_drawn() {
    let (whole, pieces) = (world(7), world(7));
    let expected: [u8; 20] = whole.stream("s").bytes();
    let mut drawn = Vec::new();
    drawn.extend(pieces.stream("s").bytes::<3>());
    drawn.extend(pieces.clone().stream("s").next_u32().to_le_bytes());
    drawn.extend(pieces.stream("s").next_u64().to_le_bytes());
    drawn.extend(pieces.stream("s").bytes::<5>());
    assert_eq!(drawn, expected);
}

#[test]
fn seeds_names_and_labels_all_matter() {
    let mut seen = vec![
        world(1).stream("a").bytes::<16>(),
        world(2).stream("a").bytes(),
        world(1).stream("b").bytes(),
        world(1).stream("twelve bytes").bytes(),
        world(1).stream("twelve bytes and more").bytes(),
        world(1).fork("a").stream("a").bytes(),
        world(1).fork("b").stream("a").bytes(),
        world(1).fork("a").fork("a").stream("a").bytes(),
        Ambient::from_entropy([1; 32], date("2025-03-01").midnight())
            .stream("a")
            .bytes(),
    ];
    let count = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), count);
}

#[test]
fn a_fork_does_not_depend_on_what_was_drawn() {
    let (fresh, used) = (world(3), world(3));
    let _ = used.stream("a").bytes::<9>();
    assert_eq!(
        fresh.fork("child").stream("a").bytes::<8>(),
        used.fork("child").stream("a").bytes::<8>()
    );
}

#[test]
fn forks_and_clones_share_the_clock() {
    let ambient = world(1);
    let fork = ambient.fork("child");
    ambient.clock().advance(86_400 + 3_661);
    assert_eq!(fork.now().to_string(), "2025-03-02T01:01:01Z");
    ambient.clock().set(UnixSeconds::new(0));
    assert_eq!(fork.today(), date("1970-01-01"));
}

#[test]
fn the_clock_stops_at_the_last_day_that_has_a_date() {
    assert_eq!(
        UnixSeconds::new(i64::MAX).to_string(),
        "9999-12-31T23:59:59Z"
    );
    assert_eq!(UnixSeconds::new(i64::MIN).date(), Date::MIN);
    assert_eq!(Date::MAX.midnight().plus(i64::MAX), UnixSeconds::MAX);
}

#[test]
fn only_days_of_the_calendar_can_be_made() {
    for text in [
        "2024-02-29",
        "2000-02-29",
        "0001-01-01",
        "9999-12-31",
        "2025-04-30",
    ] {
        assert_eq!(date(text).to_string(), text);
    }
    for text in [
        "2025-02-29",
        "1900-02-29",
        "2025-13-01",
        "2025-00-01",
        "2025-04-31",
        "2025-01-00",
        "0000-01-01",
    ] {
        assert!(text.parse::<Date>().is_err(), "{text}");
    }
    for text in [
        "",
        "2025-1-01",
        "2025-01-011",
        "+025-01-01",
        "2025/01/01",
        "٢025-01-01",
    ] {
        assert_eq!(
            text.parse::<Date>(),
            Err(DateError::Form {
                text: text.to_owned()
            })
        );
    }
}

#[test]
fn days_are_counted_through_leap_years() {
    assert_eq!(date("1970-01-01").days_until(date("2000-03-01")), 11_017);
    assert_eq!(
        date("2024-02-28").checked_add_days(2),
        Some(date("2024-03-01"))
    );
    assert_eq!(Date::MAX.checked_add_days(1), None);
    assert_eq!(Date::MIN.checked_add_days(-1), None);
    let mut day = date("1896-01-01");
    for count in 0..40_000 {
        assert_eq!(date("1896-01-01").checked_add_days(count), Some(day));
        assert_eq!(day.midnight().date(), day);
        day = day.checked_add_days(1).unwrap();
    }
    assert_eq!(Date::MIN.days_until(Date::MAX), 3_652_058);
}

#[test]
fn months_are_added_to_the_end_of_a_shorter_month() {
    assert_eq!(
        date("2024-01-31").checked_add_months(1),
        Some(date("2024-02-29"))
    );
    assert_eq!(
        date("2024-01-31").checked_add_months(-11),
        Some(date("2023-02-28"))
    );
    assert_eq!(
        date("2024-02-29").checked_add_years(10),
        Some(date("2034-02-28"))
    );
    assert_eq!(date("9999-12-01").checked_add_months(1), None);
    assert_eq!(date("0001-01-01").checked_add_months(-1), None);
    assert_eq!(date("2024-01-31").checked_add_months(i32::MAX), None);
}

/// Made with `openssl enc -chacha20` after the description in `keystream.rs`. When this fails, old seeds no longer
/// replay.
#[test]
fn the_bytes_are_those_of_chacha20_by_openssl() {
    let ambient = world(42);
    assert_eq!(
        ambient.stream("pace nonce").bytes(),
        [
            0x9A, 0x8F, 0xCF, 0x33, 0xE4, 0xF1, 0x53, 0x62, 0x9B, 0xC9, 0x8E, 0x79, 0x56, 0x7C,
            0xEB, 0x7A, 0x1A, 0xC6, 0x9B, 0x1E,
        ]
    );
    assert_eq!(
        ambient
            .fork("a label of more than eleven bytes")
            .stream("ca key")
            .bytes(),
        [
            0x07, 0xAA, 0xA6, 0x67, 0x2E, 0x43, 0x29, 0x06, 0xFD, 0xBB, 0x4B, 0x5A, 0x6D, 0xC1,
            0x27, 0x9B, 0x70, 0xB9, 0x61, 0x0C,
        ]
    );
}
