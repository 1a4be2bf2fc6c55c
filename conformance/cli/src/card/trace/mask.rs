//! Which bytes of a command are a secret, and how they are left out.

use super::hex;

/// Whether secrets appear in a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::card) enum Secrets {
    /// They are left out.
    Masked,
    /// They are shown.
    Shown,
}

/// Header bytes, which are never secret.
const HEADER: usize = 4;

impl Secrets {
    /// The bytes of a command as they may be shown. Judged on the raw bytes, so that a command which the card cannot
    /// read is masked as well.
    pub(super) fn command(self, bytes: &[u8]) -> String {
        match bytes.split_at_checked(HEADER) {
            Some((header, rest))
                if self == Self::Masked && !rest.is_empty() && is_secret(header) =>
            {
                format!("{} ({} bytes left out)", hex(header), rest.len())
            }
            _ => hex(bytes),
        }
    }

    /// Whether the data field of this command may be explained.
    pub(super) fn hides(self, header: [u8; HEADER]) -> bool {
        self == Self::Masked && is_secret(&header)
    }
}

/// Commands whose data field is a password, or may hold such a command. What secure messaging protects is none.
fn is_secret(header: &[u8]) -> bool {
    let [class, instruction, ..] = header else {
        return false;
    };
    // Bit 8 off: interindustry class; bits 4 and 3, or bit 6 of the further classes: secure messaging.
    let secured = (class & 0xE0 == 0 && class & 0x0C != 0) || class & 0xE0 == 0x60;
    let proprietary = class & 0x80 != 0;
    match instruction {
        // VERIFY of a proprietary class compares auxiliary data.
        0x20 => !secured && !proprietary,
        // CHANGE REFERENCE DATA, RESET RETRY COUNTER, ENVELOPE.
        0x24 | 0x25 | 0x2C | 0x2D | 0xC2 | 0xC3 => !secured,
        _ => false,
    }
}
