import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { checkAddon, loadAddon } from '../../native/addon.js'
import { NativeError } from '../../native/errors.js'
import { chooseKernels, kernels } from '../../native/index.js'
import { INTERFACE_VERSION } from '../../native/interface.js'
import { refusalOf } from './implementations.js'

const hasCargo = spawnSync('cargo', ['--version']).status === 0
const skipped = process.env.RUSTYBT_SKIP_NATIVE === '1'
const build = join(process.cwd(), 'native', 'build.mjs')

/** Runs the build script in a folder of its own, with crates that hold `manifest`. */
function buildIn(env: Record<string, string>, manifest = '') {
  const root = mkdtempSync(join(tmpdir(), 'rustybt-build-'))
  for (const folder of ['.cargo', 'native', 'native/kernels', 'native/binding']) mkdirSync(join(root, folder))
  copyFileSync(build, join(root, 'native', 'build.mjs'))
  for (const file of ['Cargo.toml', 'Cargo.lock']) writeFileSync(join(root, file), manifest)
  writeFileSync(join(root, '.cargo/config.toml'), '')
  const run = spawnSync(process.execPath, [join(root, 'native', 'build.mjs')], { env, encoding: 'utf8' })
  const log = join(root, 'native', 'build.log')
  const logged = existsSync(log) ? readFileSync(log, 'utf8') : undefined
  rmSync(root, { recursive: true })
  return { status: run.status, said: run.stdout, complained: run.stderr, logged }
}

describe('which kernels run', () => {
  it('has the addon wherever there is a Rust compiler', () => {
    const answer = loadAddon()
    expect({ hasCargo, missing: 'missing' in answer && hasCargo && !skipped ? answer.missing : undefined }).toEqual({
      hasCargo,
      missing: undefined,
    })
  })

  it('takes the addon where it loads, else the reference, and says why', () => {
    const wanted = process.env.NATIVE
    expect(kernels.mode).toBe(wanted ?? ('kernels' in loadAddon() ? 'rust' : 'js'))
    const fallback = chooseKernels(undefined, () => ({ missing: 'it has not been built' }))
    expect(fallback).toMatchObject({ mode: 'js', reason: 'it has not been built' })
  })

  it('NATIVE=js takes the reference even beside an addon', () => {
    expect(chooseKernels('js')).toMatchObject({ mode: 'js', reason: 'NATIVE=js' })
  })

  it('NATIVE=rust without an addon is an error that says what to do', () => {
    const choose = () => chooseKernels('rust', () => ({ missing: 'it has not been built' }))
    expect(choose).toThrow(NativeError)
    expect(refusalOf(choose)).toMatchObject({
      code: 'NATIVE_MISSING',
      message: 'NATIVE=rust, but it has not been built',
    })
  })

  it('refuses a mode that there is not', () => {
    expect(refusalOf(() => chooseKernels('wasm'))).toMatchObject({ code: 'NATIVE_MODE' })
  })

  it('refuses an addon built for another interface, or for none, or with kernels lacking', () => {
    const reasonOf = (exports: Record<string, unknown>) => {
      const answer = checkAddon(exports, 'a.node')
      return 'missing' in answer ? answer.missing : undefined
    }
    expect(reasonOf({})).toBe(`a.node was built for interface none, this is ${INTERFACE_VERSION}`)
    expect(reasonOf({ interfaceVersion: () => 0 })).toContain('was built for interface 0')
    expect(reasonOf({ interfaceVersion: () => INTERFACE_VERSION })).toContain('a.node lacks decimalAdd')
  })

  it('says what it was given where the arguments are of the wrong type', () => {
    const wrong = refusalOf(() =>
      kernels.decimalAdd(...([1, 2, 3] as unknown as [BigInt64Array, BigInt64Array, BigInt64Array])),
    )
    expect(wrong?.message).toMatch(/^decimalAdd: /)
  })
})

describe('the build script', () => {
  it('skips on request', () => {
    expect(buildIn({ RUSTYBT_SKIP_NATIVE: '1' })).toMatchObject({
      status: 0,
      said: 'rustybt native: skipped (RUSTYBT_SKIP_NATIVE=1)\n',
    })
  })

  it('says in a line that there is no compiler, and succeeds', () => {
    const { status, said } = buildIn({ PATH: '', CARGO_HOME: '/nowhere' })
    expect({ status, lines: said.trim().split('\n').length }).toEqual({ status: 0, lines: 1 })
    expect(said).toContain('no Rust compiler found')
  })

  if (hasCargo) {
    it('says in a line why the build failed and where the log is, and succeeds', () => {
      const { status, said, logged } = buildIn(
        { ...(process.env as Record<string, string>), RUSTYBT_SKIP_NATIVE: '' },
        '[workspace\n',
      )
      expect({ status, lines: said.trim().split('\n').length }).toEqual({ status: 0, lines: 1 })
      expect(said).toMatch(/^rustybt native: not built: error.*\(log: native\/build\.log\)/)
      expect(logged).toContain('error')
    })
  }
})
