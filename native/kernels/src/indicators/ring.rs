/// The last `length` values, the newest written over the oldest.
pub struct Ring {
    pub values: Box<[f64]>,
    at: usize,
    count: usize,
}

impl Ring {
    pub fn new(length: usize) -> Ring {
        Ring { values: vec![0.0; length].into(), at: 0, count: 0 }
    }

    #[inline(always)]
    pub fn push(&mut self, value: f64) {
        self.values[self.at] = value;
        self.at += 1;
        if self.at == self.values.len() {
            self.at = 0;
        }
        if self.count < self.values.len() {
            self.count += 1;
        }
    }

    #[inline(always)]
    pub fn full(&self) -> bool {
        self.count == self.values.len()
    }

    /// The value pushed `length - 1` pushes ago; of a full ring.
    #[inline(always)]
    pub fn oldest(&self) -> f64 {
        self.values[self.at]
    }

    /// The values from the oldest on, in two parts; of a full ring.
    #[inline(always)]
    pub fn parts(&self) -> (&[f64], &[f64]) {
        let (newer, older) = self.values.split_at(self.at);
        (older, newer)
    }
}

/// A number for each number; NaN until there are enough.
pub trait Smoother {
    fn next(&mut self, value: f64) -> f64;
}

/// The sum of the last `period` values. Rows are cut into blocks as long as the window; a window is the end of one block and
/// the beginning of the next, so nothing is taken away again and no rounding stays.
pub struct Sum {
    /// The block's values so far, and behind them the sums from each row of the block before to its end: NaN until there is one.
    block: Box<[f64]>,
    row: usize,
    beginning: f64,
}

impl Sum {
    pub fn new(period: usize) -> Sum {
        Sum { block: vec![f64::NAN; period].into(), row: 0, beginning: 0.0 }
    }

    fn ends(block: &mut [f64]) {
        let mut end = 0.0;
        for slot in block.iter_mut().rev() {
            end += *slot;
            *slot = end;
        }
    }
}

impl Smoother for Sum {
    #[inline(always)]
    fn next(&mut self, value: f64) -> f64 {
        self.block[self.row] = value;
        self.beginning += value;
        self.row += 1;
        if self.row < self.block.len() {
            return self.beginning + self.block[self.row];
        }
        Self::ends(&mut self.block);
        self.row = 0;
        std::mem::replace(&mut self.beginning, 0.0)
    }
}

/// The value, or 0: selected by its bits, since a branch on which way a row moves is a toss for the processor.
#[inline(always)]
pub fn kept(value: f64, keep: bool) -> f64 {
    f64::from_bits(value.to_bits() & u64::from(keep).wrapping_neg())
}

/// Nearer to 0 than what rounding leaves of prices (TA-Lib's epsilon).
pub const EPSILON: f64 = 1e-14;

#[inline(always)]
pub fn is_zero(value: f64) -> bool {
    value > -EPSILON && value < EPSILON
}
