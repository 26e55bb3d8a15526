use super::momentum::true_range;
use super::ring::{kept, Ring};

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

/// Average true range: Wilder's mean.
pub struct Atr {
    period: usize,
    fade: f64,
    fresh: f64,
    seen: usize,
    last: f64,
    value: f64,
}

impl Atr {
    pub fn new(period: usize) -> Atr {
        let fade = (period as f64 - 1.0) / period as f64;
        Atr { period, fade, fresh: 1.0 - fade, seen: 0, last: 0.0, value: 0.0 }
    }

    #[inline(always)]
    pub fn next(&mut self, high: f64, low: f64, close: f64) -> f64 {
        let range = true_range(high, low, self.last);
        self.last = close;
        if self.seen > self.period {
            self.value = self.fresh * range + self.fade * self.value;
            return self.value;
        }
        self.seen += 1;
        if self.seen == 1 {
            return f64::NAN;
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
pub struct Sar {
    step: f64,
    maximum: f64,
    seen: usize,
    high: f64,
    low: f64,
    long: bool,
    extreme: f64,
    speed: f64,
    stop: f64,
}

impl Sar {
    pub fn new(acceleration: f64, maximum: f64) -> Sar {
        let step = if acceleration > maximum { maximum } else { acceleration };
        Sar { step, maximum, seen: 0, high: 0.0, low: 0.0, long: true, extreme: 0.0, speed: step, stop: 0.0 }
    }

    #[inline(always)]
    pub fn next(&mut self, high: f64, low: f64) -> f64 {
        let (mut last_high, mut last_low) = (self.high, self.low);
        (self.high, self.low) = (high, low);
        if self.seen < 2 {
            self.seen += 1;
            if self.seen == 1 {
                return f64::NAN;
            }
            let down = last_low - low;
            self.long = !(down > 0.0 && high - last_high < down);
            self.extreme = if self.long { high } else { -low };
            self.stop = if self.long { last_low } else { -last_high };
            (last_high, last_low) = (high, low);
        }
        let (top, bottom, before) = if self.long { (high, low, last_low) } else { (-low, -high, -last_high) };
        if bottom <= self.stop {
            self.long = !self.long;
            let (top, bottom, before) = if self.long { (high, low, last_low) } else { (-low, -high, -last_high) };
            let answer = least(least(-self.extreme, before), bottom);
            (self.speed, self.extreme) = (self.step, top);
            return self.go_on(answer, bottom, before);
        }
        if top > self.extreme {
            self.extreme = top;
            self.speed = least(self.speed + self.step, self.maximum);
        }
        self.go_on(self.stop, bottom, before)
    }

    /// The next stop, not within the ranges of this row and the one before; answers the one that holds in this row.
    #[inline(always)]
    fn go_on(&mut self, answer: f64, bottom: f64, before: f64) -> f64 {
        self.stop = least(least(answer + self.speed * (self.extreme - answer), before), bottom);
        if self.long {
            answer
        } else {
            -answer
        }
    }
}

#[inline(always)]
fn least(value: f64, other: f64) -> f64 {
    if value > other {
        other
    } else {
        value
    }
}
