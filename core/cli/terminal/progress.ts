import type { SingleBar } from 'cli-progress'
import type { Output } from './terminal.js'

/** A bar on stderr that makes way for lines. */
export interface Progress {
  /** Goes on to a stage, or further in it. */
  show(stage: string, done: number, total: number): void
  /** Writes a line above the bar. */
  line(text: string): void
  stop(): void
}

export function noProgress(output: Output): Progress {
  return { show() {}, line: (text) => void output.write(`${text}\n`), stop() {} }
}

/** On a terminal only; elsewhere lines alone are written. */
export async function createProgress(output: Output): Promise<Progress> {
  if (!output.isTTY) return noProgress(output)
  const { default: bars } = await import('cli-progress')
  let bar: SingleBar | undefined
  let stage = ''
  const clear = () => void output.write('\r\u001b[K')
  const start = (name: string, total: number) => {
    stage = name
    bar = new bars.SingleBar({
      stream: output as NodeJS.WriteStream,
      format: `${name.padEnd(12)} {bar} {percentage}% | {value}/{total}`,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      // A second Ctrl-C kills at once: the terminal is left as it was.
      hideCursor: false,
      linewrap: true,
      clearOnComplete: true,
      // Ctrl-C is the run's: it ends cleanly, and then stops the bar.
      gracefulExit: false,
    })
    bar.start(total, 0)
  }
  const stop = () => {
    bar?.stop()
    bar = undefined
  }
  return {
    show(name, done, total) {
      if (bar !== undefined && name !== stage) stop()
      if (bar === undefined) start(name, total)
      bar?.update(done)
    },
    line(text) {
      if (bar !== undefined) clear()
      output.write(`${text}\n`)
    },
    stop,
  }
}
