import type { Strategy } from 'rustybt'

/** Something to search: sells every so many sessions, and buys again `wait` sessions later. */
export default function demo({ every = 20, wait = 5 }: { every?: number; wait?: number }): Strategy {
  return {
    onBar(run) {
      const [asset] = run.finder.all
      const day = run.data.row % every
      if (day === 0) run.order(asset, -run.amount(asset))
      if (day === Math.min(wait, every - 1)) run.order(asset, 100)
    },
  }
}
