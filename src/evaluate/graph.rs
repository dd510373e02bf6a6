//! The candidates of a batch as one graph, in which what they have in common stands once.
//!
//! A node is an operation on other nodes. Two candidates that compute the same expression lead
//! through the same node, so whoever comes second finds on a sample what the first one made.
//!
//! What one candidate computes twice are two nodes all the same: Python makes two objects of it, and
//! functions equal only themselves, `a & a` is a copy where `a & b` is none. With a node for each
//! time, an evaluation can't tell whether it shares.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::code::{Code, Kind, Parameter, Place};
use super::run::{Cost, Made, perform};
use crate::primitive::{Limits, Machine, Unwatched};
use crate::value::{Exception, Failure, PrimitiveId, Value};

/// The place of a node in its graph.
pub type NodeId = u32;

/// Candidates, and the nodes that they lead through.
#[derive(Default)]
pub struct Graph {
    pub(super) nodes: Vec<Node>,
    /// The operands of all nodes, one after the other.
    operands: Vec<NodeId>,
    pub(super) paths: Vec<Path>,
    pub(super) steps: Vec<Step>,
    /// How many different nodes the paths end with.
    ends: u32,
}

/// An operation on what other nodes give.
pub(super) struct Node {
    pub action: Action,
    /// Whether it gives another value on another sample.
    pub varies: bool,
    /// The last candidate that leads through it.
    pub last_path: u32,
    /// Its number among the results of candidates, if it is one.
    end: Option<u32>,
    operands: std::ops::Range<u32>,
}

pub(super) enum Action {
    /// The same on all samples, and known: a constant, or what was made of constants.
    Fixed(Made),
    Parameter,
    Tuple,
    Primitive(PrimitiveId),
    Call {
        keyword: Box<[Box<str>]>,
    },
}

/// One candidate: the nodes that it leads through.
pub(super) struct Path {
    /// Among the steps of the graph.
    pub steps: std::ops::Range<u32>,
    /// What is paid after the last step.
    pub rest: Cost,
    pub result: NodeId,
    /// The number of the result among those of all paths.
    end: u32,
}

/// A node on a candidate's path that is not fixed, or fails.
pub(super) struct Step {
    pub node: NodeId,
    /// Where the candidate's code has it.
    pub place: Place,
    /// What the fixed nodes cost that come before it.
    pub before: Cost,
}

/// The nodes that stand for what a candidate is given, in every graph.
const PARAMETERS: [Parameter; 3] = [Parameter::Input, Parameter::Demonstrations, Parameter::Expected];

/// What a node that needs no sample may cost for being made beforehand.
const BEFOREHAND: Limits = Limits { fuel: 2000, memory: 1 << 16 };

/// A node's operation and operands, by which it is found again. The last number tells apart those
/// that one candidate has several times.
type Key = Box<[u32]>;

/// Makes a graph of candidates.
pub struct GraphBuilder {
    graph: Graph,
    known: HashMap<Key, NodeId>,
}

impl Default for GraphBuilder {
    fn default() -> Self {
        GraphBuilder::new()
    }
}

impl GraphBuilder {
    /// A graph without candidates.
    pub fn new() -> GraphBuilder {
        let mut builder = GraphBuilder { graph: Graph::default(), known: HashMap::new() };
        for _ in PARAMETERS {
            builder.graph.push(Action::Parameter, &[]);
        }
        builder
    }

    /// How many nodes there are.
    pub fn size(&self) -> usize {
        self.graph.nodes.len()
    }

    /// Adds a candidate; the first has number 0.
    pub fn add(&mut self, code: &Code) {
        let path = self.graph.paths.len() as u32;
        let mut places: Vec<NodeId> = Vec::with_capacity(code.operations.len());
        for operation in &code.operations {
            let operands: Vec<NodeId> =
                code.operands(operation).iter().map(|place| places[*place as usize]).collect();
            let node = match &operation.kind {
                Kind::Parameter(parameter) => parameter_node(*parameter),
                kind => self.node(path, kind, &operands),
            };
            places.push(node);
        }
        self.graph.add_path(&places, code.result);
    }

    /// The finished graph.
    pub fn finish(self) -> Graph {
        self.graph
    }

    fn node(&mut self, path: u32, kind: &Kind, operands: &[NodeId]) -> NodeId {
        let mut key = Vec::with_capacity(operands.len() + 4);
        kind.sign(&mut key);
        key.extend_from_slice(operands);
        key.push(0);
        let constant = matches!(kind, Kind::Constant(_) | Kind::Unbound(_));
        loop {
            match self.known.entry(key.into_boxed_slice()) {
                Entry::Vacant(vacant) => {
                    let node = self.graph.push(self.graph.action(kind, operands), operands);
                    vacant.insert(node);
                    self.graph.nodes[node as usize].last_path = path;
                    return node;
                }
                Entry::Occupied(occupied) => {
                    let node = *occupied.get();
                    let last = &mut self.graph.nodes[node as usize].last_path;
                    if constant || *last != path {
                        *last = path;
                        return node;
                    }
                    key = occupied.key().to_vec();
                }
            }
            *key.last_mut().expect("a key ends with a number") += 1;
        }
    }
}

impl Graph {
    /// The graph of one candidate, in which every operation has a node of its own, and these nodes.
    pub(super) fn of_one(code: &Code) -> (Graph, Vec<NodeId>) {
        let mut graph = GraphBuilder::new().finish();
        let mut places: Vec<NodeId> = Vec::with_capacity(code.operations.len());
        for operation in &code.operations {
            let operands: Vec<NodeId> =
                code.operands(operation).iter().map(|place| places[*place as usize]).collect();
            places.push(match &operation.kind {
                Kind::Parameter(parameter) => parameter_node(*parameter),
                kind => graph.push(action(kind), &operands),
            });
        }
        graph.add_path(&places, code.result);
        (graph, places)
    }

    /// How many nodes there are.
    pub fn size(&self) -> usize {
        self.nodes.len()
    }

    /// How many different results the candidates have.
    pub fn ends(&self) -> usize {
        self.ends as usize
    }

    /// The number of a candidate's result among those.
    pub fn end(&self, candidate: u32) -> usize {
        self.paths[candidate as usize].end as usize
    }

    /// The nodes of what a node is made from.
    #[inline]
    pub(super) fn operands(&self, node: &Node) -> &[NodeId] {
        &self.operands[node.operands.start as usize..node.operands.end as usize]
    }

    fn push(&mut self, action: Action, operands: &[NodeId]) -> NodeId {
        let start = self.operands.len() as u32;
        self.operands.extend_from_slice(operands);
        let varies = matches!(action, Action::Parameter)
            || operands.iter().any(|operand| self.nodes[*operand as usize].varies);
        self.nodes.push(Node {
            action,
            varies,
            last_path: 0,
            end: None,
            operands: start..self.operands.len() as u32,
        });
        self.nodes.len() as NodeId - 1
    }

    fn fixed(&self, node: NodeId) -> Option<&Made> {
        match &self.nodes[node as usize].action {
            Action::Fixed(made) => Some(made),
            _ => None,
        }
    }

    /// What a node does, made beforehand where it needs no sample and costs little.
    fn action(&self, kind: &Kind, operands: &[NodeId]) -> Action {
        let action = action(kind);
        if let Action::Fixed(_) = action {
            return action;
        }
        let values: Option<Vec<&Value>> =
            operands.iter().map(|operand| self.fixed(*operand)?.outcome.as_ref().ok()).collect();
        let Some(values) = values else { return action };
        let made = perform(&mut Machine::new(BEFOREHAND, &Unwatched), &action, &values, 0);
        match made.outcome {
            Ok(_) | Err(Failure::Raised(_)) => Action::Fixed(made),
            Err(_) => action,
        }
    }

    fn add_path(&mut self, places: &[NodeId], result: Place) {
        let start = self.steps.len() as u32;
        let mut before = Cost::default();
        for (place, node) in places.iter().enumerate() {
            match &self.nodes[*node as usize].action {
                Action::Parameter => continue,
                Action::Fixed(made) if made.outcome.is_ok() => before = before.then(made.cost),
                _ => {
                    self.steps.push(Step { node: *node, place: place as Place, before });
                    before = Cost::default();
                }
            }
        }
        let steps = start..self.steps.len() as u32;
        let result = places[result as usize];
        let ends = self.ends;
        let end = *self.nodes[result as usize].end.get_or_insert(ends);
        self.ends = ends.max(end + 1);
        self.paths.push(Path { steps, rest: before, result, end });
    }
}

/// What a node does for an operation.
fn action(kind: &Kind) -> Action {
    match kind {
        Kind::Constant(value) => Action::Fixed(Made::for_nothing(Ok(value.clone()))),
        Kind::Unbound(_) => Action::Fixed(Made::for_nothing(Err(Exception::UnboundLocalError.into()))),
        Kind::Tuple => Action::Tuple,
        Kind::Primitive(id) => Action::Primitive(*id),
        Kind::Call { keyword } => Action::Call { keyword: keyword.clone() },
        Kind::Parameter(_) => unreachable!("parameters have nodes of their own"),
    }
}

/// The node of what a candidate is given.
pub(super) fn parameter_node(parameter: Parameter) -> NodeId {
    PARAMETERS.iter().position(|known| *known == parameter).expect("all parameters are known") as NodeId
}
