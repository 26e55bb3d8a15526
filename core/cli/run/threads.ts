import type { Worker } from 'node:worker_threads'
import type { SharedDataset } from '../../data/shared.js'
import type { RunSpec } from '../../engine/run-spec.js'
import { RustybtError } from '../../kernel/errors.js'
import type { RunAnswer, WorkerAnswer, WorkerOrder, WorkerTask } from './worker.js'

/** Worker threads that play runs, and stay until they are closed. */
export interface Threads {
  /** Plays all, as many at a time as there are threads, and tells what becomes of each. After it has thrown there is only `close`. */
  play(specs: readonly RunSpec[], signal: AbortSignal | undefined, onAnswer: OnAnswer): Promise<void>
  close(): Promise<void>
}

type OnAnswer = (answer: RunAnswer) => void

/** Nothing runs yet: threads begin with the first runs, at most `most` of them (one a core where left out). */
export async function beginThreads(entry: URL, task: WorkerTask, most?: number): Promise<Threads> {
  // Imported here: the package's entry stays one that a browser can read.
  const [node, { availableParallelism }, { holdCompiler }] = await Promise.all([
    import('node:worker_threads'),
    import('node:os'),
    import('../strategy/typescript.js'),
  ])
  holdCompiler()
  const threads: Thread[] = []
  let data: Promise<SharedDataset | undefined> | undefined
  const begin = () => new Thread(new node.Worker(entry, { workerData: task, execArgv: [] }))
  return {
    async play(specs, signal, onAnswer) {
      // Nobody would read the data for which the others wait.
      if (signal?.aborted) return
      const count = Math.min(most ?? availableParallelism(), specs.length)
      while (threads.length < count) threads.push(begin())
      let next = 0
      const take = () => (next < specs.length && !signal?.aborted ? orderOf(next, specs[next++], task.base) : undefined)
      // Towards the end nobody is given what another could begin at once.
      const ahead = () => (specs.length - next > 2 * threads.length ? 2 : 1)
      const serve = async (thread: Thread) => {
        if (thread !== threads[0]) await thread.look(data!)
        await thread.play(take, ahead, onAnswer)
      }
      data ??= threads[0]?.data
      await Promise.all(threads.map(serve))
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()))
    },
  }
}

/** What a worker that knows the base needs to know of a spec. */
function orderOf(run: number, spec: RunSpec, base: RunSpec): WorkerOrder {
  const keys = Object.keys({ ...base, ...spec }) as (keyof RunSpec)[]
  return {
    run,
    changes: Object.fromEntries(keys.filter((key) => spec[key] !== base[key]).map((key) => [key, spec[key]])),
  }
}

/** One worker, and what it has been told to do. */
class Thread {
  /** What it has read and others may use; undefined where reading failed, or each reads for itself. */
  readonly data: Promise<SharedDataset | undefined>
  readonly #ended: Promise<void>
  #error: Error | undefined
  #playing = 0
  #looks = false
  #onAnswer: OnAnswer = () => {}
  #onError: (error: Error) => void = () => {}

  constructor(private readonly worker: Worker) {
    let onData: (data: SharedDataset | undefined) => void
    this.data = new Promise((resolve) => (onData = resolve))
    worker.on('message', (answer: WorkerAnswer) => {
      onData(answer.kind === 'data' ? answer.data : undefined)
      if (answer.kind !== 'data') this.#onAnswer(answer)
    })
    worker.on('error', (error: Error) => this.#fail(error))
    this.#ended = new Promise((resolve) =>
      worker.on('exit', (code) => {
        this.#fail(
          new RustybtError('WORKER_ENDED', `a worker ended with code ${code} while it had runs to play`, {
            hint: 'does the strategy, or a package that it uses, call process.exit?',
          }),
        )
        resolve()
      }),
    )
  }

  /** Uses what another has read, once it has. */
  async look(data: Promise<SharedDataset | undefined>): Promise<void> {
    if (this.#looks) return
    this.#looks = true
    const read = await data
    if (read !== undefined) this.#post({ data: read })
  }

  /** Plays what it takes, `ahead` at a time at most, until there is nothing left to take. */
  play(take: () => WorkerOrder | undefined, ahead: () => number, onAnswer: OnAnswer): Promise<void> {
    return new Promise((resolve, reject) => {
      const more = () => {
        for (let order: WorkerOrder | undefined; this.#playing < ahead() && (order = take()); this.#playing++)
          this.#post(order)
        if (this.#playing === 0) resolve()
      }
      this.#onError = reject
      this.#onAnswer = (answer) => {
        this.#playing--
        onAnswer(answer)
        more()
      }
      if (this.#error) reject(this.#error)
      else more()
    })
  }

  /** Lets it close what it has opened; in the middle of a run it is stopped. */
  async close(): Promise<void> {
    if (this.#playing === 0) this.#post(undefined)
    else await this.worker.terminate()
    await this.#ended
  }

  #post(order: WorkerOrder | undefined): void {
    this.worker.postMessage(order)
  }

  #fail(error: Error): void {
    this.#error ??= error
    this.#onError(error)
  }
}
