//! The kernels as Node sees them: one thin function each, on arrays that JavaScript owns. Nothing is allocated for an
//! answer. A failure becomes an error whose `code` is the fault's and whose message is the place, or empty.

use napi::bindgen_prelude::{
    BigInt64Array, BigInt64ArraySlice, Env, Error, Float64Array, Float64ArraySlice, FunctionCallContext,
    Int32ArraySlice, Object,
};
use napi_derive::napi;
use rustybt_kernels::failure::{Failure, Fault};
use rustybt_kernels::{account, decimal, figures, resample, rolling, sweep};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

mod csv;
mod matrix;
mod memory;
mod parquet;
mod series;

type Result<T> = std::result::Result<T, Error<String>>;

/// Counts up with every change of what the functions take or of the layouts in `native/interface.ts`.
#[napi]
pub fn interface_version() -> u32 {
    17
}

/// A panic, as a library's on a damaged file, is told as an error; what Rust prints of it beside would be noise.
#[napi_derive::module_init]
fn keep_quiet() {
    std::panic::set_hook(Box::new(|_| {}));
}

fn answer<T>(result: std::result::Result<T, Failure>) -> Result<T> {
    result.map_err(|failure| {
        let place = failure.at.map_or(String::new(), |at| at.to_string());
        Error::new(failure.fault.code().to_string(), place)
    })
}

/// JavaScript may hand in the same memory twice, which cells allow and plain slices do not.
fn cells<T>(array: &[T]) -> &[Cell<T>] {
    // SAFETY: a cell has its content's layout, the memory is JavaScript's own and writable, and no other thread of
    // this process holds a Rust reference to it during the call.
    unsafe { std::slice::from_raw_parts(array.as_ptr().cast(), array.len()) }
}

fn disjoint<A, B>(a: &[A], b: &[B]) -> std::result::Result<(), Failure> {
    let (a, b) = (a.as_ptr_range(), b.as_ptr_range());
    if (a.start as usize) < b.end as usize && (b.start as usize) < a.end as usize {
        return Err(Fault::ArraysOverlap.into());
    }
    Ok(())
}

#[napi(catch_unwind)]
pub fn decimal_add(a: BigInt64ArraySlice, b: BigInt64ArraySlice, out: BigInt64ArraySlice) -> Result<()> {
    answer(decimal::add_all(cells(&a), cells(&b), cells(&out)))
}

#[napi(catch_unwind)]
pub fn decimal_subtract(a: BigInt64ArraySlice, b: BigInt64ArraySlice, out: BigInt64ArraySlice) -> Result<()> {
    answer(decimal::subtract_all(cells(&a), cells(&b), cells(&out)))
}

#[napi(catch_unwind)]
pub fn decimal_multiply(a: BigInt64ArraySlice, b: BigInt64ArraySlice, out: BigInt64ArraySlice) -> Result<()> {
    answer(decimal::multiply_all(cells(&a), cells(&b), cells(&out)))
}

#[napi(catch_unwind)]
pub fn decimal_divide(a: BigInt64ArraySlice, b: BigInt64ArraySlice, out: BigInt64ArraySlice) -> Result<()> {
    answer(decimal::divide_all(cells(&a), cells(&b), cells(&out)))
}

#[napi(catch_unwind)]
pub fn decimal_from_float(values: Float64ArraySlice, out: BigInt64ArraySlice) -> Result<()> {
    answer(decimal::from_float_all(cells(&values), cells(&out)))
}

#[napi(catch_unwind)]
pub fn decimal_to_float(values: BigInt64ArraySlice, out: Float64ArraySlice) -> Result<()> {
    answer(decimal::to_float_all(cells(&values), cells(&out)))
}

/// An account's arrays: looked up once, and held as long as JavaScript holds one of its functions.
struct Account {
    words: BigInt64Array,
    numbers: Float64Array,
    prices: Float64Array,
}

/// The account's functions are made for it: one that had to be given the account would look it up, under a lock of the whole process.
#[napi(
    catch_unwind,
    ts_return_type = "{ apply(fills: BigInt64Array, count: number): void; mark(): void; totals(): void }"
)]
pub fn account_open(
    env: &Env,
    words: BigInt64Array,
    numbers: Float64Array,
    prices: Float64Array,
) -> Result<Object<'_>> {
    answer(disjoint(&words, &numbers).and_then(|()| disjoint(&words, &prices)))?;
    let account = Rc::new(RefCell::new(Account { words, numbers, prices }));
    let mut functions = Object::new(env).map_err(untold)?;
    // SAFETY of all three: the arrays are apart, and JavaScript waits for the call.
    bind(env, &mut functions, "apply", &account, |Account { words, numbers, .. }, call| {
        let fills = call.get::<BigInt64ArraySlice>(0).map_err(untold)?;
        let count = call.get::<f64>(1).map_err(untold)?;
        let checked = disjoint(words, &fills);
        answer(checked.and_then(|()| unsafe { account::apply(words.as_mut(), numbers.as_mut(), &fills, count) }))
    })?;
    bind(env, &mut functions, "mark", &account, |Account { words, numbers, prices }, _| {
        answer(unsafe { account::mark(words.as_mut(), numbers.as_mut(), prices) })
    })?;
    bind(env, &mut functions, "totals", &account, |Account { words, numbers, .. }, _| {
        answer(unsafe { account::totals(words.as_mut(), numbers.as_mut()) })
    })?;
    Ok(functions)
}

fn bind(
    env: &Env,
    functions: &mut Object,
    name: &'static str,
    account: &Rc<RefCell<Account>>,
    run: impl Fn(&mut Account, &FunctionCallContext) -> Result<()> + 'static,
) -> Result<()> {
    let account = account.clone();
    let function = env.create_function_from_closure::<(), (), _>(name, move |call| {
        run(&mut account.borrow_mut(), &call).or_else(|error| call.env.throw_error(&error.reason, Some(&error.status)))
    });
    functions.set(name, function.map_err(untold)?).map_err(untold)
}

/// A refusal of Node's own, which has no code of ours.
fn untold(error: Error) -> Error<String> {
    Error::new("NODE".to_string(), error.reason.to_string())
}

#[napi(catch_unwind)]
pub fn rolling_sum(values: Float64ArraySlice, window: f64, min_periods: f64, mut out: Float64ArraySlice) -> Result<()> {
    // SAFETY: as above.
    answer(
        disjoint(&values, &out).and_then(|()| unsafe { Ok(rolling::sum(&values, window, min_periods, out.as_mut())?) }),
    )
}

#[napi(catch_unwind)]
pub fn rolling_mean(
    values: Float64ArraySlice,
    window: f64,
    min_periods: f64,
    mut out: Float64ArraySlice,
) -> Result<()> {
    // SAFETY: as above.
    answer(
        disjoint(&values, &out)
            .and_then(|()| unsafe { Ok(rolling::mean(&values, window, min_periods, out.as_mut())?) }),
    )
}

#[napi(catch_unwind)]
pub fn rolling_std(
    values: Float64ArraySlice,
    window: f64,
    min_periods: f64,
    ddof: f64,
    mut out: Float64ArraySlice,
) -> Result<()> {
    // SAFETY: as above.
    answer(
        disjoint(&values, &out)
            .and_then(|()| unsafe { Ok(rolling::std(&values, window, min_periods, ddof, out.as_mut())?) }),
    )
}

#[napi(catch_unwind)]
pub fn group_rows(
    values: Float64ArraySlice,
    bounds: Int32ArraySlice,
    kinds: Int32ArraySlice,
    mut out: Float64ArraySlice,
) -> Result<()> {
    let checked = disjoint(&values, &out).and_then(|()| disjoint(&bounds, &out)).and_then(|()| disjoint(&kinds, &out));
    // SAFETY: as above.
    answer(checked.and_then(|()| unsafe { resample::group_rows(&values, &bounds, &kinds, out.as_mut()) }))
}

#[napi(catch_unwind)]
pub fn session_figures(rows: Float64ArraySlice, mut out: Float64ArraySlice) -> Result<()> {
    // SAFETY: as above.
    answer(disjoint(&rows, &out).and_then(|()| unsafe { Ok(figures::of_sessions(&rows, out.as_mut())?) }))
}

#[napi(catch_unwind)]
pub fn risk_figures(
    returns: Float64ArraySlice,
    benchmark: Float64ArraySlice,
    per_year: f64,
    mut out: Float64ArraySlice,
) -> Result<()> {
    let checked = disjoint(&returns, &out).and_then(|()| disjoint(&benchmark, &out));
    // SAFETY: as above.
    answer(checked.and_then(|()| unsafe { Ok(figures::of_risk(&returns, &benchmark, per_year, out.as_mut())?) }))
}

#[napi(catch_unwind)]
pub fn sweep_targets(
    market: Float64ArraySlice,
    targets: Float64ArraySlice,
    terms: Float64ArraySlice,
    account: BigInt64ArraySlice,
    mut out: Float64ArraySlice,
) -> Result<()> {
    let checked = disjoint(&market, &out).and_then(|()| disjoint(&targets, &out)).and_then(|()| disjoint(&terms, &out));
    // SAFETY: as above.
    answer(checked.and_then(|()| unsafe { sweep::targets(&market, &targets, &terms, &account, out.as_mut()) }))
}
