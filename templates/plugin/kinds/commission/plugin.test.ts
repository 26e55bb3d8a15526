import { commissionContract } from 'rustybt/testing'
import plugin from './plugin.js'

commissionContract({
  plugin,
  use: { use: '{{short}}', rate: 0.001, minimum: 2 },
  valid: [
    { order: { amount: 100 }, bar: 50, expect: 5 },
    { order: { amount: -100 }, bar: 50, expect: 5 },
    { order: { amount: 10 }, bar: 50, expect: 2, name: 'charges the minimum with the first fill' },
    { order: { amount: 30, filled: 10, commission: 2 }, bar: 50, expect: 1 },
  ],
})
