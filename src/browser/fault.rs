//! Faults on purpose, so that tests can see the page recover from them.

use std::hint;
use std::sync::atomic::{AtomicU32, Ordering};

use serde::Deserialize;

use super::CONTROL;

/// What shall go wrong in one worker, in the middle of a run.
#[derive(Clone, Copy, Deserialize)]
pub struct Fault {
    kind: Kind,
    /// The number of finished evaluations at which it happens.
    after: u32,
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
}

/// The kind of the fault that is due; 0 is none.
static ARMED: AtomicU32 = AtomicU32::new(0);
static AFTER: AtomicU32 = AtomicU32::new(0);

/// Decides what happens in the run that comes next.
pub fn arm(fault: Option<Fault>) {
    AFTER.store(fault.map_or(0, |fault| fault.after), Ordering::Relaxed);
    ARMED.store(fault.map_or(0, |fault| fault.kind as u32), Ordering::Release);
}

/// Called by each worker before an evaluation: lets the fault happen that is due, once.
pub fn happen() {
    if ARMED.load(Ordering::Acquire) == 0
        || CONTROL.finished.load(Ordering::Relaxed) < AFTER.load(Ordering::Relaxed)
    {
        return;
    }
    let kind = ARMED.swap(0, Ordering::AcqRel);
    if kind == Kind::Trap as u32 {
        core::arch::wasm32::unreachable();
    } else if kind == Kind::Panic as u32 {
        panic!("a fault on purpose");
    } else if kind == Kind::Memory as u32 {
        let mut held = Vec::new();
        loop {
            held.push(vec![1_u8; 1 << 20]);
        }
    } else if kind == Kind::Hang as u32 {
        loop {
            hint::spin_loop();
        }
    }
}
