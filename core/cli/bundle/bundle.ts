import { Option } from 'commander'
import { PRESET_NAMES } from '../../data/finding.js'
import { type Actions, act } from '../actions.js'
import type { Command } from '../command.js'
import { instantFlag } from '../flag-values.js'

/** What can be done with a bundle, each read only when it is called. */
const ACTIONS: Actions = {
  info: {
    flags: ['bundleTimestamp', 'json'],
    run: async (invocation) => (await import('./info.js')).info(invocation),
  },
  validate: {
    flags: ['bundleTimestamp', 'quality', 'json'],
    run: async (invocation) => (await import('./validate.js')).validate(invocation),
  },
  migrate: {
    flags: ['bundle', 'source', 'calendar', 'dataFrequency', 'json'],
    run: async (invocation) => (await import('./migrate.js')).migrate(invocation),
  },
}

export const bundle: Command = {
  name: 'bundle',
  summary: "look into a bundle, check it, or take over Zipline's",
  describe(flags) {
    flags
      .usage('info|validate <name> [options], migrate <path> -b <name> [options]')
      .argument(
        '<action>',
        "info: what it holds; validate: read it all, exit 1 where something is wrong; migrate: take over Zipline's, and compare",
      )
      .argument('<name>', 'the bundle; the folder of a Zipline bundle, for migrate')
      .option('--bundle-timestamp <time>', 'the ingestion of that time, or the last before (the latest)', instantFlag)
      .addOption(
        new Option('--quality <preset>', 'how strictly validate looks (as each kind of asset asks)').choices(
          PRESET_NAMES,
        ),
      )
      .option('-b, --bundle <name>', 'the bundle that migrate writes')
      .option('--source <name>', 'what migrate reads with (zipline-bundle)')
      .option('--calendar <name>', 'the sessions of what migrate reads (its own)')
      .addOption(
        new Option('--data-frequency <frequency>', 'what migrate reads (all there is)').choices(['daily', 'minute']),
      )
      .option('--json', 'print it as JSON')
      .addHelpText(
        'after',
        '\nExamples:\n  rustybt bundle info daily\n  rustybt bundle validate daily --json\n  rustybt bundle migrate ~/.zipline/data/quandl -b quandl\n',
      )
  },
  run: (invocation) => act(ACTIONS, 'bundle', 'bundles', invocation),
}
