import { join } from 'node:path'
import { isHistory, type RunSpec } from '../../engine/run-spec.js'
import { Broker } from '../../execution/broker.js'
import type { Kernel } from '../../kernel/kernel.js'
import { Journal } from '../../live/journal.js'
import type { AlgorithmSource } from '../strategy/strategy-file.js'
import { confirm } from '../terminal/confirm.js'
import type { Shell } from '../terminal/shell.js'
import { UsageError } from '../usage.js'
import type { RunFlags } from './flags.js'
import { type RunMode, type RunPlan, useOf } from './plan.js'

/** What a broker's offer says of itself where its orders reach a real market. */
const REAL = 'live'

/**
 * Says who will trade with how much and on what, and asks, where the broker is a real one or the run is called live. Throws where a real
 * broker would get orders on prices of the past, and where nobody is there to be asked.
 */
export async function askBeforeTrading(
  shell: Shell,
  kernel: Kernel,
  plan: RunPlan,
  flags: RunFlags,
  mode: RunMode,
): Promise<void> {
  const { broker, feed, capital } = plan.spec('strict')
  const name = useOf(broker)
  const isReal = kernel.offers(Broker).some((offer) => offer.name === name && offer.capabilities.includes(REAL))
  if (isReal && isHistory(feed))
    throw new UsageError(`broker '${name}' trades for real, and the prices of this run are history's`, {
      code: 'BROKER_ON_HISTORY',
      hint: 'choose a stream as feed, or the broker simulated',
    })
  if (flags.yes || !(isReal || mode === 'live')) return
  const who = isReal ? `orders go to '${name}' for real` : `orders go to '${name}'`
  const what = `${who}, with a capital of ${capital}, on bars of '${useOf(feed ?? 'history')}'`
  if (!(await confirm(shell, what, 'begin?')))
    throw new UsageError('nothing was begun', { code: 'NOT_CONFIRMED', hint: '--yes begins without a question' })
}

/** `live-20240102-143000`: UTC, short enough for an exchange's ids. */
export function defaultRunId(mode: RunMode, now = new Date()): string {
  const [date, time] = now.toISOString().replaceAll(/[-:]/g, '').split(/[T.]/)
  return `${mode}-${date}-${time}`
}

export function beginJournal(root: string, id: string, { name }: AlgorithmSource, spec: RunSpec): Journal {
  const { calendar, frequency, profile, start, end, capital } = spec
  const parties = { feed: useOf(spec.feed ?? 'history'), broker: useOf(spec.broker) }
  const about = { algorithm: name, ...parties, calendar, frequency, profile, start, end, capital }
  return Journal.begin(join(root, 'live'), id, about)
}
