import type { ZodType } from 'zod'
import { describeIssues, type Show, showValue } from './issues.js'
import { knownNames } from './nearest.js'
import { isRecord, joinPath, type Resolved } from './reference.js'
import { messageOf, refusal } from './refusal.js'

/**
 * What the schema makes of the value, defaults put in. Refused with all faults at once, each with its path; keys that the
 * schema does not have are faults too, unless it is loose. Values from the environment are never shown.
 */
export async function parseOptions(schema: ZodType, { value, origins }: Resolved, at: string): Promise<unknown> {
  const show: Show = (shown, path) => {
    const origin = shown === undefined ? undefined : origins.get(path)
    return origin === undefined ? showValue(shown, path) : `the value of ${origin}`
  }
  return parse(schema, value, at, show, 'OPTION_INVALID')
}

async function parse(schema: ZodType, value: unknown, at: string, show: Show, code: string): Promise<unknown> {
  const result = await schema.safeParseAsync(value)
  const strange = strangeKeys(schema, value, at)
  if (result.success && strange.size === 0) return result.data
  const issues = result.success ? [] : describeIssues(result.error.issues, value, at, show)
  const told = new Set([...strange.keys()].map((path) => `${path}: not known`))
  throw refusal(code, [...strange.values(), ...issues.filter((issue) => !told.has(issue))].join('; '))
}

/** As `parseOptions`, for what a file holds: the file stands before the faults. */
export async function parseFile(schema: ZodType, value: unknown, file: string, code: string): Promise<unknown> {
  try {
    return await parse(schema, value, '', showValue, code)
  } catch (cause) {
    throw refusal(code, `${file}: ${messageOf(cause)}`, { cause })
  }
}

interface Definition {
  readonly type?: string
  readonly innerType?: ZodType
  readonly in?: ZodType
  readonly element?: ZodType
  readonly valueType?: ZodType
  readonly shape?: Readonly<Record<string, ZodType>>
  readonly catchall?: ZodType
}

/** The keys of objects, at any depth, that their schema does not name: path and message. */
function strangeKeys(schema: ZodType | undefined, value: unknown, at: string): ReadonlyMap<string, string> {
  const definition = (schema?._zod?.def ?? {}) as Definition
  const { innerType, element, valueType, shape, catchall } = definition
  const inner = innerType ?? definition.in
  if (inner !== undefined) return strangeKeys(inner, value, at)
  const found = new Map<string, string>()
  const collect = (inside: ZodType | undefined, item: unknown, key: PropertyKey) => {
    for (const [path, message] of strangeKeys(inside, item, joinPath(at, key))) found.set(path, message)
  }
  if (Array.isArray(value)) value.forEach((item, index) => void collect(element, item, index))
  if (!isRecord(value)) return found
  for (const [key, item] of Object.entries(value)) {
    if (shape === undefined || Object.hasOwn(shape, key)) collect(shape?.[key] ?? valueType, item, key)
    else if (isClosed(catchall)) {
      const path = joinPath(at, key)
      found.set(path, `${path}: not known${knownNames(key, Object.keys(shape))}`)
    }
  }
  return found
}

function isClosed(catchall: ZodType | undefined): boolean {
  return catchall === undefined || (catchall._zod.def as Definition).type === 'never'
}
