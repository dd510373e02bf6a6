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
pub(super) type NodeId = u32;

/// Where the record of what a node gave is found: among the fixed ones of the graph, and beyond those
/// among the ones that an evaluator keeps.
pub type RecordId = u32;

/// Candidates, and the nodes that they lead through.
#[derive(Default)]
pub struct Graph {
    pub(super) nodes: Vec<Node>,
    /// The records of the operands of all nodes, one after the other.
    operands: Vec<RecordId>,
    /// What is the same on all samples, and known.
    pub(super) fixed: Vec<Made>,
    /// How many records an evaluator needs.
    pub(super) records: usize,
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
    /// Whether others lead through it as well.
    shared: bool,
    /// Its number among the results of candidates, if it is one.
    end: Option<u32>,
    pub record: RecordId,
    operands: std::ops::Range<u32>,
}

pub(super) enum Action {
    /// Known beforehand: a constant, or what was made of constants. The number of its record.
    Fixed(RecordId),
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
    pub result: RecordId,
    /// The number of the result among those of all paths.
    end: u32,
}

/// A node on a candidate's path that is not fixed, or fails.
pub(super) struct Step {
    pub node: NodeId,
    pub record: RecordId,
    /// Where the candidate's code has it.
    pub place: Place,
    /// What the fixed nodes cost that come before it.
    pub before: Cost,
}

/// The nodes that stand for what a candidate is given, in every graph.
const PARAMETERS: [Parameter; 3] = [Parameter::Input, Parameter::Demonstrations, Parameter::Expected];

/// What a node that needs no sample may cost for being made beforehand.
const BEFOREHAND: Limits = Limits { fuel: 2000, memory: 1 << 16 };

/// A node's operation and operands, by which it is found again.
type Key = Box<[u32]>;

/// Makes a graph of candidates.
///
/// Until it is finished, operands, steps and results are told by the nodes themselves: which of them need a
/// record to be kept is known when the last candidate is there.
pub struct GraphBuilder {
    graph: Graph,
    known: HashMap<Key, NodeId>,
    /// Further nodes like a known one, for candidates that compute the same several times. A candidate leads through
    /// them in this order.
    further: HashMap<NodeId, Vec<NodeId>>,
}

impl Default for GraphBuilder {
    fn default() -> Self {
        GraphBuilder::new()
    }
}

impl GraphBuilder {
    /// A graph without candidates.
    pub fn new() -> GraphBuilder {
        let mut builder =
            GraphBuilder { graph: Graph::default(), known: HashMap::new(), further: HashMap::new() };
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
    pub fn finish(mut self) -> Graph {
        self.graph.find_records();
        self.graph
    }

    fn node(&mut self, path: u32, kind: &Kind, operands: &[NodeId]) -> NodeId {
        let mut key = Vec::with_capacity(operands.len() + 3);
        kind.sign(&mut key);
        key.extend_from_slice(operands);
        let constant = matches!(kind, Kind::Constant(_) | Kind::Unbound(_));
        let graph = &mut self.graph;
        match self.known.entry(key.into_boxed_slice()) {
            Entry::Vacant(vacant) => *vacant.insert(graph.push_for(path, kind, operands)),
            Entry::Occupied(known) => {
                let first = *known.get();
                if constant || graph.nodes[first as usize].last_path != path {
                    return graph.share(path, first);
                }
                let further = self.further.entry(first).or_default();
                let used = further.partition_point(|node| graph.nodes[*node as usize].last_path == path);
                match further.get(used) {
                    Some(node) => graph.share(path, *node),
                    None => {
                        let node = graph.push_for(path, kind, operands);
                        further.push(node);
                        node
                    }
                }
            }
        }
    }
}

impl Graph {
    /// The graph of one candidate, in which every operation has a node of its own, and the records of these.
    pub(super) fn of_one(code: &Code) -> (Graph, Vec<RecordId>) {
        let GraphBuilder { mut graph, .. } = GraphBuilder::new();
        let mut places: Vec<NodeId> = Vec::with_capacity(code.operations.len());
        for operation in &code.operations {
            let operands: Vec<NodeId> =
                code.operands(operation).iter().map(|place| places[*place as usize]).collect();
            places.push(match &operation.kind {
                Kind::Parameter(parameter) => parameter_node(*parameter),
                kind => {
                    let action = graph.plain_action(kind);
                    graph.push(action, &operands)
                }
            });
        }
        graph.add_path(&places, code.result);
        graph.find_records();
        let records = places.iter().map(|node| graph.nodes[*node as usize].record).collect();
        (graph, records)
    }

    /// How many records an evaluator keeps of it.
    pub fn records(&self) -> usize {
        self.records
    }

    /// How many different results the candidates have.
    pub fn ends(&self) -> usize {
        self.ends as usize
    }

    /// The number of a candidate's result among those.
    pub fn end(&self, candidate: u32) -> usize {
        self.paths[candidate as usize].end as usize
    }

    /// The records that a node is made from.
    #[inline]
    pub(super) fn operands(&self, node: &Node) -> &[RecordId] {
        &self.operands[node.operands.start as usize..node.operands.end as usize]
    }

    /// The record of what a candidate is given.
    pub(super) fn parameter(&self, parameter: Parameter) -> RecordId {
        self.nodes[parameter_node(parameter) as usize].record
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
            shared: false,
            end: None,
            record: 0,
            operands: start..self.operands.len() as u32,
        });
        self.nodes.len() as NodeId - 1
    }

    /// A new node for an operation on the path of a candidate.
    fn push_for(&mut self, path: u32, kind: &Kind, operands: &[NodeId]) -> NodeId {
        let action = self.action(kind, operands);
        let node = self.push(action, operands);
        self.nodes[node as usize].last_path = path;
        node
    }

    /// A node that is there, on the path of a further candidate.
    fn share(&mut self, path: u32, id: NodeId) -> NodeId {
        let node = &mut self.nodes[id as usize];
        node.last_path = path;
        node.shared = true;
        id
    }

    /// Whether what a node gives was known beforehand.
    pub(super) fn is_fixed(&self, node: NodeId) -> bool {
        self.fixed(node).is_some()
    }

    fn fixed(&self, node: NodeId) -> Option<&Made> {
        match self.nodes[node as usize].action {
            Action::Fixed(record) => Some(&self.fixed[record as usize]),
            _ => None,
        }
    }

    fn fix(&mut self, made: Made) -> Action {
        self.fixed.push(made);
        Action::Fixed(self.fixed.len() as RecordId - 1)
    }

    /// What a node does for an operation.
    fn plain_action(&mut self, kind: &Kind) -> Action {
        match kind {
            Kind::Constant(value) => self.fix(Made::for_nothing(Ok(value.clone()))),
            Kind::Unbound(_) => self.fix(Made::for_nothing(Err(Exception::UnboundLocalError.into()))),
            Kind::Tuple => Action::Tuple,
            Kind::Primitive(id) => Action::Primitive(*id),
            Kind::Call { keyword } => Action::Call { keyword: keyword.clone() },
            Kind::Parameter(_) => unreachable!("parameters have nodes of their own"),
        }
    }

    /// The same, made beforehand where it needs no sample and costs little.
    fn action(&mut self, kind: &Kind, operands: &[NodeId]) -> Action {
        let action = self.plain_action(kind);
        if let Action::Fixed(_) = action {
            return action;
        }
        let values: Option<Vec<&Value>> =
            operands.iter().map(|operand| self.fixed(*operand)?.outcome.as_ref().ok()).collect();
        let Some(values) = values else { return action };
        let made = perform(&mut Machine::new(BEFOREHAND, &Unwatched), &action, &values, 0);
        match made.outcome {
            Ok(_) | Err(Failure::Raised(_)) => self.fix(made),
            Err(_) => action,
        }
    }

    fn add_path(&mut self, places: &[NodeId], result: Place) {
        let start = self.steps.len() as u32;
        let mut before = Cost::default();
        for (place, node) in places.iter().enumerate() {
            match (&self.nodes[*node as usize].action, self.fixed(*node)) {
                (Action::Parameter, _) => continue,
                (_, Some(made)) if made.outcome.is_ok() => before = before.then(made.cost),
                _ => {
                    self.steps.push(Step { node: *node, record: 0, place: place as Place, before });
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

    /// Gives each node its record, and tells operands and results by these.
    ///
    /// What a single candidate asks for is of no use after it, so the next one takes the same records again. Most
    /// nodes are like that, and an evaluator that keeps a record of each would be as large as the graph.
    fn find_records(&mut self) {
        let mut kept = self.fixed.len() as RecordId;
        for node in &mut self.nodes {
            match node.action {
                Action::Fixed(record) => node.record = record,
                _ if node.passes() => {}
                _ => {
                    node.record = kept;
                    kept += 1;
                }
            }
        }
        let mut most = kept;
        for path in &self.paths {
            let mut next = kept;
            for step in &mut self.steps[path.steps.start as usize..path.steps.end as usize] {
                let node = &mut self.nodes[step.node as usize];
                if node.passes() {
                    node.record = next;
                    next += 1;
                }
                step.record = node.record;
            }
            most = most.max(next);
        }
        self.records = most as usize - self.fixed.len();
        for operand in &mut self.operands {
            *operand = self.nodes[*operand as usize].record;
        }
        for path in &mut self.paths {
            path.result = self.nodes[path.result as usize].record;
        }
    }
}

impl Node {
    /// Whether what it gives is of use to one candidate only, and on one sample.
    fn passes(&self) -> bool {
        let made = !matches!(self.action, Action::Fixed(_) | Action::Parameter);
        made && self.varies && !self.shared
    }
}

/// The node of what a candidate is given.
fn parameter_node(parameter: Parameter) -> NodeId {
    PARAMETERS.iter().position(|known| *known == parameter).expect("all parameters are known") as NodeId
}
