import * as core from '../../core/pipeline/dataset.js'
import { COUNTRY_DOMAINS } from '../../core/pipeline/domain.js'
import { equityPricing } from '../../core/pipeline/equity-pricing.js'
import type { DType } from '../../core/pipeline/matrix.js'
import { camelOptions, type Snaked } from './names.js'

export { BoundColumn, dataSet as DataSet, dataSetFamily as DataSetFamily } from '../../core/pipeline/dataset.js'

/** A column of a data set: `DataSet('Fundamentals', { pe: Column('float64'), sector: Column('string', { missing_value: '' }) })`. */
export function Column<D extends DType>(
  dtype: D,
  options: Omit<Snaked<core.ColumnOptions>, 'missing'> & {
    readonly missing_value?: core.ColumnOptions['missing']
  } = {},
): core.Column<D> {
  const { missing_value, ...rest } = options
  const given = camelOptions('Column', rest, ['doc', 'metadata', 'currency_aware'])
  return core.column(dtype, missing_value === undefined ? given : { ...given, missing: missing_value })
}

/** Bars of equities, adjusted as of each session. */
export const EquityPricing = equityPricing
/** Bars of equities of the United States. */
export const USEquityPricing = equityPricing.specialize(COUNTRY_DOMAINS.get('US')!)
