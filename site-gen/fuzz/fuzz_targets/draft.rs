//! Any file opened as a draft. See `src/draft.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(
    init: site_gen_fuzz::draft::seed(),
    |bytes: &[u8]| site_gen_fuzz::draft::run(bytes)
);
