import { describe, expect, it } from '@jest/globals'
import { matrixKernels } from '../../../core/math/matrix-kernels.js'
import { equityPricing } from '../../../core/pipeline/equity-pricing.js'
import { peerCount } from '../../../core/pipeline/factor.js'
import { simpleMovingAverage } from '../../../core/pipeline/factors/averages.js'
import { returns } from '../../../core/pipeline/factors/returns.js'
import { simpleBeta } from '../../../core/pipeline/factors/statistical.js'
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
    const momentum = new Pipeline({ columns: { m: returns({ windowLength: 5 }).clip(-0.1, 0.9) } })
    const native = matrixKernels.mode === 'rust'
    const clip = 'Clip (window: 1, least: -0.1, greatest: 0.9)'
    expect(withoutKernel(momentum)).toEqual(native ? [clip] : ['Returns (window: 5)', clip])
    expect(graphNodes(pipeline).map(({ runs }) => runs)).toEqual([
      'nothing',
      native ? 'native' : 'javascript',
      'nothing',
      'javascript',
      native ? 'native' : 'javascript',
      native ? 'native' : 'javascript',
    ])
  })

  it('has kernels for all that ranks, groups, correlates and regresses', () => {
    const factor = returns({ windowLength: 5 })
    const market = factor.slice({ sid: 0, symbol: 'A0' })
    const groupby = volume.latest.quantiles(3)
    const columns = {
      rank: factor.rank(),
      rank_in_groups: factor.rank({ groupby }),
      top: factor.top(3, { groupby }),
      best: factor.top(1),
      bottom: factor.bottom(3),
      middle: factor.percentileBetween(10, 90),
      quantiles: factor.quantiles(3),
      demean: factor.demean({ groupby }),
      zscore: factor.zscore({ groupby }),
      winsorize: factor.winsorize(0.1, 0.9, { groupby }),
      peers: peerCount(groupby),
      pearson: factor.pearsonr(market, 5),
      spearman: factor.spearmanr(factor, 5),
      line: factor.linearRegression(market, 5).beta,
      beta: simpleBeta({ target: { sid: 0, symbol: 'A0' }, regressionLength: 5 }),
    }
    const nodes = graphNodes(new Pipeline({ columns }))
    const native = matrixKernels.mode === 'rust'
    const own = nodes.filter(({ outputs }) => outputs.length > 0)
    expect(own.flatMap(({ outputs, runs }) => (runs === 'javascript' ? outputs : []))).toEqual(
      native ? [] : Object.keys(columns).filter((name) => name !== 'line'),
    )
    const line = nodes.find(({ label }) => label.startsWith('RollingLinearRegression'))
    expect(line?.runs).toBe(native ? 'native' : 'javascript')
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
