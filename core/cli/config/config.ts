import { existsSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import type { LoadedConfig } from '../../kernel/config.js'
import { applyProfile } from '../../kernel/config-schema.js'
import type { RustybtError } from '../../kernel/errors.js'
import type { Kernel } from '../../kernel/kernel.js'
import { keyPlace } from '../../kernel/key-place.js'
import { isRecord } from '../../kernel/reference.js'
import { checkSpace } from '../../optimize/space.js'
import { type Actions, act } from '../actions.js'
import type { Command, Invocation } from '../command.js'
import type { RunSettings } from '../run/config.js'
import type { Shell } from '../terminal/shell.js'
import { UsageError } from '../usage.js'
import { configJsonSchema } from './json-schema.js'
import { choicesOf } from './roles.js'

const ACTIONS: Actions = {
  check: { flags: ['config', 'profile', 'json'], run: check },
  show: { flags: ['config', 'profile', 'json'], run: show },
  schema: { flags: ['config', 'json'], run: schema },
}

export const config: Command = {
  name: 'config',
  summary: 'check a config, or show what it comes to',
  describe(flags) {
    flags
      .usage('check|show|schema [options]')
      .argument(
        '<action>',
        'check: whether a run could begin; show: what it comes to; schema: what editors complete JSON by',
      )
      .option('--config <file>', 'the config (rustybt.config.* in the working directory)')
      .option('--profile <name>', 'with the keys of a profile in place of its own (check: all of them)')
      .option('--json', 'print it as JSON')
      .addHelpText('after', EXAMPLES)
  },
  run: (invocation) => act(ACTIONS, 'config', 'configs', invocation),
}

const EXAMPLES = `
Examples:
  rustybt config check
  rustybt config show --profile live
  rustybt config schema > rustybt.config.schema.json
`

interface Fault {
  readonly code: string
  /** Path in the config, and place in its file where it has one: `profiles.live.broker`, `12:5`. */
  readonly at: string
  readonly place?: string
  readonly message: string
  readonly hint?: string
}

/** Loads the config and its plugins, and asks of every choice whether it could be made: name and options. Makes nothing. */
async function check({ shell, options }: Invocation): Promise<number> {
  const { loaded, profile } = await load(shell, options)
  const kernel = await shell.kernel(loaded)
  const profiles = profile === undefined ? [undefined, ...Object.keys(loaded.config.profiles ?? {})] : [profile]
  const text = readFileSync(loaded.file, 'utf8')
  const faults: Fault[] = []
  for (const name of profiles) faults.push(...(await faultsIn(loaded, name, kernel, text)))
  const file = relative(shell.cwd, loaded.file)
  if (options.json) shell.print(JSON.stringify({ file: loaded.file, ok: faults.length === 0, faults }, null, 2))
  else if (faults.length === 0) shell.print(`${file} is sound${checked(profiles)}`)
  for (const { code, message, place, hint } of options.json ? [] : faults) {
    shell.tell(`error ${code}: ${file}${place === undefined ? '' : `:${place}`}: ${message}`, 'red')
    if (hint !== undefined) shell.tell(`hint: ${hint}`)
  }
  return faults.length === 0 ? 0 : 1
}

const checked = (profiles: readonly (string | undefined)[]): string => {
  const named = profiles.filter((name) => name !== undefined)
  return named.length === 0 ? '' : `, with profile ${named.join(', ')}`
}

async function faultsIn(loaded: LoadedConfig, profile: string | undefined, kernel: Kernel, text: string) {
  const settings = applyProfile(loaded.config, profile)
  const own = profile === undefined ? loaded.config : (loaded.config.profiles?.[profile] ?? {})
  const faults: Fault[] = []
  const add = (at: string, { code, message, hint }: Pick<RustybtError, 'code' | 'message' | 'hint'>) => {
    const path = profile === undefined ? at : `profiles.${profile}.${at}`
    const found = keyPlace(text, path)
    faults.push({ code, at: path, place: found && `${found.line}:${found.column}`, message, hint })
  }
  for (const { at, role, choice } of choicesOf(settings)) {
    // What a profile leaves as it is has been told with the config itself.
    if (profile !== undefined && !(at.split(/[.[]/)[0] in own)) continue
    for (const error of await kernel.check(new Map([[role, choice]]), { keys: new Map([[role, at]]) })) {
      // A fault of an option begins with its path.
      const isOption = error.message.startsWith(at)
      const message = isOption ? error.message : `${at}: ${error.message}`
      add(isOption ? error.message.split(': ', 1)[0] : at, { ...error, code: error.code, message, hint: error.hint })
    }
  }
  const { start, end, space } = settings as RunSettings
  if (('start' in own || 'end' in own) && start !== undefined && end !== undefined && start > end) {
    const message = `start: ${start} comes after the end, ${end}`
    add('start' in own ? 'start' : 'end', { code: 'DATES_REVERSED', message, hint: 'exchange start and end' })
  }
  try {
    if ('space' in own) checkSpace(space!)
  } catch (error) {
    add('space', error as RustybtError)
  }
  for (const key of ['strategy', 'benchmark'] as const) {
    const file = own[key]
    if (typeof file === 'string' && !existsSync(resolve(dirname(loaded.file), file)))
      add(key, {
        code: 'CONFIG_FILE_MISSING',
        message: `${key}: there is no file ${file}`,
        hint: 'paths are as seen from the config',
      })
  }
  return faults
}

/** What the config comes to, as JSON; in the place of secrets stands that they are. */
async function show({ shell, options }: Invocation): Promise<number> {
  const { loaded, profile } = await load(shell, options)
  const { plugins = [], ...settings } = applyProfile(loaded.config, profile)
  const names = plugins.map((each) => (typeof each === 'string' ? each : `${each.name} (an object)`))
  const shown = { ...(names.length > 0 ? { plugins: names } : {}), ...(hidden(settings, '', shell) as object) }
  if (!options.json)
    shell.tell(`${relative(shell.cwd, loaded.file)}${profile === undefined ? '' : `, profile ${profile}`}`, 'dim')
  shell.print(JSON.stringify(shown, null, 2))
  return 0
}

async function schema({ shell, options }: Invocation): Promise<number> {
  const kernel = await shell.kernel(await shell.config(options.config as string | undefined))
  shell.print(JSON.stringify(configJsonSchema(kernel.offers()), null, 2))
  return 0
}

/** Keys under which secrets are kept by those who write them literally. */
const SECRETIVE = /secret|password|passphrase|token|credential|(^|[a-z_])key$/i

function hidden(value: unknown, key: string, shell: Shell): unknown {
  if (isRecord(value)) {
    const { $env, $secret } = value
    const stateOf = (name: unknown) => (shell.environment[String(name)] === undefined ? 'not set' : 'set')
    if ($secret !== undefined) return `[secret] of ${$secret} (${stateOf($secret)})`
    if ($env !== undefined) return `${SECRETIVE.test(key) ? '[secret]' : 'the value'} of ${$env} (${stateOf($env)})`
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, hidden(item, name, shell)]))
  }
  if (Array.isArray(value)) return value.map((item) => hidden(item, key, shell))
  return typeof value === 'string' && SECRETIVE.test(key) ? '[secret]' : value
}

async function load(shell: Shell, options: Invocation['options']) {
  const loaded = await shell.config(options.config as string | undefined)
  const profile = options.profile as string | undefined
  if (loaded !== undefined) {
    applyProfile(loaded.config, profile)
    return { loaded, profile }
  }
  throw new UsageError(`there is no rustybt.config.ts (or .js, .mjs, .json) in ${shell.cwd}`, {
    code: 'CONFIG_NOT_FOUND',
    hint: 'begin with `rustybt new`, or name one with --config FILE',
  })
}
