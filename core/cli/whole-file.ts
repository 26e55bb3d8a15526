import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { RustybtError } from '../kernel/errors.js'

/** Text is handed to the system in pieces of about so many characters. */
const PIECE = 1 << 16

/** Writes beside the file, then renames: there is the whole file, or what was there before. Throws `OUTPUT_FAILED`. */
export function writeWhole(file: string, parts: Iterable<string | Uint8Array>): void {
  const beside = `${file}.${process.pid}.part`
  try {
    const handle = openSync(beside, 'w')
    try {
      let text = ''
      for (const part of parts) {
        if (typeof part === 'string') text += part
        if (typeof part === 'string' && text.length < PIECE) continue
        writeFileSync(handle, text)
        text = ''
        if (typeof part !== 'string') writeFileSync(handle, part)
      }
      writeFileSync(handle, text)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(beside, file)
  } catch (cause) {
    rmSync(beside, { force: true })
    throw new RustybtError('OUTPUT_FAILED', `${file} could not be written: ${(cause as Error).message}`, { cause })
  }
}
