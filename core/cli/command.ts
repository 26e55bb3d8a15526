import type { Command as Flags } from 'commander'
import { token } from '../kernel/token.js'
import type { Shell } from './terminal/shell.js'

/** One call of a command: what stood on the line, parsed as `describe` said. */
export interface Invocation {
  readonly shell: Shell
  readonly operands: readonly string[]
  /** By the long flag's name in camelCase. */
  readonly options: Readonly<Record<string, unknown>>
}

/** A subcommand of `rustybt`. */
export interface Command {
  readonly name: string
  /** One line for `rustybt --help`. */
  readonly summary: string
  /** Says which arguments and flags it takes. */
  describe(flags: Flags): void
  /** Answers the exit code: 0 where all went well, 1 where something failed, 2 where the line was wrong. */
  run(invocation: Invocation): Promise<number>
}
export const Command = token<Command>('Command')
