//! What people are shown beside scores: values by kind, evaluations step by step, and the language itself.

mod catalogue;
mod reference;
mod trace;
mod value;

pub use catalogue::Catalogue;
pub use reference::reference;
pub use trace::{Request, Step, Trace, trace};
pub use value::{Budget, Form, Kind, TypedValue, text};
