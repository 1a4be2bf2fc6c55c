//! Work on every core: what is written of a run is much, and each part stands for itself.

use std::thread;

/// Does something to each of many things, on as many threads as there are cores; the results are in the order of the
/// things.
pub fn on_every_core<T: Sync, U: Send>(things: &[T], work: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let some = |part: &[T]| part.iter().map(&work).collect::<Vec<U>>();
    thread::scope(|scope| {
        let parts = things.chunks(things.len().div_ceil(cores).max(1));
        let running: Vec<_> = parts.map(|part| scope.spawn(|| some(part))).collect();
        let ended = running.into_iter().map(|part| match part.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        ended.flatten().collect()
    })
}

#[cfg(test)]
mod tests {
    use super::on_every_core;

    #[test]
    fn results_keep_the_order_of_the_things() {
        let numbers: Vec<usize> = (0..1000).collect();
        let doubled: Vec<usize> = numbers.iter().map(|number| number * 2).collect();
        assert_eq!(on_every_core(&numbers, |number| number * 2), doubled);
        assert!(on_every_core(&[], |number: &usize| *number).is_empty());
    }
}
