//! The edge to the browser: the only place that names wasm-bindgen, js-sys or web-sys.

#[cfg(target_feature = "atomics")]
pub use wasm_bindgen_rayon::init_thread_pool;

use crate::allocator::PerThread;

#[global_allocator]
static ALLOCATOR: PerThread = PerThread;
