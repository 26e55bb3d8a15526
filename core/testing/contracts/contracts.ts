import { Observer } from '../../engine/observer.js'
import { Report } from '../../engine/report.js'
import { Broker } from '../../execution/broker.js'
import { CommissionModel } from '../../finance/commission.js'
import { SlippageModel } from '../../finance/slippage.js'
import type { Plugin } from '../../kernel/plugin.js'
import { messageOf } from '../../kernel/refusal.js'
import { type Token, tokenName } from '../../kernel/token.js'
import { MarketStream } from '../../live/stream.js'
import { SearchMethod } from '../../optimize/search.js'
import { Calendar } from '../../time/calendar.js'
import { brokerBehaviours } from './broker.js'
import { calendarBehaviours } from './calendar.js'
import { commissionBehaviours } from './commission.js'
import { type Behaviour, checkContract } from './contract.js'
import { observerBehaviours } from './observer.js'
import { kernelWith } from './offer.js'
import { reportBehaviours } from './report.js'
import { searchBehaviours } from './search.js'
import { slippageBehaviours } from './slippage.js'
import { streamBehaviours } from './stream.js'

interface Suite {
  readonly role: Token<unknown>
  readonly behaviours: () => readonly Behaviour<unknown>[]
}

const suite = <T>(role: Token<T>, behaviours: () => readonly Behaviour<T>[]): Suite => ({ role, behaviours }) as Suite

/** The suites that need nothing but an instance; the others are run by a plugin's own tests, which know what to ask it for. */
const SUITES: readonly Suite[] = [
  suite(Broker, brokerBehaviours),
  suite(Calendar, calendarBehaviours),
  suite(CommissionModel, commissionBehaviours),
  suite(SlippageModel, slippageBehaviours),
  suite(Observer, observerBehaviours),
  suite(Report, reportBehaviours),
  suite(MarketStream, streamBehaviours),
  suite(SearchMethod, searchBehaviours),
]

/** Checks one offer with its options as they are by default. */
export async function checkOffer(role: string, offer: { readonly plugin: Plugin; readonly use: string }) {
  const found = SUITES.find((each) => tokenName(each.role) === role)
  if (found === undefined) return { unchecked: `the suite of a ${role} needs to be told what to ask for` }
  const reason = await reasonNotMade(found.role, offer)
  if (reason !== undefined) return { unchecked: `it is not made without options: ${reason}` }
  return checkContract(found.role, offer, found.behaviours())
}

async function reasonNotMade(role: Token<unknown>, { plugin, use }: { readonly plugin: Plugin; readonly use: string }) {
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
