import { cpus, platform, release, totalmem } from 'node:os'
import type { Size } from './data.js'
import type { Row } from './row.js'
import { tableOf } from './table.js'

/** Where and how a table was measured. */
export interface Measured {
  readonly command: string
  readonly date: string
  readonly size: string
  readonly data: Size
  readonly runs: number
  readonly machine: string
  /** Load averages (of a minute) when it started and when it ended: other work on the machine. */
  readonly load: readonly [number, number]
  readonly node: string
  readonly versions: Readonly<Record<string, string>>
  /** Seconds of Zipline's ingests, made once and not in the table. */
  readonly ingests: readonly number[]
  /** What each task does, by name. */
  readonly abouts: Readonly<Record<string, string>>
  readonly rows: readonly Row[]
}

export function machine(): string {
  const list = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${list[0]?.model ?? 'unknown processor'}, ${list.length} cores, ${memory} GB, ${platform()} ${release()}`
}

/** The page of the documentation that shows a run of the benchmarks. */
export function pageOf(measured: Measured): string {
  const { data, runs, rows, versions } = measured
  const abouts = Object.entries(measured.abouts).filter(([name]) => rows.some(({ task }) => task === name))
  return `# Benchmarks

Measured on ${measured.date} by

    ${measured.command}

on ${measured.machine}, at a load of ${measured.load.map((each) => each.toFixed(1)).join(' before and ')} after; ${Object.entries(
    versions,
  )
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}.

${tableOf(rows)}

- **run s** is the median of ${runs} ${runs === 1 ? 'process' : 'processes'}, each running the task once, so that warming up is in it: from the call of the strategy's
  \`initialize\` (backtrader and NautilusTrader: of the engine's \`run\`) to the finished result, with every order, fill, commission and
  metric. Starting the process and reading the prices is not in it. **min–max** is its range, or the process's where only that is known.
- **reading s** is what comes before: reading CSV here, opening what was ingested before in Zipline${ingestText(measured)}, handing over a data frame
  in the others.
- **process s** is the whole process, from start to exit, as its parent sees it. **peak MB** is its largest resident memory.
- **times** is how many times the task's first line fits into this one.
- **check**: the table fails where results differ. Zipline ends with the same value (to 1e-9) after the same number of fills; the others fill
  at other prices, so their number of fills is compared (on minutes to 0.1 %: a tie of two means breaks the other way where they are
  added up in another order). Peers that take minutes for a task run once.
- Only ratios of one table mean anything: another machine, or the same on another day, has other seconds.

The data are ${data.assets} random walks of daily bars from ${data.start} to ${data.end}, and one of minutes from ${data.minuteStart} on, the same for everybody.

${abouts.map(([name, text]) => `- \`${name}\`: ${text}.`).join('\n')}
`
}

function ingestText({ ingests }: Measured): string {
  return ingests.length === 0 ? '' : ` (which took ${ingests.map((each) => `${each.toFixed(1)} s`).join(' and ')})`
}
