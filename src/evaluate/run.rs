//! The evaluation of candidates on samples, each node of their graph at most once for a sample.

use std::iter;

use super::code::{Code, Parameter, Place};
use super::graph::{Action, Graph, NodeId, RecordId};
use crate::primitive::{self, Limits, Machine, Watch};
use crate::program::tree::Span;
use crate::value::{self, Exception, Failure, Value};

/// What a program is given.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// `I`: the input grid.
    pub input: Value,
    /// `S`: the demonstration pairs as a tuple of (input, output).
    pub demonstrations: Value,
    /// `C`: the expected output, or None.
    pub expected: Value,
}

impl Inputs {
    /// For a program that takes the input grid only.
    pub fn of(input: Value) -> Inputs {
        Inputs { input, demonstrations: Value::None, expected: Value::None }
    }
}

/// One evaluation, ended.
#[derive(Debug)]
pub struct Run {
    pub result: Result<Value, Failure>,
    /// Units of fuel used.
    pub fuel: u64,
    /// The statement that failed, where one did.
    pub failed: Option<Span>,
}

/// One statement of a traced evaluation.
#[derive(Debug)]
pub struct Step {
    pub span: Span,
    pub result: Result<Value, Failure>,
    /// Units of fuel that it used.
    pub fuel: u64,
}

/// Runs a program.
pub fn run(code: &Code, inputs: &Inputs, limits: Limits, watch: &dyn Watch) -> Run {
    let (graph, _) = Graph::of_one(code);
    let mut evaluator = Evaluator::new(&graph);
    evaluator.take_up(inputs);
    let Ended { result, fuel, failed } = evaluator.run(0, limits, watch);
    let failed = failed.and_then(|place| code.span_of(place));
    Run { result: result.map(|record| evaluator.value(record).clone()), fuel, failed }
}

/// Runs a program and keeps what each statement gave, the failing one included.
pub fn trace(code: &Code, inputs: &Inputs, limits: Limits, watch: &dyn Watch) -> (Run, Vec<Step>) {
    let (graph, records) = Graph::of_one(code);
    let mut evaluator = Evaluator::new(&graph);
    evaluator.take_up(inputs);
    let Ended { result, fuel, failed } = evaluator.run(0, limits, watch);
    // What needs no sample and stands at the end belongs to no step of the graph, nor does its failure.
    let last = code.statements.last().map_or(0, |statement| statement.end.saturating_sub(1));
    let failing = result.is_err().then(|| failed.unwrap_or(last));
    let mut steps = Vec::new();
    let (mut start, mut used) = (0, 0);
    for statement in &code.statements {
        let span = statement.span;
        if let (Err(failure), Some(place)) = (&result, failing)
            && place < statement.end
        {
            steps.push(Step { span, result: Err(*failure), fuel: fuel - used });
            break;
        }
        let own = &records[start as usize..statement.end as usize];
        let own = own.iter().map(|record| evaluator.records.made(*record).cost.fuel).sum();
        let value = evaluator.value(records[statement.value as usize]).clone();
        steps.push(Step { span, result: Ok(value), fuel: own });
        (start, used) = (statement.end, used + own);
    }
    let failed = failed.and_then(|place| code.span_of(place));
    (Run { result: result.map(|record| evaluator.value(record).clone()), fuel, failed }, steps)
}

/// What making something takes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cost {
    pub fuel: u64,
    /// The bytes by which it lets the held memory grow.
    pub held: i64,
    /// The most bytes that were held, or asked for, on the way.
    pub peak: i64,
}

impl Cost {
    /// The cost of one thing after the other.
    pub fn then(self, next: Cost) -> Cost {
        Cost {
            fuel: self.fuel.saturating_add(next.fuel),
            held: self.held + next.held,
            peak: self.peak.max(self.held + next.peak),
        }
    }
}

/// What a node gave, and at what cost.
pub(super) struct Made {
    pub outcome: Result<Value, Failure>,
    pub cost: Cost,
}

impl Made {
    /// What was given, where nothing failed.
    #[inline]
    fn value(&self) -> &Value {
        match &self.outcome {
            Ok(value) => value,
            Err(_) => unreachable!("an evaluation ends where it fails"),
        }
    }

    /// What was there without any work.
    pub fn for_nothing(outcome: Result<Value, Failure>) -> Made {
        Made { outcome, cost: Cost::default() }
    }
}

/// Performs an operation; `base` bytes count as held already.
pub(super) fn perform(machine: &mut Machine, action: &Action, operands: &[&Value], base: i64) -> Made {
    let (fuel, held) = (machine.used(), value::held());
    machine.start_from(base);
    // What a function compared at its end is paid for here: whoever comes next owes nothing for it.
    let outcome = act(machine, action, operands).and_then(|value| machine.settle().map(|()| value));
    Made {
        outcome,
        cost: Cost { fuel: machine.used() - fuel, held: value::held() - held, peak: machine.peak() - held },
    }
}

fn act(machine: &mut Machine, action: &Action, operands: &[&Value]) -> Result<Value, Failure> {
    match action {
        Action::Primitive(id) => machine.call_primitive(*id, operands),
        Action::Tuple => {
            machine.build(operands.len())?;
            let tuple = Value::tuple(operands.iter().map(|operand| (*operand).clone()).collect());
            machine.admit(&tuple)?;
            Ok(tuple)
        }
        Action::Call { keyword } => {
            let (callee, arguments) = operands.split_first().expect("a call has a callee");
            let arguments = arrange(callee, arguments, keyword)?;
            machine.call(callee, &arguments)
        }
        Action::Fixed(_) | Action::Parameter => unreachable!("there is nothing to perform"),
    }
}

/// Positional and keyword arguments in the order of the callee's parameters: a TypeError where they
/// don't fit. The last arguments have the names.
fn arrange<'v>(
    callee: &Value,
    arguments: &[&'v Value],
    keyword: &[Box<str>],
) -> Result<Vec<&'v Value>, Exception> {
    let parameters = primitive::arity(callee).ok_or(Exception::TypeError)?;
    if arguments.len() != parameters {
        return Err(Exception::TypeError);
    }
    let (positional, named) = arguments.split_at(arguments.len() - keyword.len());
    if named.is_empty() {
        return Ok(positional.to_vec());
    }
    let place = |name: &str| match callee {
        Value::Primitive(id) => {
            primitive::get(*id).parameters.iter().position(|parameter| parameter.name == name)
        }
        Value::Closure(closure) => closure.parameters().iter().position(|known| *known == name),
        _ => None,
    };
    let mut arranged: Vec<Option<&Value>> = vec![None; parameters];
    for (place, value) in positional.iter().enumerate() {
        arranged[place] = Some(value);
    }
    for (name, value) in keyword.iter().zip(named) {
        let place = place(name).ok_or(Exception::TypeError)?;
        if arranged[place].replace(value).is_some() {
            return Err(Exception::TypeError);
        }
    }
    arranged.into_iter().collect::<Option<Vec<_>>>().ok_or(Exception::TypeError)
}

/// How a candidate's evaluation on a sample ended.
#[derive(Debug)]
pub struct Ended {
    /// Where the value is that it returned.
    pub result: Result<RecordId, Failure>,
    /// Units of fuel: what it would have used alone, whether it shared or not.
    pub fuel: u64,
    /// Where in its code it failed, where it did.
    pub failed: Option<Place>,
}

/// Evaluates candidates of one graph on one sample at a time, and keeps what its nodes gave.
///
/// That a node was made before shows nowhere: its fuel is charged anew, and the memory that it holds
/// counts for each candidate that leads through it.
pub struct Evaluator<'g> {
    records: Records<'g>,
    /// The nodes that were made on this sample, would be others on another, and are asked for again.
    made: Vec<NodeId>,
    /// The same of the last candidate, asked for again or not.
    fresh: Vec<NodeId>,
    /// The nodes that were made and are the same on all samples.
    lasting: Vec<NodeId>,
}

/// What the nodes of a graph gave, as far as it is known.
struct Records<'g> {
    graph: &'g Graph,
    /// Those that are not fixed in the graph.
    kept: Vec<Option<Made>>,
    /// What those hold that were made, in bytes.
    held: i64,
}

/// Operands that need no list: most nodes have no more.
const FEW: usize = 4;

/// A candidate finds what others have made as long as it takes no more bytes than this.
const KEEP: i64 = 3 << 19;

impl<'g> Evaluator<'g> {
    /// An evaluator that has no sample yet.
    pub fn new(graph: &'g Graph) -> Evaluator<'g> {
        let kept = iter::repeat_with(|| None).take(graph.records()).collect();
        let records = Records { graph, kept, held: 0 };
        Evaluator { records, made: Vec::new(), fresh: Vec::new(), lasting: Vec::new() }
    }

    /// Goes on to another sample; says whether there was anything to drop of the one before.
    pub fn take_up(&mut self, inputs: &Inputs) -> bool {
        let any = self.leave();
        let given = [
            (Parameter::Input, &inputs.input),
            (Parameter::Demonstrations, &inputs.demonstrations),
            (Parameter::Expected, &inputs.expected),
        ];
        for (parameter, value) in given {
            let record = self.records.graph.parameter(parameter);
            *self.records.kept_mut(record) = Some(Made::for_nothing(Ok(value.clone())));
        }
        any
    }

    /// Drops what was made on this sample and would be another on the next; says whether there was anything.
    pub fn leave(&mut self) -> bool {
        let any = !(self.made.is_empty() && self.fresh.is_empty());
        for node in self.made.drain(..).chain(self.fresh.drain(..)) {
            self.records.release(node);
        }
        any
    }

    /// Drops what was made: the next candidate starts as if it were the first.
    pub fn forget(&mut self) {
        self.leave();
        for node in self.lasting.drain(..) {
            self.records.release(node);
        }
    }

    /// Drops what this candidate, the last one that was evaluated, made and none after it asks for: memory
    /// that was just used is the fastest to use again. Drops all where it is too much to be kept.
    pub fn tidy_up(&mut self, candidate: usize) {
        for node in self.fresh.drain(..) {
            if self.records.graph.nodes[node as usize].last_path <= candidate as u32 {
                self.records.release(node);
            } else {
                self.made.push(node);
            }
        }
        if self.records.held > KEEP {
            self.forget();
        }
    }

    /// What a node gave that an evaluation has ended with.
    pub fn value(&self, record: RecordId) -> &Value {
        self.records.made(record).value()
    }

    /// Evaluates a candidate on the sample.
    pub fn run(&mut self, candidate: usize, limits: Limits, watch: &dyn Watch) -> Ended {
        if !self.fresh.is_empty() {
            // Nobody has tidied up after the last candidate, and this one needs its records.
            self.forget();
        }
        let graph = self.records.graph;
        let path = &graph.paths[candidate];
        let mut machine = Machine::new(limits, watch);
        let mut base = 0;
        for step in &graph.steps[path.steps.start as usize..path.steps.end as usize] {
            let result = machine.repeat(step.before, &mut base).and_then(|()| {
                if let Some(made) = self.records.known(step.record) {
                    if !machine.can_repeat(made.cost, base) && !graph.is_fixed(step.node) {
                        // Where a limit is reached, and which of them first, shows when it is made once more.
                        let again = self.performed(&mut machine, step.node, base);
                        base += again.cost.held;
                        return again.outcome.map(|_| ());
                    }
                    machine.repeat(made.cost, &mut base)?;
                    return made.outcome.as_ref().map(|_| ()).map_err(|failure| *failure);
                }
                self.make(&mut machine, step.node, &mut base)
            });
            if let Err(failure) = result {
                return Ended { result: Err(failure), fuel: machine.used(), failed: Some(step.place) };
            }
        }
        match machine.repeat(path.rest, &mut base) {
            Ok(()) => Ended { result: Ok(path.result), fuel: machine.used(), failed: None },
            Err(failure) => Ended { result: Err(failure), fuel: machine.used(), failed: None },
        }
    }

    /// Performs the operation of a node, whose operands are made.
    #[inline]
    fn performed(&self, machine: &mut Machine, id: NodeId, base: i64) -> Made {
        let graph = self.records.graph;
        let node = &graph.nodes[id as usize];
        let value = |operand: &RecordId| self.records.made(*operand).value();
        let operands = graph.operands(node);
        if operands.len() > FEW {
            return perform(machine, &node.action, &operands.iter().map(value).collect::<Vec<_>>(), base);
        }
        let mut few = [&Value::None; FEW];
        few.iter_mut().zip(operands).for_each(|(place, operand)| *place = value(operand));
        perform(machine, &node.action, &few[..operands.len()], base)
    }

    fn make(&mut self, machine: &mut Machine, id: NodeId, base: &mut i64) -> Result<(), Failure> {
        let node = &self.records.graph.nodes[id as usize];
        let made = self.performed(machine, id, *base);
        let result = made.outcome.as_ref().map(|_| ()).map_err(|failure| *failure);
        *base += made.cost.held;
        // Where a limit is reached depends on what the candidate did before; what is given or raised
        // does not.
        if let Ok(()) | Err(Failure::Raised(_)) = result {
            if node.varies {
                self.fresh.push(id)
            } else {
                self.lasting.push(id)
            }
            self.records.keep(node.record, made);
        }
        result
    }
}

impl Records<'_> {
    /// What is known under a number.
    #[inline]
    fn known(&self, record: RecordId) -> Option<&Made> {
        let fixed = &self.graph.fixed;
        match (record as usize).checked_sub(fixed.len()) {
            Some(place) => self.kept[place].as_ref(),
            None => Some(&fixed[record as usize]),
        }
    }

    /// The same of what an evaluation needs, which is made before.
    #[inline]
    fn made(&self, record: RecordId) -> &Made {
        self.known(record).expect("what an evaluation needs is made before")
    }

    fn kept_mut(&mut self, record: RecordId) -> &mut Option<Made> {
        &mut self.kept[record as usize - self.graph.fixed.len()]
    }

    fn keep(&mut self, record: RecordId, made: Made) {
        self.held += made.cost.held;
        *self.kept_mut(record) = Some(made);
    }

    /// Drops what a node gave.
    fn release(&mut self, node: NodeId) {
        let record = self.graph.nodes[node as usize].record;
        if let Some(made) = self.kept_mut(record).take() {
            self.held -= made.cost.held;
        }
    }
}

impl Machine<'_> {
    /// Whether what was made before would end within the limits if it were made now.
    #[inline]
    fn can_repeat(&self, cost: Cost, base: i64) -> bool {
        self.can_pay(cost.fuel) && self.have_room(base + cost.peak).is_ok()
    }

    /// Charges what was made before as if it were made now.
    #[inline]
    fn repeat(&mut self, cost: Cost, base: &mut i64) -> Result<(), Failure> {
        self.pay(cost.fuel)?;
        self.have_room(*base + cost.peak)?;
        *base += cost.held;
        Ok(())
    }
}
