import { describe, expect, it } from '@jest/globals'
import core from '../../../core/builtin.js'
import { Command } from '../../../core/cli/command.js'
import { COMMANDS } from '../../../core/cli/commands.js'
import { definePlugin } from '../../../core/kernel/plugin.js'
import { VERSION } from '../../../core/version.js'
import commission from '../../../plugins/commission/plugin.js'
import slippage from '../../../plugins/slippage/plugin.js'
import { rustybt } from './world.js'

const hello = definePlugin({
  name: 'hello',
  requires: '*',
  register(host) {
    host.provide(Command, 'hello', () => ({
      name: 'hello',
      summary: 'says hello',
      describe: (flags) => void flags.argument('<name>').option('--loud', 'in capitals'),
      run: async ({ shell, operands, options }) => {
        if (operands[0] === 'nobody') throw new Error('nobody is there')
        shell.print(options.loud ? operands[0].toUpperCase() : operands[0])
        return operands[0] === 'odd' ? 7 : 0
      },
    }))
  },
})

describe('the command line', () => {
  it('shows the version', async () => {
    expect(await rustybt(['--version'])).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: '' })
  })

  it('lists its commands, without anything, with --help and with help', async () => {
    const { code, stdout, stderr } = await rustybt([])
    expect([code, stderr]).toEqual([0, ''])
    for (const { name, summary } of COMMANDS) expect(stdout).toMatch(new RegExp(`${name} +${summary}`))
    expect((await rustybt(['--help'])).stdout).toBe(stdout)
    expect((await rustybt(['help'])).stdout).toBe(stdout)
  })

  it.each(COMMANDS.map(({ name }) => name))('shows the help of %s', async (name) => {
    const { code, stdout } = await rustybt([name, '--help'])
    expect(code).toBe(0)
    expect(stdout).toContain(`Usage: rustybt ${name}`)
    expect((await rustybt(['help', name])).stdout).toBe(stdout)
  })

  it('finds a command that a plugin brings', async () => {
    expect(await rustybt(['hello', 'world', '--loud'], [core, hello])).toEqual({
      code: 0,
      stdout: 'WORLD\n',
      stderr: '',
    })
  })

  it("answers a command's own exit code", async () => {
    expect((await rustybt(['hello', 'odd'], [hello])).code).toBe(7)
  })

  it('names the nearest command', async () => {
    const { code, stderr } = await rustybt(['rnu'], [core])
    expect(code).toBe(2)
    expect(stderr).toBe(
      `error UNKNOWN_COMMAND: no command called 'rnu'; there are ${COMMANDS.map(({ name }) => name).join(', ')}\nhint: did you mean 'run'?\n`,
    )
  })

  it('names the nearest flag, of the program and of a command', async () => {
    expect(await rustybt(['--versoin'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean --version?'),
    })
    expect(await rustybt(['run', '--strat', '2020-01-02'])).toMatchObject({
      code: 2,
      stderr: "error UNKNOWN_OPTION: unknown option '--strat'\nhint: did you mean --start?\n",
    })
  })

  it('tells a fault of its own in one line, and its stack with --debug', async () => {
    const { code, stderr } = await rustybt(['hello', 'nobody'], [hello])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error UNEXPECTED: Error: nobody is there\nhint: .+\n$/)
    expect((await rustybt(['hello', 'nobody', '--debug'], [hello])).stderr).toContain('main.test.ts')
  })

  it('tells a plugin that does not register, by name', async () => {
    const broken = definePlugin({
      name: 'broken',
      requires: '*',
      register: () => Promise.reject(new Error('no licence')),
    })
    const { code, stderr } = await rustybt(['plugins'], [broken])
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^error \w+: plugin 'broken' .*no licence\n/)])
  })
})

describe('rustybt plugins', () => {
  it('lists offers by role, name and plugin', async () => {
    const { code, stdout } = await rustybt(['plugins'], [core])
    expect(code).toBe(0)
    const [header, ...lines] = stdout.split('\n')
    expect(header).toMatch(/^role +name +plugin +version +used as +summary +options$/)
    expect(lines).toContainEqual(expect.stringMatching(/^Broker +simulated +core +\d+\.\d+\.\d+ +fills orders/))
  })

  it('lists those alone that are asked for: by role, by the key of the config, by name, by plugin', async () => {
    const names = async (...words: string[]) => {
      const { stdout } = await rustybt(['plugins', 'list', ...words, '--json'], [core, commission, slippage])
      return (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name)
    }
    const models = await names('CommissionModel')
    expect(models).toContain('per-share')
    expect(await names('commission')).toEqual(models)
    expect(await names('per-share', 'broker')).toEqual(['simulated', 'per-share'])
    const { code, stderr } = await rustybt(['plugins', 'list', 'slipage'], [core, commission, slippage])
    expect([code, stderr]).toEqual([2, expect.stringContaining("no role, offer or plugin is called 'slipage'")])
    expect(stderr).toContain("Did you mean 'slippage'?")
  })

  it('prints the same as JSON', async () => {
    const rows = JSON.parse((await rustybt(['plugins', '--json'], [core])).stdout)
    expect(rows).toContainEqual({
      role: 'Broker',
      name: 'simulated',
      plugin: 'core',
      version: VERSION,
      requires: '*',
      used: [],
      summary: 'fills orders from the bars of the run, at the next close, the next open or this close',
      options: expect.arrayContaining([{ name: 'fillAt', needed: false, default: 'next-close' }]),
      capabilities: [],
    })
  })
})

describe('rustybt doctor', () => {
  it('says which kernels are on and why, and that nothing is broken', async () => {
    const { code, stdout } = await rustybt(['doctor', '--json'], [core])
    expect(code).toBe(0)
    const findings = JSON.parse(stdout) as { name: string; state: string; value: string }[]
    expect(findings.map(({ name }) => name)).toEqual([
      'rustybt',
      'node',
      'platform',
      'kernels',
      'speed',
      'cargo',
      'config',
      'plugins',
    ])
    expect(findings[3].value).toMatch(/^(rust|js) \(.+\)$/)
  })

  it('finds a config that is not there broken', async () => {
    const { code, stdout } = await rustybt(['doctor', '--config', 'nowhere.json'], [core])
    expect(code).toBe(1)
    expect(stdout).toMatch(/^broken +config +no config file .*nowhere\.json$/m)
  })
})
