import { dataSourceContract } from 'rustybt/testing'
import plugin from './plugin.js'

dataSourceContract({ plugin, use: { use: '{{short}}', file: 'prices.json' } })
