import { readdirSync, statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { RustybtError } from '../../kernel/errors.js'
import { knownNames } from '../../kernel/nearest.js'
import type { Command, Invocation } from '../command.js'
import { type Ask, asking, canAsk } from '../terminal/ask.js'
import type { Shell } from '../terminal/shell.js'
import { UsageError } from '../usage.js'
import { PLUGIN_KINDS } from './kinds.js'
import { copyTemplate, listTemplates, type Template, variantOf } from './template.js'

interface NewFlags {
  readonly template?: string
  readonly kind?: string
  readonly dir?: string
  readonly yes?: boolean
}

const DEFAULT_TEMPLATE = 'zipline'
const PLUGIN = 'plugin'

export const newProject: Command = {
  name: 'new',
  summary: 'begin an algorithm or a plugin, with its test and prices',
  describe(flags) {
    flags
      .argument('[name]', "the project's name, and its folder's")
      .option('--template <name>', `what to begin with: ${names(listTemplates())} (${DEFAULT_TEMPLATE})`)
      .option('--kind <kind>', `of a plugin: ${Object.keys(PLUGIN_KINDS).join(', ')}`)
      .option('--dir <folder>', 'where to put it (a folder of its name)')
      .option('-y, --yes', 'ask nothing')
      .addHelpText('after', EXAMPLES)
  },
  async run({ shell, operands, options }: Invocation): Promise<number> {
    const flags = options as NewFlags
    const { name, template, kind } = await choose(shell, operands[0], flags)
    const folder = resolve(shell.cwd, flags.dir ?? name)
    checkFolder(folder)
    const files = write(template, folder, valuesOf(name, shell.version, kind))
    const steps = ['npm install', 'npm test', 'npm start']
    const place = relative(shell.cwd, folder)
    if (place !== '') steps.unshift(`cd ${/\s/.test(place) ? JSON.stringify(place) : place}`)
    shell.print(`${name}: ${files.length} files in ${folder}\n\n`)
    shell.print(steps.map((step) => `  ${step}`).join('\n'))
    return 0
  },
}

const EXAMPLES = `
Examples:
  rustybt new my-strategy --template strategy
  rustybt new acme --template plugin --kind commission
  npm create rustybt my-strategy
`

const names = (templates: readonly Template[]): string => templates.map(({ name }) => name).join(', ')

interface Chosen {
  readonly name?: string
  readonly template?: string
  readonly kind?: string
}

/** What to begin with: as the line says, and where it leaves something open, as is answered. */
async function choose(shell: Shell, given: string | undefined, flags: NewFlags) {
  if (given !== undefined) checkName(given)
  const { template = flags.kind === undefined ? undefined : PLUGIN, kind } = flags
  const said: Chosen = { name: given, template, kind }
  const chosen = canAsk(shell) && !flags.yes ? await asking(shell, (ask) => completed(said, ask)) : said
  const name = chosen.name ?? missing('name', 'rustybt new my-strategy')
  const found = findTemplate(chosen.template ?? DEFAULT_TEMPLATE)
  if (found.name === PLUGIN) {
    const of = checkKind(chosen.kind ?? missing('--kind', `one of ${Object.keys(PLUGIN_KINDS).join(', ')}`))
    return { name, template: variantOf(found, of), kind: of }
  }
  if (chosen.kind !== undefined) throw new UsageError(`--kind is for plugins, not for the template '${found.name}'`)
  return { name, template: found }
}

async function completed(said: Chosen, ask: Ask): Promise<Chosen> {
  const name = said.name ?? (await ask({ text: 'name', fallback: 'my-strategy', check: checkName }))
  const template =
    said.template ??
    (await ask({ text: 'template', fallback: DEFAULT_TEMPLATE, choices: listTemplates(), check: findTemplate }))
  if (template !== PLUGIN || said.kind !== undefined) return { name, template, kind: said.kind }
  const choices = Object.entries(PLUGIN_KINDS).map(([kind, { summary }]) => ({ name: kind, summary }))
  return { name, template, kind: await ask({ text: 'kind', fallback: 'commission', choices, check: checkKind }) }
}

function missing(what: string, hint: string): never {
  throw new UsageError(`${what} is missing`, { code: 'NEW_INCOMPLETE', hint })
}

function checkKind(kind: string): string {
  if (Object.hasOwn(PLUGIN_KINDS, kind)) return kind
  throw new UsageError(`no kind of plugin called '${kind}'${knownNames(kind, Object.keys(PLUGIN_KINDS))}`, {
    code: 'KIND_UNKNOWN',
  })
}

/** A plugin's package is named so that it can be found; what it offers has the short name. */
function valuesOf(name: string, version: string, kind: string | undefined): Readonly<Record<string, string>> {
  if (kind === undefined) return { name, version }
  const short = name.replace(/^rustybt-plugin-/, '')
  const { role, summary, start = 'rustybt run' } = PLUGIN_KINDS[kind]
  return { name: `rustybt-plugin-${short}`, short, version, role, summary, start: start.replace('{{short}}', short) }
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
  const known = templates.map((template) => template.name)
  throw new UsageError(`no template called '${name}'${knownNames(name, known)}`, { code: 'TEMPLATE_UNKNOWN' })
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
