import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const BIN = join(import.meta.dirname, '../../dist/rustybt.js')

/** What is kept is kept away from the developer's own. */
const ROOT = mkdtempSync(join(tmpdir(), 'rustybt-root-'))

export interface Answer {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A folder with these files in it. */
export function folder(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'rustybt-e2e-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), text)
  }
  return dir
}

/** The built command, as a shell runs it. `watch` sees the process, and each piece of stderr with what came before it. */
export function rustybt(
  args: readonly string[],
  cwd: string,
  watch: (child: ChildProcess, stderr: string) => void = () => {},
): Promise<Answer> {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd,
    env: { RUSTYBT_ROOT: ROOT, ...process.env, NO_COLOR: '1' },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (piece) => {
    stdout += piece
  })
  child.stderr.on('data', (piece) => {
    stderr += piece
    watch(child, stderr)
  })
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr })))
}

const SESSIONS = ['2020-01-02', '2020-01-03', '2020-01-06', '2020-01-07', '2020-01-08', '2020-01-09', '2020-01-10']

/** Seven sessions of AAA, at 10, 11, … 16, and of BBB, which a 2:1 split halves on the fourth. */
export const PRICES = {
  'prices/AAA.csv': bars((i) => 10 + i),
  'prices/BBB.csv': bars((i) => (i < 3 ? 40 : 20)),
  'prices/splits.csv': 'symbol,effective_date,ratio\nBBB,2020-01-07,0.5\n',
}

function bars(price: (i: number) => number): string {
  const rows = SESSIONS.map((date, i) => [date, price(i), price(i), price(i), price(i), 100_000].join(','))
  return `date,open,high,low,close,volume\n${rows.join('\n')}\n`
}
