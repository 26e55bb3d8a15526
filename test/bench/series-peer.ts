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

/** Seconds of the processor. */
export function timed(run: () => unknown): number {
  const begun = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / 1e6
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
