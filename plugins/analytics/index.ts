export type { PriceHistory, SessionBars } from '../../core/engine/prices.js'
export { closeReturns } from '../../core/engine/prices.js'
export { type Coefficient, type LeastSquares, leastSquares } from '../../core/math/regression.js'
export {
  type Brinson,
  brinson,
  factorRegression,
  henrikssonMerton,
  linkBrinson,
  marketRegression,
  type SectorEffect,
  type SectorPeriod,
  treynorMazuy,
} from '../../core/math/returns/attribution.js'
export * as versus from '../../core/math/returns/benchmark.js'
export * as falls from '../../core/math/returns/drawdowns.js'
export { type ExposureAttribution, exposureAttribution, factorExposures } from '../../core/math/returns/exposures.js'
export * as growth from '../../core/math/returns/growth.js'
export * as paths from '../../core/math/returns/paths.js'
export {
  componentShortfall,
  componentValueAtRisk,
  correlationMatrix,
  covarianceMatrix,
  type PortfolioRisk,
  type RiskPart,
  type SimulatedTail,
  simulatedTail,
} from '../../core/math/returns/portfolio.js'
export * as ratios from '../../core/math/returns/ratios.js'
export * as risk from '../../core/math/returns/risk.js'
export { rolling } from '../../core/math/returns/rolling.js'
export * as significance from '../../core/math/returns/significance.js'
export * as tails from '../../core/math/returns/tails.js'
export * as wins from '../../core/math/returns/wins.js'
export { type Capacity, type Concentration, capacity, concentration, sessionsToLiquidate } from './capacity.js'
export { type CapacityCurve, type CapacityPoint, type CapacityTerms, capacityCurve } from './capacity-curve.js'
export { collect } from './collect.js'
export { compareRuns } from './comparison.js'
export { type Contribution, contributions } from './contributions.js'
export { CRISES, type Crisis, type Stress, stressTests } from './crises.js'
export { annualTurnover, type Exposure, exposure, timeInMarket } from './exposure.js'
export { htmlReport, jsonReport, pageOf } from './html-report.js'
export { MATCHINGS, type Matching } from './lots.js'
export { type MimeBundle, NotebookReport, NotebookView, reportOf, type Said } from './notebook.js'
export { type RFigures, rFigures, rMultiple } from './r-multiples.js'
export { type Reconciliation, reconcile } from './reconciliation.js'
export type { Block, ReportData, Tab } from './report-data.js'
export { type OpenLot, type RoundTrip, type RoundTrips, roundTrips, totalOf, tripReturn } from './round-trips.js'
export { type Excursion, excursion, groupTrips, type TripFigures, type TripGroup, tripFigures } from './trip-figures.js'
