//! Reading a submission, `{id: [{"attempt_1": grid, "attempt_2": grid}, …], …}`.

use super::{ATTEMPTS, Answer, Submission};
use crate::diagnostic::Diagnostic;
use crate::task::json::Json;
use crate::task::{Warnings, check_id, grid, submission_json};

/// Reads a submission, packed or not. What can't be read in it is named and counts as no attempt.
///
/// # Errors
///
/// A file that is no submission, or passes a limit.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Submission, Diagnostic> {
    let json = submission_json(file_name, bytes)?;
    let mut submission = Submission { file: file_name.to_owned(), ..Submission::default() };
    let mut problems = Warnings::new(file_name);
    for (id, answers) in json.entries().unwrap_or_default() {
        if let Err(message) = check_id(id) {
            problems.lose(message);
            continue;
        }
        let Some(answers) = task(id, answers, &mut problems) else { continue };
        if submission.answers.insert(id.to_string(), answers).is_some() {
            problems.warn(format!("{id}: this id stands in the file again; the last counts, as in Python"));
        }
    }
    submission.problems = problems.finish();
    Ok(submission)
}

fn task(id: &str, json: &Json, problems: &mut Warnings) -> Option<Vec<Answer>> {
    let Json::List(answers) = json else {
        problems.lose(format!("{id}: {} instead of a list with attempts for each test", json.describe()));
        return None;
    };
    Some(answers.iter().enumerate().map(|(index, json)| answer(id, index, json, problems)).collect())
}

fn answer(id: &str, index: usize, json: &Json, problems: &mut Warnings) -> Answer {
    let mut answer = Answer::default();
    let Some(entries) = json.entries() else {
        problems.lose(format!("{id}, test {index}: {} instead of attempts", json.describe()));
        return answer;
    };
    let known: [&str; ATTEMPTS] = ["attempt_1", "attempt_2"];
    for (key, attempt) in known.iter().zip(&mut answer.attempts) {
        match json.get(key).map(grid) {
            Some(Ok(grid)) => *attempt = Some(grid),
            Some(Err(problem)) => problems.lose(format!("{id}, test {index} {key}{problem}")),
            None => problems.warn(format!("{id}, test {index}: there is no `{key}`")),
        }
    }
    if let Some((key, _)) = entries.iter().find(|(key, _)| !known.contains(&&**key)) {
        problems.lose(format!("{id}, test {index}: `{key}` does not count; there are {ATTEMPTS} attempts"));
    }
    answer
}
