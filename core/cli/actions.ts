import { nearest } from '../kernel/nearest.js'
import type { Invocation } from './command.js'
import { UsageError } from './usage.js'

/** One of what can be done with something; it may be read only when it is called. */
export interface Action {
  /** The command's flags that it takes, by their names in camelCase. */
  readonly flags: readonly string[]
  readonly run: (invocation: Invocation) => Promise<number>
}

/** By the word after the command. */
export type Actions = Readonly<Record<string, Action>>

/** Does what the first operand says, `usual` where there is none. `what` are the things of the command. */
export async function act(
  actions: Actions,
  command: string,
  what: string,
  invocation: Invocation,
  usual = '',
): Promise<number> {
  const [action = usual] = invocation.operands
  if (Object.hasOwn(actions, action)) {
    checkFlags(`${command} ${action}`, actions[action].flags, invocation.options)
    return actions[action].run(invocation)
  }
  const known = Object.keys(actions)
  const meant = nearest(action, known)
  throw new UsageError(`no '${action}' of ${what}; there are ${known.join(', ')}`, {
    hint: meant === undefined ? `see \`rustybt ${command} --help\`` : `did you mean '${meant}'?`,
  })
}

/** A flag that is another action's is refused, not passed over. */
function checkFlags(line: string, flags: readonly string[], options: Invocation['options']): void {
  const stranger = Object.keys(options).find((name) => name !== 'debug' && !flags.includes(name))
  if (stranger === undefined) return
  const flag = stranger.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  throw new UsageError(`rustybt ${line} takes no --${flag}`, { hint: `see \`rustybt ${line.split(' ')[0]} --help\`` })
}
