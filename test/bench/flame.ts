/**
 * Where the time of a run goes: tasks under `node --cpu-prof`, the event loop's part of each as a picture.
 *
 *     npm run bench:flame -- [--tasks minute_cross,daily_cross] [--size full] [--write docs]
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compile } from './compile.js'
import { makeData, SIZES } from './data.js'
import { type CpuProfile, flameSvg, framesOf } from './flame-svg.js'
import { finish } from './processes.js'
import type { Task } from './task.js'

const { values: flags } = parseArgs({
  options: {
    tasks: { type: 'string', default: 'minute_cross,daily_cross' },
    size: { type: 'string', default: 'full' },
    write: { type: 'string', default: 'docs' },
  },
})
const size = SIZES[flags.size]
if (!size) throw new Error(`no size called '${flags.size}'; known: ${Object.keys(SIZES).join(', ')}`)

const folders = makeData(join(tmpdir(), `rustybt-bench-${flags.size}`), size)
const compiled = compile()
mkdirSync(flags.write, { recursive: true })
for (const name of flags.tasks.split(',')) {
  const { task } = (await import(`./tasks/${name}.js`)) as { task: Task }
  const start = task.frequency === 'minute' ? size.minuteStart : size.start
  const dir = mkdtempSync(join(tmpdir(), 'rustybt-flame-'))
  try {
    const child = [join(compiled, 'child.js'), join(compiled, 'tasks', `${name}.js`)]
    const how = ['--cpu-prof', '--cpu-prof-interval', '200', '--cpu-prof-dir', dir]
    finish(process.execPath, [...how, ...child, folders[task.data], '1', start, size.end])
    const profile = JSON.parse(readFileSync(join(dir, readdirSync(dir)[0]), 'utf8')) as CpuProfile
    const isLoop = (file: string, of: string) => file === 'core/engine/engine.js' && of === 'process'
    const frames = framesOf(profile, isLoop, (path) => readFileSync(path, 'utf8'))
    const file = join(flags.write, `flame-${name}.svg`)
    writeFileSync(file, flameSvg(frames, `${name}: ${task.about}; the engine's loop, node ${process.versions.node}`))
    console.log(`${file}: ${(frames.time / 1000).toFixed(0)} ms in the engine's loop`)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
