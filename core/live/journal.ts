import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { diskFailure, syncFolder } from '../data/disk.js'
import type { BrokerCommand, BrokerEvent, OrderJournal } from '../execution/broker.js'
import type { OrderSnapshot } from '../finance/order.js'
import { RustybtError } from '../kernel/errors.js'

const VERSION = 1

/** What a run is, for who reads its journal later. Plain data, nothing secret. */
export type JournalAbout = Readonly<Record<string, unknown>>

/** An order as it was sent, its asset by sid and symbol. */
interface SentOrder extends Omit<OrderSnapshot, 'asset'> {
  readonly sid: number
  readonly symbol: string
}

type Line =
  | { readonly kind: 'run'; readonly v: number; readonly id: string; readonly about: JournalAbout }
  | {
      readonly kind: 'outbox'
      readonly at: number
      readonly orders: readonly SentOrder[]
      readonly cancels: readonly string[]
    }
  | {
      readonly kind: 'events'
      readonly at: number
      readonly events: readonly BrokerEvent[]
      readonly closed: readonly string[]
    }
  | { readonly kind: 'end'; readonly interrupted: boolean }

/** What a journal tells of its run. */
export interface JournalState {
  /** Whether the run came to an end by itself or was asked to stop: a crash leaves no end. */
  readonly ended: boolean
  /** Orders that were written down to be sent and of whose end nothing is known, by id. One of them may never have been sent. */
  readonly open: ReadonlyMap<string, SentOrder>
}

/**
 * A run's dealings with its broker, a line of JSON each, in a file that only grows. A line is on the disk before what it says is sent, so
 * a crash leaves no order that is not written down; the run's id is part of each order's id, and a run's journal cannot be begun twice.
 */
export class Journal implements OrderJournal {
  readonly #open = new Map<string, SentOrder>()

  private constructor(
    readonly path: string,
    private readonly file: number,
  ) {}

  /**
   * Begins a run's journal in a folder. Throws `RUN_UNFINISHED` where a run of this id was cut off, with the orders that may be open at
   * the broker, and `RUN_ID_TAKEN` where one has ended.
   */
  static begin(folder: string, id: string, about: JournalAbout): Journal {
    if (!/^[A-Za-z0-9_-]{1,24}$/.test(id))
      throw new RustybtError('RUN_ID_INVALID', `'${id}' is no id of a run: letters, digits, _ and -, 24 at most`, {
        hint: 'it is a part of the ids under which orders go to the broker',
      })
    const path = join(folder, `${id}.jsonl`)
    let file: number
    try {
      mkdirSync(folder, { recursive: true })
      file = openSync(path, 'ax')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw begunBefore(path, id)
      throw diskFailure(error, path, 'write')
    }
    const journal = new Journal(path, file)
    journal.#write({ kind: 'run', v: VERSION, id, about })
    syncFolder(folder)
    return journal
  }

  /** Orders of whose end nothing is known yet. */
  get open(): JournalState['open'] {
    return this.#open
  }

  outbox(at: number, commands: readonly BrokerCommand[]): void {
    const orders: SentOrder[] = []
    const cancels: string[] = []
    for (const command of commands) {
      if (command.kind === 'cancel') cancels.push(command.orderId)
      else orders.push(sent(command.order))
    }
    this.#write({ kind: 'outbox', at, orders, cancels })
  }

  events(at: number, events: readonly BrokerEvent[], closed: readonly string[]): void {
    this.#write({ kind: 'events', at, events, closed })
  }

  close(interrupted: boolean): void {
    this.#write({ kind: 'end', interrupted })
    closeSync(this.file)
  }

  #write(line: Line): void {
    try {
      const bytes = new TextEncoder().encode(`${JSON.stringify(line)}\n`)
      for (let at = 0; at < bytes.length; ) at += writeSync(this.file, bytes, at)
      fsyncSync(this.file)
    } catch (error) {
      throw diskFailure(error, this.path, 'write')
    }
    take(line, this.#open)
  }
}

/** Reads a journal. A last line that a crash has cut short was never acted upon: it is left out. Throws `JOURNAL_CORRUPT`. */
export function readJournal(path: string): JournalState {
  const open = new Map<string, SentOrder>()
  const lines = readFileSync(path, 'utf8').split('\n')
  lines.pop()
  let ended = false
  for (const [index, text] of lines.entries()) {
    let line: Line
    try {
      line = JSON.parse(text) as Line
    } catch (cause) {
      throw new RustybtError('JOURNAL_CORRUPT', `${path}:${index + 1}: no whole line of a journal`, { cause })
    }
    if (line.kind === 'run' && line.v !== VERSION)
      throw new RustybtError('JOURNAL_VERSION', `${path} is a journal of version ${line.v}, this is version ${VERSION}`)
    take(line, open)
    ended = line.kind === 'end'
  }
  return { ended, open }
}

const sent = ({ asset, ...order }: OrderSnapshot): SentOrder => {
  return { ...order, sid: asset.sid, symbol: asset.symbol }
}

function take(line: Line, open: Map<string, SentOrder>): void {
  if (line.kind === 'outbox') for (const order of line.orders) open.set(order.id, order)
  else if (line.kind === 'events') for (const id of line.closed) open.delete(id)
}

function begunBefore(path: string, id: string): RustybtError {
  const { ended, open } = readJournal(path)
  if (ended)
    return new RustybtError('RUN_ID_TAKEN', `a run '${id}' has been (${path})`, { hint: 'give this one another id' })
  const orders = [...open.values()].map(({ id, symbol, amount }) => `${id} (${amount} ${symbol})`)
  const what = orders.length === 0 ? 'none of its orders is open' : `these orders may be open: ${orders.join(', ')}`
  return new RustybtError('RUN_UNFINISHED', `run '${id}' was cut off, and ${what} (${path})`, {
    hint:
      open.size === 0
        ? 'begin a run with another id'
        : 'look at them at the broker, where they have these ids; then begin a run with another id',
  })
}
