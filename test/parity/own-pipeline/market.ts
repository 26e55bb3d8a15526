import { join } from 'node:path'
import { type Dataset, readDataset } from '../../../core/data/dataset.js'
import { QUIRKS } from '../../../core/data/quirks.js'
import { DataSource } from '../../../core/data/source.js'
import { createKernel } from '../../../core/kernel/kernel.js'
import { Calendar } from '../../../core/time/calendar.js'
import { firstPartyPlugins } from '../../../plugins/index.js'

/** The data of make_pipeline_data.py for a seed, read as a run reads them. */
export async function readMarket(seed: number): Promise<Dataset> {
  const kernel = await createKernel({ version: '0.1.0', plugins: await firstPartyPlugins() })
  try {
    const dir = join(import.meta.dirname, `data-${seed}`, 'daily')
    const run = await kernel.boot(
      new Map<typeof Calendar | typeof DataSource, unknown>([
        [Calendar, 'XNYS'],
        [DataSource, { use: 'csv', dir }],
      ]) as never,
    )
    try {
      return await readDataset(run.get(DataSource), { frequency: 'daily', calendar: run.get(Calendar) }, QUIRKS.zipline)
    } finally {
      await run.close()
    }
  } finally {
    await kernel.close()
  }
}
