import { type AssetInfo, type BundleInfo, bundleInfo } from '../../data/bundle-info.js'
import { rootFolder } from '../../data/disk.js'
import type { Finding } from '../../data/finding.js'
import { findingText } from '../../data/validation.js'
import { Calendar } from '../../time/calendar.js'
import type { Invocation } from '../command.js'
import { bytesText } from '../terminal/bytes-text.js'
import { formatTable } from '../terminal/table.js'

const SHOWN = 20

/** `rustybt bundle info NAME` */
export async function info({ shell, operands, options }: Invocation): Promise<number> {
  const kernel = await shell.kernel(await shell.config())
  const known = async (name: string) => {
    const isKnown = kernel.offers(Calendar).some((offer) => offer.name === name)
    return isKnown ? kernel.create(Calendar, name) : undefined
  }
  const timestamp = options.bundleTimestamp as number | undefined
  const found = await bundleInfo(operands[1], known, { timestamp, root: rootFolder(shell.environment) })
  shell.print(options.json ? JSON.stringify(withSummary(found), null, 2) : told(found))
  return 0
}

function withSummary({ folder, manifest, size, assets, ingestions }: BundleInfo) {
  return { folder, ...manifest, size, assets, ingestions }
}

function told({ folder, manifest, size, assets, ingestions }: BundleInfo): string {
  const { rows, quality, files } = manifest
  const about: [string, string][] = [
    ['bundle', manifest.bundle],
    ['folder', folder],
    ['ingestion', `${manifest.ingestion}, by rustybt ${manifest.rustybt}, schema ${manifest.schemaVersion}`],
    ['calendar', manifest.calendar],
    ['frequency', manifest.frequency],
    ['sessions', `${manifest.firstSession} to ${manifest.lastSession}`],
    ['source', JSON.stringify(manifest.source)],
    ['size', `${bytesText(size)} in ${files.length} files`],
    [
      'rows',
      Object.entries(rows)
        .map(([name, count]) => `${count} ${name}`)
        .join(', '),
    ],
    ['quality', qualityText(quality)],
  ]
  const header = ['ingestion', 'first', 'last', 'bars', 'size', '']
  const list = ingestions.map((each) => [
    each.ingestion,
    each.firstSession,
    each.lastSession,
    each.rows?.bars,
    each.size === undefined ? '' : bytesText(each.size),
    each.problem,
  ])
  return [
    formatTable(about),
    formatTable([ASSETS_HEADER, ...shown(assets).map(assetRow)], [5, 6]),
    assets.length > SHOWN ? `… and ${assets.length - SHOWN} more assets (--json shows all)\n` : '',
    worst(quality.findings ?? []),
    formatTable([header, ...list], [3, 4]),
  ]
    .filter((part) => part !== '')
    .join('\n')
}

const ASSETS_HEADER = ['symbol', 'kind', 'from', 'to', 'last bar', 'bars', 'missing']
const assetRow = ({ symbol, kind, firstBar, end, lastBar, bars, missing }: AssetInfo) => [
  symbol,
  kind,
  firstBar,
  end,
  lastBar,
  bars,
  missing,
]

/** Errors and warnings; holes are counted in the table. */
const worst = (findings: readonly Finding[]): string =>
  findings
    .filter(({ severity }) => severity !== 'info')
    .slice(0, SHOWN)
    .map((finding) => `${findingText(finding)}\n`)
    .join('')

/** Those with holes first. */
const shown = (assets: readonly AssetInfo[]): AssetInfo[] =>
  [...assets].sort((a, b) => (b.missing ?? 0) - (a.missing ?? 0) || a.sid - b.sid).slice(0, SHOWN)

function qualityText({ summary, notices }: BundleInfo['manifest']['quality']): string {
  const notes = `${notices.length} ${notices.length === 1 ? 'notice' : 'notices'}`
  if (summary === undefined) return `not looked at when it was ingested; ${notes}`
  return `${summary.errors} errors, ${summary.warnings} warnings, ${summary.infos} infos, ${notes}`
}
