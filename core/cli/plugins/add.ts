import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { LoadedConfig } from '../../kernel/config.js'
import { RustybtError } from '../../kernel/errors.js'
import type { Invocation } from '../command.js'
import { listPlugin, unlistPlugin } from '../config/edit.js'
import type { Shell } from '../terminal/shell.js'
import { UsageError } from '../usage.js'
import { writeWhole } from '../whole-file.js'
import { readPlugin } from './installed-plugins.js'

/** Installs packages, refuses those that cannot be used, and lists the others in the config. */
export async function add({ shell, operands: [, ...specs], options }: Invocation): Promise<number> {
  const loaded = await shell.config(options.config as string | undefined)
  const folder = projectFolder(loaded, shell)
  if (specs.length === 0) throw new UsageError('which package? rustybt plugins add NAME')
  for (const spec of specs) {
    const before = dependenciesOf(folder)
    npm(['install', spec, '--no-audit', '--no-fund', '--loglevel=error'], folder)
    const after = dependenciesOf(folder)
    const name = Object.keys(after).find((each) => after[each] !== before[each]) ?? nameOf(spec)
    const { manifest, fault } = await readPlugin(name, folder, shell.version)
    if (fault !== undefined) {
      if (before[name] === undefined) npm(['uninstall', name, '--no-audit', '--no-fund', '--loglevel=error'], folder)
      throw new RustybtError('PLUGIN_VERSION', `${fault.message}; it was not added`, { hint: fault.hint })
    }
    const offers = (manifest?.contribution?.offers ?? []).map((offer) => `${offer.role} '${offer.name}'`)
    const declares = offers.length > 0 ? `offers ${offers.join(', ')}` : 'declares nothing of what it offers'
    shell.print(`${name} ${manifest?.version ?? ''} is installed: it ${declares}`)
    edit(shell, loaded, (text, isJson) => listPlugin(text, name, isJson), `plugins: ['${name}']`)
  }
  return 0
}

/** Takes packages out of the config, then out of the project. */
export async function remove({ shell, operands: [, ...names], options }: Invocation): Promise<number> {
  const loaded = await shell.config(options.config as string | undefined)
  const folder = projectFolder(loaded, shell)
  if (names.length === 0) throw new UsageError('which package? rustybt plugins remove NAME')
  for (const name of names) {
    if (dependenciesOf(folder)[name] === undefined && !loaded?.config.plugins?.includes(name))
      throw new RustybtError(
        'PLUGIN_NOT_FOUND',
        `'${name}' is neither a dependency of this project nor in its config`,
        {
          hint: '`rustybt plugins` lists what there is',
        },
      )
    if (loaded?.config.plugins?.includes(name)) edit(shell, loaded, (text) => unlistPlugin(text, name), '')
    if (dependenciesOf(folder)[name] !== undefined)
      npm(['uninstall', name, '--no-audit', '--no-fund', '--loglevel=error'], folder)
    shell.print(`${name} is removed`)
  }
  return 0
}

function projectFolder(loaded: LoadedConfig | undefined, { cwd }: Shell): string {
  const folder = loaded === undefined ? cwd : dirname(loaded.file)
  if (existsSync(join(folder, 'package.json'))) return folder
  throw new UsageError(`${folder} is no project: it has no package.json`, {
    code: 'NO_PROJECT',
    hint: 'begin one with `rustybt new`, or `npm init`',
  })
}

function dependenciesOf(folder: string): Readonly<Record<string, string>> {
  const text = readFileSync(join(folder, 'package.json'), 'utf8')
  const { dependencies, devDependencies } = JSON.parse(text) as Record<string, Record<string, string> | undefined>
  return { ...devDependencies, ...dependencies }
}

/** `rustybt-plugin-acme@1.2` without its version. */
const nameOf = (spec: string): string => spec.replace(/(?<=.)@[^/@]*$/, '')

function npm(args: readonly string[], cwd: string): void {
  const { status, stderr, error } = spawnSync('npm', args, {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (status === 0) return
  const said =
    error?.message ??
    stderr
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(0, 3)
      .join('; ')
  throw new RustybtError('NPM_FAILED', `npm ${args.slice(0, 2).join(' ')} failed${said === '' ? '' : `: ${said}`}`, {
    hint: `run it by hand to see why: npm ${args.slice(0, 2).join(' ')}`,
  })
}

/** Changes the text of the config; says what to write where that is beyond it. */
function edit(
  shell: Shell,
  loaded: LoadedConfig | undefined,
  change: (text: string, isJson: boolean) => string | undefined,
  byHand: string,
): void {
  if (loaded === undefined) {
    shell.tell(`there is no config here: write ${byHand} into rustybt.config.ts`, 'yellow')
    return
  }
  const before = readFileSync(loaded.file, 'utf8')
  const after = change(before, loaded.file.endsWith('.json'))
  if (after === undefined)
    shell.tell(`${loaded.file} is written in a way of its own: change plugins there by hand`, 'yellow')
  else if (after !== before) writeWhole(loaded.file, [after])
}
