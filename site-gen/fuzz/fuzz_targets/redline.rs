//! Any two texts compared. See `src/redline.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(
    init: site_gen_fuzz::redline::seed(),
    |bytes: &[u8]| site_gen_fuzz::redline::run(bytes)
);
