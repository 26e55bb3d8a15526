import { InvalidArgumentError } from 'commander'
import type { Command } from '../command.js'
import { describeCommon } from './flags.js'
import { runAlgorithm } from './run.js'

export const paper: Command = {
  name: 'paper',
  summary: 'run as if live: bars one by one, orders simulated',
  describe(flags) {
    describeCommon(flags)
      .option('--speed <n>', 'replay so many times as fast as the bars came, or max (max)', speed)
      .addHelpText('after', EXAMPLES)
  },
  run: (invocation) => runAlgorithm(invocation, 'paper'),
}

const EXAMPLES = `
The broker is the simulated one, whatever the config says. Bars come from the feed of the config (its profile 'paper', where there is
one), else the run's own data are replayed. The replay gives the fills and the performance of the backtest.

Examples:
  rustybt paper algorithm.ts -b minutes --data-frequency minute --speed 60
  rustybt paper algorithm.ts --csv prices -o paper.json
  rustybt paper
`

function speed(text: string): number | 'max' {
  if (text === 'max') return text
  if (!(Number(text) > 0 && Number.isFinite(Number(text)))) throw new InvalidArgumentError("It is a number, or 'max'.")
  return Number(text)
}
