import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'

const folders: string[] = []

/** A folder that `removeFolders` removes. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rustybt-zipline-'))
  folders.push(folder)
  return folder
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

/** Unpacks one of the bundles beside this file, in a folder of its own, and answers that of the ingestion. */
export function unpack(name: 'daily' | 'minute' | 'odds' | 'columns'): string {
  const folder = newFolder()
  const tar = gunzipSync(readFileSync(join(import.meta.dirname, `${name}.tar.gz`)))
  const text = (from: number, length: number) => tar.toString('latin1', from, from + length).replace(/\0.*$/s, '')
  for (let at = 0; tar[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8)
    const path = join(folder, text(at + 345, 155), text(at, 100))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, tar.subarray(at + 512, at + 512 + size))
    at += 512 + Math.ceil(size / 512) * 512
  }
  return join(folder, name)
}
