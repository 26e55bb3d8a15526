import { type Classifier, everything } from '../../core/pipeline/classifier.js'
import type { BoundColumn } from '../../core/pipeline/dataset.js'
import type { Factor, Masked } from '../../core/pipeline/factor.js'
import { checkInputs } from '../../core/pipeline/factors/windowed.js'
import { named } from './names.js'

export { Classifier } from '../../core/pipeline/classifier.js'
export { CustomClassifier } from './custom.js'

/** Every asset of the mask in one group. */
export const Everything = named('Everything', ({ mask }: Masked) => everything(mask), 'mask')

/** What `factor.quantiles(bins)` is. */
export const Quantiles = named('Quantiles', quantiles, 'inputs bins mask')

function quantiles({
  inputs,
  bins,
  mask,
}: Masked & { readonly inputs: readonly [Factor]; readonly bins: number }): Classifier {
  return (checkInputs('Quantiles', inputs, 1)[0] as Factor).quantiles(bins, { mask })
}

/** A column's last groups: what `column.latest` is. */
export function Latest(options: { readonly inputs: readonly [BoundColumn<'int64' | 'string'>] }): Classifier {
  return (checkInputs('Latest', options.inputs, 1)[0] as BoundColumn<'int64'>).latest
}
