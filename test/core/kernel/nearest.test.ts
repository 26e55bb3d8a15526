import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { editDistance, knownNames, nearest } from '../../../core/kernel/nearest.js'

const KNOWN = ['simulated', 'ccxt', 'binance', 'acme', 'interactive-brokers']

describe('the nearest name', () => {
  it.each([
    ['acmee', 'acme'],
    ['Binance', 'binance'],
    ['cxct', 'ccxt'],
    ['simlated', 'simulated'],
    ['interactivebroker', 'interactive-brokers'],
    ['kraken', undefined],
    ['x', undefined],
    ['xy', undefined],
    ['', undefined],
  ])('of %p is %p', (name, expected) => {
    expect(nearest(name, KNOWN)).toBe(expected)
  })

  it('ends a message', () => {
    expect(knownNames('acmee', ['ccxt', 'acme'])).toBe("; known: ccxt, acme. Did you mean 'acme'?")
    expect(knownNames('kraken', ['ccxt', 'acme'])).toBe('; known: ccxt, acme')
    expect(knownNames('kraken', [])).toBe('; none is known')
  })
})

it('is never one that has nothing in common', () => {
  expect([nearest('q', ['r']), nearest('qr', ['r']), nearest('q', ['Q'])]).toEqual([undefined, 'r', 'Q'])
})

describe('the edit distance', () => {
  const word = fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', 'c') })

  it.each([
    ['kitten', 'sitting', 3],
    ['ab', 'ba', 1],
    ['', 'abc', 3],
    ['abc', 'abc', 0],
  ])('from %p to %p is %i', (a, b, edits) => {
    expect(editDistance(a, b)).toBe(edits)
  })

  it('is the same both ways, nothing for the same, and no more than the longer word', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a))
        expect(editDistance(a, b) === 0).toBe(a === b)
        expect(editDistance(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length))
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length))
      }),
    )
  })

  it('finds a name again from which one letter fell out', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KNOWN), fc.nat(), (name, at) => {
        const place = at % name.length
        expect(nearest(name.slice(0, place) + name.slice(place + 1), KNOWN)).toBe(name)
      }),
    )
  })
})
