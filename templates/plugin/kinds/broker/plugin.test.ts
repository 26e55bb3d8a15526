import { brokerContract } from 'rustybt/testing'
import plugin from './plugin.js'

brokerContract({ plugin, use: '{{short}}' })
