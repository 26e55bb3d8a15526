//! Bars looked at: which of them are plainly good, so that the others alone are worth a closer look.

use crate::failure::{Failure, Fault};
use crate::whole;

/// Prices rounded to 6 decimals after an adjustment may overlap by their last digit.
const ROUNDING: f64 = 1e-6;
/// 2^53 - 1.
const MOST: f64 = 9_007_199_254_740_991.0;

/// As `barsDoubtful` in `native/interface.ts`; `bars` are times, open, high, low, close, volume.
pub fn doubtful(bars: [&[f64]; 6], unit: f64, from: f64) -> Result<f64, Failure> {
    let rows = bars[0].len();
    let Some(from) = whole(from).filter(|&from| from <= rows) else { return Err(Fault::ArrayLength.into()) };
    if bars.iter().any(|column| column.len() != rows) {
        return Err(Fault::ArrayLength.into());
    }
    if whole(unit).is_none_or(|unit| unit == 0) {
        return Err(Fault::BarsUnit.into());
    }
    let [times, open, high, low, close, volume] = bars.map(|column| &column[from..]);
    let mut before = if from == 0 { f64::NEG_INFINITY } else { bars[0][from - 1] };
    for row in 0..times.len() {
        let time = times[row];
        let (open, high, low, close) = (open[row], high[row], low[row], close[row]);
        let slack = ROUNDING * high;
        // Exact, as all of it is whole and below 2^53. False for NaN, as all comparisons are.
        let is_whole = time.abs() <= MOST && ((time / unit) as i64) as f64 * unit == time;
        let is_good = is_whole
            && time > before
            && low > 0.0
            && open > 0.0
            && close > 0.0
            && high < f64::INFINITY
            && open <= high + slack
            && close <= high + slack
            && low <= open + slack
            && low <= close + slack
            && volume[row] >= 0.0
            && volume[row] <= MOST;
        if !is_good {
            return Ok((from + row) as f64);
        }
        before = time;
    }
    Ok(rows as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: f64 = 86_400_000.0;

    /// The first doubtful of three good bars, one number of the second changed.
    fn changed(column: usize, value: f64) -> f64 {
        let mut bars = [[DAY, 2.0 * DAY, 3.0 * DAY], [10.0; 3], [12.0; 3], [9.0; 3], [11.0; 3], [100.0; 3]];
        bars[column][1] = value;
        doubtful(bars.each_ref().map(|bar| bar.as_slice()), DAY, 0.0).unwrap()
    }

    #[test]
    fn names_the_first_bar_that_is_not_plainly_good() {
        assert_eq!(changed(5, 0.0), 3.0);
        assert_eq!(changed(1, 12.000_012), 3.0);
        for (column, value) in [
            (0, DAY),
            (0, 2.0 * DAY + 1.0),
            (0, f64::NAN),
            (1, 12.1),
            (1, f64::NAN),
            (2, f64::INFINITY),
            (3, 0.0),
            (3, 10.1),
            (4, -1.0),
            (5, -1.0),
            (5, MOST + 1.0),
            (5, f64::NAN),
        ] {
            assert_eq!(changed(column, value), 1.0, "{column} {value}");
        }
    }

    #[test]
    fn goes_on_from_a_row() {
        let times = [DAY, 2.0 * DAY, 2.0 * DAY];
        let [price, volume] = [[5.0; 3], [1.0; 3]];
        let bars: [&[f64]; 6] = [&times, &price, &price, &price, &price, &volume];
        assert_eq!(doubtful(bars, DAY, 0.0), Ok(2.0));
        assert_eq!(doubtful(bars, DAY, 2.0), Ok(2.0));
        assert_eq!(doubtful(bars, DAY, 3.0), Ok(3.0));
        assert_eq!(doubtful(bars, DAY, 4.0), Err(Fault::ArrayLength.into()));
        assert_eq!(doubtful(bars, 0.0, 0.0), Err(Fault::BarsUnit.into()));
    }
}
