import { nearest } from '../kernel/nearest.js'
import type { Invocation } from './command.js'
import { UsageError } from './usage.js'

/** What can be done with something, by the word after the command; each may be read only when it is called. */
export type Actions = Readonly<Record<string, (invocation: Invocation) => Promise<number>>>

/** Does what the first operand says, `usual` where there is none. `what` are the things of the command. */
export async function act(
  actions: Actions,
  command: string,
  what: string,
  invocation: Invocation,
  usual = '',
): Promise<number> {
  const [action = usual] = invocation.operands
  if (Object.hasOwn(actions, action)) return actions[action](invocation)
  const known = Object.keys(actions)
  const meant = nearest(action, known)
  throw new UsageError(`no '${action}' of ${what}; there are ${known.join(', ')}`, {
    hint: meant === undefined ? `see \`rustybt ${command} --help\`` : `did you mean '${meant}'?`,
  })
}
