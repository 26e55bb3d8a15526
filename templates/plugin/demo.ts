import type { Strategy } from 'rustybt'

/** Something to run the plugin on: trades the first asset there is, every fifth session. */
const demo: Strategy = {
  onBar(run) {
    const [asset] = run.finder.all
    if (run.data.row % 10 === 0) run.order(asset, 100)
    if (run.data.row % 10 === 5) run.order(asset, -run.amount(asset))
  },
}
export default demo
