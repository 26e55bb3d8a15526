import type { Plugin } from '../core/kernel/plugin.js'

/** The first-party plugins, in order. Each is imported only here and loads its vendor's library only when chosen. */
export async function firstPartyPlugins(): Promise<Plugin[]> {
  const modules = await Promise.all([
    import('../core/builtin.js'),
    import('./calendars/plugin.js'),
    import('./csv/plugin.js'),
    import('./yahoo/plugin.js'),
    import('./ccxt/plugin.js'),
    import('./zipline/plugin.js'),
    import('./commission/plugin.js'),
    import('./slippage/plugin.js'),
    import('./analytics/plugin.js'),
  ])
  return modules.map((module) => module.default)
}
