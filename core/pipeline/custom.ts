import { RustybtError } from '../kernel/errors.js'
import type { Computation, Task } from './computation.js'
import { type DType, filled, type Matrix, texts } from './matrix.js'
import type { ComputableTerm } from './term.js'
import { chosenColumns, traversals } from './traverse.js'
import type { Window } from './window.js'

/** Where a custom term puts its answers: a place for each asset of the mask, holding the missing value at first. */
export type Out = Float64Array | Uint8Array | (string | null)[]
export type Outputs = Readonly<Record<string, Out>>

/**
 * Called for each session. `today` is its ISO date, `assets` the sids of the mask's assets; each input's window ends on the session
 * before. What is written into `out` counts, or what is returned, if anything is. The last argument has the parameters.
 */
// biome-ignore lint/suspicious/noExplicitAny: `out` and the inputs are of the kinds that the term's definition says
export type Compute = (today: string, assets: Int32Array, out: any, ...inputs: any[]) => unknown

/** Runs a function session by session. */
export function customComputation(
  name: string,
  compute: Compute,
  params: Readonly<Record<string, unknown>>,
  identity: unknown = compute,
): Computation {
  return {
    name,
    identity,
    parameters: params,
    kernels: [],
    compute: (task) => computeSessions(task, compute, params),
  }
}

function computeSessions(task: Task, compute: Compute, params: Readonly<Record<string, unknown>>): Matrix | Matrix[] {
  const { term, rows, columns, mask, assets, sessions, first } = task
  const names = term.outputs ?? ['']
  const answers = names.map(() => collector(term, rows, columns))
  const sids = Int32Array.from(assets, ({ sid }) => sid)
  const inputs = traversals(task)
  const rest = Object.keys(params).length > 0 ? [params] : []
  for (let row = 0; row < rows; row++) {
    const chosen = chosenColumns(mask, row)
    const count = chosen?.length ?? columns
    const windows = inputs.map((input) => input.window(row, chosen))
    const present = chosen ? chosen.map((column) => sids[column]) : sids.slice()
    const outs = names.map(() => emptyOut(term, count))
    const out = term.outputs ? Object.fromEntries(names.map((name, k) => [name, outs[k]])) : outs[0]
    const today = sessions.date(first + row)
    const returned = call(() => compute(today, present, out, ...windows, ...rest), term, today, windows)
    const given = givenBy(returned, term, outs, names, today)
    for (const [k, values] of given.entries()) answers[k].put(row, chosen, values)
  }
  const matrices = answers.map((answer) => answer.finish())
  return term.outputs ? matrices : matrices[0]
}

/** What the function returned, by output, where it returned something; else what it wrote. */
function givenBy(
  returned: unknown,
  term: ComputableTerm,
  outs: Out[],
  names: readonly string[],
  today: string,
): ArrayLike<unknown>[] {
  if (returned === undefined || returned === null) return outs
  const given = term.outputs ? names.map((name) => (returned as Record<string, unknown>)[name]) : [returned]
  return given.map((values, k) => {
    const { length } = (values ?? {}) as { length?: number }
    if (length === outs[k].length) return values as ArrayLike<unknown>
    const what = term.outputs ? `output ${names[k]}` : 'output'
    const was = length === undefined ? `no list but ${String(values)}` : `${length} values`
    throw new RustybtError(
      'CUSTOM_TERM_OUTPUT',
      `${term.label} on ${today}: its ${what} has ${was} for ${outs[k].length} assets`,
      { hint: 'answer a value for each asset, or write into out and return nothing' },
    )
  })
}

function call<T>(run: () => T, term: ComputableTerm, today: string, windows: readonly Window[]): T {
  try {
    return run()
  } catch (cause) {
    const inputs = term.inputs.map((input, i) => `${input.label} (${windows[i].length} × ${windows[i].width})`)
    const message = `${term.label} failed on ${today} with inputs ${inputs.join(', ') || 'none'}: ${(cause as Error)?.message ?? cause}`
    throw new RustybtError('CUSTOM_TERM_FAILED', message, {
      cause,
      hint: 'inputs are windows: sessions × the assets of the mask; the cause has the stack',
    })
  }
}

function emptyOut(term: ComputableTerm, count: number): Out {
  if (term.dtype === 'bool') return new Uint8Array(count).fill(term.missing ? 1 : 0)
  if (term.dtype === 'string') return new Array<string | null>(count).fill(term.missing as string | null)
  return new Float64Array(count).fill(term.missing as number)
}

interface Collector {
  put(row: number, chosen: Int32Array | undefined, values: ArrayLike<unknown>): void
  finish(): Matrix
}

function collector(
  { dtype, missing }: { dtype: DType; missing: ComputableTerm['missing'] },
  rows: number,
  columns: number,
): Collector {
  const strings =
    dtype === 'string' ? new Array<string | null>(rows * columns).fill(missing as string | null) : undefined
  const matrix = strings ? undefined : filled(rows, columns, dtype, missing)
  const cells = (strings ?? matrix!.data) as unknown[]
  return {
    put(row, chosen, values) {
      const from = row * columns
      for (let k = 0; k < values.length; k++) {
        const value = dtype === 'bool' ? (values[k] ? 1 : 0) : values[k]
        cells[from + (chosen === undefined ? k : chosen[k])] = value
      }
    },
    finish: () => matrix ?? texts(rows, columns, strings!, missing as string | null),
  }
}
