use super::ring::{kept, Ring};

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
pub struct Mfi {
    ins: Ring,
    outs: Ring,
    begun: bool,
    last: f64,
    into: f64,
    out: f64,
    still: usize,
}

impl Mfi {
    pub fn new(period: usize) -> Mfi {
        let (ins, outs) = (Ring::new(period), Ring::new(period));
        Mfi { ins, outs, begun: false, last: 0.0, into: 0.0, out: 0.0, still: 0 }
    }

    #[inline(always)]
    pub fn next(&mut self, high: f64, low: f64, close: f64, volume: f64) -> f64 {
        let price = (high + low + close) / 3.0;
        let last = std::mem::replace(&mut self.last, price);
        if !self.begun {
            self.begun = true;
            return f64::NAN;
        }
        let change = price - last;
        let size = price.abs() + last.abs();
        let flow = kept(price * volume, !(change.abs() <= 1e-14 * size));
        if self.ins.full() {
            self.into -= self.ins.oldest();
            self.out -= self.outs.oldest();
        }
        let (into, out) = (kept(flow, !(change < 0.0)), kept(flow, change < 0.0));
        self.ins.push(into);
        self.outs.push(out);
        self.into += into;
        self.out += out;
        // A window in which nothing flowed is exactly empty, whatever rounding has left.
        self.still = if flow == 0.0 { self.still + 1 } else { 0 };
        if self.still >= self.ins.values.len() {
            (self.into, self.out) = (0.0, 0.0);
        }
        if !self.ins.full() {
            return f64::NAN;
        }
        let all = self.into + self.out;
        if all <= 0.0 {
            return 0.0;
        }
        let within = if self.into < 0.0 {
            0.0
        } else if self.into > all {
            all
        } else {
            self.into
        };
        100.0 * (within / all)
    }
}
