//! Judges for BSI TR-03110 part 4, version 2.21: the data groups of the eID application.

pub(crate) mod data_groups_2_2_3;
