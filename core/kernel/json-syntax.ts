export interface SyntaxFault {
  /** From 1. */
  readonly line: number
  readonly column: number
  readonly expected: string
}

const SPACE = /[ \t\r\n]*/y
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in strings
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y

/** Where a text stops being JSON. Engines word and place this error each in its own way, some not at all. */
export function findJsonFault(text: string): SyntaxFault | undefined {
  let at = 0
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found !== null) at = pattern.lastIndex
    return found !== null
  }
  const skip = (character: string): boolean => {
    take(SPACE)
    const isThere = text[at] === character
    if (isThere) at++
    return isThere
  }
  /** Answers what was expected where it stopped. */
  const list = (end: string, item: () => string | undefined): string | undefined => {
    if (skip(end)) return undefined
    for (;;) {
      const fault = item()
      if (fault !== undefined) return fault
      if (skip(end)) return undefined
      if (!skip(',')) return `',' or '${end}'`
    }
  }
  const member = (): string | undefined => {
    take(SPACE)
    if (!take(STRING)) return 'a key in double quotes'
    return skip(':') ? value() : "':'"
  }
  const value = (): string | undefined => {
    if (skip('{')) return list('}', member)
    if (skip('[')) return list(']', value)
    return take(STRING) || take(SCALAR) ? undefined : 'a value'
  }
  const fault = value() ?? (take(SPACE) && at < text.length ? 'the end' : undefined)
  if (fault === undefined) return undefined
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: before[before.length - 1].length + 1, expected: fault }
}
