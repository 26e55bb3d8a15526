import type { Notice } from '../../core/data/source.js'

/** Collects the columns that no one reads, so that a folder of a thousand files says so once. */
export class IgnoredColumns {
  private readonly files = new Map<string, { count: number; first: string }>()

  add(rows: { readonly file: string; readonly ignored: readonly string[] }): void {
    for (const name of rows.ignored) {
      const seen = this.files.get(name)
      if (seen === undefined) this.files.set(name, { count: 1, first: rows.file })
      else seen.count++
    }
  }

  notices(): Notice[] {
    return [...this.files].map(([name, { count, first }]) => {
      const where = count === 1 ? first : `${count} files, the first ${first}`
      return isAdjusted(name)
        ? {
            code: 'DATA_ADJUSTED_CLOSE',
            message: `column ${name} is not read (${where}): prices stay as listed, so give splits and dividends beside them`,
          }
        : { code: 'DATA_COLUMN_IGNORED', message: `column ${name} is not read (${where})` }
    })
  }
}

const isAdjusted = (name: string): boolean => /^adj(usted)?[\s_.]*close$/i.test(name)
