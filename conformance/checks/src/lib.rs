//! Pure judges of what a card said: a recording goes in, findings come out.
//!
//! Each judge is one function for one requirement, in the folder of its standard. It gets raw bytes (a file as read, an
//! answer as received) and whatever it cannot know by itself (today's date, the certificate that is trusted), and
//! returns a [`Judgement`]: the requirement, the clause, and a [`Finding`] with place and byte offset for everything
//! that is not as it should be. Nothing here talks to a card, and nothing here depends on how our own card or terminal
//! reads an encoding: there is a strict reader of its own, because a codec that is wrong on both sides agrees with
//! itself.
//!
//! ```
//! use conformance_checks::tr03105_3_3::eiddata_b;
//! use conformance_verdict::Verdict;
//!
//! // Data group 3, the date of expiry: [APPLICATION 3] with a NumericString inside.
//! let good = eiddata_b::eac2_eiddata_b_3(b"\x63\x0A\x12\x0820311031");
//! assert_eq!(good.verdict(), Verdict::Pass);
//!
//! // The 31st of November is in no calendar.
//! let bad = eiddata_b::eac2_eiddata_b_3(b"\x63\x0A\x12\x0820311131");
//! assert_eq!(bad.verdict(), Verdict::Fail);
//! assert_eq!(bad.findings[0].clause, "[TR-03110-4 §2.2.3.1]");
//! ```

pub mod iso7816_3;
pub mod iso7816_4;
pub mod tr03105_3_3;
pub mod tr03110_3;
pub mod tr03127;

mod arcs;
mod der;
mod judgement;
mod modulus;
mod tr03110_4;

pub use judgement::{Finding, Judgement, Severity};
pub use tr03110_3::a_1_2_5_signature::Trust;
