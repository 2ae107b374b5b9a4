//! Any text as a page. See `src/markdown.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(
    init: site_gen_fuzz::markdown::seed(),
    |bytes: &[u8]| site_gen_fuzz::markdown::run(bytes)
);
