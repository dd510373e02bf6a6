//! What the binary and the wasm builds allocate with.

pub mod per_thread;

cfg_select! {
    // A mutex of the standard library that is a futex allocates nothing, on which `PerThread` relies; nor does the flag
    // that wasm without threads has in its place. Elsewhere, as on macOS, a mutex asks for memory when it is first
    // locked. That is how `library/std/src/sys/sync/mutex/mod.rs` of Rust 1.96 chooses.
    any(
        all(windows, not(target_vendor = "win7")),
        target_os = "android",
        target_os = "freebsd",
        target_os = "linux",
        target_os = "openbsd",
        target_family = "wasm",
    ) => {
        pub use per_thread::PerThread as Allocator;
    }
    _ => {
        pub use std::alloc::System as Allocator;
    }
}
