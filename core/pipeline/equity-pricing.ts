import { column, dataSet } from './dataset.js'

/** Bars of equities, adjusted as of each session; `currency` is what their prices are in. */
export const equityPricing = dataSet('EquityPricing', {
  open: column('float64', { currencyAware: true }),
  high: column('float64', { currencyAware: true }),
  low: column('float64', { currencyAware: true }),
  close: column('float64', { currencyAware: true }),
  volume: column('float64'),
  currency: column('string'),
})
