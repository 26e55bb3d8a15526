import type { SeriesKernels } from '../interface.js'
import { indicator } from './indicators/indicator.js'
import { rollingOrder } from './rolling-order.js'

export const referenceSeries: SeriesKernels = { mode: 'js', indicator, rollingOrder }
