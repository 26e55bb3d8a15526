import { RustybtError } from '../kernel/errors.js'
import type { Future } from './asset.js'

const QUARTERLY = 'HMUZ'
/** Delivery months that a root's chain counts, by letter; the other contracts of these roots hardly trade. Zipline's table. */
const DELIVERY_MONTHS: Readonly<Record<string, string>> = {
  EL: QUARTERLY,
  ME: QUARTERLY,
  PA: QUARTERLY,
  JY: QUARTERLY,
  CD: QUARTERLY,
  AD: QUARTERLY,
  BP: QUARTERLY,
  PL: 'FJNV',
  GC: 'GJMQVZ',
  XG: 'GJMQVZ',
  SV: 'HKNUZ',
  YS: 'HKNUZ',
}

/** The contracts of one root in order of their sids, as Zipline chains them. Positions count from 0. */
export class ContractChain {
  readonly contracts: readonly Future[]
  readonly startDate: string
  readonly endDate: string
  readonly #positions = new Map<number, number>()

  /** Throws `SYMBOL_NOT_FOUND` where the root has no contract. */
  constructor(
    readonly rootSymbol: string,
    futures: readonly Future[],
  ) {
    const months = DELIVERY_MONTHS[rootSymbol]
    const chained: Future[] = []
    for (const future of [...futures].sort((a, b) => a.sid - b.sid)) {
      if (chained.length === 0 && future.startDate >= closeDate(future)) continue
      if (months !== undefined && !months.includes(future.symbol.at(-3) ?? ' ')) continue
      chained.push(future)
    }
    if (chained.length === 0)
      throw new RustybtError(
        'SYMBOL_NOT_FOUND',
        `Root symbol '${rootSymbol}' was not found: it has no contracts in the data.`,
      )
    this.contracts = chained
    this.startDate = chained.reduce(
      (date, { startDate }) => (startDate < date ? startDate : date),
      chained[0].startDate,
    )
    this.endDate = chained.reduce((date, { endDate }) => (endDate > date ? endDate : date), chained[0].endDate)
    for (const [position, { sid }] of chained.entries()) this.#positions.set(sid, position)
  }

  position(contract: Future): number {
    return this.#positions.get(contract.sid) ?? -1
  }

  /** The contract that closes next after a session (ISO date); the last one where all have closed. */
  nextToClose(session: string): Future {
    return this.contracts.find((contract) => closeDate(contract) > session) ?? this.contracts[this.contracts.length - 1]
  }

  /** So many contracts further, if it has started by a session. */
  further(contract: Future, offset: number, session: string): Future | undefined {
    const found = this.contracts[this.position(contract) + offset]
    return found && found.startDate <= session ? found : undefined
  }

  /** A contract and those after it that have started by a session. */
  from(contract: Future, session: string): Future[] {
    return this.contracts.slice(this.position(contract)).filter(({ startDate }) => startDate <= session)
  }
}

/** The day on which a contract's positions are closed; never, where none is known. */
export function closeDate(contract: Future): string {
  return contract.autoCloseDate ?? '9999-12-31'
}
