import { describe, expect, it } from '@jest/globals'
import { costChoices } from '../../../core/engine/cost-choices.js'

const defaults = { equity: 'per-share', future: 'per-contract' }

describe('who charges a run', () => {
  it('is who is chosen, and the default where that one does not know the kind of asset', () => {
    expect(costChoices('per-dollar', defaults)).toEqual([
      { choice: 'per-dollar' },
      { kind: 'equity', choice: 'per-share' },
      { kind: 'future', choice: 'per-contract' },
    ])
  })

  it('may be chosen for one kind of asset', () => {
    expect(costChoices({ future: { use: 'per-future-trade', cost: 2 } }, defaults)).toEqual([
      { kind: 'equity', choice: 'per-share' },
      { kind: 'future', choice: { use: 'per-future-trade', cost: 2 } },
    ])
  })
})
