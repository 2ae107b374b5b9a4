//! Any text of another program imported. See `src/import.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(
    init: site_gen_fuzz::import::seed(),
    |bytes: &[u8]| site_gen_fuzz::import::run(bytes)
);
