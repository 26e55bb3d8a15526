import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { coveragePage } from './coverage.js'

writeFileSync(join(import.meta.dirname, '../../../docs/pipeline-coverage.md'), coveragePage())
