import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describeBundle } from '../../data/bundle.js'
import { sealOf, sha256 } from '../../data/disk.js'
import { isBundle, isHistory, type RunSpec } from '../../engine/run-spec.js'

interface HashedFile {
  /** As seen from the folder, with slashes. */
  readonly path: string
  readonly sha256: string
}

/** SHA-256 of what `sha256sum` prints of the files, in the order of their paths' code units. */
export function filesHash(files: readonly HashedFile[]): string {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1))
  return sha256(sorted.map((file) => `${file.sha256}  ${file.path}\n`).join(''))
}

/** Of the bundle's files, or of the CSV files of a folder; undefined where a run is on other data, or on a stream. */
export function dataHash({ source, feed }: RunSpec, cwd: string, root: string): string | undefined {
  if (!isHistory(feed)) return undefined
  if (isBundle(source)) {
    const timestamp = source.timestamp === undefined ? undefined : Date.parse(source.timestamp)
    return filesHash(describeBundle(source.bundle, { timestamp, root }).files)
  }
  if (typeof source === 'string' || !('use' in source) || source.use !== 'csv' || typeof source.dir !== 'string')
    return undefined
  const folder = resolve(cwd, source.dir)
  if (!existsSync(folder)) return undefined
  if (!statSync(folder).isDirectory()) return sealOf(folder).sha256
  return filesHash(csvFiles(folder).map((path) => ({ path, sha256: sealOf(join(folder, path)).sha256 })))
}

/** In the folder itself and in its folders: `daily/`, `minute/`, `bars/`. */
function csvFiles(folder: string): string[] {
  const isCsv = (name: string) => /\.csv(\.gz)?$/i.test(name)
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    const found = statSync(path, { throwIfNoEntry: false })
    if (found?.isDirectory()) return readdirSync(path).flatMap((inner) => (isCsv(inner) ? [`${name}/${inner}`] : []))
    return found?.isFile() && isCsv(name) ? [name] : []
  })
}
