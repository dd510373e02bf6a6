//! The language as a list: what an editor completes and a reference shows.

use serde::Serialize;

use super::value;
use crate::primitive::{CONSTANTS, FAMILIES, Kind, Primitive};

/// All primitives and constants, and the kinds of value that they speak of.
#[derive(Serialize)]
pub struct Catalogue {
    pub primitives: Vec<PrimitiveEntry>,
    pub constants: Vec<ConstantEntry>,
    pub kinds: Vec<KindEntry>,
}

#[derive(Serialize)]
pub struct PrimitiveEntry {
    pub name: &'static str,
    pub parameters: Vec<ParameterEntry>,
    /// The kind of value that it gives when used as meant, by the name in `arc_types.py`.
    pub result: String,
    pub doc: &'static str,
    pub example: &'static str,
    pub family: &'static str,
}

#[derive(Serialize)]
pub struct ParameterEntry {
    pub name: &'static str,
    /// The kind of value that is meant, by the name in `arc_types.py`.
    pub kind: String,
}

#[derive(Serialize)]
pub struct ConstantEntry {
    pub name: &'static str,
    /// Its value as Python writes it.
    pub value: String,
}

#[derive(Serialize)]
pub struct KindEntry {
    pub name: String,
    /// The values that are of this kind, in words.
    pub meaning: &'static str,
}

impl Catalogue {
    /// The catalogue, in the order of the declarations.
    pub fn new() -> Catalogue {
        let primitives = FAMILIES.iter().flat_map(|(family, members)| {
            members.iter().map(|primitive| PrimitiveEntry::new(family, primitive))
        });
        let constants = CONSTANTS
            .iter()
            .map(|(name, value)| ConstantEntry { name, value: value::text(value, usize::MAX) });
        let kinds =
            Kind::ALL.into_iter().map(|kind| KindEntry { name: kind.name(), meaning: kind.meaning() });
        Catalogue { primitives: primitives.collect(), constants: constants.collect(), kinds: kinds.collect() }
    }
}

impl Default for Catalogue {
    fn default() -> Self {
        Catalogue::new()
    }
}

impl PrimitiveEntry {
    fn new(family: &'static str, primitive: &'static Primitive) -> PrimitiveEntry {
        let Primitive { name, parameters, result, doc, example, .. } = primitive;
        let parameters = parameters
            .iter()
            .map(|parameter| ParameterEntry { name: parameter.name, kind: parameter.kind.name() });
        PrimitiveEntry {
            name,
            parameters: parameters.collect(),
            result: result.name(),
            doc: doc.trim(),
            example,
            family,
        }
    }
}
