export { type EstimateRecord, EstimatesLoader } from '../../core/pipeline/loaders/estimates.js'
export { type EventRecord, EventsLoader } from '../../core/pipeline/loaders/events.js'
export { type TableAdjustment, TableLoader } from '../../core/pipeline/loaders/table.js'
