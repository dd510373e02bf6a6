//! A run as JSON lines: one for each evaluation, and the summary.

use std::collections::HashSet;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::batch::Batch;
use super::evaluation::{Evaluation, Status};
use super::jobs::Job;
use super::plan::Plan;
use crate::task::Split;

/// What the phases of a run took, in milliseconds.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Millis {
    pub parse: f64,
    pub filter: f64,
    pub inline: f64,
    pub validate: f64,
    pub score: f64,
    pub total: f64,
}

/// The figures of a run.
#[derive(Clone, Debug)]
pub struct Report {
    pub evaluations: usize,
    pub ok: usize,
    pub error: usize,
    pub fuel: usize,
    pub memory: usize,
    pub timeout: usize,
    pub matches: usize,
    /// Programs that were scored.
    pub candidates: usize,
    /// Those of them that differ in more than the names of their variables.
    pub unique: usize,
    /// Pairs of a program and something that it gave, each once: a program that gives the same on two
    /// samples counts once for both.
    pub outputs: usize,
    pub threads: usize,
    pub millis: Millis,
    /// The first 16 hex digits of the SHA-256 of all lines without `micros`, each with its newline.
    pub digest: String,
}

/// A line of the report; the fields stand in the order in which they are written.
#[derive(Serialize)]
struct Line<'a> {
    program: &'a str,
    task: &'a str,
    split: Split,
    index: u32,
    status: Status,
    error: Option<&'static str>,
    digest: String,
    #[serde(rename = "match")]
    matched: Option<bool>,
    points: u16,
    fuel: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    micros: Option<u64>,
}

impl Report {
    /// Sums up a run. Evaluations that were not made are left out.
    pub fn new(plan: &Plan, evaluations: &[Option<Evaluation>], threads: usize, millis: Millis) -> Report {
        let Plan { batch, jobs, unique, .. } = plan;
        let mut report = Report {
            evaluations: 0,
            ok: 0,
            error: 0,
            fuel: 0,
            memory: 0,
            timeout: 0,
            matches: 0,
            candidates: batch.candidates.len(),
            unique: *unique,
            outputs: 0,
            threads,
            millis,
            digest: String::new(),
        };
        let mut outputs = HashSet::new();
        let mut hasher = Sha256::new();
        for (job, evaluation) in made(jobs, evaluations) {
            report.evaluations += 1;
            report.matches += usize::from(evaluation.matched == Some(true));
            *match evaluation.status {
                Status::Ok => &mut report.ok,
                Status::Error => &mut report.error,
                Status::Fuel => &mut report.fuel,
                Status::Memory => &mut report.memory,
                Status::Timeout => &mut report.timeout,
            } += 1;
            if evaluation.status == Status::Ok {
                outputs.insert((job.candidate, evaluation.digest));
            }
            hasher.update(line(batch, job, evaluation, false));
            hasher.update(b"\n");
        }
        report.outputs = outputs.len();
        let hash = hasher.finalize();
        report.digest = hash[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        report
    }

    /// The summary line.
    ///
    /// It is put together here because serde_json's way to write floats brings 15 KB of tables into the wasm package.
    pub fn summary_line(&self) -> String {
        let counts = [
            ("evaluations", self.evaluations),
            ("ok", self.ok),
            ("error", self.error),
            ("fuel", self.fuel),
            ("memory", self.memory),
            ("timeout", self.timeout),
            ("matches", self.matches),
            ("candidates", self.candidates),
            ("unique", self.unique),
            ("outputs", self.outputs),
            ("threads", self.threads),
        ];
        let Millis { parse, filter, inline, validate, score, total } = self.millis;
        let millis = [
            ("parse", parse),
            ("filter", filter),
            ("inline", inline),
            ("validate", validate),
            ("score", score),
            ("total", total),
        ];
        let counts = counts.map(|(name, count)| format!("\"{name}\":{count}")).join(",");
        let millis = millis.map(|(name, time)| format!("\"{name}\":{time:.3}")).join(",");
        format!(r#"{{"summary":{{{counts},"millis":{{{millis}}},"digest":"{}"}}}}"#, self.digest)
    }
}

/// The evaluations that were made, with their jobs.
fn made<'a>(
    jobs: &'a [Job],
    evaluations: &'a [Option<Evaluation>],
) -> impl Iterator<Item = (&'a Job, &'a Evaluation)> {
    jobs.iter().zip(evaluations).filter_map(|(job, evaluation)| Some((job, evaluation.as_ref()?)))
}

fn line(batch: &Batch, job: &Job, evaluation: &Evaluation, timed: bool) -> String {
    let line = Line {
        program: &batch.candidates[job.candidate as usize].name,
        task: &batch.tasks[job.task as usize].id,
        split: job.split,
        index: job.index,
        status: evaluation.status,
        error: evaluation.error,
        digest: evaluation.digest.to_string(),
        matched: evaluation.matched,
        points: evaluation.points,
        fuel: evaluation.fuel,
        micros: timed.then_some(evaluation.micros),
    };
    serde_json::to_string(&line).expect("a line holds nothing that JSON lacks")
}

/// The lines of all evaluations that were made, in the order of their jobs.
pub fn lines<'a>(
    batch: &'a Batch,
    jobs: &'a [Job],
    evaluations: &'a [Option<Evaluation>],
) -> impl Iterator<Item = String> + 'a {
    made(jobs, evaluations).map(|(job, evaluation)| line(batch, job, evaluation, true))
}
