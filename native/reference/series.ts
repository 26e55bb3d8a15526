import type { SeriesKernels } from '../interface.js'
import { ewm } from './ewm.js'
import { indicator } from './indicators/indicator.js'
import { rollingOrder } from './rolling-order.js'

export const referenceSeries: SeriesKernels = {
  mode: 'js',
  indicator,
  rollingOrder,
  ewm,
  memoryTake: () => null,
  memoryTrim: () => 0,
}
