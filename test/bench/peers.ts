import { join } from 'node:path'
import { finish, lastLine } from './processes.js'
import type { PeerName, Sample } from './task.js'

/** Folder of data and its span, as the peers' scripts take them. */
export interface PeerData {
  readonly folder: string
  readonly assets: number
  readonly start: string
  readonly end: string
  /** Where the run starts, if not with the data. */
  readonly from?: string
  /** Of the bars: 'daily' where left out. */
  readonly frequency?: 'daily' | 'minute'
}

/** The peers installed in a Python environment. */
export class Peers {
  readonly #python: string
  readonly #prepared = new Map<string, number>()

  constructor(venv: string) {
    this.#python = join(venv, 'bin', 'python')
  }

  /** Seconds that Zipline took to ingest a folder into a bundle, by folder. */
  get ingests(): ReadonlyMap<string, number> {
    return this.#prepared
  }

  /** Makes Zipline's bundle of a folder, once. */
  prepare(data: PeerData): void {
    if (!this.#prepared.has(data.folder)) this.#prepared.set(data.folder, this.once('zipline', 'prepare', data).reading)
  }

  /** One ingest of a folder by Zipline, in a process of its own. */
  ingest(data: PeerData): Sample {
    return this.once('zipline', 'prepare', data)
  }

  /** One run in a process of its own. Zipline's data must have been prepared. */
  once(peer: PeerName, task: string, { folder, assets, start, end, from = start }: PeerData): Sample {
    const script = join(import.meta.dirname, 'peers', `${peer}.py`)
    const finished = finish(this.#python, [script, task, folder, String(assets), start, end, from])
    return { ...lastLine<Sample>(finished), process: finished.seconds }
  }
}
