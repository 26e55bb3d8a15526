import { describe, expect, it } from '@jest/globals'
import { type MimeBundle, type NotebookView, reportOf } from 'rustybt/analytics'
import type { RunResult } from '../../../core/engine/result.js'
import { ALFA, performance } from './performance.js'

const traded: RunResult = {
  performance: performance([{ fills: [[ALFA, 10, 100, 1]] }, {}, { fills: [[ALFA, -10, 120, 1]] }]),
  interrupted: false,
  observed: {},
  events: [],
}
/** As a notebook's kernel asks. */
const displayed = (view: NotebookView) =>
  (view as unknown as Record<symbol, () => Promise<MimeBundle>>)[Symbol.for('Jupyter.display')]()

describe('a report in a notebook', () => {
  const report = reportOf(traded, { strategy: 'up & away', capital: '5000' })

  it('is a page in a frame of its own, and words where no page can be shown', async () => {
    const bundle = await displayed(report)
    expect(Object.keys(bundle)).toEqual(['text/html', 'text/plain'])
    expect(bundle['text/html']).toMatch(/^<iframe srcdoc="&lt;!DOCTYPE html&gt;/)
    expect(bundle['text/html']).toContain('up &amp;amp; away')
    expect(bundle['text/html']).not.toContain('<script')
    expect(bundle['text/plain']).toContain('up & away, 2020-01-01 to 2020-01-03')
    expect(String(report)).toBe(bundle['text/plain'])
  })

  it('has parts that show alone: a table is one in words too', async () => {
    expect(report.blocks).toEqual(expect.arrayContaining(['equity', 'months', 'trips', 'replay-panel']))
    const bundle = await displayed(report.block('trips'))
    expect(bundle['text/plain'].split('\n')[1]).toMatch(/^Symbol +Side +Quantity/)
    expect(bundle['text/plain']).toContain('198.00')
    const figures = (await displayed(report.block('trip-figures')))['text/plain']
    expect(figures.split('\n').slice(0, 3)).toEqual([
      'Round trips in figures',
      '                   Strategy',
      'Round trips        1',
    ])
    expect(bundle['text/html']).not.toContain('role=&quot;tablist')
    expect(() => report.block('nothing')).toThrow(expect.objectContaining({ code: 'BLOCK_UNKNOWN' }))
  })
})
