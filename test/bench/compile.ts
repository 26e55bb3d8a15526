import { readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buildSync } from 'esbuild'

const PROCESSES = [
  'child.ts',
  'bars-child.ts',
  'one-year.ts',
  'sweep-kernel.ts',
  'sweep-workers.ts',
  'sweep-strategy.ts',
]

/** Compiles what the measured processes run, so that there is no compiler in them. They must stand inside the package to import it by name. */
export function compile(): string {
  const outdir = resolve(import.meta.dirname, '../../target/bench')
  rmSync(outdir, { recursive: true, force: true })
  const tasks = readdirSync(join(import.meta.dirname, 'tasks')).map((file) => join('tasks', file))
  const entryPoints = [...PROCESSES, ...tasks].map((file) => join(import.meta.dirname, file))
  buildSync({
    entryPoints,
    outdir,
    outbase: import.meta.dirname,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
  })
  return outdir
}
