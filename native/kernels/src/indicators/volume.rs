use super::columns::{totals, Column, ROWS};
use super::ring::kept;
use super::task::Task;
use crate::failure::Fault;
use crate::lanes::fill;

/// Chaikin's accumulation and distribution line.
#[derive(Default)]
pub struct Accumulation(f64);

impl Accumulation {
    #[inline(always)]
    pub fn next(&mut self, high: f64, low: f64, close: f64, volume: f64) -> f64 {
        let range = high - low;
        if range > 0.0 {
            self.0 += (close - low - (high - close)) / range * volume;
        }
        self.0
    }
}

/// Fast less slow average of the accumulation line; both begin with its first value.
pub struct ChaikinOscillator {
    line: Accumulation,
    shares: [f64; 2],
    rows: usize,
    seen: usize,
    fast: f64,
    slow: f64,
}

impl ChaikinOscillator {
    pub fn new(fast: usize, slow: usize) -> ChaikinOscillator {
        let shares = [fast, slow].map(|period| 2.0 / (period as f64 + 1.0));
        ChaikinOscillator { line: Accumulation::default(), shares, rows: fast.max(slow), seen: 0, fast: 0.0, slow: 0.0 }
    }

    #[inline(always)]
    pub fn next(&mut self, high: f64, low: f64, close: f64, volume: f64) -> f64 {
        let line = self.line.next(high, low, close, volume);
        let [fast, slow] = self.shares;
        if self.seen == 0 {
            (self.fast, self.slow) = (line, line);
        } else {
            self.fast = fast * line + (1.0 - fast) * self.fast;
            self.slow = slow * line + (1.0 - slow) * self.slow;
        }
        if self.seen < self.rows {
            self.seen += 1;
        }
        if self.seen < self.rows {
            f64::NAN
        } else {
            self.fast - self.slow
        }
    }
}

/// On balance volume: volume added where the close rose, taken off where it fell.
#[derive(Default)]
pub struct Obv {
    begun: bool,
    last: f64,
    total: f64,
}

impl Obv {
    #[inline(always)]
    pub fn next(&mut self, close: f64, volume: f64) -> f64 {
        if !self.begun {
            self.begun = true;
            self.total = volume;
        } else {
            self.total += kept(volume, close > self.last) - kept(volume, close < self.last);
        }
        self.last = close;
        self.total
    }
}

/// Money flow index: money that flowed in on rises, as a share of all.
pub fn money_flow(task: Task) -> Result<(), Fault> {
    let period = task.period(0)?;
    let (_, [high, low, close, volume], [out]) = task.split()?;
    let mut prices = Column::new(1);
    let [mut ins, mut outs] = [Column::new(period), Column::new(period)];
    let mut sums = [0.0; 2];
    let mut told = [[0.0; ROWS]; 2];
    let mut still = 0;
    for from in (0..out.len()).step_by(ROWS) {
        let out = &mut out[from..];
        let count = out.len().min(ROWS);
        let [high, low, close, volume] = [high, low, close, volume].map(|column| &column[from..]);
        fill(prices.rows(count), [high, low, close], |[high, low, close]| (high + low + close) / 3.0);
        let flows = [prices.back(0, count), prices.back(1, count), volume];
        let flow = |[price, last, volume]: [f64; 3]| {
            kept(price * volume, !((price - last).abs() <= 1e-14 * (price.abs() + last.abs())))
        };
        fill(ins.rows(count), flows, |row| kept(flow(row), !(row[0] - row[1] < 0.0)));
        fill(outs.rows(count), flows, |row| kept(flow(row), row[0] - row[1] < 0.0));
        if from == 0 {
            // There is no price before the first.
            (ins.rows(1)[0], outs.rows(1)[0]) = (0.0, 0.0);
        }
        let [come, gone] = [0, period - 1].map(|rows| [ins.back(rows, count), outs.back(rows, count)]);
        totals(&mut sums, come, gone, &mut told, |row| {
            // A window in which nothing flowed is exactly empty, whatever rounding has left. One of the two is 0 in any row.
            still = if come[0][row] + come[1][row] == 0.0 { still + 1 } else { 0 };
            still >= period
        });
        fill(&mut out[..count], told.each_ref().map(|sums| &sums[..]), |[into, away]| {
            let all = into + away;
            let within = if into < 0.0 { 0.0 } else { into };
            let share = 100.0 * (if within > all { all } else { within } / all);
            if all <= 0.0 {
                0.0
            } else {
                share
            }
        });
        prices.turn();
        ins.turn();
        outs.turn();
    }
    let unknown = out.len().min(period);
    out[..unknown].fill(f64::NAN);
    Ok(())
}
