//! Mistakes in a spec are compile errors that name the file, the line and the column.

acs_macros::operation!("specs/broken/DescribeBroken.yaml");

fn main() {}
