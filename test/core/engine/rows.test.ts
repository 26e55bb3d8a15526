import { describe, expect, it } from '@jest/globals'
import { plainValue } from '../../../core/engine/rows.js'

describe('a recorded value in a row', () => {
  it.each([
    ['a number', 1.5, 1.5],
    ['NaN', Number.NaN, null],
    ['infinity', Number.POSITIVE_INFINITY, 'inf'],
    ['minus infinity', Number.NEGATIVE_INFINITY, '-inf'],
    ['nothing', undefined, null],
    ['a text', 'long', 'long'],
    ['a boolean', true, true],
    ['a date', new Date(Date.UTC(2020, 0, 2, 21)), '2020-01-02T21:00:00+00:00'],
    ['a timestamp', { isoformat: () => '2020-01-02T21:00:00' }, '2020-01-02T21:00:00'],
    ['an asset', { symbol: 'ALFA', sid: 0 }, 'ALFA'],
    ['a list', [1, [Number.NaN, 'x']], [1, [null, 'x']]],
    ['an array of doubles', Float64Array.of(1, Number.NaN), [1, null]],
    ['a series', { tolist: () => [1, 2] }, [1, 2]],
    ['a map', new Map([[{ symbol: 'ALFA' }, 1]]), { ALFA: 1 }],
    ['an object', { a: { b: Number.NaN } }, { a: { b: null } }],
  ])('is plain: %s', (_, value, expected) => {
    expect(plainValue(value)).toEqual(expected)
  })
})
