import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { runCase } from './run-case.js'
import { checkCase, resultLine } from './suite.js'

const here = import.meta.dirname
const folders = { data: join(here, 'data'), expected: join(here, 'expected'), cases: join(here, 'cases') }
const passing = JSON.parse(readFileSync(join(here, 'passing.json'), 'utf8')) as string[]

describe('answers as Zipline gives them', () => {
  it.each(passing)('%s', async (name) => {
    expect(resultLine(await checkCase(name, folders, runCase))).toMatch(/^ok /)
  })
})
