import { readAlgorithm } from '../core/cli/strategy/strategy-file.js'
import { enableTypeScript } from '../core/cli/strategy/typescript.js'
import { RustybtError } from '../core/kernel/errors.js'

/** Where scripts find the values that they were given; by a symbol that all copies of this module share. */
const NAMESPACES = Symbol.for('rustybt.compat.namespaces')
let scripts = 0

type Values = Readonly<Record<string, unknown>>

/**
 * Runs an algorithm's text as a module in TypeScript, as if it stood in the working directory, and answers what it exports. The values
 * of `namespace` are constants in it.
 */
export async function runScript(text: string, namespace: Values): Promise<Values> {
  const names = Object.keys(namespace)
  const wrong = names.find((name) => !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
  if (wrong !== undefined) throw new RustybtError('NAMESPACE_NAME', `'${wrong}' cannot be a name in a script`)
  const all = ((globalThis as Record<symbol, unknown>)[NAMESPACES] ??= new Map()) as Map<string, Values>
  const id = `script-${++scripts}`
  all.set(id, namespace)
  const given =
    names.length === 0
      ? ''
      : `const { ${names.join(', ')} } = globalThis[Symbol.for('rustybt.compat.namespaces')].get('${id}'); `
  try {
    enableTypeScript()
    return { ...((await import(readAlgorithm({ text: given + text }, process.cwd()).url)) as Values) }
  } finally {
    all.delete(id)
  }
}
