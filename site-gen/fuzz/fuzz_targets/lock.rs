//! Any lock, and any frozen rules. See `src/lock.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(
    init: site_gen_fuzz::lock::seed(),
    |bytes: &[u8]| site_gen_fuzz::lock::run(bytes)
);
