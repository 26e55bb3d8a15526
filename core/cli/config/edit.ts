/**
 * A config's text with a package in its `plugins`, as it was written in all else; undefined where the list can't be found in it.
 * Only the literal list of the config itself is touched: what is computed, its author changes.
 */
export function listPlugin(text: string, name: string, isJson: boolean): string | undefined {
  const list = findList(text)
  const quoted = isJson ? `"${name}"` : `'${name}'`
  if (list !== undefined) {
    if (entriesOf(list.inside).includes(name)) return text
    const rest = list.inside.trim() === '' ? quoted : `${list.inside.trimEnd().replace(/,$/, '')}, ${quoted}`
    return text.slice(0, list.from) + rest + text.slice(list.to)
  }
  if (/\bplugins\b/.test(text)) return undefined
  const begins = isJson ? /^\s*\{/.exec(text) : /\bdefineConfig\(\s*\{|\bexport\s+default\s*\{/.exec(text)
  if (begins === null) return undefined
  const at = begins.index + begins[0].length
  const rest = text.slice(at)
  const key = isJson ? '"plugins"' : 'plugins'
  const comma = isJson && /^\s*\}/.test(rest) ? '' : ','
  return `${text.slice(0, at)}\n  ${key}: [${quoted}]${comma}${rest.startsWith('\n') ? '' : '\n  '}${rest}`
}

/** The text without the package in its `plugins`; undefined where it can't be found in it. */
export function unlistPlugin(text: string, name: string): string | undefined {
  const list = findList(text)
  if (list === undefined) return undefined
  const entry = new RegExp(`\\s*(['"\`])${name.replace(/[.*+?^${'$'}{}()|[\]\\/]/g, '\\$&')}\\1\\s*(,|$)`)
  if (!entry.test(list.inside)) return undefined
  const rest = list.inside.replace(entry, '').trimStart()
  return text.slice(0, list.from) + (rest.trim() === '' ? '' : rest.replace(/,\s*$/, '')) + text.slice(list.to)
}

/** What stands between the brackets of the only `plugins: [ … ]`. */
function findList(text: string): { readonly from: number; readonly to: number; readonly inside: string } | undefined {
  const found = [...text.matchAll(/(?:^|[\s{,])["']?plugins["']?\s*:\s*\[([^[\]]*)\]/g)]
  if (found.length !== 1) return undefined
  const [{ 0: whole, 1: inside, index }] = found
  const to = index + whole.length - 1
  return { from: to - inside.length, to, inside }
}

const entriesOf = (inside: string): readonly string[] =>
  [...inside.matchAll(/(['"`])(.*?)\1/g)].map(([, , name]) => name)
