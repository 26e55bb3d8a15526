import { z } from 'zod'
import { remoteShape } from '../../core/data/remote/options.js'
import { secretText } from '../../core/kernel/secret.js'

export const polygonOptions = z.strictObject({
  /** By `secret('POLYGON_KEY')`; sent in a header. */
  key: secretText(),
  /** Polygon is called Massive since 2025; its old address answers too. */
  url: z.url().default('https://api.massive.com'),
  /** What becomes of symbols that are not known. */
  missing: z.enum(['stop', 'skip']).default('stop'),
  // As many as the free plan allows; the others have no limit.
  ...remoteShape(5),
})
export type PolygonOptions = z.infer<typeof polygonOptions>
