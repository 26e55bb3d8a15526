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
    load: async () => (await import('./run.js')).run,
  },
  {
    name: 'plugins',
    summary: 'list what core and the plugins offer',
    load: async () => (await import('./plugins.js')).plugins,
  },
  {
    name: 'doctor',
    summary: 'look at this installation and say what is missing',
    load: async () => (await import('./doctor.js')).doctor,
  },
]
