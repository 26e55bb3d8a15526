import { describeBundle } from '../../data/bundle.js'
import { validateBundle } from '../../data/bundle-validation.js'
import { rootFolder } from '../../data/disk.js'
import type { PresetName, Severity } from '../../data/finding.js'
import { findingText } from '../../data/validation.js'
import { Calendar } from '../../time/calendar.js'
import type { Invocation } from '../command.js'
import { createProgress } from '../terminal/progress.js'

const SHOWN = 50
const STYLES = { error: 'red', warning: 'yellow', info: 'dim' } as const
const ORDER: readonly Severity[] = ['error', 'warning', 'info']

/** `rustybt bundle validate NAME`: exit code 1 where there is an error. */
export async function validate({ shell, operands, options }: Invocation): Promise<number> {
  const [, name] = operands
  const { quality: preset, bundleTimestamp: timestamp } = options as {
    readonly quality?: PresetName
    readonly bundleTimestamp?: number
  }
  const where = { timestamp, root: rootFolder(shell.environment) }
  const { calendar: calendarName } = describeBundle(name, where)
  const kernel = await shell.kernel(await shell.config())
  const calendar = await kernel.create(Calendar, calendarName)
  const bar = await createProgress(shell.stderr)
  const progress = (done: number) => bar.show('validating', Math.round(100 * done), 100)
  const report = await validateBundle(name, { ...where, calendar, preset, progress }).finally(() => bar.stop())
  const { errors, warnings, infos } = report.summary
  if (options.json) shell.print(JSON.stringify({ ok: errors === 0, ...report }, null, 2))
  else {
    const sorted = ORDER.flatMap((severity) => report.findings.filter((finding) => finding.severity === severity))
    for (const finding of sorted.slice(0, SHOWN))
      shell.print(shell.paint(findingText(finding), STYLES[finding.severity]))
    const more = errors + warnings + infos - Math.min(sorted.length, SHOWN)
    if (more > 0) shell.print(`… and ${more} more`)
    shell.print(
      `${name} ${report.ingestion}: ${report.files} files, ${report.bars} bars: ` +
        `${errors} errors, ${warnings} warnings, ${infos} infos`,
    )
  }
  return errors === 0 ? 0 : 1
}
