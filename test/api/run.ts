import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiOf, changesBetween, reportText, strayDeprecations, unannounced } from './report.js'

const root = join(import.meta.dirname, '../..')
const file = join(root, 'test/api/api.md')
const entries = {
  rustybt: apiOf(join(root, 'dist/core/index.d.ts')),
  'rustybt/compat': apiOf(join(root, 'dist/compat/index.d.ts')),
  'rustybt/testing': apiOf(join(root, 'dist/core/testing/index.d.ts')),
}
const report = reportText(entries)

if (!existsSync(file)) writeFileSync(file, report)
const before = readFileSync(file, 'utf8')
const changes = changesBetween(before, report)
for (const [kind, names] of Object.entries(changes)) for (const name of names) console.log(`${kind.padEnd(8)} ${name}`)
const silent = unannounced(changes, readFileSync(join(root, 'CHANGELOG.md'), 'utf8'))
for (const name of silent) console.log(`the changelog does not name ${name}, which is gone or other than it was`)
const stray = strayDeprecations(entries)
for (const name of stray) console.log(`${name} is said to be deprecated, and is no public name`)
if (silent.length + stray.length > 0) process.exitCode = 1
else if (process.argv.includes('--update')) writeFileSync(file, report)
else if (before !== report) {
  console.log('the public API is other than test/api/api.md: look at it, then npm run api -- --update')
  process.exitCode = 1
} else console.log('the public API is as it is checked in')
