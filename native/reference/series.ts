import type { SeriesKernels } from '../interface.js'
import { indicator } from './indicators/indicator.js'

export const referenceSeries: SeriesKernels = { mode: 'js', indicator }
