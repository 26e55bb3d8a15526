import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ingest } from '../../core/data/ingest.js'
import { DataSource } from '../../core/data/source.js'
import { createKernel } from '../../core/kernel/kernel.js'
import { Calendar } from '../../core/time/calendar.js'
import { firstPartyPlugins } from '../../plugins/index.js'

/** One ingest in a process of its own: `node ingest-child.js FOLDER [ROOT]`, which is left where it is named; the last line is what was measured, as JSON. */
const [dir, kept] = process.argv.slice(2)
const root = kept ?? mkdtempSync(join(tmpdir(), 'rustybt-ingest-'))
try {
  const kernel = await createKernel({ version: '0.1.0', plugins: await firstPartyPlugins() })
  const calendar = await kernel.create(Calendar, 'XNYS')
  const source = await kernel.create(DataSource, { use: 'csv', dir })
  const begun = performance.now()
  const { rows } = await ingest(source, { frequency: 'daily', calendar }, { bundle: 'bench', version: '0.1.0', root })
  const run = (performance.now() - begun) / 1000
  console.log(JSON.stringify({ run, bars: rows.bars, memory: process.resourceUsage().maxRSS / 1024 }))
} finally {
  if (kept === undefined) rmSync(root, { recursive: true, force: true })
}
