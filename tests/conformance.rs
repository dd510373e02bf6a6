//! The engine gives what CPython gave, for every recorded vector.

use arcscore::conformance::SUITES;

/// The folders of vectors, with how many there are of sets, primitives and programs. The second was
/// recorded by `tests/record`, around what once came out wrong.
const FOLDERS: [(&str, [usize; 3]); 2] =
    [("conformance", [120, 8000, 3000]), ("conformance-more", [24, 174, 273])];

#[test]
fn every_vector_holds() {
    for (folder, totals) in FOLDERS {
        for (suite, total) in SUITES.iter().zip(totals) {
            let path = format!("{}/tests/{folder}/{}", env!("CARGO_MANIFEST_DIR"), suite.file);
            let report =
                suite.verify(&std::fs::read_to_string(&path).expect("the vectors are in the repository"));
            assert_eq!(report.differences, Vec::<String>::new(), "{folder}: {}", suite.name);
            assert_eq!((report.passed, report.total), (total, total), "{folder}: {}", suite.name);
        }
    }
}

#[test]
fn a_vector_that_does_not_hold_is_reported_with_its_line() {
    let wrong = r#"{"fn":"double","args":[2],"value":4}
{"fn":"double","args":[2],"value":5}"#;
    let primitives = SUITES.iter().find(|suite| suite.name == "primitives").expect("there is such a suite");
    let report = primitives.verify(wrong);
    assert_eq!((report.passed, report.total), (1, 2));
    assert_eq!(report.differences, ["primitives.jsonl:2: double: 4 where CPython gives 5"]);
}
