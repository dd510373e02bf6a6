//! Faults on purpose, so that tests can see the page recover from them.

use std::hint;
use std::sync::atomic::{AtomicU32, Ordering};

use serde::Deserialize;

use super::CONTROL;
use crate::scoring::{Batch, Job};

/// What shall go wrong, in the middle of a run.
#[derive(Clone, Deserialize)]
pub struct Fault {
    kind: Kind,
    /// The number of finished evaluations from which on it happens.
    after: u32,
    /// The candidate whose evaluations do it, each time; without one it happens once, in any.
    program: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// An instruction that ends the instance.
    Trap = 1,
    /// A panic outside of any evaluation.
    Panic = 2,
    /// All memory used up.
    Memory = 3,
    /// A worker that never comes back.
    Hang = 4,
    /// The browser's stack used up.
    Stack = 5,
}

/// The kind of the fault that is due; 0 is none.
static ARMED: AtomicU32 = AtomicU32::new(0);
static AFTER: AtomicU32 = AtomicU32::new(0);
static CANDIDATE: AtomicU32 = AtomicU32::new(ANY);

/// Stands for a candidate: whichever comes.
const ANY: u32 = u32::MAX;
/// And for one that the batch doesn't have.
const ABSENT: u32 = u32::MAX - 1;

/// Decides what happens in the run that comes next.
pub fn arm(fault: Option<&Fault>, batch: &Batch) {
    let number = |name: &String| batch.candidates.iter().position(|candidate| candidate.name == *name);
    let candidate = fault.and_then(|fault| fault.program.as_ref());
    CANDIDATE.store(
        candidate.map_or(ANY, |name| number(name).map_or(ABSENT, |number| number as u32)),
        Ordering::Relaxed,
    );
    AFTER.store(fault.map_or(0, |fault| fault.after), Ordering::Relaxed);
    ARMED.store(fault.map_or(0, |fault| fault.kind as u32), Ordering::Release);
}

/// Called by each worker before an evaluation: lets the fault happen that is due.
pub fn happen(job: &Job) {
    if ARMED.load(Ordering::Acquire) == 0
        || CONTROL.finished.load(Ordering::Relaxed) < AFTER.load(Ordering::Relaxed)
    {
        return;
    }
    let kind = match CANDIDATE.load(Ordering::Relaxed) {
        ANY => ARMED.swap(0, Ordering::AcqRel),
        candidate if candidate == job.candidate => ARMED.load(Ordering::Acquire),
        _ => return,
    };
    if kind == Kind::Trap as u32 {
        core::arch::wasm32::unreachable();
    } else if kind == Kind::Panic as u32 {
        panic!("a fault on purpose");
    } else if kind == Kind::Memory as u32 {
        let mut held = Vec::new();
        loop {
            held.push(hint::black_box(Vec::<u8>::with_capacity(1 << 20)));
        }
    } else if kind == Kind::Hang as u32 {
        loop {
            hint::spin_loop();
        }
    } else if kind == Kind::Stack as u32 {
        hint::black_box(descend(kind));
    }
}

/// Calls itself for ever, holding nothing in the module's own memory: the browser ends it.
#[expect(unconditional_recursion)]
fn descend(depth: u32) -> u32 {
    hint::black_box(depth).wrapping_mul(descend(hint::black_box(depth.wrapping_add(1))) | 1)
}
