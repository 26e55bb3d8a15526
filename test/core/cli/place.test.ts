import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { errorLines, placeText } from '../../../core/cli/error-lines.js'
import { sourceLine, userPlace } from '../../../core/cli/strategy/place.js'
import { paint } from '../../../core/cli/terminal/terminal.js'
import { RustybtError } from '../../../core/kernel/errors.js'

const root = join(import.meta.dirname, '../../..')
const stack = (...frames: string[]) => ({
  stack: ['Error: no', ...frames.map((frame) => `    at ${frame}`)].join('\n'),
})

describe("the place of an error in the user's code", () => {
  it('is the innermost frame that is neither ours, nor a dependency, nor Node', () => {
    const error = stack(
      `AssetFinder.lookupSymbol (file://${root}/dist/core/assets/finder.js:1:2)`,
      `symbol (${root}/compat/api.ts:3:4)`,
      'parse (/home/me/node_modules/lib/index.js:5:6)',
      'node:internal/process:7:8',
      'Module.handle_data (file:///home/me/my%20algo.ts:9:10)',
      'other (/home/me/other.ts:11:12)',
    )
    expect(userPlace(error)).toEqual({ file: '/home/me/my algo.ts', line: 9, column: 10, caller: 'handle_data' })
  })

  it.each([
    ['async Object.initialize (/a.ts:1:2)', 'initialize'],
    ['handle_data [as onBar] (/a.ts:1:2)', 'handle_data'],
    ['/a.ts:1:2', undefined],
    ['Object.<anonymous> (/a.ts:1:2)', undefined],
  ])('names the function of %s', (frame, caller) => {
    expect(userPlace(stack(frame))).toEqual({ file: '/a.ts', line: 1, column: 2, caller })
  })

  it('is in the templates and tests of this package too', () => {
    expect(userPlace(stack(`f (${root}/templates/demo/a.ts:1:2)`))?.file).toBe(`${root}/templates/demo/a.ts`)
  })

  it('is nowhere in an error that never was there', () => {
    expect(userPlace(stack(`f (file://${root}/dist/core/engine/run.js:1:2)`))).toBeUndefined()
    expect(userPlace('thrown text')).toBeUndefined()
  })

  it('shows its line, from a text that is in no file too', () => {
    const place = { file: '/text.ts', line: 2 }
    expect(sourceLine(place, new Map([['/text.ts', 'first\n  second  \nthird']]))).toBe('  second')
    expect(sourceLine(place)).toBeUndefined()
  })

  it('is told from the working directory, where it is inside', () => {
    const place = { file: '/home/me/algos/a.ts', line: 1, column: 2, caller: 'f' }
    expect(placeText(place, '/home/me')).toBe('algos/a.ts:1:2 (f)')
    expect(placeText(place, '/home/you')).toBe('/home/me/algos/a.ts:1:2 (f)')
  })
})

describe('the lines of an error', () => {
  it('are its code, message and hint', () => {
    const error = new RustybtError('DATA_EMPTY', 'the source has no bars', { hint: 'check the folder' })
    expect(errorLines(error, false, '/').map(({ text }) => text)).toEqual([
      'error DATA_EMPTY: the source has no bars',
      'hint: check the folder',
    ])
  })

  it('call anything else unexpected', () => {
    expect(errorLines('oops', false, '/')[0].text).toBe('error UNEXPECTED: oops')
    expect(errorLines(undefined, false, '/')[0].text).toBe('error UNEXPECTED: undefined')
  })
})

describe('colours', () => {
  const terminal = { isTTY: true, write: () => {} }
  it('are for terminals, and for those who did not say no', () => {
    expect(paint('x', 'red', terminal, {})).toBe('\u001b[31mx\u001b[39m')
    expect(paint('x', 'red', { write: () => {} }, {})).toBe('x')
    expect(paint('x', 'red', terminal, { NO_COLOR: '1' })).toBe('x')
    expect(paint('x', 'red', terminal, { TERM: 'dumb' })).toBe('x')
  })
})
