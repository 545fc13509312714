//! A new migration file must reach the binary without a `cargo clean`.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
