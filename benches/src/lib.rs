//! What the benches are held against: goals, and the table that says which were met.
//!
//! Each criterion group is one subject (`sm/aes128/wrap/256`); inside it `ours` is our code and
//! the other entry is the rival, timed in the same run over the same bytes.

mod goal;
mod memory;
mod summary;

pub use goal::goal;
pub use memory::{MEBIBYTE, Memory, memory_lines};
pub use summary::{Row, SummaryError, read, table};
