import type { BoundColumn } from './dataset.js'
import type { Pipeline } from './pipeline.js'
import type { Term } from './term.js'

type Done = (() => void) | void

/** Told what a pipeline's computation is at; what each answers is called when that is done. */
export interface PipelineHooks {
  runningPipeline?(pipeline: Pipeline, start: string, end: string): Done
  computingChunk?(terms: readonly Term[], start: string, end: string): Done
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

/** Tells how far a run has come, from 0 to 1: sessions done, and within a chunk its terms. `sessions` is how many the whole run has. */
export function progressHooks(sessions: number, tell: (done: number, at: string) => void): PipelineHooks {
  let before = 0
  let share = 0
  let terms = 1
  let computed = 0
  return {
    computingChunk(all, start, end) {
      terms = all.length
      computed = 0
      tell(Math.min(1, before / sessions), `${start} to ${end}`)
      return () => {
        before += share
        tell(Math.min(1, before / sessions), `${start} to ${end}`)
      }
    },
    computingTerm(term) {
      return () => {
        computed++
        tell(Math.min(1, (before + (share * computed) / terms) / sessions), term.label)
      }
    },
    runningPipeline(_pipeline, _start, _end) {
      share = sessions
    },
  }
}
