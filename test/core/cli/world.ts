import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { main } from '../../../core/cli/main.js'
import type { Plugin } from '../../../core/kernel/plugin.js'

/** What is kept is kept away from the developer's own. */
const ROOT = mkdtempSync(join(tmpdir(), 'rustybt-root-'))

export interface Answer {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command line inside the test, with streams that are lists. */
export async function rustybt(
  args: readonly string[],
  plugins: readonly Plugin[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const out: string[] = []
  const err: string[] = []
  const code = await main(
    args,
    { plugins: async () => plugins },
    {
      stdout: { write: (text) => out.push(text) },
      stderr: { write: (text) => err.push(text) },
      cwd: import.meta.dirname,
      environment: { RUSTYBT_ROOT: ROOT, ...environment },
    },
  )
  return { code, stdout: out.join(''), stderr: err.join('') }
}
