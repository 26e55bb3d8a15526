export interface KeyPlace {
  /** From 1. */
  readonly line: number
  readonly column: number
}

/**
 * Where a key stands in the text of a config: in JSON, or in the object literal that a module exports or hands to `defineConfig`.
 * `path` is written as in messages: `profiles.live.broker`, `observers[1].use`. As far as it can be followed: what is computed has no
 * place of its own; undefined where even the first key has none.
 */
export function keyPlace(text: string, path: string): KeyPlace | undefined {
  const begins = /\bdefineConfig\s*(?:<[^>]*>)?\(\s*\{|\bexport\s+default\s*\{|^\s*\{/.exec(text)
  if (begins === null) return undefined
  let at = begins.index + begins[0].length
  let found: number | undefined
  for (const [, key, index] of path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
    const next = key === undefined ? findItem(text, at, Number(index)) : findKey(text, at, key)
    if (next === undefined) break
    found = next.key
    if (next.inside === undefined) break
    at = next.inside
  }
  if (found === undefined) return undefined
  const lines = text.slice(0, found).split('\n')
  return { line: lines.length, column: lines[lines.length - 1].length + 1 }
}

interface Found {
  readonly key: number
  /** Behind the bracket that its value begins with. */
  readonly inside?: number
}

/** The key of the object whose inside begins at `from`. */
function findKey(text: string, from: number, key: string): Found | undefined {
  for (const { at, token } of entries(text, from)) {
    const [whole, quoted, bare] = /^(?:["']([^"']*)["']|([\w$]+))\s*(?=[:,}(])/.exec(token) ?? []
    if (whole === undefined || (quoted ?? bare) !== key) continue
    return { key: at, inside: insideOf(text, at + whole.length + 1) }
  }
  return undefined
}

function findItem(text: string, from: number, index: number): Found | undefined {
  const item = [...entries(text, from)][index]
  return item && { key: item.at, inside: insideOf(text, item.at) }
}

function insideOf(text: string, at: number): number | undefined {
  const [bracket] = /^\s*[{[]/.exec(text.slice(at)) ?? []
  return bracket === undefined ? undefined : at + bracket.length
}

/** The places at which the entries of a list or an object begin: after its bracket, and after each comma of its own. */
function* entries(text: string, from: number): Generator<{ readonly at: number; readonly token: string }> {
  let depth = 0
  let isStart = true
  for (let at = from; at < text.length; at++) {
    const skipped = /^(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)/.exec(text.slice(at, at + 2000))
    if (skipped !== null) {
      at += skipped[0].length - 1
      continue
    }
    const letter = text[at]
    if (depth === 0 && (letter === '}' || letter === ']')) return
    if (depth === 0 && isStart) yield { at, token: text.slice(at, at + 200) }
    isStart = depth === 0 && letter === ','
    if ('{[('.includes(letter)) depth++
    else if ('}])'.includes(letter)) depth--
    else if ('"\'`'.includes(letter)) at = endOfString(text, at)
  }
}

function endOfString(text: string, from: number): number {
  let at = from + 1
  while (at < text.length && text[at] !== text[from]) at += text[at] === '\\' ? 2 : 1
  return at
}
