import type { Equity, Future } from '../../../core/assets/asset.js'

const LISTED = { exchange: 'TEST', country: 'US', currency: 'USD', startDate: '2021-01-01', endDate: '2030-01-01' }

export function equity(sid = 0, more: Partial<Equity> = {}): Equity {
  const symbol = `A${sid}`
  return { kind: 'equity', sid, symbol, name: symbol, ...LISTED, tickSize: 0.01, multiplier: 1, ...more }
}

export function future(sid = 0, rootSymbol = 'ES', more: Partial<Future> = {}): Future {
  const symbol = `${rootSymbol}${sid}`
  return { kind: 'future', sid, symbol, name: symbol, ...LISTED, rootSymbol, tickSize: 0.01, multiplier: 1, ...more }
}
