//! Without arguments: the names of the cases, each with how often it is called. With a name: that case.

mod cases;

use cases::{CASES, Case};

fn main() {
    let Some(name) = std::env::args().nth(1) else {
        for Case { name, calls, .. } in CASES {
            println!("{calls}\t{name}");
        }
        return;
    };
    let case = CASES.iter().find(|case| case.name == name).expect("one of the cases");
    let mut call = (case.prepare)();
    // What is done but once.
    call();
    measured(&mut *call, case.calls);
}

/// What valgrind counts the instructions of, by this name.
#[inline(never)]
fn measured(call: &mut dyn FnMut(), calls: u32) {
    for _ in 0..calls {
        call();
    }
}
