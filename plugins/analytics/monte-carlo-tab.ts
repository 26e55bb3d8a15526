import { maxDrawdown } from '../../core/math/returns/drawdowns.js'
import { annualReturn, cumulativeReturns, totalReturn } from '../../core/math/returns/growth.js'
import { rankOf } from '../../core/math/returns/paths.js'
import { sharpeRatio } from '../../core/math/returns/ratios.js'
import { count, mean, risingQuantile, std } from '../../core/math/statistics.js'
import { cell, only } from './blocks.js'
import { bandValues, FAN_LEVELS, type Fan, fanOf, PATHS } from './cone.js'
import { histogram } from './histogram.js'
import { makeFormats } from './page/formats.js'
import type { BarsBlock, ChartBlock, FiguresBlock, Statistic, Tab } from './report-data.js'
import type { RunView } from './run-view.js'

const { show } = makeFormats()
const percent = (value: number) => show('percent', value)
const FEWEST = 20
/** Falls that people ask about. */
const FALLS = [0.1, 0.2, 0.3, 0.5] as const

/** What the same sessions might have come to by luck. */
export function monteCarloTab(view: RunView): Tab {
  const tab = { id: 'monte-carlo', title: 'Monte Carlo' }
  const { returns } = view
  if (count(returns) < FEWEST || !(std(returns) > 0)) return { ...tab, blocks: [] }
  const fan = fanOf(view)
  const { drawn, shuffled } = fan
  const [total, fall] = [totalReturn(returns), maxDrawdown(returns)]
  return {
    ...tab,
    blocks: [
      fanChart(view, fan),
      outcomesBlock(view, fan),
      oddsBlock(view, fan),
      ...pathsHistogram('drawn-returns', 'Total returns of the paths', drawn.totals, total),
      ...pathsHistogram('drawn-drawdowns', 'Maximum drawdowns, drawn with replacement', drawn.drawdowns, fall),
      ...pathsHistogram('shuffled-drawdowns', 'Maximum drawdowns, in another order', shuffled.drawdowns, fall),
    ],
  }
}

function fanChart({ returns, capital }: RunView, { drawn: { bands, totals } }: Fan): ChartBlock {
  const [lowest, low, middle, high, highest] = bands.map((band) => bandValues(band.map((growth) => growth * capital)))
  const own = cumulativeReturns(returns, capital)
  const last = lowest.length - 1
  return {
    kind: 'chart',
    id: 'fan',
    title: 'What might have come of it',
    format: 'money',
    height: 320,
    logarithmic: Math.min(...lowest, ...own) > 0,
    summary: `${show('count', PATHS)} paths of the run’s own sessions, drawn with replacement from a fixed seed: nine in ten end between ${show('money', lowest[last])} and ${show('money', highest[last])}, half of them above ${show('money', middle[last])}. ${percent(rankOf(totals, 0))} of them lose.`,
    bands: [
      { label: 'nine in ten', from: 0, low: lowest, high: highest },
      { label: 'half of them', from: 0, low, high },
    ],
    series: [
      { label: 'Strategy', color: 'strategy', values: bandValues(own) },
      { label: 'Median', color: 'benchmark', dashed: true, values: middle },
    ],
  }
}

function outcomesBlock({ returns, perYear }: RunView, { drawn, shuffled }: Fan): FiguresBlock {
  const annual = (total: number) => (1 + total) ** (perYear / returns.length) - 1
  const fall = maxDrawdown(returns)
  const line = (
    label: string,
    format: Statistic['format'],
    own: number,
    values: Float64Array,
    explanation: string,
  ): Statistic => ({
    ...{ label, format, explanation },
    values: [own, ...FAN_LEVELS.map((level) => risingQuantile(values, level)), mean(values), std(values)].map(cell),
  })
  const order = 'Deepest fall where the run’s own sessions come in another order.'
  return {
    kind: 'figures',
    id: 'outcomes',
    title: 'Outcomes of the paths',
    summary:
      'Drawn with replacement a path has other sessions than the run; in another order it has the same, and ends where the run did by another way.',
    columns: ['As it was', '5 %', '25 %', 'Median', '75 %', '95 %', 'Mean', 'Deviation'],
    groups: [
      {
        title: 'Outcome',
        statistics: [
          line('Total return', 'percent', totalReturn(returns), drawn.totals, 'Of paths drawn with replacement.'),
          line(
            'Annual return',
            'percent',
            annualReturn(returns, perYear),
            drawn.totals.map(annual),
            'The yearly rate that compounds to it, of the same paths.',
          ),
          line(
            'Sharpe ratio',
            'ratio',
            sharpeRatio(returns, perYear),
            drawn.ratios.map((x) => x * Math.sqrt(perYear)),
            'A year, of the same paths: how far luck alone moves it.',
          ),
          line('Maximum drawdown', 'percent', fall, drawn.drawdowns, 'Deepest fall of the same paths.'),
          line('Drawdown in another order', 'percent', fall, shuffled.drawdowns, order),
        ],
      },
    ],
  }
}

function oddsBlock({ returns, benchmark, benchmarkName }: RunView, { drawn, shuffled }: Fan): FiguresBlock {
  const fall = maxDrawdown(returns)
  const odds = (label: string, value: number, explanation: string) => only(label, 'percent', value, explanation)
  const share = (values: Float64Array, is: (value: number) => boolean) => values.filter(is).length / values.length
  const deeper = (values: Float64Array, than: number) => share(values, (value) => value <= than)
  const ahead = benchmark && share(drawn.totals, (value) => value >= totalReturn(benchmark))
  const ends = 'Paths drawn with replacement that end where the benchmark did, or above.'
  const falls = 'Paths drawn with replacement whose maximum drawdown is so deep, or deeper.'
  const order = 'Well above one half: the order of the sessions was kind to the run. Well below: it was not.'
  return {
    kind: 'figures',
    id: 'odds',
    title: 'How many of the paths',
    columns: ['Share'],
    groups: [
      {
        title: 'Return',
        statistics: [
          odds('Lose', rankOf(drawn.totals, 0), 'Paths drawn with replacement that end below the capital.'),
          ...(ahead === undefined ? [] : [odds(`Do as well as ${benchmarkName}`, ahead, ends)]),
        ],
      },
      {
        title: 'Drawdown',
        statistics: FALLS.map((than) => odds(`Fall by ${100 * than} %`, deeper(drawn.drawdowns, -than), falls)),
      },
      {
        title: 'As deep as the run’s',
        statistics: [
          odds('Drawn', deeper(drawn.drawdowns, fall), 'Paths that fell as far as the run did, or farther.'),
          odds('In another order', deeper(shuffled.drawdowns, fall), order),
        ],
      },
    ],
  }
}

function pathsHistogram(id: string, title: string, values: Float64Array, own: number): BarsBlock[] {
  const found = histogram(values, own)
  if (!found) return []
  return [
    {
      kind: 'bars',
      id,
      title,
      format: 'count',
      summary: `How many of ${show('count', PATHS)} paths, in steps of ${percent(found.width)}. The run had ${percent(own)}, in the bar of another colour; ${percent(rankOf(values, own))} of the paths are below.`,
      bars: found.bars,
    },
  ]
}
