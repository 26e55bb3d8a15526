import { createInterface } from 'node:readline/promises'
import { UsageError } from '../usage.js'
import type { Shell } from './shell.js'

/** Says what is about to happen and asks on the terminal. Throws `NOBODY_TO_ASK` where there is none. */
export async function confirm(shell: Shell, what: string, question: string): Promise<boolean> {
  shell.tell(what, 'yellow')
  if (!process.stdin.isTTY)
    throw new UsageError('nobody is there to be asked', { code: 'NOBODY_TO_ASK', hint: '--yes goes on without asking' })
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal.question(`${question} [y/N] `)
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}
