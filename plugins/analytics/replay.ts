import { type OutcomeBounds, outcomeBounds } from '../../core/engine/outcome-bounds.js'
import { column, table, tableBlock } from './blocks.js'
import { makeFormats } from './page/formats.js'
import type { Cell, Tab } from './report-data.js'
import type { RunView } from './run-view.js'
import { type ToldEvent, toldEvents, WORDS } from './told-events.js'

const { show } = makeFormats()

export function replayTab(view: RunView): Tab {
  const { performance } = view
  if (
    performance.length === 0 ||
    (performance.orders.every((orders) => orders.length === 0) && toldEvents(view).length === 0)
  )
    return { id: 'replay', title: 'Replay', blocks: [] }
  return {
    id: 'replay',
    title: 'Replay',
    blocks: [
      {
        kind: 'replay',
        id: 'replay-panel',
        title: view.result.states ? 'Bar by bar' : 'Session by session',
        summary: view.result.states
          ? 'Choose a bar on which something happened, or the end of a session: what was held, what was ordered, and what the engine told of it.'
          : 'Choose a session: what was held, what was ordered, and what the engine told of it.',
      },
      ...toldBlock(view),
      ...ambiguousBlock(view),
    ],
  }
}

/** Every intent that did not become a fill, and why: as the engine told it. */
function toldBlock(view: RunView) {
  const rows = toldEvents(view)
    .filter(({ kind }) => kind !== 'ambiguous')
    .map((told: ToldEvent): Cell[] => [
      view.timeOf(told.at, told.row),
      told.lastRow === told.row ? null : view.sessions[told.lastRow],
      told.asset.symbol,
      WORDS[told.kind],
      told.text,
      told.amount,
      told.count,
    ])
  const columns = [
    column('Time'),
    column('Until'),
    column('Symbol'),
    column('What'),
    column('Why'),
    column('Units', 'units'),
    column('Bars', 'count'),
  ]
  return tableBlock(
    'told',
    'What did not become a fill, and why',
    table(columns, rows),
    'From the engine’s own record of the run. What went on for the same reason is one line.',
  )
}

function ambiguousBlock(view: RunView) {
  const { result, performance, sessions, timeOf } = view
  const rows = new Map(sessions.map((session, row) => [session, row]))
  const plain = (value: unknown): Cell => (typeof value === 'number' || typeof value === 'string' ? value : null)
  const told = result.events.filter(({ kind }) => kind === 'ambiguous')
  const cells = told.map(({ at, session, asset, amount, data = {} }): Cell[] => [
    timeOf(at, rows.get(session) ?? performance.length - 1),
    asset.symbol,
    amount,
    plain(data.first),
    plain(data.price),
    plain(data.otherPrice),
    plain(data.difference),
  ])
  const columns = [
    column('Time'),
    column('Symbol'),
    column('Units', 'units'),
    column('Taken as first'),
    column('Price', 'price'),
    column('Otherwise', 'price'),
    column('Difference', 'money'),
  ]
  const between = endBetween(view)
  const words =
    between === undefined
      ? ''
      : ` The run may have ended between ${show('money', between.low)} and ${show('money', between.high)}: each such fill taken the other way, valued at the close of its bar, and nothing else changed by it.`
  return tableBlock(
    'ambiguous',
    'Bars that decide nothing',
    table(columns, cells),
    `Bars on which the outcome hung on whether the high or the low came first, which the data do not tell.${words}`,
  )
}

/** Between what values the run may have ended; undefined where nothing hangs on it. Assets of other currencies are left out. */
export function endBetween({ result, performance, capital, about }: RunView): OutcomeBounds | undefined {
  const endValue = performance.columns.portfolio_value[performance.length - 1] ?? capital
  const rateOf = ({ currency }: { readonly currency: string }) =>
    about.currency === undefined || about.currency === currency ? 1 : 0
  const bounds = outcomeBounds(result.events, { endValue, gain: endValue - capital }, rateOf)
  return bounds.low === bounds.high ? undefined : bounds
}
