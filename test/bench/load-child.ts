import { loadBundle } from '../../core/data/bundle.js'
import { QUIRKS } from '../../core/data/quirks.js'
import { createKernel } from '../../core/kernel/kernel.js'
import { Calendar } from '../../core/time/calendar.js'
import { firstPartyPlugins } from '../../plugins/index.js'

/** All bars of a bundle into typed arrays, in a process of its own: `node load-child.js ROOT BUNDLE`; the last line is what was measured, as JSON. */
const [root, name] = process.argv.slice(2)
const kernel = await createKernel({ version: '0.1.0', plugins: await firstPartyPlugins() })
const calendar = await kernel.create(Calendar, 'XNYS')
const opened = performance.now()
const { finder, reader } = await loadBundle(name, { calendar, quirks: QUIRKS.strict, root })
const begun = performance.now()
let bars = 0
let sum = 0
for (const { sid } of finder.all) {
  const { times, close } = reader.bars(sid)
  bars += times.length
  sum += close[close.length - 1]
}
const done = performance.now()
const seconds = (ms: number) => ms / 1000
console.log(
  JSON.stringify({
    run: seconds(done - begun),
    reading: seconds(begun - opened),
    bars,
    value: sum,
    memory: process.resourceUsage().maxRSS / 1024,
  }),
)
