import { Pipeline, type Strategy } from 'rustybt'
import { Scores } from './plugin.js'

/** Holds a hundred shares of whatever has a score above a half. */
const demo: Strategy = {
  initialize(run) {
    run.pipelines.attach(new Pipeline({ columns: { score: Scores.score.latest } }), 'scores')
  },
  onBar(run) {
    const { universe, places, values } = run.pipelines.output('scores', run.data.row)
    places.forEach((place, i) => {
      const asset = run.finder.retrieve(universe[place].sid)
      run.order(asset, (values[0][i] > 0.5 ? 100 : 0) - run.amount(asset))
    })
  },
}
export default demo
