//! How an evaluation ends when it gives no value.

use std::fmt;
use std::hint;

/// An exception of CPython's, by class. It fills a word, as every payload of a `Value` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u64)]
pub enum Exception {
    TypeError,
    ValueError,
    IndexError,
    KeyError,
    ZeroDivisionError,
    StopIteration,
    RuntimeError,
    RecursionError,
    AttributeError,
    OverflowError,
    MemoryError,
    UnboundLocalError,
    /// An integer left the 64 bits that arcscore computes with. CPython has no such limit, so it
    /// has no such class: the name says that the answer is unknown, not that it is an error there.
    IntegerBeyond64Bits,
}

impl Exception {
    /// All there are.
    pub const ALL: [Exception; 13] = [
        Exception::TypeError,
        Exception::ValueError,
        Exception::IndexError,
        Exception::KeyError,
        Exception::ZeroDivisionError,
        Exception::StopIteration,
        Exception::RuntimeError,
        Exception::RecursionError,
        Exception::AttributeError,
        Exception::OverflowError,
        Exception::MemoryError,
        Exception::UnboundLocalError,
        Exception::IntegerBeyond64Bits,
    ];

    /// The class as Python names it.
    pub fn name(self) -> &'static str {
        match self {
            Exception::TypeError => "TypeError",
            Exception::ValueError => "ValueError",
            Exception::IndexError => "IndexError",
            Exception::KeyError => "KeyError",
            Exception::ZeroDivisionError => "ZeroDivisionError",
            Exception::StopIteration => "StopIteration",
            Exception::RuntimeError => "RuntimeError",
            Exception::RecursionError => "RecursionError",
            Exception::AttributeError => "AttributeError",
            Exception::OverflowError => "OverflowError",
            Exception::MemoryError => "MemoryError",
            Exception::UnboundLocalError => "UnboundLocalError",
            Exception::IntegerBeyond64Bits => "IntegerBeyond64Bits",
        }
    }
}

/// Why an evaluation gave no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Failure {
    /// The program raised, as it would have in CPython.
    Raised(Exception),
    /// It used up its fuel.
    Fuel,
    /// It would have held more memory than one evaluation may.
    Memory,
    /// It ran into the wall clock; another machine may give another answer.
    Timeout,
    /// The whole run was cancelled while it was under way.
    Cancelled,
}

impl Failure {
    /// All there are.
    pub fn all() -> impl Iterator<Item = Failure> {
        let limits = [Failure::Fuel, Failure::Memory, Failure::Timeout, Failure::Cancelled];
        Exception::ALL.into_iter().map(Failure::Raised).chain(limits)
    }

    /// Its place among all.
    pub fn number(self) -> usize {
        match self {
            Failure::Raised(exception) => exception as usize,
            Failure::Fuel => Exception::ALL.len(),
            Failure::Memory => Exception::ALL.len() + 1,
            Failure::Timeout => Exception::ALL.len() + 2,
            Failure::Cancelled => Exception::ALL.len() + 3,
        }
    }

    /// What becomes of a failure that leaves the body of a generator: a StopIteration turns into a
    /// RuntimeError on its way out (PEP 479).
    pub fn out_of_generator(self) -> Failure {
        match self {
            Failure::Raised(Exception::StopIteration) => Failure::Raised(Exception::RuntimeError),
            other => other,
        }
    }
}

impl From<Exception> for Failure {
    #[inline]
    fn from(exception: Exception) -> Self {
        // Programs are written so as not to raise: what leads here is kept out of the way of the rest.
        hint::cold_path();
        Failure::Raised(exception)
    }
}

impl fmt::Display for Failure {
    /// The canonical text: `!IndexError`, `!fuel`, `!memory`, `!timeout`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("!")?;
        f.write_str(match self {
            Failure::Raised(exception) => exception.name(),
            Failure::Fuel => "fuel",
            Failure::Memory => "memory",
            Failure::Timeout => "timeout",
            Failure::Cancelled => "cancelled",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_has_its_place_among_all() {
        assert!(Failure::all().enumerate().all(|(place, failure)| failure.number() == place));
    }
}
