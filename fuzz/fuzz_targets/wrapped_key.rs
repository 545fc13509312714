#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (hostile::target("wrapped_key").read)(bytes));
