import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { CONFIG_ROLES } from '../../core/cli/config/roles.js'
import { tokenName } from '../../core/kernel/token.js'
import { VERSION } from '../../core/version.js'
import { pages, snippetsOf } from './pages.js'
import { newReader, type Reader } from './reader.js'

const root = join(import.meta.dirname, '../..')
const snippets = pages.flatMap((page) =>
  snippetsOf(page, 'ts').map(({ code, notRun }, i) => ({
    title: `${page}, ${i + 1}`,
    file: `${page.replace(/\W/g, '-')}-${i + 1}.ts`,
    code,
    notRun,
  })),
)

let reader: Reader
beforeAll(async () => {
  reader = await newReader()
  for (const { file, code } of snippets) reader.write(file, `${code}\nexport {}\n`)
  const options = {
    target: 'ES2022',
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    moduleDetection: 'force',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
  }
  const include = snippets.map(({ file }) => file)
  reader.write('tsconfig.json', JSON.stringify({ compilerOptions: options, include }))
  // What snippets call by their names.
  for (const name of ['strategy.ts', 'algorithm.ts']) reader.write(name, STRATEGY)
  for (const name of ['demo', 'daily']) reader.shell(`rustybt ingest -b ${name} --csv prices`)
  reader.shell('rustybt ingest -b coins --csv minutes --data-frequency minute')
})
afterAll(() => reader.remove())

const STRATEGY = `
import type { Strategy } from 'rustybt'
const strategy: Strategy = {
  onBar(run) {
    if (run.data.row % 10 === 0) run.order(run.finder.all[0], 10)
  },
}
export default strategy
`
/** What is printed by snippets whose comment tells it in words. */
const SAID: Readonly<Record<string, string>> = {
  'docs-plugins-md-8.ts': '1 98899.8',
  'docs-testing-md-1.ts': '1 11 10 895',
  'docs-optimize-md-2.ts': '10 true',
}
/** The plugin that a page has shown before its config, and the one that it takes to be there. */
const COMMISSION = snippetsOf('docs/plugins.md', 'ts')[0].code
const STREAM = readFileSync(join(root, 'templates/plugin/kinds/stream/plugin.ts'), 'utf8')
  .replaceAll('{{short}}', 'acme')
  .replace('{{version}}', VERSION)
const SESSIONS = '-s 2020-06-01 -e 2020-07-31'
const KEYS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(CONFIG_ROLES).map(([key, role]) => [tokenName(role), key]),
)

/** How what a snippet shows is put to use; the first that fits. Each answers what was said. */
const PLAYED: readonly (readonly [kind: string, fits: RegExp, play: (file: string, code: string) => string])[] = [
  [
    'its contract is kept',
    /\w+Contract\(\{/,
    (file) => {
      const said = reader.node(`await import('./${file}')`)
      expect(said).toMatch(/^\S+ fail 0$/m)
      expect(Number(/^\S+ pass (\d+)$/m.exec(said)?.[1])).toBeGreaterThan(20)
      return said
    },
  ],
  [
    'a command of it is called',
    /provide\(Command, '(\w+)'/,
    (file, code) => {
      reader.write('rustybt.config.ts', `export default { plugins: ['./${file}'] }\n`)
      return reader.shell(`rustybt ${/provide\(Command, '(\w+)'/.exec(code)![1]} reader`)
    },
  ],
  [
    'a run uses what it offers',
    /definePlugin\(/,
    (file, code) => {
      const [, role, name] = /provide\(\s*(\w+),\s*'(\w+)'/.exec(code)!
      const config = { plugins: [`./${file}`], strategy: './strategy.ts', source: { use: 'csv', dir: './prices' } }
      reader.write('rustybt.config.ts', `export default ${JSON.stringify({ ...config, [KEYS[role]]: name })}\n`)
      const said = reader.shell(`rustybt run ${SESSIONS} -o plugin.json`)
      expect(said).toMatch(/^trades +[1-9]/m)
      expect(reader.shell(`rustybt plugins check ./${file}`)).toContain('is what it says')
      expect(reader.shell('rustybt plugins')).toMatch(new RegExp(`^${role} +${name} .* ${KEYS[role]} *`, 'm'))
      return said
    },
  ],
  [
    'it is checked as a config, and a run follows it',
    /defineConfig\(/,
    (file, code) => {
      reader.write('acme.ts', /feed: 'acme'/.test(code) ? STREAM : COMMISSION)
      expect(reader.shell(`rustybt config check --config ${file}`)).not.toBe('')
      const minutes = /bundle: 'coins'/.test(code)
      return reader.shell(
        `rustybt ${/^ {2}space:/m.test(code) ? 'optimize --trials 3' : 'run'} --config ${file} ${minutes ? '--data-frequency minute -s 2020-12-30' : SESSIONS}`,
      )
    },
  ],
  [
    'it is run as an algorithm',
    /export function (initialize|handle_data)\(/,
    (file) => reader.shell(`rustybt run ${file} --csv prices ${SESSIONS}`),
  ],
  [
    'it is run as a strategy',
    /export const strategy: Strategy/,
    (file) => {
      reader.write('played.ts', `export { strategy as default } from './${basename(file)}'\n`)
      return reader.shell(`rustybt run played.ts --csv prices ${SESSIONS}`)
    },
  ],
  [
    'it is called',
    /export async function (\w+)\(\)/,
    (file, code) => {
      const [, name] = /export async function (\w+)\(\)/.exec(code)!
      return reader.node(`const { ${name} } = await import('./${file}'); console.log(typeof (await ${name}()))`)
    },
  ],
  [
    'it is judged as factors',
    /^export const momentum = Returns/m,
    (file) => reader.shell(`rustybt factor ${file} -b daily -s 2019-01-02`),
  ],
  [
    'it says what its comment says',
    /^console\.log\(.*\) \/\/ /m,
    (file) => {
      const said = reader.node(`await import('./${file}')`)
      expect(said.trim()).toBe(SAID[file])
      return said
    },
  ],
  ['it is executed', /^/, (file) => reader.node(`await import('./${file}'); console.log('done')`)],
]

describe('the TypeScript in the documents', () => {
  it('compiles against the package as users get it', () => {
    let said = ''
    try {
      const args = [join(root, 'node_modules/typescript/bin/tsc'), '-p', reader.dir]
      execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
    } catch (error) {
      said = (error as { stdout: string }).stdout
    }
    expect(said).toBe('')
  })

  it.each(
    snippets
      .filter(({ notRun }) => notRun === undefined)
      .map(({ title, file, code }) => {
        const [kind, , play] = PLAYED.find(([, fits]) => fits.test(code))!
        return { title, kind, file, code, play }
      }),
  )('$title: $kind', ({ file, code, play }) => void expect(play(file, code)).not.toBe(''), 60_000)
})
