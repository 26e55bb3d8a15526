import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createKernel, type Plugin } from 'rustybt'
import { VERSION } from '../../core/version.js'

const root = join(import.meta.dirname, '../..')
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

/** Every block of TypeScript on a page, in order. */
function snippets(page: string): string[] {
  return [...readFileSync(join(root, page), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code)
}

/** Inside the package, so that `rustybt` is this package, as it is for its users. */
const folder = mkdtempSync(join(root, 'test/docs/.snippets-'))

beforeAll(() => {
  for (const page of pages) {
    for (const [i, code] of snippets(page).entries())
      writeFileSync(join(folder, `${page.replace(/\W/g, '-')}-${i + 1}.ts`), `${code}\nexport {}\n`)
  }
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
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.ts'] }))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('the TypeScript in the documents', () => {
  it('is there', () => {
    expect(pages.flatMap(snippets).length).toBeGreaterThan(8)
  })

  it('compiles against the package as users get it', () => {
    let said = ''
    try {
      execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
        cwd: root,
        encoding: 'utf8',
      })
    } catch (error) {
      said = (error as { stdout: string }).stdout
    }
    expect(said).toBe('')
  })

  it('registers: each plugin, as it stands there', async () => {
    const codes = snippets('docs/plugins.md').filter((code) => code.includes('export default definePlugin('))
    expect(codes.length).toBeGreaterThan(4)
    for (const [i, code] of snippets('docs/plugins.md').entries()) {
      if (!code.includes('export default definePlugin(')) continue
      const { default: plugin } = (await import(join(folder, `docs-plugins-md-${i + 1}.ts`))) as { default: Plugin }
      const kernel = await createKernel({ version: VERSION, plugins: [plugin] })
      expect(kernel.offers()).toHaveLength(1)
      await kernel.close()
    }
  })

  /** The snippet of a page that calls a function, as a module that exports what it prints in the place of printing it. */
  const printed = async (page: string, call: string): Promise<unknown> => {
    const code = snippets(page).find((text) => text.includes(`await ${call}(`))!
    const file = join(folder, `printed-${call}-${page.replace(/\W/g, '-')}.ts`)
    writeFileSync(file, code.replace('console.log(', 'export const said = [').replace(') //', '] //'))
    return ((await import(file)) as { said: unknown }).said
  }

  it('runs: the tests of a model and of a strategy, with the numbers that they name', async () => {
    expect(await printed('docs/plugins.md', 'runStrategy')).toEqual([1, 100_000 - 1100 - 0.2])
    expect(await printed('docs/testing.md', 'runStrategy')).toEqual([1, 11, 10, 1000 - 110 + 5])
  })

  it('runs: the contract of a role, with its table', async () => {
    const code = snippets('docs/plugins.md').find((text) => text.includes('commissionContract({'))!
    const file = join(folder, 'contract.ts')
    const collect = 'commissionContract({\n  describe: (_, body) => body(),\n  it: (_, body) => bodies.push(body),'
    writeFileSync(
      file,
      `export const bodies: (() => Promise<void>)[] = []\n${code.replace('commissionContract({', collect)}`,
    )
    const { bodies } = (await import(file)) as { bodies: (() => Promise<void>)[] }
    expect(bodies.length).toBeGreaterThan(20)
    for (const body of bodies) await body()
  })

  it('loads: every other snippet', async () => {
    for (const page of pages)
      for (const [i, code] of snippets(page).entries()) {
        if (/Contract\(\{|await runStrategy/.test(code)) continue
        await import(join(folder, `${page.replace(/\W/g, '-')}-${i + 1}.ts`))
      }
  })
})
