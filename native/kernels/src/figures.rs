//! What an account's sessions come to, and the risk that they tell of: the columns of a run's performance.

use crate::failure::Fault;

/// A session's row, and the account's numbers in it, as `SESSION` in `native/figures.ts` and `NUMBERS` in `native/interface.ts`.
const TOTAL_RETURNS: usize = 0;
const MAX_LEVERAGE: usize = 1;
const START: usize = 2;
const END: usize = 12;
const STRIDE: usize = 22;
const CASH: usize = 0;
const VALUE: usize = 1;
const PNL: usize = 2;
const CASH_FLOW: usize = 3;
const LONG_VALUE: usize = 4;
const SHORT_VALUE: usize = 5;
const LONG_EXPOSURE: usize = 6;
const SHORT_EXPOSURE: usize = 7;
const LONGS: usize = 8;
const SHORTS: usize = 9;

const SESSION_FIGURES: usize = 20;
const RISK_FIGURES: usize = 8;

/// As `sessionFigures` in `native/interface.ts`.
pub fn of_sessions(rows: &[f64], out: &mut [f64]) -> Result<(), Fault> {
    let sessions = rows.len() / STRIDE;
    if !rows.len().is_multiple_of(STRIDE) || out.len() != sessions * SESSION_FIGURES {
        return Err(Fault::ArrayLength);
    }
    let (mut total_returns, mut cash_flow, mut max_leverage) = (0.0, 0.0, 0.0);
    for (i, row) in rows.chunks_exact(STRIDE).enumerate() {
        let (start, end) = (&row[START..END], &row[END..]);
        let value = end[VALUE];
        let exposure = end[LONG_EXPOSURE] + end[SHORT_EXPOSURE];
        let gross = ratio(end[LONG_EXPOSURE] - end[SHORT_EXPOSURE], value);
        max_leverage = greater(greater(max_leverage, row[MAX_LEVERAGE]), gross);
        let figures: [f64; SESSION_FIGURES] = [
            (row[TOTAL_RETURNS] + 1.0) / (total_returns + 1.0) - 1.0,
            end[PNL] - start[PNL],
            end[CASH_FLOW] - cash_flow,
            start[LONG_EXPOSURE] + start[SHORT_EXPOSURE],
            exposure,
            start[LONG_VALUE] + start[SHORT_VALUE],
            end[LONG_VALUE] + end[SHORT_VALUE],
            start[CASH],
            end[CASH],
            value,
            end[LONGS],
            end[SHORTS],
            end[LONG_VALUE],
            end[SHORT_VALUE],
            end[LONG_EXPOSURE],
            end[SHORT_EXPOSURE],
            gross,
            ratio(exposure, value),
            row[TOTAL_RETURNS],
            max_leverage,
        ];
        put(&figures, out, sessions, i);
        total_returns = row[TOTAL_RETURNS];
        cash_flow = end[CASH_FLOW];
    }
    Ok(())
}

/// As `riskFigures` in `native/interface.ts`; means and squared deviations by Welford's recurrences.
pub fn of_risk(returns: &[f64], benchmark: &[f64], per_year: f64, out: &mut [f64]) -> Result<(), Fault> {
    let sessions = returns.len();
    if benchmark.len() != sessions || out.len() != sessions * RISK_FIGURES {
        return Err(Fault::ArrayLength);
    }
    let (mut mean, mut m2, mut downside) = (0.0, 0.0, 0.0);
    let (mut benchmark_mean, mut benchmark_m2, mut comoment) = (0.0, 0.0, 0.0);
    let (mut wealth, mut peak, mut drawdown, mut benchmark_wealth) = (100.0, 100.0, 0.0, 1.0);
    let year = per_year.sqrt();
    for (i, (&r, &benchmark)) in returns.iter().zip(benchmark).enumerate() {
        let n = (i + 1) as f64;
        let delta = r - mean;
        mean += delta / n;
        m2 += delta * (r - mean);
        let benchmark_delta = benchmark - benchmark_mean;
        benchmark_mean += benchmark_delta / n;
        benchmark_m2 += benchmark_delta * (benchmark - benchmark_mean);
        comoment += benchmark_delta * (r - mean);
        if r < 0.0 {
            downside += r * r;
        }
        wealth *= 1.0 + r;
        if wealth > peak {
            peak = wealth;
        }
        drawdown = less(drawdown, (wealth - peak) / peak);
        benchmark_wealth *= 1.0 + benchmark;
        let few = i == 0;
        let beta = if few || benchmark_m2 / n < 1e-30 { f64::NAN } else { comoment / n / (benchmark_m2 / n) };
        let deviation = |squares: f64| if few { f64::NAN } else { (squares / (n - 1.0)).sqrt() };
        let spread = deviation(m2);
        let figures: [f64; RISK_FIGURES] = [
            spread * year,
            benchmark_wealth - 1.0,
            deviation(benchmark_m2) * year,
            1.0 + mean - beta * benchmark_mean,
            beta,
            finite((mean / spread) * year),
            if few { f64::NAN } else { finite((mean * per_year) / ((downside / n).sqrt() * year)) },
            drawdown,
        ];
        put(&figures, out, sessions, i);
    }
    Ok(())
}

/// Each figure into its part of `out`. A NaN that arithmetic makes has a sign of the processor's choosing.
fn put(figures: &[f64], out: &mut [f64], sessions: usize, i: usize) {
    for (part, &figure) in figures.iter().enumerate() {
        out[part * sessions + i] = if figure.is_nan() { f64::NAN } else { figure };
    }
}

fn ratio(exposure: f64, value: f64) -> f64 {
    if value == 0.0 {
        f64::INFINITY
    } else {
        exposure / value
    }
}

/// A NaN stays.
fn greater(a: f64, b: f64) -> f64 {
    if b > a || b.is_nan() {
        b
    } else {
        a
    }
}

fn less(a: f64, b: f64) -> f64 {
    if b < a || b.is_nan() {
        b
    } else {
        a
    }
}

fn finite(x: f64) -> f64 {
    if x.is_finite() {
        x
    } else {
        f64::NAN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_sessions() {
        let mut rows = [0.0; 2 * STRIDE];
        for (row, (total, value, exposure)) in
            rows.chunks_exact_mut(STRIDE).zip([(0.5, 150.0, 75.0), (0.2, 120.0, 60.0)])
        {
            row[TOTAL_RETURNS] = total;
            row[END + VALUE] = value;
            row[END + LONG_EXPOSURE] = exposure;
            row[END + CASH_FLOW] = -value;
        }
        let mut out = [f64::NAN; 2 * SESSION_FIGURES];
        of_sessions(&rows, &mut out).unwrap();
        assert_eq!(out[..2], [0.5, 1.2 / 1.5 - 1.0]);
        assert_eq!(out[4..6], [-150.0, 30.0]);
        assert_eq!(out[38..], [0.5, 0.5]);
        assert_eq!(of_sessions(&rows, &mut out[1..]), Err(Fault::ArrayLength));
    }

    #[test]
    fn knows_the_fall_from_a_peak_and_no_spread_of_one_session() {
        let mut out = [0.0; 2 * RISK_FIGURES];
        of_risk(&[0.25, -0.5], &[0.0, 0.0], 252.0, &mut out).unwrap();
        assert!(out[0].is_nan() && out[1] > 0.0);
        assert_eq!(out[14..], [0.0, -0.5]);
        assert_eq!(of_risk(&[0.0], &[], 252.0, &mut out), Err(Fault::ArrayLength));
    }
}
