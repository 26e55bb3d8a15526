import type { core } from 'zod'
import { nearest } from './nearest.js'
import { joinPath } from './reference.js'
import { SecretText } from './secret.js'

type Issue = core.$ZodIssue

/** How a value is shown in a message; undefined where the path has nothing of its own to say. */
export type Show = (value: unknown, path: string) => string

/** Says each fault that a schema found as `path: expected this, was that`. `at` is the path of `input`. */
export function describeIssues(issues: readonly Issue[], input: unknown, at: string, show: Show): readonly string[] {
  return issues.flatMap((issue) => {
    const path = issue.path.reduce(joinPath, at)
    const value = issue.path.reduce<unknown>((inside, key) => (inside as Record<PropertyKey, unknown>)?.[key], input)
    if (issue.code === 'invalid_element') return describeIssues(issue.issues, value, path, show)
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${joinPath(path, key)}: not known`)
    if (issue.code === 'invalid_key') return [`${path}: not a valid key`]
    if (issue.code === 'invalid_union') {
      const closest = closestBranch(issue.errors)
      if (closest !== undefined) return describeIssues(closest, value, path, show)
    }
    const was = show(value, path)
    return [`${path === '' ? 'config' : path}: ${sentence(issue, value, was)}`]
  })
}

export const showValue: Show = (value) => {
  if (value === undefined) return 'not given'
  if (value instanceof SecretText) return String(value)
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`
  if (Array.isArray(value)) return 'a list'
  if (value instanceof Date) return 'a date'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

function sentence(issue: Issue, value: unknown, was: string): string {
  if (issue.code === 'custom' || issue.code === 'invalid_union') {
    const alternatives = issue.code === 'invalid_union' ? expectedOfUnion(issue.errors) : ''
    return alternatives === '' ? `${issue.message}, was ${was}` : `expected ${alternatives}, was ${was}`
  }
  const meant =
    issue.code === 'invalid_value' && typeof value === 'string' ? nearest(value, issue.values.map(String)) : undefined
  return `expected ${expected(issue)}, was ${was}${meant === undefined ? '' : `. Did you mean '${meant}'?`}`
}

function expected(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected
    case 'invalid_value':
      return `${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map((value) => showValue(value, '')).join(', ')}`
    case 'too_small':
      return `${issue.exact ? 'exactly' : issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unit(issue.origin)}`
    case 'too_big':
      return `${issue.exact ? 'exactly' : issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unit(issue.origin)}`
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`
    case 'invalid_format':
      return issue.format === 'regex' ? `text like ${issue.pattern}` : issue.format
    default:
      return 'something else'
  }
}

function unit(origin: string): string {
  if (origin === 'string') return ' characters'
  return origin === 'array' || origin === 'set' || origin === 'map' ? ' items' : ''
}

/** Of the alternatives that a value might have been meant as, the one it fails inside of, not at its own type. */
function closestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches
    .filter((issues) => issues.every((issue) => issue.path.length > 0 || issue.code !== 'invalid_type'))
    .sort((a, b) => a.length - b.length)[0]
}

function expectedOfUnion(branches: readonly (readonly Issue[])[]): string {
  return [...new Set(branches.flatMap((issues) => issues.slice(0, 1).map(expected)))].join(' or ')
}
