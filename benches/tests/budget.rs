//! Budgets of what calls cost, in figures that do not vary from run to run: as measured, with a little room. A change that exceeds
//! one makes every call of every user dearer: find the cause, or raise the budget and say why.

use std::process::Command;

/// Allocations and most bytes at once.
const BUDGETS: &[(&str, u64, u64)] = &[
    ("sign-v1", 8, 2_800),
    ("sign-v3", 16, 3_100),
    ("call-v1", 32, 5_900),
    ("call-v3", 51, 6_800),
    ("decode-50", 1_410, 88_000),
    ("call-50", 1_455, 92_000),
    ("decode-50-xml", 1_310, 88_000),
];

#[test]
fn allocations() {
    let mut dear = Vec::new();
    for (name, most, most_bytes) in BUDGETS {
        let mut once = acs_benches::prepare(name, "").unwrap();
        // What is set up by the first use is not counted.
        once();
        let allocated = allocation_counter::measure(once);
        if allocated.count_total > *most || allocated.bytes_max > *most_bytes {
            let (count, bytes) = (allocated.count_total, allocated.bytes_max);
            dear.push(format!("{name}: {count} allocations of {most}, {bytes} bytes at once of {most_bytes}"));
        }
    }
    assert!(dear.is_empty(), "these cost more than they may:\n{}", dear.join("\n"));
}

/// Crates that a program with `vpc-api` compiles, those for the build script included. Each is weight in every user's build.
#[test]
fn crates() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--package", "vpc-api", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let crates: std::collections::BTreeSet<_> = text.lines().map(|line| line.trim_end_matches(" (*)")).collect();
    println!("{} crates", crates.len());
    assert!((50..=CRATES).contains(&crates.len()), "{} crates, {CRATES} are allowed", crates.len());
}

const CRATES: usize = 132;
