import { slippageContract } from 'rustybt/testing'
import plugin from './plugin.js'

slippageContract({
  plugin,
  use: { use: '{{short}}', spread: 0.01, share: 0.1 },
  valid: [
    { order: { amount: 100 }, bar: 50, expect: { price: 50.25, amount: 100 } },
    { order: { amount: -100 }, bar: 50, expect: { price: 49.75, amount: -100 } },
    { order: { amount: 100 }, bar: { close: 50, volume: 400 }, expect: { price: 50.25, amount: 40 } },
    { order: { amount: 100 }, bar: { close: 50, volume: 400, volumeUsed: 40 }, expect: 'liquidity-exceeded' },
  ],
})
