use super::momentum::true_range;
use super::ring::{kept, Ring};
use super::task::Task;
use crate::failure::Fault;

/// Wilder's directional movement: sums of moves up, moves down and true ranges, which fade by a `period`-th each row.
pub struct Directional {
    period: usize,
    share: f64,
    seen: usize,
    high: f64,
    low: f64,
    close: f64,
    pub plus: f64,
    pub minus: f64,
    pub range: f64,
}

impl Directional {
    pub fn new(period: usize) -> Directional {
        let zero = 0.0;
        Directional {
            period,
            share: 1.0 / period as f64,
            seen: 0,
            high: zero,
            low: zero,
            close: zero,
            plus: zero,
            minus: zero,
            range: zero,
        }
    }

    /// How many rows there have been.
    #[inline(always)]
    fn next(&mut self, high: f64, low: f64, close: f64) -> usize {
        let up = high - self.high;
        let down = self.low - low;
        let range = true_range(high, low, self.close);
        (self.high, self.low, self.close) = (high, low, close);
        self.seen += 1;
        if self.seen == 1 {
            return 1;
        }
        if self.seen > self.period {
            self.plus -= self.plus * self.share;
            self.minus -= self.minus * self.share;
            self.range -= self.range * self.share;
        }
        self.minus += kept(down, (down > 0.0) & (up < down));
        self.plus += kept(up, (up > 0.0) & (up > down));
        self.range += range;
        self.seen
    }

    #[inline(always)]
    pub fn plus_index(&self) -> f64 {
        100.0 * self.ratio(self.plus)
    }

    #[inline(always)]
    pub fn minus_index(&self) -> f64 {
        100.0 * self.ratio(self.minus)
    }

    #[inline(always)]
    pub fn ratio(&self, movement: f64) -> f64 {
        if self.range > 0.0 {
            movement / self.range
        } else {
            0.0
        }
    }

    /// How one-sided the movement is; NaN where there is none.
    #[inline(always)]
    fn index(&self) -> f64 {
        let (plus, minus) = (self.plus_index(), self.minus_index());
        if plus + minus > 0.0 {
            100.0 * ((minus - plus).abs() / (plus + minus))
        } else {
            f64::NAN
        }
    }
}

/// `of` what has been summed, once there are rows enough.
pub struct Movement {
    directional: Directional,
    rows: usize,
}

impl Movement {
    pub fn new(period: usize, ratio: bool) -> Movement {
        let rows = if period == 1 { 2 } else { period + usize::from(ratio) };
        Movement { directional: Directional::new(period), rows }
    }

    #[inline(always)]
    pub fn next(&mut self, [high, low, close]: [f64; 3], of: impl Fn(&Directional) -> f64) -> f64 {
        if self.directional.next(high, low, close) < self.rows {
            f64::NAN
        } else {
            of(&self.directional)
        }
    }
}

/// The movement index; where there is no movement, the last one.
pub struct Dx {
    directional: Directional,
    value: f64,
}

impl Dx {
    pub fn new(period: usize) -> Dx {
        Dx { directional: Directional::new(period), value: 0.0 }
    }

    #[inline(always)]
    pub fn next(&mut self, high: f64, low: f64, close: f64) -> f64 {
        if self.directional.next(high, low, close) <= self.directional.period {
            return f64::NAN;
        }
        let index = self.directional.index();
        if !index.is_nan() {
            self.value = index;
        }
        self.value
    }
}

pub struct Adx {
    directional: Directional,
    value: f64,
}

impl Adx {
    pub fn new(period: usize) -> Adx {
        Adx { directional: Directional::new(period), value: 0.0 }
    }

    #[inline(always)]
    pub fn next(&mut self, high: f64, low: f64, close: f64) -> f64 {
        let seen = self.directional.next(high, low, close);
        let period = self.directional.period;
        if seen <= period {
            return f64::NAN;
        }
        let index = self.directional.index();
        if seen <= 2 * period {
            if !index.is_nan() {
                self.value += index;
            }
            if seen < 2 * period {
                return f64::NAN;
            }
            self.value /= period as f64;
        } else if !index.is_nan() {
            self.value = (self.value * (period as f64 - 1.0) + index) / period as f64;
        }
        self.value
    }
}

/// The mean of the average index now and `period - 1` rows before.
pub struct Adxr {
    adx: Adx,
    ring: Ring,
}

impl Adxr {
    pub fn new(period: usize) -> Adxr {
        Adxr { adx: Adx::new(period), ring: Ring::new(period) }
    }

    #[inline(always)]
    pub fn next(&mut self, high: f64, low: f64, close: f64) -> f64 {
        let adx = self.adx.next(high, low, close);
        if adx.is_nan() {
            return f64::NAN;
        }
        self.ring.push(adx);
        if self.ring.full() {
            (adx + self.ring.oldest()) / 2.0
        } else {
            f64::NAN
        }
    }
}

/// Average true range: Wilder's mean. One is made of the one two rows before and of two ranges, so that it need not wait for the one before.
pub struct Atr {
    period: usize,
    fade: f64,
    fresh: f64,
    seen: usize,
    last: f64,
    range: f64,
    before: f64,
    value: f64,
}

impl Atr {
    pub fn new(period: usize) -> Atr {
        let fade = (period as f64 - 1.0) / period as f64;
        let zero = 0.0;
        Atr { period, fade, fresh: 1.0 - fade, seen: 0, last: zero, range: zero, before: zero, value: zero }
    }

    #[inline(always)]
    pub fn next(&mut self, high: f64, low: f64, close: f64) -> f64 {
        let range = true_range(high, low, self.last);
        self.last = close;
        let (fade, fresh) = (self.fade, self.fresh);
        let last = std::mem::replace(&mut self.range, range);
        let before = std::mem::replace(&mut self.before, self.value);
        if self.seen > self.period + 1 {
            self.value = fade * fade * before + (fresh * fade * last + fresh * range);
            return self.value;
        }
        self.seen += 1;
        if self.seen == 1 {
            return f64::NAN;
        }
        if self.seen == self.period + 2 {
            self.value = fade * self.value + fresh * range;
            return self.value;
        }
        self.value += range;
        if self.seen <= self.period {
            return f64::NAN;
        }
        self.value /= self.period as f64;
        self.value
    }
}

/// Wilder's parabolic stop and reverse. Short is long in prices of the other sign, so that the rules are written once; the
/// extreme and the stop have the sign of the side.
pub struct Sar<'a> {
    high: &'a [f64],
    low: &'a [f64],
    step: f64,
    maximum: f64,
    extreme: f64,
    speed: f64,
    stop: f64,
}

pub fn stop_and_reverse(task: Task) -> Result<(), Fault> {
    let (acceleration, maximum) = (task.number(0)?, task.number(1)?);
    let step = least(acceleration, maximum);
    let (_, [high, low], [out]) = task.split()?;
    let unknown = out.len().min(1);
    out[..unknown].fill(f64::NAN);
    if out.len() < 2 {
        return Ok(());
    }
    let down = low[0] - low[1];
    let mut long = !(down > 0.0 && high[1] - high[0] < down);
    let [extreme, stop] = if long { [high[1], low[0]] } else { [-low[1], -high[0]] };
    let mut sar = Sar { high, low, step, maximum, extreme, speed: step, stop };
    let mut row = 1;
    loop {
        row = if long { sar.ride::<true>(row, out) } else { sar.ride::<false>(row, out) };
        if row == out.len() {
            return Ok(());
        }
        long = !long;
        out[row] = if long { sar.turn::<true>(row) } else { sar.turn::<false>(row) };
        row += 1;
    }
}

impl Sar<'_> {
    /// A row's prices on the side's way and against it.
    #[inline(always)]
    fn side<const LONG: bool>(&self, row: usize) -> (f64, f64) {
        if LONG {
            (self.high[row], self.low[row])
        } else {
            (-self.low[row], -self.high[row])
        }
    }

    /// What the row before came to against the side; the second row has its own.
    #[inline(always)]
    fn before<const LONG: bool>(&self, row: usize) -> f64 {
        self.side::<LONG>(row.max(2) - 1).1
    }

    /// Stays on one side up to the row in which it is stopped; answers that.
    #[inline(always)]
    fn ride<const LONG: bool>(&mut self, first: usize, out: &mut [f64]) -> usize {
        let (mut extreme, mut speed, mut stop) = (self.extreme, self.speed, self.stop);
        let mut before = self.before::<LONG>(first);
        for (row, answer) in out.iter_mut().enumerate().skip(first) {
            let (top, bottom) = self.side::<LONG>(row);
            if bottom <= stop {
                self.extreme = extreme;
                return row;
            }
            // Whether a row goes further is a toss for the processor: no branch.
            let further = top > extreme;
            extreme = if further { top } else { extreme };
            speed = least(speed + kept(self.step, further), self.maximum);
            *answer = if LONG { stop } else { -stop };
            stop = next_stop(stop, extreme, speed, before, bottom);
            before = bottom;
        }
        out.len()
    }

    /// Begins the side, with the last one's extreme as its stop; answers that.
    #[inline(always)]
    fn turn<const LONG: bool>(&mut self, row: usize) -> f64 {
        let ((top, bottom), before) = (self.side::<LONG>(row), self.before::<LONG>(row));
        let answer = least(-self.extreme, least(before, bottom));
        (self.extreme, self.speed) = (top, self.step);
        self.stop = next_stop(answer, top, self.step, before, bottom);
        if LONG {
            answer
        } else {
            -answer
        }
    }
}

/// Not within the ranges of this row and the one before.
#[inline(always)]
fn next_stop(stop: f64, extreme: f64, speed: f64, before: f64, bottom: f64) -> f64 {
    least(stop + speed * (extreme - stop), least(before, bottom))
}

#[inline(always)]
fn least(value: f64, other: f64) -> f64 {
    if value > other {
        other
    } else {
        value
    }
}
