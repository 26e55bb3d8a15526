import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { readInstallation } from './installation.js'

/** A project that `rustybt new` copies. */
export interface Template {
  readonly name: string
  readonly summary: string
  readonly folder: string
}

/** What marks a folder as a template. A package.json would make it a package where it lies, and npm packs no .gitignore. */
const MARK = '_package.json'
const NAMES: Readonly<Record<string, string>> = { [MARK]: 'package.json', _gitignore: '.gitignore' }

/** Files in which `{{name}}` stands for a value; others are copied as they are. */
const FILLED = ['.json', '.md', '.ts']

export function listTemplates(root = join(readInstallation().root, 'templates')): readonly Template[] {
  return readdirSync(root)
    .sort()
    .map((name) => ({ name, folder: join(root, name) }))
    .filter(({ folder }) => existsSync(join(folder, MARK)))
    .map(({ name, folder }) => {
      const { description } = JSON.parse(readFileSync(join(folder, MARK), 'utf8')) as { description?: string }
      return { name, folder, summary: description ?? '' }
    })
}

/** Writes a template's files into an empty folder, which is made where it is missing; answers their names. All or nothing. */
export function copyTemplate(
  { folder }: Template,
  to: string,
  values: Readonly<Record<string, string>>,
): readonly string[] {
  const made = mkdirSync(to, { recursive: true })
  const files = filesOf(folder)
  try {
    for (const file of files) {
      const path = join(to, dirname(file), nameOf(file))
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, contentOf(join(folder, file), values), { flag: 'wx' })
    }
  } catch (error) {
    if (made === undefined) for (const name of readdirSync(to)) rmSync(join(to, name), { recursive: true })
    else rmSync(made, { recursive: true })
    throw error
  }
  return files.map((file) => join(dirname(file), nameOf(file)))
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
    .sort()
}

const nameOf = (file: string): string => NAMES[basename(file)] ?? basename(file)

function contentOf(path: string, values: Readonly<Record<string, string>>): string | Uint8Array {
  if (!FILLED.includes(extname(path))) return readFileSync(path)
  return readFileSync(path, 'utf8').replace(/\{\{(\w+)\}\}/g, (all, name: string) => values[name] ?? all)
}
