import builtin from '../builtin.js'
import { main } from '../cli/main.js'
import type { Plugin } from '../kernel/plugin.js'

export interface CommandTest {
  /** Whose commands there are beside core's. */
  readonly plugins?: readonly Plugin[]
  /** The working directory; this process's where left out. */
  readonly cwd?: string
  readonly environment?: Readonly<Record<string, string>>
}

/** What a command said, and how it ended. */
export interface CommandRun {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a line of `rustybt` inside the test: `await runCommand(['hello', 'world'], { plugins: [mine] })`. Nothing is thrown. */
export async function runCommand(args: readonly string[], test: CommandTest = {}): Promise<CommandRun> {
  const { plugins = [], cwd = process.cwd(), environment = {} } = test
  const said = { stdout: '', stderr: '' }
  const outputTo = (stream: keyof typeof said) => ({
    write: (text: string) => {
      said[stream] += text
    },
  })
  const code = await main(
    args,
    { plugins: async () => [builtin, ...plugins.filter(({ name }) => name !== builtin.name)] },
    { stdout: outputTo('stdout'), stderr: outputTo('stderr'), cwd, environment },
  )
  return { code, ...said }
}
