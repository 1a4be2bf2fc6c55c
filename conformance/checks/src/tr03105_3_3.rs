//! Judges for the test plan BSI TR-03105 part 3.3, version 1.2: one function per test case of layer 7, named like the
//! test case, and the words in which the plan speaks of status words.
//!
//! Where the plan asks for more than TR-03110, or contradicts itself, TR-03110 decides and the finding is a warning.

pub mod data_a;
pub mod data_b;
pub mod data_c;
pub mod eiddata_b;
pub mod statement;
pub mod status_words;

mod security_infos;
