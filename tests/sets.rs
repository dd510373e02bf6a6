//! Sets iterate, hash and compare as CPython's do, whatever was done to them.
//!
//! The model is a plain table of slots and plain values, written from the description of CPython's
//! sets alone. It shares nothing with the engine, which packs vectors and cells.

use arcscore::value::{Set, SetBuilder, Value, canonical_text};
use proptest::prelude::*;

/// A value of Python's, in one form only.
#[derive(Clone, Debug)]
enum Plain {
    None,
    Bool(bool),
    Int(i64),
    Tuple(Vec<Plain>),
    /// The items of a frozenset in the order in which they are added.
    Set(Vec<Plain>),
}

impl Plain {
    fn number(&self) -> Option<i64> {
        match self {
            Plain::Bool(value) => Some(i64::from(*value)),
            Plain::Int(value) => Some(*value),
            _ => None,
        }
    }

    fn equals(&self, other: &Plain) -> bool {
        match (self, other) {
            (Plain::None, Plain::None) => true,
            (Plain::Tuple(a), Plain::Tuple(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.equals(b))
            }
            (Plain::Set(a), Plain::Set(b)) => {
                let within = |a: &[Plain], b: &[Plain]| a.iter().all(|a| b.iter().any(|b| a.equals(b)));
                within(a, b) && within(b, a)
            }
            _ => self.number().is_some() && self.number() == other.number(),
        }
    }

    fn hash(&self) -> u64 {
        match self {
            Plain::None => 0xFCA8_6420,
            Plain::Bool(_) | Plain::Int(_) => {
                let modulus = (1_i128 << 61) - 1;
                let rest = i128::from(self.number().expect("it is one")) % modulus;
                (if rest == -1 { -2 } else { rest }) as u64
            }
            Plain::Tuple(items) => {
                let (one, two) = (11_400_714_785_074_694_791_u64, 14_029_467_366_897_019_727_u64);
                let five = 2_870_177_450_012_600_261_u64;
                let mut mixed = five;
                for item in items {
                    mixed =
                        mixed.wrapping_add(item.hash().wrapping_mul(two)).rotate_left(31).wrapping_mul(one);
                }
                match mixed.wrapping_add(items.len() as u64 ^ (five ^ 3_527_539)) {
                    u64::MAX => 1_546_275_796,
                    hash => hash,
                }
            }
            Plain::Set(_) => Model::of(self).hash(),
        }
    }

    fn value(&self) -> Value {
        match self {
            Plain::None => Value::None,
            Plain::Bool(value) => Value::bool(*value),
            Plain::Int(value) => Value::Int(*value),
            Plain::Tuple(items) => Value::tuple(items.iter().map(Plain::value).collect()),
            Plain::Set(items) => Value::Set(Set::from_items(items.iter().map(Plain::value))),
        }
    }

    fn text(&self) -> String {
        let list = |items: &[Plain]| items.iter().map(|item| item.text() + ",").collect::<String>();
        match self {
            Plain::None => "N".to_string(),
            Plain::Bool(true) => "T".to_string(),
            Plain::Bool(false) => "F".to_string(),
            Plain::Int(value) => value.to_string(),
            Plain::Tuple(items) => format!("({})", list(items)),
            Plain::Set(_) => Model::of(self).text(),
        }
    }
}

#[derive(Clone, Debug)]
enum Slot {
    Free,
    Dummy,
    Item(u64, Plain),
}

/// A set as a table of slots.
#[derive(Clone, Debug)]
struct Model {
    slots: Vec<Slot>,
    used: usize,
    fill: usize,
}

/// The slots that are looked at for a hash, in turn, without end.
fn probes(hash: u64, size: usize) -> impl Iterator<Item = usize> {
    let mask = size as u64 - 1;
    let mut perturb = hash;
    let mut base = hash & mask;
    let mut offset = 0;
    std::iter::from_fn(move || {
        let slot = base + offset;
        if base + 9 <= mask && offset < 9 {
            offset += 1;
        } else {
            perturb >>= 5;
            base = base.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb) & mask;
            offset = 0;
        }
        Some(slot as usize)
    })
}

impl Model {
    fn new() -> Model {
        Model { slots: vec![Slot::Free; 8], used: 0, fill: 0 }
    }

    fn of(plain: &Plain) -> Model {
        let Plain::Set(items) = plain else { panic!("{plain:?} is no set") };
        let mut model = Model::new();
        items.iter().for_each(|item| model.add(item));
        model
    }

    fn items(&self) -> Vec<Plain> {
        let item = |slot: &Slot| match slot {
            Slot::Item(_, item) => Some(item.clone()),
            _ => None,
        };
        self.slots.iter().filter_map(item).collect()
    }

    fn find(&self, wanted: &Plain) -> Option<usize> {
        let hash = wanted.hash();
        for place in probes(hash, self.slots.len()) {
            match &self.slots[place] {
                Slot::Free => return None,
                Slot::Item(known, item) if *known == hash && item.equals(wanted) => return Some(place),
                _ => {}
            }
        }
        unreachable!("there is always a free slot")
    }

    fn add(&mut self, item: &Plain) {
        if self.find(item).is_some() {
            return;
        }
        let hash = item.hash();
        self.used += 1;
        let mut dummy = None;
        for place in probes(hash, self.slots.len()) {
            match &self.slots[place] {
                Slot::Dummy => dummy = Some(place),
                Slot::Item(..) => {}
                Slot::Free => {
                    self.slots[dummy.unwrap_or(place)] = Slot::Item(hash, item.clone());
                    if dummy.is_none() {
                        self.fill += 1;
                        if self.fill * 5 >= (self.slots.len() - 1) * 3 {
                            self.resize(self.used * if self.used > 50_000 { 2 } else { 4 });
                        }
                    }
                    return;
                }
            }
        }
    }

    /// Makes the table the smallest power of two above `least`.
    fn resize(&mut self, least: usize) {
        let size = (3..).map(|power| 1 << power).find(|size| *size > least).expect("some power is");
        let old = std::mem::replace(&mut self.slots, vec![Slot::Free; size]);
        self.fill = self.used;
        old.into_iter().for_each(|slot| self.put(slot));
    }

    /// Puts an item into the first free slot; other slots are dropped.
    fn put(&mut self, slot: Slot) {
        if let Slot::Item(hash, _) = slot {
            let mut places = probes(hash, self.slots.len());
            let free = places.find(|&place| matches!(self.slots[place], Slot::Free)).expect("one is free");
            self.slots[free] = slot;
        }
    }

    fn discard(&mut self, item: &Plain) -> bool {
        let place = self.find(item);
        if let Some(place) = place {
            self.slots[place] = Slot::Dummy;
            self.used -= 1;
        }
        place.is_some()
    }

    /// `|=`
    fn merge(&mut self, other: &Model) {
        if other.used == 0 {
            return;
        }
        if (self.fill + other.used) * 5 >= (self.slots.len() - 1) * 3 {
            self.resize((self.used + other.used) * 2);
        }
        if self.fill > 0 {
            other.items().iter().for_each(|item| self.add(item));
        } else if self.slots.len() == other.slots.len() && other.fill == other.used {
            *self = other.clone();
        } else {
            (self.used, self.fill) = (other.used, other.used);
            other.slots.iter().for_each(|slot| self.put(slot.clone()));
        }
    }

    fn copy(&self) -> Model {
        let mut copy = Model::new();
        copy.merge(self);
        copy
    }

    fn from_items(items: &[Plain]) -> Model {
        let mut model = Model::new();
        items.iter().for_each(|item| model.add(item));
        model
    }

    fn union(&self, other: &Model) -> Model {
        let mut union = self.copy();
        union.merge(other);
        union
    }

    fn intersection(&self, other: &Model) -> Model {
        let (walked, asked) = if other.used > self.used { (self, other) } else { (other, self) };
        let common: Vec<Plain> =
            walked.items().into_iter().filter(|item| asked.find(item).is_some()).collect();
        Model::from_items(&common)
    }

    fn difference(&self, other: &Model) -> Model {
        if self.used >> 2 > other.used {
            let mut left = self.copy();
            for item in other.items() {
                left.discard(&item);
            }
            return left;
        }
        let left: Vec<Plain> = self.items().into_iter().filter(|item| other.find(item).is_none()).collect();
        Model::from_items(&left)
    }

    fn symmetric_difference(&self, other: &Model) -> Model {
        let mut result = other.copy();
        for item in self.items() {
            if !result.discard(&item) {
                result.add(&item);
            }
        }
        result
    }

    fn is_subset(&self, other: &Model) -> bool {
        self.items().iter().all(|item| other.find(item).is_some())
    }

    fn hash(&self) -> u64 {
        let shuffled = |hash: u64| ((hash ^ 89_869_747) ^ (hash << 16)).wrapping_mul(3_644_798_167);
        let mixed = self.items().iter().fold(0, |mixed, item| mixed ^ shuffled(item.hash()));
        let mixed = mixed ^ (self.used as u64 + 1).wrapping_mul(1_927_868_237);
        let mixed = mixed ^ (mixed >> 11) ^ (mixed >> 25);
        match mixed.wrapping_mul(69_069).wrapping_add(907_133_923) {
            u64::MAX => 590_923_713,
            hash => hash,
        }
    }

    fn text(&self) -> String {
        format!("{{{}}}", self.items().iter().map(|item| item.text() + ",").collect::<String>())
    }
}

/// What a mutable set goes through before it is frozen. Numbers are places of sets made before.
#[derive(Clone, Debug)]
enum Step {
    Add(Vec<Plain>),
    Discard(Vec<Plain>),
    DiscardItemsOf(usize),
    Merge(usize),
    AddItemsOf(usize),
}

/// How a set is made of those made before.
#[derive(Clone, Debug)]
enum Operation {
    Build(Vec<Step>),
    Copy(usize),
    OnePass(usize),
    Union(usize, usize),
    Intersection(usize, usize),
    Difference(usize, usize),
    SymmetricDifference(usize, usize),
}

fn plain() -> impl Strategy<Value = Plain> {
    let edge = prop::sample::select(vec![
        -1,
        i64::from(i16::MIN),
        i64::from(i16::MIN) + 1,
        i64::from(i16::MAX) + 1,
        -(1 << 23) - 1,
        -(1 << 23),
        (1 << 23) - 1,
        1 << 23,
        i64::from(i32::MIN),
        i64::from(i32::MIN) + 1,
        i64::from(i32::MAX),
        i64::from(i32::MAX) + 1,
        (1 << 61) - 2,
        (1 << 61) - 1,
        1 << 61,
        i64::MAX,
        i64::MIN,
    ]);
    // Multiples of powers of two meet in the same slots.
    let int = prop_oneof![6 => -3..10_i64, 2 => (-4..12_i64).prop_map(|times| times * 64), 1 => edge]
        .prop_map(Plain::Int);
    let number = prop_oneof![12 => int, 1 => any::<bool>().prop_map(Plain::Bool)];
    let leaf = prop_oneof![15 => number.clone(), 1 => Just(Plain::None)];
    let vector = prop_oneof![
        6 => (-1..9_i64, -1..9_i64).prop_map(|(i, j)| Plain::Tuple(vec![Plain::Int(i), Plain::Int(j)])),
        1 => (number.clone(), number.clone()).prop_map(|(i, j)| Plain::Tuple(vec![i, j])),
    ];
    let cell = (number, vector.clone()).prop_map(|(color, location)| Plain::Tuple(vec![color, location]));
    let nested = leaf.clone().prop_recursive(2, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Plain::Tuple),
            prop::collection::vec(inner, 0..4).prop_map(Plain::Set),
        ]
    });
    prop_oneof![4 => vector, 4 => cell, 2 => leaf, 1 => nested]
}

/// Items of one kind as a rule, as sets of programs are.
fn items() -> impl Strategy<Value = Vec<Plain>> {
    let vector = (-1..12_i64, -1..12_i64).prop_map(|(i, j)| Plain::Tuple(vec![Plain::Int(i), Plain::Int(j)]));
    let cell = (0..3_i64, vector.clone()).prop_map(|(color, at)| Plain::Tuple(vec![Plain::Int(color), at]));
    let int = (-40..40_i64).prop_map(Plain::Int);
    prop_oneof![
        3 => prop::collection::vec(vector, 0..90),
        3 => prop::collection::vec(cell, 0..90),
        1 => prop::collection::vec(int, 0..60),
        2 => prop::collection::vec(plain(), 0..30),
        1 => prop::collection::vec(plain(), 0..3),
    ]
}

fn operation() -> impl Strategy<Value = Operation> {
    let place = 0..64_usize;
    let two = (place.clone(), place.clone());
    let step = prop_oneof![
        4 => items().prop_map(Step::Add),
        1 => items().prop_map(Step::Discard),
        1 => place.clone().prop_map(Step::DiscardItemsOf),
        2 => place.clone().prop_map(Step::Merge),
        1 => place.clone().prop_map(Step::AddItemsOf),
    ];
    prop_oneof![
        6 => prop::collection::vec(step, 0..5).prop_map(Operation::Build),
        1 => place.clone().prop_map(Operation::Copy),
        1 => place.prop_map(Operation::OnePass),
        2 => two.clone().prop_map(|(a, b)| Operation::Union(a, b)),
        2 => two.clone().prop_map(|(a, b)| Operation::Intersection(a, b)),
        2 => two.clone().prop_map(|(a, b)| Operation::Difference(a, b)),
        2 => two.prop_map(|(a, b)| Operation::SymmetricDifference(a, b)),
    ]
}

/// A set of ours with the model that went through the same.
type Twins = (Set, Model);

fn build(steps: &[Step], made: &[Twins]) -> Twins {
    let (mut ours, mut model) = (SetBuilder::new(), Model::new());
    let of = |place: &usize| &made[place % made.len()];
    for step in steps {
        match step {
            Step::Add(items) => {
                items.iter().for_each(|item| ours.add(item.value()));
                items.iter().for_each(|item| model.add(item));
            }
            Step::Discard(items) => {
                for item in items {
                    ours.discard(&item.value());
                    model.discard(item);
                }
            }
            Step::DiscardItemsOf(place) => {
                let (set, twin) = of(place);
                set.items().for_each(|item| ours.discard(&item));
                for item in twin.items() {
                    model.discard(&item);
                }
            }
            Step::Merge(place) => {
                ours.merge(&of(place).0);
                model.merge(&of(place).1);
            }
            Step::AddItemsOf(place) => {
                ours.add_all(&of(place).0);
                of(place).1.items().iter().for_each(|item| model.add(item));
            }
        }
    }
    (ours.finish(), model)
}

fn make(operation: &Operation, made: &[Twins]) -> Twins {
    let of = |place: &usize| &made[place % made.len()];
    let two = |a, b, ours: fn(&Set, &Set) -> Set, model: fn(&Model, &Model) -> Model| {
        (ours(&of(a).0, &of(b).0), model(&of(a).1, &of(b).1))
    };
    match operation {
        Operation::Build(steps) => build(steps, made),
        Operation::Copy(a) => (Set::copy(&of(a).0), of(a).1.copy()),
        Operation::OnePass(a) => (Set::from_items(of(a).0.items()), Model::from_items(&of(a).1.items())),
        // CPython only copies a set that is united or intersected with itself.
        Operation::Union(a, b) if a % made.len() == b % made.len() => {
            (Set::union(&of(a).0, &of(b).0), of(a).1.copy())
        }
        Operation::Intersection(a, b) if a % made.len() == b % made.len() => {
            (Set::intersection(&of(a).0, &of(b).0), of(a).1.copy())
        }
        Operation::Union(a, b) => two(a, b, Set::union, Model::union),
        Operation::Intersection(a, b) => two(a, b, Set::intersection, Model::intersection),
        Operation::Difference(a, b) => two(a, b, Set::difference, Model::difference),
        Operation::SymmetricDifference(a, b) => {
            two(a, b, Set::symmetric_difference, Model::symmetric_difference)
        }
    }
}

fn text(set: &Set) -> String {
    canonical_text(&Value::Set(set.clone()), usize::MAX - 1)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_set_is_what_cpython_would_have_made_of_it(operations in prop::collection::vec(operation(), 1..14)) {
        let mut made: Vec<Twins> = vec![(Set::empty(), Model::new())];
        for operation in &operations {
            let (ours, model) = make(operation, &made);
            prop_assert_eq!(text(&ours), model.text(), "{:?}", operation);
            prop_assert_eq!(ours.len(), model.used);
            prop_assert_eq!(ours.hash(), model.hash(), "{:?}", operation);
            made.push((ours, model));
        }
        for (a, a_model) in &made {
            for (b, b_model) in &made {
                prop_assert_eq!(a.is_subset(b), a_model.is_subset(b_model), "{} in {}", text(a), text(b));
                let equal = a_model.used == b_model.used && a_model.is_subset(b_model);
                prop_assert_eq!(a.equals(b), equal, "{} and {}", text(a), text(b));
            }
        }
    }

    #[test]
    fn membership_follows_equality_whatever_the_form(items in items(), asked in prop::collection::vec(plain(), 30)) {
        let (ours, model) = (Set::from_items(items.iter().map(Plain::value)), Model::from_items(&items));
        for item in items.iter().chain(&asked) {
            prop_assert_eq!(ours.contains(&item.value()), model.find(item).is_some(), "{}", item.text());
        }
    }

    #[test]
    fn values_hash_as_in_cpython(value in plain()) {
        prop_assert_eq!(value.value().hash(), value.hash(), "{}", value.text());
    }
}
