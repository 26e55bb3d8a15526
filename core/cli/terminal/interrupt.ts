/** Ctrl-C, or a request to end, as a signal that work can look at. */
export interface Interrupt {
  readonly signal: AbortSignal
  /** Exit code for a run that was stopped: 128 and the signal's number. */
  readonly code: () => number
  release(): void
}

const NUMBERS = { SIGINT: 2, SIGTERM: 15 } as const

/** The first Ctrl-C asks the work to end; after it Node's own handling is back, and a second one kills. */
export function listenForInterrupt(tell: () => void): Interrupt {
  const controller = new AbortController()
  let code = 130
  const listeners = Object.entries(NUMBERS).map(([name, number]) => {
    const listener = () => {
      code = 128 + number
      release()
      tell()
      controller.abort()
    }
    return { name, listener }
  })
  const release = () => {
    for (const { name, listener } of listeners) process.removeListener(name, listener)
  }
  for (const { name, listener } of listeners) process.once(name, listener)
  return { signal: controller.signal, code: () => code, release }
}
