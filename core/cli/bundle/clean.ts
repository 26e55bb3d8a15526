import { createInterface } from 'node:readline/promises'
import { InvalidArgumentError } from 'commander'
import { chooseClean, cleanBundle } from '../../data/catalog.js'
import { rootFolder } from '../../data/disk.js'
import type { Command, Invocation } from '../command.js'
import { instantFlag } from '../flag-values.js'
import type { Shell } from '../terminal/shell.js'
import { UsageError } from '../usage.js'

const EXAMPLES = `
Examples:
  $ rustybt clean -b us --keep-last 3                 the latest three stay
  $ rustybt clean -b us --before 2026-01-31 --yes
  $ rustybt clean -b us --after 2026-11-28T16:00Z     what came after an ingest that was good

\`rustybt bundles\` lists the ingestions. What was appended to one that is removed stays whole.
`

export const clean: Command = {
  name: 'clean',
  summary: 'remove old ingestions of a bundle',
  describe(flags) {
    flags
      .requiredOption('-b, --bundle <name>', 'the bundle')
      .option('-e, --before <time>', 'remove what was ingested before (UTC)', instantFlag)
      .option('-a, --after <time>', 'remove what was ingested after; with --before, all that is outside', instantFlag)
      .option('-k, --keep-last <n>', 'remove all but the latest N; not beside the others', whole)
      .option('--yes', 'do not ask')
      .option('--json', 'print what was removed as JSON')
      .addHelpText('after', EXAMPLES)
  },
  async run({ shell, options }: Invocation): Promise<number> {
    const { bundle, before, after, keepLast } = options as Record<string, never>
    const what = { before, after, keepLast, root: rootFolder(shell.environment) }
    const chosen = chooseClean(bundle, what)
    if (chosen.length > 0 && !options.yes && !(await agrees(shell, bundle, chosen))) {
      shell.tell('nothing was removed')
      return 1
    }
    const removed = chosen.length === 0 ? [] : cleanBundle(bundle, what)
    if (options.json) shell.print(JSON.stringify(removed, null, 2))
    else if (removed.length === 0) shell.print(`nothing to remove from ${bundle}`)
    else for (const ingestion of removed) shell.print(`removed ${bundle} ${ingestion}`)
    return 0
  },
}

async function agrees(shell: Shell, bundle: string, chosen: readonly string[]): Promise<boolean> {
  for (const ingestion of chosen) shell.tell(`${bundle} ${ingestion}`)
  if (!process.stdin.isTTY)
    throw new UsageError(`${chosen.length} to be removed, and nobody to be asked`, { hint: '--yes removes them' })
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal.question(`remove ${chosen.length === 1 ? 'it' : `these ${chosen.length}`}? [y/N] `)
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 0.')
  return Number(text)
}
