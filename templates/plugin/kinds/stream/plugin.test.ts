import { streamContract } from 'rustybt/testing'
import plugin from './plugin.js'

streamContract({ plugin, use: { use: '{{short}}', seed: 7 } })
