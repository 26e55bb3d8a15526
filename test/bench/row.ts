import { type Spread, spread } from './spread.js'
import type { Check, Sample, Task } from './task.js'

/** One line of the table. Seconds, MB; what a line does not have is left out. */
export interface Row {
  readonly task: string
  readonly who: string
  readonly version: string
  readonly run?: Spread
  readonly reading?: Spread
  readonly process: Spread
  readonly memory?: Spread
  /** Bars or fills a second of the median run. */
  readonly rate?: number
  readonly unit?: 'bars' | 'fills'
  /** How often the task's first line fits into this one, by the run where there is one, else by the process. */
  readonly times: number
  readonly value?: number
  readonly fills?: number
  readonly check: string
  readonly ok: boolean
}

/** End values may differ by this share: the account is exact here, and adds up doubles elsewhere. */
const TOLERANCE = 1e-9

export function rowOf(
  task: Pick<Task, 'name' | 'unit'>,
  who: string,
  samples: readonly Sample[],
  first?: Row,
  check?: Check,
): Row {
  const [{ version, value, fills, bars }] = samples
  const run = spread(samples.map((sample) => sample.run))
  const verdict = first ? compared(samples, first, check) : steady(samples)
  return {
    task: task.name,
    who,
    version,
    run,
    reading: spread(samples.map((sample) => sample.reading)),
    process: spread(samples.map((sample) => sample.process)),
    memory: spread(samples.map((sample) => sample.memory)),
    rate: (task.unit === 'bars' ? bars : fills) / run.median,
    unit: task.unit,
    times: first?.run ? run.median / first.run.median : 1,
    value,
    fills,
    ...verdict,
  }
}

/** A line of which only whole processes are known. */
export function processRow(
  task: string,
  who: string,
  version: string,
  seconds: readonly number[],
  rest: Partial<Row> = {},
): Row {
  return { task, who, version, process: spread(seconds), times: 1, check: '', ok: true, ...rest }
}

function steady(samples: readonly Sample[]): { check: string; ok: boolean } {
  const ok = samples.every(({ value, fills }) => value === samples[0].value && fills === samples[0].fills)
  return { check: ok ? 'the same each time' : 'DIFFERS from run to run', ok }
}

function compared(samples: readonly Sample[], first: Row, check: Check = 'fills'): { check: string; ok: boolean } {
  for (const { value, fills } of samples) {
    const room = check === 'fills to 0.1 %' ? first.fills! / 1000 : 0
    if (Math.abs(fills - first.fills!) > room)
      return { check: `DIFFERS: ${fills} fills, not ${first.fills}`, ok: false }
    if (check === 'value and fills' && !isNear(value, first.value!))
      return { check: `DIFFERS: ends with ${value}, not ${first.value}`, ok: false }
  }
  return { check: `equal ${check}`, ok: true }
}

export const isNear = (a: number, b: number) => Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b))
