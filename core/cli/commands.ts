import type { Command } from './command.js'

/** A command that is read only when it is called. */
export interface CommandListing {
  readonly name: string
  readonly summary: string
  readonly load: () => Promise<Command>
}

/** The commands of core, in the order in which `rustybt --help` shows them. Light: help and version read nothing else. */
export const COMMANDS: readonly CommandListing[] = [
  {
    name: 'run',
    summary: 'run an algorithm on prices and show how it did',
    load: async () => (await import('./run/run.js')).run,
  },
  {
    name: 'optimize',
    summary: 'search the parameters with which a strategy does best',
    load: async () => (await import('./optimize/optimize.js')).optimize,
  },
  {
    name: 'factor',
    summary: 'judge a factor by the returns that followed',
    load: async () => (await import('./factor/factor.js')).factor,
  },
  {
    name: 'paper',
    summary: 'run as if live: bars one by one, orders simulated',
    load: async () => (await import('./run/paper.js')).paper,
  },
  {
    name: 'live',
    summary: "trade on a live stream with the config's broker",
    load: async () => (await import('./run/live.js')).live,
  },
  {
    name: 'report',
    summary: 'make a report of a written run, or compare several',
    load: async () => (await import('./report/report.js')).report,
  },
  {
    name: 'trials',
    summary: 'show how often a strategy has been run, and seal its holdout',
    load: async () => (await import('./trials/trials.js')).trials,
  },
  {
    name: 'ingest',
    summary: 'read prices into a bundle, once, to run on often',
    load: async () => (await import('./bundle/ingest.js')).ingest,
  },
  {
    name: 'bundles',
    summary: 'list what has been ingested',
    load: async () => (await import('./bundle/bundles.js')).bundles,
  },
  {
    name: 'bundle',
    summary: "look into a bundle, check it, or take over Zipline's",
    load: async () => (await import('./bundle/bundle.js')).bundle,
  },
  {
    name: 'clean',
    summary: 'remove old ingestions of a bundle',
    load: async () => (await import('./bundle/clean.js')).clean,
  },
  {
    name: 'new',
    summary: 'begin an algorithm or a plugin, with its test and prices',
    load: async () => (await import('./plugins/new.js')).newProject,
  },
  {
    name: 'plugins',
    summary: 'list, add, remove and check plugins',
    load: async () => (await import('./plugins/plugins.js')).plugins,
  },
  {
    name: 'config',
    summary: 'check a config, or show what it comes to',
    load: async () => (await import('./config/config.js')).config,
  },
  {
    name: 'calendar',
    summary: 'show the sessions of an exchange',
    load: async () => (await import('./calendar.js')).calendar,
  },
  {
    name: 'fit-slippage',
    summary: 'fit a slippage model to fills of your own',
    load: async () => (await import('./fit-slippage.js')).fitSlippageCommand,
  },
  {
    name: 'doctor',
    summary: 'look at this installation and say what is missing',
    load: async () => (await import('./doctor.js')).doctor,
  },
]
