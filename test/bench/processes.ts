import { spawnSync } from 'node:child_process'

export interface Finished {
  /** From start to exit. */
  readonly seconds: number
  readonly output: string
}

/** The Node that is measured. */
export interface Runtime {
  readonly path: string
  readonly version: string
}

/** Throws where there is no Node at this path. */
export function runtimeAt(path: string): Runtime {
  return { path, version: finish(path, ['-p', 'process.versions.node']).output.trim() }
}

/** Runs a command to its end; throws with what it said where it fails. */
export function finish(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Finished {
  const begun = performance.now()
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 26,
  })
  const seconds = (performance.now() - begun) / 1000
  if (error) throw error
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} answered ${status}:\n${stderr || stdout}`)
  return { seconds, output: stdout }
}

/** What a script has printed as its last line. */
export function lastLine<T>({ output }: Finished): T {
  return JSON.parse(output.trim().split('\n').at(-1)!) as T
}

export function repeat<T>(times: number, once: () => T): T[] {
  return Array.from({ length: times }, once)
}
