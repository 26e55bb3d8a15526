import type { SeriesKernels } from '../interface.js'
import { joinAsof } from './asof.js'
import { barsDoubtful } from './bars.js'
import { ewm } from './ewm.js'
import { indicator } from './indicators/indicator.js'
import { rollingOrder } from './rolling-order.js'

export const referenceSeries: SeriesKernels = {
  mode: 'js',
  indicator,
  rollingOrder,
  ewm,
  joinAsof,
  barsDoubtful,
  memoryTake: () => null,
  memoryTrim: () => 0,
}
