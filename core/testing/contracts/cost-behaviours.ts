import type { Behaviour } from './contract.js'
import { faultOfModel, type TestedBar, type TestedOrder } from './cost-fixtures.js'
import { demand, refused } from './deeds.js'

/** What a model of costs may tell of itself. */
export const TELLS_ITS_KINDS: Behaviour<object> = {
  name: 'tells a name and the kinds of asset that it knows, where it does, as they are written',
  check: async (make) => {
    const fault = faultOfModel(await make())
    demand(fault === undefined, () => fault!)
  },
}

/** What a model refuses, and by which code. */
export interface CostRefusal {
  readonly name?: string
  readonly order: TestedOrder
  readonly bar: TestedBar
  readonly code: string
}

/** One behaviour a row: asked for `what`, the model fails by the code. */
export const refusals = <T>(
  what: string,
  rows: readonly CostRefusal[],
  ask: (model: T, order: TestedOrder, bar: TestedBar) => unknown,
): readonly Behaviour<T>[] =>
  rows.map((row, i) => ({
    name: row.name ?? `refuses case ${i + 1} with ${row.code}`,
    check: async (make) => {
      const model = await make()
      await refused(what, [row.code], () => ask(model, row.order, row.bar))
    },
  }))
