//! Windows of whole series: rows are cut into blocks as long as the window, so that each window is the end of one block and the
//! beginning of the next. What comes out are the bits of `Extreme`, `Where` and `Sum`, which are fed a row at a time.

use super::extremes::better;

/// What is chosen of two: the extreme's value, or its value and row.
pub trait Choice {
    type Item: Copy + Default;
    fn item(value: f64, row: usize) -> Self::Item;
    /// Before the first of a block.
    fn nothing(first: Self::Item) -> Self::Item;
    /// Of the best so far and one of a later row, or of an earlier one.
    fn later(item: Self::Item, best: Self::Item) -> Self::Item;
    fn earlier(item: Self::Item, best: Self::Item) -> Self::Item;
}

pub struct Value<const SIGN: bool>;

impl<const SIGN: bool> Choice for Value<SIGN> {
    type Item = f64;
    #[inline(always)]
    fn item(value: f64, _: usize) -> f64 {
        value
    }
    #[inline(always)]
    fn nothing(first: f64) -> f64 {
        first
    }
    #[inline(always)]
    fn later(value: f64, best: f64) -> f64 {
        better::<SIGN>(value, best)
    }
    #[inline(always)]
    fn earlier(value: f64, best: f64) -> f64 {
        better::<SIGN>(value, best)
    }
}

/// The last of equals, where no value is missing.
pub struct Last<const SIGN: bool>;

impl<const SIGN: bool> Choice for Last<SIGN> {
    type Item = (f64, f64);
    #[inline(always)]
    fn item(value: f64, row: usize) -> (f64, f64) {
        (value, row as f64)
    }
    #[inline(always)]
    fn nothing(first: (f64, f64)) -> (f64, f64) {
        first
    }
    #[inline(always)]
    fn later(item: (f64, f64), best: (f64, f64)) -> (f64, f64) {
        let keep = if SIGN { best.0 > item.0 } else { best.0 < item.0 };
        (better::<SIGN>(best.0, item.0), if keep { best.1 } else { item.1 })
    }
    #[inline(always)]
    fn earlier(item: (f64, f64), best: (f64, f64)) -> (f64, f64) {
        Self::later(best, item)
    }
}

/// All of them: the sum.
pub struct Total;

impl Choice for Total {
    type Item = f64;
    #[inline(always)]
    fn item(value: f64, _: usize) -> f64 {
        value
    }
    #[inline(always)]
    fn nothing(_: f64) -> f64 {
        0.0
    }
    #[inline(always)]
    fn later(value: f64, sum: f64) -> f64 {
        sum + value
    }
    #[inline(always)]
    fn earlier(value: f64, sum: f64) -> f64 {
        sum + value
    }
}

/// So many blocks side by side are chains of comparisons that do not wait for each other.
pub const SIDE: usize = 4;

/// The windows of a series, some blocks at a time.
pub struct Blocks<C: Choice> {
    period: usize,
    row: usize,
    /// The ends of the block before, and of the blocks at hand.
    ends: Box<[C::Item]>,
}

impl<C: Choice> Blocks<C> {
    pub fn new(period: usize) -> Self {
        Blocks { period, row: 0, ends: vec![C::Item::default(); (SIDE + 1) * period].into() }
    }

    /// The next rows, `SIDE` blocks of them or, of the last, fewer. Of the first block only the last answer counts.
    #[inline(always)]
    pub fn next(&mut self, values: &[f64], out: &mut [C::Item]) {
        if values.len() == SIDE * self.period {
            return self.side::<SIDE>(values, out);
        }
        for (values, out) in values.chunks(self.period).zip(out.chunks_mut(self.period)) {
            if values.len() == self.period {
                self.side::<1>(values, out);
            } else {
                beginnings::<C, 1>(self.row, self.period, [values], [&self.ends[1..=values.len()]], [out]);
            }
        }
    }

    #[inline(always)]
    fn side<const N: usize>(&mut self, values: &[f64], out: &mut [C::Item]) {
        let (period, first) = (self.period, self.row);
        let blocks: [&[f64]; N] = std::array::from_fn(|block| &values[block * period..][..period]);
        let item = |block: usize, row: usize| C::item(blocks[block][row], first + block * period + row);
        let ends = apart::<_, N>(&mut self.ends[period..], period);
        let mut end: [C::Item; N] = std::array::from_fn(|block| C::nothing(item(block, period - 1)));
        for row in (0..period).rev() {
            for block in 0..N {
                end[block] = C::earlier(item(block, row), end[block]);
                ends[block][row] = end[block];
            }
        }
        let outs = apart::<_, N>(out, period);
        let ends: [&[C::Item]; N] = std::array::from_fn(|block| &self.ends[block * period + 1..][..period - 1]);
        let whole = beginnings::<C, N>(first, period, blocks.map(|block| &block[..period - 1]), ends, outs);
        for block in 0..N {
            let last = item(block, period - 1);
            let before = if period == 1 { C::nothing(last) } else { whole[block] };
            out[(block + 1) * period - 1] = C::later(last, before);
        }
        self.ends.copy_within(N * period..(N + 1) * period, 0);
        self.row += N * period;
    }
}

/// Parts of so many items.
#[inline(always)]
fn apart<T, const N: usize>(mut items: &mut [T], size: usize) -> [&mut [T]; N] {
    std::array::from_fn(|_| {
        let (part, others) = std::mem::take(&mut items).split_at_mut(size);
        items = others;
        part
    })
}

/// Each block's beginnings, compared with the ends of the block before; answers what they have come to.
#[inline(always)]
fn beginnings<C: Choice, const N: usize>(
    first: usize,
    period: usize,
    blocks: [&[f64]; N],
    ends: [&[C::Item]; N],
    outs: [&mut [C::Item]; N],
) -> [C::Item; N] {
    let rows = blocks[0].len();
    let (blocks, ends) = (blocks.map(|block| &block[..rows]), ends.map(|ends| &ends[..rows]));
    let outs = outs.map(|out| &mut out[..rows]);
    let item = |block: usize, row: usize| C::item(blocks[block][row], first + block * period + row);
    let mut beginning: [C::Item; N] =
        std::array::from_fn(|block| if rows > 0 { C::nothing(item(block, 0)) } else { C::Item::default() });
    for row in 0..rows {
        for block in 0..N {
            beginning[block] = C::later(item(block, row), beginning[block]);
            outs[block][row] = C::later(beginning[block], ends[block][row]);
        }
    }
    beginning
}

/// Where the extreme of each window is, as `Where` answers, of a series in which no value is missing.
pub struct Places<const SIGN: bool> {
    period: usize,
    blocks: Blocks<Value<SIGN>>,
    best: Box<[f64]>,
    row: usize,
    place: i64,
}

impl<const SIGN: bool> Places<SIGN> {
    pub fn new(period: usize) -> Self {
        let best = vec![0.0; SIDE * period].into();
        Places { period, blocks: Blocks::new(period), best, row: 0, place: -1 }
    }

    /// The rows of the extremes in the next windows of `values`, as many as `out` has room for, at most `SIDE` times the period. Those of windows
    /// that are not full do not count.
    pub fn next(&mut self, values: &[f64], out: &mut [f64]) {
        let first = self.row;
        self.row += out.len();
        self.blocks.next(&values[first..self.row], &mut self.best[..out.len()]);
        let begin = (self.period - 1).clamp(first, self.row);
        let mut place = self.place;
        for row in begin..self.row {
            let (best, window) = (self.best[row - first], row + 1 - self.period);
            let gone = place < window as i64;
            // Whether a row is the best is a toss for the processor: a choice, no branch.
            place = if values[row] == best { row as i64 } else { place };
            if gone {
                let rows = &values[window..=row];
                let first = rows.iter().position(|&value| value == best);
                place = (window + first.unwrap_or(0)) as i64;
            }
            out[row - first] = place as f64;
        }
        self.place = place;
    }
}
