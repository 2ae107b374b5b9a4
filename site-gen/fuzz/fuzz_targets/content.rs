//! Any files of a site. See `src/content.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(
    init: site_gen_fuzz::content::seed(),
    |bytes: &[u8]| site_gen_fuzz::content::run(bytes)
);
