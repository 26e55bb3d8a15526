import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { readInstallation } from '../installation.js'

/** A project that `rustybt new` copies. */
export interface Template {
  readonly name: string
  readonly summary: string
  /** Their files are put together; where two have one of the same name, the later one's counts. */
  readonly folders: readonly string[]
}

/** What marks a folder as a template. A package.json would make it a package where it lies, and npm packs no .gitignore. */
const MARK = '_package.json'
const NAMES: Readonly<Record<string, string>> = { [MARK]: 'package.json', _gitignore: '.gitignore' }

/** What every project gets: sample prices, a CI workflow, the compiler's options. */
const EVERY = 'every'
/** A folder of a template in which each folder is a variant of it. */
const VARIANTS = 'kinds'

/** Files in which `{{name}}` stands for a value; others are copied as they are. */
const FILLED = ['.json', '.md', '.ts']

export function listTemplates(root = join(readInstallation().root, 'templates')): readonly Template[] {
  return readdirSync(root)
    .sort()
    .map((name) => ({ name, folder: join(root, name) }))
    .filter(({ folder }) => existsSync(join(folder, MARK)))
    .map(({ name, folder }) => {
      const { description } = JSON.parse(readFileSync(join(folder, MARK), 'utf8')) as { description?: string }
      const every = join(root, EVERY)
      return { name, folders: [...(existsSync(every) ? [every] : []), folder], summary: description ?? '' }
    })
}

/** The template with the files of one of its variants. */
export function variantOf(template: Template, kind: string): Template {
  const folder = template.folders[template.folders.length - 1]
  return { ...template, folders: [...template.folders, join(folder, VARIANTS, kind)] }
}

/** Writes a template's files into an empty folder, which is made where it is missing; answers their names. All or nothing. */
export function copyTemplate(
  { folders }: Template,
  to: string,
  values: Readonly<Record<string, string>>,
): readonly string[] {
  const made = mkdirSync(to, { recursive: true })
  // Of files with one name the last folder's: a variant says what is other in it.
  const sources = new Map(folders.flatMap((folder) => filesOf(folder).map((file) => [file, folder] as const)))
  const files = [...sources.keys()].sort()
  try {
    for (const file of files) {
      const path = join(to, dirname(file), nameOf(file))
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, contentOf(join(sources.get(file)!, file), values), { flag: 'wx' })
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
    .filter((file) => !file.startsWith(VARIANTS))
}

const nameOf = (file: string): string => NAMES[basename(file)] ?? basename(file)

function contentOf(path: string, values: Readonly<Record<string, string>>): string | Uint8Array {
  if (!FILLED.includes(extname(path))) return readFileSync(path)
  return readFileSync(path, 'utf8').replace(/\{\{(\w+)\}\}/g, (all, name: string) => values[name] ?? all)
}
