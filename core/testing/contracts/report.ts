import { type Artifact, Report, type RunAbout } from '../../engine/report.js'
import { VERSION } from '../../version.js'
import { type Behaviour, type Make, type Subject, testContract } from './contract.js'
import { demand, shown, written } from './deeds.js'
import { hasFunctions } from './functions.js'
import { MINUTES, play, type TestedRun } from './runs.js'

/** What a report promises: `reportContract({ plugin, use: 'acme' })`. */
export function reportContract(subject: Subject<Report>): void {
  testContract(Report, subject, reportBehaviours())
}

async function material(run: TestedRun = {}, about: Partial<RunAbout> = {}) {
  const { result, dataset } = await play(run)
  const { sessions } = result.performance
  const told: RunAbout = {
    strategy: 'algorithm.ts',
    start: sessions[0],
    end: sessions[sessions.length - 1],
    capital: '100000',
    calendar: 'weekdays',
    sessionsPerYear: 252,
    frequency: run.frequency ?? 'daily',
    profile: 'strict',
    finder: dataset.finder,
    version: VERSION,
    parameters: {},
    ...about,
  }
  return { result, about: told }
}

async function rendered(make: Make<Report>, run?: TestedRun, about?: Partial<RunAbout>): Promise<readonly Artifact[]> {
  const report = await make()
  const { result, about: told } = await material(run, about)
  return report.render(result, told)
}

const renders = (name: string, run: TestedRun, about?: Partial<RunAbout>): Behaviour<Report> => ({
  name: `makes something of ${name}`,
  check: async (make) => {
    const artifacts = await rendered(make, run, about)
    demand(Array.isArray(artifacts) && artifacts.length > 0, () => `expected files, was ${shown(artifacts)}`)
  },
})

const each = (name: string, check: (artifact: Artifact) => void): Behaviour<Report> => ({
  name,
  check: async (make) => {
    for (const artifact of await rendered(make)) check(artifact)
  },
})

const textOf = ({ content }: Artifact): string => (typeof content === 'string' ? content : bytesText(content))
const bytesText = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

export function reportBehaviours(): readonly Behaviour<Report>[] {
  return [
    hasFunctions('render(result, about)', 'render'),
    {
      name: 'makes one file at least',
      check: async (make) => {
        const artifacts = await rendered(make)
        demand(Array.isArray(artifacts), () => `expected a list of files, was ${shown(artifacts)}`)
        demand(artifacts.length > 0, 'expected a file, was an empty list')
      },
    },
    each('names its files without a folder', ({ name }) =>
      demand(
        typeof name === 'string' && /^[^/\\:*?"<>|]+\.\w+$/.test(name) && !name.startsWith('..'),
        () => `expected the name of a file, such as 'report.html', was ${shown(name)}`,
      ),
    ),
    {
      name: 'names no two files alike',
      check: async (make) => {
        const names = (await rendered(make)).map(({ name }) => String(name).toLowerCase())
        demand(new Set(names).size === names.length, () => `two of its files are named alike: ${names.join(', ')}`)
      },
    },
    each('says of what kind a file is', ({ mediaType }) =>
      demand(
        typeof mediaType === 'string' && /^[a-z]+\/[\w.+-]+(;.*)?$/i.test(mediaType),
        () => `expected a media type such as 'text/html', was ${shown(mediaType)}`,
      ),
    ),
    each('makes text or bytes', ({ name, content }) =>
      demand(
        typeof content === 'string' || Object.prototype.toString.call(content) === '[object Uint8Array]',
        () => `${name}: expected text or a Uint8Array, was ${shown(content)}`,
      ),
    ),
    each('leaves no file empty', ({ name, content }) => demand((content?.length ?? 0) > 0, () => `${name} is empty`)),
    each('writes JSON that can be read, where it writes JSON', (artifact) => {
      if (!/\bjson\b/.test(artifact.mediaType)) return
      try {
        JSON.parse(textOf(artifact))
      } catch (cause) {
        demand(false, `${artifact.name} is no JSON: ${(cause as Error).message}`)
      }
    }),
    {
      name: 'lets nothing of a name into its markup',
      check: async (make) => {
        const evil = '<script>alert(1)</script>.ts'
        for (const artifact of await rendered(make, {}, { strategy: evil }))
          demand(
            !/html|svg|xml/.test(artifact.mediaType) || !textOf(artifact).includes('<script>alert(1)'),
            () => `${artifact.name} has the strategy's name in it as markup: escape it`,
          )
      },
    },
    renders('a run without an order', { strategy: {} }),
    renders('a run of a single session', { bars: { TEST: [10] }, dividends: [], splits: [], strategy: {} }),
    renders('a run that loses all', {
      bars: { TEST: [10, 10, 0.01, 0.01] },
      dividends: [],
      splits: [],
      strategy: { onBar: (run) => void (run.data.row === 0 && run.order(run.finder.retrieve(0), 10_000)) },
    }),
    renders('a run of minutes', MINUTES),
    renders(
      'a run whose currency, benchmark and parameters are told',
      {},
      {
        currency: 'EUR',
        benchmark: 'SPY',
        parameters: { fast: 10, list: [1, 2], nothing: null },
        details: { source: 'csv', seed: '7' },
      },
    ),
    {
      name: 'makes something of a run that was stopped',
      check: async (make) => {
        const report = await make()
        const { result, about } = await material()
        const artifacts = await report.render({ ...result, interrupted: true }, { ...about, end: '2025-12-31' })
        demand(artifacts.length > 0, 'expected a file, was an empty list')
      },
    },
    {
      name: 'leaves the result as it is',
      check: async (make) => {
        const report = await make()
        const { result, about } = await material()
        const before = written(result)
        await report.render(result, about)
        demand(written(result) === before, 'the result was changed while it was made a report of')
      },
    },
    {
      name: 'makes the same bytes of the same result, whatever the clock says',
      check: async (make) => {
        const { result, about } = await material()
        const now = Date.now
        const texts: string[] = []
        for (const later of [0, 86_400_000]) {
          Date.now = () => now.call(Date) + later
          try {
            const artifacts = await (await make()).render(result, about)
            texts.push(artifacts.map((artifact) => `${artifact.name}\n${textOf(artifact)}`).join('\n'))
          } finally {
            Date.now = now
          }
        }
        demand(texts[0] === texts[1], () => `made twice, it differs from ${shown(differenceAt(texts[0], texts[1]))} on`)
      },
    },
    {
      name: 'tells one run from another',
      check: async (make) => {
        const [first, second] = [
          await rendered(make),
          await rendered(make, { bars: { TEST: [20, 21, 25, 24, 23, 22, 29] } }),
        ]
        demand(
          written(first.map(textOf)) !== written(second.map(textOf)),
          'two runs with other prices give the same report',
        )
      },
    },
  ]
}

function differenceAt(a: string, b: string): string {
  let i = 0
  while (i < a.length && a[i] === b[i]) i++
  return a.slice(Math.max(0, i - 30), i + 30)
}
