/** Where text goes: stdout, stderr, or a test's list. */
export interface Output {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

const STYLES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const
export type Style = keyof typeof STYLES

/** What a command knows of the world around it. */
export interface World {
  /** Where answers come from; nothing is asked without one. */
  readonly stdin?: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly stdout: Output
  readonly stderr: Output
  readonly cwd: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

export function processWorld(): World {
  for (const stream of [process.stdout, process.stderr]) ignoreClosedPipe(stream)
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    cwd: process.cwd(),
    environment: process.env,
  }
}

/** Colours only where somebody looks, and not where they said no. */
export function paint(
  text: string,
  style: Style,
  output: Output,
  { NO_COLOR, TERM }: World['environment'] = process.env,
): string {
  if (!output.isTTY || TERM === 'dumb' || (NO_COLOR ?? '') !== '') return text
  const [on, off] = STYLES[style]
  return `\u001b[${on}m${text}\u001b[${off}m`
}

/** `rustybt … | head` closes our stdout: what is still printed goes nowhere, and what is written to files goes on. */
function ignoreClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}
