import { markBoundary } from './boundary.js'
import { makeFormats } from './formats.js'
import { fillListings } from './listings.js'
import { drawPlots } from './plots.js'
import { priceChart } from './prices.js'
import { replay } from './replay.js'
import { switchTabs } from './tabs.js'
import { switchThemes } from './theme.js'
import { explainTerms } from './tooltips.js'

/** The page's code: the functions of this folder by their own source, called on the data that the page carries. */
export function pageScript(): string {
  return `'use strict';
(() => {
const data = JSON.parse(document.getElementById('report-data').textContent)
const formats = (${makeFormats})()
const boundary = (${markBoundary})(window, data.sessions, data.boundary)
const drawn = (${drawPlots})({ window, makePlot: uPlot, sessions: data.sessions, charts: data.charts, formats, boundary })
const prices = data.replay && (${replay})(window, data.sessions, data.replay, formats,
  (${priceChart})(window, uPlot, data.sessions, data.replay, formats, boundary))
;(${switchTabs})(window, () => drawn.show())
;(${fillListings})(window, data.tables, formats)
;(${explainTerms})(window)
;(${switchThemes})(window, () => {
  drawn.redraw()
  prices?.redraw()
})
})()`
}
