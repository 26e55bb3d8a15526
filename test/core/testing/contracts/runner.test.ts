import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { CommissionModel } from '../../../../core/finance/commission.js'
import { commissionBehaviours, commissionContract } from '../../../../core/testing/contracts/commission.js'
import { testContract } from '../../../../core/testing/contracts/contract.js'
import commission from '../../../../plugins/commission/plugin.js'

describe('a suite', () => {
  it('registers its tests with the describe and it that it is given', async () => {
    const groups: string[] = []
    const tests: [string, () => Promise<void>][] = []
    commissionContract({
      plugin: commission,
      use: 'none',
      describe: (name, body) => {
        groups.push(name)
        body()
      },
      it: (name, body) => tests.push([name, body]),
    })
    expect(groups).toEqual(["CommissionModel 'none' of plugin 'commission'"])
    expect(tests.map(([name]) => name)).toEqual([
      'registers, and offers what is chosen under its name',
      'says in one line what it is',
      'is made anew for each run',
      ...commissionBehaviours().map(({ name }) => name),
    ])
    for (const [, body] of tests) await body()
  })

  it('closes what it has made, also where the behaviour does not hold', async () => {
    const bodies: (() => Promise<void>)[] = []
    let closed = 0
    const create = () => ({ calculate: () => Number.NaN, close: () => void closed++ })
    testContract(
      CommissionModel,
      { create, describe: (_, body) => body(), it: (_, body) => bodies.push(body) },
      commissionBehaviours().slice(2, 3),
    )
    await expect(bodies[0]()).rejects.toMatchObject({ code: 'CONTRACT_BROKEN' })
    expect(closed).toBe(1)
  })

  it('takes node:test where there are no globals', () => {
    const dist = join(import.meta.dirname, '../../../../dist')
    const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, VITEST: ___, ...env } = process.env
    const code = `
      const { commissionContract } = await import('${dist}/core/testing/index.js')
      commissionContract({ create: () => ({ calculate: () => 0 }) })`
    const said = execFileSync(process.execPath, ['--test-reporter=tap', '--input-type=module', '-e', code], {
      env,
      encoding: 'utf8',
    })
    expect(said).toMatch(/# Subtest: a CommissionModel/)
    expect(said).toMatch(/^# fail 0$/m)
    expect(Number(/^# pass (\d+)$/m.exec(said)?.[1])).toBe(commissionBehaviours().length)
  })

  it('says what to do in a runner that keeps its functions to itself', () => {
    const dist = join(import.meta.dirname, '../../../../dist')
    const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...env } = process.env
    const code = `
      const { commissionContract } = await import('${dist}/core/testing/index.js')
      try { commissionContract({ create: () => ({ calculate: () => 0 }) }) } catch (error) { console.log(error.code, error.hint) }`
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
      env: { ...env, VITEST: 'true' },
      encoding: 'utf8',
    })
    expect(said).toMatch(/^CONTRACT_RUNNER import \{ describe, it \}/)
  })
})
