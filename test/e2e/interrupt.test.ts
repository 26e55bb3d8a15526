import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { folder, rustybt } from './rustybt.js'

const DEMO = join(import.meta.dirname, '../../templates/demo')
const ALGORITHMS = {
  'slow.ts': `
const lock = new Int32Array(new SharedArrayBuffer(4))
export const initialize = () => {}
export function handle_data(): void {
  console.log('a bar')
  Atomics.wait(lock, 0, 0, 25)
}\n`,
  'stuck.ts': `
export async function initialize(): Promise<void> {
  console.log('waiting')
  await new Promise((resolve) => setTimeout(resolve, 600_000))
}\n`,
}
const flags = ['--csv', join(DEMO, 'prices'), '--splits', 'ignore']

describe('Ctrl-C', () => {
  it('ends the run cleanly: what there is is shown and written', async () => {
    const dir = folder(ALGORITHMS)
    let sent = false
    const answer = await rustybt(['run', 'slow.ts', ...flags, '-o', 'perf.json'], dir, (child, stderr) => {
      if (sent || !stderr.includes('a bar')) return
      sent = true
      child.kill('SIGINT')
    })
    expect(answer.code).toBe(130)
    expect(answer.stderr).toMatch(/^interrupted: ending the run/m)
    expect(answer.stderr).toMatch(/^interrupted after \d+ sessions/m)
    const { run, perf } = JSON.parse(readFileSync(join(dir, 'perf.json'), 'utf8'))
    expect(run.interrupted).toBe(true)
    expect(perf.length).toBeGreaterThan(0)
    expect(perf.length).toBeLessThan(754)
    expect(answer.stdout).toContain(`sessions       ${perf.length} (2012-01-03 to ${perf.at(-1).session})`)
  })

  it('pressed again kills', async () => {
    const dir = folder(ALGORITHMS)
    let sent = 0
    const answer = await rustybt(['run', 'stuck.ts', ...flags], dir, (child, stderr) => {
      if (sent === 0 && stderr.includes('waiting')) sent += Number(child.kill('SIGINT'))
      else if (sent === 1 && stderr.includes('interrupted')) sent += Number(child.kill('SIGINT'))
    })
    expect(answer).toMatchObject({ code: null, signal: 'SIGINT' })
  })
})

describe('a closed pipe', () => {
  it('does not stop the command, nor make it complain', async () => {
    const dir = folder({ 'fine.js': 'export function initialize() { console.error("on") }\n' })
    const answer = await rustybt(['run', 'fine.js', ...flags, '-o', 'perf.json'], dir, (child) => {
      child.stdout?.destroy()
    })
    expect(answer).toMatchObject({ code: 0, stderr: expect.not.stringContaining('EPIPE') })
    expect(JSON.parse(readFileSync(join(dir, 'perf.json'), 'utf8')).perf).toHaveLength(754)
  })
})
