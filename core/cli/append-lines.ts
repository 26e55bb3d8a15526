import { appendFileSync, closeSync, fstatSync, fsyncSync, mkdirSync, openSync, readSync } from 'node:fs'
import { dirname } from 'node:path'

/** Adds lines to a file in one write, on the disk when it returns. A line that a crash has cut short is closed first, so that it spoils no other. */
export function appendLines(file: string, lines: readonly string[]): void {
  mkdirSync(dirname(file), { recursive: true })
  const handle = openSync(file, 'a+')
  try {
    const text = lines.map((line) => `${line}\n`).join('')
    appendFileSync(handle, isCut(handle) ? `\n${text}` : text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function isCut(handle: number): boolean {
  const { size } = fstatSync(handle)
  const last = Buffer.of(10)
  if (size > 0) readSync(handle, last, 0, 1, size - 1)
  return last[0] !== 10
}
