import { DataSource } from '../../data/source.js'
import { Observer } from '../../engine/observer.js'
import { Report } from '../../engine/report.js'
import { Broker } from '../../execution/broker.js'
import { AccountModel } from '../../finance/account.js'
import { CommissionModel } from '../../finance/commission.js'
import { FillModel } from '../../finance/fill-model.js'
import { FinancingModel } from '../../finance/financing.js'
import { FxRates } from '../../finance/fx.js'
import { LatencyModel } from '../../finance/latency.js'
import { SlippageModel } from '../../finance/slippage.js'
import type { Choice } from '../../kernel/choice.js'
import type { Config } from '../../kernel/config-schema.js'
import type { Token } from '../../kernel/token.js'
import { MarketStream } from '../../live/stream.js'
import { SearchMethod } from '../../optimize/search.js'
import { PipelineLoader } from '../../pipeline/loader.js'
import { Calendar } from '../../time/calendar.js'

/** The keys of a config that choose who plays a role. */
export const CONFIG_ROLES: Readonly<Record<string, Token<unknown>>> = {
  source: DataSource,
  feed: MarketStream,
  calendar: Calendar,
  broker: Broker,
  commission: CommissionModel,
  slippage: SlippageModel,
  latency: LatencyModel,
  fills: FillModel,
  financing: FinancingModel,
  account: AccountModel,
  fx: FxRates,
  observers: Observer,
  pipelineLoaders: PipelineLoader,
  report: Report,
  search: SearchMethod,
}

/** One choice of a config, with its path in it. */
export interface ConfigChoice {
  readonly at: string
  readonly role: Token<unknown>
  readonly choice: Choice
}

/** Every choice of settings: one, a list, or one a kind of asset. `feed: 'history'` is nobody's. */
export function choicesOf(settings: Omit<Config, 'profiles'>): readonly ConfigChoice[] {
  return Object.entries(CONFIG_ROLES).flatMap(([key, role]) => {
    const value = settings[key] as Choice | readonly Choice[] | Readonly<Record<string, Choice>> | undefined
    if (value === undefined || (key === 'feed' && value === 'history')) return []
    if (Array.isArray(value)) return value.map((choice, i) => ({ at: `${key}[${i}]`, role, choice: choice as Choice }))
    if (typeof value === 'string' || 'use' in value) return [{ at: key, role, choice: value as Choice }]
    const byKind = value as Readonly<Record<string, Choice>>
    return Object.entries(byKind).map(([kind, choice]) => ({ at: `${key}.${kind}`, role, choice }))
  })
}
