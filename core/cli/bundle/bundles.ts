import { listCaches } from '../../data/cache-counts.js'
import { type BundleListing, listBundles } from '../../data/catalog.js'
import { rootFolder } from '../../data/disk.js'
import type { Command, Invocation } from '../command.js'
import { bytesText } from '../terminal/bytes-text.js'
import type { Shell } from '../terminal/shell.js'
import { type Cell, formatTable } from '../terminal/table.js'

export const bundles: Command = {
  name: 'bundles',
  summary: 'list what has been ingested',
  describe(flags) {
    flags
      .option(
        '--cache',
        'list instead what is held of bars in memory and of vendors’ answers on disk, and how often it served',
      )
      .option('--json', 'print the list as JSON')
  },
  async run({ shell, options }: Invocation): Promise<number> {
    const root = rootFolder(shell.environment)
    if (options.cache) {
      tellCaches(shell, root, options.json === true)
      return 0
    }
    const listed = listBundles(root)
    if (options.json) shell.print(JSON.stringify(listed.map(withSizes), null, 2))
    else if (listed.length === 0) shell.print(`no bundle in ${root}: rustybt ingest -b NAME --csv DIR makes one`)
    else shell.print(formatTable([HEADER, ...listed.flatMap(rows)], [2, 3, 6]))
    return 0
  },
}

const CACHE_HEADER = ['cache', 'hits', 'misses', 'hit rate', 'held', 'budget']

function tellCaches(shell: Shell, root: string, json: boolean): void {
  const caches = listCaches(root)
  if (json) shell.print(JSON.stringify(caches, null, 2))
  else if (caches.length === 0)
    shell.print(`no cache of ${root} has been asked yet: runs on bundles and ingests of \`--source\`s do`)
  else {
    const rows = caches.map(({ cache, hits, misses, hitRate, bytes, budget }) => {
      const rate = hitRate === undefined ? '' : `${(100 * hitRate).toFixed(1)} %`
      return [cache, hits, misses, rate, bytesText(bytes), bytesText(budget)]
    })
    shell.print(formatTable([CACHE_HEADER, ...rows], [1, 2, 3, 4, 5]))
  }
}

const HEADER = ['bundle', 'ingestion', 'assets', 'bars', 'first', 'last', 'size', 'calendar']

/** The latest ingestion first: it is the one that runs take. */
function rows({ name, ingestions }: BundleListing): Cell[][] {
  return [...ingestions].reverse().map(({ ingestion, manifest, problem }) => {
    if (manifest === undefined) return [name, ingestion, problem]
    const { assets, bars } = manifest.rows
    const size = manifest.files.reduce((sum, file) => sum + file.size, 0)
    const { firstSession, lastSession, calendar } = manifest
    return [name, ingestion, assets, bars, firstSession, lastSession, bytesText(size), calendar]
  })
}

function withSizes({ name, ingestions }: BundleListing) {
  return {
    name,
    ingestions: [...ingestions].reverse().map(({ ingestion, manifest, problem }) => {
      if (manifest === undefined) return { ingestion, problem }
      const { files, quality, ...rest } = manifest
      return { ...rest, size: files.reduce((sum, file) => sum + file.size, 0), notices: quality.notices.length }
    }),
  }
}
