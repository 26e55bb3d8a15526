import type { BoundColumn } from './dataset.js'
import type { Pipeline } from './pipeline.js'
import type { Term } from './term.js'

type Done = (() => void) | undefined

/** Told what a pipeline's computation is at; what each answers is called when that is done. */
export interface PipelineHooks {
  runningPipeline?(pipeline: Pipeline, start: string, end: string): Done
  computingChunk?(terms: readonly Term[], start: string, end: string, sessions: number): Done
  loadingTerms?(columns: readonly BoundColumn[]): Done
  computingTerm?(term: Term): Done
}

/** Several hooks as one. */
export function delegatingHooks(...hooks: readonly PipelineHooks[]): PipelineHooks {
  const all =
    <A extends unknown[]>(choose: (hook: PipelineHooks) => ((...args: A) => Done) | undefined) =>
    (...args: A): Done => {
      const done = hooks.map((hook) => choose(hook)?.apply(hook, args))
      return () => {
        for (const each of done) each?.()
      }
    }
  return {
    runningPipeline: all((hook) => hook.runningPipeline),
    computingChunk: all((hook) => hook.computingChunk),
    loadingTerms: all((hook) => hook.loadingTerms),
    computingTerm: all((hook) => hook.computingTerm),
  }
}

/** Tells how far a run of so many sessions has come, 0 to 1, and at what it is. */
export function progressHooks(sessions: number, tell: (done: number, at: string) => void): PipelineHooks {
  let before = 0
  let chunk = { rows: 0, terms: 1, computed: 0 }
  const done = () => Math.min(1, (before + (chunk.rows * chunk.computed) / chunk.terms) / sessions)
  return {
    computingChunk(terms, start, end, rows) {
      chunk = { rows, terms: terms.length, computed: 0 }
      tell(done(), `${start} to ${end}`)
      return () => {
        before += rows
        chunk.computed = 0
        tell(done(), `${start} to ${end}`)
      }
    },
    computingTerm: (term) => () => {
      chunk.computed++
      tell(done(), term.label)
    },
  }
}
