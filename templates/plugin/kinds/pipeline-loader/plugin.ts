import { readFile } from 'node:fs/promises'
import { column, dataSet, definePlugin, PipelineLoader, TableLoader } from 'rustybt'
import { z } from 'zod'

/** What a pipeline can ask for: `Scores.score.latest`. */
export const Scores = dataSet('Scores', { score: column('float64') })

const options = z.object({ file: z.string() })
/** By ISO date and sid the score that the morning of that session knows. */
const content = z.record(z.iso.date(), z.record(z.string().regex(/^\d+$/), z.number()))

/** Scores out of a JSON file. */
async function loader({ file }: z.output<typeof options>): Promise<PipelineLoader> {
  const days = content.parse(JSON.parse(await readFile(file, 'utf8')))
  const bySid = (scores: Record<string, number>) =>
    new Map(Object.entries(scores).map(([sid, score]) => [Number(sid), score]))
  const values = new Map(Object.entries(days).map(([date, scores]) => [date, bySid(scores)]))
  return new TableLoader(Scores.score, { values })
}

export default definePlugin({
  name: '{{short}}',
  requires: '^{{version}}',
  register(host) {
    host.provide(PipelineLoader, '{{short}}', loader, { summary: '{{summary}}', options })
  },
})
