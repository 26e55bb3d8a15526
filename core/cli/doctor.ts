import { spawnSync } from 'node:child_process'
import { homedir } from 'node:os'
import { join } from 'node:path'
import satisfies from 'semver/functions/satisfies.js'
import type { LoadedConfig } from '../kernel/config.js'
import type { Command, Invocation } from './command.js'
import { readInstallation } from './installation.js'
import type { Shell } from './terminal/shell.js'
import { formatTable } from './terminal/table.js'
import type { Style } from './terminal/terminal.js'

/** `missing` can be done without; `broken` cannot. */
interface Finding {
  readonly name: string
  readonly state: 'ok' | 'missing' | 'broken'
  readonly value: string
  readonly advice?: string
}

const STATE_STYLES: Readonly<Record<Finding['state'], Style>> = { ok: 'green', missing: 'yellow', broken: 'red' }

export const doctor: Command = {
  name: 'doctor',
  summary: 'look at this installation and say what is missing',
  describe(flags) {
    flags
      .option('--config <file>', 'the config (rustybt.config.* in the working directory)')
      .option('--json', 'print what was found as JSON')
  },
  async run({ shell, options }: Invocation): Promise<number> {
    const findings = [
      { name: 'rustybt', state: 'ok', value: `${shell.version} in ${readInstallation().root}` } as const,
      checkNode(),
      { name: 'platform', state: 'ok', value: `${process.platform}-${process.arch}` } as const,
      await checkKernels(),
      ...(await checkSpeed()),
      checkCargo(shell),
      ...(await checkConfig(shell, options.config as string | undefined)),
    ]
    if (options.json) shell.print(JSON.stringify(findings, null, 2))
    else printFindings(shell, findings)
    return findings.some(({ state }) => state === 'broken') ? 1 : 0
  },
}

function printFindings(shell: Shell, findings: readonly Finding[]): void {
  const lines = formatTable(findings.map(({ name, state, value }) => [state, name, value]))
    .trimEnd()
    .split('\n')
  findings.forEach(({ state, advice }, i) => {
    shell.print(shell.paint(state, STATE_STYLES[state]) + lines[i].slice(state.length))
    if (advice !== undefined) shell.print(`         → ${advice}`)
  })
}

function checkNode(): Finding {
  const { node } = readInstallation()
  const value = `${process.version} in ${process.execPath}`
  if (satisfies(process.version, node)) return { name: 'node', state: 'ok', value }
  return { name: 'node', state: 'broken', value, advice: `rustybt runs on Node ${node}: https://nodejs.org` }
}

/** Native where the addon was built, TypeScript else: slower, with the same numbers. */
async function checkKernels(): Promise<Finding> {
  const name = 'kernels'
  try {
    const { kernels } = await import('../math/kernels.js')
    const value = `${kernels.mode} (${kernels.reason})`
    if (kernels.mode === 'rust' || process.env.NATIVE === 'js') return { name, state: 'ok', value }
    const advice = 'numbers are the same, but slower: with Rust installed, run `node native/build.mjs` in the package'
    return { name, state: 'missing', value, advice }
  } catch (error) {
    return broken(name, error)
  }
}

/** What the TypeScript kernels cost here, measured now. */
async function checkSpeed(): Promise<readonly Finding[]> {
  const name = 'speed'
  try {
    const { kernelSpeed } = await import('../math/kernel-speed.js')
    const speeds = kernelSpeed()
    if (!speeds) return [{ name, state: 'ok', value: 'no addon to compare the TypeScript kernels with' }]
    const each = speeds.map(({ what, times }) => `${what} ${times.toFixed(1)}x`).join(', ')
    return [{ name, state: 'ok', value: `TypeScript's kernels take ${each} as long as Rust's` }]
  } catch (error) {
    return [broken(name, error)]
  }
}

function checkCargo({ environment }: Shell): Finding {
  const home = join(environment.CARGO_HOME ?? join(homedir(), '.cargo'), 'bin', 'cargo')
  for (const cargo of ['cargo', home]) {
    const { status, stdout } = spawnSync(cargo, ['--version'], { encoding: 'utf8' })
    if (status === 0) return { name: 'cargo', state: 'ok', value: stdout.trim() }
  }
  const advice = 'only needed to build the addon: https://rustup.rs'
  return { name: 'cargo', state: 'missing', value: 'no Rust compiler on the PATH', advice }
}

async function checkConfig(shell: Shell, file: string | undefined): Promise<readonly Finding[]> {
  try {
    const loaded = await shell.config(file)
    const config: Finding = { name: 'config', state: 'ok', value: loaded?.file ?? 'none here: defaults and flags' }
    return [config, await checkPlugins(shell, loaded)]
  } catch (error) {
    return [broken('config', error)]
  }
}

async function checkPlugins(shell: Shell, loaded: LoadedConfig | undefined): Promise<Finding> {
  try {
    const { plugins } = await shell.kernel(loaded)
    return { name: 'plugins', state: 'ok', value: plugins.map((plugin) => plugin.name).join(', ') }
  } catch (error) {
    return broken('plugins', error)
  }
}

function broken(name: string, error: unknown): Finding {
  const { message, hint } = error as Error & { hint?: string }
  return { name, state: 'broken', value: message, advice: hint }
}
