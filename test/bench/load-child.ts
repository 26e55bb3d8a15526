import { loadBundle } from '../../core/data/bundle.js'
import { QUIRKS } from '../../core/data/quirks.js'
import { createKernel } from '../../core/kernel/kernel.js'
import { Calendar } from '../../core/time/calendar.js'
import { firstPartyPlugins } from '../../plugins/index.js'
import { spread } from './spread.js'

/**
 * All bars of a bundle into typed arrays, five times in a process of its own, the bundle opened anew each time, so that nothing is held:
 * `node load-child.js ROOT BUNDLE`. The last line is what was measured, as JSON: `run` is the median, `reading` the first.
 */
const PASSES = 5
const [root, name] = process.argv.slice(2)
const kernel = await createKernel({ version: '0.1.0', plugins: await firstPartyPlugins() })
const calendar = await kernel.create(Calendar, 'XNYS')
const seconds: number[] = []
let bars = 0
for (let pass = 0; pass < PASSES; pass++) {
  const { finder, reader } = await loadBundle(name, { calendar, quirks: QUIRKS.strict, root })
  const begun = performance.now()
  bars = 0
  for (const { sid } of finder.all) bars += reader.bars(sid).times.length
  seconds.push((performance.now() - begun) / 1000)
}
const [first, ...others] = seconds
const memory = process.resourceUsage().maxRSS / 1024
console.log(JSON.stringify({ run: spread(others).median, reading: first, bars, memory }))
