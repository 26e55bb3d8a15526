import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** Without the addon, whose build is tested elsewhere, and without what this test's own runner has set. */
const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...inherited } = process.env
const env = { ...inherited, RUSTYBT_SKIP_NATIVE: '1', NO_COLOR: '1' }

/** Runs a command to its end; throws all that it said where it fails. */
export function run(cwd: string, command: string, ...args: string[]): string {
  try {
    return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    throw new Error(`${command} ${args.join(' ')}\n${stdout}\n${stderr}`)
  }
}

/** `npm pack` of a folder; answers the tarball's path. */
export function pack(folder: string, to: string): string {
  const said = run(folder, 'npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', to)
  return join(to, said.trim().split('\n').at(-1)!)
}

export interface Packed {
  /** A folder in which the packages are installed; what lies below it finds them. */
  readonly dir: string
  readonly tarball: string
  remove(): void
}

/** This package and create-rustybt as users get them: packed, and installed with what projects need beside them. */
export function installPacked(): Packed {
  const dir = mkdtempSync(join(tmpdir(), 'rustybt-packed-'))
  const tarball = pack(root, dir)
  const create = pack(join(root, 'templates/create'), dir)
  writeFileSync(join(dir, 'package.json'), '{ "private": true }')
  const beside = ['typescript@7.0.2', '@types/node@20.19.25', 'zod@4.6.7']
  run(dir, 'npm', 'install', tarball, create, ...beside, '--prefer-offline', '--no-audit', '--no-fund', '--silent')
  return { dir, tarball, remove: () => rmSync(dir, { recursive: true }) }
}
