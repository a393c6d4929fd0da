//! Prints for each task how often it allocates and how many bytes it holds at most. A program of its own: the counting
//! allocator takes instructions.

#![allow(clippy::print_stdout, reason = "a program for people and scripts")]

fn main() {
    for task in acs_benches::TASKS {
        let mut once = (task.prepare)();
        // What is set up by the first use is not counted.
        once();
        let allocated = allocation_counter::measure(once);
        println!("{}\t{}\t{}", task.name, allocated.count_total, allocated.bytes_max);
    }
}
