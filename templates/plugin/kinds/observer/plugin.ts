import { definePlugin, Observer } from 'rustybt'

/** How far the account lies below its highest value: a column of the performance, and the deepest fall in the result. */
export function observer(): Observer {
  const falls: number[] = []
  let peak = 0
  return {
    begin({ capital }) {
      peak = capital
    },
    observe(event, { ledger }) {
      if (event.kind !== 'session-end') return
      peak = Math.max(peak, ledger.portfolioValue)
      falls.push(1 - ledger.portfolioValue / peak)
    },
    columns: () => new Map([['below_peak', falls]]),
    result: () => ({ deepestFall: Math.max(0, ...falls) }),
  }
}

export default definePlugin({
  name: '{{short}}',
  requires: '^{{version}}',
  register(host) {
    host.provide(Observer, '{{short}}', observer, { summary: '{{summary}}' })
  },
})
