export type { PricedBar, TestBar, TestBars } from './bars.js'
export { type CommandRun, type CommandTest, runCommand } from './command.js'
export { type BrokerSubject, brokerContract } from './contracts/broker.js'
export { type CalendarCase, type CalendarTables, calendarContract } from './contracts/calendar.js'
export {
  type CommissionCase,
  type CommissionTables,
  type CostRefusal,
  commissionContract,
} from './contracts/commission.js'
export type { Offered, Runner, Subject } from './contracts/contract.js'
export type { TestedBar, TestedOrder } from './contracts/cost-fixtures.js'
export type { Market } from './contracts/desk.js'
export { observerContract } from './contracts/observer.js'
export { type LoaderSubject, pipelineLoaderContract } from './contracts/pipeline-loader.js'
export { reportContract } from './contracts/report.js'
export { type SearchSubject, searchContract } from './contracts/search.js'
export { type SlippageCase, type SlippageTables, slippageContract } from './contracts/slippage.js'
export { dataSourceContract, type SourceRequest, type SourceSubject } from './contracts/source.js'
export { type StreamSubject, streamContract } from './contracts/stream.js'
export type { TestCorporateActions, TestDividend, TestSplit, TestStockDividend } from './corporate-actions.js'
export { runStrategy, type StrategyTest, type TestAsset, weekdays } from './harness.js'
export { type MemoryData, memorySource } from './memory-source.js'
export type { TestCashFlow, TestEvent, TestFill, TestLogLine, TestOrder, TestPosition, TestRun } from './outcome.js'
export { eyeLoader, type Precomputed, precomputedLoader, seededLoader } from './pipeline-loaders.js'
