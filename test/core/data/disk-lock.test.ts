import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { lockFolder } from '../../../core/data/disk-lock.js'

describe('the lock of a folder', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rustybt-lock-'))
  })
  afterEach(() => rmSync(root, { recursive: true }))
  const folder = () => join(root, 'bundle')

  it('makes the folder, and leaves none that is empty', () => {
    const lock = lockFolder(folder())
    expect(readdirSync(folder())).toEqual(['.lock'])
    expect(() => lockFolder(folder())).toThrow(expect.objectContaining({ code: 'BUNDLE_LOCKED' }))
    expect(readdirSync(folder())).toEqual(['.lock'])
    lock.release()
    expect(existsSync(folder())).toBe(false)
    lockFolder(folder()).release()
  })

  it('leaves what is in the folder', () => {
    const lock = lockFolder(folder())
    writeFileSync(join(folder(), 'kept'), '')
    lock.release()
    expect(readdirSync(folder())).toEqual(['kept'])
  })
})
