//! Any file read as a letter. See `src/letter.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(
    init: site_gen_fuzz::letter::seed(),
    |bytes: &[u8]| site_gen_fuzz::letter::run(bytes)
);
