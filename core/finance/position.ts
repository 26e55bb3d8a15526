import type { Asset } from '../assets/asset.js'
import { NUMBERS } from '../math/kernels.js'

/** What is held of one asset, as last marked. `amount` is signed; prices in currency units. */
export interface Position {
  readonly asset: Asset
  readonly amount: number
  /** Average price paid per unit, commissions included. */
  readonly costBasis: number
  readonly lastSalePrice: number
  /** Epoch ms of that price; undefined before the first. */
  readonly lastSaleAt: number | undefined
}

/** A position that stays current. `read` tells a number of its slot, by its place in `NUMBERS`. */
export class PositionView implements Position {
  constructor(
    readonly asset: Asset,
    private readonly read: (field: number) => number,
    private readonly soldAt: () => number | undefined,
  ) {}

  get amount(): number {
    return this.read(NUMBERS.amount)
  }
  get costBasis(): number {
    return this.read(NUMBERS.costBasis)
  }
  get lastSalePrice(): number {
    return this.read(NUMBERS.price)
  }
  get lastSaleAt(): number | undefined {
    return this.soldAt()
  }
}

/** What is held of an asset that is not held. */
export function emptyPosition(asset: Asset): Position {
  return { asset, amount: 0, costBasis: 0, lastSalePrice: 0, lastSaleAt: undefined }
}

/** Where things stand in a row of numbers that tells of one position. */
export const POSITION_ROW = { sid: 0, amount: 1, costBasis: 2, lastSalePrice: 3, stride: 4 } as const
