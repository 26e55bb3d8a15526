import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/**
 * Shows that the cases bite: rules are broken one at a time, each by a line or so in a copy of the built code, and the cases that then fail
 * are named. A rule that can be broken without any case failing is an error.
 */
const USAGE =
  'usage: npm run build && node --import ./dist/core/cli/strategy/typescript-register.js test/parity/own/mutate.ts [WORD …]'

/** A rule, and what breaks it in the built code: file, what stands there, mostly a line, and what is put in its place. */
type Mutation = readonly [rule: string, file: string, line: string, broken: string]

const MUTATIONS: readonly Mutation[] = [
  [
    '2.1 fills come before handle_data',
    'core/engine/engine.js',
    'if (!broker.drainsAfterStrategy)',
    'if (broker.drainsAfterStrategy)',
  ],
  [
    '2.1 dividends are earned before splits',
    'core/engine/engine.js',
    `payDividends(this.#ledger, adjustments, finder, this.#unpaid, event.row);
        this.#markedAt = event.at;
        this.#observe(event);
        takeSplits(this.#ledger, this.blotter, adjustments, finder, event.row, this.quirks.splitKeepsLastPrice);`,
    `takeSplits(this.#ledger, this.blotter, adjustments, finder, event.row, this.quirks.splitKeepsLastPrice);
        payDividends(this.#ledger, adjustments, finder, this.#unpaid, event.row);
        this.#markedAt = event.at;
        this.#observe(event);`,
  ],
  [
    '2.1 before the open, minute data show yesterday',
    'core/engine/engine.js',
    'this.portal.moveToMinute(row - 1, this.sessions.closes[row - 1], row)',
    'this.portal.moveToMinute(row, this.sessions.opens[row] + MINUTE, row)',
  ],
  ['2.2 orders truncate toward zero', 'core/finance/sizing.js', 'Math.trunc(Math.abs', 'Math.floor(Math.abs'],
  ['2.2 … but for what is nearly whole', 'core/finance/sizing.js', '<= 1e-4', '<= 1e-5'],
  [
    '2.2 the delta is rounded, not the target',
    'compat/orders.js',
    '=> units - run.ledger',
    '=> Math.trunc(units) - run.ledger',
  ],
  [
    "2.3 a buy's limit rounds down",
    'core/finance/execution-style.js',
    'asymmetricRound(style.limit, isBuy,',
    'asymmetricRound(style.limit, !isBuy,',
  ],
  [
    "2.3 a buy's stop rounds up",
    'core/finance/execution-style.js',
    'asymmetricRound(style.stop, !isBuy,',
    'asymmetricRound(style.stop, isBuy,',
  ],
  ["2.3 on the asset's tick", 'core/finance/execution-style.js', 'style.asset?.tickSize ?? 0.01', '0.01'],
  ['2.4 a price just at the level triggers', 'core/finance/order.js', 'price <= level', 'price < level'],
  ['2.4 what triggered stays triggered', 'core/finance/order.js', 'if (isTriggered(order))', 'if (false)'],
  [
    '2.4 orders share the volume limit',
    'core/execution/simulated-broker.js',
    'bar.volumeUsed += Math.abs(amount)',
    'bar.volumeUsed += 0',
  ],
  [
    '2.4 with nothing left the other orders wait',
    'core/execution/simulated-broker.js',
    'if (fill === LIQUIDITY_EXCEEDED)\n                return;',
    'if (fill === LIQUIDITY_EXCEEDED)\n                continue;',
  ],
  [
    '2.4 no fill worse than the limit',
    'plugins/slippage/volume-share.js',
    'worseThanLimit(price, order) ? undefined',
    'false ? undefined',
  ],
  [
    '2.4 volatility counts 20 whole days',
    'core/execution/simulated-broker.js',
    '.subarray(0, count)',
    '.subarray(1, count + 1)',
  ],
  [
    "2.4 a split's fraction of an order is lost",
    'core/finance/order.js',
    'Math.trunc(openAmount(order) / ratio)',
    'Math.round(openAmount(order) / ratio)',
  ],
  [
    "2.4 of a day's orders the policy takes one",
    'core/execution/session-end.js',
    'orders.slice(0, 1)',
    'orders.slice()',
  ],
  ["2.5 the minimum is an order's", 'plugins/commission/per-unit.js', 'if (order.commission === 0)', 'if (true)'],
  [
    '2.5 the fee is charged once an order',
    'plugins/commission/per-unit.js',
    '+ additional + fee;',
    '+ additional + 2 * fee;',
  ],
  [
    '2.6 commissions come after all transactions',
    'native/reference/account.js',
    'booked((slot, fill) => trade(words, slot, readExact(fills, fill + FILL.amount), readExact(fills, fill + FILL.price)));',
    'booked((slot, fill) => { trade(words, slot, readExact(fills, fill + FILL.amount), readExact(fills, fill + FILL.price)); charge(words, slot, readExact(fills, fill + FILL.commission)); writeExact(fills, fill + FILL.commission, 0n); });',
  ],
  ['2.6 reducing keeps the basis', 'native/reference/account.js', 'amount < 0n !== total < 0n', 'true'],
  [
    "2.6 a split's fraction is paid at the rounded basis",
    'core/finance/ledger.js',
    'roundDecimals(costBasis * ratio, 2)',
    'costBasis * ratio',
  ],
  [
    "2.6 a short's fraction truncates",
    'core/finance/ledger.js',
    'const whole = Math.trunc(raw)',
    'const whole = Math.floor(raw)',
  ],
  [
    '2.6 pay dates that are no session are never paid',
    'core/engine/corporate-actions.js',
    'this.sessions.indexOf(payDate)',
    'this.sessions.atOrAfter(payDate)',
  ],
  [
    '2.6 auto close on its day, not after it',
    'core/engine/corporate-actions.js',
    'asset.autoCloseDate > today',
    'asset.autoCloseDate >= today',
  ],
  [
    '2.6 futures pay the change of price only',
    'native/reference/account.js',
    'checked(price - readExact(words, base + SLOT.settledPrice))',
    'price',
  ],
  ['2.7 the store keeps thousandths', 'core/data/quirks.js', 'storeThousandths: true', 'storeThousandths: false'],
  [
    '2.7 prices are carried over gaps',
    'core/data/daily-view.js',
    'while (seen >= first && Number.isNaN(close[seen]))',
    'while (false)',
  ],
  [
    '2.7 … and adjusted on the way',
    'core/data/daily-view.js',
    'close[seen] * this.adjustments.factorBetween(sid, seen, row)',
    'close[seen]',
  ],
  ['2.8 history rounds', 'core/data/quirks.js', 'roundHistory: true', 'roundHistory: false'],
  [
    '2.8 … but not what is carried into it',
    'core/data/daily-view.js',
    'Number.isNaN(close[0]) ? withStart',
    'false ? withStart',
  ],
  ['2.8 windows of price have no gaps', 'core/data/window.js', 'if (!Number.isNaN(value))', 'if (true)'],
  [
    '2.8 a split counts from its day on',
    'core/data/window.js',
    'effective[this.#applied] <= asOf)\n            this.#advance',
    'effective[this.#applied] < asOf)\n            this.#advance',
  ],
  ['2.8 a split divides volume', 'core/data/adjustments.js', 'volume: 1 / ratio', 'volume: ratio'],
  ["2.8 a dividend's factor is of the close before", 'core/data/adjustments.js', "'close')[row - 1]", "'close')[row]"],
  ["2.8 today's bar so far ends a window of days", 'core/data/portal.js', 'if (this.minute < 0)', 'if (true)'],
  ['2.9 a flip of volume sticks in the grace days', 'core/assets/roll.js', 'GRACE_SESSIONS = 7', 'GRACE_SESSIONS = 0'],
  ['2.9 rolls are found ahead', 'core/data/quirks.js', 'rollsFoundAhead: true', 'rollsFoundAhead: false'],
  ['2.9 some roots skip months', 'core/assets/chain.js', "GC: 'GJMQVZ'", "GC: 'FGHJKMNQUVXZ'"],
  [
    '2.10 the downside counts every day',
    'core/engine/risk.js',
    'this.#downside / this.#n)',
    'this.#downside / (this.#n - 1))',
  ],
  [
    '2.10 pnl is counted from after dividends',
    'core/engine/metrics.js',
    'this.#pnlAtStart = ',
    'this.#pnlAtStart ||= ',
  ],
  [
    "2.10 a benchmark's first day counts from its open",
    'core/engine/benchmark.js',
    "portal.spot(asset, 'close') - open) / open",
    "portal.spot(asset, 'close') - open) / 1",
  ],
  [
    '2.10 recorded values stay',
    'core/engine/metrics.js',
    'column.push(value);',
    'column.push(value); state.recorded.delete(name);',
  ],
  [
    '2.12 a function runs again after 24 hours',
    'core/data/quirks.js',
    'scheduledOncePer24Hours: true',
    'scheduledOncePer24Hours: false',
  ],
  [
    '2.12 the default close is a minute before it',
    'core/time/schedule.js',
    'closes[row] - offset',
    'closes[row] - offset + MINUTE',
  ],
  [
    "2.12 months are the calendar's, not the run's",
    'core/time/schedule.js',
    '(simulation, { days }) =>',
    '(simulation, _whole, { days } = simulation) =>',
  ],
]

const HERE = import.meta.dirname
const ROOT = join(HERE, '..', '..', '..')
const run = promisify(execFile)

/** Where `npm run build` leaves what is compiled, a file a module. */
const COMPILED = 'target/js'
const bundle = (copy: string) =>
  run(process.execPath, [join(ROOT, 'bundle.mjs'), join(copy, COMPILED), join(copy, 'dist')])

/** A package of its own that holds a copy of what was built, and the runner; data and answers stay where they are. */
function copyOfPackage(): string {
  const copy = mkdtempSync(join(tmpdir(), 'rustybt-mutate-'))
  for (const path of ['package.json', 'dist', COMPILED]) cpSync(join(ROOT, path), join(copy, path), { recursive: true })
  const runner = ['compare.ts', 'plain.ts', 'run-case.ts', 'run.ts', 'suite.ts', 'own/cases']
  for (const path of runner) cpSync(join(HERE, '..', path), join(copy, 'test/parity', path), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

/** The names of the cases that fail. Kernels are JavaScript's, as the addon cannot be changed by a line. */
async function failing(copy: string): Promise<string[]> {
  const folders = ['--data', join(HERE, 'data'), '--expected', join(HERE, 'expected')]
  const cases = ['--cases', join(copy, 'test/parity/own/cases')]
  const command = [
    '--import',
    './dist/core/cli/strategy/typescript-register.js',
    'test/parity/run.ts',
    '--json',
    ...folders,
    ...cases,
  ]
  const options = { cwd: copy, env: { ...process.env, NATIVE: 'js' }, maxBuffer: 2 ** 28 }
  const { stdout } = await run(process.execPath, command, options).catch((error: { stdout: string }) => error)
  const { cases: results } = JSON.parse(stdout) as { cases: { name: string; ok: boolean }[] }
  return results.filter(({ ok }) => !ok).map(({ name }) => name)
}

async function main(words: readonly string[]): Promise<number> {
  const copy = copyOfPackage()
  const chosen = MUTATIONS.filter(([rule]) => words.every((word) => rule.includes(word)))
  let unseen = 0
  try {
    const sound = await failing(copy)
    if (sound.length > 0) throw new Error(`cases fail before anything is broken: ${sound.join(', ')}`)
    console.log('| rule | broken line | cases that fail |\n| --- | --- | --- |')
    for (const [rule, file, line, broken] of chosen) {
      const path = join(copy, COMPILED, file)
      const whole = readFileSync(path, 'utf8')
      if (whole.split(line).length !== 2) throw new Error(`${rule}: not once in ${file}: ${line}`)
      writeFileSync(
        path,
        whole.replace(line, () => broken),
      )
      await bundle(copy)
      const names = await failing(copy)
      writeFileSync(path, whole)
      if (names.length === 0) unseen++
      const shown = names.length > 5 ? [...names.slice(0, 4), `and ${names.length - 4} more`] : names
      console.log(`| ${rule} | ${file.replace('.js', '')} | ${names.length === 0 ? 'NONE' : shown.join(', ')} |`)
    }
  } finally {
    rmSync(copy, { recursive: true })
  }
  console.log(`\n${chosen.length - unseen} of ${chosen.length} broken rules are caught`)
  return unseen > 0 ? 1 : 0
}

if (process.argv.includes('--help')) console.log(USAGE)
else process.exitCode = await main(process.argv.slice(2))
