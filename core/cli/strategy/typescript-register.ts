import { enableTypeScript } from './typescript.js'

// For `node --import`: what it starts may be TypeScript.
enableTypeScript()
