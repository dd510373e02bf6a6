//! The tasks of 1D-ARC: one a file, with a `uuid` besides.

use super::{Format, Reader, one_task};
use crate::task::json::Json;

pub(super) const READER: Reader = Reader { format: Format::OneDimensional, recognises, read: one_task::read };

fn recognises(json: &Json) -> bool {
    one_task::recognises(json) && json.get("uuid").is_some()
}
