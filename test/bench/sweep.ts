import { join } from 'node:path'
import type { CommandLine } from './cli-start.js'
import type { PeerData, Peers } from './peers.js'
import { finish, lastLine, repeat } from './processes.js'
import { type Row, rowOf } from './row.js'
import type { Sample, Task } from './task.js'

export const SWEEP_ABOUT =
  '990 pairs of means on one asset, 100 units held while the short mean is above the long one, from prices to the return and Sharpe ratio of each pair: by the kernel, as algorithms in workers (their start and the reading in it), and by vectorbt when it has compiled its code'

/** The same sweep three ways; what the kernel and the workers end with must be equal. */
export function measureSweep(line: CommandLine, data: PeerData, runs: number, peers: Peers | undefined): Row[] {
  const task: Pick<Task, 'name' | 'unit'> = { name: 'sweep', unit: 'bars' }
  const own = (script: string): Sample => {
    const finished = finish(line.node.path, [join(line.compiled, script), data.folder, data.start, data.end])
    return { ...lastLine<Sample>(finished), process: finished.seconds, version: line.version }
  }
  const samples = (once: () => Sample) => repeat(runs, once)
  const kernel = rowOf(
    task,
    'rustybt',
    samples(() => own('sweep-kernel.js')),
  )
  const workers = rowOf(
    task,
    'rustybt workers',
    samples(() => own('sweep-workers.js')),
    kernel,
    'value and fills',
  )
  if (peers?.has('vectorbt') !== true) return [kernel, workers]
  const vectorbt = samples(() => peers.once('vectorbt', 'sweep', data))
  return [kernel, workers, rowOf(task, 'vectorbt', vectorbt, kernel, 'fills to 0.1 %')]
}
