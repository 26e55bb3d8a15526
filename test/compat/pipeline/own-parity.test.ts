import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { runCase } from '../../parity/run-case.js'
import { caseNames, checkCase, resultLine } from '../../parity/suite.js'

const own = join(import.meta.dirname, '../../parity/own-pipeline')

describe.each([2, 3, 4])('pipelines of a run on data of seed %s, as Zipline answers them', (seed) => {
  const folders = {
    data: join(own, `data-${seed}`),
    expected: join(own, `expected-${seed}`),
    cases: join(own, 'cases'),
  }

  it.each(caseNames(folders))('%s', async (name) => {
    expect(resultLine(await checkCase(name, folders, runCase))).toMatch(/^ok /)
  })
})
