import { createInterface } from 'node:readline/promises'
import { UsageError } from '../usage.js'
import type { Shell } from './shell.js'

export interface Question {
  readonly text: string
  /** What an empty line means; without one the question is asked again. */
  readonly fallback?: string
  /** The answers that there are, each with what it is. */
  readonly choices?: readonly { readonly name: string; readonly summary: string }[]
  /** Throws what is wrong with an answer: it is told, and the question asked again. */
  readonly check?: (answer: string) => unknown
}

/** Whether there is somebody to ask. */
export const canAsk = ({ stdin, stderr }: Shell): boolean => stdin?.isTTY === true && stderr.isTTY === true

export type Ask = (question: Question) => Promise<string>

/** Asks on stderr, each question until its answer is good; the end of the input is a UsageError. */
export async function asking<A>(shell: Shell, deed: (ask: Ask) => Promise<A>): Promise<A> {
  const lines = createInterface({ input: shell.stdin!, crlfDelay: Number.POSITIVE_INFINITY })
  const input = lines[Symbol.asyncIterator]()
  try {
    return await deed((question) => askOne(shell, question, input))
  } finally {
    lines.close()
  }
}

async function askOne(shell: Shell, question: Question, input: AsyncIterator<string>): Promise<string> {
  const { text, fallback, choices = [], check } = question
  const width = Math.max(0, ...choices.map(({ name }) => name.length))
  for (const { name, summary } of choices) shell.tell(`  ${name.padEnd(width)}  ${summary}`)
  for (;;) {
    shell.stderr.write(`${shell.paint(text, 'bold', shell.stderr)}${fallback === undefined ? '' : ` (${fallback})`}: `)
    const { value, done } = await input.next()
    if (done) throw new UsageError('nothing was answered', { code: 'NO_ANSWER', hint: '--yes asks nothing' })
    const answer = value.trim() === '' ? fallback : value.trim()
    if (answer === undefined) continue
    try {
      check?.(answer)
      return answer
    } catch (error) {
      const { message, hint } = error as UsageError
      shell.tell(`  ${message}${hint === undefined ? '' : `: ${hint}`}`, 'red')
    }
  }
}
