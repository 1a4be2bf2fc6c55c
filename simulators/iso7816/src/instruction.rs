//! The instruction byte and the names of the commands that eID cards use.

use std::fmt;

/// INS, the second byte of a command `[ISO 7816-4 §5.4.2]`. Every value survives a round trip.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Instruction(u8);

macro_rules! instructions {
    ($($constant:ident = $value:literal, $name:literal;)*) => {
        impl Instruction {
            $(
                #[doc = concat!("`", $name, "`")]
                pub const $constant: Self = Self($value);
            )*

            /// Name of the command in the standard's words, if it is one that eID cards use.
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($value => Some($name),)*
                    _ => None,
                }
            }
        }
    };
}

instructions! {
    DEACTIVATE = 0x04, "DEACTIVATE";
    PERFORM_USER_OPERATION = 0x14, "PERFORM USER OPERATION";
    VERIFY = 0x20, "VERIFY";
    MANAGE_SECURITY_ENVIRONMENT = 0x22, "MANAGE SECURITY ENVIRONMENT";
    CHANGE_REFERENCE_DATA = 0x24, "CHANGE REFERENCE DATA";
    PERFORM_SECURITY_OPERATION = 0x2A, "PERFORM SECURITY OPERATION";
    PERFORM_SECURITY_OPERATION_ODD = 0x2B, "PERFORM SECURITY OPERATION (odd)";
    RESET_RETRY_COUNTER = 0x2C, "RESET RETRY COUNTER";
    COMPARE = 0x33, "COMPARE";
    ACTIVATE = 0x44, "ACTIVATE";
    MANAGE_CHANNEL = 0x70, "MANAGE CHANNEL";
    EXTERNAL_AUTHENTICATE = 0x82, "EXTERNAL AUTHENTICATE";
    GET_CHALLENGE = 0x84, "GET CHALLENGE";
    GENERAL_AUTHENTICATE = 0x86, "GENERAL AUTHENTICATE";
    INTERNAL_AUTHENTICATE = 0x88, "INTERNAL AUTHENTICATE";
    SELECT = 0xA4, "SELECT";
    READ_BINARY = 0xB0, "READ BINARY";
    READ_BINARY_ODD = 0xB1, "READ BINARY (odd)";
    READ_RECORD = 0xB2, "READ RECORD";
    GET_RESPONSE = 0xC0, "GET RESPONSE";
    ENVELOPE = 0xC2, "ENVELOPE";
    GET_DATA = 0xCA, "GET DATA";
    GET_DATA_ODD = 0xCB, "GET DATA (odd)";
    UPDATE_BINARY = 0xD6, "UPDATE BINARY";
    UPDATE_BINARY_ODD = 0xD7, "UPDATE BINARY (odd)";
    PUT_DATA = 0xDA, "PUT DATA";
    TERMINATE_DF = 0xE6, "TERMINATE DF";
    TERMINATE_EF = 0xE8, "TERMINATE EF";
    DELETE_DATA = 0xEE, "DELETE DATA";
    TERMINATE_CARD_USAGE = 0xFE, "TERMINATE CARD USAGE";
}

impl Instruction {
    /// Any instruction byte.
    #[must_use]
    pub const fn new(value: u8) -> Self {
        Self(value)
    }

    /// The byte itself.
    #[must_use]
    pub const fn value(self) -> u8 {
        self.0
    }

    /// True when the data field is BER-TLV by definition, which decides between DO'85' and DO'87' in secure messaging.
    #[must_use]
    pub const fn is_odd(self) -> bool {
        self.0 & 1 == 1
    }

    /// False for 6X and 9X, which no command may use because a status word begins like that.
    #[must_use]
    pub const fn is_valid(self) -> bool {
        !matches!(self.0 & 0xF0, 0x60 | 0x90)
    }
}

impl From<u8> for Instruction {
    fn from(value: u8) -> Self {
        Self(value)
    }
}

impl fmt::Debug for Instruction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Instruction({self})")
    }
}

impl fmt::Display for Instruction {
    /// The name where there is one, else the byte: `READ BINARY`, `INS 5A`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "INS {:02X}", self.0),
        }
    }
}
