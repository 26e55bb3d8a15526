import { copyFileSync, linkSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { diskFailure } from './disk.js'

/**
 * Gives a file, which nobody ever writes again, a second name; its bytes stay as long as one of the names does. Where the disk has no
 * hard links, it is copied.
 */
export function linkFile(from: string, to: string): void {
  try {
    mkdirSync(dirname(to), { recursive: true })
    try {
      linkSync(from, to)
    } catch (error) {
      if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK', 'EXDEV'].includes((error as { code?: string }).code ?? ''))
        throw error
      copyFileSync(from, to)
    }
  } catch (error) {
    throw diskFailure(error, to, 'write')
  }
}
