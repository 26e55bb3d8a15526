import { readdirSync, statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { RustybtError } from '../kernel/errors.js'
import { knownNames } from '../kernel/nearest.js'
import type { Command, Invocation } from './command.js'
import { copyTemplate, listTemplates, type Template } from './template.js'
import { UsageError } from './usage.js'

interface NewFlags {
  readonly template: string
  readonly dir?: string
  readonly yes?: boolean
}

export const newProject: Command = {
  name: 'new',
  summary: 'begin a project: an algorithm, its test, prices to run on',
  describe(flags) {
    flags
      .argument('<name>', "the project's name, and its folder's")
      .option('--template <name>', 'what to begin with', 'zipline')
      .option('--dir <folder>', 'where to put it (a folder of its name)')
      .option('-y, --yes', 'ask nothing')
  },
  async run({ shell, operands: [given], options }: Invocation): Promise<number> {
    const flags = options as unknown as NewFlags
    const name = checkName(given)
    const template = findTemplate(flags.template)
    const folder = resolve(shell.cwd, flags.dir ?? name)
    checkFolder(folder)
    const files = write(template, folder, { name, version: shell.version })
    const steps = ['npm install', 'npm test', 'npm start']
    const place = relative(shell.cwd, folder)
    if (place !== '') steps.unshift(`cd ${/\s/.test(place) ? JSON.stringify(place) : place}`)
    shell.print(`${name}: ${files.length} files in ${folder}\n\n`)
    shell.print(steps.map((step) => `  ${step}`).join('\n'))
    return 0
  },
}

/** npm's rules for the name of a package, without a scope. */
function checkName(name: string): string {
  if (/^[a-z0-9][a-z0-9._-]*$/.test(name) && name.length <= 214 && !TAKEN.includes(name)) return name
  const proper = name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|-+$/g, '')
    .slice(0, 214)
  const hint = proper === '' || TAKEN.includes(proper) ? 'my-strategy, for one' : `${proper} would do`
  const what = TAKEN.includes(name) ? 'is taken' : 'is no name of a package: small letters, digits, dots and dashes'
  throw new UsageError(`'${name}' ${what}`, { code: 'NEW_NAME_INVALID', hint })
}

/** Names that would stand in the way of packages that the project needs. */
const TAKEN = ['rustybt', 'node_modules', 'typescript']

function findTemplate(name: string): Template {
  const templates = listTemplates()
  const found = templates.find((template) => template.name === name)
  if (found !== undefined) return found
  const names = templates.map((template) => template.name)
  throw new UsageError(`no template called '${name}'${knownNames(name, names)}`, { code: 'TEMPLATE_UNKNOWN' })
}

function checkFolder(folder: string): void {
  const stats = statSync(folder, { throwIfNoEntry: false })
  if (stats === undefined || (stats.isDirectory() && readdirSync(folder).length === 0)) return
  const what = stats.isDirectory() ? 'there is something in it already' : 'it is a file'
  const hint = 'choose another name, or a folder with --dir'
  throw new UsageError(`${folder} can't be the project's folder: ${what}`, { code: 'NEW_FOLDER_EXISTS', hint })
}

function write(template: Template, folder: string, values: Readonly<Record<string, string>>): readonly string[] {
  try {
    return copyTemplate(template, folder, values)
  } catch (cause) {
    throw new RustybtError('NEW_FAILED', `the project can't be written to ${folder}: ${(cause as Error).message}`, {
      hint: 'nothing was left there',
      cause,
    })
  }
}
