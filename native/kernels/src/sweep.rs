//! Many runs over one asset's bars, each with what it wants to hold on each of them: orders, fills and the account as the engine has
//! them, for the models that are numbers. Every fill goes through `account::apply`, every price through `account::mark`.

use crate::account::{self, amount_of, fill, portfolio_value, price_of};
use crate::decimal::{from_float, split};
use crate::failure::{Failure, Fault};
use crate::whole;

/// What stands behind a run's values in `out`: its number of fills, and what they were charged.
const EXTRA: usize = 2;
const TERMS: usize = 7;

#[derive(Clone, Copy)]
enum Slippage {
    /// Half a spread away, whatever the volume.
    Fixed {
        spread: f64,
    },
    BasisPoints {
        points: f64,
        limit: f64,
    },
    VolumeShare {
        limit: f64,
        impact: f64,
    },
}

#[derive(Clone, Copy)]
enum Commission {
    PerShare { cost: f64, minimum: f64 },
    PerTrade { cost: f64 },
    PerDollar { cost: f64 },
}

/// Bars of the market: what orders fill at, the volume, and what positions are worth, carried over bars without trades.
struct Market<'a> {
    prices: &'a [f64],
    volumes: &'a [f64],
    marks: &'a [f64],
}

struct Order {
    amount: f64,
    filled: f64,
    commission: f64,
}

enum Offer {
    Fill { price: f64, amount: f64 },
    Nothing,
    Exhausted,
}

pub fn targets(
    market: &[f64],
    targets: &[f64],
    terms: &[f64],
    account: &[i64],
    out: &mut [f64],
) -> Result<(), Failure> {
    let bars = market.len() / 3;
    if bars == 0 || !market.len().is_multiple_of(3) || !targets.len().is_multiple_of(bars) || terms.len() != TERMS {
        return Err(Fault::ArrayLength.into());
    }
    let runs = targets.len() / bars;
    if out.len() != runs * (bars + EXTRA) {
        return Err(Fault::ArrayLength.into());
    }
    let (slippage, commission) = (slippage(terms)?, commission(terms)?);
    let threads = match whole(terms[6]).ok_or(Fault::SweepTerms)? {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    };
    let market = Market { prices: &market[..bars], volumes: &market[bars..2 * bars], marks: &market[2 * bars..] };
    let market = &market;
    let share = runs.div_ceil(threads).max(1);
    let play = |first: usize, targets: &[f64], out: &mut [f64]| {
        let (mut run, mut words) = (Run::new(slippage, commission, account)?, account.to_vec());
        for (i, (targets, out)) in targets.chunks_exact(bars).zip(out.chunks_exact_mut(bars + EXTRA)).enumerate() {
            words.copy_from_slice(account);
            run.play(market, targets, &mut words, out).map_err(|failure| failure.fault.at(first + i))?;
        }
        Ok(())
    };
    let parts = targets.chunks(share * bars).zip(out.chunks_mut(share * (bars + EXTRA))).enumerate();
    if threads == 1 {
        return parts.into_iter().try_for_each(|(i, (targets, out))| play(i * share, targets, out));
    }
    std::thread::scope(|scope| {
        let all: Vec<_> = parts.map(|(i, (targets, out))| scope.spawn(move || play(i * share, targets, out))).collect();
        all.into_iter().try_for_each(|thread| thread.join().expect("a run does not panic"))
    })
}

fn slippage(terms: &[f64]) -> Result<Slippage, Fault> {
    let (a, b) = (terms[1], terms[2]);
    match whole(terms[0]) {
        Some(0) => Ok(Slippage::Fixed { spread: a }),
        Some(1) => Ok(Slippage::BasisPoints { points: a, limit: b }),
        Some(2) => Ok(Slippage::VolumeShare { limit: a, impact: b }),
        _ => Err(Fault::SweepTerms),
    }
}

fn commission(terms: &[f64]) -> Result<Commission, Fault> {
    let (a, b) = (terms[4], terms[5]);
    match whole(terms[3]) {
        Some(0) => Ok(Commission::PerShare { cost: a, minimum: b }),
        Some(1) => Ok(Commission::PerTrade { cost: a }),
        Some(2) => Ok(Commission::PerDollar { cost: a }),
        _ => Err(Fault::SweepTerms),
    }
}

/// One run after the other, in buffers that are used again.
struct Run {
    slippage: Slippage,
    commission: Commission,
    numbers: Vec<f64>,
    open: Vec<Order>,
    fills: Vec<i64>,
}

impl Run {
    fn new(slippage: Slippage, commission: Commission, account: &[i64]) -> Result<Run, Failure> {
        let numbers = vec![0.0; account::numbers_of(account)];
        Ok(Run { slippage, commission, numbers, open: Vec::new(), fills: Vec::new() })
    }

    fn play(&mut self, market: &Market, targets: &[f64], words: &mut [i64], out: &mut [f64]) -> Result<(), Failure> {
        self.open.clear();
        account::totals(words, &mut self.numbers)?;
        let (values, extra) = out.split_at_mut(targets.len());
        let (mut count, mut charged) = (0, 0.0);
        for (bar, value) in values.iter_mut().enumerate() {
            if !self.open.is_empty() && market.volumes[bar] > 0.0 && !market.prices[bar].is_nan() {
                let fills = self.trade(market.prices[bar], market.volumes[bar], &mut charged)?;
                if fills > 0 {
                    account::apply(words, &mut self.numbers, &self.fills, fills as f64)?;
                    count += fills;
                }
            }
            if !targets[bar].is_nan() {
                self.order(targets[bar] - amount_of(&self.numbers))?;
            }
            let mark = market.marks[bar];
            if amount_of(&self.numbers) != 0.0 && !mark.is_nan() && mark != price_of(&self.numbers) {
                account::mark(words, &mut self.numbers, &[mark])?;
            }
            *value = portfolio_value(&self.numbers);
        }
        extra[0] = count as f64;
        extra[1] = charged;
        Ok(())
    }

    /// To the nearest whole unit within 1e-4 of one, else toward zero.
    fn order(&mut self, wish: f64) -> Result<(), Fault> {
        if !wish.is_finite() {
            return Err(Fault::NotFinite);
        }
        let nearest = wish.round_ties_even();
        let amount = if (wish - nearest).abs() <= 1e-4 { nearest } else { wish }.trunc();
        if amount != 0.0 {
            self.open.push(Order { amount, filled: 0.0, commission: 0.0 });
        }
        Ok(())
    }

    /// Offers the open orders to the bar, oldest first, and answers how many fills there are.
    fn trade(&mut self, price: f64, volume: f64, charged: &mut f64) -> Result<usize, Fault> {
        let (mut used, mut count) = (0.0, 0);
        self.fills.clear();
        for order in &mut self.open {
            let (price, amount) = match offer(self.slippage, order.amount - order.filled, price, volume, used) {
                Offer::Exhausted => break,
                Offer::Nothing => continue,
                Offer::Fill { price, amount } => (price, amount),
            };
            let charge = charge(self.commission, order, amount, price);
            self.fills.resize((count + 1) * fill::STRIDE, 0);
            let words = &mut self.fills[count * fill::STRIDE..];
            for (at, value) in [(fill::AMOUNT, amount), (fill::PRICE, price), (fill::COMMISSION, charge)] {
                words[at..at + 2].copy_from_slice(&split(from_float(value)?));
            }
            words[fill::SLOT] = 0;
            order.filled += amount;
            order.commission += charge;
            *charged += charge;
            used += amount.abs();
            count += 1;
        }
        self.open.retain(|order| order.filled != order.amount);
        Ok(count)
    }
}

fn offer(slippage: Slippage, open: f64, price: f64, volume: f64, used: f64) -> Offer {
    let direction = if open > 0.0 { 1.0 } else { -1.0 };
    match slippage {
        Slippage::Fixed { spread } => Offer::Fill { price: price + (spread / 2.0) * direction, amount: open },
        Slippage::BasisPoints { points, limit } => {
            let units = open.abs().min((limit * volume).trunc() - used);
            if units == 0.0 {
                return Offer::Exhausted;
            }
            Offer::Fill { price: price + price * ((points / 10_000.0) * direction), amount: units * direction }
        }
        Slippage::VolumeShare { limit, impact } => {
            let remaining = limit * volume - used;
            if remaining < 1.0 {
                return Offer::Exhausted;
            }
            let units = remaining.min(open.abs()).trunc();
            if units == 0.0 {
                return Offer::Nothing;
            }
            let share = ((used + units) / volume).min(limit);
            Offer::Fill { price: price + share * share * (impact.abs() * direction) * price, amount: units * direction }
        }
    }
}

fn charge(commission: Commission, order: &Order, amount: f64, price: f64) -> f64 {
    match commission {
        Commission::PerShare { cost, minimum } => {
            let additional = (amount * cost).abs();
            if order.commission == 0.0 {
                return additional.max(minimum);
            }
            let total = (order.filled * cost).abs() + additional;
            if total < minimum {
                0.0
            } else {
                total - order.commission
            }
        }
        Commission::PerTrade { cost } => {
            if order.commission == 0.0 {
                cost
            } else {
                0.0
            }
        }
        Commission::PerDollar { cost } => amount.abs() * (price * cost),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::tests::opened;

    const TERMS: [f64; 7] = [1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0];

    #[test]
    fn a_target_is_bought_on_the_next_bar_and_sold_again() {
        let market = [10.0, 11.0, 12.0, 13.0, 100.0, 100.0, 100.0, 100.0, 10.0, 11.0, 12.0, 13.0];
        let mut out = [0.0; 6];
        targets(&market, &[10.0, 10.0, 0.0, f64::NAN], &TERMS, &opened(1_000), &mut out).unwrap();
        // Bought at 11 and sold at 13, a unit of money each share each way.
        assert_eq!(out, [1_000.0, 990.0, 1_000.0, 1_000.0, 2.0, 20.0]);
    }

    #[test]
    fn a_bar_offers_no_more_than_its_share() {
        let market = [10.0, 10.0, 10.0, 8.0, 8.0, 8.0, 10.0, 10.0, 10.0];
        let mut out = [0.0; 5];
        targets(&market, &[10.0, f64::NAN, f64::NAN], &TERMS, &opened(1_000), &mut out).unwrap();
        assert_eq!(out[3], 2.0);
    }

    #[test]
    fn any_number_of_threads_gives_the_same_bits() {
        let market: Vec<f64> =
            (0..300).map(|i| if (100..200).contains(&i) { 50.0 } else { 10.0 + (i % 7) as f64 }).collect();
        let wishes: Vec<f64> = (0..1_700).map(|i| ((i * 31) % 17) as f64).collect();
        let run = |threads: f64| {
            let mut out = vec![0.0; 17 * 102];
            let terms = [2.0, 0.1, 0.1, 0.0, 0.01, 1.0, threads];
            targets(&market, &wishes, &terms, &opened(100_000), &mut out).unwrap();
            out.iter().map(|value| value.to_bits()).collect::<Vec<_>>()
        };
        assert_eq!(run(1.0), run(2.0));
        assert_eq!(run(1.0), run(5.0));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let (market, mut out) = ([1.0; 6], [0.0; 4]);
        let mut refused = |terms: &[f64], wishes: &[f64]| targets(&market, wishes, terms, &opened(1), &mut out);
        assert_eq!(refused(&TERMS, &[1.0]), Err(Fault::ArrayLength.into()));
        assert_eq!(refused(&[9.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0], &[1.0, 1.0]), Err(Fault::SweepTerms.into()));
        assert_eq!(refused(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5], &[1.0, 1.0]), Err(Fault::SweepTerms.into()));
        assert_eq!(refused(&TERMS, &[f64::INFINITY, 1.0]), Err(Fault::NotFinite.at(0)));
    }
}
