//! How finished work comes to the thread that collects it.

use std::mem;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A channel for many senders and one receiver, who can wait with a time-out.
///
/// The channels of the standard library and of crossbeam tell a time-out by `Instant`, which panics in browsers.
pub struct Mailbox<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

struct State<T> {
    letters: Vec<T>,
    closed: bool,
}

/// What a wait came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Mail<T> {
    /// All that had been posted, in the order of posting.
    Letters(Vec<T>),
    /// Nothing for as long as the patience lasted.
    Late,
    /// Nothing is left, and nothing more will come.
    Closed,
}

impl<T> Mailbox<T> {
    pub fn new() -> Self {
        Mailbox { state: Mutex::new(State { letters: Vec::new(), closed: false }), changed: Condvar::new() }
    }

    /// Puts a letter in.
    pub fn post(&self, letter: T) {
        self.lock().letters.push(letter);
        self.changed.notify_one();
    }

    /// A mailbox that is closed when the guard is dropped, be it by a panic.
    pub fn close_at_end(&self) -> CloseAtEnd<'_, T> {
        CloseAtEnd(self)
    }

    /// Waits for letters; without a time-out if there is no `patience`.
    pub fn wait(&self, patience: Option<Duration>) -> Mail<T> {
        let mut state = self.lock();
        loop {
            if !state.letters.is_empty() {
                return Mail::Letters(mem::take(&mut state.letters));
            }
            if state.closed {
                return Mail::Closed;
            }
            state = match patience {
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(patience) => {
                    let (state, timeout) =
                        self.changed.wait_timeout(state, patience).unwrap_or_else(PoisonError::into_inner);
                    if timeout.timed_out() && state.letters.is_empty() && !state.closed {
                        return Mail::Late;
                    }
                    state
                }
            };
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // Nothing panics while it holds the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Closes a mailbox when it goes.
pub struct CloseAtEnd<'a, T>(&'a Mailbox<T>);

impl<T> Drop for CloseAtEnd<'_, T> {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_arrives_before_the_end() {
        let mailbox = Mailbox::new();
        let mut received = Vec::new();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let _end = mailbox.close_at_end();
                std::thread::scope(|scope| {
                    for sender in 0..4 {
                        let mailbox = &mailbox;
                        scope.spawn(move || (0..1000).for_each(|letter| mailbox.post((sender, letter))));
                    }
                });
            });
            loop {
                match mailbox.wait(None) {
                    Mail::Letters(letters) => received.extend(letters),
                    Mail::Late => panic!("there was no time-out"),
                    Mail::Closed => break,
                }
            }
        });
        for sender in 0..4 {
            let of_sender = received.iter().filter(|(by, _)| *by == sender).map(|(_, letter)| *letter);
            assert!(of_sender.eq(0..1000));
        }
        assert_eq!(received.len(), 4000);
    }

    #[test]
    fn a_wait_ends_with_its_patience() {
        let mailbox = Mailbox::new();
        assert_eq!(mailbox.wait(Some(Duration::from_millis(1))), Mail::Late);
        mailbox.post(1);
        assert_eq!(mailbox.wait(Some(Duration::from_secs(3600))), Mail::Letters(vec![1]));
        drop(mailbox.close_at_end());
        assert_eq!(mailbox.wait(Some(Duration::from_secs(3600))), Mail::Closed);
    }
}
