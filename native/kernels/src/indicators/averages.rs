use super::hilbert::Mama;
use super::ring::{is_zero, Ring, Smoother, Sum};

pub struct Identity;

impl Smoother for Identity {
    fn next(&mut self, value: f64) -> f64 {
        value
    }
}

pub struct Sma {
    sum: Sum,
    period: f64,
}

impl Sma {
    pub fn new(period: usize) -> Sma {
        Sma { sum: Sum::new(period), period: period as f64 }
    }
}

impl Smoother for Sma {
    #[inline(always)]
    fn next(&mut self, value: f64) -> f64 {
        self.sum.next(value) / self.period
    }
}

/// Begins with the mean of the first `period` values; `share` is the newest value's. What is kept is how far the average is from
/// the newest value: of a distance there are two operations from row to row, of the average three, and both wait for them.
pub struct Ema {
    period: usize,
    keep: f64,
    seen: usize,
    last: f64,
    distance: f64,
}

impl Ema {
    pub fn new(period: usize) -> Ema {
        Ema::with_share(period, 2.0 / (period as f64 + 1.0))
    }

    pub fn with_share(period: usize, share: f64) -> Ema {
        Ema { period, keep: 1.0 - share, seen: 0, last: 0.0, distance: 0.0 }
    }
}

impl Smoother for Ema {
    #[inline(always)]
    fn next(&mut self, value: f64) -> f64 {
        if self.seen == self.period {
            self.distance = (self.distance - (value - self.last)) * self.keep;
            self.last = value;
            return value + self.distance;
        }
        // Until it is there, the sum.
        self.distance += value;
        self.seen += 1;
        if self.seen < self.period {
            return f64::NAN;
        }
        let mean = self.distance / self.period as f64;
        self.distance = mean - value;
        self.last = value;
        mean
    }
}

/// Exponential averages one after the other, each fed by the one before.
struct Chain<const N: usize> {
    period: usize,
    keep: f64,
    /// How far each is from what it was fed last.
    distances: [f64; N],
    fed: [f64; N],
    /// Which of them is not there yet, and how many values it has seen.
    filling: usize,
    seen: usize,
}

impl<const N: usize> Chain<N> {
    fn new(period: usize) -> Self {
        let share = 2.0 / (period as f64 + 1.0);
        Chain { period, keep: 1.0 - share, distances: [0.0; N], fed: [0.0; N], filling: 0, seen: 0 }
    }

    #[inline(always)]
    fn average(&mut self, at: usize, fed: f64) -> f64 {
        self.distances[at] = (self.distances[at] - (fed - self.fed[at])) * self.keep;
        self.fed[at] = fed;
        fed + self.distances[at]
    }

    /// What they answer, once all of them do.
    #[inline(always)]
    fn next(&mut self, value: f64) -> Option<[f64; N]> {
        let mut fed = value;
        let mut answers = [0.0; N];
        if self.filling == N {
            for (at, answer) in answers.iter_mut().enumerate() {
                fed = self.average(at, fed);
                *answer = fed;
            }
            return Some(answers);
        }
        for (at, answer) in answers.iter_mut().enumerate() {
            if at < self.filling {
                fed = self.average(at, fed);
            } else {
                self.distances[at] += fed;
                self.seen += 1;
                if self.seen < self.period {
                    return None;
                }
                let mean = self.distances[at] / self.period as f64;
                self.distances[at] = mean - fed;
                self.fed[at] = std::mem::replace(&mut fed, mean);
                self.filling += 1;
                self.seen = 0;
            }
            *answer = fed;
        }
        Some(answers)
    }
}

pub struct Dema(Chain<2>);

impl Dema {
    pub fn new(period: usize) -> Dema {
        Dema(Chain::new(period))
    }
}

impl Smoother for Dema {
    #[inline(always)]
    fn next(&mut self, value: f64) -> f64 {
        self.0.next(value).map_or(f64::NAN, |[once, twice]| 2.0 * once - twice)
    }
}

pub struct Tema(Chain<3>);

impl Tema {
    pub fn new(period: usize) -> Tema {
        Tema(Chain::new(period))
    }
}

impl Smoother for Tema {
    #[inline(always)]
    fn next(&mut self, value: f64) -> f64 {
        self.0.next(value).map_or(f64::NAN, |[once, twice, thrice]| 3.0 * once - 3.0 * twice + thrice)
    }
}

/// Tillson's: three times the generalized double average. Its exponential averages are in units of their shares: sums of all values, in which
/// each fades from row to row.
pub struct T3 {
    period: usize,
    share: f64,
    keep: f64,
    averages: [f64; 6],
    /// Which of them is not there yet, and how many values it has seen.
    filling: usize,
    seen: usize,
    weights: [f64; 4],
}

impl T3 {
    pub fn new(period: usize, volume: f64) -> T3 {
        let square = volume * volume;
        let first = -(square * volume);
        let share = 2.0 / (period as f64 + 1.0);
        let third = share * share * share;
        let weights = [
            first * (third * third),
            3.0 * (square - first) * (third * share * share),
            (-6.0 * square - 3.0 * (volume - first)) * (third * share),
            (1.0 + 3.0 * volume - first + 3.0 * square) * third,
        ];
        T3 { period, share, keep: 1.0 - share, averages: [0.0; 6], filling: 0, seen: 0, weights }
    }
}

impl Smoother for T3 {
    #[inline(always)]
    fn next(&mut self, value: f64) -> f64 {
        let mut fed = value;
        if self.filling == 6 {
            for average in &mut self.averages {
                *average = fed + self.keep * *average;
                fed = *average;
            }
        } else {
            for (at, average) in self.averages.iter_mut().enumerate() {
                if at < self.filling {
                    *average = fed + self.keep * *average;
                } else {
                    *average += fed;
                    self.seen += 1;
                    if self.seen < self.period {
                        return f64::NAN;
                    }
                    *average /= self.period as f64 * self.share;
                    self.filling += 1;
                    self.seen = 0;
                }
                fed = *average;
            }
        }
        let [a, b, c, d] = self.weights;
        let [_, _, e3, e4, e5, e6] = self.averages;
        a * e6 + b * e5 + c * e4 + d * e3
    }
}

/// The one-row change of a triple average, in percent.
pub struct Trix {
    chain: Chain<3>,
    before: f64,
}

impl Trix {
    pub fn new(period: usize) -> Trix {
        Trix { chain: Chain::new(period), before: f64::NAN }
    }
}

impl Smoother for Trix {
    #[inline(always)]
    fn next(&mut self, value: f64) -> f64 {
        let Some([_, _, thrice]) = self.chain.next(value) else { return f64::NAN };
        let before = std::mem::replace(&mut self.before, thrice);
        if before.is_nan() {
            f64::NAN
        } else if before == 0.0 {
            0.0
        } else {
            (thrice / before - 1.0) * 100.0
        }
    }
}

/// Weights 1 to `period`, the newest most. The two totals are made anew from the window now and then, so that no
/// rounding stays.
pub struct Wma {
    ring: Ring,
    period: usize,
    divisor: f64,
    plain: f64,
    weighted: f64,
    seen: usize,
    left: usize,
}

impl Wma {
    pub fn new(period: usize) -> Wma {
        let divisor = period as f64 * (period as f64 + 1.0) / 2.0;
        Wma { ring: Ring::new(period), period, divisor, plain: 0.0, weighted: 0.0, seen: 0, left: 0 }
    }

    /// The two totals of the values, from the oldest on. (Rare work takes slices and answers numbers: a state whose
    /// address is handed out would live in memory rather than in registers.)
    #[cold]
    #[inline(never)]
    fn again((older, newer): (&[f64], &[f64])) -> (f64, f64) {
        let (mut plain, mut weighted) = (0.0, 0.0);
        for (at, &value) in older.iter().chain(newer).enumerate() {
            plain += value;
            weighted += value * (at + 1) as f64;
        }
        (plain, weighted)
    }
}

impl Smoother for Wma {
    #[inline(always)]
    fn next(&mut self, value: f64) -> f64 {
        let gone = self.ring.oldest();
        self.ring.push(value);
        if self.seen < self.period {
            self.plain += value;
            self.seen += 1;
            self.weighted += value * self.seen as f64;
            if self.seen < self.period {
                return f64::NAN;
            }
            self.left = 8 * self.period;
        } else {
            self.weighted -= self.plain;
            self.plain += value;
            self.plain -= gone;
            self.weighted += value * self.period as f64;
            self.left -= 1;
            if self.left == 0 {
                self.left = 8 * self.period;
                (self.plain, self.weighted) = Wma::again(self.ring.parts());
            }
        }
        self.weighted / self.divisor
    }
}

/// A mean of means: weights that rise to the middle of the window and fall again.
pub struct Trima {
    inner: Sum,
    outer: Sum,
    factor: f64,
    /// Rows until there is an inner sum.
    left: usize,
}

impl Trima {
    pub fn new(period: usize) -> Trima {
        let [inner, outer] = Trima::periods(period);
        Trima { inner: Sum::new(inner), outer: Sum::new(outer), factor: Trima::factor(period), left: inner }
    }

    /// Of the inner and the outer sums.
    pub fn periods(period: usize) -> [usize; 2] {
        [period.div_ceil(2), period / 2 + 1]
    }

    pub fn factor(period: usize) -> f64 {
        let [inner, outer] = Trima::periods(period);
        1.0 / (inner * outer) as f64
    }
}

impl Smoother for Trima {
    #[inline(always)]
    fn next(&mut self, value: f64) -> f64 {
        let inner = self.inner.next(value);
        if self.left > 1 {
            self.left -= 1;
            return f64::NAN;
        }
        self.outer.next(inner) * self.factor
    }
}

const SLOWEST: f64 = 2.0 / 31.0;
const FASTEST: f64 = 2.0 / 3.0;

/// Kaufman's: the faster, the straighter the way of the last `period` rows.
pub struct Kama {
    ring: Ring,
    period: usize,
    way: f64,
    gone: f64,
    last: f64,
    /// How far the average is from the newest value, as in `Ema`.
    distance: f64,
    seen: usize,
}

impl Kama {
    pub fn new(period: usize) -> Kama {
        Kama { ring: Ring::new(period + 1), period, way: 0.0, gone: 0.0, last: 0.0, distance: 0.0, seen: 0 }
    }
}

impl Smoother for Kama {
    #[inline(always)]
    fn next(&mut self, value: f64) -> f64 {
        self.ring.push(value);
        let last = std::mem::replace(&mut self.last, value);
        if self.seen <= self.period {
            if self.seen > 0 {
                self.way += (last - value).abs();
            }
            self.seen += 1;
            if self.seen <= self.period {
                return f64::NAN;
            }
        } else {
            self.way -= (self.gone - self.ring.oldest()).abs();
            self.way += (value - last).abs();
        }
        self.gone = self.ring.oldest();
        let direct = value - self.gone;
        let straight = if self.way <= direct || is_zero(self.way) { 1.0 } else { (direct / self.way).abs() };
        let share = straight * (FASTEST - SLOWEST) + SLOWEST;
        self.distance = (self.distance - (value - last)) * (1.0 - share * share);
        value + self.distance
    }
}

/// The moving average of a TA-Lib number; of one row, the row itself.
pub enum Average {
    Identity,
    Sma(Sma),
    Ema(Ema),
    Wma(Wma),
    Dema(Dema),
    Tema(Tema),
    Trima(Trima),
    Kama(Kama),
    Mama(Box<Mama>),
    T3(Box<T3>),
}

impl Average {
    pub fn new(period: usize, kind: usize) -> Average {
        if period == 1 {
            return Average::Identity;
        }
        match kind {
            0 => Average::Sma(Sma::new(period)),
            1 => Average::Ema(Ema::new(period)),
            2 => Average::Wma(Wma::new(period)),
            3 => Average::Dema(Dema::new(period)),
            4 => Average::Tema(Tema::new(period)),
            5 => Average::Trima(Trima::new(period)),
            6 => Average::Kama(Kama::new(period)),
            7 => Average::Mama(Box::new(Mama::new(0.5, 0.05))),
            _ => Average::T3(Box::new(T3::new(period, 0.7))),
        }
    }

    /// How many rows `new(period, kind)` answers NaN.
    pub fn lookback(period: usize, kind: usize) -> usize {
        if period == 1 {
            return 0;
        }
        match kind {
            3 => 2 * (period - 1),
            4 => 3 * (period - 1),
            6 => period,
            7 => 32,
            8 => 6 * (period - 1),
            _ => period - 1,
        }
    }
}

impl Smoother for Average {
    #[inline(always)]
    fn next(&mut self, value: f64) -> f64 {
        match self {
            Average::Identity => value,
            Average::Sma(average) => average.next(value),
            Average::Ema(average) => average.next(value),
            Average::Wma(average) => average.next(value),
            Average::Dema(average) => average.next(value),
            Average::Tema(average) => average.next(value),
            Average::Trima(average) => average.next(value),
            Average::Kama(average) => average.next(value),
            Average::Mama(average) => average.next(value),
            Average::T3(average) => average.next(value),
        }
    }
}
