import { reportContract } from 'rustybt/testing'
import plugin from './plugin.js'

reportContract({ plugin, use: '{{short}}' })
