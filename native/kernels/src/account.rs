//! The account: cash by currency and positions in slots, in words that the caller owns. The layout stands in
//! `native/interface.ts`. A call that fails leaves words and numbers as they were.

use crate::decimal::{add, divide, from_float, join, multiply, split, subtract, to_float, weigh, ONE};
use crate::failure::{Failure, Fault};
use crate::whole;
use std::cell::RefCell;

const CAPACITY: usize = 0;
const USED: usize = 1;
const NEXT_SEQUENCE: usize = 2;
const CURRENCIES: usize = 3;
const CASH: usize = 4;
const RATE: usize = 20;
const CASH_FLOW: usize = 36;
const PNL: usize = 38;
const PORTFOLIO_VALUE: usize = 40;
const TOTAL_CASH: usize = 42;
const LONG_VALUE: usize = 44;
const SHORT_VALUE: usize = 46;
const LONG_EXPOSURE: usize = 48;
const SHORT_EXPOSURE: usize = 50;
const LONGS: usize = 52;
const SHORTS: usize = 53;
const SLOTS: usize = 64;
const STRIDE: usize = 16;
const MOST_CURRENCIES: i64 = 8;

/// Offsets inside a slot.
mod slot {
    pub const AMOUNT: usize = 0;
    pub const COST_BASIS: usize = 2;
    pub const PRICE: usize = 4;
    pub const MULTIPLIER: usize = 6;
    pub const SETTLED_PRICE: usize = 8;
    pub const KIND: usize = 10;
    pub const CURRENCY: usize = 11;
    pub const SEQUENCE: usize = 12;
}

pub(crate) mod fill {
    pub const AMOUNT: usize = 0;
    pub const PRICE: usize = 2;
    pub const COMMISSION: usize = 4;
    pub const SLOT: usize = 6;
    pub const STRIDE: usize = 8;
}

/// The header's exact words in the order of the first numbers; two counts and the change follow.
const MIRRORED: [usize; 8] =
    [CASH, PORTFOLIO_VALUE, PNL, CASH_FLOW, LONG_VALUE, SHORT_VALUE, LONG_EXPOSURE, SHORT_EXPOSURE];
const NUMBERS_LONGS: usize = 8;
const NUMBERS_SHORTS: usize = 9;
const NUMBERS_CHANGE: usize = 10;
const NUMBERS_SLOTS: usize = 16;
const NUMBERS_STRIDE: usize = 4;

pub fn apply(words: &mut [i64], numbers: &mut [f64], fills: &[i64], count: f64) -> Result<(), Failure> {
    let length = whole(count).and_then(|count| count.checked_mul(fill::STRIDE));
    let fills = length.and_then(|length| fills.get(..length)).ok_or(Fault::ArrayLength)?;
    whole_or_nothing(words, numbers, |account| {
        for (i, fill) in fills.chunks_exact(fill::STRIDE).enumerate() {
            let slot = account.slot_of(fill).ok_or(Fault::FillSlot.at(i))?;
            account.trade(slot, exact(fill, fill::AMOUNT), exact(fill, fill::PRICE)).map_err(|fault| fault.at(slot))?;
        }
        for (i, fill) in fills.chunks_exact(fill::STRIDE).enumerate() {
            let slot = account.slot_of(fill).ok_or(Fault::FillSlot.at(i))?;
            account.charge(slot, exact(fill, fill::COMMISSION)).map_err(|fault| fault.at(slot))?;
        }
        Ok(())
    })
}

pub fn mark(words: &mut [i64], numbers: &mut [f64], prices: &[f64]) -> Result<(), Failure> {
    whole_or_nothing(words, numbers, |account| {
        let prices = prices.get(..account.used).ok_or(Fault::ArrayLength)?;
        for (slot, &price) in prices.iter().enumerate() {
            if !price.is_nan() {
                account.reprice(slot, price).map_err(|fault| fault.at(slot))?;
            }
        }
        Ok(())
    })
}

pub fn totals(words: &mut [i64], numbers: &mut [f64]) -> Result<(), Failure> {
    whole_or_nothing(words, numbers, |_| Ok(()))
}

/// How many numbers stand beside an account's words.
pub(crate) fn numbers_of(words: &[i64]) -> usize {
    NUMBERS_SLOTS + words.len().saturating_sub(SLOTS) / STRIDE * NUMBERS_STRIDE
}

pub(crate) fn portfolio_value(numbers: &[f64]) -> f64 {
    numbers[1]
}

/// What is held in the first slot, and at what price it was marked last.
pub(crate) fn amount_of(numbers: &[f64]) -> f64 {
    numbers[NUMBERS_SLOTS]
}

pub(crate) fn price_of(numbers: &[f64]) -> f64 {
    numbers[NUMBERS_SLOTS + 2]
}

thread_local! {
    static BEFORE: RefCell<Vec<i64>> = const { RefCell::new(Vec::new()) };
}

/// Takes the steps and the totals on the words themselves and puts everything back if one of them fails.
fn whole_or_nothing(
    words: &mut [i64],
    numbers: &mut [f64],
    steps: impl FnOnce(&mut Account) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let used = slots_in_use(words).ok_or(Fault::AccountLayout)?;
    if numbers.len() < NUMBERS_SLOTS + used * NUMBERS_STRIDE {
        return Err(Fault::ArrayLength.into());
    }
    let words = &mut words[..SLOTS + used * STRIDE];
    BEFORE.with_borrow_mut(|before| {
        before.clear();
        before.extend_from_slice(words);
        let mut account = Account { words, used };
        let result = steps(&mut account).and_then(|()| account.total());
        match result {
            Ok(change) => account.mirror(numbers, change),
            Err(_) => account.words.copy_from_slice(before),
        }
        result.map(|_| ())
    })
}

fn slots_in_use(words: &[i64]) -> Option<usize> {
    let room = words.len().checked_sub(SLOTS)? / STRIDE;
    let (capacity, used, currencies) = (words[CAPACITY], words[USED], words[CURRENCIES]);
    let fits =
        0 <= used && used <= capacity && capacity <= room as i64 && 0 < currencies && currencies <= MOST_CURRENCIES;
    fits.then_some(used as usize)
}

#[inline]
fn exact(words: &[i64], at: usize) -> i128 {
    join(words[at], words[at + 1])
}

struct Account<'a> {
    words: &'a mut [i64],
    used: usize,
}

impl Account<'_> {
    #[inline]
    fn get(&self, at: usize) -> i128 {
        exact(self.words, at)
    }

    #[inline]
    fn set(&mut self, at: usize, value: i128) {
        self.words[at..at + 2].copy_from_slice(&split(value));
    }

    fn slot_of(&self, fill: &[i64]) -> Option<usize> {
        usize::try_from(fill[fill::SLOT]).ok().filter(|&slot| slot < self.used)
    }

    /// Whether the slot holds a future, and its currency.
    #[inline]
    fn terms(&self, base: usize) -> Result<(bool, usize), Fault> {
        let (kind, currency) = (self.words[base + slot::KIND], self.words[base + slot::CURRENCY]);
        if !(0..=1).contains(&kind) || currency < 0 || currency >= self.words[CURRENCIES] {
            return Err(Fault::AccountLayout);
        }
        Ok((kind == 1, currency as usize))
    }

    fn trade(&mut self, slot: usize, change: i128, price: i128) -> Result<(), Fault> {
        let base = SLOTS + slot * STRIDE;
        let (future, currency) = self.terms(base)?;
        let amount = self.get(base + slot::AMOUNT);
        let total = add(amount, change)?;
        if future {
            self.settle(base, currency, price)?;
        } else {
            let cost = value(change, price, self.get(base + slot::MULTIPLIER))?;
            self.pay(currency, subtract(0, cost)?)?;
        }
        if total == 0 {
            self.set(base + slot::COST_BASIS, 0);
            self.words[base + slot::SEQUENCE] = 0;
        } else if amount == 0 {
            self.set(base + slot::COST_BASIS, price);
            self.words[base + slot::SEQUENCE] = self.words[NEXT_SEQUENCE];
            self.words[NEXT_SEQUENCE] = self.words[NEXT_SEQUENCE].wrapping_add(1);
        } else if (amount < 0) == (change < 0) {
            let basis = weigh(amount, self.get(base + slot::COST_BASIS), change, price, total)?;
            self.set(base + slot::COST_BASIS, basis);
        } else if (amount < 0) != (total < 0) {
            self.set(base + slot::COST_BASIS, price);
        }
        self.set(base + slot::AMOUNT, total);
        self.set(base + slot::PRICE, price);
        Ok(())
    }

    fn charge(&mut self, slot: usize, commission: i128) -> Result<(), Fault> {
        if commission == 0 {
            return Ok(());
        }
        let base = SLOTS + slot * STRIDE;
        let (future, currency) = self.terms(base)?;
        self.pay(currency, subtract(0, commission)?)?;
        let amount = self.get(base + slot::AMOUNT);
        if amount != 0 {
            let cost = if future { divide(commission, self.get(base + slot::MULTIPLIER))? } else { commission };
            let basis = weigh(self.get(base + slot::COST_BASIS), amount, cost, ONE, amount)?;
            self.set(base + slot::COST_BASIS, basis);
        }
        Ok(())
    }

    fn reprice(&mut self, slot: usize, price: f64) -> Result<(), Fault> {
        let base = SLOTS + slot * STRIDE;
        if self.get(base + slot::AMOUNT) == 0 {
            return Ok(());
        }
        let (future, currency) = self.terms(base)?;
        let price = from_float(price)?;
        if future {
            self.settle(base, currency, price)?;
        }
        self.set(base + slot::PRICE, price);
        Ok(())
    }

    /// Pays what a future has gained since the price it was settled at last.
    fn settle(&mut self, base: usize, currency: usize, price: i128) -> Result<(), Fault> {
        let amount = self.get(base + slot::AMOUNT);
        if amount != 0 {
            let change = subtract(price, self.get(base + slot::SETTLED_PRICE))?;
            let gain = value(amount, change, self.get(base + slot::MULTIPLIER))?;
            self.pay(currency, gain)?;
        }
        self.set(base + slot::SETTLED_PRICE, price);
        Ok(())
    }

    fn pay(&mut self, currency: usize, amount: i128) -> Result<(), Fault> {
        let cash = CASH + 2 * currency;
        let flow = convert(amount, self.get(RATE + 2 * currency))?;
        self.set(cash, add(self.get(cash), amount)?);
        self.set(CASH_FLOW, add(self.get(CASH_FLOW), flow)?);
        Ok(())
    }

    /// Values everything in the base currency and answers how far that moved the portfolio's value.
    fn total(&mut self) -> Result<i128, Failure> {
        let (mut cash, mut rates) = (0, [0; MOST_CURRENCIES as usize]);
        for (currency, rate) in rates.iter_mut().enumerate().take(self.words[CURRENCIES] as usize) {
            *rate = self.get(RATE + 2 * currency);
            cash = add(cash, convert(self.get(CASH + 2 * currency), *rate)?)?;
        }
        let (mut long, mut short) = (Side::default(), Side::default());
        for slot in 0..self.used {
            let base = SLOTS + slot * STRIDE;
            let amount = self.get(base + slot::AMOUNT);
            if amount == 0 {
                continue;
            }
            let mut count = || {
                let (future, currency) = self.terms(base)?;
                let local = value(amount, self.get(base + slot::PRICE), self.get(base + slot::MULTIPLIER))?;
                if local == 0 {
                    return Ok(());
                }
                let side = if local < 0 { &mut short } else { &mut long };
                side.join(convert(local, rates[currency])?, future)
            };
            count().map_err(|fault: Fault| fault.at(slot))?;
        }
        let portfolio = add(add(cash, long.value)?, short.value)?;
        let change = subtract(portfolio, self.get(PORTFOLIO_VALUE))?;
        self.set(PNL, add(self.get(PNL), change)?);
        self.set(PORTFOLIO_VALUE, portfolio);
        self.set(TOTAL_CASH, cash);
        self.set(LONG_VALUE, long.value);
        self.set(SHORT_VALUE, short.value);
        self.set(LONG_EXPOSURE, long.exposure);
        self.set(SHORT_EXPOSURE, short.exposure);
        self.words[LONGS] = long.count;
        self.words[SHORTS] = short.count;
        Ok(change)
    }

    fn mirror(&self, numbers: &mut [f64], change: i128) {
        for (number, at) in numbers.iter_mut().zip(MIRRORED) {
            *number = to_float(self.get(at));
        }
        numbers[NUMBERS_LONGS] = self.words[LONGS] as f64;
        numbers[NUMBERS_SHORTS] = self.words[SHORTS] as f64;
        numbers[NUMBERS_CHANGE] = to_float(change);
        let rows = numbers[NUMBERS_SLOTS..].chunks_exact_mut(NUMBERS_STRIDE);
        for (row, words) in rows.zip(self.words[SLOTS..].chunks_exact(STRIDE)) {
            row[0] = to_float(exact(words, slot::AMOUNT));
            row[1] = to_float(exact(words, slot::COST_BASIS));
            row[2] = to_float(exact(words, slot::PRICE));
            row[3] = words[slot::SEQUENCE] as f64;
        }
    }
}

/// What is held on one side, in the base currency. A future counts as exposure alone.
#[derive(Default)]
struct Side {
    value: i128,
    exposure: i128,
    count: i64,
}

impl Side {
    #[inline]
    fn join(&mut self, exposure: i128, future: bool) -> Result<(), Fault> {
        self.exposure = add(self.exposure, exposure)?;
        if !future {
            self.value = add(self.value, exposure)?;
        }
        self.count += 1;
        Ok(())
    }
}

#[inline]
fn value(amount: i128, price: i128, multiplier: i128) -> Result<i128, Fault> {
    convert(multiply(amount, price)?, multiplier)
}

/// Multiplies by what is one nearly always.
#[inline]
fn convert(value: i128, factor: i128) -> Result<i128, Fault> {
    if factor == ONE {
        Ok(value)
    } else {
        multiply(value, factor)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    struct Book {
        words: Vec<i64>,
        numbers: Vec<f64>,
    }

    impl Book {
        /// One slot a multiplier; those in `futures` hold futures.
        fn new(cash: i128, multipliers: &[i128], futures: &[usize]) -> Book {
            let mut book = Book {
                words: vec![0; SLOTS + multipliers.len() * STRIDE],
                numbers: vec![0.0; NUMBERS_SLOTS + multipliers.len() * NUMBERS_STRIDE],
            };
            book.words[..4].copy_from_slice(&[multipliers.len() as i64, multipliers.len() as i64, 1, 1]);
            for (at, value) in [(CASH, cash * ONE), (RATE, ONE), (PORTFOLIO_VALUE, cash * ONE)] {
                book.words[at..at + 2].copy_from_slice(&split(value));
            }
            for (i, multiplier) in multipliers.iter().enumerate() {
                let base = SLOTS + i * STRIDE;
                book.words[base + slot::MULTIPLIER..][..2].copy_from_slice(&split(multiplier * ONE));
                book.words[base + slot::KIND] = futures.contains(&i) as i64;
            }
            book
        }

        fn fill(&mut self, slot: i64, amount: i128, price: i128, commission: i128) -> Result<(), Failure> {
            let mut fill = vec![0; fill::STRIDE];
            for (at, value) in [(fill::AMOUNT, amount), (fill::PRICE, price), (fill::COMMISSION, commission)] {
                fill[at..at + 2].copy_from_slice(&split(value.wrapping_mul(ONE)));
            }
            fill[fill::SLOT] = slot;
            apply(&mut self.words, &mut self.numbers, &fill, 1.0)
        }

        fn at(&self, slot: usize, field: usize) -> f64 {
            self.numbers[NUMBERS_SLOTS + slot * NUMBERS_STRIDE + field]
        }
    }

    /// An account of cash and one slot for shares.
    pub(crate) fn opened(cash: i128) -> Vec<i64> {
        Book::new(cash, &[1], &[]).words
    }

    #[test]
    fn shares_are_paid_for_and_averaged() {
        let mut book = Book::new(10_000, &[1], &[]);
        book.fill(0, 100, 10, 1).unwrap();
        assert_eq!((book.numbers[0], book.at(0, 1), book.at(0, 3)), (8_999.0, 10.01, 1.0));
        book.fill(0, 100, 20, 0).unwrap();
        assert_eq!((book.numbers[0], book.at(0, 1)), (6_999.0, 15.005));
        mark(&mut book.words, &mut book.numbers, &[25.5]).unwrap();
        assert_eq!((book.numbers[1], book.numbers[2], book.numbers[NUMBERS_CHANGE]), (12_099.0, 2_099.0, 1_100.0));
        book.fill(0, -300, 30, 0).unwrap();
        assert_eq!((book.at(0, 0), book.at(0, 1), book.at(0, 3)), (-100.0, 30.0, 1.0));
        book.fill(0, 100, 30, 0).unwrap();
        assert_eq!((book.at(0, 0), book.at(0, 1), book.at(0, 3)), (0.0, 0.0, 0.0));
        assert_eq!(book.numbers[0], book.numbers[1]);
    }

    #[test]
    fn futures_pay_their_gains_as_they_come() {
        let mut book = Book::new(10_000, &[50], &[0]);
        book.fill(0, 2, 100, 5).unwrap();
        assert_eq!((book.numbers[0], book.at(0, 1)), (9_995.0, 100.05));
        mark(&mut book.words, &mut book.numbers, &[101.0]).unwrap();
        assert_eq!((book.numbers[0], book.numbers[4], book.numbers[6]), (10_095.0, 0.0, 10_100.0));
        book.fill(0, -2, 103, 0).unwrap();
        assert_eq!((book.numbers[0], book.numbers[1], book.numbers[3]), (10_295.0, 10_295.0, 295.0));
    }

    #[test]
    fn a_failure_leaves_everything_as_it_was() {
        let mut book = Book::new(10_000, &[1, 1], &[]);
        book.fill(0, 100, 10, 1).unwrap();
        let (words, numbers) = (book.words.clone(), book.numbers.clone());
        assert_eq!(book.fill(0, 10i128.pow(20), 10, 0), Err(Fault::Overflow.at(0)));
        assert_eq!(book.fill(2, 1, 1, 0), Err(Fault::FillSlot.at(0)));
        assert_eq!(book.fill(-1, 1, 1, 0), Err(Fault::FillSlot.at(0)));
        assert_eq!(mark(&mut book.words, &mut book.numbers, &[11.0, f64::NAN]), Ok(()));
        assert_eq!(mark(&mut book.words, &mut book.numbers, &[10.0, f64::NAN]), Ok(()));
        assert_eq!(mark(&mut book.words, &mut book.numbers, &[1e20, f64::NAN]), Err(Fault::Overflow.at(0)));
        assert_eq!(mark(&mut book.words, &mut book.numbers, &[f64::INFINITY, 1.0]), Err(Fault::NotFinite.at(0)));
        assert_eq!(mark(&mut book.words, &mut book.numbers, &[1.0]), Err(Fault::ArrayLength.into()));
        assert_eq!(book.words, words);
        assert_eq!(book.numbers[..NUMBERS_CHANGE], numbers[..NUMBERS_CHANGE]);
    }

    #[test]
    fn a_header_that_does_not_fit_is_refused() {
        let mut book = Book::new(0, &[1], &[]);
        for (at, value) in [(USED, 2), (USED, -1), (CAPACITY, 2), (CURRENCIES, 0), (CURRENCIES, 9)] {
            let mut words = book.words.clone();
            words[at] = value;
            assert_eq!(totals(&mut words, &mut book.numbers), Err(Fault::AccountLayout.into()));
        }
        assert_eq!(totals(&mut book.words[..32], &mut book.numbers), Err(Fault::AccountLayout.into()));
        assert_eq!(totals(&mut book.words, &mut [0.0; 8]), Err(Fault::ArrayLength.into()));
    }
}
