//! How much a value holds, and how much memory the process has.

use std::fmt::{self, Debug, Write};
use std::fs;

/// The number of characters in which a value describes itself. It grows with everything that the value keeps, and
/// needs nobody's help to be measured.
pub(crate) fn weigh(value: &impl Debug) -> usize {
    struct Scale(usize);
    impl Write for Scale {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0 += text.len();
            Ok(())
        }
    }
    let mut scale = Scale(0);
    // Cannot fail: the scale takes everything.
    let _ = write!(scale, "{value:?}");
    scale.0
}

/// Kilobytes of this process in memory, where the system tells.
pub(crate) fn resident_kilobytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::weigh;

    #[test]
    fn what_keeps_more_weighs_more() {
        let one = weigh(&vec![0xFF_u8; 100]);
        assert!(weigh(&vec![0xFF_u8; 1000]) > 9 * one);
    }
}
