//! Any text checked as a letter. See `src/check.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(
    init: site_gen_fuzz::check::seed(),
    |bytes: &[u8]| site_gen_fuzz::check::run(bytes)
);
