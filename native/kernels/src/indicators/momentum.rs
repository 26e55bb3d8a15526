use super::averages::{Average, Ema};
use super::columns::{totals, Column, ROWS};
use super::extremes::{Extreme, GREATEST, LEAST};
use super::ring::{is_zero, kept, Ring, Smoother};
use super::task::Task;
use crate::failure::Fault;
use crate::lanes::fill;

/// Wilder's means of gains and of losses.
pub struct Gains {
    period: usize,
    keep: f64,
    share: f64,
    seen: usize,
    last: f64,
    gain: f64,
    loss: f64,
}

impl Gains {
    pub fn new(period: usize) -> Gains {
        let size = period as f64;
        Gains { period, keep: (size - 1.0) / size, share: 1.0 / size, seen: 0, last: 0.0, gain: 0.0, loss: 0.0 }
    }

    /// The two, once there are enough rows.
    #[inline(always)]
    pub fn next(&mut self, value: f64) -> Option<(f64, f64)> {
        let change = value - self.last;
        self.last = value;
        let gain = kept(change, change > 0.0);
        let loss = gain - change;
        if self.seen > self.period {
            self.gain = self.gain * self.keep + gain * self.share;
            self.loss = self.loss * self.keep + loss * self.share;
            return Some((self.gain, self.loss));
        }
        self.seen += 1;
        if self.seen == 1 {
            return None;
        }
        self.gain += gain;
        self.loss += loss;
        if self.seen <= self.period {
            return None;
        }
        self.gain *= self.share;
        self.loss *= self.share;
        Some((self.gain, self.loss))
    }
}

/// Relative strength index of gains and losses.
#[inline(always)]
pub fn strength((gain, loss): (f64, f64)) -> f64 {
    if gain + loss > 0.0 {
        100.0 * (gain / (gain + loss))
    } else {
        50.0
    }
}

/// Chande's momentum of gains and losses.
#[inline(always)]
pub fn chande((gain, loss): (f64, f64)) -> f64 {
    if gain + loss > 0.0 {
        100.0 * ((gain - loss) / (gain + loss))
    } else {
        0.0
    }
}

/// Fast average less slow average, the shorter period being the fast one; as a share of the slow one with PERCENT.
pub struct Oscillator<A, const PERCENT: bool> {
    fast: A,
    slow: A,
}

impl<A: Smoother, const PERCENT: bool> Oscillator<A, PERCENT> {
    pub fn new(fast: usize, slow: usize, average: impl Fn(usize) -> A) -> Self {
        Oscillator { fast: average(fast.min(slow)), slow: average(fast.max(slow)) }
    }
}

impl<A: Smoother, const PERCENT: bool> Smoother for Oscillator<A, PERCENT> {
    #[inline(always)]
    fn next(&mut self, value: f64) -> f64 {
        let fast = self.fast.next(value);
        let slow = self.slow.next(value);
        if !PERCENT {
            fast - slow
        } else if is_zero(slow) {
            0.0
        } else {
            (fast - slow) / slow * 100.0
        }
    }
}

/// Fast average less slow average, both beginning at one row, and the average of that.
pub struct Macd<A> {
    fast: A,
    slow: A,
    smoother: A,
    ahead: i64,
}

impl Macd<Ema> {
    pub fn exponential(fast: usize, slow: usize, signal: usize) -> Self {
        let (short, long) = (fast.min(slow), fast.max(slow));
        let ahead = (long - short) as i64;
        Macd { fast: Ema::new(short), slow: Ema::new(long), smoother: Ema::new(signal), ahead }
    }

    pub fn fixed(signal: usize) -> Self {
        Macd {
            fast: Ema::with_share(12, 0.15),
            slow: Ema::with_share(26, 0.075),
            smoother: Ema::new(signal),
            ahead: 14,
        }
    }
}

impl Macd<Average> {
    /// Each average, a period and a type, of a type of its own.
    pub fn of(fast: (usize, usize), slow: (usize, usize), signal: (usize, usize)) -> Self {
        let (short, long) = if slow.0 < fast.0 { (slow, fast) } else { (fast, slow) };
        let ahead = Average::lookback(long.0, long.1) as i64 - Average::lookback(short.0, short.1) as i64;
        let average = |(period, kind): (usize, usize)| Average::new(period, kind);
        Macd { fast: average(short), slow: average(long), smoother: average(signal), ahead }
    }
}

impl<A: Smoother> Macd<A> {
    /// The line, the signal and their difference, once the signal is there.
    #[inline(always)]
    pub fn next(&mut self, value: f64) -> [f64; 3] {
        // The average that needs fewer rows is fed later, so that both answer first at one row.
        let late = self.ahead;
        if late != 0 {
            self.ahead -= late.signum();
        }
        let fast = if late > 0 { f64::NAN } else { self.fast.next(value) };
        let slow = if late < 0 { f64::NAN } else { self.slow.next(value) };
        let line = fast - slow;
        if line.is_nan() {
            return [f64::NAN; 3];
        }
        let signal = self.smoother.next(line);
        if signal.is_nan() {
            return [f64::NAN; 3];
        }
        [line, signal, line - signal]
    }
}

/// Commodity channel index: how far the typical price is from its mean, in mean distances.
pub struct Cci(Ring);

impl Cci {
    pub fn new(period: usize) -> Cci {
        Cci(Ring::new(period))
    }

    #[inline(always)]
    pub fn next(&mut self, high: f64, low: f64, close: f64) -> f64 {
        let price = (high + low + close) / 3.0;
        self.0.push(price);
        if !self.0.full() {
            return f64::NAN;
        }
        let values = &self.0.values;
        let period = values.len() as f64;
        let mean = fourfold(values, |value| value) / period;
        let distance = fourfold(values, |value| (value - mean).abs());
        let off = price - mean;
        if is_zero(off) || is_zero(distance) {
            0.0
        } else {
            off / (0.015 * (distance / period))
        }
    }
}

/// A sum in four parts, every fourth value into the same one.
#[inline(always)]
fn fourfold(values: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    let mut parts = [0.0; 4];
    let fours = values.chunks_exact(4);
    let rest = fours.remainder();
    for four in fours {
        for (part, &value) in parts.iter_mut().zip(four) {
            *part += of(value);
        }
    }
    for (part, &value) in parts.iter_mut().zip(rest) {
        *part += of(value);
    }
    parts[0] + parts[1] + (parts[2] + parts[3])
}

/// Ultimate oscillator: buying pressure over true range in three periods, weighted 4, 2 and 1 from the shortest.
pub fn ultimate(task: Task) -> Result<(), Fault> {
    let mut periods = [task.period(0)?, task.period(1)?, task.period(2)?];
    periods.sort_unstable();
    let long = periods[2];
    let (_, [high, low, close], [out]) = task.split()?;
    let [mut pressures, mut ranges] = [Column::new(long), Column::new(long)];
    let mut sums = [0.0; 6];
    let mut told = [[0.0; ROWS]; 6];
    // A row needs the close before it.
    for from in (1..out.len()).step_by(ROWS) {
        let out = &mut out[from..];
        let count = out.len().min(ROWS);
        let [high, low, last, close] = [&high[from..], &low[from..], &close[from - 1..], &close[from..]];
        fill(pressures.rows(count), [low, last, close], |[low, last, close]| {
            close - if last < low { last } else { low }
        });
        fill(ranges.rows(count), [high, low, last], |[high, low, last]| true_range(high, low, last));
        let window = |period: usize| [&pressures, &ranges].map(|column| column.back(period - 1, count));
        let [[pressure, range], [ps, rs], [pm, rm], [pl, rl]] = [1, periods[0], periods[1], long].map(window);
        let come = [pressure, range, pressure, range, pressure, range];
        totals(&mut sums, come, [ps, rs, pm, rm, pl, rl], &mut told, |_| false);
        let told = told.each_ref().map(|sums| &sums[..]);
        let share = |pressure: f64, range: f64| if is_zero(range) { 0.0 } else { pressure / range };
        fill(&mut out[..count], told, |[ps, rs, pm, rm, pl, rl]| {
            100.0 * ((4.0 * share(ps, rs) + 2.0 * share(pm, rm) + share(pl, rl)) / 7.0)
        });
        pressures.turn();
        ranges.turn();
    }
    let unknown = out.len().min(long);
    out[..unknown].fill(f64::NAN);
    Ok(())
}

#[inline(always)]
pub fn true_range(high: f64, low: f64, last: f64) -> f64 {
    let mut range = high - low;
    let up = (last - high).abs();
    if up > range {
        range = up;
    }
    let down = (last - low).abs();
    if down > range {
        down
    } else {
        range
    }
}

/// The highest high and the lowest low.
pub struct Range {
    highest: Extreme<GREATEST>,
    lowest: Extreme<LEAST>,
}

impl Range {
    pub fn new(period: usize) -> Range {
        Range { highest: Extreme::new(period), lowest: Extreme::new(period) }
    }

    #[inline(always)]
    pub fn next(&mut self, high: f64, low: f64) -> (f64, f64) {
        (self.highest.next(high), self.lowest.next(low))
    }

    /// The close's place between the lowest low (0) and the highest high (100).
    #[inline(always)]
    pub fn place(&mut self, high: f64, low: f64, close: f64) -> f64 {
        let (highest, lowest) = self.next(high, low);
        let range = highest - lowest;
        if range <= 1e-14 * (highest.abs() + lowest.abs()) {
            0.0
        } else {
            (close - lowest) / (range / 100.0)
        }
    }
}

/// Williams' %R: how far the close is below the highest high, -100 at the lowest low.
#[inline(always)]
pub fn williams(highest: f64, lowest: f64, close: f64) -> f64 {
    let scale = (highest - lowest) / -100.0;
    if scale == 0.0 {
        0.0
    } else {
        (highest - close) / scale
    }
}
