import { type Choice, checkChoice } from '../../kernel/choice.js'
import { RustybtError } from '../../kernel/errors.js'
import type { Plugin } from '../../kernel/plugin.js'
import { messageOf } from '../../kernel/refusal.js'
import { type Token, tokenName } from '../../kernel/token.js'
import { kernelWith, offerBehaviours } from './offer.js'

/** Makes a new instance of what is tested. */
export type Make<T> = () => Promise<T>

/** One thing that a role promises. `check` throws where it is not kept, and says what was expected and what was there. */
export interface Behaviour<T> {
  readonly name: string
  readonly check: (make: Make<T>) => void | Promise<void>
}

/** What groups and names tests: jest's, vitest's or node:test's own functions. */
export interface Runner {
  readonly describe: (name: string, body: () => void) => unknown
  readonly it: (name: string, body: () => Promise<void>) => unknown
}

/** A plugin's offer, as config would choose it. */
export interface Offered {
  readonly plugin: Plugin
  /** The name of the offer, or `{ use: name, ...options }`. */
  readonly use: Choice
}

/** What is tested: a plugin's offer, or anything that plays the role, made anew for each behaviour. */
export type Subject<T> = (Offered | { readonly create: () => T | Promise<T> }) & Partial<Runner>

/** Registers a test for each behaviour. Globals `describe` and `it` are taken where they are not given; without any, those of node:test. */
export function testContract<T>(role: Token<T>, subject: Subject<T>, behaviours: readonly Behaviour<T>[]): void {
  const { describe, it } = runnerOf(subject)
  const all = 'plugin' in subject ? [...offerBehaviours(role, subject), ...behaviours] : behaviours
  describe(titleOf(role, subject), () => {
    for (const { name, check } of all) it(name, () => withMake(role, subject, check))
  })
}

/** The same without a test runner: each behaviour with what is wrong, undefined where it is kept. */
export async function checkContract<T>(
  role: Token<T>,
  subject: Subject<T>,
  behaviours: readonly Behaviour<T>[],
): Promise<readonly { readonly name: string; readonly fault?: string }[]> {
  const all = 'plugin' in subject ? [...offerBehaviours(role, subject), ...behaviours] : behaviours
  const answers: { name: string; fault?: string }[] = []
  for (const { name, check } of all) {
    try {
      await withMake(role, subject, check)
      answers.push({ name })
    } catch (error) {
      answers.push({ name, fault: messageOf(error) })
    }
  }
  return answers
}

/** Checks with what makes instances, and closes all that was made, whatever it came to; the first that fails is told. */
async function withMake<T>(role: Token<T>, subject: Subject<T>, check: Behaviour<T>['check']): Promise<void> {
  const kernel = 'plugin' in subject ? await kernelWith(subject.plugin) : undefined
  const failures: unknown[] = []
  const attempt = async (deed: () => unknown) => {
    try {
      await deed()
    } catch (error) {
      failures.push(error)
    }
  }
  const made: T[] = []
  await attempt(() =>
    check(async () => {
      const instance = 'plugin' in subject ? await kernel!.create(role, subject.use) : await subject.create()
      made.push(instance)
      return instance
    }),
  )
  for (const instance of made.reverse()) {
    const { close } = (instance ?? {}) as { close?: unknown }
    if (typeof close === 'function') await attempt(() => close.call(instance))
  }
  await attempt(() => kernel?.close())
  if (failures.length > 0) throw failures[0]
}

function titleOf<T>(role: Token<T>, subject: Subject<T>): string {
  const name = tokenName(role)
  if (!('plugin' in subject)) return `a ${name}`
  const choice = checkChoice(subject.use, name)
  return `${name} '${'use' in choice ? choice.use : '?'}' of plugin '${subject.plugin.name}'`
}

function runnerOf({ describe, it }: Partial<Runner>): Runner {
  if (describe !== undefined && it !== undefined) return { describe, it }
  const globals = globalThis as Partial<Runner>
  if (globals.describe !== undefined && globals.it !== undefined) return globals as Runner
  const isOfNode = process.env.NODE_TEST_CONTEXT !== undefined || process.env.VITEST === undefined
  const builtinModule = (process as { getBuiltinModule?(name: string): unknown }).getBuiltinModule
  const node = isOfNode ? (builtinModule?.('node:test') as Runner | undefined) : undefined
  if (node !== undefined) return node
  throw new RustybtError('CONTRACT_RUNNER', 'there is no describe and it to register the tests with', {
    hint: "import { describe, it } from 'node:test' (or vitest), and hand both over beside what is tested",
  })
}
