import type { Command, Invocation } from './command.js'
import { formatTable } from './table.js'

interface Row {
  readonly role: string
  readonly name: string
  readonly plugin: string
  readonly requires: string
  readonly summary: string
}

export const plugins: Command = {
  name: 'plugins',
  summary: 'list what core and the plugins offer',
  describe(flags) {
    flags
      .option('--config <file>', 'the config (rustybt.config.* in the working directory)')
      .option('--json', 'print the list as JSON')
  },
  async run({ shell, options }: Invocation): Promise<number> {
    const kernel = await shell.kernel(await shell.config(options.config as string | undefined))
    const requires = new Map(kernel.plugins.map((plugin) => [plugin.name, plugin.requires]))
    const rows = kernel.offers().map(({ role, name, plugin, summary, capabilities }) => {
      return { role, name, plugin, requires: requires.get(plugin) ?? '*', summary: summary ?? '', capabilities }
    })
    if (options.json) shell.print(JSON.stringify(rows, null, 2))
    else shell.print(formatTable([['role', 'name', 'plugin', 'requires', 'summary'], ...rows.map(cells)]))
    return 0
  },
}

const cells = ({ role, name, plugin, requires, summary }: Row): readonly string[] => [
  role,
  name,
  plugin,
  requires,
  summary,
]
