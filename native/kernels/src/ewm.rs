//! Exponentially weighted means and variances, in pandas' order of operations and so with its digits. NaN and infinities are missing.

use crate::failure::Fault;
use crate::whole;

const MEAN: usize = 0;
const VARIANCE: usize = 1;
const DEVIATION: usize = 2;

/// How the past fades. `fresh` is the newest value's weight.
#[derive(Clone, Copy)]
struct Decay {
    com: f64,
    fade: f64,
    fresh: f64,
    adjust: bool,
    ignore_missing: bool,
}

/// A mean, and with SPREAD the sums that its variance takes.
struct State<const SPREAD: bool> {
    decay: Decay,
    present: usize,
    mean: f64,
    weight: f64,
    spread: f64,
    weights: f64,
    squares: f64,
}

impl<const SPREAD: bool> State<SPREAD> {
    fn new(decay: Decay) -> Self {
        State { decay, present: 0, mean: f64::NAN, weight: 1.0, spread: 0.0, weights: 1.0, squares: 1.0 }
    }

    #[inline(always)]
    fn next(&mut self, value: f64) {
        let Decay { com, fade, fresh, adjust, ignore_missing } = self.decay;
        let here = value.is_finite();
        self.present += usize::from(here);
        if self.mean.is_nan() {
            if here {
                self.mean = value;
            }
            return;
        }
        if !here && ignore_missing {
            return;
        }
        self.weight *= fade;
        if SPREAD {
            self.weights *= fade;
            self.squares *= fade * fade;
        }
        if !here {
            return;
        }
        let before = self.mean;
        // pandas' mean alone gives what a gap has faded to the new value where the two weigh the same.
        let fresh = if !SPREAD && !adjust && com == 1.0 { 1.0 - self.weight } else { fresh };
        let whole = self.weight + fresh;
        // A flat series keeps its value to the last digit.
        if before != value {
            self.mean = (self.weight * before + fresh * value) / whole;
        }
        if SPREAD {
            let (moved, off) = (before - self.mean, value - self.mean);
            self.spread = (self.weight * (self.spread + moved * moved) + fresh * (off * off)) / whole;
            self.weights += fresh;
            self.squares += fresh * fresh;
            if !adjust {
                self.weights /= whole;
                self.squares /= whole * whole;
            }
        }
        self.weight = if adjust { whole } else { 1.0 };
    }

    #[inline(always)]
    fn variance(&self, biased: bool) -> f64 {
        if biased {
            return self.spread;
        }
        let all = self.weights * self.weights;
        let left = all - self.squares;
        if left > 0.0 {
            all / left * self.spread
        } else {
            f64::NAN
        }
    }
}

/// `kind` (`EWM` in `native/interface.ts`) of the values up to each row.
#[allow(clippy::too_many_arguments)]
pub fn ewm(
    kind: f64,
    values: &[f64],
    com: f64,
    adjust: bool,
    ignore_missing: bool,
    min_periods: f64,
    biased: bool,
    out: &mut [f64],
) -> Result<(), Fault> {
    if values.len() != out.len() {
        return Err(Fault::ArrayLength);
    }
    let periods = whole(min_periods).ok_or(Fault::EwmDecay)?.max(1);
    if !(com >= 0.0 && com.is_finite()) {
        return Err(Fault::EwmDecay);
    }
    let alpha = 1.0 / (1.0 + com);
    let decay = Decay { com, fade: 1.0 - alpha, fresh: if adjust { 1.0 } else { alpha }, adjust, ignore_missing };
    match whole(kind) {
        Some(MEAN) => run::<false>(decay, values, periods, out, |state| state.mean),
        Some(VARIANCE) => run::<true>(decay, values, periods, out, |state| state.variance(biased)),
        Some(DEVIATION) => run::<true>(decay, values, periods, out, |state| state.variance(biased).sqrt()),
        _ => return Err(Fault::EwmDecay),
    }
    Ok(())
}

fn run<const SPREAD: bool>(
    decay: Decay,
    values: &[f64],
    periods: usize,
    out: &mut [f64],
    of: impl Fn(&State<SPREAD>) -> f64,
) {
    let mut state = State::new(decay);
    for (&value, answer) in values.iter().zip(out) {
        state.next(value);
        let found = if state.present >= periods { of(&state) } else { f64::NAN };
        // A NaN that arithmetic makes has a sign of the processor's choosing.
        *answer = if found.is_nan() { f64::NAN } else { found };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weighs_by_hand() {
        let run = |kind: usize, adjust, biased| {
            let mut out = [0.0; 3];
            ewm(kind as f64, &[1.0, 2.0, 4.0], 1.0, adjust, false, 0.0, biased, &mut out).unwrap();
            out
        };
        assert_eq!(run(MEAN, true, false), [1.0, 5.0 / 3.0, (1.0 + 4.0 + 16.0) / 7.0]);
        assert_eq!(run(MEAN, false, false), [1.0, 1.5, 2.75]);
        assert_eq!(run(VARIANCE, false, true), [0.0, 0.25, 1.6875]);
        assert_eq!(run(DEVIATION, false, true)[1], 0.5);
        assert!(run(VARIANCE, true, false)[0].is_nan());
        let refused = |kind: f64, com: f64| ewm(kind, &[1.0], com, true, false, 0.0, false, &mut [0.0]);
        assert_eq!(refused(3.0, 0.5), Err(Fault::EwmDecay));
        assert_eq!(refused(0.0, -0.5), Err(Fault::EwmDecay));
        assert_eq!(refused(0.0, f64::NAN), Err(Fault::EwmDecay));
    }
}
