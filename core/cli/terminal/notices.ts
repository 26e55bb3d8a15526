import type { Notice } from '../../data/source.js'
import type { Shell } from './shell.js'

const SHOWN = 5

/** What to do about a notice, where a flag does it. */
const ADVICE: Readonly<Record<string, string>> = {
  SPLIT_NOT_IN_PRICES: '--splits ignore leaves the listed splits out',
  SPLIT_IGNORED: '--splits apply takes the listed splits',
}

/** The first notices on stderr, and how many more there are; with `advise`, the flag that helps. */
export function tellNotices(shell: Shell, notices: readonly Notice[], advise = true): void {
  if (notices.length === 0) return
  shell.tell(`${notices.length} ${notices.length === 1 ? 'notice' : 'notices'} about the data:`, 'yellow')
  for (const { code, message } of notices.slice(0, SHOWN)) shell.tell(`  ${code}: ${message}`)
  const more = notices.length - SHOWN
  if (more > 0) shell.tell(`  … and ${more} more (--json shows all)`)
  for (const code of new Set(notices.map((notice) => notice.code)))
    if (advise && code in ADVICE) shell.tell(`hint: ${ADVICE[code]}`)
}
