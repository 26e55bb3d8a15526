import type { DataBatch, DataRequest, DataSource } from '../../core/data/source.js'
import type { RustybtError } from '../../core/kernel/errors.js'
import { type Asked, type Loopback, loopback, type Reply } from '../core/data/remote/loopback.js'

/** All that a source answers, by kind. */
export async function fetchAll(source: DataSource, request: DataRequest) {
  const batches: DataBatch[] = []
  for await (const batch of source.fetch(request)) batches.push(batch)
  const all = <K extends DataBatch['kind']>(kind: K) =>
    batches.filter((batch): batch is Extract<DataBatch, { kind: K }> => batch.kind === kind)
  return {
    assets: all('assets').flatMap(({ assets }) => assets),
    bars: all('bars').map(({ bars }) => bars),
    splits: all('adjustments').flatMap(({ splits }) => splits),
    dividends: all('adjustments').flatMap(({ dividends }) => dividends),
    notices: all('notice').map(({ notice }) => notice),
  }
}

export async function refusal(work: Promise<unknown>): Promise<RustybtError> {
  return work.then(
    () => Promise.reject(new Error('it did not fail')),
    (error) => error as RustybtError,
  )
}

/** Minutes or days of bars as ISO text. */
export const instants = ({ times }: { readonly times: Float64Array }, length = 10): string[] =>
  [...times].map((time) => new Date(time).toISOString().slice(0, length))

/** Servers that are closed by `closeAll`, for `afterEach`. */
export class Servers {
  readonly #open: { close(): Promise<void> }[] = []

  async serve(answer: readonly Reply[] | ((asked: Asked) => Reply)): Promise<Loopback> {
    const server = await loopback(answer)
    this.#open.push(server)
    return server
  }

  add(close: () => void): void {
    this.#open.push({ close: async () => close() })
  }

  async closeAll(): Promise<void> {
    for (const one of this.#open.splice(0)) await one.close()
  }
}
