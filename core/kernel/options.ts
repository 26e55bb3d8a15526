import type { ZodType } from 'zod'
import { describeIssues, type Show, showValue } from './issues.js'
import { keyPlace } from './key-place.js'
import { knownNames } from './nearest.js'
import { isRecord, joinPath, type Resolved } from './reference.js'
import { refusal } from './refusal.js'

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
  const { data, faults } = await parsed(schema, value, at, show)
  if (faults.length === 0) return data
  throw refusal(code, faults.join('; '))
}

/** What the schema makes of a value, or each fault as `path: what is wrong`. */
async function parsed(schema: ZodType, value: unknown, at: string, show: Show) {
  const result = await schema.safeParseAsync(value)
  const strange = strangeKeys(schema, value, at)
  if (result.success && strange.size === 0) return { data: result.data as unknown, faults: [] }
  const issues = result.success ? [] : describeIssues(result.error.issues, value, at, show)
  const told = new Set([...strange.keys()].map((path) => `${path}: not known`))
  return { faults: [...strange.values(), ...issues.filter((issue) => !told.has(issue))] }
}

/** As `parseOptions`, for what a file holds: the file stands before the faults, with their lines where its text is given. */
export async function parseFile(
  schema: ZodType,
  value: unknown,
  file: string,
  code: string,
  text?: string,
): Promise<unknown> {
  const { data, faults } = await parsed(schema, value, '', showValue)
  if (faults.length === 0) return data
  throw refusal(code, faults.map((fault, i) => placed(fault, i === 0 ? file : undefined, text)).join('; '))
}

/** `file:7:3: capital: …`; faults after the first have their lines alone. */
function placed(fault: string, file: string | undefined, text: string | undefined): string {
  const [path] = fault.split(': ', 1)
  const place = text === undefined ? undefined : keyPlace(text, path)
  if (file === undefined) return place === undefined ? fault : `line ${place.line}: ${fault}`
  return place === undefined ? `${file}: ${fault}` : `${file}:${place.line}:${place.column}: ${fault}`
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
