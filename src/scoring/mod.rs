//! Candidates times samples: what is right, and by how much.
