import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

export const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

/** A fenced block of a page. One that cannot be run here says so in a comment above it: `<!-- not run by the tests: why -->`. */
export interface Snippet {
  readonly page: string
  readonly language: string
  readonly code: string
  readonly notRun?: string
}

export function snippetsOf(page: string, language: string): Snippet[] {
  const blocks = readFileSync(join(root, page), 'utf8').matchAll(
    /(?:^<!-- not run by the tests: (.+?) -->\n+)?^```(\w*)\n([\s\S]*?)^```$/gm,
  )
  return [...blocks]
    .map(([, notRun, language, code]) => ({ page, language, code, notRun }))
    .filter((snippet) => snippet.language === language)
}

/** Every line that begins with rustybt, in blocks for shells and in indented ones; not patterns of a line, as `-b NAME [--json]`. */
export function commandsOf(page: string): string[] {
  const blocks = snippetsOf(page, 'bash').filter(({ notRun }) => notRun === undefined)
  const lines = [
    ...blocks.flatMap(({ code }) => code.split('\n')),
    ...readFileSync(join(root, page), 'utf8')
      .split('\n')
      .flatMap((line) => /^ {4}(rustybt .*)$/.exec(line)?.[1] ?? [])
      .filter((line) => !/\[|\b[A-Z]{4,}\b/.test(line.replace(/'.*?'/g, ''))),
  ]
  return lines.map((line) => line.replace(/\s+#.*$/, '').trim()).filter((line) => line !== '')
}
