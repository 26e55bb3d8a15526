/** What the exchange charges an order in a future, by root symbol, in dollars: the schedule that Zipline carries. */
// biome-ignore format: a table
export const EXCHANGE_FEES: Readonly<Record<string, number>> = {
  AD: 1.6, AI: 0.96, BD: 1.5, BO: 1.95, BP: 1.6, CD: 1.6, CL: 1.5, CM: 1.03, CN: 1.95, DJ: 1.5, EC: 1.6, ED: 1.25,
  EE: 1.5, EI: 1.5, EL: 1.5, ER: 0.65, ES: 1.18, ET: 1.5, EU: 1.5, FC: 2.03, FF: 0.96, FI: 0.56, FS: 1.5, FV: 0.65,
  GC: 1.5, HG: 1.5, HO: 1.5, HU: 1.5, JE: 0.16, JY: 1.6, LB: 2.03, LC: 2.03, LH: 2.03, MB: 1.5, MD: 1.5, ME: 1.6,
  MG: 1.5, MI: 1.18, MS: 1.03, MW: 1.03, ND: 1.5, NG: 1.5, NK: 2.15, NQ: 1.18, NZ: 1.6, OA: 1.95, PA: 1.5, PB: 1.5,
  PL: 1.5, QG: 0.5, QM: 1.2, RM: 1.5, RR: 1.95, SB: 2.1, SF: 1.6, SM: 1.95, SP: 2.4, SV: 1.5, SY: 1.95, TB: 1.5,
  TN: 0.56, TS: 1.5, TU: 1.5, TY: 0.75, UB: 0.85, US: 0.8, VX: 1.5, WC: 1.95, XB: 1.5, XG: 0.75, YM: 1.5, YS: 0.75,
}
