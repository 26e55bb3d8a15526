import type { LoadedConfig } from '../../kernel/config.js'
import { isPath } from '../../kernel/config.js'
import { knownNames } from '../../kernel/nearest.js'
import { isRecord } from '../../kernel/reference.js'
import type { Invocation } from '../command.js'
import { formatTable } from '../terminal/table.js'
import { UsageError } from '../usage.js'
import { type InstalledPlugin, installedPlugins } from './installed-plugins.js'
import { type ListedOption, listedOptions, optionsText } from './offer-options.js'

/** An offer as it is listed. What packages offer is what they declare; nothing of them is run. */
interface Row {
  readonly role: string
  readonly name: string
  readonly plugin: string
  /** Of the package; this one's own for what comes with it. */
  readonly version: string
  readonly requires: string
  /** Where the config chooses it: `commission`, `profiles.live.broker`. */
  readonly used: readonly string[]
  readonly summary: string
  /** Of offers of code at hand; packages do not declare theirs. */
  readonly options?: readonly ListedOption[]
  readonly capabilities: unknown
  /** What stands in its way. */
  readonly fault?: string
}

export async function list({ shell, operands, options }: Invocation): Promise<number> {
  const loaded = await shell.config(options.config as string | undefined)
  const packages = await installedPlugins(loaded, shell.cwd, shell.version)
  const used = usedNames(loaded)
  const rows = chosenRows([...(await offeredHere()), ...packages.flatMap(declaredBy)], operands.slice(1))
  if (options.json) shell.print(JSON.stringify(rows, null, 2))
  else {
    const head = ['role', 'name', 'plugin', 'version', 'used as', 'summary', 'options']
    shell.print(formatTable([head, ...rows.map(cells)]))
    for (const { name, fault, isListed } of packages) {
      if (fault) shell.tell(`${name}: ${fault.message}${fault.hint === undefined ? '' : ` (${fault.hint})`}`, 'yellow')
      else if (!isListed) shell.tell(`${name} is installed, and not in plugins of the config`, 'dim')
    }
  }
  return 0

  /** First-party offers, and those of files that the config names: the project's own code. */
  async function offeredHere(): Promise<Row[]> {
    const own = (loaded?.config.plugins ?? []).filter((each) => typeof each !== 'string' || isPath(each))
    const kernel = await shell.kernel(loaded && { ...loaded, config: { ...loaded.config, plugins: own } })
    const requires = new Map(kernel.plugins.map((plugin) => [plugin.name, plugin.requires]))
    const firstParty = new Set((await shell.firstParty()).map(({ name }) => name))
    return kernel.offers().map(({ role, name, plugin, summary = '', options, capabilities }) => ({
      role,
      name,
      plugin,
      version: firstParty.has(plugin) ? shell.version : '',
      requires: requires.get(plugin) ?? '*',
      used: used(role, name),
      summary,
      options: listedOptions(options),
      capabilities,
    }))
  }

  function declaredBy({ name: plugin, manifest, fault, isListed }: InstalledPlugin): Row[] {
    const { requires = '*', capabilities = {}, offers = [] } = manifest?.contribution ?? {}
    const about = { plugin, version: manifest?.version ?? '', requires, capabilities, fault: fault?.message }
    const listed = offers.length > 0 ? offers : [{ role: '?', name: '?', summary: 'declares nothing in package.json' }]
    return listed.map(({ role, name, summary = '' }) => ({
      role,
      name,
      ...about,
      used: isListed ? used(role, name) : [],
      summary: fault === undefined ? summary : 'cannot be used',
    }))
  }
}

/** Those of which a word of the line is the role (or the key by which a config chooses it), the name or the plugin; all without any. */
function chosenRows(rows: readonly Row[], words: readonly string[]): readonly Row[] {
  if (words.length === 0) return rows
  const wordsOf = ({ role, name, plugin }: Row) => [role, ...keysOf(role), name, plugin]
  const known = [...new Set(rows.flatMap(({ role, plugin }) => [role, ...keysOf(role), plugin]))]
  const isSaid = (word: string) => (row: Row) => wordsOf(row).some((one) => one.toLowerCase() === word.toLowerCase())
  for (const word of words)
    if (!rows.some(isSaid(word)))
      throw new UsageError(`no role, offer or plugin is called '${word}'${knownNames(word, known)}`)
  return rows.filter((row) => words.some((word) => isSaid(word)(row)))
}

const cells = ({ role, name, plugin, version, used, summary, options = [] }: Row): readonly string[] => [
  role,
  name,
  plugin,
  version,
  used.join(', '),
  summary,
  optionsText(options),
]

/** Config keys that are not named after their role. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  DataSource: ['source'],
  CommissionModel: ['commission'],
  SlippageModel: ['slippage'],
  LatencyModel: ['latency'],
  FillModel: ['fills'],
  FinancingModel: ['financing'],
  AccountModel: ['account'],
  FxRates: ['fx'],
  MarketStream: ['feed'],
  Observer: ['observers'],
  PipelineLoader: ['pipelineLoaders'],
  SearchMethod: ['search'],
}

const keysOf = (role: string): readonly string[] => KEYS[role] ?? [role.charAt(0).toLowerCase() + role.slice(1)]

/** Finds where a config chooses a name for a role, in its own keys and in its profiles'. */
function usedNames(loaded: LoadedConfig | undefined): (role: string, name: string) => readonly string[] {
  const { profiles = {}, plugins: _, ...settings } = loaded?.config ?? {}
  const places = [
    ['', settings] as const,
    ...Object.entries(profiles).map(([name, keys]) => [`profiles.${name}.`, keys] as const),
  ]
  return (role, name) =>
    places.flatMap(([at, keys]) =>
      keysOf(role)
        .filter((key) => chosenNames(keys[key]).includes(name))
        .map((key) => `${at}${key}`),
    )
}

/** The names in a choice: one, a list, or one a kind of asset. */
function chosenNames(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(chosenNames)
  if (!isRecord(value)) return []
  return typeof value.use === 'string' ? [value.use] : Object.values(value).flatMap(chosenNames)
}
