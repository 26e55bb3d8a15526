import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from '@jest/globals'
import { main } from '../../../core/cli/main.js'

/** A person at a terminal who types these lines. */
async function typing(lines: readonly string[], ...args: string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'rustybt-ask-'))
  const said = { out: '', err: '' }
  const stdin = Object.assign(new PassThrough(), { isTTY: true })
  stdin.end(lines.map((line) => `${line}\n`).join(''))
  const code = await main(
    ['new', ...args],
    { plugins: async () => [] },
    {
      stdin,
      stdout: { isTTY: true, write: (text) => void (said.out += text) },
      stderr: { isTTY: true, write: (text) => void (said.err += text) },
      cwd,
      environment: { NO_COLOR: '1' },
    },
  )
  return { code, cwd, ...said }
}

describe('rustybt new at a terminal', () => {
  it('asks for what the line leaves open', async () => {
    const { code, cwd, err } = await typing(['acme', 'plugin', 'slippage'])
    expect(code).toBe(0)
    expect(err).toMatch(/^name \(my-strategy\): /)
    expect(err).toMatch(/^ {2}strategy +A strategy as an object with callbacks/m)
    expect(err).toMatch(/^ {2}slippage +half the spread/m)
    expect(readFileSync(join(cwd, 'acme/plugin.ts'), 'utf8')).toContain("host.provide(SlippageModel, 'acme'")
  })

  it('takes an empty line for what stands in brackets', async () => {
    const { code, cwd } = await typing(['', ''])
    expect(code).toBe(0)
    expect(existsSync(join(cwd, 'my-strategy/algorithm.ts'))).toBe(true)
  })

  it('tells what is wrong with an answer, and asks again', async () => {
    const { code, cwd, err } = await typing(['My Name', 'mine', 'stratgy', 'strategy'])
    expect(code).toBe(0)
    expect(err).toContain('my-name would do')
    expect(err).toContain("Did you mean 'strategy'?")
    expect(existsSync(join(cwd, 'mine/strategy.ts'))).toBe(true)
  })

  it('asks nothing that the line says, and nothing at all with --yes', async () => {
    expect(await typing([], 'mine', '--template', 'strategy')).toMatchObject({ code: 0, err: '' })
    expect(await typing([], 'mine', '--yes')).toMatchObject({ code: 0, err: '' })
    expect(await typing([], 'mine', '--kind', 'broker')).toMatchObject({ code: 0, err: '' })
  })

  it('ends where the answers end', async () => {
    const { code, err } = await typing(['mine'])
    expect(code).toBe(2)
    expect(err).toContain('NO_ANSWER')
  })

  it('names the kinds where a plugin has none, and refuses one for anything else', async () => {
    const kindless = await typing([], 'mine', '--template', 'plugin', '--yes')
    expect(kindless.code).toBe(2)
    expect(kindless.err).toMatch(/NEW_INCOMPLETE[\s\S]*one of broker, stream, source/)
    expect((await typing([], 'mine', '--kind', 'brokr')).err).toContain("Did you mean 'broker'?")
    expect((await typing([], 'mine', '--template', 'strategy', '--kind', 'broker')).err).toContain('is for plugins')
  })
})
