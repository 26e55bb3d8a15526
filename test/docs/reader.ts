import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Calendar } from 'rustybt'
import { firstPartyKernel } from '../plugins/first-party.js'

const root = join(import.meta.dirname, '../..')

/** A reader's folder: prices, and what pages take to be there. It lies in the package, so that `rustybt` is this package there. */
export interface Reader {
  readonly dir: string
  write(name: string, text: string): string
  /** A command as it stands on a page; throws what it said where it fails. */
  shell(line: string): string
  node(code: string): string
  remove(): void
}

/** Assets from 2011 to 2020, in waves that begin one after the other; enough of them for quantiles of groups. */
const SYMBOLS = ['AAPL', 'MSFT', 'KO', ...Array.from({ length: 21 }, (_, i) => `A${i}`)]

export async function newReader(): Promise<Reader> {
  const dir = mkdtempSync(join(root, 'test/docs/.snippets-'))
  const kernel = await firstPartyKernel()
  const sessions = (await kernel.create(Calendar, 'XNYS')).sessions('2011-01-03', '2020-12-31')
  await kernel.close()
  const price = (i: number, k: number) => (50 + i / 100 + 10 * Math.sin(i / 15 + k)).toFixed(2)
  const row = (time: string, i: number, k: number) =>
    `${time},${Array(4).fill(price(i, k)).join()},${100_000 * (k + 1)}`
  const write = (name: string, text: string) => {
    writeFileSync(join(dir, name), text)
    return join(dir, name)
  }
  mkdirSync(join(dir, 'prices'))
  for (const [k, symbol] of SYMBOLS.entries()) {
    const rows = Array.from({ length: sessions.length }, (_, i) => row(sessions.date(i), i, k))
    write(`prices/${symbol}.csv`, `date,open,high,low,close,volume\n${rows.join('\n')}\n`)
  }
  mkdirSync(join(dir, 'minutes'))
  const minutes: string[] = []
  for (let day = sessions.length - 90; day < sessions.length; day++)
    for (let at = sessions.opens[day] + 60_000; at <= sessions.closes[day]; at += 60_000)
      minutes.push(row(new Date(at).toISOString(), minutes.length, 0))
  write('minutes/AAPL.csv', `minute,open,high,low,close,volume\n${minutes.join('\n')}\n`)
  const keys = Object.fromEntries(
    ['KRAKEN', 'BINANCE'].flatMap((name) => [`${name}_KEY`, `${name}_SECRET`]).map((key) => [key, 'nobody’s']),
  )
  const env = { ...process.env, ...keys, RUSTYBT_ROOT: join(dir, 'root'), NO_COLOR: '1' }
  const run = (args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: dir,
      env,
      encoding: 'utf8',
      maxBuffer: 1e8,
    })
    if (status !== 0) throw new Error(`${args.join(' ')}\n${stdout.slice(0, 1000)}\n${stderr}`)
    return stdout
  }
  return {
    dir,
    write,
    shell: (line) => run([join(root, 'dist/rustybt.js'), ...argumentsOf(line.replace(/^(npx )?rustybt /, ''))]),
    node: (code) =>
      run(['--import', join(root, 'dist/core/cli/strategy/typescript-register.js'), '--input-type=module', '-e', code]),
    remove: () => rmSync(dir, { recursive: true }),
  }
}

/** Words as a shell takes them: apart by spaces, but for what stands in quotes. */
const argumentsOf = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare)
