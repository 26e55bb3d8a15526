import type { CheckedOffer, CheckOffer } from '../../cli/terminal/shell.js'
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
import { messageOf } from '../../kernel/refusal.js'
import { type Token, tokenName } from '../../kernel/token.js'
import { MarketStream } from '../../live/stream.js'
import { SearchMethod } from '../../optimize/search.js'
import { PipelineLoader } from '../../pipeline/loader.js'
import { Calendar } from '../../time/calendar.js'
import { accountBehaviours } from './account.js'
import { brokerBehaviours } from './broker.js'
import { calendarBehaviours } from './calendar.js'
import { commissionBehaviours } from './commission.js'
import { type Behaviour, checkContract, type Offered } from './contract.js'
import { fillBehaviours } from './fill.js'
import { financingBehaviours } from './financing.js'
import { latencyBehaviours } from './latency.js'
import { observerBehaviours } from './observer.js'
import { kernelWith } from './offer.js'
import { reportBehaviours } from './report.js'
import { searchBehaviours } from './search.js'
import { slippageBehaviours } from './slippage.js'
import { dataSourceBehaviours } from './source.js'
import { streamBehaviours } from './stream.js'

interface Suite {
  readonly role: Token<unknown>
  readonly behaviours: (offer: CheckedOffer) => readonly Behaviour<unknown>[]
}

const suite = <T>(role: Token<T>, behaviours: (offer: CheckedOffer) => readonly Behaviour<T>[]): Suite =>
  ({ role, behaviours }) as Suite

/** The suites that can be run outside of a plugin's own tests. */
const SUITES: readonly Suite[] = [
  suite(Broker, () => brokerBehaviours()),
  suite(Calendar, () => calendarBehaviours()),
  suite(CommissionModel, () => commissionBehaviours()),
  suite(DataSource, ({ request }) => dataSourceBehaviours({ request })),
  suite(SlippageModel, () => slippageBehaviours()),
  suite(LatencyModel, () => latencyBehaviours()),
  suite(FillModel, () => fillBehaviours()),
  suite(FinancingModel, () => financingBehaviours()),
  suite(AccountModel, () => accountBehaviours()),
  suite(Observer, () => observerBehaviours()),
  suite(Report, () => reportBehaviours()),
  suite(MarketStream, () => streamBehaviours()),
  suite(SearchMethod, () => searchBehaviours()),
]

/** Checks one offer by the suite of its role; says why where it cannot. */
export async function checkOffer(role: string, offer: CheckedOffer): ReturnType<CheckOffer> {
  const { plugin, name, options = {}, request } = offer
  if (role === tokenName(PipelineLoader)) return { unchecked: 'only its own tests know which columns to ask it for' }
  if (role === tokenName(FxRates)) return { unchecked: 'only its own tests know which currencies to ask it for' }
  const found = SUITES.find((each) => tokenName(each.role) === role)
  if (found === undefined) return { unchecked: `there is no suite for the role ${role}` }
  if (role === tokenName(DataSource) && request === undefined && offer.options === undefined)
    return {
      unchecked: 'what is it to be asked for? --symbols A,B with --start and --end, and --option for its options',
    }
  const use = { ...options, use: name }
  const reason = await reasonNotMade(found.role, { plugin, use })
  if (reason !== undefined) return { unchecked: `it is not made: ${reason} (--option name=value gives it one)` }
  return checkContract(found.role, { plugin, use }, found.behaviours(offer))
}

async function reasonNotMade(role: Token<unknown>, { plugin, use }: Offered) {
  const kernel = await kernelWith(plugin)
  try {
    const instance = (await kernel.create(role, use)) as { close?(): unknown }
    await instance.close?.()
    return undefined
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'OPTION_INVALID' || code === 'CONFIG_ENV_MISSING' || code === 'ROLE_UNBOUND') return messageOf(error)
    throw error
  } finally {
    await kernel.close()
  }
}
