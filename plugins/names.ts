/**
 * What `rustybt` is to a type checker: core's public names, and the names of first-party offers by the config's key. Written by its
 * test: `UPDATE_NAMES=1 npm test -- test/plugins/names`.
 */
export * from '../core/index.js'

declare module '../core/cli/config/type.js' {
  interface SourceNames {
    csv: true
    parquet: true
    arrow: true
    memory: true
    yahoo: true
    ccxt: true
    polygon: true
    alpaca: true
    fred: true
    'zipline-bundle': true
  }
  interface CalendarNames {
    AIXK: true
    ASEX: true
    BVMF: true
    BMF: true
    XCYS: true
    CMES: true
    CME: true
    CBOT: true
    COMEX: true
    NYMEX: true
    IEPA: true
    ICE: true
    ICEUS: true
    NYFE: true
    XAMS: true
    XASX: true
    ASX: true
    XBEL: true
    XBDA: true
    XBKK: true
    XBOG: true
    XBOM: true
    BSE: true
    XBRU: true
    XBSE: true
    BVB: true
    XBUD: true
    XBUE: true
    XBRA: true
    XCBF: true
    CFE: true
    XCSE: true
    XDUB: true
    XDUS: true
    XEEE: true
    XFRA: true
    FWB: true
    XETR: true
    XEUR: true
    XHAM: true
    XHEL: true
    XHKG: true
    HKEX: true
    XICE: true
    XIDX: true
    JKT: true
    XIST: true
    XJSE: true
    XKAR: true
    XKLS: true
    XKRX: true
    XLIM: true
    XLIS: true
    XLIT: true
    XLJU: true
    XLON: true
    LSE: true
    XLUX: true
    LUXSE: true
    XMAD: true
    XMEX: true
    XMIL: true
    XMOS: true
    XNYS: true
    NYSE: true
    NASDAQ: true
    BATS: true
    XNAS: true
    ARCX: true
    OOTC: true
    XASE: true
    XNZE: true
    XOSL: true
    OSE: true
    XPAR: true
    XPHS: true
    XPRA: true
    XRIS: true
    XSAU: true
    XSES: true
    XSGO: true
    XSHG: true
    SSE: true
    XSTO: true
    XSTU: true
    XSWX: true
    SIX: true
    XTAE: true
    TASE: true
    XTAI: true
    XTAL: true
    XTKS: true
    JPX: true
    XTSE: true
    XTSX: true
    TSX: true
    XWAR: true
    XWBO: true
    XZAG: true
    us_futures: true
    '24/5': true
    '24/7': true
  }
  interface CommissionNames {
    none: true
    'per-share': true
    'per-trade': true
    'per-dollar': true
    'per-contract': true
    'per-future-trade': true
    percentage: true
    tiered: true
    'maker-taker': true
    'ib-fixed': true
    'ib-tiered': true
    'binance-spot': true
  }
  interface SlippageNames {
    none: true
    fixed: true
    'fixed-basis-points': true
    'volume-share': true
    'volatility-volume-share': true
    'basis-points': true
    spread: true
    'square-root': true
    fitted: true
  }
  interface LatencyNames {
    fixed: true
    random: true
    historical: true
    composite: true
  }
  interface FillsNames {
    volume: true
    aggressive: true
    balanced: true
    conservative: true
    chance: true
  }
  interface FinancingNames {
    borrow: true
    overnight: true
    'margin-interest': true
    funding: true
  }
  interface AccountNames {
    unlimited: true
    cash: true
    margin: true
  }
  interface FxNames {
    fixed: true
    csv: true
    assets: true
  }
  interface ReportNames {
    html: true
    json: true
  }
  interface SearchNames {
    grid: true
    random: true
    'latin-hypercube': true
  }
}
