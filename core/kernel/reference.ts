import { refusal } from './refusal.js'

/** Stands in options for a variable of the environment, looked up at boot. Plain data, so that it survives JSON. */
export interface EnvReference {
  readonly $env: string
}

/** As `EnvReference`, for what must never be shown: logs and errors say `[secret]` in its place. */
export interface SecretReference {
  readonly $secret: string
}

export type Environment = Readonly<Record<string, string | undefined>>

export const env = (name: string): EnvReference => ({ $env: name })

export const secret = (name: string): SecretReference => ({ $secret: name })

export interface Resolved {
  readonly value: unknown
  /** The path of each value that came from the environment, with the name of its variable. */
  readonly origins: ReadonlyMap<string, string>
}

/** A copy of `options` with its references looked up; secrets are given to `hide` first. `at` is the path of `options`. */
export function resolveReferences(
  options: unknown,
  at: string,
  environment: Environment,
  hide: (secret: string) => void,
): Resolved {
  const origins = new Map<string, string>()
  const visit = (value: unknown, path: string): unknown => {
    const reference = referenceIn(value)
    if (reference !== undefined) {
      const text = lookUp(reference.name, path, environment)
      if (reference.isSecret) hide(text)
      origins.set(path, reference.name)
      return text
    }
    if (Array.isArray(value)) return value.map((item, index) => visit(item, joinPath(path, index)))
    if (!isRecord(value)) return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item, joinPath(path, key))]))
  }
  return { value: visit(options, at), origins }
}

/** `broker.key`, `observers[1]` */
export function joinPath(path: string, key: PropertyKey): string {
  if (typeof key === 'number') return `${path}[${key}]`
  return path === '' ? String(key) : `${path}.${String(key)}`
}

/** An object literal, also one of another realm; not an instance of a class. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (value === null || typeof value !== 'object') return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function referenceIn(value: unknown): { readonly name: string; readonly isSecret: boolean } | undefined {
  if (!isRecord(value)) return undefined
  const [key, ...others] = Object.keys(value)
  const name = value[key]
  if (others.length > 0 || typeof name !== 'string' || (key !== '$env' && key !== '$secret')) return undefined
  return { name, isSecret: key === '$secret' }
}

function lookUp(name: string, path: string, environment: Environment): string {
  const text = environment[name]
  if (text !== undefined && text !== '') return text
  throw refusal('CONFIG_ENV_MISSING', `${path}: the environment variable ${name} is not set`, {
    hint: `set ${name} in the environment, then start again`,
  })
}
