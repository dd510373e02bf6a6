//! The grid of a task file.

/// A rectangle of colors, at least one cell high and wide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    height: u32,
    width: u32,
    /// Row by row, each cell a color from 0 to 9.
    cells: Box<[u8]>,
}

impl Grid {
    /// A grid from its cells, row by row.
    ///
    /// # Panics
    ///
    /// If there is no cell or the last row is not full: readers check that before.
    pub fn new(width: u32, cells: Box<[u8]>) -> Self {
        assert!(width > 0 && !cells.is_empty() && cells.len().is_multiple_of(width as usize));
        Grid { height: (cells.len() / width as usize) as u32, width, cells }
    }

    /// Number of rows.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Number of columns.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// The cells row by row.
    pub fn cells(&self) -> &[u8] {
        &self.cells
    }

    /// The rows from top to bottom.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.cells.chunks_exact(self.width as usize)
    }
}
