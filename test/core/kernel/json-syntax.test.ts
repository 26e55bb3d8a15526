import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { findJsonFault } from '../../../core/kernel/json-syntax.js'

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('where JSON is broken', () => {
  it.each([
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, "',' or '}'"],
    ['{ "a": 1, }', 1, 11, 'a key in double quotes'],
    ["{ 'a': 1 }", 1, 3, 'a key in double quotes'],
    ['{ "a" 1 }', 1, 7, "':'"],
    ['[1, 01]', 1, 5, 'a value'],
    ['[1\n', 2, 1, "',' or ']'"],
    ['{} x', 1, 4, 'the end'],
    ['', 1, 1, 'a value'],
    ['{ "a": "\n" }', 1, 8, 'a value'],
  ])('%j is told by line and column', (text, line, column, expected) => {
    expect(findJsonFault(text)).toEqual({ line, column, expected })
  })

  it('is nowhere in JSON, and somewhere in all else', () => {
    fc.assert(fc.property(fc.json(), (text) => expect(findJsonFault(text)).toBeUndefined()))
    const broken = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', '0', '-', '.', 'e', '\\', ' '))
    fc.assert(
      fc.property(broken, ([text, at, put]) => {
        const place = at % (text.length + 1)
        const changed = text.slice(0, place) + put + text.slice(place + 1)
        expect(findJsonFault(changed) === undefined).toBe(isJson(changed))
      }),
      { numRuns: 500 },
    )
  })
})
