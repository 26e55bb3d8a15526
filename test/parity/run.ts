import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { runCase } from './run-case.js'
import { type CaseResult, caseNames, checkCase, type RunCase, resultLine, tallyLine } from './suite.js'

const USAGE = 'usage: npm run parity -- [--data DIR] [--expected DIR] [--cases DIR] [--write DIR] [--json] [NAME …]'

/** Runs the cases and compares them with Zipline's answers; the exit code is 1 where one differs or is not there. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string', default: join(import.meta.dirname, 'data') },
      expected: { type: 'string', default: join(import.meta.dirname, 'expected') },
      cases: { type: 'string', default: join(import.meta.dirname, 'cases') },
      write: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const names = positionals.length > 0 ? positionals : caseNames(values)
  const width = Math.max(0, ...names.map(({ length }) => length))
  const results: CaseResult[] = []
  if (values.write) mkdirSync(values.write, { recursive: true })
  const run: RunCase = async (...given) => {
    const answer = await runCase(...given)
    if (values.write)
      writeFileSync(
        join(values.write, `${basename(given[0], '.ts')}.json`),
        JSON.stringify({ ...answer, name: basename(given[0], '.ts') }),
      )
    return answer
  }
  for (const name of names) {
    const result = await checkCase(name, values, run)
    results.push(result)
    if (!values.json) console.log(resultLine(result, width))
  }
  const failed = results.filter(({ ok }) => !ok).length
  if (values.json) console.log(JSON.stringify({ passed: results.length - failed, failed, cases: results }, null, 2))
  else console.log(tallyLine(results))
  return failed > 0 ? 1 : 0
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(`${(error as Error).message}\n${USAGE}`)
  process.exitCode = 2
}
