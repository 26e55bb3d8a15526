//! Technical indicators: names, conventions and seeds are TA-Lib's. Each is a state that is fed a row at a time and
//! answers NaN until it has seen rows enough; a series is that state fed row after row, so both give the same digits.

mod averages;
mod blocks;
mod columns;
mod directional;
mod extremes;
mod hilbert;
mod momentum;
mod ring;
mod statistics;
mod task;
mod volume;

use crate::failure::Fault;
use crate::lanes::widest;
use crate::{pages, whole};
use averages::{Average, Dema, Ema, Kama, Sma, Tema, Trix, Wma, T3};
use blocks::{Last, Places, Total, Value, SIDE};
use columns::PART;
use directional::{stop_and_reverse, Adx, Adxr, Atr, Dx, Movement};
use extremes::{Where, GREATEST, LEAST};
use hilbert::{trendline, Mama};
use momentum::{chande, strength, true_range, ultimate, williams, Cci, Gains, Macd, Oscillator, Range};
use ring::{is_zero, Smoother};
use statistics::{beta, correlation, Line, Variance};
use task::Task;
use volume::{money_flow, Accumulation, ChaikinOscillator, Obv};

const DEGREES: f64 = 180.0 / std::f64::consts::PI;
/// As V8 computes it, where the system's differs in the last bit.
fn arctangent(value: f64) -> f64 {
    libm::atan(value)
}

/// Indicator number `kind` (`native/indicators.ts` lists them) of as many of the inputs as it takes, all equally long;
/// `out` has as many parts of that length as it has answers.
pub fn indicator(kind: f64, inputs: [&[f64]; 4], parameters: &[f64], out: &mut [f64]) -> Result<(), Fault> {
    let task = Task { inputs, parameters, out };
    match whole(kind).ok_or(Fault::IndicatorKind)? {
        0 => task.period(0).and_then(|period| task.mean(period)),
        1 => task.period(0).and_then(|period| task.smooth(Ema::new(period))),
        2 => task.period(0).and_then(|period| task.smooth(Wma::new(period))),
        3 => task.period(0).and_then(|period| task.smooth(Dema::new(period))),
        4 => task.period(0).and_then(|period| task.smooth(Tema::new(period))),
        5 => task.period(0).and_then(|period| task.triangle(period)),
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
                0 if period > 1 => task.mean(period),
                1 if period > 1 => task.smooth(Ema::new(period)),
                _ => task.smooth(Average::new(period, kind)),
            }
        }
        10 => bands(task),
        11 => stop_and_reverse(task),
        12 => {
            let period = task.period(0)?;
            task.extremes(period, [0, 0], |highest, lowest, [_]| [(highest + lowest) / 2.0])
        }
        13 => {
            let period = task.period(0)?;
            task.extremes(period, [0, 1], |highest, lowest, [_, _]| [(highest + lowest) / 2.0])
        }
        14 => trendline(task),
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
        26 => aroon(task, |period, highest, lowest| {
            let line = |there: f64| 100.0 / period * (period - there);
            [line(lowest), line(highest)]
        }),
        27 => aroon(task, |period, highest, lowest| [100.0 / period * (lowest - highest)]),
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
        32 => money_flow(task),
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
        43 => ultimate(task),
        44 => {
            let period = task.period(0)?;
            task.extremes(period, [0, 1], |highest, lowest, [_, _, close]| [williams(highest, lowest, close)])
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
            let (_, [high, low, close], [out]) = task.split()?;
            // Parts so short that some are divided while the next is gone over.
            for from in (0..out.len()).step_by(64) {
                let to = out.len().min(from + 64);
                let [high, low, close] = [high, low, close].map(|column| &column[from..to]);
                let out = &mut out[from..to];
                for (((range, &high), &low), &close) in out.iter_mut().zip(high).zip(low).zip(close) {
                    *range = atr.next(high, low, close);
                }
                // Of one row it is the true range itself, as in TA-Lib.
                if period > 1 {
                    let nothing = |range: f64, close: f64| is_zero(close) & !range.is_nan();
                    widest(|| {
                        for (range, &close) in out.iter_mut().zip(close) {
                            let percent = *range / close * 100.0;
                            *range = if nothing(*range, close) { 0.0 } else { percent };
                        }
                    });
                }
            }
            Ok(())
        }
        50 => {
            let mut last = f64::NAN;
            task.run(|[high, low, close]| {
                let before = std::mem::replace(&mut last, close);
                [if before.is_nan() { f64::NAN } else { true_range(high, low, before) }]
            })
        }
        51 => beta(task),
        52 => correlation(task),
        53 => line(task, |intercept, slope, period| intercept + slope * (period - 1.0)),
        54 => line(task, |_, slope, _| arctangent(slope) * DEGREES),
        55 => line(task, |intercept, _, _| intercept),
        56 => line(task, |_, slope, _| slope),
        57 => {
            let (period, deviations) = (task.period(0)?, task.number(1)?);
            variance(task, period, |variance| variance.sqrt() * deviations)
        }
        58 => line(task, |intercept, slope, period| intercept + slope * period),
        59 => task.period(0).and_then(|period| variance(task, period, |variance| variance)),
        60 => task.period(0).and_then(|period| task.windows::<Value<GREATEST>>(period, |value| value)),
        61 => task.period(0).and_then(|period| task.windows::<Value<LEAST>>(period, |value| value)),
        62 => place::<GREATEST>(task),
        63 => place::<LEAST>(task),
        64 => {
            let period = task.period(0)?;
            task.extremes(period, [0, 0], |highest, lowest, [_]| [lowest, highest])
        }
        65 => {
            let Task { inputs, parameters, out } = task;
            if out.len() != 2 * inputs[0].len() {
                return Err(Fault::ArrayLength);
            }
            let (lowest, highest) = out.split_at_mut(inputs[0].len());
            place::<LEAST>(Task { inputs, parameters, out: lowest })?;
            place::<GREATEST>(Task { inputs, parameters, out: highest })
        }
        66 => task.period(0).and_then(|period| task.windows::<Total>(period, |sum| sum)),
        67 => task.run(|[open, high, low, close]| [(high + low + close + open) / 4.0]),
        68 => task.run(|[high, low]| [(high + low) / 2.0]),
        69 => task.run(|[high, low, close]| [(high + low + close) / 3.0]),
        70 => task.run(|[high, low, close]| [(high + low + close * 2.0) / 4.0]),
        _ => Err(Fault::IndicatorKind),
    }
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
    let (_, [values], [upper, middle, lower]) = task.split()?;
    for from in (0..values.len()).step_by(PART) {
        let rows = from..values.len().min(from + PART);
        // The spread stands where the upper band will.
        variance.run(values, rows.clone(), upper, f64::sqrt);
        for row in rows {
            let (mean, spread) = (average.next(values[row]), upper[row]);
            upper[row] = mean + spread * up;
            middle[row] = if spread.is_nan() { f64::NAN } else { mean };
            lower[row] = mean - spread * down;
        }
    }
    Ok(())
}

/// `of` the variances.
fn variance(task: Task, period: usize, of: impl Fn(f64) -> f64) -> Result<(), Fault> {
    let (_, [values], [out]) = task.split()?;
    Variance::new(period).run(values, 0..values.len(), out, of);
    Ok(())
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

/// `of` the period and how many rows ago the greatest high and the least low were, the last of equals.
fn aroon<const O: usize>(task: Task, of: impl Fn(f64, f64, f64) -> [f64; O]) -> Result<(), Fault> {
    let period = task.period(0)?;
    let size = period as f64;
    if !task.gaps(2) {
        return task.ranges::<Last<GREATEST>, Last<LEAST>, 2, O>(period + 1, [0, 1], |highest, lowest, _, row| {
            of(size, row as f64 - highest.1, row as f64 - lowest.1)
        });
    }
    let mut highest = Where::<GREATEST, true>::new(period + 1);
    let mut lowest = Where::<LEAST, true>::new(period + 1);
    let mut rows = -1;
    task.run(|[high, low]| {
        rows += 1;
        highest.next(high);
        match lowest.next(low) {
            true => of(size, (rows - highest.row) as f64, (rows - lowest.row) as f64),
            false => [f64::NAN; O],
        }
    })
}

/// The row of the extreme of each window.
fn place<const SIGN: bool>(task: Task) -> Result<(), Fault> {
    let period = task.period(0)?;
    if task.gaps(1) {
        let mut place = Where::<SIGN, false>::new(period);
        return task.run_from(|first| move |[value]| [place.place(value) + first as f64]);
    }
    let (first, [values], [out]) = task.split()?;
    let mut places = Places::<SIGN>::new(period);
    for out in out.chunks_mut(SIDE * period) {
        places.next(values, out);
        widest(|| out.iter_mut().for_each(|row| *row += first as f64));
    }
    let unknown = out.len().min(period - 1);
    out[..unknown].fill(f64::NAN);
    Ok(())
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
    widest(|| {
        for ((answer, &value), &before) in out[head..].iter_mut().zip(&values[head..]).zip(&values[first..]) {
            *answer = if before.is_nan() { f64::NAN } else { change(value, before) };
        }
    });
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
