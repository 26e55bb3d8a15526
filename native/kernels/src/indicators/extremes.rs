use super::ring::{Ring, Smoother};

pub const GREATEST: bool = true;
pub const LEAST: bool = false;

#[inline(always)]
pub fn better<const SIGN: bool>(value: f64, best: f64) -> f64 {
    let beats = if SIGN { value > best } else { value < best };
    if beats {
        value
    } else {
        best
    }
}

/// The greatest (or least) of the last `period` values. Rows are cut into blocks as long as the window; a window is the
/// end of one block and the beginning of the next, so each row is compared three times whatever the period.
pub struct Extreme<const SIGN: bool> {
    /// The block's values so far, and behind them the extremes from each row of the block before to its end: NaN until there is one.
    block: Box<[f64]>,
    row: usize,
    beginning: f64,
}

impl<const SIGN: bool> Extreme<SIGN> {
    pub fn new(period: usize) -> Self {
        Extreme { block: vec![f64::NAN; period].into(), row: 0, beginning: 0.0 }
    }

    fn ends(block: &mut [f64]) {
        let mut end = block[block.len() - 1];
        for slot in block.iter_mut().rev() {
            end = better::<SIGN>(*slot, end);
            *slot = end;
        }
    }
}

impl<const SIGN: bool> Smoother for Extreme<SIGN> {
    #[inline(always)]
    fn next(&mut self, value: f64) -> f64 {
        self.block[self.row] = value;
        self.beginning = if self.row == 0 { value } else { better::<SIGN>(value, self.beginning) };
        self.row += 1;
        if self.row < self.block.len() {
            return better::<SIGN>(self.beginning, self.block[self.row]);
        }
        Self::ends(&mut self.block);
        self.row = 0;
        self.beginning
    }
}

/// Where the extreme of the last `period` values is: `row` counts from the first value. A value as good as the best takes
/// its place; when the best leaves the window, the first of the best that are left is taken, or with LATEST the last.
pub struct Where<const SIGN: bool, const LATEST: bool> {
    ring: Ring,
    rows: i64,
    best: f64,
    pub row: i64,
}

impl<const SIGN: bool, const LATEST: bool> Where<SIGN, LATEST> {
    pub fn new(period: usize) -> Self {
        Where { ring: Ring::new(period), rows: 0, best: 0.0, row: -1 }
    }

    /// Whether the window is full.
    #[inline(always)]
    pub fn next(&mut self, value: f64) -> bool {
        self.ring.push(value);
        let row = self.rows;
        self.rows += 1;
        let first = self.rows - self.ring.values.len() as i64;
        if first < 0 {
            return false;
        }
        if self.row < first {
            let (at, best) = Self::search(self.ring.parts());
            (self.row, self.best) = (first + at, best);
        } else if value == self.best || Self::beats(value, self.best) {
            self.row = row;
            self.best = value;
        }
        true
    }

    /// The row, or NaN while the window fills.
    #[inline(always)]
    pub fn place(&mut self, value: f64) -> f64 {
        if self.next(value) {
            self.row as f64
        } else {
            f64::NAN
        }
    }

    /// The best of the values, and where it stands from the oldest on: the value first, four at a time, then its place.
    fn search((older, newer): (&[f64], &[f64])) -> (i64, f64) {
        let best = Self::best(Self::best(older[0], older), newer);
        let same = |&value: &f64| value == best;
        let place = if LATEST {
            newer.iter().rposition(same).map(|at| at + older.len()).or_else(|| older.iter().rposition(same))
        } else {
            older.iter().position(same).or_else(|| newer.iter().position(same).map(|at| at + older.len()))
        };
        // The first of all where it is missing: nothing beats it.
        (place.unwrap_or(0) as i64, best)
    }

    #[inline(always)]
    fn best(first: f64, values: &[f64]) -> f64 {
        let mut lanes = [first; 4];
        let fours = values.chunks_exact(4);
        let rest = fours.remainder();
        for four in fours {
            for (lane, &value) in lanes.iter_mut().zip(four) {
                *lane = better::<SIGN>(value, *lane);
            }
        }
        for (lane, &value) in lanes.iter_mut().zip(rest) {
            *lane = better::<SIGN>(value, *lane);
        }
        better::<SIGN>(better::<SIGN>(lanes[0], lanes[1]), better::<SIGN>(lanes[2], lanes[3]))
    }

    #[inline(always)]
    fn beats(value: f64, best: f64) -> bool {
        if SIGN {
            value > best
        } else {
            value < best
        }
    }
}
