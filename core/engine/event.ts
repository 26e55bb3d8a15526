/** A tick of the engine's clock. `at` is epoch ms, `row` the session's row on the data's axis. */
export interface ClockEvent {
  /** `broker`: it has something to tell between two bars. */
  readonly kind: 'session-start' | 'before-trading-start' | 'bar' | 'session-end' | 'broker'
  readonly at: number
  readonly row: number
}

/** Where events come from: history, or the live day. A batch is processed without waiting. */
export interface Feed {
  batches(): AsyncIterable<readonly ClockEvent[]> | Iterable<readonly ClockEvent[]>
  /** Sessions in the run, for progress. */
  readonly length: number
}
