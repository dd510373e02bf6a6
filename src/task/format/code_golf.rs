//! The tasks of the NeurIPS 2025 code golf competition: one a file, with further pairs in `arc-gen`.
//!
//! These pairs are generated, a few hundred for each task, to find programs that know the answers by heart.
//! They are left out: as demonstrations they would change what a program is shown as `S`, and as tests what a
//! submission is scored by.

use super::{Format, Reader, one_task};
use crate::task::json::Json;

pub(super) const READER: Reader = Reader { format: Format::CodeGolf, recognises, read: one_task::read };

fn recognises(json: &Json) -> bool {
    one_task::recognises(json) && json.get("arc-gen").is_some()
}
