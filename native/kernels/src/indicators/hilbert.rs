use super::columns::{Column, ROWS};
use super::ring::{kept, Ring, Smoother};
use super::task::Task;
use super::{arctangent, DEGREES};
use crate::failure::Fault;
use crate::lanes::{fill, widest};

/// Ehlers' Hilbert transform of seven rows.
#[derive(Default)]
struct Transform {
    past: [f64; 6],
}

impl Transform {
    #[inline(always)]
    fn next(&mut self, value: f64, adjustment: f64) -> f64 {
        let [_, two, _, four, _, six] = self.past;
        self.past.copy_within(0..5, 1);
        self.past[0] = value;
        // The newest value last: it is what is waited for.
        (0.5769 * two - 0.5769 * four - 0.0962 * six + 0.0962 * value) * adjustment
    }
}

/// Ehlers' homodyne discriminator: the dominant cycle's length in rows, smoothed, and the phase.
struct Cycle {
    skip: usize,
    seen: usize,
    prices: Ring,
    detrender: Transform,
    quadrature: Transform,
    inphase_ahead: Transform,
    quadrature_ahead: Transform,
    detrended: Ring,
    plain: f64,
    weighted: f64,
    last_inphase: f64,
    last_quadrature: f64,
    real: f64,
    imaginary: f64,
    period: f64,
    /// The tangent's arguments: quadrature over in-phase.
    phase: (f64, f64),
}

impl Cycle {
    /// The discriminator begins after `skip` rows.
    fn new(skip: usize) -> Cycle {
        Cycle {
            skip,
            seen: 0,
            prices: Ring::new(4),
            detrender: Transform::default(),
            quadrature: Transform::default(),
            inphase_ahead: Transform::default(),
            quadrature_ahead: Transform::default(),
            detrended: Ring::new(4),
            plain: 0.0,
            weighted: 0.0,
            last_inphase: 0.0,
            last_quadrature: 0.0,
            real: 0.0,
            imaginary: 0.0,
            period: 0.0,
            phase: (0.0, 0.0),
        }
    }

    /// Whether it has begun.
    #[inline(always)]
    fn next(&mut self, price: f64) -> bool {
        let smooth = self.smooth(price);
        self.seen += 1;
        if self.seen <= self.skip {
            return false;
        }
        let adjustment = 0.075 * self.period + 0.54;
        let detrended = self.detrender.next(smooth, adjustment);
        let quadrature = self.quadrature.next(detrended, adjustment);
        self.detrended.push(detrended);
        let inphase = self.detrended.oldest();
        let ahead = self.inphase_ahead.next(inphase, adjustment);
        let behind = self.quadrature_ahead.next(quadrature, adjustment);
        let q = 0.2 * (quadrature + ahead) + 0.8 * self.last_quadrature;
        let i = 0.2 * (inphase - behind) + 0.8 * self.last_inphase;
        self.phase = (quadrature, inphase);
        self.real = 0.2 * (i * self.last_inphase + q * self.last_quadrature) + 0.8 * self.real;
        self.imaginary = 0.2 * (i * self.last_quadrature - q * self.last_inphase) + 0.8 * self.imaginary;
        self.last_quadrature = q;
        self.last_inphase = i;
        self.turn();
        true
    }

    /// In degrees.
    #[inline(always)]
    fn phase(&self) -> f64 {
        let (quadrature, inphase) = self.phase;
        if inphase == 0.0 {
            0.0
        } else {
            arctangent(quadrature / inphase) * DEGREES
        }
    }

    /// A weighted mean of four rows.
    #[inline(always)]
    fn smooth(&mut self, price: f64) -> f64 {
        let gone = self.prices.oldest();
        self.prices.push(price);
        if self.seen < 3 {
            self.plain += price;
            self.weighted += price * (self.seen as f64 + 1.0);
            return 0.0;
        }
        self.plain += price;
        self.plain -= gone;
        self.weighted += price * 4.0;
        let smooth = self.weighted * 0.1;
        self.weighted -= self.plain;
        smooth
    }

    #[inline(always)]
    fn turn(&mut self) {
        let last = self.period;
        let mut period = last;
        if self.imaginary != 0.0 && self.real != 0.0 {
            period = 360.0 / (arctangent(self.imaginary / self.real) * DEGREES);
        }
        if period > 1.5 * last {
            period = 1.5 * last;
        }
        if period < 0.67 * last {
            period = 0.67 * last;
        }
        if period < 6.0 {
            period = 6.0;
        } else if period > 50.0 {
            period = 50.0;
        }
        self.period = 0.2 * period + 0.8 * last;
    }
}

/// Ehlers' MESA adaptive average; `next` answers it, and `following` is the one that follows it.
pub struct Mama {
    cycle: Cycle,
    fast: f64,
    slow: f64,
    seen: usize,
    last_phase: f64,
    value: f64,
    pub following: f64,
}

impl Mama {
    pub fn new(fast: f64, slow: f64) -> Mama {
        Mama { cycle: Cycle::new(12), fast, slow, seen: 0, last_phase: 0.0, value: 0.0, following: 0.0 }
    }

    /// Both, from the row on from which they count.
    #[inline(always)]
    pub fn both(&mut self, price: f64) -> [f64; 2] {
        let value = self.next(price);
        [value, if value.is_nan() { f64::NAN } else { self.following }]
    }
}

impl Smoother for Mama {
    #[inline(always)]
    fn next(&mut self, price: f64) -> f64 {
        let begun = self.cycle.next(price);
        self.seen += 1;
        if !begun {
            return f64::NAN;
        }
        let phase = self.cycle.phase();
        let turned = std::mem::replace(&mut self.last_phase, phase);
        let turned = turned - phase;
        let mut share = self.fast;
        if turned > 1.0 {
            share = self.fast / turned;
            if share < self.slow {
                share = self.slow;
            }
        }
        self.value = share * price + (1.0 - share) * self.value;
        share *= 0.5;
        self.following = share * self.value + (1.0 - share) * self.following;
        if self.seen <= 32 {
            f64::NAN
        } else {
            self.value
        }
    }
}

/// More rows than any cycle has.
const LONGEST: usize = 51;

/// Ehlers' instantaneous trendline: the mean of prices over the dominant cycle, weighted over four rows.
pub fn trendline(task: Task) -> Result<(), Fault> {
    let (_, [values], [out]) = task.split()?;
    let mut cycle = Cycle::new(37);
    let mut smoothed = 0.0;
    let (mut prices, mut means) = (Column::new(LONGEST), Column::new(3));
    let [mut lengths, mut sums] = [[0.0; ROWS]; 2];
    for (values, out) in values.chunks(ROWS).zip(out.chunks_mut(ROWS)) {
        let count = out.len();
        for (length, &price) in lengths.iter_mut().zip(values) {
            if cycle.next(price) {
                smoothed = 0.33 * cycle.period + 0.67 * smoothed;
                *length = ((smoothed + 0.5) as usize) as f64;
            }
        }
        // Rows side by side, each as far back as any: where a loop of so many ends, the processor would not know.
        prices.rows(count).copy_from_slice(values);
        sums.fill(0.0);
        let most = lengths[..count].iter().fold(0.0, |most, &length| if length > most { length } else { most });
        for row in 0..most as usize {
            let back = prices.back(row, count);
            widest(|| {
                for ((sum, &price), &length) in sums.iter_mut().zip(back).zip(&lengths) {
                    *sum += kept(price, (row as f64) < length);
                }
            });
        }
        fill(means.rows(count), [&sums, &lengths], |[sum, length]| if length > 0.0 { sum / length } else { sum });
        let weighted = [0, 1, 2, 3].map(|row| means.back(row, count));
        fill(out, weighted, |[mean, one, two, three]| (4.0 * mean + 3.0 * one + 2.0 * two + three) / 10.0);
        prices.turn();
        means.turn();
    }
    let unknown = out.len().min(63);
    out[..unknown].fill(f64::NAN);
    Ok(())
}
