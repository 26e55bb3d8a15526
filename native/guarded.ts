/** The same kernels, whose errors are what `translate` makes of them. */
export function guarded<K extends { readonly mode: string }, O extends keyof K & string>(
  kernels: K,
  operations: readonly O[],
  translate: (error: unknown, operation: O) => unknown,
): K {
  const wrapped: Record<string, unknown> = { mode: kernels.mode }
  for (const operation of operations) {
    const run = kernels[operation] as (...args: unknown[]) => unknown
    wrapped[operation] = (...args: unknown[]): unknown => {
      try {
        return run(...args)
      } catch (error) {
        throw translate(error, operation)
      }
    }
  }
  return wrapped as unknown as K
}
