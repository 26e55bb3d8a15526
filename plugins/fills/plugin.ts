import { z } from 'zod'
import { FillModel } from '../../core/finance/fill-model.js'
import { definePlugin } from '../../core/kernel/plugin.js'
import { ChanceFills } from './chance.js'
import { VolumeFills } from './volume.js'

const share = z.number().positive().max(1)

/** How much of a bar's volume, and the impact of taking all of it. */
const PRESETS = { aggressive: [0.25, 0.02], balanced: [0.1, 0.01], conservative: [0.05, 0.005] } as const

export default definePlugin({
  name: 'fills',
  requires: '>=0.1.0',
  register(host) {
    host.provide(FillModel, 'volume', ({ ratio, impact }) => new VolumeFills(ratio, impact), {
      summary: "at most a share of the bar's volume, worse with the share taken (0.1, 0.01)",
      options: z.object({ ratio: share.default(0.1), impact: z.number().nonnegative().default(0.01) }),
    })
    for (const [name, [ratio, impact]] of Object.entries(PRESETS))
      host.provide(FillModel, name, () => new VolumeFills(ratio, impact), {
        summary: `volume with a share of ${ratio} and an impact of ${impact}`,
      })
    host.provide(FillModel, 'chance', ({ probability, least }) => new ChanceFills(probability, least), {
      summary: "each bar fills with a probability, and a random share of what is offered, by the run's seed (1, 1)",
      options: z.object({ probability: share.default(1), least: share.default(1) }),
    })
  },
})
