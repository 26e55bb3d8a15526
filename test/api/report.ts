import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DEPRECATIONS, type Deprecation, deprecationText } from '../../core/kernel/deprecation.js'

/** Public names of an entry, each with its declarations as the compiler writes them, without comments. */
export type Api = ReadonlyMap<string, string>

/** Reads the names that a `.d.ts` exports, following what it exports from others. */
export function apiOf(file: string, found = new Map<string, string>()): Api {
  const text = withoutComments(readFileSync(file, 'utf8'))
  for (const [, names, from] of text.matchAll(/export (?:type )?\{([^}]*)\} from ['"]([^'"]+)['"]/g)) {
    for (const each of names
      .split(',')
      .map((name) => name.trim().replace(/^type /, ''))
      .filter(Boolean)) {
      const [inside, outside = inside] = each.split(' as ')
      found.set(outside, declarationIn(resolved(file, from), inside))
    }
  }
  for (const [, from] of text.matchAll(/export \* from ['"]([^'"]+)['"]/g)) apiOf(resolved(file, from), found)
  for (const [, name] of text.matchAll(DECLARED)) found.set(name, declarationsOf(text, name))
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

const DECLARED = /^export (?:declare )?(?:abstract )?(?:interface|class|type|const|function|enum) (\w+)/gm

/** The declarations of a name in a file, or in what that file has it from. */
function declarationIn(file: string, name: string): string {
  const text = withoutComments(readFileSync(file, 'utf8'))
  const own = declarationsOf(text, name)
  if (own !== '') return own
  for (const [, names, from] of text.matchAll(/(?:export|import) (?:type )?\{([^}]*)\} from ['"](\.[^'"]+)['"]/g)) {
    const each = names.split(',').map((item) =>
      item
        .trim()
        .replace(/^type /, '')
        .split(' as '),
    )
    const source = each.find(([inside, outside = inside]) => outside === name)
    if (source !== undefined) return declarationIn(resolved(file, from), source[0])
  }
  // One of several in a statement: `const a: number, b: string;`
  const [beside] = new RegExp(`[,\\s]${name}: [^;]*`).exec(text) ?? []
  return beside === undefined
    ? `(from elsewhere) ${name}`
    : `const ${squeezed(beside.replace(/^[,\s]/, '')).split(/, \w+: /)[0]}`
}

function declarationsOf(text: string, name: string): string {
  const begins = new RegExp(
    `^(?:export )?(?:declare )?(?:abstract )?(?:interface|class|type|const|function|enum) ${name}\\b`,
    'gm',
  )
  return [...text.matchAll(begins)].map(({ index }) => squeezed(text.slice(index, endOf(text, index)))).join('\n')
}

/** Behind the `;` or the `}` that ends a declaration. */
function endOf(text: string, from: number): number {
  const isBlock = /^(?:export )?(?:declare )?(?:abstract )?(?:interface|class|enum)/.test(text.slice(from, from + 60))
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const letter = text[at]
    if ('{[('.includes(letter)) depth++
    else if ('}])'.includes(letter)) {
      depth--
      if (depth === 0 && letter === '}' && isBlock) return at + 1
    } else if (letter === ';' && depth === 0) return at + 1
  }
  return text.length
}

const squeezed = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/^export (declare )?/, '')
    .trim()

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')

function resolved(file: string, from: string): string {
  const path = join(dirname(file), from).replace(/\.js$/, '.d.ts')
  if (existsSync(path)) return path
  throw new Error(`${file} exports from ${from}, and there is no ${path}`)
}

/** The report as it is checked in: a heading an entry, a block a name, and what will be gone. */
export function reportText(
  entries: Readonly<Record<string, Api>>,
  deprecations: readonly Deprecation[] = DEPRECATIONS,
): string {
  const parts = Object.entries(entries).map(([entry, api]) => {
    const names = [...api].map(([name, text]) => `### ${name}\n\n\`\`\`ts\n${text}\n\`\`\`\n`)
    return `## ${entry}\n\n${names.join('\n')}`
  })
  const rows = deprecations.map((each) => `- ${each.code}: ${deprecationText(each)}\n`)
  const listed = rows.length > 0 ? rows.join('') : 'Nothing.\n'
  return `# Public API\n\nWritten by \`npm run api -- --update\`; \`npm run api\` compares.\n\n${parts.join('\n')}\n## Deprecated\n\n${listed}`
}

/** Deprecated names that no entry has; keys of the config are told of by the config itself. */
export function strayDeprecations(
  entries: Readonly<Record<string, Api>>,
  deprecations = DEPRECATIONS,
): readonly string[] {
  const isPublic = (name: string) => Object.values(entries).some((api) => api.has(name))
  return deprecations.map(({ name }) => name).filter((name) => !name.startsWith('config.') && !isPublic(name))
}

export interface ApiChanges {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
}

/** What differs between two reports, as `entry: name`. */
export function changesBetween(before: string, after: string): ApiChanges {
  const [old, now] = [before, after].map(blocksOf)
  return {
    added: [...now.keys()].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !now.has(name)),
    changed: [...now.keys()].filter((name) => old.has(name) && old.get(name) !== now.get(name)),
  }
}

function blocksOf(report: string): Map<string, string> {
  const blocks = new Map<string, string>()
  for (const part of report.split(/^## /m).slice(1)) {
    const [entry] = part.split('\n', 1)
    for (const block of part.split(/^### /m).slice(1)) blocks.set(`${entry}: ${block.split('\n', 1)[0]}`, block.trim())
  }
  return blocks
}

/** Names that are gone or changed and that the changelog's unreleased part does not name. */
export function unannounced({ removed, changed }: ApiChanges, changelog: string): readonly string[] {
  const unreleased = /^## Unreleased\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(changelog)?.[1] ?? ''
  return [...removed, ...changed].filter((each) => !new RegExp(`\\b${each.split(': ')[1]}\\b`).test(unreleased))
}
