//! Judges for BSI TR-03127, the architecture of the German documents.

pub mod data_groups_3_4_3;
