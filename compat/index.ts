export { extensionArguments as extension_args } from '../core/cli/strategy/extensions.js'
export type { Algorithm } from './algorithm.js'
export { algorithm } from './algorithm.js'
export {
  get_datetime,
  get_environment,
  type ModelsByClass,
  type RunEnvironment,
  record,
  type SymbolOptions,
  set_benchmark,
  set_commission,
  set_slippage,
  set_symbol_lookup_date,
  sid,
  symbol,
  symbols,
} from './api.js'
export { BarData } from './bar-data.js'
export {
  bundles,
  type IngestArguments,
  type IngestBundleOptions,
  type IngestFunction,
  type RegisterOptions,
} from './bundles/bundles.js'
export type { AdjustmentTables, AssetTables, BarRow, EquityRow, FutureRow } from './bundles/writers.js'
export { CancelPolicy, cancel_policy, EODCancel, NeverCancel, set_cancel_policy } from './cancel-policy.js'
export { Account, type Context, Portfolio, Positions } from './context.js'
export {
  type MinLeverageOptions,
  type OnError,
  type SizeOptions,
  set_asset_restrictions,
  set_do_not_order_list,
  set_long_only,
  set_max_leverage,
  set_max_order_count,
  set_max_order_size,
  set_max_position_size,
  set_min_leverage,
} from './controls.js'
export {
  AfterOpen,
  Always,
  BeforeClose,
  ComposedRule,
  EventRule,
  events,
  NDaysBeforeLastTradingDayOfMonth,
  NDaysBeforeLastTradingDayOfWeek,
  Never,
  NotHalfDay,
  NthTradingDayOfMonth,
  NthTradingDayOfWeek,
  OncePerDay,
  StatelessRule,
} from './event-rules.js'
export {
  BracketOrder,
  execution,
  IcebergOrder,
  LimitOnCloseOrder,
  LimitOnOpenOrder,
  LimitOrder,
  MarketOnCloseOrder,
  MarketOnOpenOrder,
  MarketOrder,
  OCOOrder,
  StopLimitOrder,
  StopOrder,
  TrailingStopOrder,
  TWAPOrder,
  VWAPOrder,
} from './execution.js'
export { type FetchCsvOptions, type FetchedCsv, type FetchedRow, fetch_csv } from './fetch/fetch-csv.js'
export type { Cell, Row } from './fetch/read-csv.js'
export {
  commission,
  FixedBasisPointsSlippage,
  FixedSlippage,
  slippage,
  VolumeShareSlippage,
} from './finance.js'
export { type ContinuousFutureOptions, continuous_future, future_symbol } from './futures.js'
export type { BenchmarkSource, Measure, Metric, MetricsData, Packet, StandardMetric } from './metrics/metric.js'
export { metrics } from './metrics/metrics.js'
export {
  batch_market_order,
  cancel_order,
  get_open_orders,
  get_order,
  type ModifyOptions,
  modify_order,
  type OrderOptions,
  order,
  order_percent,
  order_target,
  order_target_percent,
  order_target_value,
  order_value,
} from './orders.js'
export { DataFrame, Frame, Panel, Series } from './pandas.js'
export type { Perf } from './perf.js'
export * as classifiers from './pipeline/classifiers.js'
export { Classifier, CustomClassifier } from './pipeline/classifiers.js'
export { BoundColumn, Column, DataSet, DataSetFamily, EquityPricing, USEquityPricing } from './pipeline/data.js'
export * as factors from './pipeline/factors.js'
export {
  AnnualizedVolatility,
  Aroon,
  AverageDollarVolume,
  BollingerBands,
  BusinessDaysSincePreviousEvent,
  BusinessDaysUntilNextEvent,
  CustomFactor,
  DailyReturns,
  EWMA,
  EWMSTD,
  ExponentialWeightedMovingAverage,
  ExponentialWeightedMovingStdDev,
  Factor,
  FastStochasticOscillator,
  IchimokuKinkoHyo,
  LinearWeightedMovingAverage,
  MACDSignal,
  MaxDrawdown,
  MovingAverageConvergenceDivergenceSignal,
  PeerCount,
  PercentChange,
  RateOfChangePercentage,
  Returns,
  RollingLinearRegression,
  RollingLinearRegressionOfReturns,
  RollingPearson,
  RollingPearsonOfReturns,
  RollingSpearman,
  RollingSpearmanOfReturns,
  RSI,
  SimpleBeta,
  SimpleMovingAverage,
  TrueRange,
  VWAP,
  WeightedAverageValue,
} from './pipeline/factors.js'
export * as filters from './pipeline/filters.js'
export {
  All,
  AllPresent,
  Any,
  AtLeastN,
  CustomFilter,
  Filter,
  SingleAsset,
  StaticAssets,
  StaticSids,
} from './pipeline/filters.js'
export * as loaders from './pipeline/loaders.js'
export { PipelineOutput } from './pipeline/output.js'
export { type AttachPipelineOptions, attach_pipeline, Pipeline, pipeline_output } from './pipeline/pipeline.js'
export { to_parquet } from './pipeline/research-table.js'
export { type ResearchOptions, run_pipeline } from './pipeline/run-pipeline.js'
export { Asset, ContinuousFuture, Equity, Future, ORDER_STATUS, Order, Position, Transaction } from './protocol.js'
export {
  HistoricalRestrictions,
  NoRestrictions,
  RESTRICTION_STATES,
  Restriction,
  Restrictions,
  SecurityListRestrictions,
  StaticRestrictions,
} from './restrictions.js'
export { type RunAlgorithmOptions, run_algorithm } from './run-algorithm.js'
export { add_event, calendars, date_rules, type ScheduleOptions, schedule_function, time_rules } from './schedule.js'
export { MA_Type, talib } from './talib.js'
export {
  account_models,
  fills,
  financing,
  latency,
  set_account_model,
  set_fill_model,
  set_financing,
  set_latency,
} from './terms.js'
export { type AlgorithmTestRun, type TestAlgorithmOptions, test_algorithm } from './test-algorithm.js'
export { Timedelta, Timestamp } from './timestamp.js'
export { type SimParams, TradingAlgorithm, type TradingAlgorithmOptions } from './trading-algorithm.js'
export { TradingCalendar } from './trading-calendar.js'
