import { describe, expect, it } from '@jest/globals'
import { defaultExport } from '../../../core/engine/default-export.js'

describe('a strategy as the default export of a file', () => {
  it('is taken as it is', () => {
    const strategy = { onBar() {} }
    expect(defaultExport.strategyOf({ default: strategy }, {})).toBe(strategy)
  })

  it('may be made by a function of the parameters', () => {
    const made = defaultExport.strategyOf({ default: (given: object) => ({ onBar() {}, given }) }, { window: 5 })
    expect(made).toMatchObject({ given: { window: 5 } })
  })

  it('is not found where there is no default export, or another kind of object', () => {
    expect(defaultExport.strategyOf({ initialize() {} }, {})).toBeUndefined()
    expect(defaultExport.strategyOf({ default: { name: 'a plugin' } }, {})).toBeUndefined()
  })

  it.each([
    ['makes nothing', () => undefined, 'has none of initialize'],
    ['has a callback that is no function', { onBar: 5 }, 'has a onBar that is no function'],
  ])('is refused where it %s', (_, given, message) => {
    expect(() => defaultExport.strategyOf({ default: given }, {})).toThrow(message)
  })
})
