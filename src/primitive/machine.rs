//! What a primitive may ask of the evaluation it runs in: fuel, memory, and calls of functions.

use std::{hint, mem, ptr};

use triomphe::Arc;

use crate::value::{self, Closure, ClosureKind, Exception, Failure, Passing, PrimitiveId, Side, Value};

use super::declaration::Frames;
use super::{quick, table};

/// Bounds of one evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Units of work: about one for each item that a primitive reads or makes, and some for a call.
    pub fuel: u64,
    /// Bytes that its values may hold at a time, by the sizes that `value::held` counts.
    pub memory: u64,
}

impl Default for Limits {
    /// Room for whatever CPython finishes within 10 s.
    fn default() -> Self {
        Limits { fuel: 2_000_000_000, memory: 1 << 27 }
    }
}

/// Asked now and then whether an evaluation should go on.
pub trait Watch {
    /// The failure with which it ends, if it should not.
    fn verdict(&self) -> Option<Failure>;
}

/// A watch that lets everything run.
pub struct Unwatched;

impl Watch for Unwatched {
    fn verdict(&self) -> Option<Failure> {
        None
    }
}

/// Units of fuel that a call costs.
pub(super) const CALL: u64 = 24;
/// Units of fuel between two looks at the watch: well under a millisecond's work.
const WATCH_INTERVAL: u64 = 100_000;
/// Frames that CPython lets a program stack up: 1000 less those of whoever calls it.
const FRAMES: u32 = 995;
/// How deep containers may stand in containers. CPython has no such bound, but programs that pass
/// it have been built to exhaust a stack.
const NESTING: u32 = 2000;
/// How many values may stand in a value, what is shared counted wherever it stands: eight times what
/// the memory can hold without sharing.
const WEIGHT: u32 = 1 << 26;

/// One evaluation under way.
pub struct Machine<'a> {
    /// Fuel left.
    fuel: u64,
    /// The level of `fuel` at which the watch is asked again.
    checkpoint: u64,
    limits: Limits,
    /// The level of `value::held` beyond which the memory limit is passed.
    ceiling: i64,
    /// The most bytes by that count that were held, or asked for.
    peak: i64,
    frames: u32,
    /// The most frames since this was last set.
    deepest: u32,
    /// Work that counts as not begun if it fails, where such is under way.
    attempt: Attempt,
    /// What is remembered for the innermost fork under way that has a common function.
    common: Option<Common>,
    watch: &'a dyn Watch,
}

/// What is tried and counts as not begun if it fails.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Attempt {
    None,
    OutOfOrder,
    AtOnce,
}

/// What both branches of a fork call with its argument. Told by their addresses: both are there as long as the
/// fork is under way.
struct Common {
    function: *const Closure,
    argument: *const Value,
    given: Option<Given>,
}

/// What a function gave that no memory is held for, so that nobody can tell whether it was made once or twice.
struct Given {
    value: Value,
    fuel: u64,
    /// No call of it takes more frames.
    frames: u32,
}

/// What a primitive gives.
pub type Outcome = Result<Value, Failure>;

impl<'a> Machine<'a> {
    pub fn new(limits: Limits, watch: &'a dyn Watch) -> Self {
        // What an evaluation that panicked left behind is none of this one's.
        value::take_work();
        let checkpoint = limits.fuel.saturating_sub(WATCH_INTERVAL);
        let mut machine = Machine {
            fuel: limits.fuel,
            checkpoint,
            limits,
            ceiling: 0,
            peak: 0,
            frames: 0,
            deepest: 0,
            attempt: Attempt::None,
            common: None,
            watch,
        };
        machine.start_from(0);
        machine
    }

    /// From now on, so many bytes count as held besides what is made from now on.
    #[inline]
    pub(crate) fn start_from(&mut self, base: i64) {
        self.peak = value::held();
        self.ceiling = self.peak.saturating_add_unsigned(self.limits.memory) - base;
    }

    /// The most bytes that were held or asked for since the start, in the count of `value::held`.
    #[inline]
    pub(crate) fn peak(&self) -> i64 {
        self.peak
    }

    /// A memory failure if so many bytes are more than the evaluation may hold.
    #[inline]
    pub(crate) fn have_room(&self, bytes: i64) -> Result<(), Failure> {
        if u64::try_from(bytes).is_ok_and(|bytes| bytes > self.limits.memory) {
            Err(Failure::Memory)
        } else {
            Ok(())
        }
    }

    /// Pays for work that takes so many units of fuel, bytes and frames; if it would not end within the limits,
    /// it counts as not begun, and nothing is paid.
    pub fn afford(&mut self, fuel: u64, bytes: u64, frames: u32) -> Result<bool, Failure> {
        let level = value::held().saturating_add_unsigned(bytes);
        if fuel > self.fuel || level > self.ceiling || self.need_frames(frames).is_err() {
            return Ok(false);
        }
        self.peak = self.peak.max(level);
        self.pay(fuel)?;
        Ok(true)
    }

    /// Whether there is fuel for so many units.
    #[inline]
    pub(crate) fn can_pay(&self, units: u64) -> bool {
        units <= self.fuel
    }

    /// Fuel used up to now.
    pub fn used(&self) -> u64 {
        self.limits.fuel - self.fuel
    }

    /// Pays for work on `items` items before it is done.
    #[inline]
    pub fn charge(&mut self, items: usize) -> Result<(), Failure> {
        self.pay(items as u64)
    }

    /// Pays for work that takes so many units of fuel.
    #[inline]
    pub fn pay(&mut self, units: u64) -> Result<(), Failure> {
        if units > self.fuel {
            hint::cold_path();
            // What was asked for counts as used, so that the figure is the same everywhere.
            self.fuel = 0;
            return Err(Failure::Fuel);
        }
        self.fuel -= units;
        if self.fuel < self.checkpoint { self.look() } else { Ok(()) }
    }

    #[cold]
    fn look(&mut self) -> Result<(), Failure> {
        self.checkpoint = self.fuel.saturating_sub(WATCH_INTERVAL);
        self.watch.verdict().map_or(Ok(()), Err)
    }

    /// Pays for building a value of `items` items, after making sure that there is memory for it.
    #[inline]
    pub fn build(&mut self, items: usize) -> Result<(), Failure> {
        self.charge(items)?;
        self.check_memory(items)
    }

    /// Pays for `more` items that join the `there` ones of a value under construction.
    #[inline]
    pub fn extend(&mut self, there: usize, more: usize) -> Result<(), Failure> {
        self.charge(more)?;
        self.check_memory(there.saturating_add(more))
    }

    /// Pays for building a packed grid of so many cells, which takes less memory than other values.
    #[inline]
    pub fn build_cells(&mut self, cells: usize) -> Result<(), Failure> {
        // Two bytes each, and as much again while they are computed.
        const CELL: usize = 4;
        self.charge(cells)?;
        self.check_bytes(cells.saturating_mul(CELL))
    }

    #[inline]
    fn check_memory(&mut self, items: usize) -> Result<(), Failure> {
        // What an item takes in a tuple of the general form; a set takes more, and is counted when
        // it is there.
        const ITEM: usize = 16;
        self.check_bytes(items.saturating_mul(ITEM))
    }

    #[inline]
    fn check_bytes(&mut self, bytes: usize) -> Result<(), Failure> {
        if bytes > 1 << 13 { self.reserve(bytes) } else { Ok(()) }
    }

    #[cold]
    fn reserve(&mut self, bytes: usize) -> Result<(), Failure> {
        self.reach(value::held().saturating_add_unsigned(bytes as u64))
    }

    /// Notes that the held memory comes to such a level: a failure if that is too much.
    #[inline]
    fn reach(&mut self, level: i64) -> Result<(), Failure> {
        self.peak = self.peak.max(level);
        if level > self.ceiling {
            hint::cold_path();
            return Err(Failure::Memory);
        }
        Ok(())
    }

    /// Calls a value with positional arguments, as `function(*arguments)` does.
    pub fn call(&mut self, function: &Value, arguments: &[&Value]) -> Outcome {
        match function {
            Value::Primitive(id) => {
                if let Some(value) = quick::call_primitive(*id, arguments)
                    && self.frames < FRAMES
                {
                    self.charge(quick::fuel_of_primitive(*id))?;
                    return Ok(value);
                }
                self.call_primitive(*id, arguments)
            }
            Value::Closure(closure) => {
                if arguments.len() != closure.arity() {
                    return Err(Exception::TypeError.into());
                }
                if closure.quick > 0
                    && let [x] = arguments
                    && closure.frames() <= FRAMES - self.frames
                    && let Some(value) = quick::call_closure(&closure.kind, x)
                {
                    self.deepest = self.deepest.max(self.frames + closure.frames());
                    self.charge(closure.quick as usize)?;
                    return Ok(value);
                }
                if let Some(common) = &self.common
                    && ptr::eq(common.function, &**closure)
                    && let [x] = arguments
                    && ptr::eq(common.argument, *x)
                {
                    return self.call_common(closure, arguments);
                }
                self.in_frame(|machine| machine.call_closure(closure, arguments))
            }
            _ => Err(Exception::TypeError.into()),
        }
    }

    /// Whether a condition holds for an item.
    #[inline(always)]
    pub fn holds(&mut self, condition: &Value, item: &Value) -> Result<bool, Failure> {
        Ok(Passing::new(self.call(condition, &[item])?).truth())
    }

    /// Calls a primitive.
    #[inline]
    pub fn call_primitive(&mut self, id: PrimitiveId, arguments: &[&Value]) -> Outcome {
        self.charge(CALL as usize)?;
        if self.frames > FRAMES - Frames::MOST {
            self.need_frames_of(id, arguments)?;
        }
        self.frames += 1;
        let mut outcome = (table::get(id).run)(self, arguments);
        self.frames -= 1;
        // What came is looked at where it is, and not moved: a value moves through memory.
        if let Ok(value) = &outcome
            && let Err(failure) = self.take_in(value)
        {
            outcome = Err(failure);
        }
        outcome
    }

    /// Pays for what making a value walked through, and lets it in.
    #[inline]
    fn take_in(&mut self, value: &Value) -> Result<(), Failure> {
        self.settle()?;
        if value.is_held() {
            self.admit(value)?;
            self.reach(value::held())?;
        }
        Ok(())
    }

    /// A RecursionError unless there is room for the frames of a primitive. Away from the limit there is, so
    /// nobody needs to know how many they are.
    #[cold]
    fn need_frames_of(&mut self, id: PrimitiveId, arguments: &[&Value]) -> Result<(), Failure> {
        self.need_frames(table::get(id).frames(arguments))
    }

    /// Pays for what comparing and hashing walked through since this was last done.
    #[inline]
    pub fn settle(&mut self) -> Result<(), Failure> {
        match value::take_work() {
            0 => Ok(()),
            work => self.pay(work),
        }
    }

    /// Lets a new value in if it can be walked through.
    #[inline]
    pub fn admit(&self, value: &Value) -> Result<(), Failure> {
        let extent = value.extent();
        if extent.depth > NESTING || extent.weight > WEIGHT { Err(Failure::Memory) } else { Ok(()) }
    }

    /// Calls the function that both branches of a fork call, or gives what it gave before.
    fn call_common(&mut self, closure: &Closure, arguments: &[&Value]) -> Outcome {
        // What was walked through before is none of its cost.
        self.settle()?;
        let (fuel, frames) = (self.fuel, self.frames);
        if let Some(Common { given: Some(given), .. }) = &self.common
            && given.frames <= FRAMES - frames
        {
            let value = given.value.clone();
            self.deepest = self.deepest.max(frames + given.frames);
            self.pay(given.fuel)?;
            return Ok(value);
        }
        let before = mem::replace(&mut self.deepest, frames);
        let outcome = self.in_frame(|machine| machine.call_closure(closure, arguments));
        // The last may have been that of a primitive, which takes more for itself.
        let taken = self.deepest - frames + 1 + Frames::MOST;
        self.deepest = self.deepest.max(before);
        self.settle()?;
        if let Ok(value) = &outcome
            && !value.is_held()
            && let Some(common) = &mut self.common
        {
            common.given = Some(Given { value: value.clone(), fuel: fuel - self.fuel, frames: taken });
        }
        outcome
    }

    /// Calls both branches of a fork that have a function in common.
    fn call_branches(
        &mut self,
        common: &Arc<Closure>,
        a: &Value,
        b: &Value,
        arguments: &[&Value],
    ) -> Result<(Value, Value), Failure> {
        let [x] = arguments else { unreachable!("a fork takes one argument") };
        let around = self.common.replace(Common { function: &**common, argument: *x, given: None });
        let both = self.call(a, arguments).and_then(|left| Ok((left, self.call(b, arguments)?)));
        self.common = around;
        both
    }

    fn call_closure(&mut self, closure: &Closure, arguments: &[&Value]) -> Outcome {
        self.charge(CALL as usize)?;
        match &closure.kind {
            ClosureKind::Compose { outer, inner } => {
                let inner = Passing::new(self.call(inner, arguments)?);
                self.call(outer, &[&inner])
            }
            ClosureKind::Chain { h, g, f } => {
                let first = Passing::new(self.call(f, arguments)?);
                let second = Passing::new(self.call(g, &[&first])?);
                self.call(h, &[&second])
            }
            ClosureKind::Matcher { function, target } => {
                let value = Passing::new(self.call(function, arguments)?);
                Ok(Value::bool(value::equal(&value, target)))
            }
            ClosureKind::Fork { outer, a, b } => {
                if let Some(common) = &closure.common {
                    let (left, right) = self.call_branches(common, a, b, arguments)?;
                    return self.call(outer, &[&left, &right]);
                }
                let left = Passing::new(self.call(a, arguments)?);
                let right = Passing::new(self.call(b, arguments)?);
                self.call(outer, &[&left, &right])
            }
            ClosureKind::Bind { side, function, fixed, .. } => match (side, arguments) {
                (Side::Left, [y]) => self.call(function, &[fixed, y]),
                (Side::Left, [y, z]) => self.call(function, &[fixed, y, z]),
                (Side::Left, [y, z, a]) => self.call(function, &[fixed, y, z, a]),
                (Side::Right, [x]) => self.call(function, &[x, fixed]),
                (Side::Right, [x, y]) => self.call(function, &[x, y, fixed]),
                (Side::Right, [x, y, z]) => self.call(function, &[x, y, z, fixed]),
                _ => Err(Exception::TypeError.into()),
            },
        }
    }

    /// How many frames are stacked up.
    pub(super) fn frames(&self) -> u32 {
        self.frames
    }

    /// Runs a part of the work one frame deeper, as CPython runs each function and generator.
    #[inline]
    pub fn in_frame<T, E: From<Failure>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.need_frames(1)?;
        self.one_deeper(work)
    }

    /// Does the same where room has been made sure of.
    #[inline]
    fn one_deeper<T, E>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        self.frames += 1;
        let result = work(self);
        self.frames -= 1;
        result
    }

    /// Does work in another order than Python's. What it gives, and its fuel, must not depend on the
    /// order unless it fails; where it does, it counts as not begun: `None`, and the work has to be
    /// done again in Python's order, which tells how it fails.
    ///
    /// `None` at once inside another attempt: attempts inside attempts would double the work with each.
    pub fn out_of_order<T, E>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<Option<T>, Failure> {
        if self.attempt != Attempt::None {
            return Ok(None);
        }
        self.attempted(Attempt::OutOfOrder, work)
    }

    /// Does work on many items at once, on the same terms. It may be part of an attempt in another order.
    pub fn at_once<T, E>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<Option<T>, Failure> {
        if self.attempt == Attempt::AtOnce {
            return Ok(None);
        }
        self.attempted(Attempt::AtOnce, work)
    }

    fn attempted<T, E>(
        &mut self,
        attempt: Attempt,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<Option<T>, Failure> {
        self.settle()?;
        let (fuel, checkpoint, peak, frames) = (self.fuel, self.checkpoint, self.peak, self.frames);
        let around = mem::replace(&mut self.attempt, attempt);
        let outcome = work(self);
        self.attempt = around;
        match outcome {
            Ok(value) => Ok(Some(value)),
            Err(_) => {
                value::take_work();
                (self.fuel, self.checkpoint, self.peak, self.frames) = (fuel, checkpoint, peak, frames);
                Ok(None)
            }
        }
    }

    /// A RecursionError unless there is room for so many more frames.
    #[inline]
    pub fn need_frames(&mut self, more: u32) -> Result<(), Failure> {
        if more > FRAMES - self.frames {
            return Err(Exception::RecursionError.into());
        }
        self.deepest = self.deepest.max(self.frames + more);
        Ok(())
    }

    /// Runs the body of a generator: one frame deeper, and a StopIteration that leaves it turns
    /// into a RuntimeError.
    #[inline]
    pub fn in_generator<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.in_frame(work).map_err(Failure::out_of_generator)
    }
}
