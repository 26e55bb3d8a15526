import { describe, expect, it } from '@jest/globals'
import { matrixKernels } from '../../../core/math/matrix-kernels.js'
import { equityPricing } from '../../../core/pipeline/equity-pricing.js'
import { simpleMovingAverage } from '../../../core/pipeline/factors/averages.js'
import { returns } from '../../../core/pipeline/factors/returns.js'
import { graphDot, graphNodes, graphSvg, withoutKernel } from '../../../core/pipeline/picture.js'
import { Pipeline } from '../../../core/pipeline/pipeline.js'

const { close, volume } = equityPricing
const mean = simpleMovingAverage({ inputs: [close], windowLength: 5 })
const large = volume.latest.top(3)
const pipeline = new Pipeline({ columns: { mean, place: mean.rank({ mask: large }) }, screen: large })

describe('the graph of a pipeline', () => {
  it('has each term after those that it needs', () => {
    const nodes = graphNodes(pipeline)
    expect(nodes.map(({ label, outputs }) => [label, ...outputs])).toEqual([
      ['EquityPricing.close'],
      ['SimpleMovingAverage (window: 5)', 'mean'],
      ['EquityPricing.volume'],
      ['Latest (window: 1)'],
      ['Top (size: 3, descending: true)', 'screen'],
      ['Rank (method: ordinal, ascending: true)', 'place'],
    ])
    expect(nodes.map(({ inputs }) => inputs)).toEqual([[], [0], [], [2], [3], [1, 4]])
  })

  it('says which terms run without a native kernel', () => {
    const momentum = new Pipeline({ columns: { m: returns({ windowLength: 5 }).winsorize(0.1, 0.9) } })
    const native = matrixKernels.mode === 'rust'
    const winsorize = 'Winsorize (least: 0.1, greatest: 0.9)'
    expect(withoutKernel(momentum)).toEqual(native ? [winsorize] : ['Returns (window: 5)', winsorize])
    expect(graphNodes(pipeline).map(({ runs }) => runs)).toEqual([
      'nothing',
      native ? 'native' : 'javascript',
      'nothing',
      'javascript',
      native ? 'native' : 'javascript',
      native ? 'native' : 'javascript',
    ])
  })

  it("is told in Graphviz's language and as a picture", () => {
    const dot = graphDot(pipeline)
    expect(dot).toContain('n1 [label="mean =\\nSimpleMovingAverage (window: 5)", fillcolor="#b3cde3"')
    expect(dot).toContain('  n0 -> n1\n')
    expect(dot).toMatch(/n3 \[label="Latest \(window: 1\)".*style="filled,dashed"/)
    const svg = graphSvg(pipeline)
    expect(svg.match(/<rect /g)).toHaveLength(6)
    expect(svg.match(/<line /g)).toHaveLength(5)
    expect(svg).toContain('stroke-dasharray')
    expect(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"')).toBe(true)
  })
})
