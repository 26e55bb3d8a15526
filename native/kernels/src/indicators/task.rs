//! What is asked of an indicator, and the ways over its rows.

use super::averages::Trima;
use super::blocks::{Blocks, Choice, Total, Value, SIDE};
use super::extremes::{GREATEST, LEAST};
use super::ring::Smoother;
use crate::failure::Fault;
use crate::lanes::widest;
use crate::{pages, whole};

/// TA-Lib's longest period.
const LONGEST: usize = 100_000;

pub struct Task<'a> {
    pub inputs: [&'a [f64]; 4],
    pub parameters: &'a [f64],
    pub out: &'a mut [f64],
}

impl Task<'_> {
    pub fn period(&self, at: usize) -> Result<usize, Fault> {
        let period = self.parameters.get(at).copied().and_then(whole);
        period.filter(|period| (1..=LONGEST).contains(period)).ok_or(Fault::IndicatorParameter)
    }

    /// A moving average's number.
    pub fn kind(&self, at: usize) -> Result<usize, Fault> {
        let kind = self.parameters.get(at).copied().and_then(whole);
        kind.filter(|&kind| kind <= 8).ok_or(Fault::IndicatorParameter)
    }

    pub fn number(&self, at: usize) -> Result<f64, Fault> {
        self.parameters.get(at).copied().filter(|number| number.is_finite()).ok_or(Fault::IndicatorParameter)
    }

    /// The inputs and the parts of the answer, both from the first row on in which no input is missing, and that row's number.
    #[allow(clippy::type_complexity)]
    pub fn split<'b, const I: usize, const O: usize>(self) -> Result<(usize, [&'b [f64]; I], [&'b mut [f64]; O]), Fault>
    where
        Self: 'b,
    {
        let rows = self.inputs[0].len();
        if self.inputs[..I].iter().any(|input| input.len() != rows) || self.out.len() != rows * O {
            return Err(Fault::ArrayLength);
        }
        let columns: [&[f64]; I] = std::array::from_fn(|at| self.inputs[at]);
        let first = (0..rows).find(|&row| columns.iter().all(|column| !column[row].is_nan())).unwrap_or(rows);
        pages::expect(self.out);
        let mut rest = self.out;
        let parts = std::array::from_fn(|_| {
            let (part, others) = std::mem::take(&mut rest).split_at_mut(rows);
            rest = others;
            let (head, answers) = part.split_at_mut(first);
            head.fill(f64::NAN);
            answers
        });
        Ok((first, columns.map(|column| &column[first..]), parts))
    }

    /// Feeds row after row, from the first on in which no input is missing.
    pub fn run<const I: usize, const O: usize>(self, mut next: impl FnMut([f64; I]) -> [f64; O]) -> Result<(), Fault> {
        self.run_from(|_| move |row| next(row))
    }

    /// The same, of what `begin` makes for the first such row.
    pub fn run_from<const I: usize, const O: usize, N: FnMut([f64; I]) -> [f64; O]>(
        self,
        begin: impl FnOnce(usize) -> N,
    ) -> Result<(), Fault> {
        let (first, columns, mut parts) = self.split::<I, O>()?;
        let mut next = begin(first);
        let rows = columns[0].len();
        let columns = columns.map(|column| &column[..rows]);
        for row in 0..rows {
            let answers = next(std::array::from_fn(|at| columns[at][row]));
            for (part, answer) in parts.iter_mut().zip(answers) {
                part[row] = answer;
            }
        }
        Ok(())
    }

    /// `of` what is chosen of the last `period` rows.
    pub fn windows<C: Choice<Item = f64>>(self, period: usize, of: impl Fn(f64) -> f64) -> Result<(), Fault> {
        let (_, [values], [out]) = self.split()?;
        let mut blocks = Blocks::<C>::new(period);
        for (values, out) in values.chunks(SIDE * period).zip(out.chunks_mut(SIDE * period)) {
            blocks.next(values, out);
            widest(|| out.iter_mut().for_each(|answer| *answer = of(*answer)));
        }
        let head = out.len().min(period - 1);
        out[..head].fill(f64::NAN);
        Ok(())
    }

    pub fn mean(self, period: usize) -> Result<(), Fault> {
        self.windows::<Total>(period, |sum| sum / period as f64)
    }

    /// `Trima` of a series: sums of sums, which come in blocks of another length.
    pub fn triangle(self, period: usize) -> Result<(), Fault> {
        let (_, [values], [out]) = self.split()?;
        let [inner, outer] = Trima::periods(period);
        let factor = Trima::factor(period);
        let (mut first, mut second) = (Blocks::<Total>::new(inner), Blocks::<Total>::new(outer));
        let mut sums = vec![0.0; SIDE * inner];
        let mut waiting = Vec::with_capacity(SIDE * period);
        let mut row = out.len().min(inner - 1);
        let mut unknown = inner - 1;
        for values in values.chunks(SIDE * inner) {
            first.next(values, &mut sums);
            waiting.extend(sums[..values.len()].iter().skip(std::mem::take(&mut unknown)));
            while waiting.len() >= SIDE * outer {
                second.next(&waiting[..SIDE * outer], &mut out[row..row + SIDE * outer]);
                row += SIDE * outer;
                waiting.drain(..SIDE * outer);
            }
        }
        second.next(&waiting, &mut out[row..]);
        widest(|| out.iter_mut().for_each(|sum| *sum *= factor));
        let head = out.len().min(period - 1);
        out[..head].fill(f64::NAN);
        Ok(())
    }

    /// `of` what is chosen of the highs (input `high`) and of the lows in the last `period` rows, the inputs of the row and its number.
    pub fn ranges<H: Choice, L: Choice, const I: usize, const O: usize>(
        self,
        period: usize,
        [high, low]: [usize; 2],
        of: impl Fn(H::Item, L::Item, [f64; I], usize) -> [f64; O],
    ) -> Result<(), Fault> {
        let (_, columns, mut parts) = self.split::<I, O>()?;
        let rows = columns[0].len();
        let size = SIDE * period;
        let (mut highest, mut lowest) = (Blocks::<H>::new(period), Blocks::<L>::new(period));
        let (mut tops, mut bottoms) = (vec![H::Item::default(); size], vec![L::Item::default(); size]);
        for from in (0..rows).step_by(size) {
            let count = size.min(rows - from);
            let columns = columns.map(|column| &column[from..from + count]);
            highest.next(columns[high], &mut tops);
            lowest.next(columns[low], &mut bottoms);
            let mut parts = parts.each_mut().map(|part| &mut part[from..from + count]);
            for (at, (&top, &bottom)) in tops[..count].iter().zip(&bottoms[..count]).enumerate() {
                let answers = of(top, bottom, std::array::from_fn(|column| columns[column][at]), from + at);
                for (part, answer) in parts.iter_mut().zip(answers) {
                    part[at] = answer;
                }
            }
        }
        for part in &mut parts {
            part[..rows.min(period - 1)].fill(f64::NAN);
        }
        Ok(())
    }

    /// `of` the greatest high and the least low.
    pub fn extremes<const I: usize, const O: usize>(
        self,
        period: usize,
        inputs: [usize; 2],
        of: impl Fn(f64, f64, [f64; I]) -> [f64; O],
    ) -> Result<(), Fault> {
        self.ranges::<Value<GREATEST>, Value<LEAST>, I, O>(period, inputs, |highest, lowest, row, _| {
            of(highest, lowest, row)
        })
    }

    /// Whether an input is missing somewhere after the first row.
    pub fn gaps(&self, inputs: usize) -> bool {
        self.inputs[..inputs].iter().any(|input| {
            let first = input.iter().position(|value| !value.is_nan()).unwrap_or(input.len());
            input[first..].iter().fold(false, |gap, value| gap | value.is_nan())
        })
    }

    pub fn smooth(self, mut smoother: impl Smoother) -> Result<(), Fault> {
        self.run(|[value]| [smoother.next(value)])
    }
}
