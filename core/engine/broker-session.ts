import type { BrokerSession } from '../execution/broker.js'
import type { Ledger } from '../finance/ledger.js'

/** What a run hands its broker: its parts, and the account as it is whenever the broker asks. */
export function brokerSession(run: Marked, parts: Omit<BrokerSession, 'ledger'>): BrokerSession {
  return Object.assign(new Accounted(run), parts)
}

interface Marked {
  readonly ledger: Ledger
}

/**
 * A class, as V8 keeps a getter that is written in an object with the shape of that object, and what it sees, here the run, until it looks
 * through the whole heap.
 */
class Accounted {
  constructor(private readonly run: Marked) {}

  get ledger(): Ledger {
    return this.run.ledger
  }
}
