import { resolve } from 'node:path'
import { rootFolder } from '../../data/disk.js'
import { migrate as migrateBundle } from '../../data/migration.js'
import { DataSource, type Frequency } from '../../data/source.js'
import { Calendar } from '../../time/calendar.js'
import type { Invocation } from '../command.js'
import { listenForInterrupt } from '../terminal/interrupt.js'
import { tellNotices } from '../terminal/notices.js'
import { createProgress } from '../terminal/progress.js'
import { UsageError } from '../usage.js'

interface MigrateFlags {
  readonly bundle?: string
  readonly source?: string
  readonly calendar?: string
  readonly dataFrequency?: Frequency
  readonly json?: boolean
}

/** `rustybt bundle migrate PATH -b NAME`: calendar and frequency are those that the data name, unless flags say others. */
export async function migrate({ shell, operands, options }: Invocation): Promise<number> {
  const started = performance.now()
  const flags = options as unknown as MigrateFlags
  const path = resolve(shell.cwd, operands[1])
  if (flags.bundle === undefined) {
    throw new UsageError('which bundle shall be written? Name it with -b NAME', {
      hint: `rustybt bundle migrate ${operands[1]} -b NAME`,
    })
  }
  const kernel = await shell.kernel(await shell.config())
  const choice = { use: flags.source ?? 'zipline-bundle', path }
  const source = await kernel.create(DataSource, choice)
  const said = await source.describe?.()
  const calendar = await kernel.create(Calendar, flags.calendar ?? said?.calendar ?? 'XNYS')
  const frequency = flags.dataFrequency ?? said?.frequency ?? 'daily'

  const progress = await createProgress(shell.stderr)
  const interrupt = listenForInterrupt(() => progress.line('interrupted: ending the migration (again to kill it)'))
  const show = (done: number) => progress.show('migrating', Math.round(100 * done), 100)
  try {
    const { manifest, report } = await migrateBundle(
      source,
      { frequency, calendar, signal: interrupt.signal, progress: show },
      {
        bundle: flags.bundle,
        version: shell.version,
        choice,
        // As Zipline does with what is listed.
        splits: 'apply',
        root: rootFolder(shell.environment),
        onRemark: (text) => progress.line(text),
      },
    )
    progress.stop()
    if (flags.json) shell.print(JSON.stringify(report, null, 2))
    else {
      tellNotices(shell, manifest.quality.notices, false)
      const { dailyBars, minuteBars, values, assets, splits, dividends, stockDividends, mergers } = report.compared
      const minutes = minuteBars > 0 ? `${minuteBars} minutes, ` : ''
      const adjustments = splits + dividends + stockDividends + mergers
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      shell.print(
        `${manifest.bundle} ${manifest.ingestion}: ${assets} assets, ${minutes}${dailyBars} days, ${adjustments} adjustments in ${seconds} s; ${values} values compared, all equal`,
      )
    }
    return 0
  } catch (error) {
    if (!interrupt.signal.aborted || (error as Error).name !== 'AbortError') throw error
    progress.stop()
    shell.tell('stopped: nothing was migrated, earlier ingestions are as they were', 'yellow')
    return interrupt.code()
  } finally {
    interrupt.release()
    progress.stop()
  }
}
