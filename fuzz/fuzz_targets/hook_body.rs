#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| certs_fuzz::hook_body(input));
