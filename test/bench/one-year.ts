import { task } from './tasks/daily_cross.js'

/** The algorithm of daily_cross as a file for `rustybt run`. */
export const { initialize, handle_data } = task.algorithm(1)
