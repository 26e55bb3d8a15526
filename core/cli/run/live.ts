import type { Command } from '../command.js'
import { describeCommon } from './flags.js'
import { runAlgorithm } from './run.js'

export const live: Command = {
  name: 'live',
  summary: "trade on a live stream with the config's broker",
  describe(flags) {
    describeCommon(flags).option('--yes', 'begin without a question').addHelpText('after', EXAMPLES)
  },
  run: (invocation) => runAlgorithm(invocation, 'live'),
}

const EXAMPLES = `
Feed and broker are those of the config (its profile 'live', where there is one). It asks before it begins. Ctrl-C ends the run cleanly
and writes what there is; orders that are open at the broker stay there, and are named.

Examples:
  rustybt live
  rustybt live --profile exchange --run-id coins-1 --yes -o live.json
  rustybt run --profile live
`
