import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Tests keep bundles, journals and trials in a root of their own, and leave their user's alone. */
export default () => {
  const root = mkdtempSync(join(tmpdir(), 'rustybt-tests-'))
  process.env.RUSTYBT_ROOT = root
  process.once('exit', () => rmSync(root, { recursive: true, force: true }))
}
