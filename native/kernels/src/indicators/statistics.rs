use super::ring::{Ring, Smoother, EPSILON};

/// After so many windows sums are made anew, so that no rounding stays.
const WINDOWS: usize = 32;

/// Variance of the last `period` values, of sums about a shift that is moved where it has become too distant.
pub struct Variance {
    ring: Ring,
    period: usize,
    share: f64,
    shift: f64,
    sum: f64,
    squares: f64,
    seen: usize,
    left: usize,
}

impl Variance {
    pub fn new(period: usize) -> Variance {
        let share = 1.0 / period as f64;
        Variance { ring: Ring::new(period), period, share, shift: 0.0, sum: 0.0, squares: 0.0, seen: 0, left: 0 }
    }

    #[inline(always)]
    fn spread(&self) -> f64 {
        let mean = self.sum * self.share;
        self.squares * self.share - mean * mean
    }

    #[inline(always)]
    fn leave(&mut self) -> f64 {
        let gone = self.ring.oldest() - self.shift;
        self.sum -= gone;
        self.squares -= gone * gone;
        gone
    }

    /// The mean of the values, and their sums about it.
    #[cold]
    #[inline(never)]
    fn again((older, newer): (&[f64], &[f64]), share: f64) -> [f64; 3] {
        let mut total = 0.0;
        for value in older.iter().chain(newer) {
            total += value;
        }
        let shift = total * share;
        let (mut sum, mut squares) = (0.0, 0.0);
        for value in older.iter().chain(newer) {
            let distance = value - shift;
            sum += distance;
            squares += distance * distance;
        }
        [shift, sum, squares]
    }
}

impl Smoother for Variance {
    #[inline(always)]
    fn next(&mut self, value: f64) -> f64 {
        self.ring.push(value);
        if self.seen == 0 {
            self.shift = value;
            self.left = WINDOWS * self.period;
        }
        let distance = value - self.shift;
        self.sum += distance;
        self.squares += distance * distance;
        if self.seen < self.period {
            self.seen += 1;
            if self.seen < self.period {
                return f64::NAN;
            }
        }
        let mut variance = self.spread();
        let gone = self.leave();
        self.left -= 1;
        if self.left == 0 || variance < 1e-6 * (self.squares * self.share) || gone * gone > 1e6 * self.squares {
            self.left = WINDOWS * self.period;
            [self.shift, self.sum, self.squares] = Variance::again(self.ring.parts(), self.share);
            variance = self.spread();
            if variance < 1e-12 * (self.squares * self.share) {
                variance = 0.0;
            }
            self.leave();
        }
        variance
    }
}

/// Sums of two series over the last `period` pairs, about shifts that are moved where they have become too distant.
struct Pairs {
    xs: Ring,
    ys: Ring,
    period: usize,
    shift_x: f64,
    shift_y: f64,
    seen: usize,
    left: usize,
    x: f64,
    y: f64,
    xx: f64,
    xy: f64,
    yy: f64,
    gone_x: f64,
    gone_y: f64,
}

impl Pairs {
    fn new(period: usize) -> Pairs {
        let zero = 0.0;
        Pairs {
            xs: Ring::new(period),
            ys: Ring::new(period),
            period,
            shift_x: zero,
            shift_y: zero,
            seen: 0,
            left: 0,
            x: zero,
            y: zero,
            xx: zero,
            xy: zero,
            yy: zero,
            gone_x: zero,
            gone_y: zero,
        }
    }

    /// Whether the window is full.
    #[inline(always)]
    fn next(&mut self, x: f64, y: f64) -> bool {
        if self.seen == 0 {
            (self.shift_x, self.shift_y) = (x, y);
            self.left = WINDOWS * self.period;
        } else if self.seen == self.period {
            self.leave();
        }
        self.xs.push(x);
        self.ys.push(y);
        self.add(x - self.shift_x, y - self.shift_y);
        if self.seen < self.period {
            self.seen += 1;
        }
        self.seen == self.period
    }

    /// Whether the sums are due to be made anew.
    #[inline(always)]
    fn due(&mut self) -> bool {
        self.left -= 1;
        self.left == 0
    }

    #[inline(always)]
    fn again(&mut self) {
        self.left = WINDOWS * self.period;
        self.shift_x = Pairs::mean(self.xs.parts());
        self.shift_y = Pairs::mean(self.ys.parts());
        [self.x, self.y, self.xx, self.xy, self.yy] =
            Pairs::sums(self.xs.parts(), self.ys.parts(), self.shift_x, self.shift_y);
    }

    #[cold]
    #[inline(never)]
    fn mean((older, newer): (&[f64], &[f64])) -> f64 {
        let mut total = 0.0;
        for value in older.iter().chain(newer) {
            total += value;
        }
        total / (older.len() + newer.len()) as f64
    }

    #[cold]
    #[inline(never)]
    fn sums(xs: (&[f64], &[f64]), ys: (&[f64], &[f64]), shift_x: f64, shift_y: f64) -> [f64; 5] {
        let [mut sum_x, mut sum_y, mut xx, mut xy, mut yy] = [0.0; 5];
        for (x, y) in xs.0.iter().chain(xs.1).zip(ys.0.iter().chain(ys.1)) {
            let (x, y) = (x - shift_x, y - shift_y);
            sum_x += x;
            sum_y += y;
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
        [sum_x, sum_y, xx, xy, yy]
    }

    #[inline(always)]
    fn add(&mut self, x: f64, y: f64) {
        self.x += x;
        self.y += y;
        self.xx += x * x;
        self.xy += x * y;
        self.yy += y * y;
    }

    #[inline(always)]
    fn leave(&mut self) {
        let x = self.xs.oldest() - self.shift_x;
        let y = self.ys.oldest() - self.shift_y;
        self.gone_x = x * x;
        self.gone_y = y * y;
        self.x -= x;
        self.y -= y;
        self.xx -= x * x;
        self.xy -= x * y;
        self.yy -= y * y;
    }
}

/// Pearson's correlation of the last `period` pairs; 0 where one of them does not vary.
pub struct Correlation {
    pairs: Pairs,
    share: f64,
}

impl Correlation {
    pub fn new(period: usize) -> Correlation {
        Correlation { pairs: Pairs::new(period), share: 1.0 / period as f64 }
    }

    #[inline(always)]
    pub fn next(&mut self, x: f64, y: f64) -> f64 {
        let share = self.share;
        let squares = |squares: f64, sum: f64| squares - sum * sum * share;
        let pairs = &mut self.pairs;
        if !pairs.next(x, y) {
            return f64::NAN;
        }
        let mut squares_x = squares(pairs.xx, pairs.x);
        let mut squares_y = squares(pairs.yy, pairs.y);
        if pairs.due()
            || squares_x < 1e-6 * pairs.xx
            || squares_y < 1e-6 * pairs.yy
            || pairs.gone_x > 1e6 * pairs.xx
            || pairs.gone_y > 1e6 * pairs.yy
        {
            pairs.again();
            squares_x = squares(pairs.xx, pairs.x);
            squares_y = squares(pairs.yy, pairs.y);
        }
        if squares_x > EPSILON * pairs.xx && squares_y > EPSILON * pairs.yy {
            let correlation = (pairs.xy - pairs.x * pairs.y * share) / (squares_x * squares_y).sqrt();
            if correlation > 1.0 {
                1.0
            } else if correlation < -1.0 {
                -1.0
            } else {
                correlation
            }
        } else {
            0.0
        }
    }
}

/// Slope of the changes of the second series on those of the first (TA-Lib's first is the market).
pub struct Beta {
    pairs: Pairs,
    period: f64,
    begun: bool,
    last_x: f64,
    last_y: f64,
}

impl Beta {
    pub fn new(period: usize) -> Beta {
        Beta { pairs: Pairs::new(period), period: period as f64, begun: false, last_x: 0.0, last_y: 0.0 }
    }

    #[inline(always)]
    pub fn next(&mut self, x: f64, y: f64) -> f64 {
        let change_x = change(self.last_x, x);
        let change_y = change(self.last_y, y);
        (self.last_x, self.last_y) = (x, y);
        if !self.begun {
            self.begun = true;
            return f64::NAN;
        }
        let period = self.period;
        let pairs = &mut self.pairs;
        if !pairs.next(change_x, change_y) {
            return f64::NAN;
        }
        let mut divisor = period * pairs.xx - pairs.x * pairs.x;
        if pairs.due() || divisor < 1e-6 * (period * pairs.xx) || pairs.gone_x > 1e3 * pairs.xx {
            pairs.again();
            divisor = period * pairs.xx - pairs.x * pairs.x;
        }
        if divisor > EPSILON * (period * pairs.xx) {
            (period * pairs.xy - pairs.x * pairs.y) / divisor
        } else {
            0.0
        }
    }
}

#[inline(always)]
fn change(from: f64, to: f64) -> f64 {
    if from > -EPSILON && from < EPSILON {
        0.0
    } else {
        (to - from) / from
    }
}

/// The straight line through the last `period` values, its rows counted from 0.
pub struct Line {
    ring: Ring,
    period: f64,
    rows: f64,
    divisor: f64,
    sum: f64,
    weighted: f64,
    seen: usize,
    left: usize,
    slope: f64,
    intercept: f64,
}

impl Line {
    pub fn new(period: usize) -> Line {
        let size = period as f64;
        let rows = size * (size - 1.0) / 2.0;
        let squares = size * (size - 1.0) * (2.0 * size - 1.0) / 6.0;
        Line {
            ring: Ring::new(period),
            period: size,
            rows,
            divisor: rows * rows - size * squares,
            sum: 0.0,
            weighted: 0.0,
            seen: 0,
            left: 0,
            slope: 0.0,
            intercept: 0.0,
        }
    }

    /// `of` the intercept, the slope and the period, once the window is full.
    #[inline(always)]
    pub fn next(&mut self, value: f64, of: impl Fn(f64, f64, f64) -> f64) -> f64 {
        let period = self.period;
        let gone = self.ring.oldest();
        self.ring.push(value);
        if self.seen < self.ring.values.len() {
            self.seen += 1;
            if self.seen < self.ring.values.len() {
                return f64::NAN;
            }
            self.anew();
        } else {
            self.weighted = self.weighted + self.sum - period * gone;
            self.sum = self.sum - gone + value;
            self.left -= 1;
            if self.left == 0 || gone.abs() > 1e3 * self.sum.abs() {
                self.anew();
            }
        }
        self.slope = (period * self.weighted - self.rows * self.sum) / self.divisor;
        self.intercept = (self.sum - self.slope * self.rows) / period;
        of(self.intercept, self.slope, period)
    }

    #[inline(always)]
    fn anew(&mut self) {
        self.left = WINDOWS * self.ring.values.len();
        (self.sum, self.weighted) = Line::again(self.ring.parts());
    }

    /// The sum, and the sum that takes the newest value 0 times, the one before once, and so on.
    #[cold]
    #[inline(never)]
    fn again((older, newer): (&[f64], &[f64])) -> (f64, f64) {
        let period = older.len() + newer.len();
        let (mut sum, mut weighted) = (0.0, 0.0);
        for (at, value) in older.iter().chain(newer).enumerate() {
            sum += value;
            weighted += (period - 1 - at) as f64 * value;
        }
        (sum, weighted)
    }
}
