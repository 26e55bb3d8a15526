import { Option } from 'commander'
import { type Actions, act } from '../actions.js'
import type { Command } from '../command.js'
import { dateFlag, listFlag, valuesFlag } from '../flag-values.js'

/** What can be done with plugins, each read only when it is called. */
const ACTIONS: Actions = {
  list: { flags: ['config', 'json'], run: async (invocation) => (await import('./list.js')).list(invocation) },
  add: { flags: ['config'], run: async (invocation) => (await import('./add.js')).add(invocation) },
  remove: { flags: ['config'], run: async (invocation) => (await import('./add.js')).remove(invocation) },
  check: {
    flags: ['config', 'json', 'option', 'symbols', 'calendar', 'dataFrequency', 'start', 'end'],
    run: async (invocation) => (await import('./check.js')).check(invocation),
  },
}

export const plugins: Command = {
  name: 'plugins',
  summary: 'list, add, remove and check plugins',
  describe(flags) {
    flags
      .usage('[list [word…]] [options], add|remove <package…> [options], check <name> [options]')
      .argument(
        '[action]',
        'list: what there is and what is used; add, remove: packages; check: whether one keeps its word',
      )
      .argument('[name...]', 'packages; for check also a file; for list roles, names or plugins: those alone')
      .option('--config <file>', 'the config (rustybt.config.* in the working directory)')
      .option('--json', 'print it as JSON')
      .option('-o, --option <name=value>', 'check: an option of what it offers (may be given often)', valuesFlag)
      .option('--symbols <list>', 'check: what a source is asked for, as with `rustybt ingest`', listFlag)
      .option('--calendar <name>', 'check: the sessions on which its bars lie (XNYS)')
      .addOption(new Option('--data-frequency <length>', 'check: its bars (daily)').choices(['daily', 'minute']))
      .option('-s, --start <date>', 'check: first day', dateFlag)
      .option('-e, --end <date>', 'check: last day', dateFlag)
      .addHelpText('after', EXAMPLES)
  },
  run: (invocation) => act(ACTIONS, 'plugins', 'plugins', invocation, 'list'),
}

const EXAMPLES = `
Examples:
  rustybt plugins
  rustybt plugins list commission slippage
  rustybt plugins add rustybt-plugin-acme
  rustybt plugins check rustybt-plugin-acme
  rustybt plugins check ./plugin.ts --json
  rustybt plugins check ./source.ts -o file=prices.json --symbols AAPL,MSFT -s 2014-01-02 -e 2014-01-31
`
