import { type BundleListing, listBundles } from '../data/catalog.js'
import { rootFolder } from '../data/disk.js'
import { bytesText } from './bytes-text.js'
import type { Command, Invocation } from './command.js'
import { type Cell, formatTable } from './table.js'

export const bundles: Command = {
  name: 'bundles',
  summary: 'list what has been ingested',
  describe(flags) {
    flags.option('--json', 'print the list as JSON')
  },
  async run({ shell, options }: Invocation): Promise<number> {
    const root = rootFolder(shell.environment)
    const listed = listBundles(root)
    if (options.json) shell.print(JSON.stringify(listed.map(withSizes), null, 2))
    else if (listed.length === 0) shell.print(`no bundle in ${root}: rustybt ingest -b NAME --csv DIR makes one`)
    else shell.print(formatTable([HEADER, ...listed.flatMap(rows)], [2, 3, 6]))
    return 0
  },
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
