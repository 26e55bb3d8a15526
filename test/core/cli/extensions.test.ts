import { describe, expect, it } from '@jest/globals'
import { addExtensionArgument, type ExtensionArguments } from '../../../core/cli/strategy/extensions.js'
import { rustybt } from './world.js'

const argumentsOf = (...texts: string[]) => {
  const into: ExtensionArguments = {}
  for (const text of texts) addExtensionArgument(text, into)
  return into
}

describe('-x key=value', () => {
  it('gives values, and groups of them', () => {
    expect(argumentsOf('a=1', 'b.c=x=y', 'b.d.e=', 'b.c=z')).toEqual({ a: '1', b: { c: 'z', d: { e: '' } } })
  })

  it.each([['a'], ['=1'], ['a..b=1'], ['1a=2'], ['a-b=2']])('refuses %s', (text) => {
    expect(() => argumentsOf(text)).toThrow(`invalid extension argument '${text}', must be in key=value form`)
  })

  it('refuses a name that would be a value and a group', () => {
    expect(() => argumentsOf('a=1', 'a.b=2')).toThrow("Conflicting assignments at namespace level 'a'")
    expect(() => argumentsOf('a.b=2', 'a=1')).toThrow("Conflicting assignments at namespace level 'a'")
  })

  it('stands before the command, and has a value', async () => {
    expect((await rustybt(['-x', 'bad', 'run'])).stderr).toContain(
      "EXTENSION_ARGUMENT: invalid extension argument 'bad'",
    )
    expect((await rustybt(['-e'])).stderr).toContain("option '-e' needs a value")
    expect((await rustybt(['--extnsion', 'a.ts'])).stderr).toContain('did you mean --extension?')
  })
})
