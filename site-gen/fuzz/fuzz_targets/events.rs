//! Any events of the form. See `src/events.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(
    init: site_gen_fuzz::events::seed(),
    |bytes: &[u8]| site_gen_fuzz::events::run(bytes)
);
