//! A series in stages: what a row needs of its own and of its neighbours' inputs is done for many rows at once, with the widest registers;
//! only what waits for the row before goes a row at a time. Blocks of rows stay in the nearest cache. The bits are those of the states in
//! `native/reference`, which are fed a row at a time.

/// Rows of a block: some columns of so many lie in the nearest cache together.
pub const ROWS: usize = 256;

/// Rows that are still near when a second stage goes over all of them.
pub const PART: usize = 8 * ROWS;

/// Numbers of a block's rows and of those before them: 0 where there are none.
pub struct Column {
    values: Box<[f64]>,
    past: usize,
    at: usize,
}

impl Column {
    pub fn new(past: usize) -> Column {
        Column { values: vec![0.0; past + past.max(ROWS)].into(), past, at: past }
    }

    /// The block's, of so many rows.
    #[inline(always)]
    pub fn rows(&mut self, count: usize) -> &mut [f64] {
        &mut self.values[self.at..][..count]
    }

    /// Those of `rows` before.
    #[inline(always)]
    pub fn back(&self, rows: usize, count: usize) -> &[f64] {
        &self.values[self.at - rows..][..count]
    }

    /// Goes on to the block after a whole one.
    #[inline(always)]
    pub fn turn(&mut self) {
        self.at += ROWS;
        if self.at + ROWS > self.values.len() {
            self.values.copy_within(self.at - self.past..self.at, 0);
            self.at = self.past;
        }
    }
}

/// Totals of columns side by side. A row's numbers come in, the totals are told, and those that leave the window go out; where `empty` says so of
/// the row's window they are 0.
#[inline(always)]
pub fn totals<const N: usize>(
    held: &mut [f64; N],
    come: [&[f64]; N],
    leave: [&[f64]; N],
    told: &mut [[f64; ROWS]; N],
    mut empty: impl FnMut(usize) -> bool,
) {
    let rows = come[0].len().min(ROWS);
    let (come, leave) = (come.map(|column| &column[..rows]), leave.map(|column| &column[..rows]));
    let mut sums = *held;
    for row in 0..rows {
        for at in 0..N {
            sums[at] += come[at][row];
        }
        if empty(row) {
            sums = [0.0; N];
        }
        for at in 0..N {
            told[at][row] = sums[at];
            sums[at] -= leave[at][row];
        }
    }
    *held = sums;
}
