import { expect, it } from '@jest/globals'
import type { Token } from '../../../../core/kernel/token.js'
import { type Behaviour, checkContract } from '../../../../core/testing/contracts/contract.js'

/** Makes something that plays a role wrongly, in one way. */
export type Wrong<T> = () => T | Promise<T>

/**
 * Each behaviour with something that breaks it: the suite must catch it by that very behaviour. A behaviour that nothing here breaks
 * fails too, for it might catch nothing at all.
 */
export function testCatches<T>(
  role: Token<T>,
  behaviours: readonly Behaviour<T>[],
  wrong: Readonly<Record<string, Wrong<T>>>,
  least = 15,
): void {
  it(`has ${least} behaviours at least, each of which something wrong is caught by`, () => {
    expect(behaviours.length).toBeGreaterThanOrEqual(least)
    expect(Object.keys(wrong).sort()).toEqual(behaviours.map(({ name }) => name).sort())
  })

  it.each(Object.entries(wrong))('catches what breaks: %s', async (name, create) => {
    const answers = await checkContract(role, { create }, behaviours)
    const caught = answers.find((answer) => answer.name === name)
    expect(caught?.fault).toEqual(expect.any(String))
    expect(caught?.fault).not.toMatch(/undefined is not|is not a function|Cannot read/)
  })
}
