//! What reading program files, task files and submissions promises.

mod judge;

mod program_trees_are_pythons;

mod programs_outside_the_language_are_refused;

mod what_will_go_wrong_is_warned_about;

mod program_files_of_any_bytes_are_read;

mod task_files_are_read;

mod task_formats_are_told_apart;

mod solutions_are_joined;

mod submissions_are_scored;

mod archives_are_read;

mod bad_files_are_answered;
