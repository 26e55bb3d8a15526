import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A Python script that answers line by line. */
export function askPeer(python: string, script: string) {
  const peer = spawn(python, [join(import.meta.dirname, 'peers', script)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]()
  return {
    async ask(text: string): Promise<string[]> {
      peer.stdin.write(`${text}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error(`${script} ended at '${text}'`)
      return String(value).split(' ')
    },
    end: () => void peer.stdin.end(),
  }
}

/** Seconds that something took: by the clock, which is what people wait for, and of the processor, on all threads. */
export interface Spent {
  readonly clock: number
  readonly processor: number
}

export const NEVER: Spent = { clock: Number.POSITIVE_INFINITY, processor: Number.POSITIVE_INFINITY }

/** The least of each. */
export function least(one: Spent, other: Spent): Spent {
  return { clock: Math.min(one.clock, other.clock), processor: Math.min(one.processor, other.processor) }
}

export function timed(run: () => unknown): Spent {
  const used = process.cpuUsage()
  const begun = performance.now()
  run()
  const clock = (performance.now() - begun) / 1e3
  const { user, system } = process.cpuUsage(used)
  return { clock, processor: (user + system) / 1e6 }
}

/** A walk from 100; `peers/talib_series.py` makes the same. */
export function bars(count: number): Record<'o' | 'h' | 'l' | 'c' | 'v', Float64Array> {
  let seed = 1
  const random = () => {
    // 32-bit arithmetic of the generator, modulo 2^31.
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
    return seed / 2 ** 31 - 0.5
  }
  const make = () => new Float64Array(count)
  const made = { o: make(), h: make(), l: make(), c: make(), v: make() }
  let walked = 0
  for (let row = 0; row < count; row++) {
    walked += random() * 0.03
    const close = 100 + walked
    made.c[row] = close
    made.h[row] = close + Math.abs(random()) * 0.3
    made.l[row] = close - Math.abs(random()) * 0.3
    made.o[row] = close + random() * 0.1
    made.v[row] = Math.floor(1000 + random() * 999)
  }
  return made
}
