/** What is wrong, said once: a code to search for, a message with file, row and field, and what to do about it. */
export class RustybtError extends Error {
  readonly code: string
  readonly hint?: string

  constructor(code: string, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint
    this.name = pascalCase(code)
  }
}

/** `SYMBOL_NOT_FOUND` → `SymbolNotFound`: the name of the same error in Zipline, where Zipline has it. */
function pascalCase(code: string): string {
  return code.toLowerCase().replace(/(^|_)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase())
}
