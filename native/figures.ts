/**
 * A session's row: the account's return since the start, the largest gross leverage of its bars so far (0: only sessions' ends count),
 * and its numbers (`NUMBERS`, up to `change`) at the session's start and end.
 */
export const SESSION = { totalReturns: 0, maxLeverage: 1, start: 2, end: 12, stride: 22 } as const

/** Under Zipline's names; `returns`, `pnl` and `capital_used` are the session's, the last two are of the run so far. */
export const SESSION_FIGURES = [
  'returns',
  'pnl',
  'capital_used',
  'starting_exposure',
  'ending_exposure',
  'starting_value',
  'ending_value',
  'starting_cash',
  'ending_cash',
  'portfolio_value',
  'longs_count',
  'shorts_count',
  'long_value',
  'short_value',
  'long_exposure',
  'short_exposure',
  'gross_leverage',
  'net_leverage',
  'algorithm_period_return',
  'max_leverage',
] as const

/** Under Zipline's names, whose formulas are empyrical's with a risk-free rate of 0. */
export const RISK_FIGURES = [
  'algo_volatility',
  'benchmark_period_return',
  'benchmark_volatility',
  'alpha',
  'beta',
  'sharpe',
  'sortino',
  'max_drawdown',
] as const
