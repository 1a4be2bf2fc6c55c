//! Random numbers that are the same in every run.

use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;

pub fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}
