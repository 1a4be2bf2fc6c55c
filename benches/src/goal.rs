//! The named limit of each subject, as a ratio of our time to the rival's.

/// The highest allowed ratio for a subject; `None` where it is only reported.
///
/// ```
/// assert_eq!(benches::goal("sm/aes256/unwrap/256"), Some(0.80));
/// assert_eq!(benches::goal("pace/brainpoolP256r1"), Some(1.2));
/// assert_eq!(benches::goal("pace/P-256"), None);
/// assert_eq!(benches::goal("login/de/in-process"), Some(3.0));
/// ```
#[must_use]
pub fn goal(subject: &str) -> Option<f64> {
    match subject.split('/').collect::<Vec<_>>().as_slice() {
        ["sm", _, _, "256"] => Some(0.80),
        ["sm", _, _, "65536"] => Some(0.75),
        // OpenSSL has special code for these two, a table of multiples and a fast reduction.
        ["pace", "P-256" | "P-521"] => None,
        ["pace", _] => Some(1.2),
        ["login", "de", "in-process"] => Some(3.0),
        ["response", "verify-decrypt", _] => Some(1.5),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::goal;

    #[test]
    fn each_kind_of_subject_has_the_goal_that_was_agreed() {
        for cipher in ["aes128", "aes192", "aes256"] {
            for way in ["wrap", "unwrap", "both"] {
                let of = |size: u32| goal(&format!("sm/{cipher}/{way}/{size}"));
                assert_eq!(
                    [of(16), of(256), of(4096), of(65_536)],
                    [None, Some(0.80), None, Some(0.75)]
                );
            }
        }
        for (subject, expected) in [
            ("pace/P-192", Some(1.2)),
            ("pace/P-384", Some(1.2)),
            ("pace/brainpoolP512r1", Some(1.2)),
            ("pace/P-256", None),
            ("pace/P-521", None),
            ("login/de/in-process", Some(3.0)),
            ("login/de/loopback", None),
            ("login/pace-ta-ca-ri", None),
            ("response/verify-decrypt/ecdh-es", Some(1.5)),
            ("response/verify-decrypt/rsa", Some(1.5)),
            ("response/verify-decrypt", None),
            ("apdu/secured", None),
            ("sm", None),
            ("", None),
        ] {
            assert_eq!(goal(subject), expected, "{subject}");
        }
    }
}
