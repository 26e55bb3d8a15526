import { describe } from '@jest/globals'
import { type Artifact, Report } from '../../../../core/engine/report.js'
import { reportBehaviours, reportContract } from '../../../../core/testing/contracts/report.js'
import analytics from '../../../../plugins/analytics/plugin.js'
import { testCatches } from './wrong.js'

reportContract({ plugin: analytics, use: 'html' })

type Render = Report['render']
const right: Render = (result, about) => [
  {
    name: 'report.txt',
    mediaType: 'text/plain',
    content: `${about.strategy} ${result.performance.columns.portfolio_value.join(' ')}`,
  },
]
const rendering = (render: Render) => (): Report => ({ render })
/** The right file, with something else in it. */
const but = (other: Partial<Artifact>) => rendering((...of) => [{ ...(right(...of) as Artifact[])[0], ...other }])
/** Makes nothing of runs of a kind. */
const nothingOf = (fits: (...of: Parameters<Render>) => boolean) =>
  rendering((...of) => (fits(...of) ? [] : right(...of)))

describe('what is wrong with a report', () => {
  testCatches(Report, reportBehaviours(), {
    'has render(result, about)': () => ({}) as Report,
    'makes one file at least': rendering(() => []),
    'names its files without a folder': but({ name: '../report.txt' }),
    'names no two files alike': rendering((...of) => [
      ...(right(...of) as Artifact[]),
      ...(right(...of) as Artifact[]),
    ]),
    'says of what kind a file is': but({ mediaType: 'html' }),
    'makes text or bytes': but({ content: { text: 'report' } as never }),
    'leaves no file empty': but({ content: '' }),
    'writes JSON that can be read, where it writes JSON': but({
      mediaType: 'application/json',
      content: '{value: NaN}',
    }),
    'lets nothing of a name into its markup': but({
      mediaType: 'text/html',
      content: '<b><script>alert(1)</script>.ts</b>',
    }),
    'makes something of a run without an order': nothingOf(({ performance }) => performance.orders.flat().length === 0),
    'makes something of a run of a single session': nothingOf(({ performance }) => performance.length === 1),
    'makes something of a run that loses all': nothingOf(
      ({ performance: { columns, length } }) => columns.portfolio_value[length - 1] < 1000,
    ),
    'makes something of a run of minutes': nothingOf((_, { frequency }) => frequency === 'minute'),
    'makes something of a run whose currency, benchmark and parameters are told': nothingOf(
      (_, { benchmark }) => benchmark !== undefined,
    ),
    'makes something of a run that was stopped': nothingOf(({ interrupted }) => interrupted),
    'leaves the result as it is': rendering((result, about) => {
      result.performance.columns.portfolio_value.sort()
      return right(result, about)
    }),
    'makes the same bytes of the same result, whatever the clock says': rendering((...of) => {
      const [file] = right(...of) as Artifact[]
      return [{ ...file, content: `${file.content} made at ${Date.now()}` }]
    }),
    'tells one run from another': but({ content: 'all went well' }),
  })
})
