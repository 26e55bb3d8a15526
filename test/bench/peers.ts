import { existsSync, readdirSync } from 'node:fs'
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

const PACKAGES: Readonly<Record<PeerName, string>> = {
  zipline: 'zipline',
  nautilus: 'nautilus_trader',
  backtrader: 'backtrader',
  vectorbt: 'vectorbt',
}

/** The peers installed in one Python environment or several: not all bear the same packages beside them. */
export class Peers {
  readonly #prepared = new Map<string, number>()

  constructor(private readonly venvs: readonly string[]) {}

  has(peer: PeerName): boolean {
    return this.#venvOf(peer) !== undefined
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
    const venv = this.#venvOf(peer)
    if (venv === undefined) throw new Error(`${peer} is in none of ${this.venvs.join(', ')}`)
    const finished = finish(join(venv, 'bin', 'python'), [script, task, folder, String(assets), start, end, from])
    return { ...lastLine<Sample>(finished), process: finished.seconds }
  }

  #venvOf(peer: PeerName): string | undefined {
    const folders = (venv: string) =>
      readdirSync(join(venv, 'lib')).map((python) => join(venv, 'lib', python, 'site-packages'))
    return this.venvs.find((venv) => folders(venv).some((folder) => existsSync(join(folder, PACKAGES[peer]))))
  }
}
