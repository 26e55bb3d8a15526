import { pipelineLoaderContract } from 'rustybt/testing'
import plugin, { Scores } from './plugin.js'

pipelineLoaderContract({ plugin, use: { use: '{{short}}', file: 'scores.json' }, columns: [Scores.score] })
