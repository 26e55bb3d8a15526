/** This package's version; a test holds it to package.json. Plugins' `requires` ranges are checked against it. */
export const VERSION = '0.1.0'
