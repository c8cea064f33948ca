//! [`Line`]: things that many threads make, taken in their order by one thread at a time.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Where things wait their turn. Whoever brings one takes whatever is next, unless another thread
/// is taking; nobody waits for another to take.
pub struct Line<T> {
    queue: Mutex<Queue<T>>,
    /// Told when the line has moved on.
    moved: Condvar,
}

struct Queue<T> {
    /// The number that is next to go.
    next: usize,
    waiting: BTreeMap<usize, T>,
    /// Whether a thread is taking.
    taking: bool,
    closed: bool,
}

impl<T> Line<T> {
    /// An empty line that begins at number 0.
    pub fn new() -> Self {
        let (waiting, taking, closed) = (BTreeMap::new(), false, false);
        let queue = Mutex::new(Queue { next: 0, waiting, taking, closed });
        Self { queue, moved: Condvar::new() }
    }

    fn queue(&self) -> MutexGuard<'_, Queue<T>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until a number is less than `room` behind the head of the line; false when the line
    /// was closed.
    pub fn wait_for_room(&self, number: usize, room: usize) -> bool {
        let far = |queue: &mut Queue<T>| !queue.closed && number >= queue.next + room;
        let queue = self.moved.wait_while(self.queue(), far);
        !queue.unwrap_or_else(PoisonError::into_inner).closed
    }

    /// Puts a thing in line. Follow it by [`Line::serve`].
    pub fn put(&self, number: usize, thing: T) {
        self.queue().waiting.insert(number, thing);
    }

    /// Hands the things at the head of the line to `take`, one after the other, until the next is
    /// not there, another thread is taking, or `take` gives something to do, which is given back:
    /// meanwhile others may take. Call it again when that is done.
    pub fn serve<R>(&self, mut take: impl FnMut(T) -> Option<R>) -> Option<R> {
        loop {
            let thing = self.head()?;
            let to_do = take(thing);
            self.move_on();
            if to_do.is_some() {
                return to_do;
            }
        }
    }

    fn head(&self) -> Option<T> {
        let mut queue = self.queue();
        if queue.taking || queue.closed {
            return None;
        }
        let next = queue.next;
        let thing = queue.waiting.remove(&next);
        queue.taking = thing.is_some();
        thing
    }

    fn move_on(&self) {
        let mut queue = self.queue();
        queue.next += 1;
        queue.taking = false;
        self.moved.notify_all();
    }

    /// Nothing is taken any more, and nobody waits.
    pub fn close(&self) {
        self.queue().closed = true;
        self.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn things_are_taken_in_order_by_one_at_a_time() {
        let (line, taken, made) = (Line::new(), Mutex::new(Vec::new()), AtomicUsize::new(0));
        let worker = || {
            loop {
                let number = made.fetch_add(1, Ordering::Relaxed);
                if number >= 1000 || !line.wait_for_room(number, 7) {
                    return;
                }
                line.put(number, number);
                // Every tenth is work to do while others go on taking.
                let take = |number: usize| {
                    taken.try_lock().expect("one at a time").push(number);
                    number.is_multiple_of(10).then_some(())
                };
                while line.serve(take).is_some() {
                    std::thread::yield_now();
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(worker);
            }
        });
        assert_eq!(taken.into_inner().unwrap(), (0..1000).collect::<Vec<_>>());
    }

    #[test]
    fn nobody_waits_for_a_closed_line() {
        let line = Line::<()>::new();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| line.wait_for_room(5, 2));
            line.close();
            assert!(!waiting.join().unwrap());
        });
        line.put(0, ());
        assert_eq!(line.serve(Some), None);
    }
}
