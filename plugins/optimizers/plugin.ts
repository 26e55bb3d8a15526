import { z } from 'zod'
import { definePlugin } from '../../core/kernel/plugin.js'
import { SearchMethod } from '../../core/optimize/search.js'
import { grid } from './grid.js'
import { latinHypercube } from './latin-hypercube.js'
import { random } from './random.js'

const trials = z.object({ trials: z.number().int().positive().default(100) })

export default definePlugin({
  name: 'optimizers',
  requires: '>=0.1.0',
  register(host) {
    host.provide(SearchMethod, 'grid', ({ points }) => grid(points), {
      summary: 'every set there is; of a range without steps so many points (10)',
      options: z.object({ points: z.number().int().positive().default(10) }),
    })
    host.provide(SearchMethod, 'random', (options) => random(options.trials), {
      summary: 'so many sets by chance (100)',
      options: trials,
    })
    host.provide(SearchMethod, 'latin-hypercube', (options) => latinHypercube(options.trials), {
      summary: 'so many sets, spread evenly over each parameter (100)',
      options: trials,
    })
  },
})
