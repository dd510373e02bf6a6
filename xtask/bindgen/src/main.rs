//! wasm-bindgen's tool as `cargo xtask pkg` calls it: `xtask-bindgen MODULE.wasm FOLDER`.
//!
//! It is a program of its own because it takes long to compile and only the wasm build needs it.

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let [module, folder] = std::env::args()
        .skip(1)
        .collect::<Vec<_>>()
        .try_into()
        .map_err(|_| anyhow::anyhow!("usage: xtask-bindgen MODULE.wasm FOLDER"))?;
    Bindgen::new()
        .input_path(&module)
        .out_name("arcscore")
        .web(true)?
        .typescript(true)
        .omit_default_module_path(false)
        .remove_producers_section(true)
        .generate(&folder)
        .with_context(|| format!("wasm-bindgen refused {module}"))
}
