/** Country by calendar, of the calendars for which Zipline knows it. */
const COUNTRIES =
  'XBUE AR XWBO AT XASX AU XBRU BE BVMF BR XTSE CA XSWX CH XSGO CL XSHG CN XBOG CO XPRA CZ XFRA DE XCSE DK XMAD ES ' +
  'XHEL FI XPAR FR XLON GB ASEX GR XHKG HK XBUD HU XIDX ID XDUB IE XBOM IN XMIL IT XTKS JP XKRX KR XMEX MX XKLS MY ' +
  'XAMS NL XOSL NO XNZE NZ XLIM PE XPHS PH XKAR PK XWAR PL XLIS PT XMOS RU XSTO SE XSES SG XBKK TH XIST TR XTAI TW ' +
  'XNYS US XJSE ZA us_futures US'

const words = COUNTRIES.split(' ')

/** ISO code; undefined where Zipline knows none. */
export function countryOf(calendar: string): string | undefined {
  const at = words.indexOf(calendar)
  return at >= 0 && at % 2 === 0 ? words[at + 1] : undefined
}
