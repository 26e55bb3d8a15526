import { describe, expect, it } from '@jest/globals'
import { type Answer, folder, PRICES, rustybt } from './rustybt.js'

const head = `import { order, symbol } from 'rustybt/compat'\n`
const ALGORITHMS = {
  'initialize.ts': `interface Unused { a: number }\n\nexport function initialize() {\n  throw new Error('no luck')\n}\n`,
  'handle_data.ts': `import { fail } from './fail.js'
type Unused = number
export const initialize = () => {}
export function handle_data(context: unknown, data: any) {
  if (data.current_dt.isoformat() > '2020-01-06') fail(context as never)
}\n`,
  'fail.ts': `interface Unused {\n  a: number\n}\nexport function fail(value: { a: { b: number } }) {\n  return value.a.b\n}\n`,
  'symbol.ts': `${head}export function initialize() {\n  symbol('AAB')\n}\n`,
  'nothing.ts': `export const window = 5, name = 'x'\n`,
  'half.ts': `export function handle_data() {}\n`,
  'syntax.ts': `export function initialize() {\n  let x: number = ;\n}\n`,
  'name.ts': `import { ordr } from 'rustybt/compat'\nexport const initialize = ordr\n`,
  'import.ts': `import './nowhere.js'\nexport const initialize = () => {}\n`,
  'top.ts': `const x: string | undefined = undefined\n\nexport const y = x!.length\n`,
  'fine.js': 'export function initialize() {}\n',
  'old.py': '',
}

const dir = folder({ ...PRICES, ...ALGORITHMS })
const run = (...args: string[]): Promise<Answer> => rustybt(['run', '--csv', 'prices', ...args], dir)

/** File, then what stderr begins with. */
const ALGORITHM_FAULTS: readonly (readonly [string, readonly string[]])[] = [
  [
    'initialize.ts',
    [
      'error ALGORITHM_FAILED: Error: no luck',
      '  at initialize.ts:4:9 (initialize), simulated time 2020-01-02T00:00:00+00:00',
      "  4 |   throw new Error('no luck')",
    ],
  ],
  [
    'handle_data.ts',
    [
      "error ALGORITHM_FAILED: TypeError: Cannot read properties of undefined (reading 'b')",
      '  at fail.ts:5:18 (fail), simulated time 2020-01-06T21:00:00+00:00',
      '  5 |   return value.a.b',
    ],
  ],
  [
    'symbol.ts',
    [
      "error SYMBOL_NOT_FOUND: Symbol 'AAB' was not found.",
      '  at symbol.ts:3:3 (initialize), simulated time 2020-01-02T00:00:00+00:00',
      "  3 |   symbol('AAB')",
      'hint: the data have AAA, BBB',
    ],
  ],
  ['nothing.ts', ['error ALGORITHM_INCOMPLETE: nothing.ts exports name, window, but no initialize', 'hint: export f']],
  ['half.ts', ['error ALGORITHM_INCOMPLETE: the algorithm exports handle_data, but no initialize', 'hint: ']],
  ['syntax.ts', ['error ALGORITHM_SYNTAX: Expression expected', '  at syntax.ts:2', '  2 |   let x: number = ;']],
  [
    'name.ts',
    ["error ALGORITHM_SYNTAX: The requested module 'rustybt/compat' does not provide an export named 'ordr'"],
  ],
  ['import.ts', ["error ALGORITHM_IMPORT: import.ts: Cannot find module '"]],
  [
    'top.ts',
    [
      "error ALGORITHM_FAILED: TypeError: Cannot read properties of undefined (reading 'length')",
      '  at top.ts:3:21',
      '  3 | export const y = x!.length',
    ],
  ],
]

/** What is said of the line, its exit code, its flags. */
const LINE_FAULTS: readonly (readonly [string, number, string, readonly string[]])[] = [
  ['a file that is not there', 2, 'ALGORITHM_NOT_FOUND: no algorithm file .*nowhere.ts', ['nowhere.ts']],
  ['a file whose name is near', 2, 'ALGORITHM_NOT_FOUND: .*fin.js\\nhint: did you mean fine.js\\?', ['fin.js']],
  ['a Python file', 2, 'ALGORITHM_KIND: .*old.py is no .ts or .js file', ['old.py']],
  ['no file', 2, 'USAGE: no algorithm', []],
  [
    'a start before the data',
    1,
    'START_OUTSIDE_DATA: .*2019-01-02, but the data have 2020-01-02',
    ['-s', '2019-01-02'],
  ],
  [
    'an end after the data',
    1,
    'END_OUTSIDE_DATA: .*2021-01-04, but the data have .* to 2020-01-10',
    ['-e', '2021-01-04'],
  ],
  ['reversed dates', 1, 'DATES_REVERSED: .*2020-01-09.*2020-01-03', ['-s', '2020-01-09', '-e', '2020-01-03']],
  ['a malformed date', 2, "INVALID_ARGUMENT: .*'2020-1-3'.* A date is written as '2020-01-31'", ['-s', '2020-1-3']],
  ['no such date', 2, "INVALID_ARGUMENT: .*'2020-02-30'", ['-e', '2020-02-30']],
  ['a folder of prices that is not there', 1, 'DATA_NOT_FOUND: .*nowhere is not there', ['--csv', 'nowhere']],
  [
    'an unknown calendar',
    1,
    "UNKNOWN_NAME: no Calendar called 'XNSY'.*Did you mean 'XNYS'",
    ['--trading-calendar', 'XNSY'],
  ],
  ['an output into no folder', 2, 'OUTPUT_FOLDER: there is no folder .*nowhere', ['-o', 'nowhere/perf.json']],
  ['a definition without =', 2, "INVALID_ARGUMENT: .*'window' is invalid. It is given as NAME=VALUE", ['-D', 'window']],
  ['an unknown flag', 2, "UNKNOWN_OPTION: unknown option '--strat'", ['--strat', '2020-01-02']],
  ['capital that is none', 2, "INVALID_ARGUMENT: .*'-1' is invalid", ['--capital-base', '-1']],
  ['a benchmark that is not there', 2, 'BENCHMARK_NOT_FOUND: .*nowhere.csv', ['-bf', 'nowhere.csv']],
]

describe('an algorithm that', () => {
  it.each(ALGORITHM_FAULTS)('fails is shown by its own line: %s', async (file, lines) => {
    const { code, stdout, stderr } = await run(file)
    expect([code, stdout]).toEqual([1, ''])
    const shown = stderr.split('\n')
    expect(lines.map((line, i) => shown[i].slice(0, line.length))).toEqual(lines)
  })

  it('fails as a text is shown by its own line too', async () => {
    const text = 'export const initialize = () => {}\nexport function handle_data(context: any) {\n  context.a.b()\n}'
    const { code, stderr } = await run('-t', text)
    expect(code).toBe(1)
    expect(stderr).toContain('  at algotext.ts:3:13 (handle_data), simulated time 2020-01-02T21:00:00+00:00\n')
    expect(stderr).toContain('  3 |   context.a.b()\n')
  })

  it('fails is shown with its stack, in its own lines, by --debug', async () => {
    const { stderr } = await run('handle_data.ts', '--debug')
    expect(stderr).toMatch(/handle_data.*handle_data\.ts:5:\d+\)/)
  })
})

describe('a line is refused for', () => {
  it.each(LINE_FAULTS)('%s', async (what, code, message, flags) => {
    const isFile = what.includes('file')
    const answer = await run(...(isFile ? [] : ['fine.js']), ...flags)
    expect(answer).toMatchObject({ code, stdout: '' })
    expect(answer.stderr).toMatch(new RegExp(`^error ${message}.*\\n(hint: .+\\n)?$`))
  })
})
