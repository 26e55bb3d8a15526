import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { fault } from './fault.js'

const unzip = promisify(gunzip)

/** A file's text as bytes, unzipped where its name ends in `.gz`, without a byte order mark. */
export async function readBytes(file: string): Promise<Uint8Array> {
  const bytes = await load(file)
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw fault('DATA_FILE_UNREADABLE', { file }, 'the text is UTF-16', 'save it as UTF-8')
  }
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

async function load(file: string): Promise<Uint8Array> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (cause) {
    throw fault('DATA_FILE_UNREADABLE', { file }, `cannot be read (${(cause as Error).message})`, undefined, cause)
  }
  if (!file.endsWith('.gz')) return bytes
  try {
    return await unzip(bytes)
  } catch (cause) {
    const hint = 'write it again with gzip, or take `.gz` off its name'
    throw fault('DATA_FILE_UNREADABLE', { file }, 'is no whole gzip file', hint, cause)
  }
}
