//! Running a program on an input grid.
