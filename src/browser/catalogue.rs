//! What an editor asks: what there is to write, and what is wrong with what is written.

use wasm_bindgen::prelude::*;

use super::transfer::{Diagnostic, to_js};
use crate::explain::Catalogue;
use crate::scoring::Batch;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** The language: what an editor completes and a reference shows. */
export interface Catalogue {
  primitives: PrimitiveEntry[];
  constants: { name: string; /** As Python writes it. */ value: string }[];
  /** The kinds of value that the primitives speak of: `Patch`, and what that is. */
  kinds: { name: string; meaning: string }[];
}

export interface PrimitiveEntry {
  name: string;
  parameters: { name: string; /** The kind of value that is meant, such as `Grid`. */ kind: string }[];
  /** The kind of value that it gives. */
  result: string;
  /** One line, without a full stop. */
  doc: string;
  /** An equation that holds. */
  example: string;
  /** `numbers`, `containers`, `functions`, `grids`, `patches` or `objects`. */
  family: string;
}
"#;

/// All primitives and constants of the language.
#[wasm_bindgen(unchecked_return_type = "Catalogue")]
pub fn catalogue() -> JsValue {
    to_js(&Catalogue::new())
}

/// What is wrong with a program file, in its order: what is refused, and what is warned about.
#[wasm_bindgen(unchecked_return_type = "Diagnostic[]")]
pub fn check(file: &str, source: &str) -> JsValue {
    let diagnostics = Batch::default().add_programs(file, source.as_bytes()).diagnostics();
    let diagnostics: Vec<Diagnostic> = diagnostics.into_iter().map(Diagnostic::from).collect();
    to_js(&diagnostics)
}
