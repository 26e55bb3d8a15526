import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The chart library as texts that go into the page. */
export interface ChartLibrary {
  readonly version: string
  readonly script: string
  readonly style: string
  readonly licence: string
}

export async function chartLibrary(): Promise<ChartLibrary> {
  const folder = dirname(dirname(createRequire(import.meta.url).resolve('uplot')))
  const read = (file: string) => readFile(join(folder, file), 'utf8')
  const [about, script, style, licence] = await Promise.all([
    read('package.json'),
    read('dist/uPlot.iife.min.js'),
    read('dist/uPlot.min.css'),
    read('LICENSE'),
  ])
  return { version: (JSON.parse(about) as { version: string }).version, script, style, licence }
}
