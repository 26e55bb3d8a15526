import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { DEPRECATIONS } from '../../../core/kernel/deprecation.js'

const dist = join(import.meta.dirname, '../../../dist/core/kernel/deprecation.js')

/** In a process of its own, for a process is warned once. */
function run(code: string, ...flags: string[]) {
  const given = `
    const { warnOfDeprecated, warnOfDeprecatedKeys } = await import('${dist}')
    const old = { code: 'DEP_OLD', name: 'oldName', since: '0.2.0', until: '2027-06-01', instead: 'use newName' }
    const key = { ...old, code: 'DEP_KEY', name: 'config.blotter', instead: 'use broker' }
    ${code}`
  return spawnSync(process.execPath, [...flags, '--input-type=module', '-e', given], { encoding: 'utf8' })
}

describe('a deprecation', () => {
  it('warns with its code, its dates and what to do, once a process', () => {
    const { stderr } = run('warnOfDeprecated(old); warnOfDeprecated(old); warnOfDeprecated({ ...old })')
    const line = 'oldName is deprecated since 0.2.0, and may be gone from 2027-06-01 on: use newName'
    expect(stderr.match(/\[DEP_OLD\] DeprecationWarning: .*/g)).toEqual([`[DEP_OLD] DeprecationWarning: ${line}`])
  })

  it('is silent, or an error, where Node is told so', () => {
    expect(run('warnOfDeprecated(old)', '--no-deprecation')).toMatchObject({ status: 0, stderr: '' })
    expect(run('warnOfDeprecated(old)', '--throw-deprecation').status).toBe(1)
  })

  it('of a key of the config is told where the config or a profile has it', () => {
    const told = (config: string) => run(`warnOfDeprecatedKeys(${config}, [old, key])`).stderr
    expect(told('{ capital: 1, oldName: 1 }')).toBe('')
    expect(told("{ blotter: 'x' }")).toContain('[DEP_KEY] DeprecationWarning: config.blotter is deprecated')
    expect(told("{ profiles: { live: { blotter: 'x' } } }")).toContain('[DEP_KEY]')
  })

  it('has a code of its own, dates in order, and something in its place', () => {
    expect(new Set(DEPRECATIONS.map(({ code }) => code)).size).toBe(DEPRECATIONS.length)
    for (const { code, until, instead } of DEPRECATIONS) {
      expect(code).toMatch(/^DEP_[A-Z0-9_]+$/)
      expect(until).toMatch(/^\d{4}-\d\d-\d\d$/)
      expect(instead).not.toBe('')
    }
  })
})
