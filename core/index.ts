export type { Asset, AssetKind, Cryptocurrency, CurrencyPair, Equity, Future } from './assets/asset.js'
export { ASSET_CLASSES, type AssetClass } from './assets/asset-class.js'
export { AssetFinder } from './assets/finder.js'
export { Command, type Invocation } from './cli/command.js'
export { type ConfigSettings, defineConfig, type NamedChoice, type ProjectConfig } from './cli/config/type.js'
export type { KeptValues } from './cli/optimize/kept-values.js'
export { type Optimization, type OptimizationResult, optimize } from './cli/optimize/runs.js'
export { type ManyRuns, type OpenRuns, openRuns, type RunsOptions, runMany } from './cli/run/many.js'
export type { ManyResults } from './cli/run/run-columns.js'
export type { Shell } from './cli/terminal/shell.js'
export type { TrialOptions } from './cli/trials/code-trials.js'
export { sweepTargets } from './cli/trials/counted-sweep.js'
export { type Dataset, readDataset } from './data/dataset.js'
export { treatSplits } from './data/listed-splits.js'
export type { Field, Portal } from './data/portal.js'
export { type Profile, QUIRKS, type Quirks } from './data/quirks.js'
export { barsOfMinutes, barsOfPeriods, dailyFromMinutes, type Period } from './data/resample.js'
export {
  type Bars,
  type DataBatch,
  type DataRequest,
  DataSource,
  type Dividend,
  type Frequency,
  type Merger,
  type Notice,
  type RootSymbol,
  type Split,
  type StockDividend,
} from './data/source.js'
export type { SplitTreatment } from './data/split-check.js'
export { countEvents, type EventCounts, type EventRow, eventRows } from './engine/event-rows.js'
export { PERFORMANCE_COLUMNS, type Performance, type PerformanceColumn, type PositionRecord } from './engine/metrics.js'
export { Observer, type RunState } from './engine/observer.js'
export type { OutcomeBounds } from './engine/outcome-bounds.js'
export { type Artifact, Report, type RunAbout } from './engine/report.js'
export type { RunResult } from './engine/result.js'
export { numbering, type PerformanceRow, type Plain, performanceRows } from './engine/rows.js'
export { type BacktestOptions, runBacktest } from './engine/run.js'
export { DEFAULT_SPEC, executeSpec, type LiveRoom, type RunHooks, type RunSpec } from './engine/run-spec.js'
export { type Phase, type RunContext, type Strategy, StrategyForm } from './engine/strategy.js'
export type { OrderChanges } from './execution/blotter.js'
export {
  Broker,
  type BrokerCommand,
  type BrokerEvent,
  type BrokerSession,
  type NativeOrder,
} from './execution/broker.js'
export {
  ENGINE_EVENT_VERSION,
  type EngineEvent,
  type EngineEventKind,
  type EventData,
  REASONS,
  type Reason,
} from './execution/engine-event.js'
export { type FillAt, SimulatedBroker, type Triggers } from './execution/simulated-broker.js'
export { AccountModel, type FundsAfter } from './finance/account.js'
export type { CancelPolicy } from './finance/cancel-policy.js'
export { CommissionModel } from './finance/commission.js'
export { Costs } from './finance/costs.js'
export type { BracketStyle, ExecutionStyle, SingleStyle, SlicedStyle, Trail } from './finance/execution-style.js'
export { FillModel } from './finance/fill-model.js'
export {
  type CashFlow,
  type FinancingCharge,
  FinancingModel,
  type FinancingPoint,
  type Holding,
} from './finance/financing.js'
export { type FxMarket, FxRates } from './finance/fx.js'
export { LatencyModel } from './finance/latency.js'
export {
  ORDER_STATUS,
  type Order,
  type OrderOptions,
  type OrderSnapshot,
  type OrderStatus,
  type OrderTerms,
  type TimeInForce,
} from './finance/order.js'
export type { Position } from './finance/position.js'
export { LIQUIDITY_EXCEEDED, type SlippageFill, SlippageModel, type TradeBar } from './finance/slippage.js'
export {
  type FittedSlippageParameters,
  fitSlippage,
  type ObservedFill,
  type SlippageFit,
} from './finance/slippage-fit.js'
export type { Transaction } from './finance/transaction.js'
export type { Choice, Choices } from './kernel/choice.js'
export type { Config } from './kernel/config-schema.js'
export { inject, injectable, injected, Options } from './kernel/container.js'
export { RustybtError } from './kernel/errors.js'
export { createKernel, type Kernel, type KernelOptions } from './kernel/kernel.js'
export { createLog, jsonSink, type Log, type LogRecord, type Sink, textSink } from './kernel/log.js'
export { type About, type Create, definePlugin, type Plugin, type PluginHost, type Resolve } from './kernel/plugin.js'
export { Random, type RandomState } from './kernel/random.js'
export { env, secret } from './kernel/reference.js'
export type { Run } from './kernel/run.js'
export { SecretText, secretText } from './kernel/secret.js'
export { type Token, token, tokenName } from './kernel/token.js'
export { live } from './live/run-live.js'
export { MarketStream, type StreamBar, type StreamBatch, type StreamSession } from './live/stream.js'
export { Decimal } from './math/decimal.js'
export { type Decay, ewmStream } from './math/ewm.js'
export { Frame } from './math/frame.js'
export {
  type IndicatorFunction,
  type IndicatorName,
  type IndicatorOptions,
  type IndicatorStream,
  indicators,
} from './math/indicators.js'
export { type AsofOptions, type AsofRows, joinAsof } from './math/join-asof.js'
export { Series } from './math/series.js'
export {
  SearchMethod,
  type SearchOptions,
  type SearchProgress,
  type SearchResult,
  type SearchSession,
  search,
  type Trial,
} from './optimize/search.js'
export {
  type NumberRange,
  type ParameterRange,
  type ParameterSet,
  type ParameterValue,
  rangeDraw,
  rangeSize,
  rangeValue,
  type SearchSpace,
} from './optimize/space.js'
export type { SweepOptions, SweepResult } from './optimize/sweep.js'
export { Classifier, everything } from './pipeline/classifier.js'
export { customClassifier, customFactor, customFilter } from './pipeline/custom-terms.js'
export { BoundColumn, column, type DataSet, dataSet, dataSetFamily } from './pipeline/dataset.js'
export { COUNTRY_DOMAINS, calendarDomain, type Domain, sessionDomain } from './pipeline/domain.js'
export { equityPricing } from './pipeline/equity-pricing.js'
export { type EvaluationOptions, evaluateFactor, type FactorEvaluation } from './pipeline/evaluation/evaluation.js'
export { type FactorRows, factorRows } from './pipeline/evaluation/factor-rows.js'
export { adjustedPrices } from './pipeline/evaluation/forward-returns.js'
export { FactorReport } from './pipeline/evaluation/report.js'
export { type FactorResearch, researchFactor } from './pipeline/evaluation/research.js'
export { evaluationTables } from './pipeline/evaluation/tables.js'
export { Factor, type Outputs, peerCount } from './pipeline/factor.js'
export {
  averageDollarVolume,
  exponentialWeightedMovingAverage,
  exponentialWeightedMovingStdDev,
  fromCenterOfMass,
  fromHalflife,
  fromSpan,
  linearWeightedMovingAverage,
  simpleMovingAverage,
  vwap,
  weightedAverageValue,
} from './pipeline/factors/averages.js'
export { businessDaysSincePreviousEvent, businessDaysUntilNextEvent } from './pipeline/factors/events.js'
export { dailyReturns, percentChange, rateOfChangePercentage, returns } from './pipeline/factors/returns.js'
export {
  annualizedVolatility,
  maxDrawdown,
  rollingLinearRegression,
  rollingLinearRegressionOfReturns,
  rollingPearson,
  rollingPearsonOfReturns,
  rollingSpearman,
  rollingSpearmanOfReturns,
  simpleBeta,
} from './pipeline/factors/statistical.js'
export {
  aroon,
  bollingerBands,
  fastStochasticOscillator,
  ichimokuKinkoHyo,
  movingAverageConvergenceDivergenceSignal,
  rsi,
  trueRange,
} from './pipeline/factors/technical.js'
export { ASSET_EXISTS, Filter } from './pipeline/filter.js'
export { all, allPresent, any, atLeastN, singleAsset, staticAssets, staticSids } from './pipeline/filters.js'
export { delegatingHooks, type PipelineHooks, progressHooks } from './pipeline/hooks.js'
export { type LoadedColumn, type LoadRequest, PipelineLoader } from './pipeline/loader.js'
export { EstimatesLoader } from './pipeline/loaders/estimates.js'
export { EventsLoader } from './pipeline/loaders/events.js'
export { TableLoader } from './pipeline/loaders/table.js'
export { graphDot, graphNodes, graphSvg } from './pipeline/picture.js'
export { Pipeline } from './pipeline/pipeline.js'
export { PipelineTable, runPipeline } from './pipeline/run-pipeline.js'
export type { Window } from './pipeline/window.js'
export { Calendar, ruleCalendar } from './time/calendar.js'
export type { CalendarRules } from './time/calendar-rules.js'
export { isoText, parseDate, parseInstant } from './time/instant.js'
export { type SessionColumns, type SessionTable, sessionTable } from './time/session.js'
export { VERSION } from './version.js'
