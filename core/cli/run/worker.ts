import { parentPort, workerData } from 'node:worker_threads'
import { loadBundle } from '../../data/bundle.js'
import type { Dataset } from '../../data/dataset.js'
import { rootFolder } from '../../data/disk.js'
import { openShared, type SharedDataset, shareDataset } from '../../data/shared.js'
import type { PerformanceColumn } from '../../engine/metrics.js'
import { executeSpec, type RunSpec } from '../../engine/run-spec.js'
import { loadPlugins } from '../../kernel/config.js'
import { createKernel } from '../../kernel/kernel.js'
import type { Plugin } from '../../kernel/plugin.js'
import { VERSION } from '../../version.js'
import { importAlgorithm, readAlgorithm, strategyOf } from '../strategy/strategy-file.js'
import { enableTypeScript } from '../strategy/typescript.js'

/** What a worker is begun with. */
export interface WorkerTask {
  readonly file: string
  readonly cwd: string
  readonly plugins: readonly string[]
  readonly columns: readonly PerformanceColumn[]
  readonly root?: string
  /** What orders tell the changes to. */
  readonly base: RunSpec
}

/** What it is told: to use data that another has read; to run a spec. Nothing: that this was all. */
export type WorkerOrder =
  | { readonly data: SharedDataset }
  | { readonly run: number; readonly changes: Partial<RunSpec> }
  | undefined

/** What became of a run. */
export type RunAnswer =
  | {
      readonly kind: 'done'
      readonly run: number
      /** Told once a worker: they are the same for all. */
      readonly sessions: readonly string[] | undefined
      /** The columns that were asked for, one after the other. */
      readonly values: Float64Array
      readonly fills: number
    }
  | { readonly kind: 'failed'; readonly run: number; readonly code: string; readonly message: string }

/** What it answers: data that it has read and others may use; what became of a run. */
export type WorkerAnswer = { readonly kind: 'data'; readonly data: SharedDataset | undefined } | RunAnswer

/** Serves one run after the other until the pool lets go. */
export async function serveRuns(firstParty: readonly Plugin[]): Promise<void> {
  const { file, cwd, plugins, columns, base, root = rootFolder() } = workerData as WorkerTask
  const port = parentPort!
  if (plugins.length > 0) enableTypeScript()
  const kernel = await createKernel({
    version: VERSION,
    plugins: [...firstParty, ...(await loadPlugins(plugins, cwd))],
    environment: process.env,
  })
  const source = readAlgorithm({ file }, cwd)
  // Once: the runs of a worker share the module.
  let module: ReturnType<typeof importAlgorithm> | undefined
  let dataset: Dataset | undefined
  let hasTold = false

  const play = async (run: number, spec: RunSpec): Promise<RunAnswer> => {
    try {
      module ??= importAlgorithm(source)
      const { strategy } = await strategyOf(await module, source.name, spec.parameters ?? {}, kernel)
      const { performance } = await executeSpec(kernel, spec, strategy, {
        dataset,
        lists: false,
        onData: (read) => {
          if (dataset !== undefined) return dataset
          const shared = shareDataset(read)
          port.postMessage({ kind: 'data', data: shared } satisfies WorkerAnswer)
          // From the first run on: what V8 compiles for other data it would throw away.
          dataset = shared === undefined ? read : openShared(shared)
          return dataset
        },
        openBundle: ({ bundle, timestamp }, terms) =>
          loadBundle(bundle, {
            ...terms,
            timestamp: timestamp === undefined ? undefined : Date.parse(timestamp),
            root,
          }),
      })
      const { length, sessions } = performance
      const values = new Float64Array(columns.length * length)
      for (const [i, name] of columns.entries()) values.set(performance.columns[name].subarray(0, length), i * length)
      const fills = performance.transactions.reduce((sum, each) => sum + each.length, 0)
      const told = hasTold ? undefined : sessions
      hasTold = true
      return { kind: 'done', run, sessions: told, values, fills }
    } catch (error) {
      const { code = 'RUN_FAILED', message } = error as Error & { code?: string }
      return { kind: 'failed', run, code, message }
    }
  }

  const obey = async (order: WorkerOrder): Promise<void> => {
    if (order === undefined) {
      await kernel.close()
      process.exit()
    }
    if ('data' in order) {
      dataset = openShared(order.data)
      return
    }
    const answer = await play(order.run, { ...base, ...order.changes })
    port.postMessage(answer, answer.kind === 'done' ? [answer.values.buffer as ArrayBuffer] : [])
  }
  let last = Promise.resolve()
  port.on('message', (order: WorkerOrder) => {
    last = last.then(() => obey(order))
  })
}
