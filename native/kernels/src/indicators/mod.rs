//! Technical indicators: names, conventions and seeds are TA-Lib's. Each is a state that is fed a row at a time and
//! answers NaN until it has seen rows enough; a series is that state fed row after row, so both give the same digits.

mod averages;
mod directional;
mod extremes;
mod hilbert;
mod momentum;
mod ring;
mod statistics;
mod volume;

use crate::failure::Fault;
use crate::{pages, whole};
use averages::{Average, Dema, Ema, Kama, Sma, Tema, Trima, Trix, Wma, T3};
use directional::{Adx, Adxr, Atr, Dx, Movement, Sar};
use extremes::{Extreme, Where, GREATEST, LEAST};
use hilbert::{Mama, Trendline};
use momentum::{chande, strength, true_range, Cci, Gains, Macd, Oscillator, Range, Ultimate};
use ring::{is_zero, Smoother, Sum};
use statistics::{Beta, Correlation, Line, Variance};
use volume::{Accumulation, ChaikinOscillator, Mfi, Obv};

const DEGREES: f64 = 180.0 / std::f64::consts::PI;
/// TA-Lib's longest period.
const LONGEST: usize = 100_000;

/// As V8 computes it, where the system's differs in the last bit.
fn arctangent(value: f64) -> f64 {
    libm::atan(value)
}

struct Task<'a> {
    inputs: [&'a [f64]; 4],
    parameters: &'a [f64],
    out: &'a mut [f64],
}

impl Task<'_> {
    fn period(&self, at: usize) -> Result<usize, Fault> {
        let period = self.parameters.get(at).copied().and_then(whole);
        period.filter(|period| (1..=LONGEST).contains(period)).ok_or(Fault::IndicatorParameter)
    }

    /// A moving average's number.
    fn kind(&self, at: usize) -> Result<usize, Fault> {
        let kind = self.parameters.get(at).copied().and_then(whole);
        kind.filter(|&kind| kind <= 8).ok_or(Fault::IndicatorParameter)
    }

    fn number(&self, at: usize) -> Result<f64, Fault> {
        self.parameters.get(at).copied().filter(|number| number.is_finite()).ok_or(Fault::IndicatorParameter)
    }

    /// Feeds row after row, from the first on in which no input is missing.
    fn run<const I: usize, const O: usize>(self, mut next: impl FnMut([f64; I]) -> [f64; O]) -> Result<(), Fault> {
        self.run_from(|_| move |row| next(row))
    }

    /// The same, of what `begin` makes for the first such row.
    fn run_from<const I: usize, const O: usize, N: FnMut([f64; I]) -> [f64; O]>(
        self,
        begin: impl FnOnce(usize) -> N,
    ) -> Result<(), Fault> {
        let rows = self.inputs[0].len();
        if self.inputs[..I].iter().any(|input| input.len() != rows) || self.out.len() != rows * O {
            return Err(Fault::ArrayLength);
        }
        if rows == 0 {
            return Ok(());
        }
        let columns: [&[f64]; I] = std::array::from_fn(|at| &self.inputs[at][..rows]);
        let first = (0..rows).find(|&row| columns.iter().all(|column| !column[row].is_nan())).unwrap_or(rows);
        let mut next = begin(first);
        pages::expect(self.out);
        let mut rest = self.out;
        let mut parts: [&mut [f64]; O] = std::array::from_fn(|_| {
            let (part, others) = std::mem::take(&mut rest).split_at_mut(rows);
            rest = others;
            part
        });
        for part in &mut parts {
            part[..first].fill(f64::NAN);
        }
        for row in first..rows {
            let answers = next(std::array::from_fn(|at| columns[at][row]));
            for (part, answer) in parts.iter_mut().zip(answers) {
                part[row] = answer;
            }
        }
        Ok(())
    }

    fn smooth(self, mut smoother: impl Smoother) -> Result<(), Fault> {
        self.run(|[value]| [smoother.next(value)])
    }
}

/// Indicator number `kind` (`native/indicators.ts` lists them) of as many of the inputs as it takes, all equally long;
/// `out` has as many parts of that length as it has answers.
pub fn indicator(kind: f64, inputs: [&[f64]; 4], parameters: &[f64], out: &mut [f64]) -> Result<(), Fault> {
    let task = Task { inputs, parameters, out };
    match whole(kind).ok_or(Fault::IndicatorKind)? {
        0 => task.period(0).and_then(|period| task.smooth(Sma::new(period))),
        1 => task.period(0).and_then(|period| task.smooth(Ema::new(period))),
        2 => task.period(0).and_then(|period| task.smooth(Wma::new(period))),
        3 => task.period(0).and_then(|period| task.smooth(Dema::new(period))),
        4 => task.period(0).and_then(|period| task.smooth(Tema::new(period))),
        5 => task.period(0).and_then(|period| task.smooth(Trima::new(period))),
        6 => match task.period(0)? {
            1 => task.smooth(Average::Identity),
            period => task.smooth(Kama::new(period)),
        },
        7 => {
            let mut mama = Mama::new(task.number(0)?, task.number(1)?);
            task.run(|[price]| mama.both(price))
        }
        8 => match (task.period(0)?, task.number(1)?) {
            (1, _) => task.smooth(Average::Identity),
            (period, volume) => task.smooth(T3::new(period, volume)),
        },
        9 => {
            let (period, kind) = (task.period(0)?, task.kind(1)?);
            match kind {
                0 if period > 1 => task.smooth(Sma::new(period)),
                1 if period > 1 => task.smooth(Ema::new(period)),
                _ => task.smooth(Average::new(period, kind)),
            }
        }
        10 => bands(task),
        11 => {
            let mut sar = Sar::new(task.number(0)?, task.number(1)?);
            task.run(|[high, low]| [sar.next(high, low)])
        }
        12 => {
            let mut range = Range::new(task.period(0)?);
            task.run(|[value]| [middle(range.next(value, value))])
        }
        13 => {
            let mut range = Range::new(task.period(0)?);
            task.run(|[high, low]| [middle(range.next(high, low))])
        }
        14 => task.smooth(Trendline::new()),
        15 => {
            let mut gains = Gains::new(task.period(0)?);
            task.run(|[value]| [gains.next(value).map_or(f64::NAN, strength)])
        }
        16 => {
            let mut macd = Macd::exponential(task.period(0)?, task.period(1)?, task.period(2)?);
            task.run(|[value]| macd.next(value))
        }
        17 => {
            let average = |at: usize| Ok((task.period(at)?, task.kind(at + 1)?));
            let mut macd = Macd::of(average(0)?, average(2)?, average(4)?);
            task.run(|[value]| macd.next(value))
        }
        18 => {
            let mut macd = Macd::fixed(task.period(0)?);
            task.run(|[value]| macd.next(value))
        }
        19 => {
            let mut range = Range::new(task.period(0)?);
            let mut lines = Lines {
                line: Average::new(task.period(1)?, task.kind(2)?),
                signal: Average::new(task.period(3)?, task.kind(4)?),
            };
            task.run(|[high, low, close]| lines.next(range.place(high, low, close)))
        }
        20 => {
            let mut range = Range::new(task.period(0)?);
            let mut lines = Lines { line: averages::Identity, signal: Average::new(task.period(1)?, task.kind(2)?) };
            task.run(|[high, low, close]| lines.next(range.place(high, low, close)))
        }
        21 => {
            let mut gains = Gains::new(task.period(0)?);
            let mut range = Range::new(task.period(1)?);
            let mut lines = Lines { line: averages::Identity, signal: Average::new(task.period(2)?, task.kind(3)?) };
            task.run(|[value]| {
                let strength = gains.next(value).map(strength);
                lines.next(strength.map_or(f64::NAN, |strength| range.place(strength, strength, strength)))
            })
        }
        22 => {
            let mut adx = Adx::new(task.period(0)?);
            task.run(|[high, low, close]| [adx.next(high, low, close)])
        }
        23 => {
            let mut adxr = Adxr::new(task.period(0)?);
            task.run(|[high, low, close]| [adxr.next(high, low, close)])
        }
        24 => oscillator::<false>(task),
        25 => oscillator::<true>(task),
        26 => {
            let period = task.period(0)?;
            let mut highest = Where::<GREATEST, true>::new(period + 1);
            let mut lowest = Where::<LEAST, true>::new(period + 1);
            let factor = 100.0 / period as f64;
            let mut rows = -1;
            task.run(|[high, low]| {
                rows += 1;
                let there = lowest.next(low);
                highest.next(high);
                let line = |row: i64| if there { factor * (period as i64 - (rows - row)) as f64 } else { f64::NAN };
                [line(lowest.row), line(highest.row)]
            })
        }
        27 => {
            let period = task.period(0)?;
            let mut highest = Where::<GREATEST, true>::new(period + 1);
            let mut lowest = Where::<LEAST, true>::new(period + 1);
            let factor = 100.0 / period as f64;
            task.run(|[high, low]| {
                let there = lowest.next(low);
                highest.next(high);
                [if there { factor * (highest.row - lowest.row) as f64 } else { f64::NAN }]
            })
        }
        28 => task.run(|[open, high, low, close]| {
            let range = high - low;
            [if range <= 0.0 { 0.0 } else { (close - open) / range }]
        }),
        29 => {
            let mut cci = Cci::new(task.period(0)?);
            task.run(|[high, low, close]| [cci.next(high, low, close)])
        }
        30 => {
            let mut gains = Gains::new(task.period(0)?);
            task.run(|[value]| [gains.next(value).map_or(f64::NAN, chande)])
        }
        31 => {
            let mut dx = Dx::new(task.period(0)?);
            task.run(|[high, low, close]| [dx.next(high, low, close)])
        }
        32 => {
            let mut mfi = Mfi::new(task.period(0)?);
            task.run(|[high, low, close, volume]| [mfi.next(high, low, close, volume)])
        }
        33 => {
            let mut movement = Movement::new(task.period(0)?, true);
            match task.period(0)? {
                1 => task.run(|row| [movement.next(row, |sums| sums.ratio(sums.minus))]),
                _ => task.run(|row| [movement.next(row, |sums| sums.minus_index())]),
            }
        }
        34 => {
            let mut movement = Movement::new(task.period(0)?, true);
            match task.period(0)? {
                1 => task.run(|row| [movement.next(row, |sums| sums.ratio(sums.plus))]),
                _ => task.run(|row| [movement.next(row, |sums| sums.plus_index())]),
            }
        }
        35 => {
            let mut movement = Movement::new(task.period(0)?, false);
            task.run(|[high, low]| [movement.next([high, low, low], |sums| sums.minus)])
        }
        36 => {
            let mut movement = Movement::new(task.period(0)?, false);
            task.run(|[high, low]| [movement.next([high, low, low], |sums| sums.plus)])
        }
        37 => lagged(task, |value, before| value - before),
        38 => lagged(task, |value, before| if before == 0.0 { 0.0 } else { (value / before - 1.0) * 100.0 }),
        39 => lagged(task, |value, before| if before == 0.0 { 0.0 } else { (value - before) / before }),
        40 => lagged(task, |value, before| if before == 0.0 { 0.0 } else { value / before }),
        41 => lagged(task, |value, before| if before == 0.0 { 0.0 } else { value / before * 100.0 }),
        42 => task.period(0).and_then(|period| task.smooth(Trix::new(period))),
        43 => {
            let mut ultimate = Ultimate::new([task.period(0)?, task.period(1)?, task.period(2)?]);
            task.run(|[high, low, close]| [ultimate.next(high, low, close)])
        }
        44 => {
            let mut range = Range::new(task.period(0)?);
            task.run(|[high, low, close]| [range.williams(high, low, close)])
        }
        45 => {
            let mut line = Accumulation::default();
            task.run(|[high, low, close, volume]| [line.next(high, low, close, volume)])
        }
        46 => {
            let mut oscillator = ChaikinOscillator::new(task.period(0)?, task.period(1)?);
            task.run(|[high, low, close, volume]| [oscillator.next(high, low, close, volume)])
        }
        47 => {
            let mut obv = Obv::default();
            task.run(|[close, volume]| [obv.next(close, volume)])
        }
        48 => {
            let mut atr = Atr::new(task.period(0)?);
            task.run(|[high, low, close]| [atr.next(high, low, close)])
        }
        49 => {
            let period = task.period(0)?;
            let mut atr = Atr::new(period);
            task.run(|[high, low, close]| {
                let range = atr.next(high, low, close);
                // Of one row it is the true range itself, as in TA-Lib.
                [if period == 1 || range.is_nan() {
                    range
                } else if is_zero(close) {
                    0.0
                } else {
                    range / close * 100.0
                }]
            })
        }
        50 => {
            let mut last = f64::NAN;
            task.run(|[high, low, close]| {
                let before = std::mem::replace(&mut last, close);
                [if before.is_nan() { f64::NAN } else { true_range(high, low, before) }]
            })
        }
        51 => {
            let mut beta = Beta::new(task.period(0)?);
            task.run(|[x, y]| [beta.next(x, y)])
        }
        52 => {
            let mut correlation = Correlation::new(task.period(0)?);
            task.run(|[x, y]| [correlation.next(x, y)])
        }
        53 => line(task, |intercept, slope, period| intercept + slope * (period - 1.0)),
        54 => line(task, |_, slope, _| arctangent(slope) * DEGREES),
        55 => line(task, |intercept, _, _| intercept),
        56 => line(task, |_, slope, _| slope),
        57 => {
            let mut variance = Variance::new(task.period(0)?);
            let deviations = task.number(1)?;
            task.run(|[value]| [variance.next(value).sqrt() * deviations])
        }
        58 => line(task, |intercept, slope, period| intercept + slope * period),
        59 => task.period(0).and_then(|period| task.smooth(Variance::new(period))),
        60 => task.period(0).and_then(|period| task.smooth(Extreme::<GREATEST>::new(period))),
        61 => task.period(0).and_then(|period| task.smooth(Extreme::<LEAST>::new(period))),
        62 => {
            let mut place = Where::<GREATEST, false>::new(task.period(0)?);
            task.run_from(|first| move |[value]| [place.place(value) + first as f64])
        }
        63 => {
            let mut place = Where::<LEAST, false>::new(task.period(0)?);
            task.run_from(|first| move |[value]| [place.place(value) + first as f64])
        }
        64 => {
            let mut range = Range::new(task.period(0)?);
            task.run(|[value]| {
                let (highest, lowest) = range.next(value, value);
                [lowest, highest]
            })
        }
        65 => {
            let mut highest = Where::<GREATEST, false>::new(task.period(0)?);
            let mut lowest = Where::<LEAST, false>::new(task.period(0)?);
            task.run_from(|first| {
                move |[value]| [lowest.place(value) + first as f64, highest.place(value) + first as f64]
            })
        }
        66 => task.period(0).and_then(|period| task.smooth(Sum::new(period))),
        67 => task.run(|[open, high, low, close]| [(high + low + close + open) / 4.0]),
        68 => task.run(|[high, low]| [(high + low) / 2.0]),
        69 => task.run(|[high, low, close]| [(high + low + close) / 3.0]),
        70 => task.run(|[high, low, close]| [(high + low + close * 2.0) / 4.0]),
        _ => Err(Fault::IndicatorKind),
    }
}

fn middle((highest, lowest): (f64, f64)) -> f64 {
    (highest + lowest) / 2.0
}

fn bands(task: Task) -> Result<(), Fault> {
    let (period, kind) = (task.period(0)?, task.kind(3)?);
    if kind == 0 && period > 1 {
        return bands_of(task, period, Sma::new(period));
    }
    bands_of(task, period, Average::new(period, kind))
}

fn bands_of(task: Task, period: usize, mut average: impl Smoother) -> Result<(), Fault> {
    let (up, down) = (task.number(1)?, task.number(2)?);
    let mut variance = Variance::new(period);
    task.run(|[value]| {
        let mean = average.next(value);
        let spread = variance.next(value).sqrt();
        [mean + spread * up, if spread.is_nan() { f64::NAN } else { mean }, mean - spread * down]
    })
}

fn oscillator<const PERCENT: bool>(task: Task) -> Result<(), Fault> {
    let (fast, slow, kind) = (task.period(0)?, task.period(1)?, task.kind(2)?);
    match kind {
        _ if fast == 1 || slow == 1 => {
            task.smooth(Oscillator::<_, PERCENT>::new(fast, slow, |period| Average::new(period, kind)))
        }
        0 => task.smooth(Oscillator::<_, PERCENT>::new(fast, slow, Sma::new)),
        1 => task.smooth(Oscillator::<_, PERCENT>::new(fast, slow, Ema::new)),
        _ => task.smooth(Oscillator::<_, PERCENT>::new(fast, slow, |period| Average::new(period, kind))),
    }
}

/// `change` of each value and the one `period` rows before.
fn lagged(task: Task, change: impl Fn(f64, f64) -> f64) -> Result<(), Fault> {
    let (period, [values, ..], out) = (task.period(0)?, task.inputs, task.out);
    if out.len() != values.len() {
        return Err(Fault::ArrayLength);
    }
    pages::expect(out);
    let first = values.iter().position(|value| !value.is_nan()).unwrap_or(values.len());
    let head = (first + period).min(values.len());
    out[..head].fill(f64::NAN);
    for ((answer, &value), &before) in out[head..].iter_mut().zip(&values[head..]).zip(&values[first..]) {
        *answer = if before.is_nan() { f64::NAN } else { change(value, before) };
    }
    Ok(())
}

fn line(task: Task, of: impl Fn(f64, f64, f64) -> f64) -> Result<(), Fault> {
    let mut line = Line::new(task.period(0)?);
    task.run(|[value]| [line.next(value, &of)])
}

/// A line and its average, from the row on which both are there.
struct Lines<L, S> {
    line: L,
    signal: S,
}

impl<L: Smoother, S: Smoother> Lines<L, S> {
    #[inline(always)]
    fn next(&mut self, value: f64) -> [f64; 2] {
        let drawn = if value.is_nan() { f64::NAN } else { self.line.next(value) };
        let averaged = if drawn.is_nan() { f64::NAN } else { self.signal.next(drawn) };
        [if averaged.is_nan() { f64::NAN } else { drawn }, averaged]
    }
}
