import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { folder, rustybt } from './rustybt.js'

const days = ['2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05', '2024-01-08', '2024-01-09']
const prices = days.map((day, i) => `${day},100,102,98,${100 + (i % 3)},${10_000 + 1000 * i}`).join('\n')
const algorithm = `
import { order, symbol } from 'rustybt/compat'
let bar = 0
export function initialize() {}
export function handle_data() {
  order(symbol('AAPL'), [100, -300, 900, -1600, 40][bar++] ?? 0)
}
`
const config = { slippage: { use: 'fitted', halfSpread: 0.0004, impact: 0.02 } }

const world = () =>
  folder({
    'prices/daily/AAPL.csv': `date,open,high,low,close,volume\n${prices}\n`,
    'algorithm.js': algorithm,
    'rustybt.config.json': JSON.stringify(config),
    'fills.csv': 'amount,price,reference,volume\n100,100.1,100,10000\n-400,99.8,100,10000\n900,100.3,100,10000\n',
  })

describe('rustybt fit-slippage', () => {
  it("finds in a run's fills what made them, and writes it as a choice that config takes", async () => {
    const dir = world()
    const run = ['run', '-f', 'algorithm.js', '--csv', 'prices', '--quirks', 'strict', '--no-progress']
    expect(await rustybt([...run, '-o', 'perf.json'], dir)).toMatchObject({ code: 0 })
    const fit = await rustybt(['fit-slippage', 'perf.json', '--csv', 'prices', '-o', 'slippage.json'], dir)
    expect(fit).toMatchObject({ code: 0, stderr: '' })
    expect(fit.stdout).toMatch(/half spread +4\.000 basis points[\s\S]*impact +200\.000 [\s\S]*explained +100\.0 %/)
    const chosen = JSON.parse(readFileSync(join(dir, 'slippage.json'), 'utf8'))
    expect(chosen).toEqual({
      use: 'fitted',
      halfSpread: expect.closeTo(0.0004, 9),
      impact: expect.closeTo(0.02, 9),
      exponent: 0.5,
    })
  })

  it('reads a table of fills', async () => {
    // Slipped 10, 20 and 30 basis points at shares of volume whose roots are 0.1, 0.2 and 0.3.
    const { code, stdout } = await rustybt(['fit-slippage', 'fills.csv', '--json'], world())
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      fills: 3,
      halfSpread: expect.closeTo(0, 9),
      impact: expect.closeTo(0.01, 9),
    })
  })

  it.each([
    [['nowhere.csv'], "can't be read"],
    [['rustybt.config.json', '--csv', 'prices'], 'is no performance file'],
    [['algorithm.js'], "there is no column 'amount'"],
    [['fills.csv', '--exponent', 'x'], '--exponent must be more than 0'],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await rustybt(['fit-slippage', ...args], world())
    expect(code).toBeGreaterThan(0)
    expect(stderr).toContain(message)
  })
})
