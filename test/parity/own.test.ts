import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { runCase } from './run-case.js'
import { caseNames, checkCase, resultLine } from './suite.js'

const here = join(import.meta.dirname, 'own')
const folders = { data: join(here, 'data'), expected: join(here, 'expected'), cases: join(here, 'cases') }

describe('answers as Zipline gives them on data made to be awkward', () => {
  it.each(caseNames(folders))('%s', async (name) => {
    expect(resultLine(await checkCase(name, folders, runCase))).toMatch(/^ok /)
  })
})
