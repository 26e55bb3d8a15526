import builtin from '../core/builtin.js'
import type { Plugin } from '../core/kernel/plugin.js'
import account from './account/plugin.js'
import alpaca from './alpaca/plugin.js'
import analytics from './analytics/plugin.js'
import calendars from './calendars/plugin.js'
import ccxt from './ccxt/plugin.js'
import commission from './commission/plugin.js'
import csv from './csv/plugin.js'
import fills from './fills/plugin.js'
import financing from './financing/plugin.js'
import fred from './fred/plugin.js'
import fx from './fx/plugin.js'
import latency from './latency/plugin.js'
import optimizers from './optimizers/plugin.js'
import polygon from './polygon/plugin.js'
import slippage from './slippage/plugin.js'
import tables from './tables/plugin.js'
import yahoo from './yahoo/plugin.js'
import zipline from './zipline/plugin.js'

/** The first-party plugins, in order. Each is imported only here and loads its vendor's library only when chosen. */
export async function firstPartyPlugins(): Promise<Plugin[]> {
  return [
    builtin,
    calendars,
    csv,
    tables,
    yahoo,
    ccxt,
    polygon,
    alpaca,
    fred,
    zipline,
    commission,
    slippage,
    latency,
    fills,
    financing,
    account,
    fx,
    optimizers,
    analytics,
  ]
}
