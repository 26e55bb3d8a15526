import { seriesKernels } from './series-kernels.js'

/** From here on the pages of new memory, which the system clears, take longer than many a kernel: two megabytes. */
const LARGE = 2 ** 18
/** What has not been used again for so long goes back to the system. */
const WAIT_MS = 5000

let waiting = false

/**
 * An array for a kernel's answer, of any content: the kernel must write all of it. Large ones are of memory that is used again once
 * the arrays it was lent to have been collected.
 */
export function answerArray(length: number): Float64Array {
  const lent = length < LARGE ? null : seriesKernels.memoryTake(length)
  if (lent === null) return new Float64Array(length)
  if (!waiting) trimLater()
  return lent
}

function trimLater(): void {
  waiting = true
  const timer: { unref?(): void } | number = setTimeout(() => {
    waiting = false
    if (seriesKernels.memoryTrim() > 0) trimLater()
  }, WAIT_MS)
  // A process is not kept from its end by it.
  if (typeof timer === 'object') timer.unref?.()
}
