/** A class that may also be called without `new`, as its Python original is. */
export type Callable<C extends abstract new (...args: never[]) => unknown> = C &
  ((...args: ConstructorParameters<C>) => InstanceType<C>)

export function callable<C extends new (...args: never[]) => object>(type: C): Callable<C> {
  return new Proxy(type, { apply: (target, _self, args) => new target(...(args as never[])) }) as Callable<C>
}
