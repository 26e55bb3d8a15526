import { makeFormats } from './formats.js'
import { fillListings } from './listings.js'
import { drawPlots } from './plots.js'
import { switchThemes } from './theme.js'

/** The page's code: the functions of this folder by their own source, called on the data that the page carries. */
export function pageScript(): string {
  return `'use strict';
(() => {
const data = JSON.parse(document.getElementById('report-data').textContent)
const formats = (${makeFormats})()
;(${fillListings})(window, data.tables, formats)
const redraw = (${drawPlots})({ window, makePlot: uPlot, sessions: data.sessions, charts: data.charts, formats })
;(${switchThemes})(window, redraw)
})()`
}
