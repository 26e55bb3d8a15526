/**
 * Writes and reads bars as Parquet, seven columns, files of a million rows as bundles have them, in turns with pyarrow:
 *
 *     npm run bench:parquet -- --python PYTHON [--rows 10000000] [--runs 3]
 *
 * In memory on our side, in a file on a temporary folder on pyarrow's, which the system keeps in memory too.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { barsIn, openCodec, PartWriter } from '../../core/data/codec.js'

const { values: flags } = parseArgs({
  options: {
    python: { type: 'string' },
    rows: { type: 'string', default: '10000000' },
    runs: { type: 'string', default: '3' },
  },
})
if (!flags.python) throw new Error('--python: give a Python that has pyarrow')
const FILE_ROWS = 1_000_000
const rows = Number(flags.rows)
const files = Math.ceil(rows / FILE_ROWS)
const parquet = await openCodec()

/** A walk in cents, all files alike but for the walk. */
let seed = 7
const random = () => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
  return seed / 2 ** 31
}
const columns = Array.from({ length: files }, () => {
  const all = new Float64Array(6 * FILE_ROWS)
  let cents = 10_000
  for (let row = 0; row < FILE_ROWS; row++) {
    cents += Math.round((random() + random() - 1) * 6)
    const prices = [cents, cents + 5, cents - 5, cents]
    all[row] = row * 60_000
    prices.forEach((price, at) => {
      all[(at + 1) * FILE_ROWS + row] = price / 100
    })
    all[5 * FILE_ROWS + row] = Math.floor(random() * 10_000)
  }
  return all
})
const writer = new PartWriter(parquet, FILE_ROWS)
const written: Uint8Array[] = []
const read = new Float64Array(6 * FILE_ROWS).fill(1)

const folder = mkdtempSync(join(tmpdir(), 'rustybt-parquet-'))
const peer = spawn(
  flags.python,
  [join(import.meta.dirname, 'peers/parquet_bars.py'), String(rows), join(folder, 'bars.parquet')],
  {
    stdio: ['pipe', 'pipe', 'inherit'],
  },
)
const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]()
const ask = async (text: string) => {
  peer.stdin.write(`${text}\n`)
  return Number((await lines.next()).value)
}
const [, version] = String((await lines.next()).value).split(' ')

const best = {
  write: [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  read: [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
}
for (let run = 0; run < Number(flags.runs); run++) {
  for (const task of ['write', 'read'] as const) {
    const begun = performance.now()
    if (task === 'write') {
      written.length = 0
      for (const [sid, file] of columns.entries()) {
        writer.add(barsIn(file, sid, 0, FILE_ROWS))
        written.push(writer.begin().end())
      }
    } else for (const file of written) parquet.parquetRead(file, 0, read)
    best[task][0] = Math.min(best[task][0], (performance.now() - begun) / 1000)
    best[task][1] = Math.min(best[task][1], await ask(task))
  }
}
peer.stdin.end()
rmSync(folder, { recursive: true })

console.log(
  `kernels ${parquet.mode}, pyarrow ${version}, ${rows.toLocaleString('en')} rows, load ${loadavg()[0].toFixed(1)}`,
)
console.log('|       | rustybt s | pyarrow s | rustybt M rows/s |')
console.log('| ----- | --------: | --------: | ---------------: |')
for (const [task, [ours, theirs]] of Object.entries(best)) {
  console.log(
    `| ${task.padEnd(5)} | ${ours.toFixed(2).padStart(9)} | ${theirs.toFixed(2).padStart(9)} | ${(rows / ours / 1e6).toFixed(1).padStart(16)} |`,
  )
}
const bytes = written.reduce((sum, file) => sum + file.length, 0)
console.log(`${(bytes / rows).toFixed(1)} bytes a row; reading is of time and five values`)
