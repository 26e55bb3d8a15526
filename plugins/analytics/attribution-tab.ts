import { exactToNumber } from '../../core/math/decimal.js'
import type { LeastSquares } from '../../core/math/regression.js'
import {
  factorRegression,
  henrikssonMerton,
  marketRegression,
  treynorMazuy,
} from '../../core/math/returns/attribution.js'
import { cell, column, table, tableBlock } from './blocks.js'
import { makeFormats } from './page/formats.js'
import type { Block, Cell, Tab } from './report-data.js'
import type { RunView } from './run-view.js'
import { brinsonBlocks } from './sectors.js'

const { show } = makeFormats()
const MOST_BARS = 15

export function attributionTab(view: RunView): Tab {
  return {
    id: 'attribution',
    title: 'Attribution',
    blocks: [...regressionBlocks(view), ...contributionBlocks(view), ...brinsonBlocks(view)],
  }
}

function regressionBlocks({ returns, benchmark, benchmarkName, about, perYear }: RunView): Block[] {
  const fits: [string, () => LeastSquares][] = [
    ...(benchmark
      ? ([
          [`Market (${benchmarkName})`, () => marketRegression(returns, benchmark)],
          ['Timing, Treynor–Mazuy', () => treynorMazuy(returns, benchmark)],
          ['Timing, Henriksson–Merton', () => henrikssonMerton(returns, benchmark)],
        ] as [string, () => LeastSquares][])
      : []),
    ...(about.factors
      ? ([['Factors', () => factorRegression(returns, about.factors!)]] as [string, () => LeastSquares][])
      : []),
  ]
  const rows = fits.flatMap(([name, estimate]): Cell[][] => {
    let found: LeastSquares
    try {
      found = estimate()
    } catch {
      // Too short, or a benchmark that does not vary: nothing can be said.
      return []
    }
    return found.coefficients.map(({ name: of, value, stderr, t, p }, i) => [
      name,
      of === 'intercept' ? 'alpha a year' : of,
      of === 'intercept' ? value * perYear : value,
      of === 'intercept' ? stderr * perYear : stderr,
      cell(t),
      cell(p),
      i === 0 ? cell(found.rSquared) : null,
    ])
  })
  const columns = [
    column('Model'),
    column('Coefficient'),
    column('Value', 'digits'),
    column('Standard error', 'digits'),
    column('t', 'ratio'),
    column('p', 'digits'),
    column('R²', 'ratio'),
  ]
  return tableBlock(
    'regressions',
    'Alpha, beta, timing',
    table(columns, rows),
    'Ordinary least squares on the returns of sessions; p is the probability of so large a t where the coefficient is 0. Timing above 0: more is held when the market rises.',
  )
}

function contributionBlocks({ parts, capital }: RunView): Block[] {
  if (parts.length === 0) return []
  const sorted = parts.toSorted((a, b) => Number(b.total > a.total) - Number(b.total < a.total))
  const gains = sorted.map(({ asset, total }) => ({ label: asset.symbol, value: exactToNumber(total) }))
  const half = Math.floor(MOST_BARS / 2)
  const shown = gains.length <= MOST_BARS ? gains : [...gains.slice(0, half), ...gains.slice(-half)]
  const best = gains[0]
  const worst = gains[gains.length - 1]
  const gross = gains.reduce((sum, { value }) => sum + Math.abs(value), 0)
  return [
    {
      kind: 'bars',
      id: 'contributions',
      title: 'Contribution by asset',
      format: 'money',
      summary: `What prices brought, before commissions and dividends: most by ${best.label} with ${show('money', best.value)}, least by ${worst.label} with ${show('money', worst.value)}.${shown.length < gains.length ? ` The ${half} best and worst of ${gains.length}.` : ''}`,
      bars: shown,
    },
    ...tableBlock(
      'contribution-table',
      'Contributions',
      table(
        [
          column('Symbol'),
          column('Gain', 'money'),
          column('Of the capital', 'percent'),
          column('Of all that moved', 'percent'),
        ],
        gains.map(({ label, value }) => [label, value, value / capital, gross > 0 ? Math.abs(value) / gross : null]),
      ),
    ),
  ]
}
